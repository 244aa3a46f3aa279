"""The arguments of `mktows bridge`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mktows.cli.options import tls_options
from mktows.cli.verbs import Group, Verb, argument, chooses_calls, flag, shows_a_page

_Declared = TypeVar("_Declared", bound=Callable[..., Any])


def _config(command: _Declared) -> _Declared:
    return click.option(
        "--config",
        metavar="FILE",
        default="bridge.toml",
        show_default=True,
        help="The settings: tenants and users.",
    )(command)


@click.group("bridge", cls=Group, subcommand_metavar="COMMAND [ARGS]...")
def bridge() -> None:
    """Answer SOAP calls by the vendor's REST API."""


@bridge.command("serve")
@_config
@click.option(
    "--host", metavar="ADDRESS", default="127.0.0.1", show_default=True, help="Where to listen."
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8027,
    show_default=True,
    help="0 takes a free one.",
)
@tls_options
@flag("--plain-http", help="Let other machines in without TLS: a proxy in front speaks it.")
@click.option(
    "--allow-host",
    "allow_hosts",
    metavar="NAME",
    multiple=True,
    help="Answer those who call this host so.",
)
@flag("--open-metrics", help="Show /metrics to other machines, too.")
@shows_a_page
def _serve(
    config: str,
    host: str,
    port: int,
    tls_made: bool,
    tls_folder: str | None,
    tls_cert: str | None,
    tls_key: str | None,
    plain_http: bool,
    allow_hosts: tuple[str, ...],
    open_metrics: bool,
    no_page: bool,
    page_for_hosts: bool,
) -> Verb:
    """Serve a bridge over HTTP, with a page for browsers.

    SIGINT, SIGTERM and SIGHUP end it with 0, once the calls in flight are
    answered. /health tells that it runs, /ready that calls can be answered;
    /metrics is for this machine, in the text form of Prometheus. One line for
    each call goes to stderr, without what was sent.
    """

    def run() -> int:
        from mktows.cli.bridge import Settings, bridge
        from mktows.cli.page import PageOptions
        from mktows.cli.tls import TlsOptions

        return bridge(
            Settings(
                config=config,
                host=host,
                port=port,
                tls=TlsOptions(tls_made, tls_folder, tls_cert, tls_key),
                plain_http=plain_http,
                hosts=allow_hosts,
                open_metrics=open_metrics,
                page=PageOptions(not no_page, page_for_hosts),
            )
        )

    return run


@bridge.command("check")
@_config
def _check(config: str) -> Verb:
    """Prove credentials, permissions and fields by reading calls.

    One line for each; 1 if something is missing. What writes cannot be proven
    by reading, and is listed as unproven.
    """

    def run() -> int:
        from mktows.cli.bridge_check import check

        return check(config)

    return run


@bridge.command("snapshot")
@_config
@click.option("--tenant", metavar="NAME", help="Of this tenant, if there are several.")
@click.option(
    "--load",
    metavar="FILE",
    help="First load a snapshot, or a CSV of SOAP name,REST name; - reads stdin.",
)
def _snapshot(config: str, tenant: str | None, load: str | None) -> Verb:
    """Print the lead fields with their names in SOAP and REST, as JSON.

    They are asked for, and kept beside those that were known: a SOAP name that
    REST tells no more is not forgotten.
    """

    def run() -> int:
        from mktows.cli.bridge_state import snapshot

        return snapshot(config, tenant=tenant, load=load)

    return run


@bridge.command("calls")
@argument("call_id", "[ID]", "Show this call in full.", type=click.IntRange(1), required=False)
@_config
@chooses_calls
def _calls(
    call_id: int | None,
    config: str,
    operation: str | None,
    user: str | None,
    failed: bool,
    last: int,
    as_json: bool,
) -> Verb:
    """Show the calls that a bridge has answered, each with its REST calls.

    What was sent is kept only with journal_bodies in the settings.
    """

    def run() -> int:
        from mktows.cli.bridge_state import calls
        from mktows.cli.calls import Selection

        selection = Selection(operation=operation, user_id=user, failed=failed, last=last)
        return calls(config, selection, call_id=call_id, as_json=as_json)

    return run


@bridge.command("unknown")
@_config
@click.option("--allow", metavar="DIGEST", help="Let this one be made again.")
def _unknown(config: str, allow: str | None) -> Verb:
    """List the calls of which nobody knows what became.

    Such a call is refused for ten minutes, unless it is allowed here: look
    first whether it was carried out. The program must sign it anew.
    """

    def run() -> int:
        from mktows.cli.bridge_state import unknown

        return unknown(config, allow=allow)

    return run

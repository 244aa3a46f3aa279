"""The options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mktows.cli.verbs import flag

_Declared = TypeVar("_Declared", bound=Callable[..., Any])


def sandbox_options(command: _Declared) -> _Declared:
    """Let a command's sandbox keep its data, and begin with some."""
    for option in (
        click.option(
            "--seed-file",
            metavar="FILE",
            help="Begin with this world in the sandbox: YAML or JSON.",
        ),
        flag("--seed-data", help="Begin with the vendor's examples in the sandbox."),
        click.option("--database", metavar="FILE", help="Keep the sandbox's data in this file."),
    ):
        command = option(command)
    return command


def target_options(command: _Declared) -> _Declared:
    """Let a command speak another version, and use a sandbox in its process."""
    version = click.option(
        "--version",
        metavar="VERSION",
        help="The contract to speak, such as 2_3; by default the endpoint's.",
    )
    sandbox = flag(
        "--sandbox", help="Use a sandbox in this process, as MKTOWS_ENDPOINT=sandbox: does."
    )
    return version(sandbox(sandbox_options(command)))


def tls_options(command: _Declared) -> _Declared:
    """Let a server speak TLS."""
    for option in (
        click.option("--tls-key", metavar="FILE", help="Its private key: PEM, without a password."),
        click.option("--tls-cert", metavar="FILE", help="Speak TLS, with this certificate: PEM."),
        click.option(
            "--tls-folder",
            metavar="FOLDER",
            help="Keep its authority there; by default beside the user's settings.",
        ),
        flag("--tls", "tls_made", help="Speak TLS, with a certificate made on the spot."),
    ):
        command = option(command)
    return command


json_option = flag("--json", "as_json", help="Report one JSON document.")

"""The arguments of `mktows`. Each verb only says what to run; `main` runs it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, TypeVar, cast

import click
from click.core import ParameterSource

from mktows import __version__
from mktows.cli import output
from mktows.cli.failures import UsageError
from mktows.config import SETTINGS
from mktows.facts.limits import LEADS_PER_SYNC

Verb = Callable[[], int]
_Declared = TypeVar("_Declared", bound=Callable[..., Any])

_EPILOG = """\b
Exit codes:
  0    done
  1    ran, but some records failed, differences were found that --fail-on
       names, or the output could not be written
  2    usage
  3    configuration
  4    transport: no usable answer came
  5    fault: the service refused
  6    contract violated, or input unreadable
  70   a bug in mktows
  130  interrupted

\b
Settings:
"""
_EPILOG += "".join(f"  {name:<30}  {meaning}\n" for name, meaning in SETTINGS.items())

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


def parse(argv: Sequence[str] | None) -> Verb:
    """Return what the arguments ask for, ready to run; help and version are printed here.

    Raises:
        OutputLost: Help or version could not be written.
        UsageError: The arguments are not valid.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        # Not `main`, which would also answer to variables of the environment.
        with _mktows.make_context("mktows", arguments) as context:
            return cast("Verb", _mktows.invoke(context))
    except click.exceptions.Exit as end:
        return partial(int, end.exit_code)
    except click.ClickException as error:
        where = error.ctx if isinstance(error, click.UsageError) else None
        path = "mktows" if where is None else where.command_path
        raise UsageError(error.format_message(), hint=f"{path} --help") from error
    except OSError as error:
        raise output.lost(error) from error


class _Argument(click.Argument):
    """An argument that help explains, in every version of click."""

    def __init__(self, declared: Sequence[str], *, meaning: str, **rest: Any) -> None:
        super().__init__(declared, **rest)
        self.meaning = meaning


def _explained(self: click.Command, context: click.Context, formatter: click.HelpFormatter) -> None:
    rows = [
        ((each.metavar or "").strip("[]."), each.meaning)
        for each in self.get_params(context)
        if isinstance(each, _Argument)
    ]
    if rows:
        with formatter.section("Arguments"):
            formatter.write_dl(rows)


class _Command(click.Command):
    """A verb."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the arguments and options mean."""
        _explained(self, ctx, formatter)
        super().format_options(ctx, formatter)


class _Group(click.Group):
    """Verbs, in the order of their declaration."""

    command_class = _Command

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names as they were declared."""
        return list(self.commands)


def _argument(
    name: str, metavar: str, meaning: str, **rest: Any
) -> Callable[[_Declared], _Declared]:
    return click.argument(name, metavar=metavar, cls=_Argument, meaning=meaning, **rest)


def _flag(name: str, *names: str, help: str) -> Callable[[_Declared], _Declared]:
    return click.option(name, *names, is_flag=True, help=help)


def _sandbox_options(command: _Declared) -> _Declared:
    """Let a command's sandbox keep its data, and begin with some."""
    for option in (
        click.option(
            "--seed-file",
            metavar="FILE",
            help="Begin with this world in the sandbox: YAML or JSON.",
        ),
        _flag("--seed-data", help="Begin with the vendor's examples in the sandbox."),
        click.option("--database", metavar="FILE", help="Keep the sandbox's data in this file."),
    ):
        command = option(command)
    return command


def _target_options(command: _Declared) -> _Declared:
    """Let a command speak another version, and use a sandbox in its process."""
    version = click.option(
        "--version",
        metavar="VERSION",
        help="The contract to speak, such as 2_3; by default the endpoint's.",
    )
    sandbox = _flag(
        "--sandbox", help="Use a sandbox in this process, as MKTOWS_ENDPOINT=sandbox: does."
    )
    return version(sandbox(_sandbox_options(command)))


_as_json = _flag("--json", "as_json", help="Report one JSON document.")


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"mktows {__version__}")
        context.exit()


@click.group(
    "mktows",
    cls=_Group,
    invoke_without_command=True,
    no_args_is_help=False,
    subcommand_metavar="COMMAND [ARGS]...",
    epilog=_EPILOG,
    context_settings=_CONTEXT,
)
@click.option(
    # `main` looks for it, so that it holds while the arguments are read, too.
    "--debug",
    is_flag=True,
    expose_value=False,
    help="Show where an error arose.",
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version.",
)
@click.pass_context
def _mktows(context: click.Context) -> None:
    """Work with Marketo's SOAP API, mktows 2_x, or with a sandbox of it."""
    if context.invoked_subcommand is None:
        output.problem(f"{context.get_help()}\n")
        raise UsageError("no command was given")


@_mktows.command("sync")
@_argument("leads", "LEADS.csv", "The file; - reads stdin.")
@click.option(
    "--batch-size",
    metavar="N",
    type=click.IntRange(1, LEADS_PER_SYNC),
    default=LEADS_PER_SYNC,
    show_default=True,
    help="Leads in one call.",
)
@_flag("--no-dedup", help="Create a new lead for every row without other key.")
@_flag("--clear-empty", help="Clear the fields whose cells are empty.")
@_target_options
@_as_json
@_flag("--quiet", help="Show no progress.")
def _sync(
    leads: str,
    batch_size: int,
    no_dedup: bool,
    clear_empty: bool,
    version: str | None,
    sandbox: bool,
    database: str | None,
    seed_data: bool,
    seed_file: str | None,
    as_json: bool,
    quiet: bool,
) -> Verb:
    """Create or update the leads of a CSV file.

    The header names Id, Email, ForeignSysPersonId, ForeignSysType and lead
    attributes. The whole file is checked before the first lead is sent.
    An empty cell changes nothing.
    """

    def run() -> int:
        from mktows.cli.settings import Embedded, Seed
        from mktows.cli.sync import sync

        return sync(
            leads,
            batch_size=batch_size,
            dedup=not no_dedup,
            clear_empty=clear_empty,
            embedded=Embedded(sandbox, database, Seed(seed_data, seed_file)),
            version=version,
            as_json=as_json,
            quiet=quiet,
        )

    return run


@_mktows.command("call")
@_argument("operation", "OPERATION", "Such as getLead.")
@_argument("request", "[REQUEST.json]", "The parameters; - reads stdin.", required=False)
@_flag("--dry-run", help="Print the signed envelope; send nothing.")
@click.option("--workspace", metavar="NAME", help="Where syncLead puts a new lead.")
@_target_options
def _call(
    operation: str,
    request: str | None,
    dry_run: bool,
    workspace: str | None,
    version: str | None,
    sandbox: bool,
    database: str | None,
    seed_data: bool,
    seed_file: str | None,
) -> Verb:
    """Make one call, with JSON in and out.

    Members have the contract's element names and nesting; an object of an
    abstract type names its type as "@type". Without a file the request is {}.
    """

    def run() -> int:
        from mktows.cli.call import call
        from mktows.cli.settings import Embedded, Seed

        return call(
            operation,
            request,
            dry_run=dry_run,
            workspace=workspace,
            embedded=Embedded(sandbox, database, Seed(seed_data, seed_file)),
            version=version,
        )

    return run


@_mktows.command("sign")
@click.option("--timestamp", metavar="TEXT", help="Sign this text as it is; by default, now.")
def _sign(timestamp: str | None) -> Verb:
    """Print the values of the authentication header, signed."""

    def run() -> int:
        from mktows.cli.sign import sign

        return sign(timestamp)

    return run


@_mktows.command("diff")
@_argument("old", "OLD", "A WSDL file, or a known version such as 2_1.")
@_argument("new", "NEW", "The same.")
@click.option(
    "--for",
    "audience",
    metavar="AUDIENCE",
    help="Group and fail by the levels of caller or server.",
)
@click.option(
    "--fail-on",
    metavar="LEVEL",
    help="End with 1 at a finding of this level or above: breaking, attention, info.",
)
@_as_json
def _diff(old: str, new: str, audience: str | None, fail_on: str | None, as_json: bool) -> Verb:
    """Show every change between two contracts.

    Each is judged for a caller, which calls the service with code made for
    OLD, and for a server, which answers with code made for OLD: what is safe
    in a reply may break a request. By default both count.
    """

    def run() -> int:
        from mktows.cli.diff import diff

        return diff(old, new, audience=audience, fail_on=fail_on, as_document=as_json)

    return run


@_mktows.command("check")
@_argument("files", "FILE...", "Messages or logs; - reads stdin.", nargs=-1, required=True)
@click.option(
    "--version", metavar="VERSION", help="The contract, such as 2_3; by default the latest."
)
@_as_json
@_flag("--sarif", "as_sarif", help="Report SARIF 2.1.0.")
@click.option(
    "--fail-on",
    metavar="SEVERITY",
    default="error",
    show_default=True,
    help="Exit with 6 from here on: error, warning or note.",
)
def _check(
    files: tuple[str, ...], version: str | None, as_json: bool, as_sarif: bool, fail_on: str
) -> Verb:
    """Check messages against the contract and what is known of the service.

    A file holds an envelope, a message without one, or a log with any number
    of envelopes: requests, replies and faults of any toolkit. With
    MKTOWS_ENCRYPTION_KEY set, signatures are verified; with MKTOWS_USER_ID,
    those of that user only. Nothing is sent, and no lead's data is shown.
    """

    def run() -> int:
        from mktows.cli.check import check

        if as_json and as_sarif:
            raise UsageError("--json and --sarif exclude each other")
        report: Literal["json", "sarif", "text"] = (
            "json" if as_json else "sarif" if as_sarif else "text"
        )
        return check(files, version=version, report=report, fail_on=fail_on)

    return run


@_mktows.group(
    "sandbox",
    cls=_Group,
    invoke_without_command=True,
    no_args_is_help=False,
    subcommand_metavar="[COMMAND [ARGS]...]",
)
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Where to listen.",
)
@click.option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    default=8017,
    show_default=True,
    help="0 takes a free one.",
)
@_sandbox_options
@_flag("--strict", help="Refuse what departs from the contract.")
@click.option("--limits", metavar="LIMITS", help="real, or as quota=500,rate=10/20,concurrency=2.")
@_flag("--rest", help="Answer the vendor's REST API too, beside SOAP.")
@click.option("--rest-limits", metavar="LIMITS", help="Likewise, for REST calls alone.")
@click.option(
    "--rest-habit",
    "rest_habits",
    metavar="NAME=VALUE",
    multiple=True,
    help="What REST does where the sources differ, as token_in_query=true.",
)
@click.option(
    "--window",
    metavar="MINUTES",
    type=click.IntRange(0),
    default=15,
    show_default=True,
    help="How old a signature may be.",
)
@click.option(
    "--clock", metavar="MOMENT", help="Let the clock run from then, as 2013-08-05T09:57-07:00."
)
@click.option(
    "--journal",
    metavar="N",
    type=click.IntRange(0),
    default=10_000,
    show_default=True,
    help="Record the last N calls; 0 records none.",
)
@_flag("--no-activity-ids", help="Since 3_1: write marketoGUID alone, and id as nil.")
@_flag("--control", help="Answer tests at /_control/, on this machine.")
@click.option(
    "--allow-host",
    "allow_hosts",
    metavar="NAME",
    multiple=True,
    help="Answer all who call this host so, tests too.",
)
@click.option(
    "--control-host",
    "control_hosts",
    metavar="NAME",
    multiple=True,
    hidden=True,
    help="--control and --allow-host at once.",
)
@click.pass_context
def _sandbox(
    context: click.Context,
    host: str,
    port: int,
    database: str | None,
    seed_data: bool,
    seed_file: str | None,
    strict: bool,
    limits: str | None,
    rest: bool,
    rest_limits: str | None,
    rest_habits: tuple[str, ...],
    window: int,
    clock: str | None,
    journal: int,
    no_activity_ids: bool,
    control: bool,
    allow_hosts: tuple[str, ...],
    control_hosts: tuple[str, ...],
) -> Verb | None:
    """Serve the sandbox over HTTP.

    SIGINT, SIGTERM and SIGHUP end it with 0. It accepts MKTOWS_USER_ID and
    MKTOWS_ENCRYPTION_KEY if both are set, else the vendor's public sample
    credentials. With --rest, the user id is the client id, and the key its
    secret, unless MKTOWS_REST_CLIENT_ID and MKTOWS_REST_CLIENT_SECRET are set.
    """
    if context.invoked_subcommand is not None:
        for option in context.command.get_params(context):
            if context.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
                raise click.UsageError(
                    f"{option.opts[0]} stands before {context.invoked_subcommand}", context
                )
        return None

    def run() -> int:
        from mktows.cli.sandbox import RestOptions, Settings, sandbox
        from mktows.cli.settings import Seed

        return sandbox(
            Settings(
                host=host,
                port=port,
                database=database,
                seed=Seed(seed_data, seed_file),
                strict=strict,
                limits=limits,
                window=window,
                clock=clock,
                journal=journal,
                control=control or bool(control_hosts),
                hosts=(*allow_hosts, *control_hosts),
                activity_ids=not no_activity_ids,
                rest=RestOptions(rest, rest_limits, rest_habits),
            )
        )

    return run


@_sandbox.command("calls")
@_argument("call_id", "[ID]", "Show this call in full.", type=click.IntRange(1), required=False)
@click.option("--database", metavar="FILE", help="Read this database of a sandbox.")
@click.option("--url", metavar="URL", help="Ask the sandbox there, which has --control.")
@click.option("--operation", metavar="NAME", help="Only calls of this operation.")
@click.option("--user", metavar="ID", help="Only calls of this user id.")
@_flag("--failed", help="Only calls that had no success.")
@click.option(
    "--last",
    metavar="N",
    type=click.IntRange(1, 1000),
    default=20,
    show_default=True,
    help="At most the last N calls.",
)
@_flag("--json", "as_json", help="Print one JSON document.")
def _calls(
    call_id: int | None,
    database: str | None,
    url: str | None,
    operation: str | None,
    user: str | None,
    failed: bool,
    last: int,
    as_json: bool,
) -> Verb:
    """Show the calls that a sandbox has answered.

    They hold what was sent, leads too; signatures are masked. A database can
    be read while a sandbox serves it.
    """

    def run() -> int:
        from mktows.cli.calls import Selection, calls

        return calls(
            Selection(operation=operation, user_id=user, failed=failed, last=last),
            call_id=call_id,
            database=database,
            url=url,
            as_json=as_json,
        )

    return run

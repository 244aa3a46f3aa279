"""The arguments of `mktows`. Each verb only says what to run; `main` runs it."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal, cast

import typer

from mktows.cli.failures import UsageError

Verb = Callable[[], int]

EPILOG = """\b
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
  MKTOWS_ENDPOINT        https://<instance>/soap/mktows/<version>;
                         not set: the sandbox, in this process
  MKTOWS_USER_ID         the access id of the API user
  MKTOWS_ENCRYPTION_KEY  the key that goes with it
  MKTOWS_PARTNER_ID      the technology partner's key, if there is one
  MKTOWS_TIMEOUT         seconds to wait for an answer
  MKTOWS_ALLOW_HTTP      hosts that may be called without TLS
"""


@dataclass(slots=True)
class Options:
    """What holds for every verb."""

    debug: bool = False


app = typer.Typer(
    name="mktows",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
    epilog=EPILOG,
)

# Every error that parsing raises has BadParameter's base in common; where that class lives
# differs between versions of Typer.
_PARSE_ERRORS: tuple[type[Exception], ...] = tuple(
    base
    for base in typer.BadParameter.__mro__
    if issubclass(base, Exception) and hasattr(base, "format_message")
)

Database = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Keep the sandbox's data in this file."),
]
SeedData = Annotated[
    bool,
    typer.Option("--seed-data", help="Begin with the vendor's examples in the sandbox."),
]
SeedFile = Annotated[
    str | None,
    typer.Option(metavar="FILE", help="Begin with this world in the sandbox: YAML or JSON."),
]


def parse(argv: Sequence[str] | None, options: Options) -> Verb:
    """Return what the arguments ask for, ready to run; help and version are printed here.

    Raises:
        UsageError: The arguments are not valid.
    """
    command = typer.main.get_command(app)
    try:
        verb = command.main(
            args=None if argv is None else list(argv),
            prog_name="mktows",
            standalone_mode=False,
            obj=options,
        )
    except _PARSE_ERRORS as error:
        message = cast("typer.BadParameter", error).format_message()
        context = getattr(error, "ctx", None)
        path = "mktows" if context is None else context.command_path
        raise UsageError(message, hint=f"{path} --help") from error
    return cast("Verb", verb) if callable(verb) else partial(int, verb or 0)


def _version(wanted: bool) -> None:
    if wanted:
        try:
            version = importlib.metadata.version("mktows")
        except importlib.metadata.PackageNotFoundError:
            version = "(not installed)"
        print(f"mktows {version}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error arose.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Work with Marketo's SOAP API, mktows 2_x, or with a sandbox of it."""
    del version
    cast("Options", context.obj).debug = debug


@app.command("sync")
def _sync(
    leads: Annotated[str, typer.Argument(metavar="LEADS.csv", help="The file; - reads stdin.")],
    batch_size: Annotated[
        int, typer.Option(metavar="N", min=1, max=300, help="Leads in one call.")
    ] = 300,
    no_dedup: Annotated[
        bool,
        typer.Option("--no-dedup", help="Create a new lead for every row without other key."),
    ] = False,
    clear_empty: Annotated[
        bool,
        typer.Option("--clear-empty", help="Clear the fields whose cells are empty."),
    ] = False,
    database: Database = None,
    seed_data: SeedData = False,
    seed_file: SeedFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report one JSON document.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> Verb:
    """Create or update the leads of a CSV file.

    The header names Id, Email, ForeignSysPersonId, ForeignSysType and lead
    attributes. The whole file is checked before the first lead is sent.
    An empty cell changes nothing.
    """

    def run() -> int:
        from mktows.cli.settings import Seed
        from mktows.cli.sync import sync

        return sync(
            leads,
            batch_size=batch_size,
            dedup=not no_dedup,
            clear_empty=clear_empty,
            database=database,
            seed=Seed(seed_data, seed_file),
            as_json=as_json,
            quiet=quiet,
        )

    return run


@app.command("call")
def _call(
    operation: Annotated[str, typer.Argument(metavar="OPERATION", help="Such as getLead.")],
    request: Annotated[
        str | None,
        typer.Argument(metavar="REQUEST.json", help="The parameters; - reads stdin."),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Print the signed envelope; send nothing."),
    ] = False,
    workspace: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Where syncLead puts a new lead."),
    ] = None,
    database: Database = None,
    seed_data: SeedData = False,
    seed_file: SeedFile = None,
) -> Verb:
    """Make one call, with JSON in and out.

    Members have the contract's element names and nesting; an object of an
    abstract type names its type as "@type". Without a file the request is {}.
    """

    def run() -> int:
        from mktows.cli.call import call
        from mktows.cli.settings import Seed

        return call(
            operation,
            request,
            dry_run=dry_run,
            workspace=workspace,
            database=database,
            seed=Seed(seed_data, seed_file),
        )

    return run


@app.command("sign")
def _sign(
    timestamp: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="Sign this text as it is; by default, now."),
    ] = None,
) -> Verb:
    """Print the values of the authentication header, signed."""

    def run() -> int:
        from mktows.cli.sign import sign

        return sign(timestamp)

    return run


@app.command("diff")
def _diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A WSDL file, or a known version such as 2_1.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same.")],
    audience: Annotated[
        str | None,
        typer.Option(
            "--for", metavar="AUDIENCE", help="Group and fail by the levels of caller or server."
        ),
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(
            metavar="LEVEL",
            help="End with 1 at a finding of this level or above: breaking, attention, info.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report one JSON document.")] = False,
) -> Verb:
    """Show every change between two contracts.

    Each is judged for a caller, which calls the service with code made for
    OLD, and for a server, which answers with code made for OLD: what is safe
    in a reply may break a request. By default both count.
    """

    def run() -> int:
        from mktows.cli.diff import diff

        return diff(old, new, audience=audience, fail_on=fail_on, as_document=as_json)

    return run


@app.command("check")
def _check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Messages or logs; - reads stdin.")
    ],
    version: Annotated[
        str | None,
        typer.Option(metavar="VERSION", help="The contract, such as 2_3; by default the latest."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Report one JSON document.")] = False,
    as_sarif: Annotated[bool, typer.Option("--sarif", help="Report SARIF 2.1.0.")] = False,
    fail_on: Annotated[
        str,
        typer.Option(metavar="SEVERITY", help="Exit with 6 from here on: error, warning or note."),
    ] = "error",
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


_sandbox_app = typer.Typer(
    name="sandbox",
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
app.add_typer(_sandbox_app)


@_sandbox_app.callback(invoke_without_command=True)
def _sandbox(
    context: typer.Context,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="0 takes a free one.")
    ] = 8017,
    database: Database = None,
    seed_data: SeedData = False,
    seed_file: SeedFile = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Refuse what departs from the contract.")
    ] = False,
    limits: Annotated[
        str | None,
        typer.Option(metavar="LIMITS", help="real, or as quota=500,rate=10/20,concurrency=2."),
    ] = None,
    window: Annotated[
        int, typer.Option(metavar="MINUTES", min=0, help="How old a signature may be.")
    ] = 15,
    clock: Annotated[
        str | None,
        typer.Option(
            metavar="MOMENT", help="Let the clock run from then, as 2013-08-05T09:57-07:00."
        ),
    ] = None,
    journal: Annotated[
        int, typer.Option(metavar="N", min=0, help="Record the last N calls; 0 records none.")
    ] = 10_000,
    control: Annotated[
        bool, typer.Option("--control", help="Answer tests at /_control/, on this machine.")
    ] = False,
    control_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Answer them for all who call this host so."),
    ] = None,
) -> Verb | None:
    """Serve the sandbox over HTTP.

    SIGINT and SIGTERM end it with 0. It accepts MKTOWS_USER_ID and
    MKTOWS_ENCRYPTION_KEY if both are set, else the vendor's public sample
    credentials.
    """
    if context.invoked_subcommand is not None:
        given = [
            name
            for name in context.params
            if getattr(context.get_parameter_source(name), "name", "") == "COMMANDLINE"
        ]
        if given:
            option = given[0].replace("_", "-")
            raise typer.BadParameter(f"--{option} stands before {context.invoked_subcommand}")
        return None

    def run() -> int:
        from mktows.cli.sandbox import Settings, sandbox
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
                control=control or bool(control_host),
                control_hosts=tuple(control_host or ()),
            )
        )

    return run


@_sandbox_app.command("calls")
def _calls(
    call_id: Annotated[
        int | None, typer.Argument(metavar="ID", min=1, help="Show this call in full.")
    ] = None,
    database: Annotated[
        str | None, typer.Option(metavar="FILE", help="Read this database of a sandbox.")
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Ask the sandbox there, which has --control."),
    ] = None,
    operation: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only calls of this operation.")
    ] = None,
    user: Annotated[
        str | None, typer.Option(metavar="ID", help="Only calls of this user id.")
    ] = None,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only calls that had no success.")
    ] = False,
    last: Annotated[
        int, typer.Option(metavar="N", min=1, max=1000, help="At most the last N calls.")
    ] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
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

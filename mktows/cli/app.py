"""The arguments of `mktows`. Each verb only says what to run; `main` runs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from typing import Literal, cast

import click
from click.core import ParameterSource

from mktows import __version__
from mktows.cli import output
from mktows.cli.app_bridge import bridge
from mktows.cli.app_export import export
from mktows.cli.failures import UsageError
from mktows.cli.options import json_option, sandbox_options, target_options, tls_options
from mktows.cli.verbs import Group, Verb, argument, chooses_calls, flag, shows_a_page
from mktows.config import SETTINGS
from mktows.facts.limits import CALLS_IN_FLIGHT, LEADS_PER_SYNC

_EPILOG = """\b
Exit codes:
  0    done
  1    ran, but some records failed, differences were found that --fail-on
       names, calls cannot be migrated, or the output could not be written
  2    usage
  3    configuration
  4    transport: no usable answer came
  5    fault: the service refused, or a limit of calls is used up
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


def _version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"mktows {__version__}")
        context.exit()


@click.group(
    "mktows",
    cls=Group,
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
@argument("leads", "LEADS", "The file: CSV, JSON Lines or Parquet; - reads stdin.")
@click.option("--encoding", metavar="NAME", help="The file's encoding, such as cp1252.")
@click.option("--delimiter", metavar="CHAR", help="What separates cells: tab, semicolon, ...")
@click.option(
    "--map",
    "renamed",
    metavar="COLUMN=NAME",
    multiple=True,
    help="Take a column for this field; without NAME leave it out.",
)
@flag("--clear-empty", help="Clear the fields whose cells are empty.")
@flag("--no-dedup", help="Create a new lead for every row without other key.")
@flag("--dry-run", help="Tell what would be sent, and what describe says of it; send nothing.")
@click.option(
    "--batch-size",
    metavar="N",
    type=click.IntRange(1, LEADS_PER_SYNC),
    default=LEADS_PER_SYNC,
    show_default=True,
    help="Leads in one call.",
)
@click.option(
    "--workers",
    metavar="N",
    type=click.IntRange(1, CALLS_IN_FLIGHT),
    default=CALLS_IN_FLIGHT // 2,
    show_default=True,
    help="Calls at the same time.",
)
@flag("--retry-failed", help="Send again what failed in the run before.")
@flag("--retry-unknown", help="Send again what may have been written: look first.")
@flag("--restart", help="Send all rows, whatever the journal says.")
@click.option("--journal", metavar="FILE", help="The journal; by default beside LEADS.")
@flag("--no-journal", help="Keep none: what is interrupted begins anew.")
@target_options
@json_option
@flag("--events", help="Report a line of JSON for each event, as it comes.")
@flag("--quiet", help="Show no progress.")
def _sync(
    leads: str,
    encoding: str | None,
    delimiter: str | None,
    renamed: tuple[str, ...],
    clear_empty: bool,
    no_dedup: bool,
    dry_run: bool,
    batch_size: int,
    workers: int,
    retry_failed: bool,
    retry_unknown: bool,
    restart: bool,
    journal: str | None,
    no_journal: bool,
    version: str | None,
    sandbox: bool,
    database: str | None,
    seed_data: bool,
    seed_file: str | None,
    as_json: bool,
    events: bool,
    quiet: bool,
) -> Verb:
    """Create or update the leads of a file.

    The header names Id, Email, ForeignSysPersonId, ForeignSysType and lead
    attributes. The whole file is checked before the first lead is sent.
    An empty cell changes nothing. A run that stops goes on where it was when
    it is run again.
    """

    def run() -> int:
        from mktows.cli import sync
        from mktows.cli.settings import Embedded, Seed

        source = sync.Source(leads, encoding, delimiter, renamed, clear_empty)
        embedded = Embedded(sandbox, database, Seed(seed_data, seed_file))
        sending = sync.Sending(
            batch_size,
            workers,
            dedup=not no_dedup,
            retry_failed=retry_failed,
            retry_unknown=retry_unknown,
            restart=restart,
            journal=journal,
            no_journal=no_journal,
        )
        return sync.sync(
            source,
            sending,
            dry_run=dry_run,
            embedded=embedded,
            version=version,
            as_json=as_json,
            events=events,
            quiet=quiet,
        )

    return run


_mktows.add_command(export)


@_mktows.command("call")
@argument("operation", "OPERATION", "Such as getLead.")
@argument("request", "[REQUEST.json]", "The parameters; - reads stdin.", required=False)
@flag("--dry-run", help="Print the signed envelope; send nothing.")
@click.option("--workspace", metavar="NAME", help="Where syncLead puts a new lead.")
@target_options
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
@argument("old", "OLD", "A WSDL file, or a known version such as 2_1.")
@argument("new", "NEW", "The same.")
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
@json_option
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
@argument("files", "FILE...", "Messages or logs; - reads stdin.", nargs=-1, required=True)
@click.option(
    "--version", metavar="VERSION", help="The contract, such as 2_3; by default the latest."
)
@json_option
@flag("--sarif", "as_sarif", help="Report SARIF 2.1.0.")
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


@_mktows.command("migrate")
@argument(
    "files", "FILE...", "Messages, logs, or databases with calls; - reads stdin.",
    nargs=-1, required=True,
)  # fmt: skip
@flag("--html", "as_html", help="Report one HTML file.")
@json_option
@click.option(
    "--fields", metavar="FILE", help="The lead fields of the instance: an answer of describe."
)
@flag("--with-values", help="Show the values of leads in the examples.")
def _migrate(
    files: tuple[str, ...], as_html: bool, as_json: bool, fields: str | None, with_values: bool
) -> Verb:
    """Report what recorded SOAP calls become in the REST API.

    A file is what `mktows check` reads, or the database of a sandbox or a
    bridge. Each kind of calls is carried out by the bridge on made-up data:
    the report has the REST calls, how far they carry it, fields, permissions
    and load. Ends with 1 when something is gone. Nothing is sent.
    """

    def run() -> int:
        from mktows.cli.migrate import migrate

        if as_json and as_html:
            raise UsageError("--json and --html exclude each other")
        report: Literal["markdown", "html", "json"] = (
            "json" if as_json else "html" if as_html else "markdown"
        )
        return migrate(files, report=report, fields=fields, with_values=with_values)

    return run


@_mktows.group(
    "sandbox",
    cls=Group,
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
@tls_options
@sandbox_options
@flag("--strict", help="Refuse what departs from the contract.")
@click.option("--limits", metavar="LIMITS", help="real, or as quota=500,rate=10/20,concurrency=2.")
@flag("--rest", help="Answer the vendor's REST API too, beside SOAP.")
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
@flag("--no-activity-ids", help="Since 3_1: write marketoGUID alone, and id as nil.")
@flag("--control", help="Answer tests at /_control/, on this machine.")
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
@shows_a_page
@click.pass_context
def _sandbox(
    context: click.Context,
    host: str,
    port: int,
    tls_made: bool,
    tls_folder: str | None,
    tls_cert: str | None,
    tls_key: str | None,
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
    no_page: bool,
    page_for_hosts: bool,
) -> Verb | None:
    """Serve the sandbox over HTTP, with a page for browsers.

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
        from mktows.cli.page import PageOptions
        from mktows.cli.sandbox import RestOptions, Settings, sandbox
        from mktows.cli.settings import Seed
        from mktows.cli.tls import TlsOptions

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
                tls=TlsOptions(tls_made, tls_folder, tls_cert, tls_key),
                page=PageOptions(not no_page, page_for_hosts),
            )
        )

    return run


@_sandbox.command("calls")
@argument("call_id", "[ID]", "Show this call in full.", type=click.IntRange(1), required=False)
@click.option("--database", metavar="FILE", help="Read this database of a sandbox.")
@click.option("--url", metavar="URL", help="Ask the sandbox there, which has --control.")
@chooses_calls
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


@_sandbox.command("export")
@argument("file", "FILE", "The world file to be: YAML, or JSON if it ends in .json.")
@click.option("--database", metavar="FILE", required=True, help="The sandbox's database.")
@flag("--overwrite", help="Replace FILE.")
def _export_world(file: str, database: str, overwrite: bool) -> Verb:
    """Write what a sandbox holds as a world file.

    A sandbox that begins with it (--seed-file) holds the same. What a world
    file cannot say is left out, and told. It ends with 1 where no sandbox
    could begin with the file.
    """

    def run() -> int:
        from mktows.cli.sandbox_export import export_world

        return export_world(file, database=database, overwrite=overwrite)

    return run


@_sandbox.command("schema")
def _schema() -> Verb:
    """Print the JSON schema of world files.

    Editors complete and check a file by it that is given to --seed-file.
    """

    def run() -> int:
        from mktows.cli import output
        from mktows.sandbox.world.schema import world_schema

        output.document(world_schema())
        return 0

    return run


_mktows.add_command(bridge)

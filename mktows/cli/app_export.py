"""The arguments of `mktows export`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from mktows.cli.options import json_option, target_options
from mktows.cli.verbs import Group, Verb, argument, flag

_Declared = TypeVar("_Declared", bound=Callable[..., Any])

_type = click.option(
    "--type", "types", metavar="NAME", multiple=True, help="Only activities of this type."
)
_without = click.option(
    "--without-type", "without", metavar="NAME", multiple=True, help="None of this type."
)
_until = click.option("--until", metavar="MOMENT", help="Up to this moment; by default, now.")
_keys_from = click.option(
    "--keys-from", metavar="FILE", help="Leads: a file of such keys, one a line; - for stdin."
)


def _exports(command: _Declared) -> _Declared:
    """Let a command write a file."""
    options: tuple[Callable[[_Declared], _Declared], ...] = (
        argument("file", "FILE", "The file to be: .csv, .jsonl, .ndjson or .parquet."),
        click.option(
            "--form",
            type=click.Choice(["csv", "jsonl", "parquet"]),
            help="The form, whatever the name.",
        ),
        click.option("--delimiter", metavar="CHAR", help="What separates cells of CSV: tab, ..."),
        flag("--plain", help="Leave cells of CSV as they are that spreadsheets would run."),
        flag("--overwrite", help="Replace FILE, once the export is whole."),
        flag("--restart", help="Begin anew, whatever an earlier run has."),
        target_options,
        json_option,
        flag("--quiet", help="Show no progress."),
    )
    for each in reversed(options):
        command = each(command)
    return command


@click.group("export", cls=Group, subcommand_metavar="COMMAND [ARGS]...")
def export() -> None:
    """Write records of the service to a file: CSV, JSON Lines or Parquet.

    A run that stops goes on where it was when it is run again. FILE is there
    once it is whole; until then FILE.part stands beside it.
    """


@export.command("leads")
@click.option("--list", "list_name", metavar="NAME", help="Members of this static list.")
@click.option("--since", metavar="MOMENT", help="Leads that changed from this moment on.")
@_until
@click.option(
    "--key",
    "keys",
    metavar="KEY",
    multiple=True,
    help="A lead: an id, an address, or TYPE=VALUE.",
)
@_keys_from
@click.option("--field", "fields", metavar="NAME", multiple=True, help="Only this field.")
@_exports
def _leads(
    list_name: str | None,
    since: str | None,
    until: str | None,
    keys: tuple[str, ...],
    keys_from: str | None,
    fields: tuple[str, ...],
    **rest: Any,
) -> Verb:
    """Leads of a list, of a time range, or of keys.

    A lead comes once for each span of 30 days in which it changed.
    """

    def run() -> int:
        from mktows.cli.export import leads

        question = leads(
            list_name=list_name,
            since=since,
            until=until,
            keys=keys,
            keys_from=keys_from,
            fields=fields,
        )
        return _run(question, **rest)

    return run


@export.command("activities")
@click.option(
    "--key",
    "keys",
    metavar="KEY",
    multiple=True,
    help="A lead: an id, an address, or TYPE=VALUE.",
)
@_keys_from
@_type
@_without
@_exports
def _activities(
    keys: tuple[str, ...],
    keys_from: str | None,
    types: tuple[str, ...],
    without: tuple[str, ...],
    **rest: Any,
) -> Verb:
    """All activities of a lead, newest first; of several, one after the other."""

    def run() -> int:
        from mktows.cli.export import activities

        return _run(
            activities(keys=keys, keys_from=keys_from, types=types, without=without), **rest
        )

    return run


@export.command("changes")
@click.option("--since", metavar="MOMENT", required=True, help="From this moment on.")
@_until
@click.option("--list", "list_name", metavar="NAME", help="Of members of this static list.")
@click.option("--key", "keys", metavar="KEY", multiple=True, help="Of this lead; all of one type.")
@_type
@_without
@click.option(
    "--name", "names", metavar="NAME", multiple=True, help="Only activities that are named so."
)
@_exports
def _changes(
    since: str,
    until: str | None,
    list_name: str | None,
    keys: tuple[str, ...],
    types: tuple[str, ...],
    without: tuple[str, ...],
    names: tuple[str, ...],
    **rest: Any,
) -> Verb:
    """All that happened to leads, oldest first."""

    def run() -> int:
        from mktows.cli.export import changes

        question = changes(
            since=since,
            until=until,
            list_name=list_name,
            keys=keys,
            types=types,
            without=without,
            names=names,
        )
        return _run(question, **rest)

    return run


@export.command("mobjects")
@argument("type_name", "TYPE", "Opportunity, OpportunityPersonRole or Program.")
@click.option(
    "--where",
    "criteria",
    metavar="NAME COMPARISON VALUE",
    nargs=3,
    multiple=True,
    help="A condition, such as: Name EQ Q1.",
)
@click.option(
    "--with",
    "associated",
    metavar="TYPE=ID",
    multiple=True,
    help="Those of this object, such as Lead=6.",
)
@flag("--details", help="Programs with all their attributes.")
@_exports
def _mobjects(
    type_name: str,
    criteria: tuple[tuple[str, str, str], ...],
    associated: tuple[str, ...],
    details: bool,
    **rest: Any,
) -> Verb:
    """Opportunities, roles or programs that meet all conditions."""

    def run() -> int:
        from mktows.cli.export import mobjects

        question = mobjects(type_name, criteria=criteria, associated=associated, details=details)
        return _run(question, **rest)

    return run


@export.command("custom-objects")
@argument("type_name", "TYPE", "The custom object type.")
@click.option("--key", "keys", metavar="NAME=VALUE", multiple=True, help="A value of a key.")
@click.option("--field", "fields", metavar="NAME", multiple=True, help="Only this field.")
@_exports
def _custom_objects(
    type_name: str, keys: tuple[str, ...], fields: tuple[str, ...], **rest: Any
) -> Verb:
    """Records of a custom object type."""

    def run() -> int:
        from mktows.cli.export import custom_objects

        return _run(custom_objects(type_name, keys=keys, fields=fields), **rest)

    return run


def _run(
    question: Any,
    *,
    file: str,
    form: str | None,
    delimiter: str | None,
    plain: bool,
    overwrite: bool,
    restart: bool,
    version: str | None,
    sandbox: bool,
    database: str | None,
    seed_data: bool,
    seed_file: str | None,
    as_json: bool,
    quiet: bool,
) -> int:
    from mktows.cli.export import Target
    from mktows.cli.export import export as run
    from mktows.cli.settings import Embedded, Seed

    return run(
        question,
        Target(file, form, delimiter, plain=plain, overwrite=overwrite, restart=restart),
        embedded=Embedded(sandbox, database, Seed(seed_data, seed_file)),
        version=version,
        as_json=as_json,
        quiet=quiet,
    )

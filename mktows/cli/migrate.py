"""`mktows migrate`: what recorded SOAP calls become in the REST API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from mktows.bridge.fields import LeadFields
from mktows.bridge.state.store import SCHEMA as BRIDGE
from mktows.cli import inputs, output
from mktows.cli.check import MAX_FILE_BYTES
from mktows.cli.failures import InputError, UsageError
from mktows.database.failures import DatabaseFailed, UnusableDatabase
from mktows.database.files import application_id_of
from mktows.database.postgres_address import SCHEMES, read_address
from mktows.database.schema import Schema
from mktows.database.shared import open_shared
from mktows.errors import RequestError
from mktows.migration.document import as_document
from mktows.migration.fields import FieldNames, read_snapshot
from mktows.migration.markdown import as_markdown
from mktows.migration.page import blocks_of
from mktows.migration.recorded import Recorded, request_of, requests_in
from mktows.migration.rehearsal.outcomes import rehearsals
from mktows.migration.report import make_report
from mktows.migration.tally import Tally
from mktows.migration.web_page import as_html
from mktows.sandbox.store import SCHEMA as SANDBOX
from mktows.server.store import SCHEMA as SERVICE
from mktows.server.store import CallStore

Format = Literal["markdown", "html", "json"]
_GONE = 1
_MAX_FIELDS_BYTES = 16 * 1024 * 1024
_SQLITE = b"SQLite format 3\0"


def migrate(paths: Sequence[str], *, report: Format, fields: str | None, with_values: bool) -> int:
    """Print the report on the requests of some files; 1 where something is gone.

    Raises:
        UsageError: A file cannot be read, or none holds a request.
    """
    try:
        names = FieldNames() if fields is None else FieldNames(_snapshot(fields))
        tally = Tally()
        for path in paths:
            for each in _requests(path):
                tally.add(each)
    except InputError as error:
        raise UsageError(str(error)) from error
    if not tally.calls:
        raise UsageError("no request of the SOAP API was found")
    made = make_report(tally, names, rehearsals(names.lead_fields, with_values=with_values))
    if report == "json":
        output.document(as_document(made))
    else:
        write = as_markdown if report == "markdown" else as_html
        output.utf8(write(blocks_of(made)).encode("utf-8", "replace"))
    told = ", ".join(f"{count} {grade}" for grade, count in made.grades.items())
    output.note(f"{made.calls} calls{': ' if told else ''}{told}")
    return _GONE if made.is_gone else 0


def _snapshot(path: str) -> LeadFields:
    data = inputs.read_all(path, limit=_MAX_FIELDS_BYTES, remedy="give the lead fields alone")
    try:
        return read_snapshot(data)
    except RequestError as error:
        raise InputError(f"{inputs.shown_name(path)}: {error}") from error


def _requests(path: str) -> Iterator[Recorded]:
    """The requests of one input: a database with a journal, or a file as `mktows check` reads."""
    if path.startswith(SCHEMES):
        yield from _calls(path, BRIDGE, read_address(path).label)
    elif path != inputs.STDIN and _is_database(path):
        yield from _journal(Path(path))
    else:
        yield from requests_in(inputs.read_all(path, limit=MAX_FILE_BYTES, remedy="split it"))


def _is_database(path: str) -> bool:
    with inputs.opened(path, limit=MAX_FILE_BYTES, remedy="split it") as source:
        return source.stream.read(len(_SQLITE)) == _SQLITE


def _journal(path: Path) -> Iterator[Recorded]:
    """The requests that a sandbox or a bridge has answered."""
    schemas = {each.application_id: each for each in (SERVICE, SANDBOX, BRIDGE)}
    with inputs.reading(str(path)):
        schema = schemas.get(application_id_of(path))
    if schema is None:
        raise InputError(f"{path}: no database of a sandbox or a bridge")
    yield from _calls(path, schema, str(path))


def _calls(place: str | Path, schema: Schema, name: str) -> Iterator[Recorded]:
    """The requests that a database keeps; the name is what errors call it."""
    try:
        database = open_shared(schema, place, quiet=True)
        try:
            with CallStore(database).reading() as data:
                for call in data.journal.each():
                    if (found := request_of(call)) is not None:
                        yield found
        finally:
            database.close()
    except (DatabaseFailed, UnusableDatabase) as error:
        raise InputError(f"{name}: cannot be read: {error}") from error

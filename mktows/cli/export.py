"""`mktows export`: records of the service to a file, and on again where it stopped."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mktows.cli import output, settings
from mktows.cli.failures import UsageError
from mktows.cli.lead_keys import LeadKeys, lead_keys, read_key
from mktows.cli.moments import moment
from mktows.cli.progress import Progress, progress
from mktows.errors import MktowsError, NotFoundFault, RequestError
from mktows.transfer.exports import SUFFIXES, Export, form_of
from mktows.transfer.forms import checked_delimiter
from mktows.transfer.partial import PartialExport
from mktows.transfer.tables import Layout
from mktows.values import LEAD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mktows.client import Client
    from mktows.streams import Stream

    Source = Callable[[Client, str | None, Mapping[str, str]], Stream[Any]]

HINT = "mktows export --help"
UNTIL = "until"
_ACTIVITY = Layout(
    ("id", "marketoGUID", "activityDateTime", "activityType", "mktgAssetName", "campaign",
     "mktPersonId", "personName", "foreignSysId", "orgName", "foreignSysOrgId", "attributes"),
    numbers=("id",),
)  # fmt: skip
_MOBJECT = Layout(
    ("type", "id", "externalKey", "createdAt", "updatedAt", "associations", "tags", "costs",
     "tokens", "others"),
    spread=("attributes",),
    numbers=("id",),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """The options about the file.

    Attributes:
        path: The file to be.
        form: Its form; None to tell it by its name.
        delimiter: Of CSV.
        plain: Whether cells stay as they are that spreadsheets would run.
        overwrite: Whether it may replace a file.
        restart: Whether what an earlier run has is forgotten.
    """

    path: str
    form: str | None = None
    delimiter: str | None = None
    plain: bool = False
    overwrite: bool = False
    restart: bool = False

    def export(self, layout: Layout) -> Export:
        """The form of the export.

        Raises:
            ModuleNotFoundError: It is Parquet, and pyarrow is not installed.
            UsageError: It has none.
        """
        form = form_of(self.path if self.form is None else f".{self.form}")
        if form is None:
            raise UsageError(f"FILE ends in {', '.join(SUFFIXES)}, or give --form", hint=HINT)
        if form != "csv" and (self.delimiter is not None or self.plain):
            raise UsageError("--delimiter and --plain go with CSV", hint=HINT)
        if form == "parquet":
            importlib.import_module("pyarrow")  # before the first call
        try:
            delimiter = "," if self.delimiter is None else checked_delimiter(self.delimiter)
        except RequestError as error:
            raise UsageError(f"--delimiter: {error}", hint=HINT) from None
        return Export(form, layout, delimiter, self.plain)


@dataclass(frozen=True, slots=True)
class Question:
    """The records that an export is of.

    Attributes:
        kind: Their name.
        arguments: What was asked for, for the journal.
        layout: How they become rows.
        sources: Streams of them, one after the other, from a position and what is settled.
        settled: Settles what stays as it was when the export began.
        leads: The leads of the streams, where each is of one.
    """

    kind: str
    arguments: Mapping[str, Any]
    layout: Layout
    sources: Sequence[Source]
    settled: Callable[[], Mapping[str, str]] = dict
    leads: LeadKeys | None = None


def export(
    question: Question,
    given: Target,
    *,
    embedded: settings.Embedded,
    version: str | None = None,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Fetch all records, page by page, then put the file in its place; 0 once it is there.

    It is 1 where one of several leads was not found.

    Raises:
        InputError: The file or what is beside it cannot serve.
        MktowsError: That of the call for which it stopped; the same command goes on.
    """
    form = given.export(question.layout)
    service = settings.target(embedded, version=version).within_limits()
    if "\0" in given.path:
        raise UsageError("FILE holds a NUL byte", hint=HINT)
    database = service.database
    subject = {
        "records": question.kind,
        "target": service.name if database is None else str(Path(database).resolve()),
        "version": service.config.version,
        **question.arguments,
    }
    if service.notice:
        output.note(service.notice)
    with service.connect() as client:
        partial = PartialExport(
            Path(given.path),
            subject,
            question.settled(),
            sources=len(question.sources),
            restart=given.restart,
            overwrite=given.overwrite,
        )
        try:
            if partial.resumed:
                output.note(f"{given.path}: goes on behind {_records(partial.rows)}")
            with _told_how_to_go_on(partial):
                missing = _fetch(client, question, partial, quiet=quiet)
            form.finish(partial)
        finally:
            partial.close()
    if as_json:
        output.document({"target": service.name, "file": given.path, "records": partial.rows})
    else:
        output.line(f"{given.path}: {_records(partial.rows)}")
    return 1 if missing else 0


def _fetch(client: Client, question: Question, partial: PartialExport, *, quiet: bool) -> int:
    """Fetch what is left; the number of leads that were not found, which are told."""
    missing = 0
    with progress(question.kind, None, quiet=quiet, limiter=client.limiter) as bar:
        while not partial.over:
            stream = question.sources[partial.source](client, partial.position, partial.settled)
            try:
                _fetch_source(stream, partial, bar)
            except NotFoundFault:
                if question.leads is None or len(question.sources) == 1:
                    raise
                missing += 1
                output.note(f"{question.leads.place(partial.source)}: there is no such lead")
            partial.note(None, next_source=True)
    return missing


def _fetch_source(stream: Stream[Any], partial: PartialExport, bar: Progress) -> None:
    noted = partial.rows
    for record in stream:
        partial.write(record)
        if stream.at_page_end:
            partial.note(stream.position)
            bar.advance(partial.rows - noted)
            noted = partial.rows


@contextmanager
def _told_how_to_go_on(partial: PartialExport) -> Iterator[None]:
    try:
        yield
    except (MktowsError, KeyboardInterrupt):
        if not partial.noted:
            partial.discard()
            raise
        output.note(f"{partial.path}: {_records(partial.noted)} so far")
        output.hint("the same command again goes on where this one ended")
        raise


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"


def leads(
    *,
    list_name: str | None,
    since: str | None,
    until: str | None,
    keys: Sequence[str],
    keys_from: str | None,
    fields: Sequence[str],
) -> Question:
    """Leads of a list, of a time range, or of keys.

    Raises:
        InputError: The file of keys cannot serve.
        UsageError: Not exactly one choice is given, or one is not valid.
    """
    by_keys = bool(keys) or keys_from is not None
    if sum((list_name is not None, since is not None, by_keys)) != 1:
        raise UsageError("give one of --list, --since, --key and --keys-from", hint=HINT)
    if until is not None and since is None:
        raise UsageError("--until goes with --since", hint=HINT)
    first = None if since is None else moment(since, "--since", HINT)
    chosen = lead_keys(keys, keys_from, hint=HINT)

    def source(client: Client, position: str | None, settled: Mapping[str, str]) -> Stream[Any]:
        return client.iter_leads(
            keys=None if chosen is None else chosen.keys,
            list_name=list_name,
            since=first,
            until=None if first is None else datetime.fromisoformat(settled[UNTIL]),
            include_attributes=fields or None,
            position=position,
        )

    return Question(
        "leads",
        {
            "list": list_name,
            "since": since,
            UNTIL: until,
            "keys": [] if chosen is None else chosen.subject,
            "fields": list(fields),
        },
        Layout(
            tuple(dict.fromkeys((LEAD_KEYS[0], *fields))) if fields else LEAD_KEYS,
            numbers=LEAD_KEYS[:1],
        ),
        [source],
        dict if since is None else _settled(until),
    )


def activities(
    *,
    keys: Sequence[str],
    keys_from: str | None,
    types: Sequence[str],
    without: Sequence[str],
) -> Question:
    """All activities of some leads.

    Raises:
        InputError: The file of keys cannot serve.
        UsageError: No lead is given, or keys or types are given in two ways.
    """
    if types and without:
        raise UsageError("give one of --type and --without-type", hint=HINT)
    chosen = lead_keys(keys, keys_from, hint=HINT)
    if chosen is None:
        raise UsageError("give --key or --keys-from", hint=HINT)

    def source(key: Any) -> Source:
        return lambda client, position, _settled: client.iter_lead_activity(
            key,
            include_types=_types(types),
            exclude_types=_types(without),
            position=position,
        )

    return Question(
        "activities",
        {"keys": chosen.subject, "types": list(types), "without": list(without)},
        _ACTIVITY,
        [source(each) for each in chosen.keys],
        leads=chosen,
    )


def changes(
    *,
    since: str,
    until: str | None,
    list_name: str | None,
    keys: Sequence[str],
    types: Sequence[str],
    without: Sequence[str],
    names: Sequence[str],
) -> Question:
    """Activities of all leads from a moment on."""
    if types and without:
        raise UsageError("give one of --type and --without-type", hint=HINT)
    first = moment(since, "--since", HINT)
    of_leads = [read_key(each) for each in keys] or None

    def source(client: Client, position: str | None, settled: Mapping[str, str]) -> Stream[Any]:
        return client.iter_lead_changes(
            since=first,
            until=datetime.fromisoformat(settled[UNTIL]),
            keys=of_leads,
            list_name=list_name,
            include_types=_types(types),
            exclude_types=_types(without),
            activity_names=names or None,
            position=position,
        )

    return Question(
        "changes",
        {
            "since": since,
            UNTIL: until,
            "list": list_name,
            "keys": list(keys),
            "types": list(types),
            "without": list(without),
            "names": list(names),
        },
        _ACTIVITY,
        [source],
        _settled(until),
    )


def mobjects(
    type_name: str,
    *,
    criteria: Sequence[tuple[str, str, str]],
    associated: Sequence[str],
    details: bool,
) -> Question:
    """MObjects of a type.

    Raises:
        UsageError: An object that they shall be associated with is not named by type and id.
    """
    objects = [_associated(each) for each in associated] or None

    def source(client: Client, position: str | None, _settled: Mapping[str, str]) -> Stream[Any]:
        conditions: Iterable[Any] | None = criteria or None
        return client.iter_mobjects(
            type_name,
            criteria=conditions,
            associations=objects,
            include_details=details or None,
            position=position,
        )

    return Question(
        "mobjects",
        {
            "type": type_name,
            "criteria": [list(each) for each in criteria],
            "associated": list(associated),
            "details": details,
        },
        _MOBJECT,
        [source],
    )


def custom_objects(type_name: str, *, keys: Sequence[str], fields: Sequence[str]) -> Question:
    """Records of a custom object type."""
    pairs = dict(_pair(each) for each in keys)

    def source(client: Client, position: str | None, _settled: Mapping[str, str]) -> Stream[Any]:
        return client.iter_custom_objects(
            type_name, keys=pairs or None, include_attributes=fields, position=position
        )

    return Question(
        "custom objects",
        {"type": type_name, "keys": pairs, "fields": list(fields)},
        Layout((), spread=("keys", "attributes")),
        [source],
    )


def _settled(until: str | None) -> Callable[[], dict[str, str]]:
    """The end of a time range, which stays what it was when the export began."""
    end = None if until is None else moment(until, "--until", HINT)
    return lambda: {UNTIL: (end or datetime.now(UTC)).isoformat()}


def _types(names: Sequence[str]) -> Any:
    return names or None


def _associated(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    if not name or not (number.isascii() and number.isdigit()):
        raise UsageError("--with takes TYPE=ID, such as Lead=6", hint=HINT)
    return name, int(number)


def _pair(text: str) -> tuple[str, str]:
    name, separator, value = text.partition("=")
    if not separator or not name:
        raise UsageError("--key takes NAME=VALUE", hint=HINT)
    return name, value

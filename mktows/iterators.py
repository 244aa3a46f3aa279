"""One method for each kind of record that comes in pages: a stream of all of them."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from mktows.batching import chunks
from mktows.errors import InvalidFault, ProtocolError, RequestError
from mktows.exact_json import read_json
from mktows.facts.faults import STREAM_AT_END
from mktows.facts.limits import (
    ACTIVITIES_PER_PAGE,
    CHANGES_PER_PAGE,
    CUSTOM_OBJECTS_PER_PAGE,
    KEYS_PER_SELECTOR,
    LEADS_PER_PAGE,
    LONGEST_TIME_RANGE,
)
from mktows.json_messages import from_dict, to_dict
from mktows.mappings import (
    activity_mapping,
    custom_object_mapping,
    lead_mapping,
    mobject_mapping,
    python_moment,
)
from mktows.methods import OperationMethods
from mktows.moments import read_moment
from mktows.streams import Page, Part, Stream, read_position
from mktows.values import Records

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b

    from mktows.contract import Contract
    from mktows.mappings import ActivityMapping, CustomObjectMapping, MObjectMapping
    from mktows.methods import (
        ActivityTypes,
        Associations,
        Attributes,
        Criterion,
        Key,
        Moment,
        Pair,
    )

_SINCE, _UNTIL = "since", "until"


class IteratorMethods(OperationMethods):
    """Streams of records, over the methods that return a page.

    Nothing is sent until the first record is asked for; then one page at a time. Each record is a
    mapping as `mktows.mappings` makes it. `position`, of a stream that was given the same
    arguments, goes on where that one was; see `Stream`. Arguments mean what they mean in the method
    of one page, which tells of its errors, too.
    """

    contract: Contract
    _now: Callable[[], datetime]

    def iter_leads(
        self,
        *,
        keys: Iterable[Key] | None = None,
        list_name: str | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        include_attributes: Iterable[str] | None = None,
        batch_size: int = LEADS_PER_PAGE,
        position: str | None = None,
    ) -> Stream[dict[str, object]]:
        """Iterate over the leads that keys, a list or a time range choose.

        Keys that match no lead are passed over. Of a time range, which is asked for in spans of 30
        days, a lead comes once for each span in which it changed.

        Args:
            keys: Lead keys, any number of them; those that follow each other and are of one type
                are asked for together.
            list_name: A static list; one of a program is named `Program.List`.
            since: Leads that changed, or that something happened to, from this moment on.
            until: With `since`: up to this moment; None for the moment of the call.
            include_attributes: Names of the fields wanted; None or none for all.
            batch_size: Leads in a page, 1000 at most; with keys the service sends what it likes.
            position: The `position` of a stream of the same arguments.

        Raises:
            RequestError: Not exactly one choice is given, or the position is not of this stream.
        """
        given = [each for each in (keys, list_name, since) if each is not None]
        if len(given) != 1:
            raise RequestError("give exactly one of keys, list_name and since")
        if until is not None and since is None:
            raise RequestError("until goes with since")
        wanted = None if include_attributes is None else list(include_attributes)
        fixed: dict[str, str] = {}

        def request(**choice: Any) -> Any:
            return self._drafted(
                lambda drafts: drafts.get_multiple_leads(
                    include_attributes=wanted, batch_size=batch_size, **choice
                )
            )

        requests: Iterable[Any]
        if keys is not None:
            requests = (request(keys=each) for each in self._alike(keys))
        elif since is not None:
            last = self._end_of(until, position, "leads")
            fixed = {_UNTIL: last.isoformat()}
            spans = _spans(_in_utc(since, _SINCE), last)
            requests = (request(since=first, until=end) for first, end in spans)
        else:
            requests = [request(list_name=list_name)]
        return Stream(
            (self._part(each, _leads_page, "stream_position") for each in requests),
            lead_mapping,
            lambda record: str(record.id),
            kind="leads",
            position=position,
            fixed=fixed,
        )

    def iter_lead_activity(
        self,
        key: Key,
        *,
        include_types: ActivityTypes | None = None,
        exclude_types: ActivityTypes | None = None,
        batch_size: int = ACTIVITIES_PER_PAGE,
        position: str | None = None,
    ) -> Stream[ActivityMapping]:
        """Iterate over a lead's activities, newest first.

        Args:
            key: The lead.
            include_types: Only these types; not together with `exclude_types`.
            exclude_types: All but these types.
            batch_size: Records in a page, 100 at most.
            position: The `position` of a stream of the same arguments.

        Raises:
            RequestError: An argument is not valid, or the position is not of this stream.
        """
        request = self._drafted(
            lambda drafts: drafts.get_lead_activity(
                key,
                include_types=include_types,
                exclude_types=exclude_types,
                batch_size=batch_size,
            )
        )
        return Stream(
            [self._part(request, _activities_page, "start_position")],
            activity_mapping,
            _activity_identity,
            kind="activities",
            position=position,
        )

    def iter_lead_changes(
        self,
        *,
        since: Moment | None = None,
        until: Moment | None = None,
        keys: Iterable[Key] | None = None,
        list_name: str | None = None,
        include_types: ActivityTypes | None = None,
        exclude_types: ActivityTypes | None = None,
        activity_names: Iterable[str] | None = None,
        batch_size: int = CHANGES_PER_PAGE,
        position: str | None = None,
    ) -> Stream[ActivityMapping]:
        """Iterate over changes across leads, oldest first.

        Without `until`, the position of a stream that ended goes on with what happens after it:
        save it, and give it to the next run.

        Args:
            since: Changes from this moment on; with a position it may be left out.
            until: No change after this moment.
            keys: Only the leads of these keys, which are of one type; 100 at most. Since 2_2.
            list_name: Only the members of this static list; since 2_2.
            include_types: Only these types.
            exclude_types: All but these types.
            activity_names: Only activities of these display names; since 2_3.
            batch_size: Records in a page, 1000 at most.
            position: The `position` of a stream of the same arguments.

        Raises:
            RequestError: An argument is not valid, or the position is not of this stream.
        """
        if since is None:
            since = _saved_moment(position, _SINCE, "changes")
        if since is None:
            raise RequestError("give since, or the position of a stream that began with it")
        first = _in_utc(since, _SINCE)
        last = None if until is None else _in_utc(until, _UNTIL)
        request = self._drafted(
            lambda drafts: drafts.get_lead_changes(
                since=first,
                keys=keys,
                list_name=list_name,
                include_types=include_types,
                exclude_types=exclude_types,
                activity_names=activity_names,
                batch_size=batch_size,
            )
        )

        def page(result: Any) -> Page[Any]:
            found = _changes_page(result)
            if last is None:
                return found
            records = list(
                itertools.takewhile(lambda each: not _is_after(each, last), found.records)
            )
            more = found.more and len(records) == len(found.records)
            return Page(records, found.position, more)

        return Stream(
            [self._part(request, page, "start_position", follows=last is None)],
            activity_mapping,
            _activity_identity,
            kind="changes",
            position=position,
            fixed={_SINCE: first.isoformat(), **({_UNTIL: last.isoformat()} if last else {})},
        )

    def iter_mobjects(
        self,
        type: str,
        *,
        id: int | None = None,
        external_key: Pair | None = None,
        criteria: Iterable[Criterion] | None = None,
        associations: Associations | None = None,
        include_details: bool | None = None,
        position: str | None = None,
    ) -> Stream[MObjectMapping]:
        """Iterate over the objects that meet all conditions given.

        Args:
            type: `Opportunity`, `OpportunityPersonRole` or `Program`.
            id: The object's id.
            external_key: Name and value of its external key.
            criteria: Such as `("Name", "EQ", "Q1 2014")`.
            associations: Objects that it must be associated with, such as `{"Lead": 6}`.
            include_details: Whether programs come with all their attributes.
            position: The `position` of a stream of the same arguments.

        Raises:
            RequestError: An argument is not valid, or the position is not of this stream.
        """
        request = self._drafted(
            lambda drafts: drafts.get_mobjects(
                type,
                id=id,
                external_key=external_key,
                criteria=criteria,
                associations=associations,
                include_details=include_details,
            )
        )
        return Stream(
            [self._part(request, _mobjects_page, "stream_position")],
            mobject_mapping,
            lambda record: str(record.id),
            kind="mobjects",
            position=position,
        )

    def iter_custom_objects(
        self,
        type_name: str,
        *,
        keys: Attributes | None = None,
        include_attributes: Iterable[str] = (),
        batch_size: int = CUSTOM_OBJECTS_PER_PAGE,
        position: str | None = None,
    ) -> Stream[CustomObjectMapping]:
        """Iterate over a custom object type's records.

        Args:
            type_name: The type, in any case.
            keys: Some or all of the key fields.
            include_attributes: Names of the fields wanted; none for all.
            batch_size: Records in a page, 100 at most.
            position: The `position` of a stream of the same arguments.

        Raises:
            RequestError: An argument is not valid, or the position is not of this stream.
        """
        request = self._drafted(
            lambda drafts: drafts.get_custom_objects(
                type_name,
                keys=keys,
                include_attributes=include_attributes,
                batch_size=batch_size,
            )
        )
        return Stream(
            [self._part(request, _custom_objects_page, "stream_position")],
            custom_object_mapping,
            lambda record: _digest(
                [[each.attr_name, each.attr_value] for each in record.custom_obj_keys]
            ),
            kind="custom objects",
            position=position,
        )

    def _drafted(self, make: Callable[[OperationMethods], object]) -> Any:
        """The request message that a method makes."""
        drafts = _Drafts(self._records)
        make(drafts)
        return drafts.params

    def _part(
        self, request: Any, page: Callable[[Any], Page[Any]], member: str, *, follows: bool = False
    ) -> Part[Any]:
        """The question that a request asks, whose positions stand in one of its members."""
        complex_position = member == "start_position"
        position_type = self.contract.binding("StreamPosition") if complex_position else None

        def read(at: str | None) -> Page[Any]:
            asked = request
            if at is not None:
                value = at if position_type is None else _read_start(position_type, at)
                asked = replace(request, **{member: value})
            try:
                reply = self.call(asked)
            except InvalidFault as fault:
                if at is None or fault.service_code != STREAM_AT_END:
                    raise
                return Page([], None, False)
            result = getattr(reply, "lead_activity_list" if page is _activities_page else "result")
            if result is None:
                raise ProtocolError("the reply holds no result")
            return page(result)

        return Part(_digest([type(request).__name__, to_dict(request)]), read, follows)

    def _alike(self, keys: Iterable[Key]) -> Iterator[list[Any]]:
        """Keys that follow each other and are of one type, as many as one call takes."""
        records = (self._records.lead_key(key) for key in keys)
        for _, group in itertools.groupby(records, lambda record: record.key_type):
            yield from chunks(group, KEYS_PER_SELECTOR)

    def _end_of(self, until: Moment | None, position: str | None, kind: str) -> datetime:
        """The end of a time range: as given, as it was when the stream began, or now."""
        if until is None:
            until = _saved_moment(position, _UNTIL, kind)
        return _in_utc(self._now() if until is None else until, _UNTIL)


class _Drafts(OperationMethods):
    """The operations' methods, which make a request message and send nothing."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.params: Any = None

    def call(self, params: object, *, workspace: str | None = None) -> Any:  # noqa: ARG002
        """Keep the message."""
        self.params = params
        return SimpleNamespace(result=params, lead_activity_list=params)


def _leads_page(result: b.ResultGetMultipleLeads) -> Page[Any]:
    return Page(result.lead_records, result.new_stream_position, _has_more(result.remaining_count))


def _custom_objects_page(result: b.ResultGetCustomObjects) -> Page[Any]:
    return Page(result.custom_objs, result.new_stream_position, _has_more(result.remaining_count))


def _mobjects_page(result: b.ResultGetMObjects) -> Page[Any]:
    return Page(result.m_objects, result.new_stream_position, _has_more(result.has_more))


def _activities_page(result: b.LeadActivityList) -> Page[Any]:
    position = _written_start(result.new_start_position)
    return Page(result.activity_records, position, _has_more(result.remaining_count))


def _changes_page(result: b.ResultGetLeadChanges) -> Page[Any]:
    position = _written_start(result.new_start_position)
    return Page(result.lead_change_records, position, _has_more(result.remaining_count))


def _has_more(count: int | None) -> bool:
    """Tell whether a page is not the last; a reply may lack what the contract requires."""
    if count is None:
        raise ProtocolError("the reply does not say whether there are more records")
    return count > 0


def _written_start(position: b.StreamPosition | None) -> str | None:
    """A complex position as text; None where nothing is set."""
    members = {} if position is None else to_dict(position)
    stated = {name: value for name, value in members.items() if value not in (None, "")}
    return json.dumps(stated) if stated else None


def _read_start(position_type: type, text: str) -> Any:
    try:
        members = read_json(text)
    except ValueError:
        members = None
    if not isinstance(members, dict):
        raise RequestError("the position is damaged")
    return from_dict(position_type, members)


def _activity_identity(record: b.ActivityRecord | b.LeadChangeRecord) -> str:
    """Since 3_1 an activity may have its marketoGUID alone."""
    return str(getattr(record, "marketo_guid", None) or record.id)


def _is_after(record: b.LeadChangeRecord, moment: datetime) -> bool:
    happened = python_moment(record.activity_date_time)
    return happened is not None and happened.utcoffset() is not None and happened > moment


def _in_utc(moment: Moment, name: str) -> datetime:
    """A moment as a datetime in UTC, in which a day has 24 hours."""
    found = python_moment(moment)
    if found is None or found.utcoffset() is None:
        raise RequestError(f"{name} needs an offset: use datetime.now(UTC), not datetime.now()")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise RequestError(f"{name} is beyond what a datetime in UTC holds") from None


def _saved_moment(position: str | None, member: str, kind: str) -> datetime | None:
    """The moment that was settled when the stream began."""
    if position is None:
        return None
    text = read_position(position, kind).get(member)
    return read_moment(text) if isinstance(text, str) else None


def _spans(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The spans of a time range; each begins where the one before it ends."""
    if since > until:
        raise RequestError("since lies after until")
    while True:
        end = until if until - since <= LONGEST_TIME_RANGE else since + LONGEST_TIME_RANGE
        yield since, end
        if end == until:
            return
        since = end


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]

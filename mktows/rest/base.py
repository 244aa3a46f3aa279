"""The ways in which the methods of the client make their calls."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from mktows.errors import RequestError
from mktows.facts.rest_endpoints import ASSETS_PER_PAGE, ENDPOINTS, RECORDS_PER_CALL
from mktows.rest.errors import BadAnswerError, NotFoundError, RestError
from mktows.rest.outcomes import Outcome, cut, read_outcomes, rest_of
from mktows.rest.pages import OffsetRecords, Records
from mktows.rest.reading import Answer, Record
from mktows.rest.repeating import final, is_harmless
from mktows.rest.writing import MOST_BODY, MOST_URI, RestCall, json_body, rest_call

DEDUPE_FIELDS, ID_FIELD = "dedupeFields", "idField"
"""The two ways to tell which record is meant."""
CREATE_OR_UPDATE, CREATE_ONLY, UPDATE_ONLY = "createOrUpdate", "createOnly", "updateOnly"
ACTIONS = (CREATE_OR_UPDATE, CREATE_ONLY, UPDATE_ONLY)
Time = date | str
"""A time with an offset, a date, or the text of one."""
Data = Mapping[str, Any]
"""A record to send: names of the REST API to values."""


class RestMethods(ABC):
    """One way to make a call, and what the methods have in common."""

    @abstractmethod
    def _answer(self, call: RestCall) -> Answer:
        """Make a call."""

    def _ask(self, name: str, path: Data | None = None, /, **query: object) -> Answer:
        return self._answer(rest_call(name, path=path or {}, query=query))

    def _all(self, name: str, path: Data | None = None, /, **query: object) -> list[Any]:
        return list(self._ask(name, path, **query).result)

    def _one(self, name: str, path: Data | None = None, /, **query: object) -> Record:
        return self._first(name, self._ask(name, path, **query))

    def _found(self, name: str, /, **query: object) -> Record | None:
        """The one record of a search, None where nothing is found."""
        try:
            answer = self._ask(name, None, **query)
        except NotFoundError:
            return None
        return self._first(name, answer) if answer.result else None

    def _send(self, name: str, path: Data | None, body: Data) -> Answer:
        return self._answer(rest_call(name, path=path or {}, body=_given(body)))

    def _post_form(self, name: str, path: Data | None, form: Data) -> Record:
        return self._first(name, self._answer(rest_call(name, path=path or {}, form=form)))

    def _pages(self, call: RestCall, position: str | None) -> Records:
        return Records(call.endpoint, lambda token: self._page(call, token), position)

    def _iterate(
        self, name: str, position: str | None, path: Data | None = None, /, **query: object
    ) -> Records:
        return self._pages(rest_call(name, path=path or {}, query=query), position)

    def _iterate_assets(self, name: str, offset: int, /, **query: object) -> OffsetRecords:
        def fetch(position: int) -> Answer:
            return self._ask(name, None, offset=position, maxReturn=ASSETS_PER_PAGE, **query)

        return OffsetRecords(ENDPOINTS[name], fetch, ASSETS_PER_PAGE, offset)

    def _first(self, name: str, answer: Answer) -> Record:
        for each in answer.result:
            if isinstance(each, Mapping):
                return each
        reason, endpoint = "the answer has no record", ENDPOINTS[name]
        if not endpoint.writes:
            raise NotFoundError(reason, endpoint=name, request_id=answer.request_id)
        # The service says that it was done.
        error = BadAnswerError(reason, endpoint=name, request_id=answer.request_id)
        raise final(error, harmless=is_harmless(endpoint, None), in_doubt=True)

    def _page(self, call: RestCall, position: str | None) -> Answer:
        if position is None:
            return self._answer(call)
        if call.body is not None:
            return self._answer(call.with_body(nextPageToken=position))
        return self._answer(call.with_query(nextPageToken=position))

    def _write_many(
        self, name: str, records: Iterable[Data], path: Data | None = None, /, **members: object
    ) -> list[Outcome]:
        """Write records, with as many calls as that takes.

        Raises:
            RestError: A call failed; its `outcomes` tell what became of each record.
        """
        fixed = _given(members)
        room = MOST_BODY - len(json_body({**fixed, "input": []}, name))
        given = [*records]
        batches = [*cut(given, lambda each: len(json_body(each, name)), room=room, where=name)]
        calls = [
            (
                [each.get("id") for each in batch],
                rest_call(name, path=path or {}, body={**fixed, "input": batch}),
            )
            for batch in batches
        ]
        return self._many(calls)

    def _ids(self, name: str, ids: Iterable[int], path: Data | None = None) -> list[Outcome]:
        """Name leads in the query, with as many calls as that takes."""
        # 300 of the longest ids are shorter than an address may be.
        batches = cut(ids, lambda _: 0, room=MOST_URI, where=name)
        calls = [
            (batch, rest_call(name, path=path or {}, query={"id": batch})) for batch in batches
        ]
        return self._many(calls)

    def _many(self, calls: Sequence[tuple[Sequence[object], RestCall]]) -> list[Outcome]:
        """Make calls, each with the ids of its records, None for a record without one."""
        total = sum(len(ids) for ids, _ in calls)
        done: list[Outcome] = []
        for ids, call in calls:
            try:
                done += _outcomes(call, self._answer(call), ids, len(done))
            except RestError as error:
                error.outcomes = rest_of(error, done, len(ids), total)
                raise
        return done


def _outcomes(call: RestCall, answer: Answer, ids: Sequence[object], first: int) -> list[Outcome]:
    try:
        return read_outcomes(call.endpoint.name, answer, len(ids), first, ids=ids)
    except BadAnswerError as error:
        # The service has answered, and what it did cannot be told.
        raise final(error, harmless=is_harmless(call.endpoint, call.body), in_doubt=True) from None


def as_ids(ids: Iterable[int]) -> list[Data]:
    """Ids of leads as the records that bodies have."""
    return [{"id": each} for each in ids]


def check_action(name: str, action: str, allowed: tuple[str, ...] = ACTIONS) -> None:
    """Check an action.

    Raises:
        RequestError: The endpoint knows none of that name.
    """
    if action not in allowed:
        raise RequestError(f"must be one of {', '.join(allowed)}", f"{name}.action")


def check_dedupe(name: str, action: str, dedupe_by: str) -> None:
    """Check by what records are told apart, with an action.

    Raises:
        RequestError: It is not known, or the id is to tell what does not exist yet.
    """
    check_action(name, action)
    if dedupe_by not in (DEDUPE_FIELDS, ID_FIELD):
        raise RequestError(f"must be {DEDUPE_FIELDS} or {ID_FIELD}", f"{name}.dedupe_by")
    if dedupe_by == ID_FIELD and action != UPDATE_ONLY:
        raise RequestError(f"{ID_FIELD} goes with {UPDATE_ONLY} alone", f"{name}.dedupe_by")


def listed(values: Iterable[object] | None) -> list[object] | None:
    """The values to iterate over more than once; a text is no list of its characters."""
    if values is None:
        return None
    if isinstance(values, str):
        raise RequestError("give a list of values, not one text")
    return list(values)


def filtered(
    name: str,
    path: Data | None,
    *,
    filter_type: str | None,
    filter_values: Iterable[object] | None,
    keys: Iterable[Data] | None = None,
    fields: Iterable[str] | None = None,
    batch_size: int | None = None,
) -> RestCall:
    """A call for the records that have one of some values in a field, or one of some whole keys.

    Raises:
        RequestError: There are neither values nor keys, or both.
    """
    query = {
        "filterType": filter_type,
        "filterValues": listed(filter_values),
        "fields": listed(fields),
        "batchSize": batch_size,
    }
    if keys is None:
        return rest_call(name, path=path or {}, query=query)
    if filter_type is not None or filter_values is not None:
        raise RequestError("give a field and its values, or keys", name)
    records = list(keys)
    if not 1 <= len(records) <= RECORDS_PER_CALL:
        raise RequestError(f"takes 1 to {RECORDS_PER_CALL} keys", name)
    body = {**query, "filterType": DEDUPE_FIELDS, "input": records}
    return rest_call(name, path=path or {}, body=_given(body))


def _given(members: Data) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}

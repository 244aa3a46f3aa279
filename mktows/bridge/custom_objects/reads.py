"""Reads pages of custom objects."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.custom_objects.types import TYPES, KnownType
from mktows.bridge.values import soap_text
from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.parameters.custom_objects import CUSTOM_TYPE_UNKNOWN, CustomObjectsToGet
from mktows.parameters.custom_types import BadKey
from mktows.rest.errors import NotFoundError
from mktows.rest.pages import next_token
from mktows.rest.reading import Answer, Record

_RETURNED, _LAST, _TOKEN, _SKIP = "os", "af", "token", "skip"
_COMMA = ","
_PAGES = "get_custom_objects"
Values = dict[str, str]
"""The values of a record by field, in SOAP's texts."""
State = dict[str, Any]
"""The content of a position: the records returned; the key behind which the page begins, or a page
of REST and the records to pass over in it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records.

    Attributes:
        records: The records.
        remaining: How many follow; 1 for more than none where REST does not tell.
        state: The content of the position of the next page.
    """

    records: list[Values] = field(repr=False)
    remaining: int
    state: State = field(repr=False)


def read_page(context: Context, known: KnownType, asked: CustomObjectsToGet, state: State) -> Page:
    """Read a page.

    Where REST has all records on one page of its own, they come in the order of their keys, and
    are counted; else they come in REST's order.

    Args:
        context: The call.
        known: The type.
        asked: The parameters.
        state: The content of the position.

    Raises:
        Refusal: 20110, REST searches by none of the keys.
    """
    pages = _Pages(context, known, asked)
    returned = int(state.get(_RETURNED, 0))
    page = _streamed(pages, asked.limit, state) if _TOKEN in state else _whole(pages, asked, state)
    page.state[_RETURNED] = returned + len(page.records)
    return page


def soap_values(context: Context, known: KnownType, record: Record) -> Values:
    """Return the values of a record of REST, without those that are empty."""
    return {
        each.name: text
        for each in known.kind.fields
        if (text := soap_text(each.data_type, record.get(each.name), context.zone)) is not None
    }


class _Pages:
    """The pages of REST for one call, each asked for once."""

    def __init__(self, context: Context, known: KnownType, asked: CustomObjectsToGet) -> None:
        self.known = known
        self._context = context
        self._asked = asked
        self._shown = [
            each
            for each in known.names
            if asked.included is None or each in asked.included or each in known.keys
        ]
        self.answer = functools.cache(self._answer)

    def rows(self, token: str | None) -> Iterator[tuple[int, Values]]:
        """The records of a page that have all keys, each behind its place."""
        for place, each in enumerate(self.answer(token).result):
            values = soap_values(self._context, self.known, each)
            if self._fits(values):
                yield place, values

    def _answer(self, token: str | None) -> Answer:
        keys, read = self._asked.keys, self._context.rest.get_custom_objects
        name, whole = self.known.rest_name, len(self._asked.keys) == len(self.known.keys)
        try:
            if whole and (len(keys) > 1 or any(_COMMA in value for value in keys.values())):
                return read(name, keys=[dict(keys)], fields=self._shown, position=token)
            for each, value in keys.items():
                if _COMMA not in value and (whole or each in self.known.searched):
                    return read(name, each, [value], fields=self._shown, position=token)
        except NotFoundError:
            self._context.instance.forget(TYPES)
            raise CUSTOM_TYPE_UNKNOWN.refusal() from None
        what = "by these keys alone" if keys else "without a key"
        raise self._context.not_available(f"a search for custom objects {what}")

    def _fits(self, values: Mapping[str, str]) -> bool:
        """Tell whether a record has all keys; REST searches by one part of a key alone."""
        kind = self.known.kind
        try:
            return all(
                kind.key_value(each, values.get(each.name, "")) == self._asked.keys[each.name]
                for each in kind.keys
                if each.name in self._asked.keys
            )
        except BadKey:
            return False


def _whole(pages: _Pages, asked: CustomObjectsToGet, state: State) -> Page:
    """Return a page of all records in the order of their keys, if these are few."""
    found: list[Values] = []
    token: str | None = None
    seen: set[str | None] = {None}
    while True:
        found += [each for _, each in pages.rows(token)]
        token = next_token(_PAGES, pages.answer(token), seen)
        seen.add(token)
        if token is None:
            return _sorted(pages.known, found, asked.limit, state)
        # What began in the order of keys goes on so, however many records there are by now.
        if len(found) >= RECORDS_PER_CALL and _LAST not in state:
            return _streamed(pages, asked.limit, {_TOKEN: None, _SKIP: 0})


def _sorted(known: KnownType, found: list[Values], limit: int, state: State) -> Page:
    by_key = sorted(((known.kind.key_text(each), each) for each in found), key=lambda pair: pair[0])
    behind = [each for text, each in by_key if _LAST not in state or text > state[_LAST]]
    if _LAST not in state:
        behind = behind[int(state.get(_RETURNED, 0)) :]
    page = behind[:limit]
    remaining = len(behind) - len(page)
    return Page(page, remaining, {_LAST: known.kind.key_text(page[-1])} if remaining else {})


def _streamed(pages: _Pages, limit: int, state: State) -> Page:
    """Return a page in REST's order."""
    token, skip = state[_TOKEN], state[_SKIP]
    seen: set[str | None] = {None, token}
    found: list[tuple[State, Values]] = []
    while True:
        found += [
            ({_TOKEN: token, _SKIP: place}, each)
            for place, each in pages.rows(token)
            if place >= skip
        ]
        token, skip = next_token(_PAGES, pages.answer(token), seen), 0
        seen.add(token)
        if token is None or len(found) >= limit:
            break
    following: State = {} if token is None else {_TOKEN: token, _SKIP: 0}
    if len(found) > limit:
        following = found[limit][0]
    return Page([each for _, each in found[:limit]], 1 if following else 0, following)

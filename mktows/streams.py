"""Records of many pages as one stream, which a saved text goes on with; pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from mktows.errors import ProtocolError, RequestError
from mktows.exact_json import read_json

R = TypeVar("R")
T = TypeVar("T")

LONGEST_POSITION = 1024 * 1024
"""Characters that a saved position may have; those of the service have some thousands."""


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """One page of records.

    Attributes:
        position: Where the service says that the next page begins.
        more: Whether it says that there is one.
    """

    records: Sequence[R] = field(repr=False)
    position: str | None = field(repr=False)
    more: bool


@dataclass(frozen=True, slots=True)
class Part(Generic[R]):
    """One question to the service, answered in pages.

    Attributes:
        name: Stands for the question, and for no other.
        read: Reads the page at a position; None for the first.
        follows: Whether the end of the pages is no end: later there may be more behind it.
    """

    name: str
    read: Callable[[str | None], Page[R]]
    follows: bool = False


class Stream(Iterator[T], Generic[T]):
    """An iterator over records, whose pages are fetched as they are consumed.

    Its `position`, saved at any time, goes on with the records that were not yet taken, also in
    another process: give it, with the same arguments, to the method that made the stream. Where
    other records stand in its page meanwhile, before that place, it begins the page again: then
    records may come twice, and none is left out. A call that failed is made again when the next
    record is asked for. A stream belongs to one thread.

    Args:
        parts: The questions, asked one after the other.
        shown: The form in which a record is handed out.
        identity: What tells a record from others; positions keep a digest of those taken.
        kind: What the stream is of, so that no position of another kind is taken.
        position: A saved position.
        fixed: What was settled when the stream began, and is kept in positions.

    Raises:
        RequestError: The position is none, or one of another stream.
    """

    def __init__(
        self,
        parts: Iterable[Part[R]],
        shown: Callable[[R], T],
        identity: Callable[[R], str],
        *,
        kind: str,
        position: str | None = None,
        fixed: Mapping[str, str] | None = None,
    ) -> None:
        self._parts: Iterator[Part[Any]] = iter(parts)
        self._shown: Callable[[Any], T] = shown
        self._identity: Callable[[Any], str] = identity
        self._kind = kind
        self._fixed = dict(fixed or {})
        self._part: Part[Any] | None = next(self._parts, None)
        self._number = 0
        self._at: str | None = None
        self._page: Page[Any] | None = None
        self._taken = 0
        self._seen = ""
        self._steps = 0
        self._landmark: str | None = None
        self._ended = False
        self._name = ""
        if position is not None:
            self._resume(read_position(position, kind))

    def __iter__(self) -> Stream[T]:
        return self

    def __next__(self) -> T:
        while self._part is not None and not self._ended:
            page = self._page or self._fetch(self._part)
            if self._taken < len(page.records):
                record = page.records[self._taken]
                shown = self._shown(record)
                self._seen = _digest(self._seen, self._identity(record))
                self._taken += 1
                return shown
            if page.more:
                self._turn(page)
            elif self._part.follows:
                self._at = page.position or self._at
                self._taken, self._seen, self._page = 0, "", None
                self._ended = True
            else:
                self._next_part()
        raise StopIteration

    @property
    def position(self) -> str:
        """The place of the next record, as a text to save."""
        page, part = self._page, self._part
        at, taken, seen = self._at, self._taken, self._seen
        over = part is None
        if page is not None and taken == len(page.records) and part is not None:
            if page.more or part.follows:
                at, taken, seen = page.position or at, 0, ""
            else:
                over = True
        return json.dumps(
            {
                "stream": self._kind,
                **self._fixed,
                "part": self._number,
                "question": self._name if part is None else part.name,
                **({"over": True} if over else {"at": at, "taken": taken, "seen": seen}),
            },
            ensure_ascii=False,
        )

    @property
    def at_page_end(self) -> bool:
        """True where the next record, if there is one, is of a page that was not yet fetched.

        A position of such a place stays true whatever changes in the pages before it.
        """
        return self._page is None or self._taken == len(self._page.records)

    def _fetch(self, part: Part[Any]) -> Page[Any]:
        page = part.read(self._at)
        seen = ""
        for record in page.records[: self._taken]:
            seen = _digest(seen, self._identity(record))
        if seen != self._seen:
            self._taken, self._seen = 0, ""
        self._page = page
        return page

    def _turn(self, page: Page[Any]) -> None:
        """Go on to the next page, which must be another one (Brent's rule finds circles)."""
        if not page.position or page.position in (self._at, self._landmark):
            raise ProtocolError(
                "the service says that there is more, but its position does not move: nothing "
                "behind it can be read"
            )
        self._steps += 1
        if self._steps & (self._steps - 1) == 0:
            self._landmark = page.position
        self._at, self._page = page.position, None
        self._taken, self._seen = 0, ""

    def _next_part(self) -> None:
        following = next(self._parts, None)
        if following is not None:
            self._number += 1
        elif self._part is not None:
            self._name = self._part.name
        self._part = following
        self._at, self._page = None, None
        self._taken, self._seen = 0, ""
        self._steps, self._landmark = 0, None

    def _resume(self, saved: Mapping[str, Any]) -> None:
        while self._part is not None and self._number < saved["part"]:
            self._next_part()
        if (self._name if self._part is None else self._part.name) != saved["question"]:
            raise RequestError(
                "the position is one of other arguments: repeat those that it was made with"
            )
        if saved.get("over"):
            self._next_part()
        else:
            self._at, self._taken, self._seen = saved["at"], saved["taken"], saved["seen"]


def _digest(before: str, identity: str) -> str:
    """A text that stands for records in their order, the last of which is given."""
    return hashlib.sha256(f"{before} {identity}".encode()).hexdigest()[:32]


def read_position(text: str, kind: str) -> dict[str, Any]:
    """The members of a saved position.

    Raises:
        RequestError: The text is no position, or one of a stream of another kind.
    """
    try:
        saved = read_json(text) if len(text) <= LONGEST_POSITION else None
    except (ValueError, TypeError):
        saved = None
    if not isinstance(saved, dict) or not isinstance(saved.get("stream"), str):
        raise RequestError("the position is no text that a stream gave as its position")
    if saved["stream"] != kind:
        raise RequestError(f"the position is one of {saved['stream'][:40]!r}, not of {kind!r}")
    number, taken, at, seen = (saved.get(name) for name in ("part", "taken", "at", "seen"))
    sound = (
        type(number) is int
        and number >= 0
        and isinstance(saved.get("question"), str)
        and (
            saved.get("over") is True
            or (
                type(taken) is int
                and taken >= 0
                and (at is None or isinstance(at, str))
                and isinstance(seen, str)
                and bool(seen) == bool(taken)
            )
        )
    )
    if not sound:
        raise RequestError("the position is damaged")
    return saved

"""Replies as plain values, and streams of pages with what the model says of each page."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from typing import Any

from xsdata.models.datatype import XmlDateTime


def plain(value: Any) -> Any:
    """A reply as the model writes it: names and values, without what is nil or absent."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, XmlDateTime):
        return str(value)
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not is_dataclass(value):
        return value
    name = type(value).__name__
    members = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if name in ("Attribute", "Attrib"):
        return tuple(members.values())
    if name.startswith("ArrayOf"):
        (listed,) = members.values()
        return listed
    if members.get("error") is not None:
        # The wording is nobody's rule; the code behind it is.
        code = re.search(r"\((\d+)\)$", members["error"])
        members["error"] = int(code[1]) if code else ...
    if members.get("import_summary") is not None:
        members["import_summary"] = ...
    if name == "MObjStatus" and members["id"] == 0:
        members["id"] = None  # 0 is what the versions say in which it is not nillable
    return {name: each for name, each in members.items() if each is not None}


@dataclass(eq=False)
class Stream:
    """Pages of one reply, as far as they were read.

    Attributes:
        ask: Makes the call for the page at a position.
        keys: What the model says is in the stream now: places, in order.
        reply: The model's reply for some places, what is left behind them, and the last place
            read; without its position.
        limit: The size of a page.
        member: Where the reply has its next position.
        check: Looks at the position, given how many records are left and the last place read.
        seen: The places that were read.
        era: Changes when all that is in the stream may have left it and come back at once.
        watched: What was in the stream when it began, and has been in it ever since.
    """

    ask: Callable[[Any], Any]
    keys: Callable[[], list[Any]]
    reply: Callable[[list[Any], int], dict[str, Any]]
    limit: int
    member: str
    check: Callable[[Any, int, Any], bool]
    era: Callable[[], object] = lambda: None
    position: Any = None
    seen: list[Any] = field(default_factory=list)
    watched: set[Any] = field(default_factory=set)
    done: bool = False
    _begun: object = None

    def begin(self, now: set[Any]) -> None:
        self.watched, self._begun = now, self.era()

    def watch(self, now: set[Any]) -> None:
        self.watched &= now if self.era() == self._begun else set()

    def expected(self) -> dict[str, Any]:
        """The next page, which begins behind the last place read whatever happened since."""
        rest = [key for key in self.keys() if not self.seen or key > self.seen[-1]]
        page = rest[: self.limit]
        self.seen += page
        self.done = len(rest) == len(page)
        return self.reply(page, len(rest) - len(page))

    def read(self) -> Any:
        """Ask for the next page, and return the reply without its position."""
        result = self.ask(self.position)
        self.position = getattr(result, self.member)
        left = 0 if self.done else 1
        assert self.check(self.position, left, self.seen[-1] if self.seen else None)
        return {name: each for name, each in plain(result).items() if name != self.member}

    def close(self) -> None:
        """Nothing stood on two pages, and what was there all the time stood on one."""
        assert len(set(self.seen)) == len(self.seen)
        assert self.watched <= set(self.seen)

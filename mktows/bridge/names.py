"""Lists and campaigns by their names: looked up once, and kept a while."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from mktows.bridge.context import Context
from mktows.facts.rest_errors import OBJECT_UNKNOWN
from mktows.rest.errors import NotFoundError, RestError
from mktows.server.refusals import Refusal

NAMES_SECONDS = 600.0
"""Seconds for which ids of lists and campaigns are good."""
TYPES_SECONDS = 3600.0
"""Seconds for which activity types, channels and tags are good."""
LISTS, CAMPAIGNS = "lists", "campaigns"
"""The kinds of names, as `Context.remembered` and `Instance.forget` take them."""
_KEPT = ("id", "name", "programName", "type", "description")
_COMMA, _DOT = ",", "."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """A list or a campaign.

    Attributes:
        id: Its id.
        name: Its name.
        program: The name of its program; empty where it is in none.
        kind: The type of a campaign, `batch` or `trigger`.
        description: What it is for; may be empty.
    """

    id: int
    name: str
    program: str = ""
    kind: str = ""
    description: str = ""

    @property
    def shown(self) -> str:
        """The name that SOAP shows: that of the program and a dot before it (documented)."""
        return f"{self.program}{_DOT}{self.name}" if self.program else self.name

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Named:
        """Read a list or campaign of REST."""
        program, kind, description = (str(record.get(each) or "") for each in _KEPT[2:])
        return cls(int(record["id"]), str(record["name"]), program, kind, description)

    @staticmethod
    def kept(record: Mapping[str, Any]) -> dict[str, Any]:
        """Return the part of a list or campaign of REST that is kept."""
        return {each: record.get(each) for each in _KEPT}


def find_list(context: Context, name: str) -> Named | None:
    """Return the list of a name, `Program.List` in a program; None where there is none."""
    found = find_own_list(context, name)
    for program, own in () if found is not None else _parted(name):
        found = find_program_list(context, own, program=program)
        if found is not None:
            break
    return found


def find_own_list(context: Context, name: str) -> Named | None:
    """Return the list of a name that is in no program; None where there is none."""
    return _of_program(context, LISTS, name, "")


def find_program_list(context: Context, name: str, *, program: str) -> Named | None:
    """Return the list of a name in a program; None where there is none."""
    return _of_program(context, LISTS, name, program)


def find_campaign(context: Context, name: str, *, program: str) -> Named | None:
    """Return the campaign of a name in a program, the newest of several; None for none."""
    return _of_program(context, CAMPAIGNS, name, program)


def by_name(
    do: Callable[[], T],
    *,
    forget: Callable[[], None],
    unknown: Callable[[], Refusal],
    doubtful: Collection[int] = (OBJECT_UNKNOWN,),
) -> T:
    """Do something with what a name means; once more if that is not so any more.

    Args:
        do: Looks the name up, and makes REST calls by its id.
        forget: Forgets what the name meant.
        unknown: Gives the fault for a name that means nothing.
        doubtful: The codes of REST after which it is looked up again.

    Raises:
        Refusal: Its id means nothing at the second time, too.
    """
    try:
        return do()
    except RestError as error:
        if error.code not in doubtful or not error.not_carried_out:
            raise
    forget()
    try:
        return do()
    except NotFoundError as error:
        if error.code == OBJECT_UNKNOWN:
            raise unknown() from error
        raise


def forget_name(context: Context, kind: str, name: str) -> None:
    """Forget what a name of a kind, without that of a program, meant."""
    context.instance.forget(kind, _key(name))


def is_name(one: str, other: str) -> bool:
    """Tell whether two names mean the same: letter case does not count (a guess)."""
    return one.casefold() == other.casefold()


def _parted(name: str) -> Iterator[tuple[str, str]]:
    """The ways in which a name may be that of a program, a dot, and that of what is in it."""
    for place, letter in enumerate(name):
        if letter == _DOT and 0 < place < len(name) - 1:
            yield name[:place], name[place + 1 :]


def _of_program(context: Context, kind: str, name: str, program: str) -> Named | None:
    """Return the newest list or campaign of a name in a program; in none, where that is empty.

    It takes one call for all of a name; where REST cannot filter by it, a look at all.
    """

    def fetch() -> list[dict[str, Any]]:
        names = None if _COMMA in name else [name]
        iterate = context.rest.iter_lists if kind == LISTS else context.rest.iter_campaigns
        try:
            return [
                Named.kept(each)
                for each in iterate(names=names)
                if is_name(str(each.get("name")), name)
            ]
        except NotFoundError:
            return []

    key = _key(name)
    named: list[Named] = context.remembered(
        kind, key, NAMES_SECONDS, fetch, lambda rows: [Named.read(each) for each in rows]
    )
    found = [each for each in named if is_name(each.program, program)]
    if not found:
        # It may be made at any moment, and programs wait for that.
        forget_name(context, kind, name)
    return max(found, key=lambda each: each.id, default=None)


def _key(name: str) -> str:
    return name.casefold()

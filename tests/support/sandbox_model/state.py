"""What the service remembers: leads, what happened to them, and all that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from support.sandbox_model import world

Reply = dict[str, Any]
Pairs = list[tuple[str, str]]


class Fault(Exception):
    """The whole call is refused, with one of the service's codes; then nothing has changed."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class RecordFailed(Exception):
    """One record of a batch failed; None where its error text has no code."""

    def __init__(self, code: int | None) -> None:
        super().__init__(str(code))
        self.code = code


@dataclass
class Lead:
    id: int
    updated_at: int
    email: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def email_key(self) -> str | None:
        return None if self.email is None else self.email.casefold()


@dataclass
class Activity:
    id: int
    lead: int
    at: int
    type: str
    asset: str
    attributes: Pairs


@dataclass
class StaticList:
    id: int
    name: str
    program: int | None
    members: set[int] = field(default_factory=set)
    latest: Import | None = None
    cleared: int = 0  # times that an import emptied it before it filled it


@dataclass
class Import:
    """An import into a list; its counts are there once it is done."""

    list_id: int
    campaign: int | None
    mode: str
    clear: bool
    columns: list[str]
    rows: list[list[str]]
    started_at: int
    due_at: int
    counts: tuple[int, int, int] | None = None  # imported, failed, ignored


@dataclass
class Campaign:
    id: int
    name: str
    kind: str
    program: int | None
    sources: tuple[str, ...]
    description: str
    list_id: int | None
    lead_tokens: dict[int, dict[str, str]] = field(default_factory=dict)


@dataclass
class Run:
    campaign: int
    run_at: int
    tokens: dict[str, str]
    leads: dict[int, dict[str, str]] = field(default_factory=dict)
    ended_at: int | None = None


@dataclass
class Cost:
    id: int
    month: str
    amount: str
    note: str | None


@dataclass
class Object:
    """An opportunity, a role or a program; roles lie between an opportunity and a lead."""

    id: int
    created_at: int
    updated_at: int
    values: dict[str, str] = field(default_factory=dict)
    opportunity: int | None = None
    lead: int | None = None
    company: tuple[str, str] | None = None


@dataclass
class Record:
    """A custom object: all its values, without the link that names its lead."""

    lead: int
    values: dict[str, str]


@dataclass
class State:
    """All of it. Where the order of a dict's entries matters, the newest stands last."""

    now: int = world.START
    import_seconds: int = 0
    leads: dict[int, Lead] = field(default_factory=dict)
    leads_made: int = 0
    foreign_ids: dict[tuple[str, str], int] = field(default_factory=dict)
    cookies: dict[str, int] = field(default_factory=dict)
    activities: list[Activity] = field(default_factory=list)
    lists: dict[int, StaticList] = field(
        default_factory=lambda: {i: StaticList(i, *each) for i, each in world.LISTS.items()}
    )
    campaigns: dict[int, Campaign] = field(
        default_factory=lambda: {
            number: Campaign(
                number,
                each.name,
                each.kind,
                each.program,
                each.sources,
                each.description,
                each.list_id,
            )
            for number, each in world.CAMPAIGNS.items()
        }
    )
    runs: list[Run] = field(default_factory=list)
    waiting: list[tuple[int, Import | Run]] = field(default_factory=list)
    clones: list[int] = field(default_factory=list)  # when
    programs: dict[int, Object] = field(
        default_factory=lambda: {
            i: Object(i, world.START, world.START, dict(each)) for i, each in world.PROGRAMS.items()
        }
    )
    program_tags: dict[int, dict[str, str]] = field(
        default_factory=lambda: {i: dict(tags) for i, tags in world.PROGRAM_TAGS.items()}
    )
    program_tokens: dict[int, dict[str, str]] = field(
        default_factory=lambda: {i: dict(given) for i, given in world.PROGRAM_TOKENS.items()}
    )
    program_costs: dict[int, list[Cost]] = field(
        default_factory=lambda: {
            number: [Cost(*cost) for cost in costs] for number, costs in world.PROGRAM_COSTS.items()
        }
    )
    costs_made: int = 3
    opportunities: dict[int, Object] = field(default_factory=dict)
    opportunities_made: int = 0
    roles: dict[int, Object] = field(default_factory=dict)
    roles_made: int = 0
    records: dict[str, dict[tuple[str, ...], Record]] = field(
        default_factory=lambda: {kind.name: {} for kind in world.RECORD_KINDS.values()}
    )

    def log(self, lead: int, type: str, asset: str, attributes: Pairs) -> None:
        """Something happens to a lead: that counts as a change of the lead."""
        made = Activity(len(self.activities) + 1, lead, self.now, type, asset, attributes)
        self.activities.append(made)
        self.leads[lead].updated_at = max(self.leads[lead].updated_at, self.now)

    def list_named(self, name: str) -> StaticList | None:
        named = [each for each in self.lists.values() if each.name.casefold() == name.casefold()]
        return named[0] if named else None


def stamp(moment: int) -> str:
    """A moment as replies state it: in the instance's zone."""
    return datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(world.ZONE)).isoformat()


def without(values: Reply) -> Reply:
    """What a reply holds, without the members that are nil or absent."""
    return {name: value for name, value in values.items() if value is not None}

"""The report: what each kind of recorded calls becomes, and what that takes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from mktows.bridge.backend import OPERATIONS
from mktows.bridge.operation import Grade
from mktows.facts.key_types import SFDC_LEAD_OWNER_ID
from mktows.facts.limits import CALLS_PER_SPAN
from mktows.facts.rest_limits import REST_CALLS_PER_DAY
from mktows.limiting.limits import quota_zone
from mktows.migration.examples import RestExample
from mktows.migration.fields import FieldNames, RestName, Used
from mktows.migration.peaks import Peaks, peaks_of
from mktows.migration.shapes import Shape
from mktows.migration.tally import Met, Tally

MOST_REHEARSED = 250
"""Shapes that are rehearsed, those that were met most often first."""
GRADES: tuple[Grade, ...] = ("carried", "approximate", "gone")
"""All grades, the best first."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of rehearsing a shape.

    Attributes:
        examples: The REST calls that replace a call.
        later: How many of them each further call takes.
        code: The code of the fault that it was answered with; None for none.
        gone: Why it, or a part of it, cannot be carried; empty where it can be.
        failed: Whether the reply says of a record that it failed.
    """

    examples: tuple[RestExample, ...]
    later: int
    code: int | None
    gone: str
    failed: bool = False


_LISTS_OF_SALES = frozenset(
    f"listKey.keyType = {kind}" for kind in ("MKTOSALESUSERID", SFDC_LEAD_OWNER_ID)
)
"""Traits of calls whose lists a rehearsal cannot hold, since no sandbox has such a one."""
Rehearse = Callable[[Met], Outcome | None]
"""Rehearses the sample of a shape; None where it cannot be."""


@dataclass(frozen=True, slots=True)
class ShapeReport:
    """One shape of one user's calls.

    Attributes:
        shape: The shape.
        count: How many calls.
        first: The time of the earliest; None where none has a time.
        last: The time of the latest.
        grade: How far they are carried; None where they cannot be read.
        reason: Why it is that grade; empty where nothing is to say.
        advice: What to do.
        outcome: What the rehearsal has shown; None without one.
    """

    shape: Shape
    count: int
    first: datetime | None
    last: datetime | None
    grade: Grade | None
    reason: str
    advice: str
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class OperationReport:
    """One operation of one user.

    Attributes:
        name: Its name; empty for requests that cannot be read.
        count: How many calls.
        untimed: How many of them have no time.
        peaks: The most calls; None where none has a time.
        shapes: Its shapes, those that were met most often first.
    """

    name: str
    count: int
    untimed: int
    peaks: Peaks | None
    shapes: tuple[ShapeReport, ...]

    @property
    def grade(self) -> Grade | None:
        """The worst grade of its shapes."""
        grades = {each.grade for each in self.shapes}
        return next((each for each in reversed(GRADES) if each in grades), None)


@dataclass(frozen=True, slots=True)
class UserReport:
    """One SOAP user."""

    user_id: str
    operations: tuple[OperationReport, ...]

    @property
    def count(self) -> int:
        """The number of calls."""
        return sum(each.count for each in self.operations)


@dataclass(frozen=True, slots=True)
class FieldReport:
    """One field that calls use.

    Attributes:
        used: The field.
        rest: Its name in REST.
        count: How often it is used.
        operations: Where.
    """

    used: Used
    rest: RestName
    count: int
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Load:
    """The calls, and the REST calls that they take.

    Attributes:
        soap_calls: SOAP calls.
        rest_calls: REST calls, as the rehearsal has measured them.
        untimed: SOAP calls without a time, which no peak counts.
        unmeasured: SOAP calls that were not rehearsed, each of which counts as one REST call.
        soap: The most SOAP calls; None where no time is known.
        rest: The most REST calls.
    """

    soap_calls: int
    rest_calls: int
    untimed: int
    unmeasured: int
    soap: Peaks | None
    rest: Peaks | None

    @property
    def over_quota(self) -> bool:
        """True where the busiest day takes more REST calls than a day has."""
        return self.rest is not None and self.rest.in_day > REST_CALLS_PER_DAY

    @property
    def over_rate(self) -> bool:
        """True where REST calls come faster than is allowed; then they wait."""
        return self.rest is not None and self.rest.in_span > CALLS_PER_SPAN


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report.

    Attributes:
        users: The SOAP users.
        grades: Calls by grade; those that cannot be read have none.
        unread: Calls that cannot be read, by the reason.
        fields: The fields that are used.
        permissions: Endpoints by the permission that the role of the REST user needs.
        load: Calls and peaks.
        differences: What will differ, by operation.
    """

    users: tuple[UserReport, ...]
    grades: Mapping[Grade, int]
    unread: Mapping[str, int]
    fields: tuple[FieldReport, ...]
    permissions: Mapping[str, tuple[str, ...]]
    load: Load
    differences: Mapping[str, tuple[str, ...]]

    @property
    def calls(self) -> int:
        """The number of requests that were found."""
        return self.load.soap_calls

    @property
    def is_gone(self) -> bool:
        """True where anything is gone."""
        return self.grades.get("gone", 0) > 0


def make_report(tally: Tally, names: FieldNames, rehearse: Rehearse) -> Report:
    """Make the report of what was counted.

    Args:
        tally: What was counted.
        names: The REST names of fields.
        rehearse: Carries a sample out.
    """
    outcomes = _outcomes(tally, rehearse)
    users = _users(tally, outcomes)
    shapes = [e for user in users for operation in user.operations for e in operation.shapes]
    grades: Counter[Grade] = Counter()
    unread: Counter[str] = Counter()
    for each in shapes:
        if each.grade is None:
            unread[each.shape.trouble] += each.count
        else:
            grades[each.grade] += each.count
    used = sorted({each.shape.operation for each in shapes if each.shape.operation})
    return Report(
        users=users,
        grades=grades,
        unread=unread,
        fields=_fields(tally, names),
        permissions=_permissions(outcomes.values()),
        load=_load(tally, outcomes),
        differences={
            name: OPERATIONS[name].lost for name in used if name in OPERATIONS
        },
    )  # fmt: skip


def _outcomes(tally: Tally, rehearse: Rehearse) -> dict[Shape, Outcome]:
    """The outcome of each shape: rehearsed once for all users, with the largest sample."""
    samples: dict[Shape, Met] = {}
    counts: Counter[Shape] = Counter()
    for met in tally.met.values():
        counts[met.shape] += met.count
        best = samples.get(met.shape)
        if met.sample and (best is None or met.size > best.size):
            samples[met.shape] = met
    chosen = sorted(samples, key=lambda shape: (-counts[shape], shape))[:MOST_REHEARSED]
    found = {}
    for shape in sorted(chosen):
        outcome = rehearse(samples[shape])
        if outcome is not None:
            found[shape] = outcome
    return found


def _users(tally: Tally, outcomes: Mapping[Shape, Outcome]) -> tuple[UserReport, ...]:
    times: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    owners = {met.number: (met.user_id, met.shape.operation) for met in tally.met.values()}
    for second, number in tally.moments():
        times[owners[number]].append((second, 1))
    grouped: dict[str, dict[str, list[Met]]] = {}
    for met in tally.met.values():
        grouped.setdefault(met.user_id, {}).setdefault(met.shape.operation, []).append(met)
    zone = quota_zone()
    return tuple(
        UserReport(
            user,
            tuple(
                OperationReport(
                    name,
                    sum(each.count for each in mets),
                    sum(each.count - each.timed for each in mets),
                    peaks_of(times[user, name], zone),
                    tuple(
                        _shape(each, outcomes.get(each.shape))
                        for each in sorted(mets, key=lambda met: (-met.count, met.shape))
                    ),
                )
                for name, mets in sorted(operations.items())
            ),
        )
        for user, operations in sorted(grouped.items())
    )


def _shape(met: Met, outcome: Outcome | None) -> ShapeReport:
    grade, reason, advice = _graded(met.shape, outcome)
    return ShapeReport(
        met.shape, met.count, met.first, met.last, grade, reason, advice, outcome
    )  # fmt: skip


def _graded(shape: Shape, outcome: Outcome | None) -> tuple[Grade | None, str, str]:
    """The grade of a shape, the reason, and what to do."""
    if not shape.operation:
        return None, shape.trouble, "look at the recording: these requests cannot be read"
    known = OPERATIONS.get(shape.operation)
    if known is None or known.grade == "gone":
        return "gone", "REST has nothing for this operation", "do without it"
    if outcome is not None and outcome.gone:
        return "gone", outcome.gone, "change the program before it moves: this is refused"
    if _LISTS_OF_SALES & {*shape.traits}:
        return "gone", "REST has no lists of sales users", "name a static list"
    if outcome is None:
        reason = shape.trouble or "not rehearsed"
        return known.grade, reason, "try such a call with the bridge first"
    if outcome.code is not None or outcome.failed:
        fault = "a record failed" if outcome.code is None else f"answered with {outcome.code}"
        return (
            known.grade,
            f"{fault} in the rehearsal",
            "look whether the old service refused it, too; other values may go through",
        )
    if known.grade == "approximate":
        return known.grade, known.summary, "see what differs, below"
    return known.grade, known.summary, "nothing: point the program at the bridge"


def _fields(tally: Tally, names: FieldNames) -> tuple[FieldReport, ...]:
    counts: Counter[Used] = Counter()
    operations: dict[Used, set[str]] = defaultdict(set)
    for (_, operation), counted in tally.fields.items():
        for used, count in counted.items():
            counts[used] += count
            operations[used].add(operation)
    return tuple(
        FieldReport(used, names.of(used), counts[used], tuple(sorted(operations[used])))
        for used in sorted(counts)
    )


def _permissions(outcomes: Iterable[Outcome]) -> dict[str, tuple[str, ...]]:
    needed: dict[str, set[str]] = defaultdict(set)
    for outcome in outcomes:
        for each in outcome.examples:
            if each.endpoint.permission:
                needed[each.endpoint.permission].add(each.endpoint.name)
    return {each: tuple(sorted(needed[each])) for each in sorted(needed)}


def _load(tally: Tally, outcomes: Mapping[Shape, Outcome]) -> Load:
    weights: dict[int, int] = {}
    rest_calls = unmeasured = untimed = 0
    for met in tally.met.values():
        outcome = outcomes.get(met.shape)
        # A call that was answered with a fault may take a call where it has other values.
        weight = 1 if outcome is None else outcome.later
        weights[met.number] = weight
        rest_calls += weight * met.count
        untimed += met.count - met.timed
        unmeasured += 0 if outcome is not None else met.count
    moments: Sequence[tuple[int, int]] = tally.moments()
    zone = quota_zone()
    return Load(
        tally.calls,
        rest_calls,
        untimed,
        unmeasured,
        peaks_of([(second, 1) for second, _ in moments], zone),
        peaks_of([(second, weights[number]) for second, number in moments], zone),
    )

"""The report as a page: headings, paragraphs, tables and code, before it is written as anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from mktows.facts.limits import CALLS_PER_SPAN, SPAN_SECONDS
from mktows.facts.rest_limits import REST_CALLS_PER_DAY
from mktows.migration.examples import RestExample
from mktows.migration.peaks import Peaks
from mktows.migration.report import GRADES, OperationReport, Report, ShapeReport, UserReport
from mktows.server.page.blocks import Block, Code, Heading, Items, Own, Paragraph, Table

_UNKNOWN = Own("unknown")
_NONE = Own("")


def blocks_of(report: Report) -> Iterator[Block]:
    """The page of a report."""
    yield Heading(1, Own("Migration to the REST API"))
    yield from _summary(report)
    for number, user in enumerate(report.users, 1):
        yield from _user(number, user)
    yield from _fields(report)
    yield from _permissions(report)
    yield from _differences(report)


def _summary(report: Report) -> Iterator[Block]:
    load = report.load
    rows = [(Own(grade), _number(report.grades.get(grade, 0))) for grade in GRADES]
    rows.append((Own("not read"), _number(sum(report.unread.values()))))
    rows.append((Own("all"), _number(report.calls)))
    yield Table((Own("SOAP calls"), Own("Number")), rows)
    yield Paragraph(
        Own(
            "Carried: the bridge answers as the old service did. Approximate: with differences "
            "that are told below. Gone: REST has nothing for it, and the bridge refuses it."
        )
    )
    if report.unread:
        told = "; ".join(f"{reason}: {count}" for reason, count in sorted(report.unread.items()))
        yield Paragraph(Own(f"Requests that were not read ({told}) are counted and no more."))
    yield Heading(2, Own("Load"))
    yield Table(
        (Own(""), Own("SOAP calls"), Own("REST calls")),
        (
            (Own("recorded"), _number(load.soap_calls), _number(load.rest_calls)),
            (Own("on the busiest day"), _day(load.soap), _day(load.rest)),
            (Own(f"most in {SPAN_SECONDS} s"), _span(load.soap), _span(load.rest)),
        ),
    )
    yield Items(tuple(_about_load(report)))


def _about_load(report: Report) -> Iterator[str]:
    load = report.load
    over = "more than" if load.over_quota else "of"
    if load.rest is None:
        yield Own("No call has a time: what a day and a peak take is not known.")
    else:
        yield Own(
            f"The busiest day takes {load.rest.in_day} REST calls, {over} the {REST_CALLS_PER_DAY} "
            "that most instances have a day (some have fewer; look at your own)."
        )
        if load.over_rate:
            yield Own(
                f"The peak is above {CALLS_PER_SPAN} calls in {SPAN_SECONDS} s: the bridge lets "
                "calls wait then."
            )
        else:
            yield Own(f"The peak is within {CALLS_PER_SPAN} calls in {SPAN_SECONDS} s.")
    if load.untimed and load.rest is not None:
        yield Own(f"{load.untimed} calls have no time, and no peak counts them.")
    if load.unmeasured:
        yield Own(f"{load.unmeasured} calls were not rehearsed; each counts as one REST call.")
    yield Own(
        "REST calls were counted by a rehearsal on made-up data, by the largest call of each "
        "shape; what the instance holds, such as pages of a long list, adds to them."
    )


def _user(number: int, user: UserReport) -> Iterator[Block]:
    yield Heading(2, Own(f"User {number}"))
    yield Paragraph(user.user_id)
    yield Table(
        tuple(map(Own, ("Operation", "Grade", "Calls", "First", "Last", "Most in 20 s", "A day"))),
        [_operation_row(each) for each in user.operations],
    )
    for each in user.operations:
        yield Heading(3, Own(each.name or "Not read"))
        for place, shape in enumerate(each.shapes, 1):
            yield from _shape(each, place, shape)


def _operation_row(each: OperationReport) -> tuple[str, ...]:
    firsts = [shape.first for shape in each.shapes if shape.first is not None]
    lasts = [shape.last for shape in each.shapes if shape.last is not None]
    return (
        Own(each.name or "not read"),
        Own(each.grade or "not read"),
        _number(each.count),
        _time(min(firsts, default=None)),
        _time(max(lasts, default=None)),
        _span(each.peaks),
        _day(each.peaks),
    )


def _shape(operation: OperationReport, place: int, shape: ShapeReport) -> Iterator[Block]:
    yield Heading(4, Own(f"{operation.name or 'Not read'}, shape {place}: {shape.count} calls"))
    traits = "; ".join(shape.shape.traits) or "no members"
    yield Paragraph(Own(f"Holds: {traits}." if shape.grade else "Cannot be read."))
    rows = [
        (Own("Grade"), Own(shape.grade or "not read")),
        (Own("Why"), shape.reason),
        (Own("What to do"), Own(shape.advice)),
    ]
    if shape.outcome is not None:
        rows.append((Own("REST calls for each"), _number(shape.outcome.later)))
    yield Table((Own("About"), Own("This shape")), rows)
    if shape.outcome is not None:
        for each in shape.outcome.examples:
            yield Code(written(each))


def written(example: RestExample) -> str:
    """One REST call as text."""
    kept = "  (kept for a while)" if example.remembered else ""
    lines = [f"{example.method} {example.path}{kept}"]
    lines += [f"  {name}={value}" for name, value in example.query]
    return "\n".join([*lines, example.body] if example.body else lines)


def _fields(report: Report) -> Iterator[Block]:
    if not report.fields:
        return
    yield Heading(2, Own("Fields"))
    yield Table(
        tuple(map(Own, ("Field of", "SOAP name", "REST name", "Standing", "Used", "In"))),
        [
            (
                each.used.kind,
                each.used.name,
                each.rest.rest or _NONE,
                Own(": ".join(filter(None, (each.rest.standing, each.rest.advice)))),
                _number(each.count),
                Own(", ".join(each.operations)),
            )
            for each in report.fields
        ],
    )


def _permissions(report: Report) -> Iterator[Block]:
    if not report.permissions:
        return
    yield Heading(2, Own("Permissions of the REST user's role"))
    yield Table(
        (Own("Permission"), Own("For")),
        [(Own(name), Own(", ".join(used))) for name, used in report.permissions.items()],
    )


def _differences(report: Report) -> Iterator[Block]:
    told: Mapping[str, Sequence[str]] = {k: v for k, v in report.differences.items() if v}
    if not told:
        return
    yield Heading(2, Own("What will differ"))
    for name, lost in told.items():
        yield Heading(3, Own(name))
        yield Items(tuple(map(Own, lost)))


def _number(count: int) -> Own:
    return Own(str(count))


def _span(peaks: Peaks | None) -> Own:
    return _UNKNOWN if peaks is None else _number(peaks.in_span)


def _day(peaks: Peaks | None) -> Own:
    return _UNKNOWN if peaks is None else Own(f"{peaks.in_day} ({peaks.day})")


def _time(moment: datetime | None) -> Own:
    return _UNKNOWN if moment is None else Own(moment.isoformat(timespec="seconds"))

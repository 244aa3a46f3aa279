"""The migration report on the calls that programs made, held against what any report must be."""

from __future__ import annotations

from collections.abc import Iterable

from mktows.migration.fields import FieldNames
from mktows.migration.recorded import request_of
from mktows.migration.rehearsal.outcomes import rehearsals
from mktows.migration.report import Outcome, Report, make_report
from mktows.migration.shapes import Shape
from mktows.migration.tally import Met, Tally
from mktows.sandbox import RecordedCall


class Reporter:
    """Reports on calls; a shape that was rehearsed for one test is not rehearsed for the next."""

    def __init__(self) -> None:
        self._names = FieldNames()
        self._rehearse = rehearsals(self._names.lead_fields, with_values=False)
        self._known: dict[Shape, Outcome | None] = {}

    def report(self, calls: Iterable[RecordedCall]) -> Report:
        """The report; every call in it is counted, read, graded and rehearsed."""
        tally = Tally()
        requests = [found for call in calls if (found := request_of(call)) is not None]
        for request in requests:
            tally.add(request)
        made = make_report(tally, self._names, self._once)
        assert made.calls == len(requests) == sum(made.grades.values())
        assert not made.unread
        shapes = [
            shape
            for user in made.users
            for operation in user.operations
            for shape in operation.shapes
        ]
        assert sum(each.count for each in shapes) == made.calls
        for each in shapes:
            assert each.grade is not None, each
            assert each.outcome is not None, each
        return made

    def _once(self, met: Met) -> Outcome | None:
        if met.shape not in self._known:
            self._known[met.shape] = self._rehearse(met)
        return self._known[met.shape]

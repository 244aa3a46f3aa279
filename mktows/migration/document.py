"""A report as JSON, in a form that stays; docs/migration.md describes it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mktows.migration.examples import RestExample
from mktows.migration.peaks import Peaks
from mktows.migration.report import GRADES, OperationReport, Outcome, Report, ShapeReport

FORM = 1
"""The number of the form; it changes when a member is taken away or changes its meaning."""


def as_document(report: Report) -> dict[str, Any]:
    """Return a report as JSON."""
    load = report.load
    return {
        "form": FORM,
        "calls": report.calls,
        "grades": {grade: report.grades.get(grade, 0) for grade in GRADES},
        "unread": dict(sorted(report.unread.items())),
        "load": {
            "soap_calls": load.soap_calls,
            "rest_calls": load.rest_calls,
            "untimed": load.untimed,
            "unmeasured": load.unmeasured,
            "soap_peaks": _peaks(load.soap),
            "rest_peaks": _peaks(load.rest),
            "over_quota": load.over_quota,
            "over_rate": load.over_rate,
        },
        "users": [
            {
                "user_id": user.user_id,
                "calls": user.count,
                "operations": [_operation(each) for each in user.operations],
            }
            for user in report.users
        ],
        "fields": [
            {
                "of": each.used.kind,
                "soap_name": each.used.name,
                "rest_name": each.rest.rest,
                "standing": each.rest.standing,
                "advice": each.rest.advice,
                "used": each.count,
                "operations": list(each.operations),
            }
            for each in report.fields
        ],
        "permissions": {name: list(used) for name, used in report.permissions.items()},
        "differences": {name: list(lost) for name, lost in report.differences.items()},
    }


def _operation(each: OperationReport) -> dict[str, Any]:
    return {
        "name": each.name,
        "grade": each.grade,
        "calls": each.count,
        "untimed": each.untimed,
        "peaks": _peaks(each.peaks),
        "shapes": [_shape(shape) for shape in each.shapes],
    }


def _shape(each: ShapeReport) -> dict[str, Any]:
    return {
        "holds": list(each.shape.traits),
        "calls": each.count,
        "first": _time(each.first),
        "last": _time(each.last),
        "grade": each.grade,
        "reason": each.reason,
        "advice": each.advice,
        "rehearsal": None if each.outcome is None else _outcome(each.outcome),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    return {
        "rest_calls": each.later,
        "fault": each.code,
        "failed": each.failed,
        "examples": [_example(example) for example in each.examples],
    }


def _example(each: RestExample) -> dict[str, Any]:
    return {
        "endpoint": each.endpoint.name,
        "method": each.method,
        "path": each.path,
        "query": dict(each.query),
        "body": each.body or None,
        "kept": each.remembered,
    }


def _peaks(peaks: Peaks | None) -> dict[str, Any] | None:
    if peaks is None:
        return None
    return {"in_20_seconds": peaks.in_span, "in_a_day": peaks.in_day, "day": peaks.day}


def _time(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat(timespec="seconds")

"""A call opened: all its findings stand with it, and a long message is shown in part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mktows.checking import RULES, Finding, check
from mktows.server.exchange import RecordedCall
from mktows.server.journal.masking import NOT_KEPT
from mktows.server.page.call import (
    MOST_FINDINGS,
    MOST_JUDGED,
    MOST_SHOWN,
    OpenedCall,
    excerpt,
    opened,
)
from mktows.server.page.lines import plain_lines

CALL = RecordedCall(
    id=1,
    at=datetime(2026, 3, 1, tzinfo=UTC),
    operation="getLead",
    version="3_1",
    user_id="u",
    status=200,
    code=None,
    fault="",
    findings=(),
    milliseconds=1.0,
    request="<E><Body><m><a/><b/></m></Body></E>",
    reply="<E/>",
)
RULE = next(iter(RULES.values()))


def finding(path: str, rule: str = RULE.id) -> Finding:
    return Finding(rule, "note", 1, path, "reason", "correction")


def test_findings_stand_at_their_lines_in_the_order_of_these() -> None:
    found = (finding("m.b"), finding("nothing"), finding("m.a"), finding("m.b"))
    shown = opened(replace(CALL, findings=found))
    assert [(each.number, each.path, each.line) for each in shown.findings] == [
        (1, "nothing", None),
        (2, "m.a", 4),
        (3, "m.b", 5),
        (4, "m.b", 5),
    ]
    at = {each.number: [f.number for f in each.findings] for each in shown.request.lines}
    assert at[4] == [2]
    assert at[5] == [3, 4]
    assert not any(each.findings for each in shown.reply.lines)
    assert (shown.findings[0].claim, shown.findings[0].evidence) == (RULE.claim, RULE.evidence)


def test_a_finding_of_a_rule_that_is_gone_is_shown_nevertheless() -> None:
    (shown,) = opened(replace(CALL, findings=(finding("m", "gone"),))).findings
    assert (shown.rule, shown.claim, shown.evidence) == ("gone", "", "")


def test_what_was_not_kept_is_empty() -> None:
    shown = opened(replace(CALL, request="", reply=""))
    assert shown.request.is_empty
    assert shown.reply.is_empty


def test_of_many_lines_the_first_are_shown_and_those_around_findings() -> None:
    lines = plain_lines("\n".join(map(str, range(1, 101))))
    marks = {2: (), 50: (), 52: (), 100: ()}
    shown = excerpt(lines, marks, most=10)
    assert [each.number for each in shown if each.line is not None] == [
        *range(1, 11), *range(47, 56), *range(97, 101)
    ]  # fmt: skip
    assert [(each.number, each.count) for each in shown if each.line is None] == [
        (11, 36),
        (56, 41),
    ]
    rest = excerpt(lines, {}, most=10)
    assert (rest[-1].count, len(rest)) == (90, 11)
    assert len(excerpt(lines, {})) == 100


def test_a_finding_far_down_is_shown_at_its_line() -> None:
    many = "".join(f"<r><a>{number}</a></r>" for number in range(4000))
    call = replace(CALL, request=f"<E><Body><m>{many}</m></Body></E>")
    shown = opened(replace(call, findings=(finding("m.r[3999].a"),)))
    (line,) = (each for each in shown.request.lines if each.findings)
    assert line.line is not None
    assert line.line.text.strip() == "<a>3999</a>"
    assert line.number == shown.findings[0].line
    assert line.number > MOST_SHOWN


BAD = "<E><Body><m><a/></m></Body></E>"


def of_failed(request: str, **more: object) -> OpenedCall:
    given: dict[str, object] = {"status": 500, "code": 20014, "fault": "x", **more}
    return opened(replace(CALL, request=request, **given))  # type: ignore[arg-type]


def test_a_request_that_was_refused_unjudged_is_judged_when_it_is_opened() -> None:
    shown = of_failed(BAD)
    assert shown.is_late
    assert {each.rule for each in shown.findings} == {each.rule for each in check(BAD.encode())}
    assert of_failed("no XML").findings[0].rule == "xml-malformed"


def test_only_such_a_request_is() -> None:
    for shown in (
        of_failed(BAD, status=200, code=None, fault=""),  # it was carried out
        of_failed(BAD, version="rest"),
        of_failed(""),
        of_failed(f"{BAD[:9]}... (cut: 7 more characters)"),
        of_failed(NOT_KEPT),
        of_failed(f"<E>{'x' * MOST_JUDGED}</E>"),
    ):
        assert not shown.is_late
        assert not shown.findings
    judged = of_failed(BAD, findings=(finding("m.a"),))
    assert not judged.is_late
    assert [each.rule for each in judged.findings] == [RULE.id]


def test_so_many_findings_of_such_a_look_are_shown() -> None:
    many = "".join("<x/>" for _ in range(500))
    message = f'<m:paramsGetLead xmlns:m="http://www.marketo.com/mktows/">{many}</m:paramsGetLead>'
    assert len(of_failed(message).findings) == MOST_FINDINGS

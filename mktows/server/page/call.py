"""One recorded call, opened: its messages as lines, and the findings at their places; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mktows.checking import RULES, Finding, check
from mktows.checking.signatures import SIGNATURE_MASKED
from mktows.contract import KNOWN_VERSIONS
from mktows.server.exchange import REST_VERSION, RecordedCall
from mktows.server.journal.masking import is_whole
from mktows.server.page.bodies import Body, Form, body_of
from mktows.server.page.faults import Explained, explained
from mktows.server.page.lines import Line
from mktows.server.page.places import Places

MOST_SHOWN = 3000
"""Lines of a message that are shown from its beginning on; of the rest, those around findings."""
MOST_CHARACTERS = 500_000
"""Characters of a message that are shown, each piece of a line counted as some more."""
MOST_JUDGED = 256 * 1024
"""Characters of a request that is judged when its call is opened; a longer one is not."""
MOST_FINDINGS = 100
"""Findings of such a look that are shown."""
_PIECE = 40
_BEGINNING = 500
_AROUND = 3


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, as it is shown.

    Attributes:
        number: Its number in the call, from 1.
        rule: The id of its rule.
        severity: How grave it is.
        path: The element that it is about; empty for the request as a whole.
        reason: What is wrong.
        correction: What to do about it.
        claim: What is known of the service.
        evidence: How strong that is.
        line: The number of the line that it is shown at, from 1; None for none.
    """

    number: int
    rule: str
    severity: str
    path: str
    reason: str
    correction: str
    claim: str
    evidence: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line that is shown, or lines that are not.

    Attributes:
        number: Its number, from 1.
        line: What it holds; None for lines that are not shown.
        findings: The findings about it.
        count: How many lines are not shown.
    """

    number: int
    line: Line | None
    findings: Sequence[ShownFinding] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A request or a reply.

    Attributes:
        form: Its form.
        lines: Its lines.
        is_whole: Whether lines were made of all of it.
    """

    form: Form
    lines: Sequence[ShownLine]
    is_whole: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether it holds nothing, or was not kept."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class OpenedCall:
    """A call, opened.

    Attributes:
        request: What came in.
        reply: What went out.
        findings: All findings, in the order of their lines.
        is_late: Whether the findings are of a look at the request now: the service, which may have
            refused it before it judged it, had none.
        fault: How it ended, where it did not end well.
        is_rest: Whether it is a call of the REST API.
    """

    request: Message
    reply: Message
    findings: Sequence[ShownFinding]
    is_late: bool
    fault: Explained | None
    is_rest: bool


def opened(call: RecordedCall) -> OpenedCall:
    """Return a call as it is shown."""
    request = body_of(call.request)
    places = Places(request.content, request.elements)
    late = late_findings(call)
    findings = sorted(
        ((places.line_of(each), each) for each in (*call.findings, *late)),
        key=lambda placed: -1 if placed[0] is None else placed[0],
    )
    shown = [_shown(number, *each) for number, each in enumerate(findings, 1)]
    marks: dict[int, list[ShownFinding]] = {}
    for finding in shown:
        if finding.line is not None:
            marks.setdefault(finding.line, []).append(finding)
    is_rest = call.version == REST_VERSION
    return OpenedCall(
        request=_message(request, marks),
        reply=_message(body_of(call.reply), {}),
        findings=shown,
        is_late=bool(late),
        fault=explained(
            is_rest=is_rest,
            status=call.status,
            code=call.code,
            fault=call.fault,
            reply=call.reply,
        ),
        is_rest=is_rest,
    )


def late_findings(call: RecordedCall) -> list[Finding]:
    """Return the findings in the kept request of a call that failed, and of which there are none.

    Who is refused for the signature or by a limit, or as no XML, is not told by the service what
    else is wrong. What was masked counts for nothing.
    """
    text = call.request
    if call.findings or not call.failed or call.version not in KNOWN_VERSIONS:
        return []
    if not text or len(text) > MOST_JUDGED or not is_whole(text):
        return []
    found = check(text.encode("utf-8", "replace"), version=call.version)
    return [each for each in found if each.rule != SIGNATURE_MASKED.id][:MOST_FINDINGS]


def excerpt(
    lines: Sequence[Line], marks: Mapping[int, Sequence[ShownFinding]], most: int = MOST_SHOWN
) -> list[ShownLine]:
    """Return the first lines, and those around the ones that are marked.

    After `MOST_CHARACTERS` it is the beginnings of those that are marked.

    Args:
        lines: All lines.
        marks: Findings by the numbers of their lines, from 1.
        most: How many are shown from the beginning on.
    """
    shown = {*range(1, min(len(lines), most) + 1)}
    for number in marks:
        shown |= {*range(max(number - _AROUND, 1), min(number + _AROUND, len(lines)) + 1)}
    found: list[ShownLine] = []
    last = spent = 0
    for number in sorted(shown):
        line = lines[number - 1]
        cost = sum(len(each.text) + _PIECE for each in line.pieces)
        if spent + cost > MOST_CHARACTERS:
            if number not in marks:
                continue
            line = line.beginning(_BEGINNING)
        else:
            spent += cost
        if number > last + 1:
            found.append(ShownLine(last + 1, None, count=number - last - 1))
        found.append(ShownLine(number, line, marks.get(number, ())))
        last = number
    if last < len(lines):
        found.append(ShownLine(last + 1, None, count=len(lines) - last))
    return found


def _message(body: Body, marks: Mapping[int, Sequence[ShownFinding]]) -> Message:
    return Message(body.form, excerpt(body.lines, marks), body.is_whole)


def _shown(number: int, line: int | None, finding: Finding) -> ShownFinding:
    rule = RULES.get(finding.rule)
    return ShownFinding(
        number=number,
        rule=finding.rule,
        severity=finding.severity,
        path=finding.path,
        reason=finding.reason,
        correction=finding.correction,
        claim="" if rule is None else rule.claim,
        evidence="" if rule is None else rule.evidence,
        line=None if line is None else line + 1,
    )

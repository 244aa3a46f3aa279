"""Answers calls for the members of programs, and makes leads members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mktows.facts.activity_types import CHANGE_STATUS
from mktows.facts.mobjects import CHANNEL, PROGRAM
from mktows.facts.rest_errors import (
    DATA_BAD,
    LEAD_UNKNOWN,
    OBJECT_UNKNOWN,
    PROGRAM_STATUS_UNKNOWN,
    VALUE_MISSING,
)
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.programs.rows_members import ProgramMember
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import Shown
from mktows.sandbox.rest.moments import moment_given, utc_text
from mktows.sandbox.rest.paging import page_size, row_position
from mktows.sandbox.rest.refusals import refusal

_FIRST_STATUS = "Member"
"""The status of a new member where the channel has none (a guess)."""
_SUCCESS = ("Success", "true")


@dataclass(frozen=True, slots=True)
class Joining:
    """A program that leads join.

    Attributes:
        program_id: The program.
        program: Its name.
        status: What its members become; empty to leave that of former members as it is.
        first: What a new member becomes where nothing else is said.
        successes: The statuses that count as success.
    """

    program_id: int
    program: str
    status: str
    first: str
    successes: frozenset[str]

    @classmethod
    def read(cls, context: RestContext, program: object, status: str) -> Joining:
        """Look up a program by its name.

        Raises:
            RestRefusal: There is no such program, or its channel has no such status.
        """
        if not isinstance(program, str) or not program.strip():
            raise refusal(VALUE_MISSING, name="programName")
        found = context.data.programs.find(program.strip())
        if found is None:
            raise refusal(OBJECT_UNKNOWN)
        return cls.of(context, found, status)

    @classmethod
    def of(cls, context: RestContext, program_id: int, status: str = "") -> Joining:
        """Look up a program by its id.

        Raises:
            RestRefusal: There is no such program, or its channel has no such status.
        """
        programs = context.data.programs
        program = context.data.mobjects.get(PROGRAM, program_id)
        if program is None:
            raise refusal(OBJECT_UNKNOWN)
        channel = dict(programs.details([program_id])[program_id].tags).get(CHANNEL, "")
        statuses = [dict(each) for each in programs.channels().get(channel, ())]
        names = [each["Status"] for each in statuses]
        if status and statuses and status not in names:
            raise refusal(PROGRAM_STATUS_UNKNOWN)
        first = min(statuses, key=lambda each: int(each["Step"]), default={})
        return cls(
            program_id,
            program.attributes["Name"],
            status,
            first.get("Status", _FIRST_STATUS),
            frozenset(each["Status"] for each in statuses if _SUCCESS in each.items()),
        )

    def join(self, context: RestContext, lead: Lead) -> None:
        """Make a lead a member, or change what it is."""
        context.data.flush()  # the lead itself may be new
        former = context.data.program_members.get(self.program_id, lead.id)
        status = self.status or (self.first if former is None else former.status)
        if former is not None and former.status == status:
            return
        context.data.program_members.put(
            ProgramMember(
                self.program_id,
                lead.id,
                status,
                member_since=context.now if former is None else former.member_since,
                updated_at=context.now,
                acquired=former.acquired if former else lead.created_at == context.now,
                succeeded=status in self.successes or (former is not None and former.succeeded),
                exhausted=former is not None and former.exhausted,
            )
        )
        # The attributes are inferred.
        about = (("Old Status", former.status if former else ""), ("New Status", status))
        context.data.activities.log(
            NewActivity(lead.id, context.now, CHANGE_STATUS, self.program, about)
        )


def _get_leads_of_program(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    program_id = call.number_in_path("programId")
    shown = Shown.asked(context)
    if context.data.mobjects.get(PROGRAM, program_id) is None:
        raise refusal(OBJECT_UNKNOWN)
    members = context.data.program_members.of_program(
        program_id, after=position.after_id, limit=size + 1
    )
    page = {each.lead_id: each for each in members[:size]}
    result = shown.records(context.data.leads.load(page.keys()))
    for record, member in zip(result, page.values(), strict=True):
        record["membership"] = {
            **_told(member),
            "progressionStatusType": member.status,
        }
    return Answer(
        result,
        next_page_token=position.token(max(page)) if len(page) < len(members) else None,
    )


def _get_programs_of_lead(context: RestContext) -> Answer:
    call, position, size = context.call, row_position(context.call), page_size(context.call)
    lead_id = call.number_in_path("leadId")
    if not context.data.leads.existing([lead_id]):
        raise refusal(LEAD_UNKNOWN)
    kind = call.text("filterType")
    if kind not in (None, "programId"):
        raise refusal(DATA_BAD, problem="filterType is not programId")
    wanted = call.numbers("filterValues") if kind else None
    earliest = moment_given(call, "earliestUpdatedAt", context.zone)
    latest = moment_given(call, "latestUpdatedAt", context.zone)
    found = [
        each
        for each in context.data.program_members.of_lead(lead_id, after=position.after_id)
        if (wanted is None or each.program_id in wanted)
        and (earliest is None or each.updated_at >= earliest)
        and (latest is None or each.updated_at <= latest)
    ]
    page = found[:size]
    more = len(page) < len(found)
    return Answer(
        [_told(each) for each in page],
        next_page_token=position.token(page[-1].program_id) if more else None,
        more_result=more,
    )


def _told(member: ProgramMember) -> dict[str, Any]:
    return {
        "id": member.program_id,
        "progressionStatus": member.status,
        "isExhausted": member.exhausted,
        "acquiredBy": member.acquired,
        "reachedSuccess": member.succeeded,
        "membershipDate": utc_text(member.member_since),
        "updatedAt": utc_text(member.updated_at),
    }


HANDLERS: Mapping[str, Handler] = {
    "get_leads_of_program": _get_leads_of_program,
    "get_programs_of_lead": _get_programs_of_lead,
}

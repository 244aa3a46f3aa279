"""Rows of the members of programs: the SQL of one transaction."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, Select, delete, insert, literal, select

from mktows.database.chunks import chunks
from mktows.facts.mobjects import PROGRAM
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.mobjects.tables import mobject
from mktows.sandbox.programs.tables_members import program_member


@dataclass(frozen=True, slots=True)
class ProgramMember:
    """A lead in a program.

    Attributes:
        program_id: The program.
        lead_id: The lead.
        status: How far it has come, as the program's channel calls it.
        member_since: When it became a member, in seconds since 1970.
        updated_at: When that changed last, likewise.
        acquired: Whether the lead came by this program.
        succeeded: Whether its status, or an earlier one, counts as success.
        exhausted: Whether it has had all content of the program.
    """

    program_id: int
    lead_id: int
    status: str
    member_since: int
    updated_at: int
    acquired: bool = False
    succeeded: bool = False
    exhausted: bool = False


class ProgramMemberRows:
    """The members of programs, of one transaction.

    Nothing is held back here, so a lead made in the same transaction must be written before it
    becomes a member.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, member: ProgramMember) -> None:
        """Write a membership, in place of an earlier one."""
        self._connection.execute(
            insert(program_member).prefix_with("OR REPLACE").values(asdict(member))
        )

    def get(self, program_id: int, lead_id: int) -> ProgramMember | None:
        """Return a lead's membership in a program."""
        held = program_member.c
        found = self._read(
            select(program_member).where(held.program_id == program_id, held.lead_id == lead_id)
        )
        return found[0] if found else None

    def of_program(self, program_id: int, *, after: int, limit: int) -> list[ProgramMember]:
        """Return a page of a program's members behind a lead, by the ids of leads."""
        held = program_member.c
        return self._read(
            select(program_member)
            .where(held.program_id == program_id, held.lead_id > after)
            .order_by(held.lead_id)
            .limit(limit)
        )

    def of_lead(self, lead_id: int, *, after: int = 0) -> list[ProgramMember]:
        """Return a lead's memberships in programs behind one, by the ids of programs."""
        held = program_member.c
        programs = select(mobject.c.id).where(mobject.c.type == PROGRAM)
        return self._read(
            select(program_member)
            .where(held.lead_id == lead_id, held.program_id > after, held.program_id.in_(programs))
            .order_by(held.program_id)
        )

    def remove(self, program_id: int) -> None:
        """Forget the members of a program."""
        self._connection.execute(
            delete(program_member).where(program_member.c.program_id == program_id)
        )

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Make a lead a member wherever one of the others is; its own memberships stay."""
        held = program_member.c
        others = [each for each in held if each.name != "lead_id"]
        for chunk in chunks([each for each in losers if 0 < each <= MAX_ID]):
            lost = held.lead_id.in_(chunk)
            self._connection.execute(
                insert(program_member)
                .prefix_with("OR IGNORE")
                .from_select(
                    ["lead_id", *(each.name for each in others)],
                    select(literal(winner), *others).where(lost),
                )
            )
            self._connection.execute(delete(program_member).where(lost, held.lead_id != winner))

    def _read(self, query: Select[tuple[object, ...]]) -> list[ProgramMember]:
        return [ProgramMember(**row._mapping) for row in self._connection.execute(query)]

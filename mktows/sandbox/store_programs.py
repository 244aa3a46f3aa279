"""Rows of what programs carry several times: the SQL of tags, costs and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.sandbox.initial import CHANNEL, Cost, InitialProgram
from mktows.sandbox.tables import program_cost, program_tag, program_token, tag_value
from mktows.sandbox.values import MAX_ID


@dataclass(slots=True)
class ProgramDetails:
    """The repeated groups of one program."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)


class ProgramRows:
    """The tags, costs and tokens of the programs of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def load(self, program: InitialProgram) -> None:
        """Write the repeated groups of a program, with the ids they come with."""
        self.set_tag(program.id, CHANNEL, program.channel)
        for cost in program.costs:
            self._connection.execute(
                insert(program_cost).values(
                    id=cost.id,
                    program_id=program.id,
                    month=cost.month,
                    amount=cost.amount,
                    note=cost.note,
                )
            )
        for name, value in program.tokens:
            self._connection.execute(
                insert(program_token).values(program_id=program.id, name=name, value=value)
            )

    def details(self, ids: Sequence[int]) -> dict[int, ProgramDetails]:
        """Return tags, costs and tokens of programs."""
        details = {each: ProgramDetails() for each in ids}
        for tag in self._connection.execute(
            select(program_tag).where(program_tag.c.program_id.in_(ids)).order_by(program_tag.c.id)
        ):
            details[tag.program_id].tags.append((tag.type, tag.value))
        for cost in self._connection.execute(
            select(program_cost)
            .where(program_cost.c.program_id.in_(ids))
            .order_by(program_cost.c.id)
        ):
            details[cost.program_id].costs.append(Cost(cost.id, cost.month, cost.amount, cost.note))
        for token in self._connection.execute(
            select(program_token)
            .where(program_token.c.program_id.in_(ids))
            .order_by(program_token.c.id)
        ):
            details[token.program_id].tokens.append((token.name, token.value))
        return details

    def known_tag(self, kind: str, value: str) -> tuple[str, str] | None:
        """Return a tag as it is defined, whatever the letter case asked with (inferred)."""
        row = self._connection.execute(
            select(tag_value.c.type, tag_value.c.value).where(
                tag_value.c.type.collate("NOCASE") == kind,
                tag_value.c.value.collate("NOCASE") == value,
            )
        ).first()
        return None if row is None else (row.type, row.value)

    def set_tag(self, program_id: int, kind: str, value: str) -> None:
        """Give a program a tag; it has one value per tag type (inferred)."""
        self._connection.execute(
            upsert(program_tag)
            .values(program_id=program_id, type=kind, value=value)
            .on_conflict_do_update(
                index_elements=[program_tag.c.program_id, program_tag.c.type],
                set_={"value": value},
            )
        )

    def add_cost(self, program_id: int, *, month: str, amount: str, note: str | None) -> None:
        """Add a cost row."""
        self._connection.execute(
            insert(program_cost).values(
                program_id=program_id, month=month, amount=amount, note=note
            )
        )

    def change_cost(
        self, program_id: int, cost_id: int, *, month: str, amount: str, note: str | None
    ) -> bool:
        """Change a cost row of this program, its note only if one is given."""
        if not 0 < cost_id <= MAX_ID:
            return False
        values = {"month": month, "amount": amount}
        if note is not None:
            values["note"] = note
        changed = self._connection.execute(
            update(program_cost)
            .where(program_cost.c.id == cost_id, program_cost.c.program_id == program_id)
            .values(values)
        )
        return changed.rowcount > 0

"""Rows of channels and of what programs carry several times: the SQL of tags, costs, tokens."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, delete, func, insert, literal, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.database.chunks import chunks
from mktows.facts.mobjects import CHANNEL, PROGRAM
from mktows.facts.rest_programs import TOKEN_TYPES
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.mobjects.tables import mobject
from mktows.sandbox.programs.model import Cost, ProgressionStatus
from mktows.sandbox.programs.tables import (
    program_cost,
    program_tag,
    program_token,
    progression_status,
    tag_value,
)


@dataclass(slots=True)
class ProgramDetails:
    """The repeated groups of one program."""

    tags: list[tuple[str, str]] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    token_types: dict[str, str] = field(default_factory=dict)


class ProgramRows:
    """The channels, and the tags, costs and tokens of programs, of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Channels and tags, which no operation makes (documented)

    def define_tag(self, kind: str, values: Iterable[str]) -> None:
        """Define a tag type with its values, or add values to it; types and values keep order."""
        last = self._connection.scalar(select(func.max(tag_value.c.position)))
        start = 0 if last is None else last + 1
        rows = [
            {"type": kind, "value": value, "position": position}
            for position, value in enumerate(values, start)
        ]
        if rows:
            self._connection.execute(insert(tag_value).prefix_with("OR IGNORE"), rows)

    def define_channel(self, name: str, statuses: Sequence[ProgressionStatus]) -> None:
        """Define a channel with the statuses its members can have, in place of earlier ones."""
        self.define_tag(CHANNEL, [name])
        self._connection.execute(
            delete(progression_status).where(progression_status.c.channel == name)
        )
        if statuses:
            self._connection.execute(
                insert(progression_status),
                [
                    {
                        "channel": name,
                        "status": each.name,
                        "attributes": json.dumps(_shown(each), ensure_ascii=False),
                    }
                    for each in statuses
                ],
            )

    def tags(self) -> dict[str, list[str]]:
        """Return the tag types that are no channels, each with its values, as defined."""
        found: dict[str, list[str]] = {}
        for row in self._connection.execute(
            select(tag_value).where(tag_value.c.type != CHANNEL).order_by(tag_value.c.position)
        ):
            found.setdefault(row.type, []).append(row.value)
        return found

    def channels(self) -> dict[str, list[list[tuple[str, str]]]]:
        """Return the channels, each with its statuses as names and values in order.

        Both are sorted by name (recorded), in any letter case (inferred).
        """
        names = self._connection.scalars(
            select(tag_value.c.value).where(tag_value.c.type == CHANNEL)
        )
        found: dict[str, list[list[tuple[str, str]]]] = {
            name: [] for name in sorted(names, key=_by_name)
        }
        rows = self._connection.execute(select(progression_status)).all()
        for row in sorted(rows, key=lambda row: _by_name(row.status)):
            found[row.channel].append([(name, text) for name, text in json.loads(row.attributes)])
        return found

    # Programs

    def find(self, name: str) -> int | None:
        """Return the program with a name, in any letter case (inferred); the newest of several."""
        named = (mobject.c.type == PROGRAM, mobject.c.name_key == name.casefold())
        newest: int | None = self._connection.scalar(select(func.max(mobject.c.id)).where(*named))
        return newest

    def ids_by_name(self, names: Collection[str]) -> dict[str, int]:
        """Return the ids of programs by their names, as `find` takes them."""
        keys = {name.casefold(): name for name in names}
        return {
            keys[key]: newest
            for chunk in chunks(list(keys))
            for key, newest in self._connection.execute(
                select(mobject.c.name_key, func.max(mobject.c.id))
                .where(mobject.c.type == PROGRAM, mobject.c.name_key.in_(chunk))
                .group_by(mobject.c.name_key)
            )
        }

    def tokens(self, program_id: int) -> dict[str, str]:
        """Return a program's own tokens, by their names without `my.` and braces."""
        rows = self._connection.execute(
            select(program_token)
            .where(program_token.c.program_id == program_id)
            .order_by(program_token.c.id)
        )
        return {row.name: row.value for row in rows}

    def copy(self, program_id: int, to: int) -> None:
        """Give a new program the tags and tokens of another; costs were spent once (a guess)."""
        copied = ((program_tag, ("type", "value")), (program_token, ("name", "value", "type")))
        for table, names in copied:
            self._connection.execute(
                insert(table).from_select(
                    ["program_id", *names],
                    select(literal(to), *(table.c[name] for name in names))
                    .where(table.c.program_id == program_id)
                    .order_by(table.c.id),
                )
            )

    def load(
        self,
        program_id: int,
        *,
        tags: Mapping[str, str],
        costs: Sequence[Cost],
        tokens: Mapping[str, str],
        token_types: Mapping[str, str] | None = None,
    ) -> None:
        """Write the repeated groups of a program that comes with them."""
        types = token_types or {}
        for kind, value in tags.items():
            self.set_tag(program_id, kind, value)
        if costs:
            self._connection.execute(
                insert(program_cost),
                [{"program_id": program_id, **asdict(each)} for each in costs],
            )
        if tokens:
            self._connection.execute(
                insert(program_token),
                [
                    {
                        "program_id": program_id,
                        "name": name,
                        "value": value,
                        "type": types.get(name, TOKEN_TYPES[0]),
                    }
                    for name, value in tokens.items()
                ],
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
            details[token.program_id].token_types[token.name] = token.type
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

    def drop_tag(self, program_id: int, kind: str) -> bool:
        """Take a tag from a program, and tell whether it had one of that type."""
        gone = delete(program_tag).where(
            program_tag.c.program_id == program_id, program_tag.c.type == kind
        )
        return self._connection.execute(gone).rowcount > 0

    def set_token(self, program_id: int, name: str, kind: str, value: str) -> None:
        """Give a program a token, in place of one of its name."""
        self.drop_token(program_id, name)
        self._connection.execute(
            insert(program_token).values(program_id=program_id, name=name, type=kind, value=value)
        )

    def drop_token(self, program_id: int, name: str, kind: str | None = None) -> bool:
        """Take a token from a program, and tell whether it had one of this name and type."""
        gone = delete(program_token).where(
            program_token.c.program_id == program_id, program_token.c.name == name
        )
        if kind is not None:
            gone = gone.where(program_token.c.type == kind)
        return self._connection.execute(gone).rowcount > 0

    def drop_costs(self, program_id: int) -> None:
        """Delete all costs of a program."""
        gone = delete(program_cost).where(program_cost.c.program_id == program_id)
        self._connection.execute(gone)

    def remove(self, program_id: int) -> None:
        """Delete the tags, costs and tokens of a program."""
        for table in (program_tag, program_cost, program_token):
            self._connection.execute(delete(table).where(table.c.program_id == program_id))

    def add_cost(self, program_id: int, *, month: str, amount: str, note: str | None) -> None:
        """Add a cost row."""
        self._connection.execute(
            insert(program_cost).values(
                program_id=program_id, month=month, amount=amount, note=note
            )
        )

    def has_cost(self, program_id: int, cost_id: int) -> bool:
        """Tell whether a program has a cost row."""
        row = select(program_cost.c.id).where(
            program_cost.c.id == cost_id, program_cost.c.program_id == program_id
        )
        return 0 < cost_id <= MAX_ID and self._connection.scalar(row) is not None

    def change_cost(self, cost_id: int, *, month: str, amount: str, note: str | None) -> None:
        """Change a cost row, its note only if one is given."""
        values = {"month": month, "amount": amount}
        if note is not None:
            values["note"] = note
        self._connection.execute(
            update(program_cost).where(program_cost.c.id == cost_id).values(values)
        )


def _shown(status: ProgressionStatus) -> list[tuple[str, str]]:
    """Return a status as replies show it, in the recorded order."""
    extra = [] if status.extra is None else [status.extra]
    success = "true" if status.success else "false"
    return [("Status", status.name), ("Step", str(status.step)), *extra, ("Success", success)]


def _by_name(name: str) -> tuple[str, str]:
    return name.casefold(), name

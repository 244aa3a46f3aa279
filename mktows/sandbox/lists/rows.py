"""Rows of static lists, their members and imports: the SQL of one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, literal, select, update

from mktows.database.chunks import chunks
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.lists.tables import list_import, list_member, static_list

LIST_FOLDER = 1
"""The folder of a list that is in no other and in no program (a guess)."""
_CHUNK = 500  # values in one IN list; the oldest SQLite libraries allow 999 variables

_held = static_list.c
_LISTS = select(
    *(_held.id, _held.name, _held.program_id, _held.created_at, _held.updated_at),
    *(_held.description, _held.workspace, _held.folder_id),
)


@dataclass(frozen=True, slots=True)
class StaticList:
    """One static list.

    Attributes:
        id: Its id.
        name: `List`, or `Program.List` for a list inside a program.
        program_id: The program it is in; None for a list of the lead database.
        created_at: When it was made, in seconds since 1970.
        updated_at: When its name or description was changed last, likewise.
        description: What it is for; may be empty.
        workspace: Where it is, unless it is in a program.
        folder_id: The folder that it is in, likewise.
    """

    id: int
    name: str
    program_id: int | None
    created_at: int = 0
    updated_at: int = 0
    description: str = ""
    workspace: str = DEFAULT_WORKSPACE
    folder_id: int = LIST_FOLDER


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of an import, in numbers of rows and in words."""

    imported: int
    failed: int
    ignored: int
    summary: str


@dataclass(frozen=True, slots=True)
class ListImport:
    """One run of an import into a list.

    Attributes:
        started_at: When it was asked for, in seconds since 1970.
        due_at: When it is to be done.
        rows: How many rows it has.
        ended_at: When it was done; None before that, and for good if it broke off.
        outcome: What came out of it, once it is done.
    """

    started_at: int
    due_at: int
    rows: int
    ended_at: int | None
    outcome: Outcome | None


class ListRows:
    """The static lists of one transaction.

    Nothing is held back here, so a lead made in the same transaction must be written before it
    joins a list.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self,
        name: str,
        *,
        program_id: int | None = None,
        list_id: int | None = None,
        created_at: int = 0,
        updated_at: int | None = None,
        description: str = "",
        workspace: str = DEFAULT_WORKSPACE,
        folder_id: int = LIST_FOLDER,
    ) -> int:
        """Make an empty list and return its id.

        No operation of SOAP makes lists: an administrator does, and calls name what is there
        (documented).

        Args:
            name: `List`, or `Program.List` for a list inside a program.
            program_id: The program it is in.
            list_id: The id it gets; by default one that was never used before.
            created_at: When it is made.
            updated_at: When it was changed last; by default when it is made.
            description: What it is for.
            workspace: Where it is, unless it is in a program.
            folder_id: The folder that it is in, likewise.

        Raises:
            sqlalchemy.exc.IntegrityError: The name, in any letter case, or the id is taken.
        """
        given = {} if list_id is None else {"id": list_id}
        row = insert(static_list).values(
            name=name,
            name_key=_name_key(name),
            program_id=program_id,
            created_at=created_at,
            updated_at=created_at if updated_at is None else updated_at,
            description=description,
            workspace=workspace,
            folder_id=folder_id,
            **given,
        )
        return int(self._connection.scalars(row.returning(static_list.c.id)).one())

    def change(self, list_id: int, *, name: str, description: str, now: int) -> None:
        """Give a list another name and description.

        Raises:
            sqlalchemy.exc.IntegrityError: The name, in any letter case, is taken.
        """
        self._connection.execute(
            update(static_list)
            .where(static_list.c.id == list_id)
            .values(name=name, name_key=_name_key(name), description=description, updated_at=now)
        )

    def drop(self, list_id: int) -> None:
        """Delete a list; its members are leads as before."""
        self._connection.execute(delete(static_list).where(static_list.c.id == list_id))

    def all(
        self,
        *,
        ids: Collection[int] | None = None,
        program_ids: Collection[int] | None = None,
        after: int = 0,
    ) -> Iterator[StaticList]:
        """Yield lists behind an id, in ascending order; all, or some of them."""
        query = _LISTS.where(static_list.c.id > after).order_by(static_list.c.id)
        for column, wanted in ((static_list.c.id, ids), (static_list.c.program_id, program_ids)):
            if wanted is not None:
                query = query.where(column.in_([each for each in wanted if each <= MAX_ID]))
        return (StaticList(*row) for row in self._connection.execute(query))

    def of_lead(self, lead_id: int, *, before: int | None, limit: int) -> list[StaticList]:
        """Return lists that a lead is in, the newest first, and only those before an id."""
        query = (
            _LISTS.join(list_member, list_member.c.list_id == static_list.c.id)
            .where(list_member.c.lead_id == lead_id)
            .order_by(static_list.c.id.desc())
            .limit(limit)
        )
        if before is not None:
            query = query.where(static_list.c.id < before)
        return [StaticList(*row) for row in self._connection.execute(query)]

    def find_by_name(self, name: str) -> StaticList | None:
        """Return the list with a name, `Program.List` inside a program; in any letter case."""
        return self._find(static_list.c.name_key == _name_key(name))

    def find_by_id(self, list_id: int) -> StaticList | None:
        """Return the list with an id."""
        return self._find(static_list.c.id == list_id) if 0 < list_id <= MAX_ID else None

    def ids_by_name(self, names: Collection[str]) -> dict[str, int]:
        """Return the ids of lists by their names, as `find_by_name` takes them."""
        keys = {_name_key(name): name for name in names}
        held = static_list.c
        return {
            keys[key]: list_id
            for chunk in chunks(list(keys))
            for key, list_id in self._connection.execute(
                select(held.name_key, held.id).where(held.name_key.in_(chunk))
            )
        }

    def of_program(self, program_id: int) -> list[StaticList]:
        """Return the lists inside a program, in the order of their ids."""
        rows = self._connection.execute(
            _LISTS.where(static_list.c.program_id == program_id).order_by(static_list.c.id)
        )
        return [StaticList(*row) for row in rows]

    # Members

    def members(self, list_id: int, *, after: int = 0, limit: int) -> tuple[list[int], int]:
        """Return a page of member ids behind one id, ascending, and how many follow the page."""
        chosen = (list_member.c.list_id == list_id, list_member.c.lead_id > after)
        page = self.member_ids(list_id, after=after, limit=limit)
        if len(page) < limit:
            return page, 0
        left = self._connection.scalar(select(func.count()).select_from(list_member).where(*chosen))
        return page, (left or 0) - len(page)

    def member_ids(self, list_id: int, *, after: int = 0, limit: int) -> list[int]:
        """Return a page of member ids behind one id, ascending, without counting the others."""
        return list(
            self._connection.scalars(
                select(list_member.c.lead_id)
                .where(list_member.c.list_id == list_id, list_member.c.lead_id > after)
                .order_by(list_member.c.lead_id)
                .limit(limit)
            )
        )

    def has_members(self, list_id: int, number: int) -> bool:
        """Tell whether a list has so many members, or more."""
        member = (
            select(list_member.c.lead_id)
            .where(list_member.c.list_id == list_id)
            .order_by(list_member.c.lead_id)
        )
        return self._connection.scalar(member.offset(number - 1).limit(1)) is not None

    def contains(self, list_id: int, lead_ids: Collection[int]) -> set[int]:
        """Return those of the leads that are members."""
        return {
            found
            for chunk in _chunks([each for each in lead_ids if 0 < each <= MAX_ID])
            for found in self._connection.scalars(
                select(list_member.c.lead_id).where(
                    list_member.c.list_id == list_id, list_member.c.lead_id.in_(chunk)
                )
            )
        }

    def put(self, list_id: int, lead_ids: Collection[int]) -> list[int]:
        """Make leads members, and return in ascending order those that were none before.

        Raises:
            sqlalchemy.exc.IntegrityError: There is no such list, or no such lead.
        """
        added = sorted(set(lead_ids) - self.contains(list_id, lead_ids))
        if added:
            self._connection.execute(
                insert(list_member), [{"list_id": list_id, "lead_id": each} for each in added]
            )
        return added

    def remove(self, list_id: int, lead_ids: Collection[int]) -> list[int]:
        """Take leads out, and return in ascending order those that were members."""
        removed = sorted(self.contains(list_id, lead_ids))
        for chunk in _chunks(removed):
            self._connection.execute(
                delete(list_member).where(
                    list_member.c.list_id == list_id, list_member.c.lead_id.in_(chunk)
                )
            )
        return removed

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Make a lead a member wherever one of the others is, and take those out."""
        for chunk in _chunks(losers):
            held = list_member.c.lead_id.in_(chunk)
            self._connection.execute(
                insert(list_member)
                .prefix_with("OR IGNORE")
                .from_select(
                    ["list_id", "lead_id"],
                    select(list_member.c.list_id, literal(winner)).where(held).distinct(),
                )
            )
            self._connection.execute(
                delete(list_member).where(held, list_member.c.lead_id != winner)
            )

    # Imports

    def start_import(self, list_id: int, *, started_at: int, due_at: int, rows: int) -> int:
        """Note the list's latest import in place of an earlier one, and return the run's id."""
        self._connection.execute(delete(list_import).where(list_import.c.list_id == list_id))
        row = insert(list_import).values(
            list_id=list_id, started_at=started_at, due_at=due_at, rows=rows
        )
        return int(self._connection.scalars(row.returning(list_import.c.id)).one())

    def end_import(self, run_id: int, ended_at: int, outcome: Outcome) -> None:
        """Note how a run ended, unless a later one has taken its place."""
        self._connection.execute(
            update(list_import)
            .where(list_import.c.id == run_id)
            .values(ended_at=ended_at, **asdict(outcome))
        )

    def latest_import(self, list_id: int) -> ListImport | None:
        """Return the latest import into a list."""
        row = self._connection.execute(
            select(list_import).where(list_import.c.list_id == list_id)
        ).first()
        if row is None:
            return None
        outcome = None
        if row.ended_at is not None:
            outcome = Outcome(row.imported, row.failed, row.ignored, row.summary)
        return ListImport(row.started_at, row.due_at, row.rows, row.ended_at, outcome)

    def _find(self, condition: ColumnElement[bool]) -> StaticList | None:
        row = self._connection.execute(_LISTS.where(condition)).first()
        return None if row is None else StaticList(*row)


def _name_key(name: str) -> str:
    """Return the form in which names are compared: letter case does not count (a guess)."""
    return name.casefold()


def _chunks(values: Collection[int]) -> Iterator[Sequence[int]]:
    listed = list(values)
    return (listed[start : start + _CHUNK] for start in range(0, len(listed), _CHUNK))

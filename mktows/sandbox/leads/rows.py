"""Rows of leads, their foreign ids and cookies: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    update,
)

from mktows.database.chunks import chunks
from mktows.database.prepared import Prepared, as_list, one_of
from mktows.facts.lead_fields import LeadField
from mktows.parameters.keys import MAX_LEAD_ID, email_key
from mktows.parameters.lead_records import ForeignId
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.rows_fields import FieldNote, LeadFieldRows
from mktows.sandbox.leads.rows_updates import ids_updated_between
from mktows.sandbox.leads.tables import lead, lead_cookie, lead_foreign_id

_LOAD = Prepared(select(lead).where(lead.c.id.in_(one_of("ids"))).order_by(lead.c.id))
_EXISTING = Prepared(select(lead.c.id).where(lead.c.id.in_(one_of("ids"))))
_BY_EMAIL = Prepared(select(lead.c.id).where(lead.c.email_key.in_(one_of("keys"))))
_WITH_EMAIL = Prepared(select(lead).where(lead.c.email_key == bindparam("key")).order_by(lead.c.id))
_NEWEST_BY_EMAIL = Prepared(
    select(lead.c.email_key, func.max(lead.c.id))
    .where(lead.c.email_key.in_(one_of("keys")))
    .group_by(lead.c.email_key)
)
_BY_COOKIE = Prepared(select(lead_cookie.c.lead_id).where(lead_cookie.c.cookie.in_(one_of("keys"))))
_FOREIGN_IDS = Prepared(
    select(lead_foreign_id.c.lead_id, lead_foreign_id.c.type, lead_foreign_id.c.foreign_id)
    .where(lead_foreign_id.c.lead_id.in_(one_of("ids")))
    .order_by(lead_foreign_id.c.seq)
)
_COOKIES = Prepared(
    select(lead_cookie.c.lead_id, lead_cookie.c.cookie)
    .where(lead_cookie.c.lead_id.in_(one_of("ids")))
    .order_by(lead_cookie.c.cookie)
)

_FIRST_ID = 1


@dataclass(slots=True)
class Lead:
    """One lead as stored; its repr shows the id alone, because leads are people."""

    id: int
    created_at: int
    updated_at: int
    email: str | None = field(default=None, repr=False)
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    workspace: str = DEFAULT_WORKSPACE


class LeadRows:
    """The leads of one transaction.

    What was looked up is kept, and what was changed is held back and written in bulk by
    `flush`, so that a batch costs a few statements. A lookup that cannot be answered from
    what is kept writes first: a later record always sees an earlier one's effect.
    """

    def __init__(self, connection: Connection, fields: LeadFieldRows) -> None:
        self._connection = connection
        self._fields = fields
        self._leads: dict[int, Lead | None] = {}
        self._newest: dict[str, int | None] = {}
        self._foreign: dict[ForeignId, int | None] = {}
        self._cookies: dict[str, int | None] = {}
        self._next_id: int | None = None
        self._created: dict[int, Lead] = {}
        self._changed: dict[int, Lead] = {}
        self._set_foreign: dict[ForeignId, int] = {}
        self._set_cookies: dict[str, int] = {}
        self._touched: dict[int, int] = {}

    def fields(self) -> Mapping[str, LeadField]:
        """Return the lead fields that SOAP knows, by name."""
        return self._fields.all().soap

    def rest_fields(self) -> Mapping[str, LeadField]:
        """Return the lead fields that the REST API knows, by their name there."""
        return self._fields.all().rest

    def define_field(self, defined: LeadField) -> None:
        """Give the instance a field, or define one of this name anew.

        No operation does that: an administrator does (documented).
        """
        self._fields.define(defined)
        if defined.lookup:
            self.index_attribute(defined.name)

    def note_field(self, name: str, noted: FieldNote) -> None:
        """Keep what the REST API tells of a field besides."""
        self._fields.note(name, noted)

    def field_notes(self) -> dict[str, FieldNote]:
        """Return what the REST API tells of fields besides, by their names."""
        return self._fields.notes()

    def index_attribute(self, name: str) -> None:
        """Make lookups by this field's value fast."""
        path = _attribute(name)
        title = name.replace('"', '""')
        compared = "COLLATE NOCASE" if self._ignores_case(name) else ""
        self._connection.exec_driver_sql(f'DROP INDEX IF EXISTS "lead_by_attribute_{title}"')
        self._connection.exec_driver_sql(
            f'CREATE INDEX "lead_by_attribute_{title}" ON lead ({path} {compared}) '
            f"WHERE {path} IS NOT NULL"
        )

    # Lookups for writing

    def prefetch(
        self,
        ids: Iterable[int] = (),
        foreign_ids: Iterable[ForeignId] = (),
        emails: Iterable[str] = (),
    ) -> None:
        """Look up the keys of a whole batch at once."""
        self.flush()
        wanted = set(ids)
        foreign = set(foreign_ids)
        self._foreign.update(dict.fromkeys(foreign))
        for kind in {kind for kind, _ in foreign}:
            for chunk in chunks([value for known, value in foreign if known == kind]):
                for row in self._connection.execute(
                    select(lead_foreign_id.c.foreign_id, lead_foreign_id.c.lead_id).where(
                        lead_foreign_id.c.type == kind, lead_foreign_id.c.foreign_id.in_(chunk)
                    )
                ):
                    self._foreign[kind, row.foreign_id] = row.lead_id
                    wanted.add(row.lead_id)
        keys = {email_key(email) for email in emails}
        self._newest.update(dict.fromkeys(keys))
        for key, newest in _NEWEST_BY_EMAIL.rows(self._connection, keys=as_list(keys)):
            self._newest[key] = newest
            wanted.add(newest)
        # A lead already at hand stays the same object, with what was changed on it.
        missing = wanted - self._leads.keys()
        self._leads.update(dict.fromkeys(missing))
        self._leads.update((found.id, found) for found in self.load(missing))

    def get(self, lead_id: int) -> Lead | None:
        """Return one lead to work on."""
        if lead_id not in self._leads:
            self.prefetch(ids=[lead_id])
        return self._leads[lead_id]

    def by_foreign_id(self, foreign_id: ForeignId) -> Lead | None:
        """Return the lead that holds a foreign id."""
        if foreign_id not in self._foreign:
            self.prefetch(foreign_ids=[foreign_id])
        found = self._foreign[foreign_id]
        return None if found is None else self.get(found)

    def newest_by_email(self, email: str) -> Lead | None:
        """Return the lead added last among those with an address."""
        key = email_key(email)
        if key not in self._newest:
            self.prefetch(emails=[email])
        found = self._newest[key]
        return None if found is None else self.get(found)

    def by_cookie(self, cookie: str) -> Lead | None:
        """Return the lead a browser belongs to."""
        if cookie not in self._cookies:
            self.flush()
            self._cookies[cookie] = self._connection.scalar(
                select(lead_cookie.c.lead_id).where(lead_cookie.c.cookie == cookie)
            )
        found = self._cookies[cookie]
        return None if found is None else self.get(found)

    # Changes

    def create(
        self,
        email: str | None,
        now: int,
        *,
        lead_id: int | None = None,
        workspace: str = DEFAULT_WORKSPACE,
    ) -> Lead:
        """Return a new lead.

        Args:
            email: Its address, which other leads may have too.
            now: The moment, in seconds since 1970.
            lead_id: The id it comes with; by default one that was never used before.
            workspace: Where it is.

        Raises:
            ValueError: The id is taken, or no lead can have it.
        """
        if lead_id is None:
            lead_id = self._take_id()
        elif not 0 < lead_id <= MAX_LEAD_ID:
            raise ValueError(f"a lead's id is 1 to {MAX_LEAD_ID}, not {lead_id}")
        elif self.get(lead_id) is not None:
            raise ValueError(f"there is a lead {lead_id} already")
        else:
            self._next_id = max(self._unused_id(), lead_id + 1)
        made = Lead(lead_id, created_at=now, updated_at=now, workspace=workspace)
        self._created[made.id] = made
        self._leads[made.id] = made
        self.set_email(made, email)
        return made

    def mark(self, changed: Lead) -> None:
        """Have a lead's new content written."""
        if changed.id not in self._created:
            self._changed[changed.id] = changed

    def touch(self, lead_id: int, at: int) -> None:
        """Have a lead count as changed at a moment, without reading it."""
        waiting = self._created.get(lead_id) or self._changed.get(lead_id)
        if waiting is None:
            self._touched[lead_id] = max(self._touched.get(lead_id, at), at)
        for held in (waiting, self._leads.get(lead_id)):
            if held is not None:
                held.updated_at = max(held.updated_at, at)

    def set_email(self, changed: Lead, email: str | None) -> None:
        """Give a lead another address, and keep the lookups by address right."""
        if changed.email is not None:
            # Another lead may be the newest under the old address now: ask the table.
            self._newest.pop(email_key(changed.email), None)
        changed.email = email
        if email is not None and (key := email_key(email)) in self._newest:
            self._newest[key] = max(self._newest[key] or 0, changed.id)
        self.mark(changed)

    def set_foreign_id(self, holder: Lead, foreign_id: ForeignId) -> None:
        """Give a foreign id to a lead; it leaves the lead that had it."""
        self._set_foreign.pop(foreign_id, None)
        self._set_foreign[foreign_id] = holder.id
        self._foreign[foreign_id] = holder.id

    def set_cookie(self, holder: Lead, cookie: str) -> None:
        """Let a browser belong to a lead; it leaves the lead it belonged to."""
        self._set_cookies[cookie] = holder.id
        self._cookies[cookie] = holder.id

    def flush(self) -> None:
        """Write what was changed."""
        if self._created:
            self._connection.execute(insert(lead), [_row(made) for made in self._created.values()])
            self._created = {}
        if self._changed:
            rows = [{**_row(each), "changed_id": each.id} for each in self._changed.values()]
            self._connection.execute(update(lead).where(lead.c.id == bindparam("changed_id")), rows)
            self._changed = {}
        if self._touched:
            self._connection.execute(
                update(lead)
                .where(lead.c.id == bindparam("touched_id"), lead.c.updated_at < bindparam("at"))
                .values(updated_at=bindparam("at")),
                [{"touched_id": each, "at": at} for each, at in self._touched.items()],
            )
            self._touched = {}
        if self._set_foreign:
            # OR REPLACE takes the id from its former holder and gives the row a new `seq`.
            self._connection.execute(
                insert(lead_foreign_id).prefix_with("OR REPLACE"),
                [
                    {"type": kind, "foreign_id": value, "lead_id": holder}
                    for (kind, value), holder in self._set_foreign.items()
                ],
            )
            self._set_foreign = {}
        if self._set_cookies:
            self._connection.execute(
                insert(lead_cookie).prefix_with("OR REPLACE"),
                [
                    {"cookie": cookie, "lead_id": holder}
                    for cookie, holder in self._set_cookies.items()
                ],
            )
            self._set_cookies = {}

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Give foreign ids and browsers to another lead, which goes on to show its own id."""
        self.flush()
        held = lead_foreign_id.c
        own = self._connection.execute(
            select(held.type, held.foreign_id, held.lead_id)
            .where(held.lead_id == winner)
            .order_by(held.seq)
        ).all()
        for chunk in chunks(losers):
            for table in (lead_foreign_id, lead_cookie):
                self._connection.execute(
                    update(table).where(table.c.lead_id.in_(chunk)).values(lead_id=winner)
                )
        if own:
            # Set again: the one set most recently is the one shown.
            self._connection.execute(
                insert(lead_foreign_id).prefix_with("OR REPLACE"), [row._asdict() for row in own]
            )
        self._forget()

    def delete(self, ids: Collection[int]) -> None:
        """Delete leads, and with them all that refers to them."""
        self.flush()
        for chunk in chunks(ids):
            self._connection.execute(delete(lead).where(lead.c.id.in_(chunk)))
        self._forget()

    # Lookups for reading

    def existing(self, ids: Collection[int]) -> set[int]:
        """Return those ids that are leads'."""
        self.flush()
        possible = as_list(each for each in ids if 0 < each <= MAX_ID)
        return {found for (found,) in _EXISTING.rows(self._connection, ids=possible)}

    def ids_by_email(self, emails: Collection[str]) -> set[int]:
        """Return every lead with one of these addresses."""
        self.flush()
        keys = as_list({email_key(email) for email in emails})
        return {found for (found,) in _BY_EMAIL.rows(self._connection, keys=keys)}

    def with_email(self, email: str) -> list[Lead]:
        """Return the leads with an address, in ascending order of their ids."""
        self.flush()
        return [lead_of(row) for row in _WITH_EMAIL.rows(self._connection, key=email_key(email))]

    def ids_by_cookie(self, cookies: Collection[str]) -> set[int]:
        """Return the leads these browsers belong to."""
        self.flush()
        rows = _BY_COOKIE.rows(self._connection, keys=as_list(cookies))
        return {found for (found,) in rows}

    def ids_by_foreign_id(self, kind: str, values: Collection[str]) -> set[int]:
        """Return the leads that hold one of these foreign ids of a type."""
        self.flush()
        held = lead_foreign_id.c
        return {
            found
            for chunk in chunks(values)
            for found in self._connection.scalars(
                select(held.lead_id).where(held.type == kind, held.foreign_id.in_(chunk))
            )
        }

    def ids_by_workspace(self, workspaces: Collection[str], *, limit: int) -> set[int]:
        """Return leads in one of these workspaces, no more than a number of each."""
        self.flush()
        return {
            found
            for each in workspaces
            for found in self._connection.scalars(
                select(lead.c.id)
                .where(
                    lead.c.workspace == each,
                    # As the index says it, where it is of use.
                    *(
                        [lead.c.workspace != literal_column(f"'{DEFAULT_WORKSPACE}'")]
                        if each != DEFAULT_WORKSPACE
                        else []
                    ),
                )
                .limit(limit)
            )
        }

    def ids_by_attribute(self, name: str, values: Collection[str]) -> set[int]:
        """Return every lead whose field has one of these values."""
        self.flush()
        column: ColumnElement[str] = literal_column(_attribute(name))
        if self._ignores_case(name):
            column = column.collate("NOCASE")
        return {
            found
            for chunk in chunks(values)
            for found in self._connection.scalars(select(lead.c.id).where(column.in_(chunk)))
        }

    def newest_by_attribute(self, name: str, values: Collection[str]) -> dict[str, int]:
        """Return, per value of a field that a lead has, the lead added last."""
        self.flush()
        column: ColumnElement[str] = literal_column(_attribute(name))
        compared: Callable[[str], str] = str
        if self._ignores_case(name):
            column, compared = column.collate("NOCASE"), str.casefold
        newest = {
            compared(value): found
            for chunk in chunks(values)
            for value, found in self._connection.execute(
                select(column, func.max(lead.c.id)).where(column.in_(chunk)).group_by(column)
            )
        }
        return {value: newest[compared(value)] for value in values if compared(value) in newest}

    def load(self, ids: Collection[int]) -> list[Lead]:
        """Return the leads with these ids, in ascending order; unknown ids are left out."""
        self.flush()
        known = as_list(each for each in ids if 0 < each <= MAX_ID)
        return [lead_of(row) for row in _LOAD.rows(self._connection, ids=known)]

    def updated_between(
        self, oldest: int, latest: int, *, after: int, limit: int
    ) -> tuple[list[Lead], int]:
        """Return a page of the leads changed in a range, and how many follow it."""
        self.flush()
        ids, left = ids_updated_between(self._connection, oldest, latest, after=after, limit=limit)
        return self.load(ids), left

    def created_between(self, oldest: int, latest: int, *, after: int, limit: int) -> list[Lead]:
        """Return a page of the leads made in a range, by their ids; no index serves it."""
        self.flush()
        held = lead.c
        rows = self._connection.execute(
            select(lead)
            .where(held.id > after, held.created_at.between(oldest, latest))
            .order_by(held.id)
            .limit(limit)
        )
        return [lead_of(row) for row in rows]

    def foreign_ids(self, ids: Collection[int]) -> dict[int, ForeignId]:
        """Return, per lead, the foreign id set most recently."""
        self.flush()
        rows = _FOREIGN_IDS.rows(self._connection, ids=as_list(ids))
        return {lead_id: (kind, value) for lead_id, kind, value in rows}

    def all_foreign_ids(self, ids: Collection[int]) -> dict[int, list[ForeignId]]:
        """Return, per lead, its foreign ids, the one set most recently at the end."""
        self.flush()
        found: dict[int, list[ForeignId]] = {}
        for lead_id, kind, value in _FOREIGN_IDS.rows(self._connection, ids=as_list(ids)):
            found.setdefault(lead_id, []).append((kind, value))
        return found

    def cookies(self, ids: Collection[int]) -> dict[int, list[str]]:
        """Return, per lead, the cookies of its browsers."""
        self.flush()
        found: dict[int, list[str]] = {}
        for lead_id, value in _COOKIES.rows(self._connection, ids=as_list(ids)):
            found.setdefault(lead_id, []).append(value)
        return found

    def _ignores_case(self, name: str) -> bool:
        """Tell whether a field's values are addresses, in which letter case does not count."""
        known = self.fields().get(name)
        return known is not None and known.data_type == "email"

    def _forget(self) -> None:
        """Drop what was looked up: the tables have been changed past it."""
        self._leads, self._newest, self._foreign, self._cookies = {}, {}, {}, {}

    def _take_id(self) -> int:
        taken = self._unused_id()
        self._next_id = taken + 1
        return taken

    def _unused_id(self) -> int:
        """Return the least id above all that were ever used."""
        if self._next_id is None:
            last = self._connection.exec_driver_sql(
                "SELECT seq FROM sqlite_sequence WHERE name = 'lead'"
            ).scalar()
            self._next_id = _FIRST_ID if last is None else last + 1
        return self._next_id


def _attribute(name: str) -> str:
    """Return the SQL for one field of the JSON column.

    Written out, not bound: an index on an expression serves only the very same expression.
    """
    path = f'$."{name}"'.replace("'", "''")
    return f"json_extract(attributes, '{path}')"


def _row(stored: Lead) -> dict[str, object]:
    return {
        "id": stored.id,
        "email": stored.email,
        "email_key": None if stored.email is None else email_key(stored.email),
        "attributes": json.dumps(stored.attributes, ensure_ascii=False, separators=(",", ":")),
        "created_at": stored.created_at,
        "updated_at": stored.updated_at,
        "workspace": stored.workspace,
    }


def lead_of(row: Sequence[Any]) -> Lead:
    """Return the lead of a row, whose columns are those of the table."""
    lead_id, created_at, updated_at, workspace, email, _, attributes = row
    return Lead(lead_id, created_at, updated_at, email, json.loads(attributes), workspace)

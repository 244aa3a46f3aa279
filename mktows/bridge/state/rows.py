"""Rows of the bridge's state: the SQL of one transaction, for one tenant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from mktows.bridge.state.tables import (
    attempt,
    import_job,
    known,
    last_number,
    number,
    secret,
    seen,
)
from mktows.database.upserts import upsert

FIRST_NUMBER = 1_000_000_001
"""The first number given out: so far above the ids of old that none of these meets another."""

_LONGEST = 200
"""Characters of a name in a key: an index of PostgreSQL takes 2,700 bytes."""

Standing = Literal["ours", "busy", "unknown"]
"""The standing of a call that must not be made twice: ours to make; being made by another, at this
moment; nobody's to make, since it is not known what became of it."""

Seen = Literal["new", "busy", "carried out", "unknown"]
"""The fate of a request that was seen before."""
BUSY: Seen = "busy"
UNKNOWN_OUTCOME: Seen = "unknown"


class StateRows:
    """The state of one tenant in one transaction.

    Args:
        connection: The transaction.
        tenant: The tenant.
        now: The moment, in seconds since 1970.
    """

    def __init__(self, connection: Connection, tenant: str, now: float) -> None:
        self._connection = connection
        self._tenant = tenant
        self._now = now

    def get(self, kind: str, name: str) -> Any | None:
        """Return what is known, None where nothing is, or not any more."""
        row = self._connection.execute(
            select(known.c.content).where(
                known.c.tenant == self._tenant,
                known.c.kind == kind,
                known.c.name == _short(name),
                known.c.until > self._now,
            )
        ).first()
        return None if row is None else json.loads(row[0])

    def put(self, kind: str, name: str, content: object, seconds: float) -> None:
        """Keep something for some seconds; what was known of that name is replaced."""
        upsert(
            self._connection,
            known,
            {
                "tenant": self._tenant,
                "kind": kind,
                "name": _short(name),
                "content": json.dumps(content),
                "since": self._now,
                "until": self._now + seconds,
            },
            keys=("tenant", "kind", "name"),
        )

    def forget(self, kind: str, name: str | None = None) -> None:
        """Forget something, or all of a kind."""
        condition = (known.c.tenant == self._tenant) & (known.c.kind == kind)
        if name is not None:
            condition &= known.c.name == _short(name)
        self._connection.execute(delete(known).where(condition))

    def numbers(self, kind: str, guids: Sequence[str]) -> dict[str, int]:
        """Return the numbers of ids of the REST API; those that have none get one."""
        found = {}
        for each in guids:
            query = select(number.c.number).where(
                number.c.tenant == self._tenant, number.c.kind == kind, number.c.guid == each
            )
            found[each] = self._connection.scalar(query)
        for each, has in found.items():
            if has is None:
                found[each] = self._next_number()
                self._connection.execute(
                    insert(number).values(
                        tenant=self._tenant, kind=kind, guid=each, number=found[each]
                    )
                )
        return {each: int(has) for each, has in found.items() if has is not None}

    def guids(self, kind: str, numbers: Collection[int]) -> dict[int, str]:
        """Return the ids of the REST API that numbers stand for; those that stand for none lack."""
        found = {}
        for each in numbers:
            query = select(number.c.guid).where(
                number.c.tenant == self._tenant, number.c.kind == kind, number.c.number == each
            )
            guid = self._connection.scalar(query)
            if guid is not None:
                found[each] = str(guid)
        return found

    def begin(
        self, digest: str, operation: str, owner: str, *, seconds: float, kept: float
    ) -> Standing:
        """Take the turn to make a call that must not be made twice, if nobody else has it.

        Args:
            digest: What tells the call.
            operation: Its operation.
            owner: Who makes it: a name that nobody else has.
            seconds: Seconds until which it is over.
            kept: Seconds for which an unknown outcome is remembered, from now.
        """
        standing = self.standing(digest)
        if standing is not None:
            return standing
        upsert(
            self._connection,
            attempt,
            {
                "tenant": self._tenant,
                "digest": digest,
                "operation": operation,
                "owner": owner,
                "since": self._now,
                "owned_until": self._now + seconds,
                "until": self._now + kept,
            },
            keys=("tenant", "digest"),
        )
        return "ours"

    def end(self, digest: str, owner: str, *, unknown: bool, kept: float) -> None:
        """Give the turn back, or note that nobody knows what became of the call."""
        mine = (
            (attempt.c.tenant == self._tenant)
            & (attempt.c.digest == digest)
            & (attempt.c.owner == owner)
        )
        if unknown:
            self._connection.execute(
                update(attempt).where(mine).values(owner="", until=self._now + kept)
            )
        else:
            self._connection.execute(delete(attempt).where(mine))

    def allow(self, digest: str) -> bool:
        """Let a call be made again whose outcome is unknown; tell whether there was one."""
        gone = self._connection.execute(
            delete(attempt).where(
                attempt.c.tenant == self._tenant,
                attempt.c.digest == digest,
                self._is_unknown,
            )
        )
        return bool(gone.rowcount)

    def standing(self, digest: str) -> Standing | None:
        """Tell whether a call is being made, or its outcome is unknown; None for neither."""
        row = self._connection.execute(
            select(attempt.c.owner, attempt.c.owned_until).where(
                attempt.c.tenant == self._tenant,
                attempt.c.digest == digest,
                attempt.c.until > self._now,
            )
        ).first()
        if row is None:
            return None
        return "busy" if row.owner and row.owned_until > self._now else "unknown"

    def unknown_outcomes(self) -> list[Mapping[str, Any]]:
        """Return the calls of which nobody knows what became: digest, operation and since when."""
        rows = self._connection.execute(
            select(attempt.c.digest, attempt.c.operation, attempt.c.since)
            .where(
                attempt.c.tenant == self._tenant,
                attempt.c.until > self._now,
                self._is_unknown,
            )
            .order_by(attempt.c.since)
        )
        return [dict(row._mapping) for row in rows]

    def see(
        self, digest: str, *, busy: float, seconds: float, repeat_unknown: bool = False
    ) -> Seen:
        """Note that a request is being answered, if it is new; tell what became of it before.

        Args:
            digest: What tells the request.
            busy: Seconds until which its answering is over.
            seconds: Seconds for which it is remembered.
            repeat_unknown: Whether one of which nobody knows what became is as good as new.
        """
        mine = (seen.c.tenant == self._tenant) & (seen.c.digest == digest)
        row = self._connection.execute(
            select(seen.c.outcome, seen.c.busy_until).where(mine, seen.c.until > self._now)
        ).first()
        if row is not None:
            over = row.outcome == BUSY and row.busy_until <= self._now
            before: Seen = UNKNOWN_OUTCOME if over else row.outcome
            if before != UNKNOWN_OUTCOME or not repeat_unknown:
                return before
        upsert(
            self._connection,
            seen,
            {
                "tenant": self._tenant,
                "digest": digest,
                "outcome": BUSY,
                "busy_until": self._now + busy,
                "until": self._now + seconds,
            },
            keys=("tenant", "digest"),
        )
        return "new"

    def end_seen(self, digest: str, outcome: str | None) -> None:
        """Note what became of a request; None forgets one that was not carried out."""
        mine = (seen.c.tenant == self._tenant) & (seen.c.digest == digest)
        if outcome is None:
            self._connection.execute(delete(seen).where(mine))
        else:
            self._connection.execute(update(seen).where(mine).values(outcome=outcome))

    def add_import(self, program: str, list_name: str, content: object, seconds: float) -> int:
        """Note an import into a list for some seconds, and return its number."""
        made = self._connection.execute(
            insert(import_job)
            .values(
                tenant=self._tenant,
                program=program,
                list=list_name,
                content=json.dumps(content),
                since=self._now,
                until=self._now + seconds,
            )
            .returning(import_job.c.id)
        )
        return int(made.scalar_one())

    def change_import(self, job: int, content: object) -> None:
        """Replace what is noted of an import."""
        self._connection.execute(
            update(import_job).where(import_job.c.id == job).values(content=json.dumps(content))
        )

    def drop_import(self, job: int) -> None:
        """Forget an import that was not begun."""
        self._connection.execute(delete(import_job).where(import_job.c.id == job))

    def newest_import(self, program: str, list_name: str) -> tuple[int, Any] | None:
        """Return number and content of the newest import into a list."""
        row = self._connection.execute(
            select(import_job.c.id, import_job.c.content)
            .where(
                import_job.c.tenant == self._tenant,
                import_job.c.program == program,
                import_job.c.list == list_name,
                import_job.c.until > self._now,
            )
            .order_by(import_job.c.id.desc())
            .limit(1)
        ).first()
        return None if row is None else (int(row[0]), json.loads(row[1]))

    def tidy(self) -> None:
        """Forget what is over, of all tenants."""
        for table in (known, attempt, seen, import_job):
            self._connection.execute(delete(table).where(table.c.until <= self._now))

    def secret(self, name: str, made: str) -> str:
        """Return a secret of the bridge, which is `made` if there was none."""
        found = self._connection.scalar(select(secret.c.value).where(secret.c.name == name))
        if found is None:
            self._connection.execute(insert(secret).values(name=name, value=made))
            return made
        return str(found)

    @property
    def _is_unknown(self) -> ColumnElement[bool]:
        """The attempts of which nobody knows what became, those of killed processes too."""
        return or_(attempt.c.owner == "", attempt.c.owned_until <= self._now)

    def _next_number(self) -> int:
        mine = last_number.c.tenant == self._tenant
        last = self._connection.scalar(select(last_number.c.number).where(mine))
        following = FIRST_NUMBER if last is None else int(last) + 1
        upsert(
            self._connection,
            last_number,
            {"tenant": self._tenant, "number": following},
            keys=("tenant",),
        )
        return following


def _short(name: str) -> str:
    """A name, or a digest of one that is too long for a key."""
    return name if len(name) <= _LONGEST else hashlib.sha256(name.encode()).hexdigest()

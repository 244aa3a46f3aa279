"""Rows of the instance's settings and of waiting work: the SQL of one transaction."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mktows.database.prepared import Prepared
from mktows.sandbox.instance.settings import AssignmentRule, Instance
from mktows.sandbox.instance.tables import instance, job, world

_DUE = job.c.due_at <= bindparam("now")
_NEXT_DUE = Prepared(
    select(job.c.id, job.c.due_at, job.c.kind, job.c.content)
    .where(_DUE)
    .order_by(job.c.due_at, job.c.id)
    .limit(1)
)
_IS_DUE = Prepared(select(select(job.c.id).where(_DUE).exists()))
_SETTINGS = Prepared(select(instance.c.settings))


@dataclass(frozen=True, slots=True)
class Job:
    """Work that waits for its moment; `content` may hold lead data and stays out of the repr."""

    id: int
    due_at: int
    kind: str
    content: dict[str, Any] = field(repr=False)


class InstanceRows:
    """The settings of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._settings: Instance | None = None

    def settings(self) -> Instance:
        """Return the settings; another process may have changed them since the last call."""
        if self._settings is None:
            ((text,),) = _SETTINGS.rows(self._connection)
            stored = json.loads(text)
            rules = tuple(AssignmentRule(**each) for each in stored.pop("assignment_rules"))
            stored["workspaces"] = tuple(stored["workspaces"])
            self._settings = Instance(**stored, assignment_rules=rules)
        return self._settings

    def world(self) -> str | None:
        """Return the digest of the world that the database began with, if it did with one."""
        return self._connection.scalars(select(world.c.digest)).one_or_none()

    def note_world(self, digest: str) -> None:
        """Note the world that the database begins with."""
        self._connection.execute(insert(world).values(digest=digest))

    def set_up(self, settings: Instance) -> None:
        """Write the settings of a new database."""
        self._connection.execute(insert(instance).values(settings=_text(settings)))
        self._settings = settings

    def change(self, settings: Instance) -> None:
        """Replace the settings."""
        self._connection.execute(update(instance).values(settings=_text(settings)))
        self._settings = settings


class JobRows:
    """The waiting work of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, kind: str, due_at: int, content: Mapping[str, Any]) -> int:
        """Have work done at a moment, in seconds since 1970; returns its id."""
        text = json.dumps(content, ensure_ascii=False)
        row = insert(job).values(kind=kind, due_at=due_at, content=text).returning(job.c.id)
        return int(self._connection.scalars(row).one())

    def next_due(self, now: int) -> Job | None:
        """Return the work that should have been done longest ago, if any is due."""
        for job_id, due_at, kind, content in _NEXT_DUE.rows(self._connection, now=now):
            return Job(job_id, due_at, kind, json.loads(content))
        return None

    def is_due(self, now: int) -> bool:
        """Return whether any work is due."""
        ((due,),) = _IS_DUE.rows(self._connection, now=now)
        return bool(due)

    def remove(self, job_id: int) -> None:
        """Forget work, because it is done or not wanted any more."""
        self._connection.execute(delete(job).where(job.c.id == job_id))


def _text(settings: Instance) -> str:
    return json.dumps(asdict(settings))

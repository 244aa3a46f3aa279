"""Rows of access tokens and of usage: the SQL of one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.sandbox.rest.tables import rest_token, rest_usage

_KEPT_SECONDS = 24 * 60 * 60
Usage = tuple[str, str, int]
"""Day, user and code."""


@dataclass(frozen=True, slots=True)
class Issue:
    """The giving out of one access token, and what it is made from.

    Attributes:
        issued_at: In seconds since 1970.
        lasts: Seconds.
        salt: What it is made from, with the client's secret.
    """

    issued_at: int
    lasts: int
    salt: str

    @property
    def ends_at(self) -> int:
        """The moment at which it ends."""
        return self.issued_at + self.lasts


class RestRows:
    """The access tokens and the usage of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def issues(self, client_id: str) -> list[Issue]:
        """Return the tokens of a client that are not forgotten, the newest first."""
        held = rest_token.c
        rows = self._connection.execute(
            select(held.issued_at, held.lasts, held.salt)
            .where(held.client_id == client_id)
            .order_by(held.id.desc())
        )
        return [Issue(*row) for row in rows]

    def issue(self, client_id: str, issued: Issue) -> None:
        """Note a new token, and forget those that ended a day ago."""
        held = rest_token.c
        self._connection.execute(
            delete(rest_token).where(
                held.client_id == client_id,
                held.issued_at + held.lasts < issued.issued_at - _KEPT_SECONDS,
            )
        )
        self._connection.execute(
            insert(rest_token).values(
                client_id=client_id,
                issued_at=issued.issued_at,
                lasts=issued.lasts,
                salt=issued.salt,
            )
        )

    def withdraw(self, client_id: str) -> None:
        """Forget all tokens of a client."""
        self._connection.execute(delete(rest_token).where(rest_token.c.client_id == client_id))

    def end(self, client_id: str, now: int) -> None:
        """Let all tokens of a client have ended."""
        held = rest_token.c
        self._connection.execute(
            rest_token.update()
            .where(held.client_id == client_id, held.issued_at + held.lasts > now)
            .values(lasts=now - held.issued_at)
        )

    def count(self, calls: Counter[Usage]) -> None:
        """Add calls to those that were counted."""
        for (day, user, code), number in calls.items():
            added = upsert(rest_usage).values(day=day, user=user, code=code, calls=number)
            self._connection.execute(
                added.on_conflict_do_update(
                    index_elements=[rest_usage.c.day, rest_usage.c.user, rest_usage.c.code],
                    set_={"calls": rest_usage.c.calls + number},
                )
            )

    def usage(self, first_day: str) -> list[tuple[Usage, int]]:
        """Return the calls by day, user and code, from a day on."""
        held = rest_usage.c
        rows = self._connection.execute(
            select(held.day, held.user, held.code, held.calls)
            .where(held.day >= first_day)
            .order_by(held.day, held.user, held.code)
        )
        return [((day, user, code), calls) for day, user, code, calls in rows]

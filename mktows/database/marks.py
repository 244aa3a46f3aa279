"""The marks of a database: whose it is and of which version, and the words that refuse it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from mktows.database.failures import UnusableDatabase
from mktows.database.schema import Schema


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a database, as texts for users say it.

    Attributes:
        name: Its name, such as a path; without any secret.
        kind: The kind of place, such as `file`.
        others: What to give instead; who made it follows.
    """

    name: str
    kind: str
    others: str

    def unusable(self, schema: Schema, reason: str) -> UnusableDatabase:
        """The error that it cannot serve a schema."""
        return UnusableDatabase(
            f"cannot use {self.name} as {schema.owner}'s database: {reason}; give {self.others} "
            f"{schema.owner} made"
        )


def require_marks(
    schema: Schema, place: Place, owner: int, version: int, tables: Collection[str]
) -> None:
    """Make sure that a database that holds something is one of a schema, and of its version.

    Args:
        schema: The schema.
        place: The database.
        owner: The `application_id` that it bears.
        version: The version that it bears.
        tables: The names of its tables.

    Raises:
        UnusableDatabase: It is not ours, of another version, or damaged.
    """
    if owner != schema.application_id:
        raise place.unusable(schema, "it belongs to another program")
    if version < 1:
        raise place.unusable(schema, f"no version of mktows writes its user_version, {version}")
    if version < schema.version:
        raise UnusableDatabase(
            f"{place.name} was written by an older version of mktows (database version "
            f"{version}, this one writes {schema.version}); it was left as it is: give another "
            f"{place.kind}"
        )
    if version > schema.version:
        raise UnusableDatabase(
            f"{place.name} was written by a newer version of mktows (database version "
            f"{version}, this one knows {schema.version}); update mktows or give another "
            f"{place.kind}"
        )
    missing = [name for name in schema.tables if name not in tables]
    if missing:
        raise place.unusable(schema, f"it is damaged: its table {missing[0]} is missing")

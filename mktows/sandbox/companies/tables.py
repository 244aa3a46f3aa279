"""The tables of companies and of sales persons."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text

from mktows.sandbox.tables import metadata


def _table(name: str) -> Table:
    """Return a table; `search_key` is the casefolded name of a company, the address of a person."""
    made = Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("external_id", Text, nullable=False, unique=True),
        Column("search_key", Text),
        Column("attributes", Text, nullable=False),  # JSON: {name: value}
        Column("created_at", Integer, nullable=False),
        Column("updated_at", Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    Index(f"{name}_by_search_key", made.c.search_key)
    return made


company = _table("company")
sales_person = _table("sales_person")

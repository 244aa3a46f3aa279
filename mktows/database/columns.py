"""Types of columns that hold the same in each of the databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Dialect, Integer, Text, TypeDecorator

BigNumber = BigInteger().with_variant(Integer(), "sqlite")
"""A whole number beyond 31 bits, such as milliseconds since 1970."""


class ForeignText(TypeDecorator[str]):
    """Text that somebody else wrote. PostgreSQL keeps no NUL: it is replaced there."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """See `TypeDecorator.process_bind_param`."""
        if value is None or dialect.name != "postgresql":
            return value
        return value.replace("\0", "\N{REPLACEMENT CHARACTER}")

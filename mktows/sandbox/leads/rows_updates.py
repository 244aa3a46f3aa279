"""Pages of leads by the time of their last update, and how many follow: the SQL of one read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, TextClause, text

from mktows.sandbox.leads.tables_blocks import BLOCK_BITS

_FEW = 1000
"""As many leads in a range are read from the index at once."""
_MIXED_BLOCKS = 16
"""As many blocks that lie in a range in part are counted lead by lead."""

_IN_RANGE = "updated_at BETWEEN :oldest AND :latest"
_INDEXED = f"lead INDEXED BY lead_by_update WHERE {_IN_RANGE}"
# Read by id, block by block: CROSS JOIN keeps SQLite from turning the loops around.
_BLOCKS = "lead_block WHERE newest >= :oldest AND oldest <= :latest"
_WHOLE = "oldest >= :oldest AND newest <= :latest"
_BY_BLOCK = f"""
    (SELECT block FROM {_BLOCKS} AND block {{blocks}} ORDER BY block)
    CROSS JOIN lead NOT INDEXED
    WHERE id BETWEEN block << {BLOCK_BITS} AND ((block + 1) << {BLOCK_BITS}) - 1
        AND id > :after AND {_IN_RANGE}
"""

_HOW_MANY = text(f"SELECT count(*) FROM (SELECT 1 FROM {_INDEXED} LIMIT :few)")
_FEW_IDS = text(f"SELECT id FROM {_INDEXED} AND +id > :after ORDER BY +id")
_PAGE = text(
    f"SELECT id FROM {_BY_BLOCK.format(blocks='>= :block')} ORDER BY block, id LIMIT :limit"
)
_SUMS = text(
    f"SELECT coalesce(sum(leads * ({_WHOLE})), 0) AS whole, "
    f"coalesce(sum(NOT ({_WHOLE})), 0) AS mixed FROM {_BLOCKS} AND block > :block"
)
_OWN_BLOCK = text(
    "SELECT count(*) FROM lead NOT INDEXED "
    f"WHERE id > :after AND id < (:block + 1) << {BLOCK_BITS} AND {_IN_RANGE}"
)
_MIXED = text(f"SELECT count(*) FROM {_BY_BLOCK.format(blocks=f'> :block AND NOT ({_WHOLE})')}")
_COUNT = text(f"SELECT count(*) FROM {_INDEXED} AND +id > :after")


def ids_updated_between(
    connection: Connection, oldest: int, latest: int, *, after: int, limit: int
) -> tuple[list[int], int]:
    """Return a page of ids, ascending, and exactly how many follow it.

    Reading costs about the same for any number of leads: few of them are found by the index on
    the time, many by their ids, and whole blocks of them are counted at once. Only where the
    leads in range are many and scattered among others are they counted one by one.
    """
    given = {"oldest": oldest, "latest": latest, "after": after}
    if _number(connection, _HOW_MANY, {**given, "few": _FEW}) < _FEW:
        ids = list(connection.scalars(_FEW_IDS, given))
        return ids[:limit], len(ids[limit:])
    given["block"] = after >> BLOCK_BITS
    page = list(connection.scalars(_PAGE, {**given, "limit": limit}))
    if len(page) < limit:
        return page, 0
    given |= {"after": page[-1], "block": page[-1] >> BLOCK_BITS}
    whole, mixed = connection.execute(_SUMS, given).one()
    if mixed > _MIXED_BLOCKS:
        return page, _number(connection, _COUNT, given)
    counted = _number(connection, _MIXED, given) if mixed else 0
    return page, whole + counted + _number(connection, _OWN_BLOCK, given)


def _number(connection: Connection, query: TextClause, given: Mapping[str, int]) -> int:
    return int(connection.execute(query, given).scalar_one())

"""Holds objects against the criteria of getMObjects; pure."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from mktows.facts.mobjects import CREATED_AT, ID, UPDATED_AT
from mktows.parameters.mobject_queries import Criterion

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "EQ": operator.eq,
    "NE": operator.ne,
    "LT": operator.lt,
    "LE": operator.le,
    "GT": operator.gt,
    "GE": operator.ge,
}


def meets(
    criteria: Iterable[Criterion],
    number: int,
    created_at: int,
    updated_at: int,
    values: Mapping[str, str],
) -> bool:
    """Tell whether an object meets all criteria; letter case does not count (inferred).

    Args:
        criteria: The criteria.
        number: Its id.
        created_at: When it was made, in seconds since 1970.
        updated_at: When it was changed last, likewise.
        values: Its attributes; one that it lacks is empty.
    """
    columns = {ID: number, CREATED_AT: created_at, UPDATED_AT: updated_at}
    for each in criteria:
        compare = _OPERATORS[each.comparison]
        if each.name in columns:
            good = compare(columns[each.name], each.value)
        else:
            good = compare(values.get(each.name, "").casefold(), str(each.value).casefold())
        if not good:
            return False
    return True

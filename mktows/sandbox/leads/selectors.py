"""The static list that a selector of leads names."""

from __future__ import annotations

from typing import Any

from mktows.parameters.selectors import read_static_list
from mktows.sandbox.context import Context


def selected_list(context: Context, selector: Any) -> int | None:
    """Return the id of the list a StaticListSelector names; None for an unknown one.

    Raises:
        Refusal: 20109, none is named (a fault is recorded; the code is a guess).
    """
    return named_list(context, read_static_list(selector))


def named_list(context: Context, named: int | str) -> int | None:
    """Return the id of the list with an id or a name; None for an unknown one.

    A list in a program is `Program.List` (recorded).
    """
    lists = context.data.lists
    found = lists.find_by_id(named) if isinstance(named, int) else lists.find_by_name(named)
    return None if found is None else found.id

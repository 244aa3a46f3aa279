"""Parts that replies of several operations have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.testing.valid_messages.realistic import Json, Objects


def few(
    item: SearchStrategy[Json], by: Callable[[Json], Any] | None = None
) -> SearchStrategy[list[Json]]:
    """At most four items, all different by what makes two the same."""
    return st.lists(item, max_size=4, unique_by=by)


def page(name: str, item: str, records: SearchStrategy[list[Json]], count: str) -> Objects:
    """A list and its count; a list of nothing is left out."""
    return records.map(
        lambda found: {count: len(found), **({name: {item: found}} if found else {})}
    )


def merged(*parts: Objects) -> Objects:
    """Objects with the members of all parts."""
    return st.tuples(*parts).map(lambda found: {k: v for part in found for k, v in part.items()})


def result(content: Json) -> Json:
    """The content of a reply in the element that most replies have around it."""
    return {"result": content}

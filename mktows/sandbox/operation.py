"""What the embedded backend says of an operation: how it is answered, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from mktows.sandbox.context import Context, Scope
from mktows.sandbox.leads.rows_glance import LeadGlances
from mktows.server.backend import Call

Strength = Literal["documented", "recorded", "inferred"]

# Answers one operation. The parameters are bindings of whichever version was called, decoded
# leniently: a required member may be None, so handlers take them as they come.
Handler = Callable[[Context, Any], object]

# Answers one at a glance, at a moment in whole seconds since 1970; it raises `TakesLonger` where
# a glance is not enough.
Glancer = Callable[[Call, int, LeadGlances, Any], object]

# Does work that waited; its content is what was given to `JobRows.add`.
JobHandler = Callable[[Scope, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Emulated:
    """One operation as it is emulated.

    Attributes:
        handler: What answers it.
        summary: What is emulated, in a few words, for the coverage table.
        strength: The kinds of evidence that its behaviour rests on, the strongest first.
        differences: What is known, or feared, to differ from the real service.
        writes: Whether it may change the database.
        at_once: What answers it where that takes no longer than reading a few rows.
    """

    handler: Handler
    summary: str
    strength: tuple[Strength, ...]
    differences: tuple[str, ...] = ()
    writes: bool = False
    at_once: Glancer | None = None

"""One operation of the emulator: what answers it, and on what evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lxml import etree

from mktows.facts.evidence import Strength
from mktows.sandbox.context import Context, Scope

# Answers one operation. The parameters are bindings of whichever version was called, decoded
# leniently: a required member may be None, so handlers take them as they come.
Handler = Callable[[Context, Any], object]

# Tells of a message, which is not checked yet, whether answering it reads a few rows.
ShortCalls = Callable[[etree._Element], bool]

# Does work that waited; its content is what was given to `JobRows.add`.
JobHandler = Callable[[Scope, dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as it is emulated.

    Attributes:
        handler: What answers it.
        summary: What is emulated, in a few words, for the coverage table.
        strength: The kinds of evidence that its behaviour rests on, the strongest first.
        differences: What is known, or feared, to differ from the real service.
        writes: Whether it may change the database.
        short: Tells which of its calls are answered by reading a few rows; None where none are.
    """

    handler: Handler
    summary: str
    strength: tuple[Strength, ...]
    differences: tuple[str, ...] = ()
    writes: bool = False
    short: ShortCalls | None = None

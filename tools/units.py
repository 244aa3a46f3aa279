"""Pieces of generated text: classes, functions, entries of tables."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

Key = tuple[str, str, str]


class Unit(NamedTuple):
    """A piece of generated text that versions share as a whole, or not at all.

    Attributes:
        module: The module of a version that it belongs to, such as `types`.
        table: The table that it is an entry of; empty for a class and for functions.
        name: Its name, which no other unit of the same module and table has.
        text: Statements, or an entry with its comma.
        frame: A line that its module must hold.
    """

    module: str
    table: str
    name: str
    text: str
    frame: str = ""

    @property
    def key(self) -> Key:
        """What tells it from the other units of a version."""
        return self.module, self.table, self.name


class Table(NamedTuple):
    """A table of a module, whose entries are units: a mapping, or a tuple of names."""

    name: str
    type_name: str
    keyed: bool = True

    def lines(self, entries: Iterable[str]) -> list[str]:
        """The statement that makes it of the texts of its entries."""
        start, end = "{}" if self.keyed else "()"
        return [f"{self.name}: {self.type_name} = {start}", *entries, end]

    def joined(self, modules: Sequence[str]) -> list[str]:
        """The statement that makes it of the tables of some modules."""
        if not self.keyed:
            return self.lines(f"*{module}.{self.name}," for module in modules)
        return self.lines([", ".join(f"**{module}.{self.name}" for module in modules)])


@functools.cache
def code_of(unit: Unit) -> str:
    """What a unit's text does, whatever its docstrings say."""
    tree = _parsed(unit)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.dump(tree)


@functools.cache
def names_read(unit: Unit) -> frozenset[str]:
    """The names that a unit's text reads: what is defined elsewhere, and local variables."""
    nodes = ast.walk(_parsed(unit))
    return frozenset(
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )


@functools.cache
def names_defined(unit: Unit) -> tuple[str, ...]:
    """The names of the classes and functions that a unit's text defines."""
    if unit.table:
        return ()
    body = _parsed(unit).body
    return tuple(node.name for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef))


def _parsed(unit: Unit) -> ast.Module:
    return ast.parse(f"{{{unit.text}}}" if unit.table else unit.text)

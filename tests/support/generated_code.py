"""The generated package as text: the pieces that its modules are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

BINDINGS = Path(__file__).resolve().parents[2] / "generated" / "mktows_bindings"
KINDS = ("types", "codec", "contract")
"""What a version has a module of, and what versions share the pieces of."""


@cache
def pieces(path: Path) -> tuple[tuple[str, str], ...]:
    """The classes, functions and entries of tables of a module: name and text."""
    return tuple(_pieces(path.read_text(encoding="utf-8")))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    # Split once: `ast.get_source_segment` splits the whole text for each of a thousand entries.
    lines = [each.encode() for each in text.splitlines(keepends=True)]
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield node.name, b"".join(lines[first - 1 : node.end_lineno]).decode().rstrip("\n")
        elif isinstance(node, ast.AnnAssign):
            assert isinstance(node.target, ast.Name)
            assert isinstance(node.value, ast.Dict | ast.Tuple)
            entries = node.value.keys if isinstance(node.value, ast.Dict) else node.value.elts
            values = node.value.values if isinstance(node.value, ast.Dict) else node.value.elts
            for entry, value in zip(entries, values, strict=True):
                assert isinstance(entry, ast.Constant)
                yield f"{node.target.id} {entry.value!s}", _segment(lines, value)


def _segment(lines: list[bytes], node: ast.expr) -> str:
    """The text of a node; columns are counted in bytes."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    whole = lines[node.lineno - 1 : node.end_lineno]
    whole[-1] = whole[-1][: node.end_col_offset]
    whole[0] = whole[0][node.col_offset :]
    return b"".join(whole).decode()


def pieces_of(package: Path, version: str) -> dict[str, dict[str, str]]:
    """All that a version's modules are put together from, wherever it stands: kind, name, text."""
    found: dict[str, dict[str, str]] = {}
    for kind in KINDS:
        tree = ast.parse((package / f"v{version}" / f"{kind}.py").read_text(encoding="utf-8"))
        names = {
            alias.name
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and node.module == f"mktows_bindings.{kind}"
            for alias in node.names
        }
        shares = [path for path in sorted((package / kind).glob("*.py")) if path.stem in names]
        texts = [piece for path in shares for piece in pieces(path)]
        found[kind] = dict(texts)
        assert len(found[kind]) == len(texts), "a version has one piece of a name"
    return found

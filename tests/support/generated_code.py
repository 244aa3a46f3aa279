"""The generated package as text: the pieces that its modules are made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BINDINGS = Path(__file__).resolve().parents[2] / "generated" / "mktows_bindings"
KINDS = ("types", "codec", "contract")
"""What a version has a module of, and what versions share the pieces of."""


def pieces(path: Path) -> Iterator[tuple[str, str]]:
    """The classes, functions and entries of tables of a module: name and text."""
    text = path.read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            yield node.name, "\n".join(text.splitlines()[first - 1 : node.end_lineno])
        elif isinstance(node, ast.AnnAssign):
            assert isinstance(node.target, ast.Name)
            assert isinstance(node.value, ast.Dict | ast.Tuple)
            entries = node.value.keys if isinstance(node.value, ast.Dict) else node.value.elts
            values = node.value.values if isinstance(node.value, ast.Dict) else node.value.elts
            for entry, value in zip(entries, values, strict=True):
                assert isinstance(entry, ast.Constant)
                yield f"{node.target.id} {entry.value!s}", str(ast.get_source_segment(text, value))


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

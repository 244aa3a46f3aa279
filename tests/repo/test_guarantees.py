"""The table of guarantees names, in each row, a test that is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "client.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\|(?:[^|\n]+\|){3} `(tests/\S+\.py)::(\w+)` \|$", re.MULTILINE)


def test_each_guarantee_names_a_test() -> None:
    table = PAGE.split("\n## Guarantees\n")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][2:]
    rows = ROW.findall(table)
    assert len(rows) == len(lines) > 10
    for path, name in rows:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}

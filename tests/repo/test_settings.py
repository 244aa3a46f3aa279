"""No variable of the project's own is taken for one that is misspelt."""

from __future__ import annotations

import re
from pathlib import Path

from mktows.config import unknown_settings


def test_every_variable_that_the_project_reads_is_known() -> None:
    root = Path(__file__).parents[2]
    sources = [*root.glob("*.py"), root / ".ci" / "run"]
    for folder in ("mktows", "tests", "tools"):
        sources += (root / folder).rglob("*.py")
    read = {
        name
        for path in sources
        for name in re.findall(
            r"""(?:environ(?:\.get\(|\[)|export |\$\{?)["']?(MKTOWS_\w+)""",
            path.read_text(),
        )
    }
    assert {"MKTOWS_ENDPOINT", "MKTOWS_VENDOR_PAGES", "MKTOWS_CRASH_ROUNDS"} <= read
    assert not unknown_settings(read)

"""Write the parts of README.md and docs/ that are made from the code; `--check` only compares."""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from pathlib import Path

from docs_parts import PARTS

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_PART = re.compile(r"<!-- made: (\w+) -->\n.*?<!-- end -->", re.DOTALL)


def pages() -> list[Path]:
    """Every page of the manual, the README first."""
    return [README, *sorted((ROOT / "docs").glob("*.md"))]


def fresh(text: str) -> str:
    """A page with its made parts made again."""
    return _PART.sub(lambda m: f"<!-- made: {m[1]} -->\n{PARTS[m[1]]()}\n<!-- end -->", text)


def parts_of(text: str) -> list[str]:
    """The names of a page's made parts."""
    return _PART.findall(text)


def written_by_hand(text: str) -> str:
    """A page without its made parts."""
    return _PART.sub("", text)


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 done or fresh, 1 stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 when stale")
    options = parser.parse_args(argv)
    stale = []
    for page in pages():
        old = page.read_text(encoding="utf-8")
        new = fresh(old)
        if old == new:
            continue
        name = page.relative_to(ROOT).as_posix()
        stale.append(name)
        if options.check:
            sys.stdout.writelines(
                difflib.unified_diff(old.splitlines(True), new.splitlines(True), name, "fresh", n=1)
            )
        else:
            page.write_text(new, encoding="utf-8")
    if options.check and stale:
        print(f"docs: stale: {', '.join(stale)}: run tools/docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

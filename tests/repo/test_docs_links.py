"""Links between pages of the manual lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import docs

ROOT = Path(__file__).parents[2]
PAGES = [*docs.pages(), ROOT / "tests" / "README.md"]
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)


def text_of(page: Path) -> str:
    """A page without what stands in code."""
    return re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def anchors(page: Path) -> set[str]:
    """What a link can name in a page: its headings, as repositories write them, and anchors."""
    text = text_of(page)
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(text)
    }
    return headings | {*re.findall(r'<a id="([^"]+)">', text)}


def links(page: Path) -> list[str]:
    """The targets of a page's links that stay in the repository."""
    found = _LINK.findall(_CODE.sub("``", text_of(page).replace("[`", "[").replace("`]", "]")))
    return [target for target in found if "://" not in target]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_link_leads_somewhere(page: Path) -> None:
    for target in links(page):
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.is_relative_to(ROOT), target
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_readme_leads_to_every_page() -> None:
    reached = {(ROOT / target.partition("#")[0]).resolve() for target in links(ROOT / "README.md")}
    assert {*docs.pages()[1:]} <= reached

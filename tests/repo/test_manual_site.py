"""The manual as a site: everything public has its place in it, and its links lead somewhere."""

from __future__ import annotations

import importlib
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import build_manual
import click
import pytest
from lxml import html

from mktows.checking import RULES as CHECK_RULES
from mktows.cli.app import _mktows
from mktows.diffing.rules import RULES as DIFF_RULES

ROOT = Path(__file__).parents[2]
# They are for other modules of ours; what users need of them is in the packages.
NO_PAGES = {"mktows.cli.failures", "mktows.reading"}
# What a browser loads without being asked.
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src"}

pytestmark = pytest.mark.slow

Pages = dict[str, html.HtmlElement]


@pytest.fixture(scope="module")
def pages() -> Pages:
    """The pages of the site, by their paths in it."""
    site = build_manual.checked()
    return {
        path.relative_to(site).as_posix(): html.document_fromstring(path.read_bytes())
        for path in site.rglob("*.html")
        if path.name != "404.html"  # whose links begin at the root of whatever serves it
    }


@pytest.fixture(scope="module")
def anchors(pages: Pages) -> dict[str, set[str]]:
    """What a link can name in each page."""
    return {name: {*map(str, page.xpath("//@id"))} for name, page in pages.items()}


def modules() -> list[str]:
    """The modules that say what is public in them."""
    found = []
    for path in sorted((ROOT / "mktows").rglob("*.py")):
        if re.search("^__all__ = ", path.read_text(encoding="utf-8"), re.MULTILINE):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


@pytest.mark.parametrize("module", sorted({*modules()} - NO_PAGES))
def test_every_public_name_has_its_place(anchors: dict[str, set[str]], module: str) -> None:
    names = {f"{module}.{name}" for name in importlib.import_module(module).__all__}
    assert names - anchors[f"api/{module}.html"] == set()


def test_modules_without_a_page_are_there() -> None:
    assert {*modules()} >= NO_PAGES


def commands(command: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    """A command and, below it, those that it groups, by their words joined."""
    yield "-".join(names), command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            yield from commands(each, *names, name)


@pytest.mark.parametrize("name", [name for name, _ in commands(_mktows, "mktows")])
def test_every_command_and_option_has_its_place(anchors: dict[str, set[str]], name: str) -> None:
    command = dict(commands(_mktows, "mktows"))[name]
    shown = [each for each in command.params if not getattr(each, "hidden", False)]
    options = {f"{name}{opt}" for each in shown for opt in each.opts if opt.startswith("--")}
    assert {name, f"{name}--help", *options} - anchors["cli.html"] == set()


def test_every_rule_has_its_place(anchors: dict[str, set[str]]) -> None:
    assert {*CHECK_RULES, *DIFF_RULES} - anchors["checking.html"] == set()


def leads_to(page: str, link: str) -> tuple[str, str] | None:
    """The page and the anchor that a link leads to; None where it leaves the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = posixpath.join(posixpath.dirname(page), unquote(parts.path)) if parts.path else page
    return posixpath.normpath(path), unquote(parts.fragment)


def test_links_lead_somewhere(pages: Pages, anchors: dict[str, set[str]]) -> None:
    lost = []
    for name, page in pages.items():
        for link in page.xpath("//a/@href"):
            found = leads_to(name, str(link))
            if found is None:
                continue
            target, anchor = found
            is_there = (build_manual.CHECKED / target).is_file()
            if not is_there or (anchor and anchor not in anchors.get(target, ())):
                lost.append((name, str(link)))
    assert lost == []


def test_every_page_is_reached_from_the_first(pages: Pages) -> None:
    reached, ahead = {"index.html"}, ["index.html"]
    while ahead:
        name = ahead.pop()
        for link in pages[name].xpath("//a/@href"):
            found = leads_to(name, str(link))
            if found is not None and found[0] in pages and found[0] not in reached:
                reached.add(found[0])
                ahead.append(found[0])
    assert {*pages} == reached


def test_nothing_is_loaded_from_elsewhere(pages: Pages) -> None:
    for name, page in pages.items():
        for tag, attribute in LOADED.items():
            for link in page.xpath(f"//{tag}/@{attribute}"):
                assert leads_to(name, str(link)) is not None, (name, link)
    for path in build_manual.CHECKED.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text.replace('"', "").replace("'", ""), path


def test_what_leads_nowhere_is_not_built(tmp_path: Path) -> None:
    config, docs = tmp_path / "mkdocs.yml", tmp_path / "docs"
    docs.mkdir()
    config.write_text(
        f"INHERIT: {build_manual.WHOLE}\ndocs_dir: docs\nhooks: []\nnav: [index.md]\n"
    )
    page = docs / "index.md"
    page.write_text("# Here\n\n[a](#here)")
    build_manual.build(tmp_path / "good", config)
    page.write_text("[a](missing.md) [b](#not-here) [c](index.md#nor-here)")
    (docs / "forgotten.md").write_text("It is not in the navigation.")
    with pytest.raises(build_manual.NotBuilt) as caught:
        build_manual.build(tmp_path / "bad", config)
    said = str(caught.value)
    assert all(each in said for each in ("missing.md", "#not-here", "#nor-here", "forgotten.md"))
    assert not (tmp_path / "bad").exists()

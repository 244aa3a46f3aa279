"""Commands that the manual shows exist, with the options that it shows."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import docs_commands
import docs_parts
import pytest

import docs
from mktows.cli.app import parse
from mktows.cli.failures import UsageError

ROOT = Path(__file__).parents[2]
WRITTEN = {
    page.relative_to(ROOT).as_posix(): docs.written_by_hand(page.read_text(encoding="utf-8"))
    for page in docs.pages()
}
COMMANDS = {" ".join(["mktows", *command]) for command in docs_commands.command_names()}
_SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
_PROMPTED = re.compile(r"^\$ (.*)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")
_TOOL = re.compile(r"\btools/[\w/]+\.py\b")


def shown(text: str) -> list[list[str]]:
    """The commands in a page's shell blocks and code spans, as words."""
    lines = [line for block in _SHELL.findall(text) for line in block.splitlines()]
    lines += _PROMPTED.findall(text)
    lines += _SPAN.findall(re.sub(r"```.*?```", "", text, flags=re.DOTALL))
    found = []
    for line in lines:
        for part in re.split(r" \| ", line.partition("  #")[0]):
            try:
                found.append(shlex.split(part))
            except ValueError:
                continue  # not meant for a shell
    return [words for words in found if words]


def mktows_commands(page: str) -> list[list[str]]:
    """The arguments of `mktows` where a page shows it."""
    return [
        words[words.index("mktows") + 1 :]
        for words in shown(WRITTEN[page])
        if words[0] in ("mktows", "python3") and "mktows" in words
    ]


SHOWN = [(page, words) for page in WRITTEN for words in mktows_commands(page)]


@pytest.mark.parametrize(("page", "words"), SHOWN, ids=lambda item: str(item))
def test_a_command_parses(page: str, words: list[str]) -> None:
    if " ".join(["mktows", *words]) in COMMANDS:
        return  # it is named, not shown
    try:
        parse(words)
    except UsageError as error:
        pytest.fail(f"{page} shows `mktows {' '.join(words)}`: {error}", pytrace=False)


def test_commands_are_found_where_they_are_shown() -> None:
    assert ["sync", "--sandbox", "tests/data/leads.csv"] in mktows_commands("README.md")
    assert ["check", "-"] in mktows_commands("docs/sandbox.md")  # behind a pipe
    assert ["check", "--version", "2_1", "FILE"] in mktows_commands("docs/regenerating.md")


def options(words: list[str]) -> set[str]:
    return {word.partition("=")[0] for word in words if word.startswith("--")}


@pytest.mark.parametrize("page", WRITTEN)
def test_a_tool_has_the_options_that_are_shown(page: str) -> None:
    for words in shown(WRITTEN[page]):
        tools = [place for place, word in enumerate(words) if _TOOL.fullmatch(word)]
        # What stands behind bootstrap.py is a command of its own.
        if tools and words[tools[-1]] != "tools/bootstrap.py":
            source = (ROOT / words[tools[-1]]).read_text(encoding="utf-8")
            known = set(re.findall(r'"(--[\w-]+)"', source))
            assert options(words[tools[-1] :]) <= known, f"{page}: {' '.join(words)}"


@pytest.mark.parametrize("page", WRITTEN)
def test_an_option_that_is_named_exists(page: str) -> None:
    sources = [docs_commands.help_texts(), docs_parts.plugin_options()]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "tools").rglob("*.py")]
    known = set(re.findall(r"--[a-z][\w-]*", "\n".join(sources)))
    for span in _SPAN.findall(re.sub(r"```.*?```", "", WRITTEN[page], flags=re.DOTALL)):
        if span.startswith("--"):
            assert options([span.split()[0]]) <= known, f"{page}: {span}"

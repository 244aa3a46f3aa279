"""The manual cannot go stale: its made parts are fresh, its examples run, what it names exists."""

from __future__ import annotations

import contextlib
import importlib
import io
import re
from pathlib import Path

import docs_commands
import docs_tables
import pytest
from matrix_trials import FIRST_PROGRAM_PRINTS, first_program

import docs
import mktows.errors
import mktows.rest
import mktows.sandbox
import mktows.testing
from mktows.config import SETTINGS
from mktows.contract import LATEST_VERSION, contract

ROOT = Path(__file__).parent.parent.parent
PAGES = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in docs.pages()}
README = PAGES["README.md"]
MANUAL = "\n".join(PAGES.values())
EXAMPLES = {
    name: examples
    for name, text in PAGES.items()
    if (examples := re.findall(r"```python\n(.*?)```", docs.written_by_hand(text), re.DOTALL))
}


# The pages


def test_the_readme_is_an_introduction() -> None:
    assert len(README.splitlines()) <= 250


@pytest.mark.parametrize("page", PAGES)
def test_made_parts_are_fresh(page: str) -> None:
    assert docs.fresh(PAGES[page]) == PAGES[page]


def test_every_command_has_its_help() -> None:
    shown = docs.parts_of(PAGES["docs/cli.md"])
    assert shown == [*docs_commands.parts()]


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_it_names_exist(page: str) -> None:
    for name in re.findall(r"(?:tools|tests|wsdl|mktows|generated)/[\w/]+\.\w+", PAGES[page]):
        assert (ROOT / name).exists(), name


# Made parts


def described() -> None:
    """A function.

    Args:
        first: One thing, and
            more of it.
        second: Another | thing.

    Raises:
        ValueError: Never.
    """


def test_a_table_is_made_of_a_docstring() -> None:
    rows = docs_tables.described(described, "Args")
    assert docs_tables.table(("Name", "Meaning"), rows).splitlines() == [
        "| Name | Meaning |",
        "| --- | --- |",
        "| first | One thing, and more of it. |",
        r"| second | Another \| thing. |",
    ]


def test_a_table_whose_source_is_gone_is_not_made() -> None:
    with pytest.raises(ValueError, match="no row for the table of Name"):
        docs_tables.table(("Name",), docs_tables.described(described, "Attributes"))


# Examples


def printed_by(*programs: str) -> list[str]:
    """What programs print that follow each other in one namespace."""
    printed = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(printed):
        for program in programs:
            exec(compile(program, "example", "exec"), names)
    return printed.getvalue().splitlines()


def test_the_first_program_prints_what_it_should() -> None:
    # The other one of the README is made of a file that has a test of its own.
    assert EXAMPLES["README.md"] == [first_program()]
    assert printed_by(first_program()) == FIRST_PROGRAM_PRINTS


@pytest.mark.parametrize("page", [page for page in EXAMPLES if page != "README.md"])
def test_examples_print_what_stands_beside_them(page: str) -> None:
    promised = re.findall(r"^ *print\(.*\)  # (.*)$", "\n".join(EXAMPLES[page]), re.MULTILINE)
    assert printed_by(*EXAMPLES[page]) == promised


# What it must tell


def test_the_error_tree_is_that_of_the_code() -> None:
    drawn = (mktows.errors.__doc__ or "").split("::\n\n")[1]
    code_tree = [line.strip() for line in drawn.splitlines() if line.strip()]
    (shown,) = re.findall(r"```text\n(MktowsError.*?)```", MANUAL, re.DOTALL)
    assert [line.strip() for line in shown.splitlines() if line.strip()] == code_tree


def test_it_explains_every_setting() -> None:
    assert re.findall(r"^\| `(MKTOWS_\w+)` \|", MANUAL, re.MULTILINE) == [*SETTINGS]


def test_it_has_a_section_for_every_operation() -> None:
    sections = re.findall(r"^### (\w+)$", PAGES["docs/operations.md"], re.MULTILINE)
    assert sections == sorted(contract(LATEST_VERSION).operations)


@pytest.mark.parametrize(
    "package",
    [mktows, mktows.rest, mktows.sandbox, mktows.testing],
    ids=lambda package: str(package.__name__),
)
def test_it_names_everything_public(package: object) -> None:
    told = set(re.findall(r"\w+", MANUAL))
    assert set(getattr(package, "__all__", ())) - told == set()


@pytest.mark.parametrize(
    "name",
    re.findall(r"^\| `mktows[\w.]+` \| `([\w.]+)` \|$", PAGES["docs/changes.md"], re.MULTILINE),
)
def test_a_name_that_moved_is_in_its_new_place(name: str) -> None:
    module, _, item = name.rpartition(".")
    assert hasattr(importlib.import_module(module), item)


def test_its_first_command_asks_for_the_sandbox() -> None:
    first = re.findall(r"mktows sync .*", README)[0]
    assert first == "mktows sync --sandbox tests/data/leads.csv"

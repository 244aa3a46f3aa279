"""The manual cannot go stale: its examples run, its made parts are fresh."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import docs
import docs_tables
import pytest
from matrix_trials import FIRST_PROGRAM_PRINTS, first_program

import mktows.errors
from mktows.config import SETTINGS

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", docs.pages(), ids=lambda page: page.name)
def test_made_parts_are_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert docs.fresh(text) == text


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


def test_python_examples_run_and_print_what_they_should() -> None:
    # Others are made from files with tests of their own.
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(first_program(), "README.md", "exec"), {})
    assert printed.getvalue().splitlines() == FIRST_PROGRAM_PRINTS


def test_the_error_tree_is_that_of_the_code() -> None:
    drawn = (mktows.errors.__doc__ or "").split("::\n\n")[1]
    code_tree = [line.strip() for line in drawn.splitlines() if line.strip()]
    readme_tree = re.findall(r"```text\n(MktowsError.*?)```", TEXT, re.DOTALL)[0]
    assert [line.strip() for line in readme_tree.splitlines() if line.strip()] == code_tree


def test_paths_that_it_names_exist() -> None:
    for name in re.findall(r"(?:tools|tests|wsdl|mktows|generated)/[\w/]+\.\w+", TEXT):
        assert (ROOT / name).exists(), name


def test_it_explains_every_setting() -> None:
    assert re.findall(r"^\| `(MKTOWS_\w+)` \|", TEXT, re.MULTILINE) == [*SETTINGS]


def test_its_first_command_asks_for_the_sandbox() -> None:
    first = re.findall(r"mktows sync .*", TEXT)[0]
    assert first == "mktows sync --sandbox tests/data/leads.csv"

"""The run of the matrix in the manual is of the bounds and Pythons that the package states."""

from __future__ import annotations

import re
import tomllib

import constraints
import matrix
import matrix_trials


def test_what_is_recorded_ran_with_the_versions_that_the_bounds_allow() -> None:
    record = matrix.read_record()
    for kind in constraints.KINDS:
        stated = matrix.direct_versions(kind)
        ran = {name: at for name, at in stated.items() if name not in record.apart}
        assert getattr(record, kind.name) == ran, (
            "run tools/matrix.py --record and tools/docs.py: bounds are stated that were not run"
        )
        for name, tried in record.apart.items():
            assert stated[name] in tried, f"{name} {stated[name]} was not tried"


def test_the_package_names_the_pythons_that_passed_and_no_other() -> None:
    record = matrix.read_record()
    kinds = {kind.name for kind in constraints.KINDS}
    whole = [row for row in record.rows if list(row.passed) == list(matrix_trials.TRIALS)]
    passed: dict[str, set[str]] = {}
    for row in whole:
        passed.setdefault(row.python.rpartition(".")[0], set()).add(row.versions)
    project = tomllib.loads(constraints.PROJECT.read_text(encoding="utf-8"))["project"]
    named = {
        each.rpartition(" ")[2]
        for each in project["classifiers"]
        if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", each)
    }
    assert {series for series, versions in passed.items() if versions == kinds} == named
    assert not named & set(record.missing)

"""What versions share is found out, named, and told apart from what only looks the same."""

from __future__ import annotations

import random
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from shares import Share, shares
from units import Unit, code_of, names_read


def a_class(name: str, *holds: str, doc: str = "", namespace: str = "") -> Unit:
    text = "\n".join(
        [f"class {name}:", f'    """About {doc or name}."""', *(f"    {h}: {h}" for h in holds)]
    )
    return Unit("types", "", name, text, namespace)


def an_entry(name: str, value: str) -> Unit:
    return Unit("contract", "TYPES", name, f'"{name}": {value},')


def shape(found: Sequence[Share]) -> dict[str, list[str]]:
    return {share.name: [unit.name for unit in share.units] for share in found}


def test_the_same_stands_once_and_what_differs_for_each() -> None:
    found = shares(
        {
            "2_1": [a_class("A"), a_class("B", "int")],
            "2_2": [a_class("A"), a_class("B", "str")],
        }
    )
    assert shape(found) == {"since_2_1": ["A"], "only_2_1": ["B"], "since_2_2": ["B"]}
    assert [share.versions for share in found] == [("2_1", "2_2"), ("2_1",), ("2_2",)]


def test_what_holds_a_class_that_differs_differs_too_at_any_remove() -> None:
    common = [a_class("Other"), a_class("Outer", "Middle"), a_class("Middle", "Inner")]
    found = shares(
        {"1_0": [*common, a_class("Inner", "int")], "1_1": [*common, a_class("Inner", "str")]}
    )
    differing = ["Outer", "Middle", "Inner"]
    assert shape(found) == {"since_1_0": ["Other"], "only_1_0": differing, "since_1_1": differing}


def test_classes_that_hold_each_other_are_shared_while_neither_differs() -> None:
    ring = [a_class("A", "B"), a_class("B", "A")]
    found = shares({"1_0": [*ring, a_class("C", "int")], "1_1": [*ring, a_class("C", "str")]})
    assert shape(found)["since_1_0"] == ["A", "B"]
    found = shares({"1_0": ring, "1_1": [ring[0], a_class("B", "A", "int")]})
    assert shape(found) == {"only_1_0": ["A", "B"], "since_1_1": ["A", "B"]}


def test_code_that_names_a_class_that_differs_is_not_shared() -> None:
    reader = Unit("codec", "", "A", "def read_A(node):\n    return A()")
    entry = Unit("codec", "READERS", "A", '"A": read_A,')
    found = shares(
        {"1_0": [a_class("A", "int"), reader, entry], "1_1": [a_class("A"), reader, entry]}
    )
    assert [share.name for share in found] == ["only_1_0", "since_1_1"]
    assert [len(share.units) for share in found] == [3, 3]


def test_entries_of_a_table_are_shared_one_by_one() -> None:
    found = shares(
        {
            "1_0": [an_entry("A", "1"), an_entry("B", "1")],
            "1_1": [an_entry("A", "2"), an_entry("B", "1")],
        }
    )
    assert shape(found) == {"since_1_0": ["B"], "only_1_0": ["A"], "since_1_1": ["A"]}


def test_docstrings_make_no_difference_and_the_newest_is_kept() -> None:
    versions = {f"1_{n}": [a_class("A", "int", doc=f"release {n}")] for n in range(3)}
    (share,) = shares(versions)
    assert share.units == (versions["1_2"][0],)


def test_a_docstring_tells_no_name_and_text_in_code_does() -> None:
    assert code_of(a_class("A", "int", doc="B")) == code_of(a_class("A", "int"))
    assert code_of(an_entry("A", '"b"')) != code_of(an_entry("A", '"c"'))
    assert names_read(a_class("A", "B", doc="C")) == {"B"}


def test_what_stands_around_it_tells_classes_apart() -> None:
    found = shares({"1_0": [a_class("A", namespace="x")], "1_1": [a_class("A", namespace="y")]})
    assert shape(found) == {"only_1_0": ["A"], "since_1_1": ["A"]}


def test_a_share_is_named_after_its_versions() -> None:
    known = ("2_1", "2_2", "2_3", "2_7", "3_1")
    names = {
        "only_2_1": (["2_1"], "version 2_1 alone"),
        "from_2_1_to_2_3": (["2_1", "2_2", "2_3"], "the versions 2_1 to 2_3"),
        "since_2_7": (["2_7", "3_1"], "every version since 2_7"),
        "since_3_1": (["3_1"], "every version since 3_1"),
        "only_2_1_and_2_3": (["2_1", "2_3"], "version 2_1 and version 2_3"),
        "only_2_2_and_since_2_7": (
            ["2_2", "2_7", "3_1"],
            "version 2_2 and every version since 2_7",
        ),
        "from_2_1_to_2_2_and_2_7": (
            ["2_1", "2_2", "2_7"],
            "the versions 2_1 to 2_2 and version 2_7",
        ),
    }
    found = shares(
        {
            version: [a_class(name) for name, (having, _) in names.items() if version in having]
            for version in known
        }
    )
    assert {share.name: (list(share.versions), share.phrase) for share in found} == names
    assert all([unit.name for unit in share.units] == [share.name] for share in found)


def test_a_version_that_is_added_moves_only_what_it_changes() -> None:
    old = {"1_0": [a_class("A"), a_class("B")], "1_1": [a_class("A"), a_class("B", "int")]}
    before = shape(shares(old))
    assert before == {"since_1_0": ["A"], "only_1_0": ["B"], "since_1_1": ["B"]}
    assert shape(shares(old | {"1_2": old["1_1"]})) == before
    after = shape(shares(old | {"1_2": [a_class("A", "str"), a_class("B", "int")]}))
    assert after == {
        "only_1_0": ["B"],
        "from_1_0_to_1_1": ["A"],
        "since_1_1": ["B"],
        "since_1_2": ["A"],
    }


NAMES = "ABCDE"
CLASSES = st.lists(
    st.dictionaries(st.sampled_from(NAMES), st.sets(st.sampled_from([*NAMES, "int"])), min_size=1),
    min_size=1,
    max_size=4,
)


@given(CLASSES, st.randoms())
def test_every_version_gets_back_what_it_has_and_names_nothing_of_another(
    made: list[dict[str, set[str]]], chance: random.Random
) -> None:
    versions = {
        f"1_{number}": [a_class(name, *sorted(holds)) for name, holds in classes.items()]
        for number, classes in enumerate(made)
    }
    found = shares(versions)
    assert len({share.name for share in found}) == len(found)
    homes: dict[str, dict[str, int]] = {version: {} for version in versions}
    for number, share in enumerate(found):
        for unit in share.units:
            for version in share.versions:
                assert homes[version].setdefault(unit.name, number) == number
    for version, units in versions.items():
        assert homes[version].keys() == {unit.name for unit in units}
        for unit in units:
            home = found[homes[version][unit.name]]
            assert unit in home.units
            for name in names_read(unit) & homes[version].keys():
                number = homes[version][name]
                assert number <= homes[version][unit.name]
                assert set(found[number].versions) >= set(home.versions)
                assert {homes[other][name] for other in home.versions} == {number}
    # The order in which a version declares its types tells nothing but the order of the text.
    shuffled = {version: chance.sample(units, len(units)) for version, units in versions.items()}
    contents = {share.versions: set(share.units) for share in shares(shuffled)}
    assert contents == {share.versions: set(share.units) for share in found}

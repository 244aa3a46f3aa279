"""How a finding shows what it speaks of: names, words, addresses, lists, and how many there are."""

from __future__ import annotations

import pytest
from support.check_examples import attribute, request

from mktows.checking import RULES, check
from mktows.checking.findings import (
    finding,
    listed,
    nearest,
    shown_name,
    shown_namespace,
    shown_value,
)
from mktows.checking.tallies import Tally


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("FirstName", True),
        ("_x9", True),
        ("a" * 40, True),
        ("a" * 41, False),
        ("9a", False),
        ("a b", False),
        ("a.b", False),
        ("ada@example.com", False),
        ("", False),
        ("é", False),
    ],
)
def test_a_name_is_shown_where_it_cannot_be_a_value(text: str, shown: bool) -> None:
    assert shown_name(text) == (text if shown else "an attribute")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("EMIAL", True),
        ("a" * 40, True),
        ("a" * 41, False),
        ("a1", False),
        ("a b", False),
        ("", False),
    ],
)
def test_a_wrong_value_is_shown_where_it_is_a_word(text: str, shown: bool) -> None:
    assert shown_value(text) == (f" ({text})" if shown else "")


@pytest.mark.parametrize(
    ("namespace", "shown"),
    [
        ("", "no namespace"),
        ("http://www.marketo.com/mktows", "http://www.marketo.com/mktows"),
        ("https://a-b.example/c_d", "https://a-b.example/c_d"),
        (f"http://{'a' * 80}", f"http://{'a' * 80}"),
        (f"http://{'a' * 81}", "another namespace"),
        ("urn:x", "another namespace"),
        ("http://a?b=ada@example.com", "another namespace"),
        ("x http://a", "another namespace"),
    ],
)
def test_a_namespace_is_shown_where_it_is_a_plain_address(namespace: str, shown: str) -> None:
    assert shown_namespace(namespace) == shown


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("EMIAL", "EMAIL"),
        ("email", "EMAIL"),
        ("E-Mail", "EMAIL"),
        ("SFDC_LEAD_ID", "SFDCLEADID"),
        ("IDNUN", "IDNUM"),
        ("phone", None),
        ("", None),
        ("EMAIL" + "x" * 1000, None),
    ],
)
def test_the_nearest_choice_is_told_whatever_its_letters(text: str, meant: str | None) -> None:
    assert nearest(text, ["EMAIL", "SFDCLEADID", "IDNUM"]) == meant


def test_how_near_is_near_enough_can_be_told() -> None:
    assert nearest("colour", ["color"], cutoff=0.9) == "color"
    assert nearest("colours", ["color"], cutoff=0.9) is None
    assert nearest("abcde", ["abcxy"]) == "abcxy"  # six of ten letters
    assert nearest("abcde", ["abxyz"]) is None


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, ""),
        (1, "1"),
        (2, "1 or 2"),
        (3, "1, 2 or 3"),
        (9, "1, 2, 3, 4, 5, 6, 7, 8 or 9"),
        (10, "1, 2, 3, 4, 5, 6, 7, 8, ..."),
    ],
)
def test_a_long_list_ends_in_dots(count: int, shown: str) -> None:
    choices = [str(number) for number in range(1, count + 1)]
    assert listed(choices) == shown
    assert listed(iter(choices), "and") == shown.replace(" or ", " and ")


@pytest.mark.parametrize(("count", "cut"), [(300, 0), (301, 1), (350, 50)])
def test_three_hundred_findings_of_a_rule_are_shown(count: int, cut: int) -> None:
    # Each but the first attribute repeats one.
    text = request("syncLead")
    one = attribute("LastName", "of the Jungle")
    assert one in text
    many = text.replace(one, f"\n{one}" * (count + 1))
    found = check(many.encode())
    shown = [each for each in found if each.rule == "attribute-repeated"]
    assert len(shown) == 300
    assert [each.line for each in found] == sorted(each.line for each in found)
    rest = [each for each in found if each.rule == "findings-cut"]
    assert [each.reason for each in rest] == [
        f"{cut} more findings of attribute-repeated are not shown"
    ] * bool(cut)
    assert all(each.line == shown[-1].line for each in rest)


def test_five_thousand_findings_of_a_severity_are_kept_of_a_run() -> None:
    tally = Tally()
    notes = [finding(RULES["element-qualified"], line, "a", name="a") for line in range(1, 3002)]
    error = finding(RULES["xml-dtd"], 7, "")
    assert list(tally.take("a", notes)) == notes
    *kept, last = tally.take("b", [*notes, error])
    assert kept == [*notes[:1999], error]
    assert (last.rule, last.line) == ("findings-cut", 7)
    assert last.reason == "1002 more findings of severity note are not shown"
    assert tally.left_out == {"note": 1002}
    assert [tally.has(each) for each in ("error", "warning", "note")] == [True, False, True]
    assert {file: len(found) for file, found in tally.shown.items()} == {"a": 3001, "b": 2001}

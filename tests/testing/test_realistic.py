"""The parts of messages: each has its form, and each of its edges is reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from xsdata.models.datatype import XmlDateTime

from mktows.testing import any_values as values
from mktows.testing.valid_messages import realistic as p


def drawn(strategy: SearchStrategy[Any], number: int = 200, turn: int = 0) -> list[Any]:
    """What a strategy gives: something else in each turn, but the same in each run."""
    found = []

    @seed(turn)
    @settings(
        max_examples=number,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found


WORD = "[a-zA-Z0-9]{1,10}"
HOST = r"[a-z0-9]{1,10}\.example"
TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}"
OFFSET = r"[+-][0-9]{2}:[0-9]{2}"
FORMS = {
    "words": (p.words, WORD),
    "domains": (p.domains, HOST),
    "emails": (p.emails, f"{WORD}@{HOST}"),
    "cookies": (
        p.cookies,
        f"id:[0-9]{{3}}-HYG-937&token:_mch-{HOST}-[12][0-9]{{12}}-[0-9]{{5}}",
    ),
    "crm ids": (p.crm_ids, "[a-zA-Z0-9]{15}"),
    "names": (p.names, r"[a-zA-Z0-9][^.\n]{0,20}[a-zA-Z0-9]"),
    "lines": (p.lines, r"[^\n\r\x85\u2028\u2029]{2,}"),
    "texts": (p.texts, r"(?s)\S.*\S"),
    "times of replies": (p.reply_times, f"{TIME}{OFFSET}"),
    "times of requests": (p.request_times, rf"{TIME}(\.710000)?{OFFSET}"),
    "numbers as ids": (p.KEY_VALUES["IDNUM"], "[1-9][0-9]{0,9}"),
    "phones": (p.LEAD_FIELDS["Phone"], "650-555-[0-9]{4}"),
    "dates": (p.LEAD_FIELDS["Date_of_purchase"], "20[0-9]{2}-[0-9]{2}-[0-9]{2}|2007-12-31"),
    "scores": (p.LEAD_FIELDS["LeadScore"], "-?[0-9]{1,4}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMS)
def test_a_part_has_its_form(name: str) -> None:
    strategy, form = FORMS[name]
    assert [text for text in drawn(strategy) if not re.fullmatch(form, text)] == []


def test_the_values_of_each_key_type_have_its_form() -> None:
    crm = ["SFDCACCOUNTID", "SFDCCONTACTID", "SFDCLEADID", "SFDCLEADOWNERID", "SFDCOPPTYID"]
    forms = {
        "IDNUM": FORMS["numbers as ids"][1],
        "COOKIE": FORMS["cookies"][1],
        **dict.fromkeys(("EMAIL", "LEADOWNEREMAIL"), FORMS["emails"][1]),
        **dict.fromkeys(crm, FORMS["crm ids"][1]),
    }
    assert p.KEY_VALUES.keys() == forms.keys()
    for name, form in forms.items():
        assert all(re.fullmatch(form, text) for text in drawn(p.KEY_VALUES[name], 50)), name
    assert set(p.MEMBER_KEYS) == forms.keys() - {"COOKIE"}


# A strategy to edges that it has to reach, each by what holds there.
EDGES: dict[str, tuple[SearchStrategy[Any], list[Callable[[Any], bool]]]] = {
    "ids": (p.ids, [lambda n: n == 1, lambda n: n == 2**31 - 1]),
    "texts": (
        p.texts,
        [lambda text, each=each: each in text for each in  # type: ignore[misc]
         ("]]>", "<![CDATA[x]]>", "&amp;&#13;", "a\rb\r\nc\nd", "\u2028", "true", "long long ")],
    ),
    "names": (p.names, [lambda t, each=each: each in t for each in " -_&<'é字"]),  # type: ignore[misc]
    "times of requests": (p.request_times, [lambda t: ".710000" in t, lambda t: "." not in t]),
    "offsets": (
        p.reply_times,
        [lambda text, each=each: text.endswith(each) for each in  # type: ignore[misc]
         ("-08:00", "-07:00", "-06:00", "-05:00", "+00:00", "+01:00", "+05:30", "+05:45",
          "+14:00", "-12:00")],
    ),
    "years": (p.moments, [lambda t: t.year <= 2008, lambda t: t.year == 2025]),
    "ranges": (
        p.ranges,
        [lambda found: apart(found) == timedelta(days=30), lambda found: not apart(found)],
    ),
    "awkward texts": (
        values.texts(),
        [lambda text, each=each: text == each for each in  # type: ignore[misc]
         ("", " ", "\r\n", "\n leading and trailing \t", "]]>", "<![CDATA[x]]>", "<!-- -->",
          "<?pi?>", "&amp;&#13;", "<&>\"'", "a\rb\r\nc\nd", "next\x85line\u2028separator",
          "\ufeffmark", "\U0001f600\U0010ffff", "true", "0", "long " * 1000)],
    ),
    "int": (values.integers("int"), [lambda n: n == -(2**31), lambda n: n == 2**31 - 1]),
    "long": (values.integers("long"), [lambda n: n == -(2**63), lambda n: n == 2**63 - 1]),
    "integer": (
        values.integers("integer"),
        [lambda n: n == 10**400, lambda n: n == -(10**400), lambda n: n == 2**63],
    ),
    "moments": (
        values.moments(),
        [
            lambda t: t.year == 1, lambda t: t.year == 9999, lambda t: t.offset is None,
            lambda t: t.offset == 0, lambda t: t.offset == 840, lambda t: t.offset == -840,
            lambda t: t.offset == -1, lambda t: t.fractional_second == 710_000_000,
            lambda t: t.fractional_second == 1, lambda t: t.fractional_second == 0,
            lambda t: t.fractional_second == 999_999_999,
        ],
    ),
    "bytes": (
        values.values_of("base64Binary"),
        [lambda b: b == b"", lambda b: b == bytes(range(256)), lambda b: 0 < len(b) <= 40],
    ),
    "a list of texts": (
        values.values_of("ArrayOfString"),
        [lambda a, n=n: len(a.string_item) == n for n in (0, 1, 2, 3, 60)],  # type: ignore[misc]
    ),
    "a list of records": (
        values.values_of("ArrayOfTag"),
        [lambda a, n=n: len(a.tag) == n for n in (0, 1, 2, 3, 12)],  # type: ignore[misc]
    ),
    "an abstract type": (
        values.values_of("LeadSelector"),
        [lambda s, name=name: type(s).__name__ == name for name in  # type: ignore[misc]
         ("LeadKeySelector", "StaticListSelector", "LastUpdateAtSelector")],
    ),
    "an enumeration": (
        values.values_of("ForeignSysType"),
        [lambda e, name=name: e.value == name for name in  # type: ignore[misc]
         ("CUSTOM", "SFDC", "NETSUITE")],
    ),
    "optional and nillable": (
        values.values_of("LeadRecord"),
        [lambda lead: lead.id is None, lambda lead: lead.id is not None,
         lambda lead: lead.email is None, lambda lead: lead.email is not None,
         lambda lead: lead.lead_attribute_list is None,
         lambda lead: lead.lead_attribute_list is not None],
    ),
    "versions": (
        values.versions(), [lambda v, each=each: v == each for each in ("2_1", "2_2", "2_3", "2_7")]  # type: ignore[misc]
    ),
}  # fmt: skip


def apart(found: tuple[str, str]) -> timedelta:
    first, second = map(datetime.fromisoformat, found)
    return second - first


@pytest.mark.slow
@pytest.mark.parametrize("name", EDGES)
def test_each_edge_is_reached(name: str) -> None:
    strategy, edges = EDGES[name]
    missed = [*enumerate(edges)]
    for turn in range(5):
        found = drawn(strategy, 150, turn)
        missed = [(number, edge) for number, edge in missed if not any(map(edge, found))]
        if not missed:
            break
    assert [number for number, _ in missed] == []


def test_nothing_goes_beyond_the_edges() -> None:
    assert all(timedelta(0) <= apart(found) <= timedelta(days=30) for found in drawn(p.ranges))
    assert all(1 <= n <= 2**31 - 1 for n in drawn(p.ids))
    assert all(-(2**31) <= n < 2**31 for n in drawn(values.integers("int")))
    assert all(-(2**63) <= n < 2**63 for n in drawn(values.integers("long")))
    for moment in drawn(values.moments()):
        assert 1 <= moment.year <= 9999
        assert XmlDateTime.from_string(str(moment)) == moment


@pytest.mark.slow
def test_a_text_holds_nothing_that_xml_cannot() -> None:
    allowed = re.compile("[\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
    for strategy in (p.texts, values.texts()):
        assert all(allowed.fullmatch(text) for text in drawn(strategy))
    assert {"\ufffe", "\uffff", "\x00", "\x0b"}.isdisjoint(drawn(values.XML_CHARACTERS, 1000))

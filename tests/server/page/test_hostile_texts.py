"""Whatever texts a page is given, it is the same page: they are shown, and are never markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from lxml import html

from mktows.checking import RULES, Finding
from mktows.server.browsing import Choice, Collection, Link, Listing, Record, Row, Section
from mktows.server.exchange import RecordedCall
from mktows.server.journal.queries import CallQuery, CallSummary
from mktows.server.page.bodies import body_of
from mktows.server.page.call import MOST_CHARACTERS, opened
from mktows.server.page.calls import row_of
from mktows.server.page.copies import Copies
from mktows.server.page.templates import Templates
from mktows.server.page.texts import visible

PLAIN = "Harmless"
AT = datetime(2026, 3, 1, tzinfo=UTC)
CALL = RecordedCall(
    id=1,
    at=AT,
    operation=PLAIN,
    version="3_1",
    user_id=PLAIN,
    status=500,
    code=None,
    fault=PLAIN,
    findings=(),
    milliseconds=1.0,
    request="<E/>",
    reply="",
    notes=(),
)
TEMPLATES = Templates({"described": "a service", "menu": [("Calls", "/")], "token": "t"})
MARKUP = ("<script>", "</td>", "<!--", "]]>", "'", '"', "&", "&lt;", "{{", "%}", "\0", "\x1b", "\n")
ODD = ("\u202e", "\u2066", "\ud800", "\udfff", "\u2028", "\xad", "\ufeff", "\U000e0041", "\x85")
TEXTS = st.lists(st.sampled_from([*MARKUP, *ODD]) | st.text(max_size=5), max_size=15).map("".join)
TEXTS = TEXTS.filter(lambda text: 0 < len(text) <= 150)


def list_of_calls(text: str) -> tuple[str, Mapping[str, object]]:
    summary = CallSummary(1, AT, text, "3_1", text, 500, None, text, 1.0, 1)
    return "calls.html", {
        "rows": [row_of(summary)],
        "newest": 1,
        "newer": False,
        "older": True,
        "query": CallQuery(operation=text, user_id=text, text=text),
        "search": "",
        "forgotten": False,
        "live": True,
        "empty": row_of(replace(summary, operation="", user_id="", fault="")),
        "most_rows": 200,
        "words": [text],
        "operations": [text],
    }


def call(text: str) -> tuple[str, Mapping[str, object]]:
    findings = (Finding(text, "error", 1, text, text, text), _finding("E", text))
    made = replace(CALL, operation=text, user_id=text, fault=text, findings=findings)
    summary = CallSummary(1, AT, text, "3_1", text, 500, None, text, 1.0, 2)
    return "call.html", {
        "row": row_of(summary),
        "status": 500,
        "call": opened(made),
        "notes": [text],
        "copies": Copies(curl=visible(text), pytest=visible(text)),
        "copied": True,
        "trouble": "",
        "newer": 2,
        "older": None,
        "also": "",
    }


def _finding(path: str, text: str) -> Finding:
    return Finding(next(iter(RULES)), "warning", 1, path, text, text)


def list_of_records(text: str) -> tuple[str, Mapping[str, object]]:
    return "listing.html", {
        "collection": Collection("things", text, text),
        "listing": Listing((text,), [Row(7, (text, text, Link(text, "things", 3)))], before=7),
        "choice": Choice(search=text),
        "forgotten": False,
        "also": "",
    }


def record(text: str) -> tuple[str, Mapping[str, object]]:
    facts = ((text, text), ("Other", Link(text, "things", 3)))
    section = Section(text, (text,), [(text,), (Link(text, "things", 4),)], is_cut=True)
    return "record.html", {
        "collection": Collection("things", text, text),
        "record": Record(text, facts, (section,)),
        "number": "7",
    }


def parsed(made: tuple[str, Mapping[str, object]]) -> list[tuple[str, dict[str, str], str, str]]:
    """The elements of a page, each with its attributes, its text and the text that follows."""
    name, values = made
    text = TEMPLATES.fill(name, {"at": "Calls", **values})
    return [
        (
            str(each.tag),
            {str(name): str(value) for name, value in each.attrib.items()},
            each.text or "",
            each.tail or "",
        )
        for each in document_of(text).iter()
    ]


def document_of(text: str) -> Any:
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


@pytest.mark.parametrize("page", [list_of_calls, call, list_of_records, record])
@given(text=TEXTS)
@example("</script><img src=x onerror=alert(1)>")
@example("\" autofocus onfocus='alert(1)'")
def test_a_page_of_any_text_is_that_of_a_harmless_one_with_the_text_in_it(
    page: object, text: str
) -> None:
    assert callable(page)
    seen = visible(text)
    assume(seen[:1] == seen[:1].upper())  # some texts are shown as sentences
    expected = [
        (
            tag,
            {name: value.replace(PLAIN, seen) for name, value in attributes.items()},
            inner.replace(PLAIN, seen),
            tail.replace(PLAIN, seen),
        )
        for tag, attributes, inner, tail in parsed(page(PLAIN))
    ]
    assert parsed(page(text)) == expected


@given(TEXTS)
@example("<a x='<script>'><script>alert(1)</script></a>")
@example('{"a": "<script>"}')
def test_a_message_is_shown_as_it_is(text: str) -> None:
    name, values = call(PLAIN)
    made = opened(replace(CALL, request=text))
    filled = TEMPLATES.fill(name, {"at": "Calls", **values, "call": made})
    document = document_of(filled)
    assert not document.xpath("//main//script | //main//img")
    shown = document.xpath("//section[@aria-labelledby='request']//li/code")
    lines = body_of(text).lines
    assert [each.text_content() for each in shown] == [visible(each.text) for each in lines]
    for each in document.xpath("//section[@aria-labelledby='request']//li//*"):
        assert each.tag in ("code", "span")
        assert set(each.attrib) <= {"class"}


@pytest.mark.parametrize(
    "request_text",
    [
        "<E><a>" + "x" * 10_000_000 + "</a></E>",
        "<E>" + ("<a>" + "\x01" * 10_000 + "</a>") * 1000 + "</E>",
        "<E>" + ("<a " + "x='1' " * 120 + "/>") * 1500 + "</E>",
        "[" + '"\x01",' * 1_000_000 + "]",
        "\x01\n" * 1_000_000,
    ],
    ids=["one value", "control characters", "attributes", "json", "lines"],
)
def test_a_page_is_small_however_large_the_message(request_text: str) -> None:
    findings = tuple(_finding(f"E.a[{number}]", "x") for number in range(0, 1000, 10))
    made = opened(replace(CALL, request=request_text, findings=findings))
    name, values = call(PLAIN)
    filled = TEMPLATES.fill(name, {"at": "Calls", **values, "call": made})
    assert len(filled) < 8 * MOST_CHARACTERS
    placed = [each for line in made.request.lines for each in line.findings]
    assert placed == [each for each in made.findings if each.line is not None]

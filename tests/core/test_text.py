"""What may stand in XML, and how it is escaped so that it comes back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from mktows.testing.any_values import AWKWARD_TEXTS, texts
from mktows.text import escape, impossible_character

# Everything of XML 1.0, production 2, by its bounds.
POSSIBLE = "\t\n\r \x7f\x80\x85\xa0\u2028\ud7ff\ue000\ufdd0\ufffd\U00010000\U0001fffe\U0010ffff"
IMPOSSIBLE = [chr(n) for n in range(32) if n not in (9, 10, 13)]
IMPOSSIBLE += ["\ud800", "\udbff", "\udc00", "\udfff", "\ufffe", "\uffff"]


@given(text=texts())
def test_escaped_text_is_read_back_as_it_was(text: str) -> None:
    assert impossible_character(text) is None
    assert (etree.fromstring(f"<a>{escape(text)}</a>").text or "") == text


@pytest.mark.parametrize("text", AWKWARD_TEXTS, ids=lambda text: ascii(text)[:20])
def test_awkward_text_is_read_back_as_it_was(text: str) -> None:
    assert (etree.fromstring(f"<a>{escape(text)}</a>").text or "") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a & b", "a &amp; b"),
        ("<b>", "&lt;b&gt;"),
        ("]]>", "]]&gt;"),
        ("a\r\nb", "a&#13;\nb"),
        ("\t\n", "\t\n"),
        ("\"'", "\"'"),
        ("&amp;", "&amp;amp;"),
        ("é\u2028\U0001f600", "é\u2028\U0001f600"),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_only_markup_and_carriage_returns_are_escaped(text: str, expected: str) -> None:
    assert escape(text) == expected


@pytest.mark.parametrize("character", POSSIBLE, ids=ascii)
def test_a_character_of_xml_is_possible(character: str) -> None:
    assert impossible_character(character) is None


@pytest.mark.parametrize("character", IMPOSSIBLE, ids=ascii)
def test_another_character_is_not(character: str) -> None:
    assert impossible_character(character) == 0


@given(before=texts(), character=st.sampled_from(IMPOSSIBLE), after=st.text())
def test_the_first_impossible_character_is_found(before: str, character: str, after: str) -> None:
    assert impossible_character(before + character + after) == len(before)


@given(text=st.text())
@example(text="\x00")
def test_what_is_called_possible_is_what_libxml2_accepts(text: str) -> None:
    element = etree.Element("a")
    try:
        element.text = text
        accepted = True
    except (ValueError, UnicodeEncodeError):
        accepted = False
    assert accepted == (impossible_character(text) is None)

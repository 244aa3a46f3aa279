"""Texts of others are shown so that each character can be seen."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from mktows.server.page.templates import Templates
from mktows.server.page.texts import code_parts, short, visible


@given(st.text())
def test_no_character_is_a_control_or_changes_the_direction(text: str) -> None:
    shown = visible(text)
    kinds = {unicodedata.category(each) for each in shown} - {"Zl", "Zp"}
    assert not [each for each in shown if unicodedata.category(each) == "Cc" and each not in "\t\n"]
    assert "Cs" not in kinds
    assert not {unicodedata.bidirectional(each) for each in shown} & {
        *("LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"),
    }
    assert not {"\u2028", "\u2029"} & {*shown}
    shown.encode()


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_is_left_as_it_is(text: str) -> None:
    assert visible(f"{text}\n\t") == f"{text}\n\t"


def test_what_cannot_be_seen_has_its_escape() -> None:
    assert visible("a\x00b\u202ec\ud800\r\n") == "a\\u0000b\\u202ec\\ud800\\u000d\n"


def test_a_long_text_is_cut() -> None:
    assert short("abc", 3) == "abc"
    assert short("abcd", 3) == "abc... (4 characters)"


def test_a_text_of_ours_is_cut_at_its_backticks() -> None:
    assert code_parts("`a` has no `b`.") == [
        (True, "a"),
        (False, " has no "),
        (True, "b"),
        (False, "."),
    ]
    assert code_parts("plain") == [(False, "plain")]
    assert code_parts("it`s odd") == [(False, "it`s odd")]


def test_a_template_shows_markup_as_text() -> None:
    templates = Templates({"described": "<script>\x07", "menu": [], "token": ""})
    text = templates.fill("not_shown.html", {"status": 404, "text": "<b>\u202e&\"'"})
    assert "&lt;script&gt;\\u0007" in text
    assert "<p>&lt;b&gt;\\u202e&amp;&#34;&#39;</p>" in text

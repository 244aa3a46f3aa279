"""Messages as lines: nothing is lost, whatever they hold, and the time grows with the length."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows.server.page.bodies import body_of, form_of
from mktows.server.page.json_lines import json_lines
from mktows.server.page.lines import LONGEST_PIECE, MOST_LINES, MOST_PIECES, Line, plain_lines
from mktows.server.page.xml_lines import xml_lines

XML = (
    '<?xml version="1.0"?>\n<s:E xmlns:s="u" a=\'>\'><b/><c><!-- note --><d>1 &lt; 2</d>loose'
    "<e></e><f>one\n two</f><![CDATA[<x>]]></c></s:E>"
)
BROKEN = st.lists(
    st.sampled_from(
        [
            *(
                "<",
                ">",
                "</",
                "/>",
                "<!--",
                "-->",
                "<![CDATA[",
                "]]>",
                "<?",
                "?>",
                "<!",
                "a",
                "b:c",
            ),
            *(
                "=",
                '"',
                "'",
                " ",
                "\n",
                "\r\n",
                "<a>",
                "</a>",
                "<a x='1'>",
                "<b/>",
                "&amp;",
                "text",
            ),
        ]
    ),
    max_size=40,
).map("".join)
BROKEN_JSON = st.lists(
    st.sampled_from(
        ["{", "}", "[", "]", ",", ":", '"', '"a"', '"\\""', "\\", "1.50", " ", "\n", "x"]
    ),
    max_size=40,
).map("".join)


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


def joined(lines: list[Line]) -> str:
    return without_space("".join(each.text for each in lines))


def test_xml_is_indented_as_it_was_sent() -> None:
    assert [each.text for each in xml_lines(XML).lines] == [
        '<?xml version="1.0"?>',
        """<s:E xmlns:s="u" a='>'>""",
        "  <b/>",
        "  <c>",
        "    <!-- note -->",
        "    <d>1 &lt; 2</d>",
        "    loose",
        "    <e></e>",
        "    <f>",
        "      one",
        "      two",
        "    </f>",
        "    <![CDATA[<x>]]>",
        "  </c>",
        "</s:E>",
    ]


def test_pieces_have_their_kinds() -> None:
    _, line, *_, cdata, _, _ = xml_lines(XML).lines
    assert [tuple(each) for each in line.pieces] == [
        ("tag", "<s:E "),
        ("name", "xmlns:s="),
        ("value", '"u"'),
        ("tag", " "),
        ("name", "a="),
        ("value", "'>'"),
        ("tag", ">"),
    ]
    assert [each.kind for each in cdata.pieces] == ["text"]


@given(BROKEN)
def test_of_what_is_no_xml_nothing_is_lost(text: str) -> None:
    assert joined(xml_lines(text).lines) == without_space(text)


@given(BROKEN_JSON)
def test_of_what_is_no_json_nothing_is_lost(text: str) -> None:
    assert joined(json_lines(text)) == without_space(text)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_json_is_indented_as_others_do(value: object) -> None:
    for ascii in (True, False):
        shown = "\n".join(each.text for each in json_lines(json.dumps(value, ensure_ascii=ascii)))
        assert shown == json.dumps(value, indent=2, ensure_ascii=ascii)


def test_members_and_values_are_told_apart() -> None:
    pieces = [
        tuple(piece) for line in json_lines('{"a" :"b","c":[1,null]}') for piece in line.pieces
    ]
    assert ("name", '"a"') in pieces
    assert ("value", '"b"') in pieces
    assert ("number", "null") in pieces


def test_a_text_is_a_line_for_each_break() -> None:
    assert [each.text for each in plain_lines("a\r\nb\rc\u2028d\n\ne")] == [
        *("a", "b", "c\u2028d", "", "e")
    ]


@pytest.mark.parametrize(
    ("text", "form", "lines"),
    [
        ("<a><b/></a>", "xml", 3),
        (' {"a": 1}', "json", 3),
        ("[]", "json", 1),
        ("GET /rest/v1/lead/7.json?fields=email\n\n", "txt", 1),
        ('POST /rest/v1/leads.json\n\n{"a":1}', "json", 4),
        ("POST /bulk/v1/leads.json\n\na,b\n1,2", "txt", 3),
        ("no XML\n\nat all", "txt", 3),
        ("", "txt", 0),
    ],
)
def test_a_body_is_shown_by_what_it_looks_like(text: str, form: str, lines: int) -> None:
    body = body_of(text)
    assert (
        body.form,
        len([each for each in body.lines if each.pieces or text.startswith("no")]),
    ) == (
        form,
        lines,
    )
    assert body.is_whole


def test_a_form_is_told_by_the_first_character() -> None:
    assert [form_of(each) for each in ("<", "\n {", "[", "x<", "", " " * 2000 + "<")] == [
        *("xml", "json", "json", "txt", "txt", "txt")
    ]


LONG = 400_000
HOSTILE = {
    "tags that do not end": "<" * LONG,
    "open tags": "<a>" * (LONG // 3),
    "tags that close nothing": "<a>" * (LONG // 8) + "</b>" * (LONG // 8),
    "a long name": "<" + "a" * LONG,
    "a long attribute": "<a " + "x" * LONG + ">",
    "many attributes": "<a " + "x='1' " * (LONG // 6) + ">",
    "quotes": "<a " + '"' * LONG,
    "names without values": "<a " + " a =" * (LONG // 4) + ">",
    "comments that do not end": "<!--" * (LONG // 4),
    "line breaks": "<a>" + "a\n" * (LONG // 2),
    "many in one line": "<a>" + "<!---->" * (LONG // 7),
    "brackets": "[" * LONG,
    "closing brackets": "[" + "]" * LONG,
    "colons": "[" + ":" * LONG,
    "words": "[" + "1 " * (LONG // 2),
    "escapes": '["' + "\\" * LONG,
    "pairs of brackets": "[" + "[]" * (LONG // 2),
    "text": "a\n" * (LONG // 2),
    "one text": "a" * LONG,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_the_lines_of_hostile_messages_are_bounded(name: str) -> None:
    body = body_of(HOSTILE[name])
    assert len(body.lines) <= MOST_LINES + 1
    for line in body.lines:
        assert len(line.pieces) <= MOST_PIECES + 1
        assert all(len(each.text) <= LONGEST_PIECE + 100 for each in line.pieces)
    if len(body.lines) >= MOST_LINES:
        assert not body.is_whole

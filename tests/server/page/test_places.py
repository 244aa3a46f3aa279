"""Findings are shown at the line that they are about, however the message was written."""

from __future__ import annotations

import pytest

from mktows.checking import RULES, Finding, check
from mktows.server.page.places import Places
from mktows.server.page.xml_lines import xml_lines

# What they are about is no element, or none that is there.
NOWHERE = {"findings-cut", "xml-malformed", "xml-truncated", "xml-too-large"}
NOWHERE |= {"xml-prefix-undeclared", "xml-instruction", "xml-dtd"}
# The check tells the line around the element that the path names.
AROUND = {"reply-lead-id", "reply-last-position", "email-not-changed", "auth-header-missing"}
# Of two elements of one name in one line, the first is marked.
REPEATED = {"envelope-part-repeated", "element-repeated", "auth-header-repeated"}


def indented(document: bytes) -> str:
    """A document with each element in a line of its own, so that the check tells which."""
    return "\n".join(line.text for line in xml_lines(document.decode()).lines)


@pytest.mark.parametrize("rule", [each for each in RULES if each not in NOWHERE | AROUND])
def test_a_finding_is_placed_where_the_check_found_it(rule: str) -> None:
    example = RULES[rule].example
    try:
        text = indented(example.document)
    except UnicodeDecodeError:
        pytest.skip("an encoding of its own")
    found = check(text.encode(), version=example.version or None)
    in_one_line = text.replace("\n", " ")
    for each in found:
        if each.rule in NOWHERE | AROUND:
            continue
        assert Places(text, xml_lines(text).elements).line_of(each) == each.line - 1
        if each.rule not in REPEATED:
            places = Places(in_one_line, xml_lines(in_one_line).elements)
            assert places.line_of(each) == each.line - 1


# Its lines, from 0: E, Header, h, /Header, Body, m, l, r, a, /r, r, a, a, ...
MESSAGE = "<E><Header><h/></Header>\n<Body><m><l><r><a/></r>\n<r><a/><a/></r></l></m></Body></E>"


@pytest.mark.parametrize(
    ("path", "line", "place"),
    [
        ("m", 1, 5),
        ("h", 1, 2),
        ("E.Header.h", 1, 2),
        ("m.l.r[0]", 1, 7),
        ("m.l.r[1].a[1]", 1, 12),
        ("m.l.r[1].a[7]", 1, 10),  # is not there: the innermost that is
        ("m.l.r[1].b.c", 1, 10),
        ("m.nothing", 1, 5),
        ("nothing", 1, None),
        ("nothing", 2, 4),  # a line that is not the first counts
        ("nothing", 9, None),
        ("", 1, None),
        ("", 3, 10),
        ("m.l.r", 3, 10),  # of several, the one in the line
        ("a", 1, None),  # too deep to begin there
        ("m.l.r[99999999999].a", 1, 6),
        (".", 1, None),
        ("m..l", 1, 5),
    ],
)
def test_a_path_leads_as_far_as_it_can(path: str, line: int, place: int | None) -> None:
    finding = Finding("x", "note", line, path, "", "")
    assert Places(MESSAGE, xml_lines(MESSAGE).elements).line_of(finding) == place


def test_of_what_breaks_off_a_finding_has_its_place_too() -> None:
    text = "<E><Body><m><l><r><a>x</a></r><r><a>y... (cut: 10 more characters)"
    elements = xml_lines(text).elements
    finding = Finding("x", "note", 1, "m.l.r[1].a", "", "")
    assert Places(text, elements).line_of(finding) == elements[-1].line

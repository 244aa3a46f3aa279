"""What holds for any message and any bytes: peers agree, nothing crashes, nothing leaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from support.check_examples import (
    EXAMPLES,
    FAULT,
    REPLIES,
    REQUESTS,
    Example,
    body_envelope,
    reply,
    request,
)
from support.contract_schemas import codec

from mktows.checking import RULES, check, check_file
from mktows.checking.rules import STRUCTURE
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.soap import XSI_NAMESPACE, write_envelope
from mktows.testing.any_values import messages, versions

XSI = f"{{{XSI_NAMESPACE}}}"
DOCUMENTS = sorted(
    example.document for example in EXAMPLES.values() if len(example.document) < 5000
)


@st.composite
def written(draw: st.DrawFn, *, replies: bool = True) -> tuple[str, etree._Element]:
    """A version, and a valid message of it."""
    version = draw(versions())
    operation = draw(st.sampled_from(list(contract(version).operations.values())))
    reply = replies and draw(st.booleans())
    element = operation.reply if reply else operation.request
    value = draw(messages(element, version=version))
    encoded = codec(version).encode(element, value, service=reply)
    namespace = contract(version).namespace
    data = write_envelope(namespace=namespace, body=encoded.text, xsi=True)
    return version, etree.fromstring(data)[0][0]


def structural(version: str, node: etree._Element) -> list[str]:
    text = etree.tostring(node, with_tail=False)
    return [each.rule for each in check(text, version=version) if each.rule in STRUCTURE]


@given(written())
def test_a_valid_message_breaks_no_rule_of_structure(message: tuple[str, Any]) -> None:
    version, node = message
    assert structural(version, node) == []


def _rename(node: etree._Element, word: str) -> None:
    node.tag = word


def _twice(node: etree._Element, _word: str) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.append(etree.fromstring(etree.tostring(node)))


def _remove(node: etree._Element, _word: str) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _reverse(node: etree._Element, _word: str) -> None:
    node[:] = list(reversed(node))


def _say(node: etree._Element, word: str) -> None:
    node.text = word


def _nil(node: etree._Element, word: str) -> None:
    node.set(f"{XSI}nil", "true" if len(word) < 5 else word)


def _typed(node: etree._Element, word: str) -> None:
    node.set(f"{XSI}type", word)


def _untyped(node: etree._Element, _word: str) -> None:
    if f"{XSI}type" in node.attrib:
        del node.attrib[f"{XSI}type"]


def _mark(node: etree._Element, word: str) -> None:
    node.set("kind", word)


def _qualify(node: etree._Element, _word: str) -> None:
    if node.getparent() is not None and not node.tag.startswith("{"):
        node.tag = f"{{http://www.marketo.com/mktows/}}{node.tag}"


CHANGES = (_rename, _twice, _remove, _reverse, _say, _nil, _typed, _untyped, _mark, _qualify)
NAMES = sorted(
    {field.element for item in contract("2_7").types.values() for field in item.fields}
    | {"id", "email", "colour", "LeadId"}
)
WORDS = (
    "",
    " ",
    "x",
    "true",
    "True",
    "false",
    "0",
    "-1",
    "2147483648",
    "1e3",
    "EMAIL",
    "2013-08-01",
)
TYPES = ("ns1:LeadKeySelector", "ns1:LeadSelector", "LeadKeySelector", "ns1:ArrayOfString", "q:x")


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(written(), st.data())
def test_what_libxml2_refuses_breaks_a_rule_of_structure_and_nothing_else_does(
    message: tuple[str, Any], data: st.DataObject
) -> None:
    version, root = message
    below = list(root.iterdescendants())
    if not below:
        return
    for _ in range(data.draw(st.integers(1, 2))):
        node = data.draw(st.sampled_from(below))
        change = data.draw(st.sampled_from(CHANGES))
        words = NAMES if change is _rename else TYPES if change is _typed else WORDS
        change(node, data.draw(st.sampled_from(words)))
    alone = etree.fromstring(etree.tostring(root, with_tail=False))
    valid = contract(version).schema.validate(alone)
    assert (structural(version, alone) == []) is valid


# Nothing crashes

FRAGMENTS = st.sampled_from(
    [
        b"<", b">", b"</s:Envelope>", b"<s:Envelope", b"&lt;s:Envelope ", b"&lt;/s:Envelope&gt;",
        b'<s:Envelope xmlns:s=\\"', b"\\u003cEnvelope ", b"\\", b'"', b"<!DOCTYPE a>", b"<![CDATA[",
        b"]]>", b"<!--", b"-->", b"<?xml version='1.0'?>", b"\xff\xfe", b"\xef\xbb\xbf", b"\0",
        b"&#0;",
        b"\r", b"\n", b"SOAPAction: ", b"Content-Type: text/xml; charset=", b"HTTP/1.1 500 ",
        b' xsi:nil="', b' xsi:type="q:"', b"\xe9", b"9" * 30, b"+-", b"T25:00:00",
    ]
)  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A document of an example with pieces cut out, doubled or put in."""
    data = draw(st.sampled_from(DOCUMENTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 60)))
        piece = draw(st.one_of(FRAGMENTS, st.binary(max_size=8), st.just(data[start:end] * 2)))
        data = data[:start] + piece + data[end:]
    return data


@given(
    st.one_of(st.binary(max_size=200), st.lists(FRAGMENTS, max_size=12).map(b"".join), damaged()),
    st.sampled_from(KNOWN_VERSIONS),
)
@example(b"", "2_7")
def test_no_bytes_crash_it(data: bytes, version: str) -> None:
    for finding in check_file(data, version=version):
        assert finding.rule in RULES
        assert 1 <= finding.line <= data.count(b"\n") + data.count(b"\r") + 1
    check(data, version=version)


MESSAGES = {
    **{f"request of {name}": request(name) for name in REQUESTS},
    **{f"reply of {name}": reply(name) for name in REPLIES},
    "fault": body_envelope(FAULT),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_no_missing_empty_or_nil_element_crashes_it(name: str) -> None:
    root = etree.fromstring(MESSAGES[name].encode())
    for place in range(1, len(list(root.iter()))):
        for change in (_remove, _reverse, _nil, _rename, _twice):
            changed = etree.fromstring(etree.tostring(root))
            change(list(changed.iter())[place], "a")
            check(etree.tostring(changed))
        emptied = etree.fromstring(etree.tostring(root))
        node = list(emptied.iter())[place]
        node[:], node.text = [], None
        check(etree.tostring(emptied))


# Nothing leaks

SECRET = "ada.lovelace@example.com"


@pytest.mark.parametrize("rule", EXAMPLES)
def test_no_finding_shows_a_value(rule: str) -> None:
    given = EXAMPLES[rule]
    text = re.sub(r">[^<>]*[A-Za-z0-9@][^<>]*<", f">{SECRET}<", given.document.decode())
    for each in check_file(text.encode(), key=given.key, user_id=given.user_id):
        assert "lovelace" not in repr(each)


@pytest.mark.parametrize("operation", REQUESTS)
def test_no_finding_shows_a_single_value(operation: str) -> None:
    document = request(operation)
    for found in re.finditer(r"(?<=>)[^<>\s][^<>]*(?=<)", document):
        text = document[: found.start()] + SECRET + document[found.end() :]
        assert "lovelace" not in repr(check(text.encode()))


@pytest.mark.parametrize("rule", [rule for rule in EXAMPLES if EXAMPLES[rule].key])
def test_no_finding_shows_key_or_signature(rule: str) -> None:
    given: Example = EXAMPLES[rule]
    assert given.key is not None
    shown = repr(check_file(given.document, key=given.key, user_id=given.user_id))
    assert given.key.reveal() not in shown
    assert not re.search(r"[0-9a-fA-F]{20}", shown)

"""The reader gives names, text and lines as they are, and refuses what is hostile or too much."""

from __future__ import annotations

import pytest
from lxml import etree

from mktows.checking import nodes
from mktows.checking.nodes import Node, UnreadableXml, read


def refusal(data: bytes) -> UnreadableXml:
    with pytest.raises(UnreadableXml) as caught:
        read(data)
    return caught.value


def test_a_document_is_read_as_lxml_reads_it() -> None:
    data = (
        b'<?xml version="1.0"?>\n<a:one xmlns:a="urn:a" a:q="1" r="&lt;2">\n<!-- c -->'
        b'<two xmlns="urn:b"><three xmlns=""/>\n</two>\n<four>x<![CDATA[<y>]]><?p i?>&amp;z</four>'
        b"</a:one>"
    )

    def same(ours: Node, theirs: etree._Element) -> None:
        name = f"{{{ours.namespace}}}{ours.name}" if ours.namespace else ours.name
        assert name == theirs.tag
        assert dict(ours.attributes) == {str(key): value for key, value in theirs.items()}
        assert str(ours.line) == str(theirs.sourceline)  # which the stubs have no type for
        children = list(theirs.iterchildren(etree.Element))
        if not children:
            assert ours.text == "".join(str(text) for text in theirs.itertext())
        assert len(ours.children) == len(children)
        for mine, other in zip(ours.children, children, strict=True):
            same(mine, other)

    same(read(data).root, etree.fromstring(data, etree.XMLParser(remove_pis=True)))


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "windows-1252", "koi8-r", "utf-8"])
def test_any_encoding_that_python_knows_is_read(encoding: str) -> None:
    text = {"windows-1252": "é€", "koi8-r": "ключ"}.get(encoding, "日本")
    data = f'<?xml version="1.0" encoding="{encoding}"?>\n<a>{text}</a>'.encode(encoding)
    assert read(data).root.text == text


@pytest.mark.parametrize("encoding", ["utf-42", "hex", "rot13", "shift_jis"])
def test_an_encoding_that_does_not_fit_is_malformed(encoding: str) -> None:
    data = f'<?xml version="1.0" encoding="{encoding}"?><a>'.encode() + b"\xff\xff</a>"
    assert refusal(data).rule.id == "xml-malformed"


def test_more_bytes_than_any_message_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_BYTES", 10)
    read(b"<a></a>   ")
    assert refusal(b"<a></a>    ").rule.id == "xml-too-large"


def test_more_elements_than_any_message_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nodes, "MAX_ELEMENTS", 10)
    read(b"<a>" + b"<b/>" * 9 + b"</a>")
    refused = refusal(b"<a>\n" + b"<b/>" * 10 + b"</a>")
    assert (refused.rule.id, refused.line) == ("xml-too-large", 2)


def test_deeper_nesting_than_any_message_needs_is_refused() -> None:
    read(b"<a>" * 256 + b"</a>" * 256)
    assert refusal(b"<a>" * 257 + b"</a>" * 257).rule.id == "xml-too-large"


def test_text_between_very_many_elements_is_told_but_not_kept() -> None:
    root = read(b"<a>" + b"<b/>x y" * 10_000 + b"</a>").root
    assert "x" in root.text
    assert len(root.text) < 2000


@pytest.mark.parametrize(
    "document",
    [
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>',
        b'\n\n<!DOCTYPE a PUBLIC "a" "http://localhost/a.dtd"><a/>',
    ],
)
def test_a_document_type_is_refused_unread(document: bytes) -> None:
    refused = refusal(document)
    assert refused.rule.id == "xml-dtd"
    assert refused.line == document.count(b"\n") + 1


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "xml-truncated"),
        (b"<a", "xml-truncated"),
        (b"<a>", "xml-truncated"),
        (b"<a><![CDATA[", "xml-truncated"),
        ("<a>é".encode()[:-1], "xml-truncated"),
        (b"<a></b>", "xml-malformed"),
        (b"<a/><b/>", "xml-malformed"),
        (b"<a>&nbsp;</a>", "xml-malformed"),
        (b"<a>\0</a>", "xml-malformed"),
        (b"<p:a/>", "xml-prefix-undeclared"),
    ],
)
def test_what_breaks_off_is_told_from_what_is_wrong(data: bytes, rule: str) -> None:
    assert refusal(data).rule.id == rule


def test_prefixes_hold_where_they_are_declared_and_below() -> None:
    data = b"<a xmlns:p='u' xmlns='d'><b xmlns:p='v' xmlns:q='w'><c/></b><e/></a>"
    root = read(data).root
    inner, other = root.children
    assert [inner.children[0].scope.namespace(each) for each in ("p", "q", "", "r")] == [
        "v", "w", "d", "",
    ]  # fmt: skip
    assert other.scope.namespace("p") == "u"
    assert other.scope.namespace("q") == ""


def test_prefixes_are_not_copied_from_element_to_element() -> None:
    many = b" ".join(b"xmlns:p%d='u'" % number for number in range(1000))
    root = read(b"<a " + many + b">" + b"<b xmlns:q='v'/>" * 100 + b"</a>").root
    assert all(each.scope.around is root.scope for each in root.children)
    assert sum(len(each.scope.declared) for each in root.children) == 100


@pytest.mark.parametrize("begin", [b"<!--", b"<?a ", b"<a b='", b"<a", b"</a"])
def test_a_token_longer_than_any_message_needs_is_refused(begin: bytes) -> None:
    assert refusal(b"<a>" + begin + b" " * 1_500_000).rule.id == "xml-truncated"
    assert refusal(b"<a>" + begin + b" " * 5_000_000).rule.id == "xml-too-large"


@pytest.mark.parametrize("form", [b"<a>%s</a>", b"<a><![CDATA[%s]]></a>"])
def test_a_text_is_no_token_and_may_be_long(form: bytes) -> None:
    assert len(read(form % (b"x" * 7_000_000)).root.text) == 7_000_000

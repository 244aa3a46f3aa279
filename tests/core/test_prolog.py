"""No parser is given a document type, or a prolog without bound, whatever the parser would do."""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from mktows import soap
from mktows.checking import nodes
from mktows.checking.nodes import UnreadableXml
from mktows.errors import RefusedXml
from mktows.prolog import BadProlog, Problem, read_prolog

DOCTYPE = '<!DOCTYPE a [<!ENTITY e "x">]>'
# What fills a prolog up to a length: each as one long token, and as very many short ones.
FILLINGS: dict[str, Callable[[int], str]] = {
    "white space": lambda length: " " * length,
    "a comment": lambda length: f"<!--{' ' * (length - 7)}-->",
    "an instruction": lambda length: f"<?a{' ' * (length - 5)}?>",
    "comments": lambda length: "<!---->" * (length // 7) + " " * (length % 7),
    "instructions": lambda length: "<?a?>" * (length // 5) + " " * (length % 5),
    "lines": lambda length: "\n" * length,
}
WITH_EVERY_FILLING = pytest.mark.parametrize("filling", FILLINGS.values(), ids=FILLINGS)
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.fixture
def no_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every parser fails the test that comes to it."""

    def called(*_: object, **__: object) -> NoReturn:
        pytest.fail("a parser was given the document")

    monkeypatch.setattr(etree, "fromstring", called)
    monkeypatch.setattr(expat, "ParserCreate", called)


def refusals(data: bytes) -> tuple[RefusedXml, UnreadableXml]:
    """How the two readers refuse a document."""
    with pytest.raises(RefusedXml) as of_lxml:
        soap.parse_xml(data)
    with pytest.raises(UnreadableXml) as of_expat:
        nodes.read(data)
    return of_lxml.value, of_expat.value


@pytest.mark.usefixtures("no_parser")
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("length", [7, 4_090, 5_000, 60_000])
@WITH_EVERY_FILLING
def test_a_document_type_comes_to_no_parser(
    filling: Callable[[int], str], length: int, encoding: str
) -> None:
    text = '<?xml version="1.0"?>' + filling(length)
    refused, unread = refusals(f"{text}{DOCTYPE}<a>&e;</a>".encode(encoding))
    line = text.count("\n") + 1
    assert (str(refused), refused.line) == ("a document type declaration is refused", line)
    assert (unread.rule.id, unread.line) == ("xml-dtd", line)


@pytest.mark.usefixtures("no_parser")
@pytest.mark.parametrize("end", ["<a/>", DOCTYPE, ""])
@WITH_EVERY_FILLING
def test_what_is_too_long_before_the_root_comes_to_no_parser(
    filling: Callable[[int], str], end: str
) -> None:
    refused, unread = refusals(f"{filling(65536)}{end} ".encode())
    assert unread.rule.id == "xml-too-large"
    assert "65536 bytes" in str(refused)
    assert not refused.truncated


@WITH_EVERY_FILLING
def test_a_root_may_begin_at_the_last_place_within_the_bound(filling: Callable[[int], str]) -> None:
    data = filling(65535).encode() + b"<a/>"
    assert soap.parse_xml(data).tag == "a"
    assert nodes.read(data).root.name == "a"


@pytest.mark.parametrize("length", [100, 10_000_000])
def test_behind_the_bound_nothing_is_read(length: int) -> None:
    class Counted(bytes):
        """Bytes that know how far they were searched."""

        reached = 0

        def find(self, *search: object) -> int:
            *_, end = search
            Counted.reached = max(Counted.reached, int(str(end)))
            return super().find(*search)  # type: ignore[arg-type]  # as it was called

    with contextlib.suppress(BadProlog):
        read_prolog(Counted(b"<!--" + b" " * length))
    assert 100 < Counted.reached <= 65536


CONSTRUCTS = [
    DOCTYPE, "<!DOCTYPE a>", "<!doctype a>", "<!-- -->", "<!-->", "<!--->", "<!-- -- -->", "<?a?>",
    "<?a ?>", "<??>", "<?xml ?>", "<?xml version='1.0'?>", "<![CDATA[", "]]>", ">", "-->", "?>",
    "<!--", "<?", "<", "<!", " ", "\n", "\r", "<a>", "</a>", "<a/>", "é", "\0", "<!--\x01",
    "\x01-->", "<!--\x01<!DOCTYPE a [<!ENTITY e 'x'>]>", "\ufeff", "&e;", "x",
]  # fmt: skip
PIECES = st.one_of(st.sampled_from(CONSTRUCTS), st.text(max_size=3))
DECLARATIONS = st.sampled_from(
    [
        "",
        '<?xml version="1.0"?>',
        "<?xml version='1.1' encoding='utf-8' standalone='yes' ?>",
        '<?xml version="1.0" encoding="UTF-16"?>',
        '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-',
        '<?xml version="1.0" encoding="ISO-2022-JP"?>',
        '<?xml version="1.0"\nencoding="Shift_JIS"?>',
        '<?xml version="1.0" encoding="latin1"?>',
        '<?xml encoding="utf-8"?>',
        '<?xml version="1.0" x="" encoding="UTF-7"?>',
    ]
)


@given(
    declaration=DECLARATIONS,
    pieces=st.lists(PIECES, max_size=6),
    encoding=st.sampled_from([*ENCODINGS, "latin-1", "shift_jis", "utf-7", "cp037"]),
    cut=st.integers(0, 3),
)
@example(declaration="", pieces=["<!--\x01", DOCTYPE, "<a/>"], encoding="utf-8", cut=0)
def test_no_parser_finds_a_document_type_in_what_it_is_given(
    declaration: str, pieces: list[str], encoding: str, cut: int
) -> None:
    data = f"{declaration}{''.join(pieces)}<a/>".encode(encoding, "replace")
    data = data[: len(data) - cut]
    found: list[object] = []
    try:
        document = read_prolog(data)
    except BadProlog:
        return
    reader = expat.ParserCreate("utf-8")
    reader.StartDoctypeDeclHandler = lambda *_: found.append("expat")
    with contextlib.suppress(expat.ExpatError):
        reader.Parse(document.data, True)
    assert found == []
    root = etree.fromstring(document.data, etree.XMLParser(recover=True))
    assert root is None or root.getroottree().docinfo.internalDTD is None


TEXT = '<?xml version="1.0"\r\n encoding="{}"?><a>é</a>'


@pytest.mark.parametrize("named", ["UTF-8", "utf-16", "latin1", "klingon"])
@pytest.mark.parametrize("encoding", [each for each in ENCODINGS if each != "utf-8"])
def test_what_the_first_bytes_show_counts_more_than_what_is_declared(
    encoding: str, named: str
) -> None:
    data = TEXT.format(named).encode(encoding)
    assert soap.parse_xml(data).text == "é"
    document = nodes.read(data)
    assert (document.root.text, document.root.line) == ("é", 2)
    assert document.encoding == named.lower()


@pytest.mark.parametrize(
    "encoding", ["latin1", "ISO-8859-15", "windows-1252", "cp850", "utf8", "utf-7", "utf_8"]
)
def test_an_encoding_that_programs_declare_is_read_and_no_other(encoding: str) -> None:
    data = TEXT.format(encoding).encode(encoding, "replace")
    if encoding in ("cp850", "utf-7", "utf_8"):
        refused, unread = refusals(data)
        assert "encoding" in str(refused)
        assert unread.rule.id == "xml-malformed"
    else:
        assert soap.parse_xml(data).text == "é"
        assert nodes.read(data).root.text == "é"


@pytest.mark.parametrize("encoding", [each for each in ENCODINGS if "utf-8" not in each])
def test_a_character_cut_in_two_is_no_whole_document(encoding: str) -> None:
    mark, encoding = (codecs.BOM_UTF16_LE, "utf-16-le") if encoding == "utf-16" else (b"", encoding)
    for text in ("<a/> ", "<a>é"):
        refused, unread = refusals((mark + text.encode(encoding))[:-1])
        assert unread.rule.id == "xml-truncated"
        assert refused.truncated is (text == "<a>é")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.TRUNCATED),
        (b"\xef\xbb", Problem.TRUNCATED),
        (b" <", Problem.TRUNCATED),
        (b"<!DOCTYP", Problem.TRUNCATED),
        (b"<!-", Problem.TRUNCATED),
        (b"<?xml version='1.0'", Problem.TRUNCATED),
        (b"<?xml version='1.0' ?", Problem.TRUNCATED),
        (b"<?xml encoding='utf-8'?><a/>", Problem.DECLARATION),
        (b"<?xml version='1.0' encoding='utf-7'?><a/>", Problem.ENCODING),
        (b"<?xml version='1.0' encoding='utf-16'?><a/>", Problem.ENCODING),
        (b"<?xml version='1.0' encoding='latin2'?>\n<!doctype a>", Problem.MALFORMED),
        (b"Bad Gateway", Problem.MALFORMED),
        (b"\0" * 40, Problem.MALFORMED),
        (b"<<<<", Problem.MALFORMED),
        (b"<!ELEMENT a>", Problem.MALFORMED),
    ],
)
def test_what_is_wrong_is_told(data: bytes, problem: Problem) -> None:
    with pytest.raises(BadProlog) as caught:
        read_prolog(data)
    assert caught.value.problem is problem

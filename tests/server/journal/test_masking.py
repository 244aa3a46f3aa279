"""No signature is kept, whatever envelope it came in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.envelopes import signed

from mktows.errors import RefusedXml
from mktows.server.journal.masking import cut, hide, masked
from mktows.soap import parse_xml

SIGNATURE = "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca"
ENVELOPE = re.sub(rb"(?<=requestSignature>)\w{40}", SIGNATURE.encode(), signed())


def kept(body: bytes, longest: int = 1_000_000) -> str:
    try:
        parse_xml(body)
        well_formed = True
    except RefusedXml:
        well_formed = False
    return masked(body, well_formed=well_formed, longest=longest).text


def test_only_the_signature_of_a_plain_envelope_is_changed() -> None:
    assert kept(ENVELOPE) == ENVELOPE.decode().replace(SIGNATURE, "***")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{SIGNATURE}", f"<![CDATA[{SIGNATURE}]]>"),
        (f"{SIGNATURE}", f"<!-- -->{SIGNATURE}"),
        (f"{SIGNATURE}", f"{SIGNATURE[:20]}<!-- -->{SIGNATURE[20:]}"),
        (f"{SIGNATURE}", f"<b>{SIGNATURE}</b>"),
        (f"{SIGNATURE}", "".join(f"&#{ord(c)};" for c in SIGNATURE)),
        (f"<requestSignature>{SIGNATURE}", f"<requestSignature x='>'>{SIGNATURE}"),
        (f"<requestSignature>{SIGNATURE}", f"<requestSignature\n>\n{SIGNATURE}\n"),
        (
            f"<requestSignature>{SIGNATURE}</requestSignature>",
            f"<s requestSignature='{SIGNATURE}'/>",
        ),
        (f"requestSignature>{SIGNATURE}</request", f"m:RequestSIGNATURE>{SIGNATURE}</m:Request"),
    ],
    ids=[
        "character data section", "comment before", "comment within", "element within",
        "character references", "attribute with >", "white space", "attribute", "other name",
    ],
)  # fmt: skip
def test_however_the_signature_is_written_it_is_masked(before: str, after: str) -> None:
    body = ENVELOPE.decode().replace(before, after)
    body = body.replace("</m:RequestSignature>", "</m:RequestSIGNATURE>")
    parse_xml(body.encode())
    text = kept(body.encode())
    assert SIGNATURE not in text
    assert SIGNATURE[:20] not in text
    assert "&#48;" not in text
    assert "***" in text
    assert "paramsListMObjects" in text


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "iso-8859-1", "utf-8-sig", "cp037"])
def test_other_encodings_are_masked_too(encoding: str) -> None:
    name = encoding.removesuffix("-sig").removesuffix("-le")
    declared = f'<?xml version="1.0" encoding="{name}"?>' + ENVELOPE.decode()
    text = kept(declared.encode(encoding))
    assert SIGNATURE not in text
    assert encoding == "cp037" or ("paramsListMObjects" in text and "***" in text)


def test_a_signature_in_another_place_too_is_masked_everywhere() -> None:
    body = ENVELOPE.replace(b"<m:paramsListMObjects/>", f"<x>{SIGNATURE}</x>".encode())
    assert kept(body).count("***") == 2


def test_a_signature_of_character_references_is_masked_elsewhere_too() -> None:
    written = "".join(f"&#{ord(c)};" for c in SIGNATURE)
    body = ENVELOPE.decode().replace(SIGNATURE, written)
    body = body.replace("<m:paramsListMObjects/>", f"<x>{SIGNATURE}</x>")
    assert SIGNATURE not in kept(body.encode())


def test_a_comment_is_not_kept_with_what_it_says() -> None:
    body = ENVELOPE.replace(b"<e:Body>", f"<!-- > signature {SIGNATURE[:39]} --><e:Body>".encode())
    assert SIGNATURE[:39] not in kept(body)


def test_whatever_looks_like_a_signature_is_masked_where_the_structure_is_broken() -> None:
    assert kept(f"<a><sig>{SIGNATURE}</sig>".encode()) == "<a><sig>***</sig>"


def test_text_that_speaks_of_signatures_is_kept() -> None:
    body = ENVELOPE.replace(b"<m:paramsListMObjects/>", b"<x a='1'>Signature Event</x>")
    assert "Signature Event" in kept(body)


@pytest.mark.parametrize("body", [b"\xff\xfe<\x00", b"<a><!-- signature", b"<signature a=1"])
def test_what_cannot_be_masked_is_not_kept(body: bytes) -> None:
    assert kept(body) == ("(not kept: it cannot be read, so a signature in it could not be masked)")


def test_no_beginning_of_an_envelope_shows_the_signature() -> None:
    start = ENVELOPE.index(SIGNATURE.encode())
    for end in range(start, len(ENVELOPE)):
        text = kept(ENVELOPE[:end])
        assert SIGNATURE[: max(end - start, 1)][:40] not in text.partition("Signature")[2]


@given(st.data())
def test_no_broken_envelope_shows_the_signature(data: st.DataObject) -> None:
    body = bytearray(ENVELOPE)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(body) - 1))
        if SIGNATURE.encode() in body[:place] + body[place + 1 :]:
            body[place] ^= 1 << data.draw(st.integers(0, 7))
    text = kept(bytes(body))
    assert SIGNATURE not in text


@given(st.text("<>/!-[]\"'= signatureSIGNATURE:?&;", max_size=200))
def test_any_text_is_dealt_with(text: str) -> None:
    assert isinstance(kept(text.encode()), str)


def test_hostile_repetition_takes_linear_time() -> None:
    for piece in (b"<signature", b"signature", b"<signature ", b"<a '", b"<signature>"):
        kept(piece * 200_000)


def test_a_cut_envelope_is_masked_as_well() -> None:
    end = ENVELOPE.index(SIGNATURE.encode()) + 30
    assert SIGNATURE[:30] not in kept(ENVELOPE, longest=end)


def test_a_secret_is_hidden_in_its_xml_form_too() -> None:
    assert hide("a key&word key&amp;word", ["key&word"]) == "a *** ***"


def test_a_cut_says_how_much_is_missing() -> None:
    assert cut("abcdef", 4) == "abcd... (cut: 2 more characters)"
    assert cut("abcd", 4) == "abcd"


@pytest.mark.parametrize("form", ["<signature>{}</signature>", "<a signature='{}'/>"])
def test_more_signatures_than_any_request_has_are_not_looked_for(form: str) -> None:
    def body(count: int) -> bytes:
        return f"<a>{''.join(form.format(10**9 + number) for number in range(count))}</a>".encode()

    assert kept(body(100)).count("***") == 100
    assert kept(body(101)).startswith("(not kept")


def test_attributes_that_look_like_signatures_are_masked_up_to_a_bound() -> None:
    """To read the value of an attribute takes as long as there are attributes in front of it."""

    def masked_attributes(count: int) -> str:
        names = " ".join(f"signature{n}='secret-{n:05}'" for n in range(count))
        body = f"<a xmlns:e='e'><!-- --><b {names}/></a>".encode()
        return masked(body, well_formed=True, longest=1_000_000).text

    assert masked_attributes(100).count('="***"') == 100
    assert "secret" not in masked_attributes(100)
    assert masked_attributes(101).startswith("(not kept: ")


def test_elements_within_signatures_are_taken_out_up_to_a_bound() -> None:
    """To take one out takes as long as there are prefixes around it."""

    def masked_elements(count: int) -> str:
        inner = "<b>secret</b>" * (count // 2)
        one = f"<signature>{inner}</signature>"
        body = f"<a><!-- -->{one}{one}</a>".encode()
        return masked(body, well_formed=True, longest=1_000_000).text

    assert masked_elements(100) == "<a><signature>***</signature><signature>***</signature></a>"
    assert masked_elements(102).startswith("(not kept: ")

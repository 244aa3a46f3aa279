"""Envelopes out and in, faults in their forms, and XML that means harm."""

from __future__ import annotations

import codecs
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from mktows.errors import Fault, ProtocolError, RefusedXml
from mktows.soap import (
    SOAP_NAMESPACE,
    XSI_NAMESPACE,
    describe,
    parse_xml,
    read_envelope,
    split_name,
    write_envelope,
    write_fault,
)
from mktows.testing.any_values import texts
from mktows.text import escape

NAMESPACE = "http://www.marketo.com/mktows/"
CANARY = "ada.canary@example.com"
BODY = (
    "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType><!-- why not --><?pi x?>"
    '<keyValue note="é">\U0001f600 &lt;&amp;&#13;<![CDATA[<raw> & ]]></keyValue>'
    '<none xsi:nil="true"/></leadKey></ns1:paramsGetLead>'
)
HEADER = "<ns1:AuthenticationHeader><mktowsUserId>demo</mktowsUserId></ns1:AuthenticationHeader>"
ENVELOPE = write_envelope(namespace=NAMESPACE, header=HEADER, body=BODY, xsi=True)
ENCODINGS = {
    "UTF-8": (b"", "utf-8"),
    "UTF-8 with BOM": (codecs.BOM_UTF8, "utf-8"),
    "UTF-16 LE with BOM": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "UTF-16 BE with BOM": (codecs.BOM_UTF16_BE, "utf-16-be"),
}
IN_EVERY_ENCODING = pytest.mark.parametrize("encoding", ENCODINGS)


def encoded(text: str, encoding: str) -> bytes:
    name = encoding.partition(" ")[0]
    mark, codec = ENCODINGS[encoding]
    return mark + text.replace('encoding="UTF-8"', f'encoding="{name}"').encode(codec)


# Out


def test_an_envelope_is_written_as_the_service_writes_it() -> None:
    written = write_envelope(namespace=NAMESPACE, body="<ns1:x/>")
    assert written.decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"'
        ' xmlns:ns1="http://www.marketo.com/mktows/">'
        "<SOAP-ENV:Body><ns1:x/></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def test_xsi_is_declared_between_the_other_prefixes_and_only_where_it_is_used() -> None:
    root = etree.fromstring(write_envelope(namespace=NAMESPACE, body="<ns1:x/>", xsi=True))
    assert list(root.nsmap.items()) == [
        ("SOAP-ENV", SOAP_NAMESPACE),
        ("xsi", XSI_NAMESPACE),
        ("ns1", NAMESPACE),
    ]


def test_a_header_is_written_only_where_there_is_one() -> None:
    assert b"Header" not in write_envelope(namespace=NAMESPACE, body="<ns1:x/>")
    written = write_envelope(namespace=NAMESPACE, body="<ns1:x/>", header="<ns1:h/>")
    assert b"<SOAP-ENV:Header><ns1:h/></SOAP-ENV:Header><SOAP-ENV:Body>" in written


def test_an_envelope_is_read_back_as_it_was_written() -> None:
    envelope = read_envelope(ENVELOPE)
    assert envelope.body is not None
    assert split_name(envelope.body) == (NAMESPACE, "paramsGetLead")
    assert envelope.body.findtext("leadKey/keyValue") == "\U0001f600 <&\r<raw> & "
    assert list(envelope.headers) == [(NAMESPACE, "AuthenticationHeader")]
    assert (envelope.children, envelope.fault) == (1, None)


# In


@pytest.mark.parametrize("prefix", ["soap", "SOAP-ENV", "s", "ns1", "_"])
def test_prefixes_do_not_matter(prefix: str) -> None:
    data = ENVELOPE.decode().replace("ns1", "mk").replace("SOAP-ENV", prefix).encode()
    envelope = read_envelope(data)
    assert envelope.body is not None
    assert split_name(envelope.body) == (NAMESPACE, "paramsGetLead")


def test_the_default_namespace_serves_as_well() -> None:
    data = f'<Envelope xmlns="{SOAP_NAMESPACE}"><Body><x xmlns=""/></Body></Envelope>'
    envelope = read_envelope(data.encode())
    assert envelope.body is not None
    assert split_name(envelope.body) == ("", "x")


@IN_EVERY_ENCODING
def test_an_envelope_is_read_in_every_encoding_of_xml(encoding: str) -> None:
    envelope = read_envelope(encoded(ENVELOPE.decode(), encoding))
    assert envelope.body is not None
    assert envelope.body.findtext("leadKey/keyValue") == "\U0001f600 <&\r<raw> & "


def test_comments_and_instructions_are_dropped_and_the_text_around_them_joined() -> None:
    root = parse_xml(b"<?a?><!-- b --><x>one<!-- c -->two<?d?>three</x><!-- e -->")
    assert (root.text, len(root)) == ("onetwothree", 0)


def test_a_body_with_nothing_or_much_in_it_says_so() -> None:
    nothing = read_envelope(write_envelope(namespace=NAMESPACE, body=""))
    assert (nothing.body, nothing.children, nothing.fault) == (None, 0, None)
    much = read_envelope(write_envelope(namespace=NAMESPACE, body="<ns1:a/><ns1:b/>"))
    assert much.body is not None
    assert (split_name(much.body)[1], much.children) == ("a", 2)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body/></html>", "expected a SOAP 1.1 Envelope, found <html> in no namespace"),
        (
            b'<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body/></e:Envelope>',
            "expected a SOAP 1.1 Envelope, found <Envelope> in"
            " http://www.w3.org/2003/05/soap-envelope",
        ),
        (
            f'<e:Envelope xmlns:e="{SOAP_NAMESPACE}"><Body/></e:Envelope>'.encode(),
            "the SOAP Envelope has no Body",
        ),
        (
            f'<e:Body xmlns:e="{SOAP_NAMESPACE}"/>'.encode(),
            f"expected a SOAP 1.1 Envelope, found <Body> in {SOAP_NAMESPACE}",
        ),
    ],
    ids=["html", "SOAP 1.2", "no body", "only a body"],
)
def test_xml_that_is_no_envelope_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        read_envelope(data)
    assert str(caught.value) == reason
    assert not isinstance(caught.value, RefusedXml)


def test_an_element_is_described_by_name_and_namespace() -> None:
    assert describe(etree.Element("a")) == "<a> in no namespace"
    assert describe(etree.Element("{urn:x}a")) == "<a> in urn:x"


# Malformed


def refusal(data: bytes) -> RefusedXml:
    with pytest.raises(RefusedXml) as caught:
        read_envelope(data)
    assert CANARY not in str(caught.value)
    # Nothing that a traceback shows beneath: libxml2's words quote the document.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


@IN_EVERY_ENCODING
def test_an_envelope_cut_anywhere_is_truncated(encoding: str) -> None:
    data = encoded(ENVELOPE.decode(), encoding)
    whole = [cut for cut in range(len(data)) if not refusal(data[:cut]).truncated]
    assert whole == []


@given(text=texts(), cut=st.floats(min_value=0, max_value=1, exclude_max=True))
def test_an_envelope_with_any_text_cut_anywhere_is_truncated(text: str, cut: float) -> None:
    data = write_envelope(namespace=NAMESPACE, body=f"<ns1:x>{escape(text)}</ns1:x>")
    assert refusal(data[: int(len(data) * cut)]).truncated


WRONG = {
    "an element closed by another": b"<a><b></a></b>",
    "a bare ampersand": f"<a>{CANARY} & co</a>".encode(),
    "a bare less-than": f"<a>{CANARY} < co</a>".encode(),
    "an entity nobody declared": f"<a>{CANARY}&nbsp;</a>".encode(),
    "a prefix nobody declared": b"<ns1:a/>",
    "a control character": f"<a>{CANARY}\x01</a>".encode(),
    "a reference to a control character": b"<a>&#0;</a>",
    "invalid UTF-8": f"<a>{CANARY}\xff</a>".encode("latin-1"),
    "a surrogate in UTF-8": b"<a>\xed\xa0\x80</a>",
    "an unknown encoding": b'<?xml version="1.0" encoding="klingon"?><a/>',
    "another encoding than declared": b'<?xml version="1.0" encoding="UTF-16"?><a/>',
    "something behind the end": b"<a/><b/>",
    "text behind the end": f"<a/>{CANARY}".encode(),
    "an attribute without quotes": b"<a b=c></a>",
    "an attribute given twice": b'<a b="1" b="2"/>',
    "HTML": b"<!-- x --><html><br></html>",
    "a plain text": f"Bad Gateway for {CANARY}".encode(),
    "one word": b"unavailable",
    "JSON": f'{{"error": "{CANARY}"}}'.encode(),
    "zero bytes": b"\x00" * 40,
    "compressed data": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
}


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_malformed_xml_is_refused_without_quoting_it(data: bytes) -> None:
    assert "not well-formed XML" in str(refusal(data))


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_malformed_xml_is_not_called_truncated(data: bytes) -> None:
    assert not refusal(data).truncated


def test_a_refusal_says_where_the_fault_is() -> None:
    assert "(line 2, column " in str(refusal(b"<a>\n& </a>"))


def test_a_text_longer_than_the_parser_takes_is_refused_and_not_called_truncated() -> None:
    assert not refusal(b"<a>" + b"x" * 10_000_001 + b"</a>").truncated


@given(data=st.binary(max_size=60))
def test_no_bytes_whatever_raise_anything_but_a_protocol_error(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        read_envelope(data)


@given(data=st.binary(max_size=20), place=st.integers(0, len(ENVELOPE)))
def test_a_damaged_envelope_raises_nothing_but_a_protocol_error(data: bytes, place: int) -> None:
    damaged = ENVELOPE[:place] + data + ENVELOPE[place + len(data) :]
    with contextlib.suppress(ProtocolError):
        read_envelope(damaged)


# Hostile

PROLOGS = {
    "at once": "",
    "after white space": " \n\t",
    "after a declaration": '<?xml version="1.0" encoding="UTF-8"?>\n',
    "after a comment": "<!-- harmless <!DOCTYPE x> -->",
    "after a long comment": f"<!-- <!DOCTYPE x> {'x' * 5_000} -->",
    "after an instruction": "<?harmless <!DOCTYPE x> ?>",
    "after all of them": '<?xml version="1.0" encoding="UTF-8"?> <!-- a --><?b c?>\n<!-- d -->\n',
}
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
DOCTYPES = {
    "alone": "<!DOCTYPE a>",
    "with an external subset": '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
    "with an external subset on the net": '<!DOCTYPE a PUBLIC "x" "http://192.0.2.1/x.dtd">',
    "with a billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{LAUGHS}<!ENTITY e "&l11;">]>',
    "with a quadratic entity": f'<!DOCTYPE a [<!ENTITY e "{"x" * 10_000}">]>',
    "with an external entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "with a parameter entity": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>',
    "with a default attribute": '<!DOCTYPE a [<!ATTLIST a b CDATA "x">]>',
    "with a loop": '<!DOCTYPE a [<!ENTITY e "&f;"><!ENTITY f "&e;">]>',
}


REFUSED = "a document type declaration is refused"


@IN_EVERY_ENCODING
@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_document_type_is_refused(doctype: str, encoding: str) -> None:
    text = f"{doctype}<a>{'&e;' * 3 if 'ENTITY e' in doctype else ''}</a>"
    refused = refusal(encoded(text, encoding))
    assert (str(refused), refused.truncated) == (REFUSED, False)


@IN_EVERY_ENCODING
@pytest.mark.parametrize("prolog", PROLOGS.values(), ids=PROLOGS)
def test_a_document_type_is_refused_wherever_it_stands(prolog: str, encoding: str) -> None:
    text = f"{prolog}{DOCTYPES['with a billion laughs']}<a>&e;</a>"
    assert str(refusal(encoded(text, encoding))) == REFUSED


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_document_type_is_refused_before_its_end_is_there(doctype: str) -> None:
    assert str(refusal(doctype.encode())) == REFUSED


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=DOCTYPES)
def test_a_document_type_is_refused_in_utf_16_without_a_mark(doctype: str) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{doctype}<a/>'
    for codec in ("utf-16-le", "utf-16-be"):
        assert str(refusal(text.encode(codec))) == REFUSED


@pytest.mark.parametrize("codec", ["utf-32", "utf-7", "cp037"])
def test_a_document_type_is_refused_in_an_encoding_nobody_uses(codec: str) -> None:
    name = {"utf-32": "UTF-32", "utf-7": "UTF-7", "cp037": "IBM037"}[codec]
    text = f'<?xml version="1.0" encoding="{name}"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'
    refusal(text.encode(codec))


INNOCENT = {
    "in a CDATA section": "<a><![CDATA[<!DOCTYPE html>]]></a>",
    "in a CDATA section after a declaration": (
        '<?xml version="1.0"?><a><![CDATA[<!DOCTYPE x>]]></a>'
    ),
    "in a comment before the root": "<!-- <!DOCTYPE html> --><a/>",
    "in an instruction before the root": "<?x <!DOCTYPE html> ?><a/>",
    "in a comment inside": "<a><!-- <!DOCTYPE html> --></a>",
    "in an instruction inside": "<a><?x <!DOCTYPE html>?></a>",
    "in a comment after the root": "<a/><!-- <!DOCTYPE html> -->",
    "in text": "<a>&lt;!DOCTYPE html></a>",
    # The end of something like a prolog, and then a page, all of it text.
    "after the end of an instruction in a CDATA section": (
        '<?xml version="1.0"?><a><![CDATA[<?php page() ?>\n<!DOCTYPE html>]]></a>'
    ),
    "after the end of a comment in a CDATA section": (
        "<!-- x --><a><![CDATA[<!-- y --> <!DOCTYPE html>]]></a>"
    ),
}


@IN_EVERY_ENCODING
@pytest.mark.parametrize("text", INNOCENT.values(), ids=INNOCENT)
def test_the_words_of_a_document_type_elsewhere_are_not_refused(text: str, encoding: str) -> None:
    name = encoding.partition(" ")[0]
    declared = text.replace('version="1.0"', f'version="1.0" encoding="{name}"')
    assert parse_xml(encoded(declared, encoding)).tag == "a"


def nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


def test_elements_may_be_nested_deeper_than_any_message() -> None:
    assert parse_xml(nested(200)).tag == "a"


@pytest.mark.parametrize("depth", [3_000, 100_000])
def test_elements_nested_too_deeply_are_refused(depth: int) -> None:
    refused = refusal(nested(depth))
    assert not refused.truncated
    assert str(refused) == "elements are nested too deeply, or one text is too long"


def test_more_elements_than_any_message_needs_are_refused() -> None:
    assert parse_xml(b"<a>" + b"<b></b>" * 9 + b"</a>", max_elements=10).tag == "a"
    with pytest.raises(RefusedXml, match="more than 10 elements"):
        parse_xml(b"<a>" + b"<b/>" * 5 + b"<?b?><!--b-->" * 3 + b"</a>", max_elements=10)


@pytest.mark.parametrize(("header", "blocks"), [(True, 10_000), (False, 9_998)])
def test_an_envelope_has_few_blocks_and_parts(header: bool, blocks: int) -> None:
    def envelope(count: int) -> bytes:
        inside = "<ns1:x/>" * count
        text = write_envelope(namespace=NAMESPACE, body="<ns1:y/>", header="<ns1:z/>").decode()
        return text.replace(
            "<ns1:z/></SOAP-ENV:Header>",
            f"{inside if header else ''}</SOAP-ENV:Header>{'' if header else inside}",
        ).encode()

    assert read_envelope(envelope(blocks)).children == 1
    with pytest.raises(ProtocolError, match="more than 10000"):
        read_envelope(envelope(blocks + 1))


SLOW = {
    "white space": b" " * 50_000 + b"<a><!DOCTYPE",
    "comments": b"<!---->" * 5_000 + b"<a><!DOCTYPE",
    "instructions": b"<?a?>" * 5_000 + b"<a><!DOCTYPE",
    "both, in turn": b"\n<?a?>\n<!-- -->" * 2_000 + b"<a><!DOCTYPE",
    "a comment that never ends": b"<!--" * 20_000 + b"<!DOCTYPE",
    "an instruction that never ends": b"<?a" * 20_000 + b"<!DOCTYPE",
    "attributes": b"<a " + b" ".join(b'a%d="1"' % n for n in range(20_000)) + b"/>",
}


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_a_long_prolog_is_read_in_no_time(data: bytes) -> None:
    # In a process of its own: a regular expression that backtracks for ever cannot be interrupted.
    program = (
        "import sys\n"
        "from mktows.errors import ProtocolError\n"
        "from mktows.soap import read_envelope\n"
        "try: read_envelope(sys.stdin.buffer.read())\n"
        "except ProtocolError: print('refused')"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=data,
        capture_output=True,
        timeout=10,
        cwd=root,
        check=True,
    )
    assert done.stdout == b"refused\n"


# Faults


def fault(inner: str) -> Fault:
    data = (
        f'<SOAP-ENV:Envelope xmlns:SOAP-ENV="{SOAP_NAMESPACE}"><SOAP-ENV:Body><SOAP-ENV:Fault>'
        f"{inner}</SOAP-ENV:Fault></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )
    envelope = read_envelope(data.encode())
    assert envelope.fault is not None
    assert envelope.body is None
    return envelope.fault


def detail(inner: str) -> str:
    return (
        f'<detail><ns1:serviceException xmlns:ns1="{NAMESPACE}">{inner}</ns1:serviceException>'
        "</detail>"
    )


def test_a_fault_with_the_services_detail_is_read_whole() -> None:
    read = fault(
        "<faultcode>SOAP-ENV:Client</faultcode><faultstring>20103 - Lead not found</faultstring>"
        + detail(
            "<name>mktServiceException</name><message>No lead found with EMAIL ="
            " pants@example.com (20103)</message><code>20103</code>"
        )
    )
    assert read == Fault(
        code="SOAP-ENV:Client",
        string="20103 - Lead not found",
        service_code=20103,
        service_name="mktServiceException",
        service_message="No lead found with EMAIL = pants@example.com (20103)",
    )


def test_a_fault_of_the_mobject_back_end_has_its_code_in_the_detail_only() -> None:
    read = fault(
        "<faultcode>SOAP-ENV:Client</faultcode><faultstring>Parameter required</faultstring>"
        + detail(
            "<name>mktServiceException</name><message>No selection criteria found in request"
            "</message><code>10001</code><cause/>"
        )
    )
    assert (read.service_code, read.string) == (10001, "Parameter required")
    assert read.service_message == "No selection criteria found in request"


def test_a_bad_request_has_neither_code_nor_detail() -> None:
    read = fault("<faultcode>SOAP-ENV:Client</faultcode><faultstring>Bad Request</faultstring>")
    assert read == Fault(code="SOAP-ENV:Client", string="Bad Request")


@pytest.mark.parametrize(
    ("inner", "code"),
    [
        ("<faultstring>20014 - Authentication failed</faultstring>", 20014),
        ("<faultstring> 20014 - Authentication failed</faultstring>", 20014),
        ("<faultstring>Authentication failed (20014)</faultstring>", 20014),
        (f"<faultstring>x</faultstring>{detail('<message>y (20110)</message>')}", 20110),
        (f"<faultstring>20102 - x</faultstring>{detail('<message>y (20110)</message>')}", 20102),
        (f"<faultstring>20102 - x</faultstring>{detail('<code>20110</code>')}", 20110),
        (f"<faultstring>20102 - x</faultstring>{detail('<code> 20110 </code>')}", 20110),
        (f"<faultstring>20102 - x</faultstring>{detail('<code>abc</code>')}", 20102),
        (f"<faultstring>20102 - x</faultstring>{detail('<code/>')}", 20102),
        ("<faultstring>20014: x</faultstring>", None),
        ("<faultstring>Retry after (5) seconds</faultstring>", None),
        (f"<faultstring>{'9' * 5000} - x</faultstring>", None),
        (f"<faultstring>x ({'9' * 5000})</faultstring>", None),
        ("<faultstring/>", None),
        ("", None),
    ],
)
def test_the_services_code_is_found_where_it_stands(inner: str, code: int | None) -> None:
    assert fault(inner).service_code == code


def test_a_faults_members_may_be_qualified_and_have_other_neighbours() -> None:
    read = fault(
        f'<e:detail xmlns:e="urn:x"><other/><s:serviceException xmlns:s="{NAMESPACE}">'
        "<s:code>20103</s:code></s:serviceException></e:detail>"
        "<SOAP-ENV:faultstring>a <![CDATA[b]]> c</SOAP-ENV:faultstring>"
        "<faultactor>urn:proxy</faultactor>"
    )
    assert (read.service_code, read.string, read.actor) == (20103, "a b c", "urn:proxy")


def test_a_fault_of_another_service_is_a_fault_without_a_code() -> None:
    read = fault(
        "<faultcode>SOAP-ENV:Server</faultcode><faultstring>Upstream</faultstring>"
        "<detail><reason>timeout</reason></detail>"
    )
    assert (read.code, read.service_code, read.service_name) == ("SOAP-ENV:Server", None, None)


@given(string=texts(), message=texts(), number=st.integers(0, 99_999))
def test_a_written_fault_is_read_as_it_was(string: str, message: str, number: int) -> None:
    inner = (
        f'<ns1:serviceException xmlns:ns1="{NAMESPACE}"><name>mktServiceException</name>'
        f"<message>{escape(message)}</message><code>{number}</code></ns1:serviceException>"
    )
    read = read_envelope(write_fault(string=string, detail=inner)).fault
    assert read == Fault(
        code="SOAP-ENV:Client",
        string=string.strip(),
        service_code=number,
        service_name="mktServiceException",
        service_message=message.strip(),
    )


def test_a_fault_is_written_as_the_service_writes_it() -> None:
    assert write_fault(string="Bad <Request>").decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/">'
        "<SOAP-ENV:Body><SOAP-ENV:Fault><faultcode>SOAP-ENV:Client</faultcode>"
        "<faultstring>Bad &lt;Request&gt;</faultstring></SOAP-ENV:Fault></SOAP-ENV:Body>"
        "</SOAP-ENV:Envelope>"
    )


@pytest.mark.parametrize("warnings", [1, 300])
@pytest.mark.parametrize("undeclared", ["<e:b/>", "<b e:x=''/>"])
def test_a_prefix_that_is_not_declared_is_refused_whatever_else_is_odd(
    undeclared: str, warnings: int
) -> None:
    """lxml alone lets it pass where a namespace that is a relative URI follows."""
    odd = "<c xmlns='u'/>" * warnings
    assert len(parse_xml(f"<a>{odd}</a>".encode())) == warnings
    with pytest.raises(RefusedXml) as caught:
        parse_xml(f"<a>{odd}\n{undeclared}{odd}</a>".encode())
    assert caught.value.line == 2

"""Words that get input past the first comparison: the contract's names, and hostile values."""

from __future__ import annotations

import functools

from mktows.contract import KNOWN_VERSIONS, contract
from mktows.soap import SOAP_NAMESPACE, XSI_NAMESPACE

XSI = f"{{{XSI_NAMESPACE}}}"
NAMESPACES = (
    contract(KNOWN_VERSIONS[-1]).namespace,
    SOAP_NAMESPACE,
    "http://www.w3.org/2003/05/soap-envelope",
    "http://www.w3.org/2001/XMLSchema",
    "http://schemas.xmlsoap.org/wsdl/",
    "urn:x",
    "",
)
VALUES = (
    *("", " ", "0", "-0", "+1", "1", "-1", "007", "1_0", "1.5", "1e9", "NaN", "true", "True", "2"),
    *("2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808"),
    *("9" * 4299, "9" * 5000, "\u0661\u0662", "\uff11", "x" * 300, "x" * 5000, "\u00df", "\u0130"),
    *("2013-08-05T09:57:10-07:00", "2013-02-29T00:00:00Z", "2013-12-31T24:00:00Z", "0001-01-01"),
    *("0000-01-01T00:00:00Z", "-0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00"),
    *("99999-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    *("2013-08-05T09:57:60Z", "2013-08-05T09:57:10.123456789Z", "AA==", "A", "====", "\xa0"),
    *("\x85", "http://[", "[::1", "?WSDL", "%00", "/soap/mktows/999_999"),
    *("a@b.c", "A@B.C", "a@b.c,d@e.f", "%", "_", "\\", "'", '"', "' OR 1=1 --", "{", "{}", "{0}"),
    *("id:1&id:2", "mktows:", "ns1:LeadKeySelector", "ns1:", ":", "::", "null", "None", "\ufeff"),
    *("\u2028", "\U0001f600", "\ud7ff", "\ufffd", "a\tb", "a\nb", "a\rb", ",", ";", '"a","b"'),
    *("../../etc/passwd", "file:///etc/passwd", "de:opp-1", "1" + "0" * 400),
    *("1970-01-01", "2013-06"),
)  # fmt: skip
FRAGMENTS = (
    *("<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', "&b;", "&#0;", "&#13;", "&#xD800;"),
    *("&amp;", "&lt;", "<![CDATA[", "]]>", "<!--", "-->", "<?x y?>", "<?xml version='1.1'?>"),
    *("\\u003c", "&lt;Envelope&gt;", "&lt;/Envelope&gt;", "\\u003cEnvelope", '\\"', "b'<"),
    *("</s:Envelope>", "<s:Envelope>", "<Envelope/>", "SOAPAction: ", "Content-Type: "),
    *("HTTP/1.1 200 OK", "[\\r][\\n]", "\r\n", "\r", "\n", "\t", '"', '""', ",", "- ", ": "),
    *("[", "]", "#", "&a ", "*a", "!!", "--- ", "...", "|\n", ">\n", "? ", "%YAML 1.1\n", "~"),
    *("\\uD83D\\uDE00", "\\uD800", "\\x00"),
)  # fmt: skip
ENCODINGS = (
    *("utf-8", "utf-16", "utf-16-le", "utf-32", "latin-1", "windows-1252", "us-ascii", "koi8-r"),
    *("shift_jis", "euc-jp", "gb18030", "big5", "cp037", "utf-7", "x-unknown"),
    *("hex", "rot13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"),
)


@functools.cache
def names() -> tuple[str, ...]:
    """Every name of every version: elements, fields, types, values, operations."""
    found: set[str] = set()
    for version in KNOWN_VERSIONS:
        table = contract(version)
        found |= {*table.elements, *table.operations, *table.types, *table.enumerations}
        found |= {field.element for item in table.types.values() for field in item.fields}
        for name in table.enumerations:
            found |= {str(member.value) for member in table.binding(name)}  # type: ignore[attr-defined]  # an Enum
    found |= {"Envelope", "Header", "Body", "Fault", "faultcode", "faultstring", "detail"}
    return tuple(sorted(found | {"serviceException", "code", "message", "multiRef", "x"}))


def tokens() -> tuple[str, ...]:
    """What is put into text, whatever its form."""
    return (*names(), *VALUES, *FRAGMENTS)

"""The envelope reader: hostile XML, envelopes and faults."""

from __future__ import annotations

from lxml import etree

from mktows import soap
from mktows.errors import ProtocolError, RefusedXml, fault_error

FORM = "xml"
CORPUS = ("requests", "replies", "faults")


def target(data: bytes) -> None:
    """Read an envelope.

    Nothing but ProtocolError is raised; no document type comes through. A fault becomes an
    exception, and one that is written again reads the same.
    """
    try:
        root = soap.parse_xml(data)
    except RefusedXml as error:
        assert error.line is None or error.line >= 0
        try:
            soap.read_envelope(data)
        except RefusedXml as again:
            assert str(again) == str(error)
            return
        raise AssertionError("refused alone, accepted as an envelope") from error
    assert root.getroottree().docinfo.internalDTD is None
    assert all(isinstance(node.tag, str) for node in root.iter())
    try:
        read = soap.read_envelope(data)
    except ProtocolError as error:
        assert not isinstance(error, RefusedXml)
        return
    assert read.fault is None or read.body is None
    if read.body is not None:
        assert read.children >= 1
        assert etree.tostring(read.body)
    if read.fault is not None:
        _fault(read.fault.string, read.fault.code, str(fault_error(read.fault)))


def _fault(string: str, code: str, text: str) -> None:
    assert text
    written = soap.read_envelope(soap.write_fault(string=string, code=code)).fault
    assert written is not None
    assert (written.string, written.code) == (string, code)

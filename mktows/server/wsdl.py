"""A version's WSDL with the address that it was asked for at."""

from __future__ import annotations

from lxml import etree

from mktows.contract import Contract

_ADDRESS = "{http://schemas.xmlsoap.org/wsdl/soap/}address"


def wsdl_at(contract: Contract, address: str) -> bytes:
    """Return the WSDL with its placeholder replaced, so that generated clients call us."""
    root = etree.fromstring(contract.wsdl())
    for node in root.iter(_ADDRESS):
        node.set("location", address)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")

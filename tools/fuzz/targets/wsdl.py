"""The WSDL reader of `mktows diff`, and the comparison of what it reads."""

from __future__ import annotations

import functools
import json

from mktows.contract import LATEST_VERSION, contract
from mktows.diffing.compare import compare
from mktows.diffing.document import WsdlError
from mktows.diffing.model import Contract
from mktows.diffing.reader import read_contract
from mktows.diffing.report import as_json, as_lines

FORM = "xml"
CORPUS = ("wsdl",)


def target(data: bytes) -> None:
    """Read a WSDL and compare it with itself and with the newest contract, both ways.

    Nothing but WsdlError is raised; nothing differs from itself; the same differences are found
    again, and every report can be made of them.
    """
    try:
        read = read_contract("fuzzed.wsdl", data)
    except WsdlError as error:
        assert str(error).startswith("fuzzed.wsdl:")
        return
    assert compare(read, read) == []
    for old, new in ((_newest(), read), (read, _newest())):
        found = compare(old, new)
        assert found == compare(old, new)
        json.dumps(as_json("old", "new", found))
        assert list(as_lines("old", "new", found))


@functools.cache
def _newest() -> Contract:
    return read_contract("newest.wsdl", contract(LATEST_VERSION).wsdl())

"""Example requests: calls of the real service, as envelopes of a version; pure."""

from __future__ import annotations

from dataclasses import dataclass

from mktows.codec import Codec
from mktows.contract import KNOWN_VERSIONS, Contract, contract
from mktows.errors import RequestError
from mktows.facts.examples import documented_calls
from mktows.json_messages import from_json
from mktows.soap import write_envelope
from mktows.text import escape

_HEADER = (
    "<ns1:AuthenticationHeader><mktowsUserId>USER_ID</mktowsUserId>"
    "<requestSignature>SIGNATURE</requestSignature>"
    "<requestTimestamp>TIMESTAMP</requestTimestamp></ns1:AuthenticationHeader>"
)


@dataclass(frozen=True, slots=True)
class Example:
    """An example request.

    Attributes:
        name: What it shows, in a few words.
        description: The same in a sentence.
        strength: `documented` or `recorded`.
        envelope: The envelope, with words in place of the credentials.
        fault: The faultstring that the service answered it with; empty for success.
    """

    name: str
    description: str
    strength: str
    envelope: str
    fault: str = ""


def examples_of(operation: str, version: str) -> list[Example]:
    """Return the example requests of an operation that a version can carry."""
    table = contract(version)
    found = []
    for each in documented_calls():
        since = each.get("since", KNOWN_VERSIONS[0])
        if each["operation"] != operation or not _is_since(version, since):
            continue
        try:
            envelope = _envelope(table, operation, each["request"], each.get("workspace"))
        except RequestError:
            continue  # it shows what no valid message holds
        fault = each.get("fault", {}).get("string", "")
        found.append(Example(each["name"], each["description"], each["strength"], envelope, fault))
    return found


def _is_since(version: str, since: str) -> bool:
    return KNOWN_VERSIONS.index(version) >= KNOWN_VERSIONS.index(since)


def _envelope(table: Contract, name: str, request: object, workspace: str | None) -> str:
    operation = table.operations[name]
    header = _HEADER
    if workspace is not None:
        target = f"<targetWorkspace>{escape(workspace)}</targetWorkspace>"
        header += f"<ns1:MktowsContextHeader>{target}</ns1:MktowsContextHeader>"
    message = from_json(table, operation.request_type, request)
    encoded = Codec(table).encode(operation.request, message)
    return write_envelope(
        namespace=table.namespace, body=encoded.text, header=header, xsi=encoded.xsi
    ).decode()

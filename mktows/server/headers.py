"""Judges an envelope apart from its message: where it departs from the contract."""

from __future__ import annotations

from lxml import etree

from mktows.contract import Contract, Operation
from mktows.departures import MOST_DEPARTURES, Departure, departures_of
from mktows.soap import SOAP_NAMESPACE, split_name


def departures_around(
    message: etree._Element, contract: Contract, operation: Operation
) -> list[Departure]:
    """Every departure of the envelope apart from its message, in document order.

    Attributes of SOAP itself, such as `mustUnderstand`, may stand on a block; `partnerId` is
    documented, but in no published schema.
    """
    found: list[Departure] = []
    for part in message.getroottree().getroot():
        if len(found) >= MOST_DEPARTURES:
            break
        namespace, name = split_name(part)
        if namespace != SOAP_NAMESPACE or name not in ("Header", "Body"):
            found.append(Departure(f"Envelope.{name}", "is neither Header nor Body"))
        elif name == "Header":
            found += _blocks(part, contract, operation)
    return found


def _blocks(header: etree._Element, contract: Contract, operation: Operation) -> list[Departure]:
    found: list[Departure] = []
    seen: set[str] = set()
    for block in header:
        if len(found) >= MOST_DEPARTURES:
            break
        namespace, name = split_name(block)
        path = f"Envelope.Header.{name}"
        if namespace != contract.namespace or name not in operation.headers:
            found.append(Departure(path, f"is no header block of {operation.name}"))
            continue
        if name in seen:
            found.append(Departure(path, "stands more than once; the last counts"))
        seen.add(name)
        bare = all(str(key).startswith(f"{{{SOAP_NAMESPACE}}}") for key in block.attrib)
        found += [each for each in departures_of(contract, block, name) if not _allowed(each, bare)]
    return found


def _allowed(departure: Departure, bare: bool) -> bool:
    """Tell whether a departure is none; `bare` says that a block has no attributes but SOAP's."""
    path = departure.path.removeprefix("Envelope.Header.").split(".")
    if path == ["AuthenticationHeader", "partnerId"]:
        return True
    return len(path) == 1 and departure.reason == "has an attribute" and bare

"""The elements and types that can reach the wire, each with its directions and a path."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mktows.diffing.model import ComplexType, Contract, QName, SimpleType, TypeRef

REQUEST, REPLY = "request", "reply"
Directions = frozenset[str]


@dataclass(frozen=True)
class Usage:
    """The parts that the messages of a contract are made of; what is in no message is in no table.

    Attributes:
        elements: Directions of each global element that a Body, Header or fault holds.
        carried: Directions of each named type whose content a message may hold.
        declared: The same for types that a field or element is declared with, so that derived
            types may stand in for them.
        paths: Where an element or type is used in one place only: `getLead/request`, or
            `header AuthenticationHeader`.
    """

    elements: dict[QName, Directions]
    carried: dict[QName, Directions]
    declared: dict[QName, Directions]
    element_paths: dict[QName, str]
    type_paths: dict[QName, str]


def usage(contract: Contract) -> Usage:
    """Walk the messages of every operation."""
    elements: dict[QName, set[str]] = defaultdict(set)
    places: dict[QName, set[str]] = defaultdict(set)
    for element, direction, place in _messages(contract):
        elements[element].add(direction)
        places[element].add(place)
    carried: dict[QName, set[str]] = defaultdict(set)
    declared: dict[QName, set[str]] = defaultdict(set)
    for direction in (REQUEST, REPLY):
        roots = [contract.elements[e].type for e, found in elements.items() if direction in found]
        for name, is_declared in _reached(contract, roots):
            carried[name].add(direction)
            if is_declared:
                declared[name].add(direction)
    element_paths = {name: next(iter(found)) for name, found in places.items() if len(found) == 1}
    return Usage(
        elements={name: frozenset(found) for name, found in elements.items()},
        carried={name: frozenset(found) for name, found in carried.items()},
        declared={name: frozenset(found) for name, found in declared.items()},
        element_paths=element_paths,
        type_paths=dict(_type_paths(contract, element_paths)),
    )


def references(ref: TypeRef) -> Iterator[QName]:
    """Every name that a type or a reference to one mentions, bases too; built-in ones left out."""
    pending = [ref]
    while pending:
        item = pending.pop()
        if isinstance(item, QName):
            if not item.built_in:
                yield item
        elif isinstance(item, SimpleType):
            pending += item.members if item.base is None else (item.base,)
        else:
            pending += [field.type for field, _ in item.fields()]
            pending += [each for each in (item.base, item.text) if each is not None]


def _messages(contract: Contract) -> Iterator[tuple[QName, str, str]]:
    """Every element that stands in a message: its direction, and a path to it."""
    for operation in contract.operations.values():
        if operation.request is not None:
            yield operation.request, REQUEST, f"{operation.name}/request"
        if operation.reply is not None:
            yield operation.reply, REPLY, f"{operation.name}/reply"
        for direction, headers in (
            (REQUEST, operation.headers),
            (REPLY, operation.reply_headers),
        ):
            for header in headers:
                yield header, direction, f"header {contract.label(header)}"
        for name, fault in operation.faults.items():
            yield fault, REPLY, f"{operation.name}/fault {name}"


def _reached(contract: Contract, roots: list[TypeRef]) -> Iterator[tuple[QName, bool]]:
    """Named types that messages with the roots may hold, and whether something is declared so."""
    pending: list[tuple[TypeRef, bool]] = [(root, True) for root in roots]
    seen: set[tuple[QName, bool]] = set()
    while pending:
        ref, declared = pending.pop()
        if isinstance(ref, QName):
            if ref.built_in or (ref, declared) in seen:
                continue
            seen.add((ref, declared))
            yield ref, declared
            if declared:
                pending += [(name, False) for name in contract.derived.get(ref, ())]
        item = contract.resolve(ref)
        if isinstance(item, SimpleType):
            # A simple type is made of others; those can carry nothing that it does not allow.
            parts = item.members if item.base is None else (item.base,)
            pending += [(part, False) for part in parts]
        elif isinstance(item, ComplexType):
            pending += [(field.type, True) for field, _ in item.fields()]
            pending += [(each, False) for each in (item.base, item.text) if each is not None]


def _type_paths(contract: Contract, element_paths: dict[QName, str]) -> Iterator[tuple[QName, str]]:
    """The types that nothing mentions but one element, which is used in one place."""
    mentions = Counter(name for item in contract.types.values() for name in references(item))
    owners: dict[QName, list[QName]] = defaultdict(list)
    for element, declaration in contract.elements.items():
        if isinstance(declaration.type, QName):
            owners[declaration.type].append(element)
        else:
            mentions.update(references(declaration.type))
    for name, elements in owners.items():
        if mentions[name] == 0 and len(elements) == 1 and elements[0] in element_paths:
            yield name, element_paths[elements[0]]

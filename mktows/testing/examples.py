"""Documented and recorded examples of the service as data, to compare a server's replies with."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from lxml import etree

from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, ComplexType, Field, contract
from mktows.facts.examples import documented_calls
from mktows.json_messages import from_json
from mktows.soap import XSI_NAMESPACE, Envelope, read_envelope, split_name

_NIL = f"{{{XSI_NAMESPACE}}}nil"
_ANY, _EMPTY, _SOME = "@any", "@empty", "@some"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a reply differs from an example.

    Attributes:
        path: Element names from the message down, joined by dots, with places in lists.
        expected: What stands there in the example.
        found: What stands there in the reply; it may be a lead's data, so no text shows it.
    """

    path: str
    expected: str
    found: str = field(repr=False)

    def __str__(self) -> str:
        return f"{self.path}: expected {self.expected}"


@dataclass(frozen=True, slots=True)
class ExampleFault:
    """The fault of an example; a text that was not kept is None."""

    code: int
    string: str
    message: str | None


@dataclass(frozen=True, slots=True)
class DocumentedExample:
    """One call of the real service and what came back.

    The request is in the JSON form of `mktows call`. The reply is too, and exact: a member that is
    null is nil, one that is left out is absent, an empty text or object is an empty element. Where
    a source does not tell everything it has `{"@any": true}` for an element whose content was not
    kept, `{"@empty": true}` for one that is nil, empty or absent, and `{"@some": [...]}` for the
    part of a list that was kept.

    Attributes:
        name: What it shows; unique.
        operation: As in the WSDL.
        strength: `documented`: an example message of the vendor; `recorded`: from the live service.
        description: What it shows, and what of it was not kept.
        since: The first known version that has all of its elements.
        request: The parameters.
        reply: The success message; None where a fault came back.
        fault: The fault, where one came back.
        workspace: The target workspace in the context header.
    """

    name: str
    operation: str
    strength: Literal["documented", "recorded"]
    description: str
    request: Mapping[str, Any]
    reply: Mapping[str, Any] | None = None
    fault: ExampleFault | None = None
    since: str = KNOWN_VERSIONS[0]
    workspace: str | None = None

    @property
    def versions(self) -> tuple[str, ...]:
        """The versions in which it can be sent."""
        return KNOWN_VERSIONS[KNOWN_VERSIONS.index(self.since) :]

    def params(self, version: str = LATEST_VERSION) -> Any:
        """The request message, of a version."""
        table = contract(version)
        return from_json(table, table.operations[self.operation].request_type, dict(self.request))

    def differences(self, data: bytes, *, version: str = LATEST_VERSION) -> list[Difference]:
        """Compare an answer with the example's: every element, its value, and its order.

        Args:
            data: The answer's envelope.
            version: Of the contract.

        Raises:
            ProtocolError: It is no SOAP 1.1 envelope.

        Example:
            >>> example = documented_examples("requestCampaign")[0]
            >>> from mktows.testing.strategies import reply_envelope
            >>> from mktows.contract import contract
            >>> b = contract("2_7").bindings
            >>> failed = b.SuccessRequestCampaign(result=b.ResultRequestCampaign(success=False))
            >>> data = reply_envelope("requestCampaign", failed, "2_7")
            >>> [str(difference) for difference in example.differences(data)]
            ['successRequestCampaign.result.success: expected true']
        """
        table = contract(version)
        operation = table.operations[self.operation]
        envelope = read_envelope(data)
        if self.fault is not None:
            return list(_in_fault(self.fault, envelope))
        body = envelope.body
        if body is None or split_name(body) != (table.namespace, operation.reply):
            return [Difference(operation.reply, "this message", "another, or a fault")]
        held = _Table(table.types, _later(table.version, self.since))
        return list(_in_object(held, operation.reply_type, self.reply, body, operation.reply))


@functools.cache
def documented_examples(operation: str | None = None) -> tuple[DocumentedExample, ...]:
    """The examples of one operation, or of all.

    Example:
        >>> sorted({example.strength for example in documented_examples("getLead")})
        ['documented', 'recorded']
    """
    found = [_example(item) for item in documented_calls()]
    return tuple(item for item in found if operation in (None, item.operation))


def _example(item: dict[str, Any]) -> DocumentedExample:
    fault = item.pop("fault", None)
    return DocumentedExample(**item, fault=None if fault is None else ExampleFault(**fault))


def _in_fault(expected: ExampleFault, envelope: Envelope) -> Iterator[Difference]:
    if envelope.fault is None:
        yield Difference("Fault", "a fault", "a message")
        return
    fault = envelope.fault
    for path, wanted, found in (
        ("Fault.faultstring", expected.string, fault.string),
        ("Fault.detail.serviceException.message", expected.message, fault.service_message),
        ("Fault.detail.serviceException.code", str(expected.code), str(fault.service_code)),
    ):
        if wanted is not None and wanted != found:
            yield Difference(path, wanted, found or "nothing")


class _Table(NamedTuple):
    """The types of a version, and the elements of them that the example's own does not have."""

    types: Mapping[str, ComplexType]
    later: frozenset[tuple[str, str]]


def _later(version: str, since: str) -> frozenset[tuple[str, str]]:
    old, new = (
        {
            (item.name, field.element)
            for item in contract(each).types.values()
            for field in item.fields
        }
        for each in (since, version)
    )
    return frozenset(new - old)


def _in_object(
    table: _Table, type_name: str, expected: Any, node: etree._Element, path: str
) -> Iterator[Difference]:
    if any(text and text.strip() for text in (node.text, *(child.tail for child in node))):
        yield Difference(path, "no text between its elements", "text")
    fields = table.types[type_name].fields
    known = {item.element for item in fields}
    names = [split_name(child)[1] for child in node]
    order = [name for name in names if name in expected or (type_name, name) not in table.later]
    for name in order:
        if name not in known or name not in expected:
            yield Difference(f"{path}.{name}", "it to be absent", "an element")
    in_order = [item.element for item in fields for name in order if name == item.element]
    if [name for name in order if name in known] != in_order:
        yield Difference(path, "its elements in the order of the WSDL", "another order")
    for item in fields:
        found = [child for child in node if split_name(child)[1] == item.element]
        if item.element in expected:
            inner = f"{path}.{item.element}"
            if item.many:
                yield from _in_list(table, item, expected[item.element], found, inner)
            else:
                yield from _in_element(table, item, expected[item.element], found, inner)


def _in_list(
    table: _Table, item: Field, expected: Any, found: list[etree._Element], path: str
) -> Iterator[Difference]:
    if _is(expected, _SOME):
        for index, wanted in enumerate(expected[_SOME]):
            if not any(not list(_in_element(table, item, wanted, [node], path)) for node in found):
                yield Difference(f"{path}[{index}]", "this item among others", "none like it")
        return
    if len(found) != len(expected):
        yield Difference(path, f"{len(expected)} items", f"{len(found)} items")
    for index, (wanted, node) in enumerate(zip(expected, found, strict=False)):
        yield from _in_element(table, item, wanted, [node], f"{path}[{index}]")


def _in_element(
    table: _Table, item: Field, expected: Any, found: list[etree._Element], path: str
) -> Iterator[Difference]:
    """One element, which is there once, or not at all."""
    nil = bool(found) and found[0].get(_NIL) in ("true", "1")
    empty = bool(found) and not nil and not len(found[0]) and not found[0].text
    if _is(expected, _EMPTY):
        if found and not nil and not empty:
            yield Difference(path, "nil, empty or absent", "content")
        return
    if not found:
        yield Difference(path, _shown(expected), "nothing: it is absent")
    elif len(found) > 1:
        yield Difference(path, "one such element", str(len(found)))
    elif _is(expected, _ANY):
        if nil:
            yield Difference(path, "content", "nil")
    elif expected is None or nil:
        if not (expected is None and nil):
            yield Difference(path, _shown(expected), "nil" if nil else "content")
    elif item.type_name in table.types:
        yield from _in_object(table, item.type_name, expected, found[0], path)
    elif (found[0].text or "") != _text(expected):
        yield Difference(path, _shown(expected), found[0].text or "an empty element")


def _is(expected: Any, mark: str) -> bool:
    return isinstance(expected, dict) and mark in expected


def _text(expected: Any) -> str:
    """A value in the service's form."""
    return str(expected).lower() if isinstance(expected, bool) else str(expected)


def _shown(expected: Any) -> str:
    if expected is None:
        return "nil"
    if isinstance(expected, dict):
        return "content"
    return _text(expected) or "an empty element"

"""Makers of near misses: each draws a valid message, changes one thing in it and writes it.

Every maker takes the contract and the operation, and gives a strategy of whole envelopes. What is
a composite takes the version instead: hypothesis shows its arguments, and a contract is long.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from lxml import etree

from mktows.contract import KNOWN_VERSIONS, Contract, Operation, contract
from mktows.json_messages import from_json
from mktows.soap import SOAP_NAMESPACE
from mktows.testing.strategies import (
    envelopes,
    reply_envelope,
    reply_envelopes,
    sample_config,
    signed,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json, Objects
from mktows.testing.valid_messages.replies import valid_replies
from mktows.testing.valid_messages.requests import valid_requests

SOAP = f"{{{SOAP_NAMESPACE}}}"
Maker = Callable[[Contract, str], SearchStrategy[bytes]]
ValidMessages = Callable[[Contract, str], Objects]
Element = etree._Element


@dataclass(frozen=True)
class Tree:
    """A valid envelope as a tree, to be changed in one place."""

    table: Contract
    operation: Operation
    root: Element

    @property
    def header(self) -> Element:
        """The Header of a request."""
        return self.root[0]

    @property
    def authentication(self) -> Element:
        """The AuthenticationHeader."""
        return self.root[0][0]

    @property
    def body(self) -> Element:
        """The Body."""
        return self.root[-1]

    @property
    def message(self) -> Element:
        """The element in the Body."""
        return self.root[-1][0]

    def find(self, path: str) -> Element:
        """The first element of a path below the message."""
        found = self.message.find(path)
        assert found is not None, path  # noqa: S101 - what is asked for was built
        return found

    def ours(self, name: str) -> str:
        """A name in the contract's namespace."""
        return f"{{{self.table.namespace}}}{name}"


Change = Callable[[DrawFn, Tree], None]
JsonChange = Callable[[DrawFn, Json], None]


@dataclass(frozen=True)
class NearMiss:
    """A way to break one rule.

    Attributes:
        maker: Makes the envelopes.
        operations: Those that the rule can be broken in; None for all.
        versions: Those that the rule can be broken in; None for all.
    """

    maker: Maker
    operations: frozenset[str] | None = None
    versions: frozenset[str] | None = None

    def fits(self, version: str, operation: str) -> bool:
        """Tell whether the rule can be broken in an operation of a version."""
        return (self.operations is None or operation in self.operations) and (
            self.versions is None or version in self.versions
        )


BEFORE_3_1 = tuple(each for each in KNOWN_VERSIONS if each < "3_1")
"""The versions that lack what the last one declares."""


def only(maker: Maker, *operations: str, versions: tuple[str, ...] | None = None) -> NearMiss:
    """A near miss of some operations, by default all, of some versions, by default all."""
    return NearMiss(maker, frozenset(operations) or None, frozenset(versions) if versions else None)


def in_request(change: Change) -> Maker:
    """Changes the tree of a request's envelope."""
    return lambda table, operation: _changed(
        table.version, operation, envelopes(operation, version=table.version), change
    )


def in_reply(change: Change) -> Maker:
    """Changes the tree of a reply's envelope."""
    return lambda table, operation: _changed(
        table.version, operation, reply_envelopes(operation, version=table.version), change
    )


def in_json(change: JsonChange, requests: ValidMessages = valid_requests) -> Maker:
    """Changes the JSON form of a request before it is written; by default of any valid one."""
    return lambda table, operation: _request_of_json(
        table.version, operation, requests(table, operation), change
    )


def in_reply_json(change: JsonChange) -> Maker:
    """Changes the JSON form of a reply before it is written."""
    return lambda table, operation: _reply_of_json(
        table.version, operation, valid_replies(table, operation), change
    )


def setting(**members: Any) -> JsonChange:
    """Sets members of the request, each to a value or to one that a strategy gives."""

    def change(draw: DrawFn, request: Json) -> None:
        for name, value in members.items():
            request[name] = draw(value) if isinstance(value, SearchStrategy) else value

    return change


def without(*names: str) -> JsonChange:
    """Leaves members of the request out."""

    def change(_: DrawFn, request: Json) -> None:
        for name in names:
            request.pop(name, None)

    return change


def enveloped(requests: ValidMessages) -> Maker:
    """Writes requests whose JSON form breaks the rule already."""
    return in_json(_nothing, requests)


def in_request_of(requests: ValidMessages, change: Change) -> Maker:
    """Changes the tree of the envelope of certain requests."""
    written = enveloped(requests)
    return lambda table, operation: _changed(
        table.version, operation, written(table, operation), change
    )


def _nothing(_draw: DrawFn, _message: Json) -> None:
    """Changes nothing."""


def write(root: Element) -> bytes:
    """Return a tree as a document."""
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@st.composite
def _changed(
    draw: DrawFn,
    version: str,
    operation: str,
    documents: SearchStrategy[bytes],
    change: Change,
) -> bytes:
    table = contract(version)
    root = etree.fromstring(draw(documents))
    change(draw, Tree(table, table.operations[operation], root))
    return write(root)


@st.composite
def _request_of_json(
    draw: DrawFn, version: str, operation: str, requests: Objects, change: JsonChange
) -> bytes:
    table = contract(version)
    request = copy.deepcopy(draw(requests))
    if request.get("listOperation") == "CLEARLIST":
        # What it names beside the list is passed over: no mistake there has an effect.
        request["listOperation"] = "ADDTOLIST"
    change(draw, request)
    params = from_json(table, table.operations[operation].request_type, request)
    return signed(sample_config(table.version), params, draw(realistic.moments))


@st.composite
def _reply_of_json(
    draw: DrawFn, version: str, operation: str, replies: Objects, change: JsonChange
) -> bytes:
    table = contract(version)
    reply = copy.deepcopy(draw(replies))
    change(draw, reply)
    params = from_json(table, table.operations[operation].reply_type, reply)
    return reply_envelope(operation, params, table.version)

"""The SOAP client of node programs, with the signing that its users put into it."""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import peers
import pytest

from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from support.soap_peers import Peer, PeerFault, unwrapped

_PROGRAM = Path(__file__).parents[1] / "interop" / "node" / "calls.js"


def needs_node(libraries: str) -> pytest.MarkDecorator:
    """Skip where these libraries, a table of peers.toml, are not installed."""
    return pytest.mark.skipif(
        shutil.which("node") is None or not peers.libraries()[libraries].ready(),
        reason="npm's libraries are missing: tools/peers.py installs them",
    )


class _Object(SimpleNamespace):
    """An object of JavaScript: what it does not have is nothing."""

    def __getattr__(self, name: str) -> None:
        return None


@functools.cache
def _program(libraries: str) -> subprocess.Popen[str]:
    node = shutil.which("node")
    assert node is not None
    process = subprocess.Popen(
        [node, _PROGRAM, SAMPLE_USER_ID, SAMPLE_KEY],
        env={**os.environ, "NODE_PATH": str(peers.libraries()[libraries].folder / "node_modules")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    atexit.register(process.communicate)
    return process


class NodePeer(Peer):
    """The npm packages soap and marketo-soap-security, which signs by its own clock."""

    libraries = "node"

    def _made(self, wsdl: str, location: str) -> None:
        self._where = {"wsdl": wsdl, "endpoint": location}
        self._reply = ""
        self.request = ""

    def _call(self, operation: str, arguments: dict[str, object]) -> Any:
        process = _program(self.libraries)
        assert process.stdin is not None
        assert process.stdout is not None
        asked = {**self._where, "operation": operation, "values": arguments}
        process.stdin.write(json.dumps(asked, default=_as_json) + "\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline(), object_hook=_as_object)
        if said.fault is not None:
            detail = self._plain(said.fault.detail)["serviceException"]
            raise PeerFault(said.fault.faultstring, detail)
        self._reply, self.request = said.reply, said.request
        # The answer has one member, `result` in most; programs read that.
        (answer,) = vars(said.answer).values()
        return answer

    def gives(self, answer: Any) -> Any:
        # It leaves out what is nil before anything is unwrapped.
        return unwrapped(answer)

    def received(self) -> bytes:
        return self._reply.encode()

    def made(self, type_name: str, /, **values: object) -> Any:
        return {"attributes": {"xsi:type": f"tns:{type_name}"}, **values}

    def plain(self, answer: Any) -> Any:
        return unwrapped(self._plain(answer))

    def _plain(self, answer: Any) -> Any:
        if isinstance(answer, _Object):
            return {name: self._plain(value) for name, value in vars(answer).items()}
        if isinstance(answer, list):
            return [self._plain(each) for each in answer]
        return answer


class Node2014Peer(NodePeer):
    """The release of soap of 2014, which qualifies whatever stands in a message.

    It reads an xs:long as text, so numbers are compared as texts.
    """

    libraries = "node-2014"

    def gives(self, answer: Any) -> Any:
        if isinstance(answer, dict):
            return {name: self.gives(value) for name, value in answer.items()}
        if isinstance(answer, list):
            return [self.gives(each) for each in answer]
        return str(answer) if type(answer) is int else answer

    def _plain(self, answer: Any) -> Any:
        found = super()._plain(answer)
        # It hands out the attributes of an element; here only those of nil are read.
        return None if found == {"attributes": {"xsi:nil": "true"}} else self.gives(found)


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()  # soap writes text; a Date would come out empty
    assert isinstance(value, _Object)
    return vars(value)


def _as_object(members: dict[str, Any]) -> Any:
    if "$date" in members:
        return datetime.fromisoformat(members["$date"])
    return _Object(**members)

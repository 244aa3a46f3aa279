"""SOAP clients of other languages, each in a program that speaks JSON lines with us."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
from abc import abstractmethod
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import peers
import pytest

from support.soap_peers import Peer, PeerFault, unwrapped

_PROGRAMS = Path(__file__).parents[1] / "interop"


def needs_node(libraries: str) -> pytest.MarkDecorator:
    """Skip where these libraries, a table of peers.toml, are not installed."""
    return pytest.mark.skipif(
        shutil.which("node") is None or not peers.libraries()[libraries].ready(),
        reason="npm's libraries are missing: tools/peers.py installs them",
    )


def has_php_soap() -> bool:
    """Tell whether php has its soap extension."""
    if shutil.which("php") is None:
        return False
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True).stdout
    return "soap" in modules.lower().split()


class _Object(SimpleNamespace):
    """An object of the program: what it does not have is nothing."""

    def __getattr__(self, name: str) -> None:
        return None


class ProgramPeer(Peer):
    """A client in a program, which signs by its own clock.

    The program is given the user and the key, reads a JSON line for each call (wsdl, endpoint,
    operation, values) and writes one for its answer: reply and answer, or fault.
    """

    _running: ClassVar[dict[tuple[type[ProgramPeer], str], subprocess.Popen[str]]] = {}

    @classmethod
    @abstractmethod
    def command(cls) -> list[str | Path]:
        """What starts the program."""

    @classmethod
    def variables(cls) -> dict[str, str]:
        """What the program finds in its environment besides."""
        return {}

    def _made(self, wsdl: str, location: str) -> None:
        self._where = {"wsdl": wsdl, "endpoint": location}
        self._reply = ""

    def _program(self) -> subprocess.Popen[str]:
        key = (type(self), self._user_id)
        if key not in self._running:
            self._running[key] = subprocess.Popen(
                [*self.command(), self._user_id, self._key],
                env={**os.environ, **self.variables()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
            atexit.register(self._running[key].communicate)
        return self._running[key]

    def _call(self, operation: str, arguments: dict[str, object]) -> Any:
        process = self._program()
        assert process.stdin is not None
        assert process.stdout is not None
        asked = {**self._where, "operation": operation, "values": arguments}
        process.stdin.write(json.dumps(asked, default=_as_json) + "\n")
        process.stdin.flush()
        said = json.loads(process.stdout.readline(), object_hook=_as_object)
        if said.fault is not None:
            detail = self._plain(said.fault.detail)["serviceException"]
            raise PeerFault(said.fault.faultstring, detail)
        self._reply = said.reply
        # The answer has one member, `result` in most; programs read that.
        (answer,) = vars(said.answer).values()
        return answer

    def received(self) -> bytes:
        return self._reply.encode()

    def plain(self, answer: Any) -> Any:
        return unwrapped(self._plain(answer))

    def _plain(self, answer: Any) -> Any:
        if isinstance(answer, _Object):
            return {name: self._plain(value) for name, value in vars(answer).items()}
        if isinstance(answer, list):
            return [self._plain(each) for each in answer]
        return answer


class NodePeer(ProgramPeer):
    """The npm packages soap and marketo-soap-security."""

    libraries = "node"

    @classmethod
    def command(cls) -> list[str | Path]:
        return ["node", _PROGRAMS / "node" / "calls.js"]

    @classmethod
    def variables(cls) -> dict[str, str]:
        return {"NODE_PATH": str(peers.libraries()[cls.libraries].folder / "node_modules")}

    def made(self, type_name: str, /, **values: object) -> Any:
        return {"attributes": {"xsi:type": f"tns:{type_name}"}, **values}

    def gives(self, answer: Any) -> Any:
        # It leaves out what is nil before anything is unwrapped.
        return unwrapped(answer)


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


class PhpPeer(ProgramPeer):
    """PHP's SoapClient, which hands out moments as text."""

    @classmethod
    def command(cls) -> list[str | Path]:
        settings = ["-d", "soap.wsdl_cache_enabled=0", "-d", "display_errors=stderr"]
        return ["php", *settings, _PROGRAMS / "php" / "operations.php"]

    def made(self, type_name: str, /, **values: object) -> Any:
        return {"$type": type_name, **values}

    def gives(self, answer: Any) -> Any:
        if isinstance(answer, dict):
            return {name: self.gives(value) for name, value in answer.items()}
        if isinstance(answer, list):
            return [self.gives(each) for each in answer]
        return answer.isoformat() if isinstance(answer, datetime) else answer


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()  # soap writes text; a Date would come out empty
    assert isinstance(value, _Object)
    return vars(value)


def _as_object(members: dict[str, Any]) -> Any:
    if "$date" in members:
        return datetime.fromisoformat(members["$date"])
    return _Object(**members)

"""`/_control/`: what tests steer and watch a sandbox with, over HTTP and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mktows.database.failures import DatabaseFailed
from mktows.sandbox.sandbox import Sandbox
from mktows.sandbox.world.files import parse_world
from mktows.sandbox.world.world import WorldError
from mktows.server.backend import NotOffered
from mktows.server.exchange import RecordedCall
from mktows.server.fault_injection import Trouble
from mktows.server.request_body import lower_headers
from mktows.transport import HttpRequest, HttpResponse

_PREFIX = "/_control/"
_MOST_CALLS = 1000

# Takes a request, its headers by their names in lower case, and its query.
_Action = Callable[[HttpRequest, Mapping[str, str], str], object]


class _Bad(Exception):
    """The request cannot be carried out; the text says why."""


class Control:
    """Steers a sandbox.

    The server tells who may (`mktows.server.http.callers`). What changes something is taken as
    JSON or YAML alone, which a web page cannot send unasked.

    Args:
        sandbox: What is steered.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._actions: dict[tuple[str, str], _Action] = {
            ("POST", "reset"): _taking_members(self._reset),
            ("POST", "seed"): self._seed,
            ("POST", "fail-next"): _taking_members(self._fail_next),
            ("GET", "clock"): _taking_members(self._clock),
            ("POST", "clock"): _taking_members(self._set_clock),
            ("GET", "calls"): _taking_members(self._calls),
            ("GET", "runs"): _taking_members(self._runs),
        }

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer one request: JSON in and out; what is wrong with a bad one is told."""
        parts = urlsplit(request.url)
        headers = lower_headers(request)
        name = parts.path.removeprefix(_PREFIX)
        action = self._actions.get((request.method, name))
        try:
            if action is not None:
                return _json(200, action(request, headers, parts.query))
            if request.method == "GET" and name.startswith("calls/"):
                return _json(200, self._call(name.removeprefix("calls/")))
        except (_Bad, NotOffered, WorldError, ValueError, OverflowError) as error:
            return _json(400, {"error": str(error)})
        except DatabaseFailed as failed:
            return _json(503, {"error": f"the sandbox cannot use its database: {failed}"})
        known = [method for method, each in self._actions if each == name]
        if known:
            response = _json(405, {"error": f"{name} takes {' or '.join(known)}"})
            return HttpResponse(405, {**response.headers, "allow": ", ".join(known)}, response.body)
        names = ", ".join(sorted({each for _, each in self._actions}))
        return _json(404, {"error": f"there is no {name!r}; there are {names}"})

    def _reset(self, given: Mapping[str, Any]) -> object:
        _only(given, ())
        self._sandbox.reset()
        return {}

    def _seed(self, request: HttpRequest, headers: Mapping[str, str], _query: str) -> object:
        kind = _media_type(headers)
        if kind not in ("application/json", "application/yaml"):
            raise _Bad("send a world, with Content-Type: application/json or application/yaml")
        try:
            text = (request.body or b"{}").decode("utf-8-sig")
        except UnicodeDecodeError:
            raise _Bad("the body is not UTF-8") from None
        self._sandbox.seed(parse_world(text, json=kind == "application/json"))
        return {}

    def _fail_next(self, given: Mapping[str, Any]) -> object:
        kinds: dict[str, type | tuple[type, ...]] = {
            "operation": str,
            "code": int,
            "message": str,
            "status": int,
            "body": str,
            "drop": bool,
            "cut": bool,
            "truncate": bool,
            "delay": (int, float),
            "processed": bool,
            "times": int,
        }
        assert {field.name for field in fields(Trouble)} == kinds.keys() - {"times"}  # noqa: S101
        _typed(given, kinds)
        asked = dict(given)
        if isinstance(asked.get("body"), str):
            asked["body"] = asked["body"].encode("utf-8", "replace")
        self._sandbox.fail_next(**asked)
        return {"pending": self._sandbox.pending_troubles}

    def _clock(self, given: Mapping[str, Any]) -> object:
        _only(given, ())
        clock = self._sandbox.clock
        return {"now": clock.now().isoformat(), "real": clock.is_real}

    def _set_clock(self, given: Mapping[str, Any]) -> object:
        _typed(given, {"set": str, "running": bool, "advance": (int, float), "real": bool})
        clock = self._sandbox.clock
        if len(given.keys() & {"set", "advance", "real"}) != 1:
            raise _Bad("give one of set, advance and real")
        if "set" in given:
            clock.set(datetime.fromisoformat(given["set"]), running=given.get("running", False))
        elif "running" in given:
            raise _Bad("running goes with set")
        elif "advance" in given:
            clock.advance(timedelta(seconds=given["advance"]))
        elif given["real"]:
            clock.reset()
        else:
            raise _Bad("real can only be true; to stop the clock, set it")
        return self._clock({})

    def _calls(self, given: Mapping[str, Any]) -> object:
        _only(given, ("operation", "user", "failed", "last"))
        last = _number(given.get("last", str(_MOST_CALLS)), "last")
        failed = given.get("failed", "false")
        if failed not in ("true", "false"):
            raise _Bad("failed must be true or false")
        found = self._sandbox.calls(
            operation=given.get("operation"),
            user_id=given.get("user"),
            failed=failed == "true",
            last=last,
        )
        return [call_members(each) for each in found]

    def _runs(self, given: Mapping[str, Any]) -> object:
        _only(given, ())
        return [asdict(each) for each in self._sandbox.campaign_runs()]

    def _call(self, text: str) -> object:
        found = self._sandbox.call(_number(text, "the id"))
        if found is None:
            raise _Bad(f"the journal has no call {text}")
        return call_members(found)


def call_members(call: RecordedCall) -> dict[str, object]:
    """A recorded call as members of a JSON object."""
    return {
        **asdict(call),
        "at": call.at.isoformat(timespec="milliseconds"),
        "outcome": call.outcome,
        "departures": [asdict(each) for each in call.departures],
        "milliseconds": round(call.milliseconds, 3),
    }


def _given(request: HttpRequest, headers: Mapping[str, str], query: str) -> dict[str, Any]:
    """What a request gives: the members of its JSON object, or of its query."""
    if request.method == "GET":
        pairs = parse_qsl(query, keep_blank_values=True)
        if len(dict(pairs)) < len(pairs):
            raise _Bad("a parameter is given twice")
        return dict(pairs)
    if _media_type(headers) != "application/json":
        raise _Bad("send a JSON object, with Content-Type: application/json")
    try:
        given = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise _Bad("the body is not JSON") from None
    if not isinstance(given, dict):
        raise _Bad("the body must be a JSON object")
    return given


def _taking_members(action: Callable[[Mapping[str, Any]], object]) -> _Action:
    """What is asked for by the members of a JSON object, or by a query's parameters."""
    return lambda request, headers, query: action(_given(request, headers, query))


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def _only(given: Mapping[str, Any], known: Collection[str]) -> None:
    unknown = [name for name in given if name not in known]
    if unknown:
        there_are = ", ".join(known) or "none"
        raise _Bad(f"unknown member {unknown[0]!r}; there are: {there_are}")


def _typed(given: Mapping[str, Any], kinds: Mapping[str, type | tuple[type, ...]]) -> None:
    _only(given, tuple(kinds))
    for name, value in given.items():
        kind = kinds[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise _Bad(f"{name} has a value of the wrong type")


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 9:
        raise _Bad(f"{name} must be a number")
    return int(text)


def refused(reason: str) -> HttpResponse:
    """The answer to who may not steer."""
    return _json(403, {"error": reason})


def _json(status: int, value: object) -> HttpResponse:
    # Plain ASCII, so that a lone surrogate in a value cannot break the answer.
    body = json.dumps(value).encode()
    headers = {
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return HttpResponse(status, headers, body)

"""`/_control/`: steers and watches a service for tests, over HTTP and in JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mktows.database.failures import DatabaseFailed
from mktows.errors import MktowsError
from mktows.server.exchange import RecordedCall
from mktows.server.fault_injection import Failure
from mktows.server.request_body import lower_headers
from mktows.server.service import Service
from mktows.transport import HttpRequest, HttpResponse

_PREFIX = "/_control/"
_MOST_CALLS = 1000

# Takes a request, its headers by their names in lower case, and its query; returns what is
# answered as JSON.
Action = Callable[[HttpRequest, Mapping[str, str], str], object]


class BadRequest(Exception):
    """The request cannot be carried out; the text says why."""


class Control:
    """Steers a service.

    The server tells who may (`mktows.server.http.callers`). What changes something is taken as
    JSON or YAML alone, which a web page cannot send unasked.

    Args:
        service: What is steered.
        further: What can be done besides, by method and name.
    """

    def __init__(
        self, service: Service, further: Mapping[tuple[str, str], Action] = MappingProxyType({})
    ) -> None:
        self._service = service
        self._actions: dict[tuple[str, str], Action] = {
            ("POST", "reset"): taking_members(self._reset),
            ("POST", "fail-next"): taking_members(self._fail_next),
            ("GET", "clock"): taking_members(self._clock),
            ("POST", "clock"): taking_members(self._set_clock),
            ("GET", "calls"): taking_members(self._calls),
            **further,
        }

    def takes(self, name: str) -> bool:
        """Tell whether something of a name can be done here."""
        return ("POST", name) in self._actions

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
        except DatabaseFailed as failed:
            return _json(503, {"error": f"the database cannot be used: {failed}"})
        except (BadRequest, MktowsError, ValueError, OverflowError) as error:
            return _json(400, {"error": str(error)})
        known = [method for method, each in self._actions if each == name]
        if known:
            response = _json(405, {"error": f"{name} takes {' or '.join(known)}"})
            return HttpResponse(405, {**response.headers, "allow": ", ".join(known)}, response.body)
        names = ", ".join(sorted({each for _, each in self._actions}))
        return _json(404, {"error": f"there is no {name!r}; there are {names}"})

    def _reset(self, given: Mapping[str, Any]) -> object:
        only(given, ())
        self._service.reset()
        return {}

    def _fail_next(self, given: Mapping[str, Any]) -> object:
        self._service.fail_next(**ways_to_fail(given))
        return {"pending": self._service.pending_failures}

    def _clock(self, given: Mapping[str, Any]) -> object:
        only(given, ())
        clock = self._service.clock
        return {"now": clock.now().isoformat(), "real": clock.is_real}

    def _set_clock(self, given: Mapping[str, Any]) -> object:
        _typed(given, {"set": str, "running": bool, "advance": (int, float), "real": bool})
        clock = self._service.clock
        if len(given.keys() & {"set", "advance", "real"}) != 1:
            raise BadRequest("give one of set, advance and real")
        if "set" in given:
            clock.set(_moment(given["set"]), running=given.get("running", False))
        elif "running" in given:
            raise BadRequest("running goes with set")
        elif "advance" in given:
            try:
                clock.advance(timedelta(seconds=given["advance"]))
            except (OverflowError, ValueError):
                raise BadRequest("advance must be seconds that end before the year 10000") from None
        elif given["real"]:
            clock.reset()
        else:
            raise BadRequest("real can only be true; to stop the clock, set it")
        return self._clock({})

    def _calls(self, given: Mapping[str, Any]) -> object:
        only(given, ("operation", "user", "failed", "last"))
        last = _number(given.get("last", str(_MOST_CALLS)), "last")
        failed = given.get("failed", "false")
        if failed not in ("true", "false"):
            raise BadRequest("failed must be true or false")
        found = self._service.calls(
            operation=given.get("operation"),
            user_id=given.get("user"),
            failed=failed == "true",
            last=last,
        )
        return [call_members(each) for each in found]

    def _call(self, text: str) -> object:
        found = self._service.call(_number(text, "the id"))
        if found is None:
            raise BadRequest(f"the journal has no call {text}")
        return call_members(found)


def call_members(call: RecordedCall) -> dict[str, object]:
    """A recorded call as members of a JSON object."""
    return {
        **asdict(call),
        "at": call.at.isoformat(timespec="milliseconds"),
        "outcome": call.outcome,
        "findings": [asdict(each) for each in call.findings],
        "milliseconds": round(call.milliseconds, 3),
    }


def _given(request: HttpRequest, headers: Mapping[str, str], query: str) -> dict[str, Any]:
    """Return what a request gives: the members of its JSON object, or of its query."""
    if request.method == "GET":
        pairs = parse_qsl(query, keep_blank_values=True)
        if len(dict(pairs)) < len(pairs):
            raise BadRequest("a parameter is given twice")
        return dict(pairs)
    if media_type(headers) != "application/json":
        raise BadRequest("send a JSON object, with Content-Type: application/json")
    try:
        given = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise BadRequest("the body is not JSON") from None
    if not isinstance(given, dict):
        raise BadRequest("the body must be a JSON object")
    return given


def taking_members(action: Callable[[Mapping[str, Any]], object]) -> Action:
    """Make an action of a function of a JSON object's members, or of a query's parameters."""
    return lambda request, headers, query: action(_given(request, headers, query))


def media_type(headers: Mapping[str, str]) -> str:
    """Return the media type of a request's body."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def only(given: Mapping[str, Any], known: Collection[str]) -> None:
    """Make sure that no other members are given.

    Raises:
        BadRequest: One is.
    """
    unknown = [name for name in given if name not in known]
    if unknown:
        there_are = ", ".join(known) or "none"
        raise BadRequest(f"unknown member {unknown[0]!r}; there are: {there_are}")


def _typed(given: Mapping[str, Any], kinds: Mapping[str, type | tuple[type, ...]]) -> None:
    only(given, tuple(kinds))
    for name, value in given.items():
        kind = kinds[name]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise BadRequest(f"{name} has a value of the wrong type")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            "set must be a moment in ISO 8601, such as 2013-08-05T09:57:10-07:00"
        ) from None


def _number(text: str, name: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= len(text) <= 9:
        raise BadRequest(f"{name} must be a number")
    return int(text)


_WAYS: Mapping[str, type | tuple[type, ...]] = {
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
assert {field.name for field in fields(Failure)} == _WAYS.keys() - {"times"}  # noqa: S101


def ways_to_fail(given: Mapping[str, Any], **more: type) -> dict[str, Any]:
    """Return the members of a request for failures.

    Args:
        given: The members.
        more: Members that there are besides, with their types.

    Raises:
        BadRequest: One is unknown, or of another type.
    """
    _typed(given, {**_WAYS, **more})
    asked = dict(given)
    if isinstance(asked.get("body"), str):
        asked["body"] = asked["body"].encode("utf-8", "replace")
    return asked


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

"""The vendor's sample calls, and how far an answer is like the one that a sample shows.

The samples are no part of this project: `MKTOWS_VENDOR_REST` names their folder. An answer that is
printed with broken JSON is mended: commas, and brackets at both ends, may be missing.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from support.rest_service import RestService

FOLDER = os.environ.get("MKTOWS_VENDOR_REST")
needs_samples = pytest.mark.skipif(
    not FOLDER, reason="MKTOWS_VENDOR_REST names no folder with the vendor's samples"
)
"""Marks a test that compares answers with samples."""

_VARIABLE = re.compile(r"\{\w+\}")
_TOKEN = re.compile(
    r'\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}\[\]:,])'
)
COMPARED: set[tuple[str, str, int]] = set()
"""The samples that were asked for in this process: method, path, and number among those alike."""
# Of every answer; what they hold is each call's own.
_OPAQUE = ("requestId", "nextPageToken")


@dataclass(frozen=True, slots=True)
class SampleCall:
    """One of the vendor's sample calls.

    Attributes:
        method: The HTTP method.
        path: The path, with its variable parts in braces.
        query: What stands behind it.
        body: The body that is JSON, if there is one.
        form: The body that is a form, if there is one.
        answer: What the answer says; exact numbers.
    """

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: Any = field(repr=False)
    form: Mapping[str, str] | None = field(repr=False)
    answer: Any = field(repr=False)

    def send(self, rest: RestService, *variables: object) -> dict[str, Any]:
        """Send the call as it is printed, and return what the answer says.

        Args:
            rest: The face.
            variables: What stands for the variable parts of the path.
        """
        values = iter(variables)
        path = _VARIABLE.sub(lambda _: str(next(values)), self.path)
        return rest.call(self.method, path, self.query, body=self.body, form=self.form)


def sample_call(method: str, path: str, number: int = 0) -> SampleCall:
    """Return a sample of a method and a path; of several, the one of this number."""
    assert FOLDER, "MKTOWS_VENDOR_REST is not set"
    given = json.loads(
        (Path(FOLDER) / "samples.json").read_text(encoding="utf-8"), parse_float=Decimal
    )
    found = [each for each in given if _called(each) == (method, path)]
    COMPARED.add((method, path, number))
    return _sample(found[number])


def all_samples() -> set[tuple[str, str, int]]:
    """Return all samples that there are, as `COMPARED` names them."""
    assert FOLDER, "MKTOWS_VENDOR_REST is not set"
    given = json.loads((Path(FOLDER) / "samples.json").read_text(encoding="utf-8"))
    seen: Counter[tuple[str, str]] = Counter()
    found = set()
    for each in given:
        called = _called(each)
        found.add((*called, seen[called]))
        seen[called] += 1
    return found


def sample_text(method: str, path: str) -> str:
    """Return the body of a sample that is neither JSON nor a form, as it is printed."""
    assert FOLDER, "MKTOWS_VENDOR_REST is not set"
    given = json.loads((Path(FOLDER) / "samples.json").read_text(encoding="utf-8"))
    (text,) = [each["request_text"] for each in given if _called(each) == (method, path)]
    return str(text)


def differences(sample: SampleCall, answer: Mapping[str, Any]) -> set[str]:
    """Return where an answer differs from that of a sample.

    Each is a path, such as `result[].id`, and after a colon: `missing` or `more` for a member,
    `type`, `length` for a list, or `value`.
    """
    return set(_differences("", sample.answer, answer))


def mended(text: str) -> list[Any]:
    """Read JSON that was printed with mistakes, one document or several.

    Raises:
        ValueError: More is wrong with it than missing commas and brackets.
    """
    tokens = _TOKEN.findall(text)
    if _TOKEN.sub("", text).strip():
        raise ValueError("there is something between the values")
    if tokens[0][0] == '"':
        tokens.insert(0, "{")
    return _Mending(tokens).documents()


class _Mending:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._place = 0

    def _next(self) -> str:
        """The next token; brackets that were not closed are, at the end."""
        token = self._tokens[self._place] if self._place < len(self._tokens) else "]}"
        self._place += 1
        return token

    def documents(self) -> list[Any]:
        found = []
        while self._place < len(self._tokens):
            found.append(self.value())
        return found

    def value(self, token: str | None = None) -> Any:
        token = self._next() if token is None else token
        if token == "{":
            return self._members()
        if token == "[":
            return self._items()
        if token in ("}", "]", ":", ",", "]}"):
            raise ValueError(f"{token} where a value belongs")
        return json.loads(token, parse_float=Decimal)

    def _members(self) -> dict[str, Any]:
        found = {}
        while (token := self._next()) not in ("}", "]}"):
            if token == "]":  # the brace before it is missing
                self._place -= 1
                break
            if token == ",":
                continue
            if token[0] != '"' or self._next() != ":":
                raise ValueError("a member has no name")
            found[json.loads(token)] = self.value()
        return found

    def _items(self) -> list[Any]:
        found = []
        while (token := self._next()) not in ("]", "]}"):
            if token == "}":  # the bracket before it is missing
                self._place -= 1
                break
            if token != ",":
                found.append(self.value(token))
        return found


def _called(given: Mapping[str, Any]) -> tuple[str, str]:
    return given["method"], given["path"].partition("?")[0]


def _sample(given: Mapping[str, Any]) -> SampleCall:
    path, _, query = given["path"].partition("?")
    text, form = given.get("request_text"), None
    if given["request"] is None and text:
        if given["method"] == "GET":
            query += f" {text}"  # a blank in a query that is printed as it is meant
        elif "=" in text.partition("\n")[0]:
            form = dict(parse_qsl(text.replace("\n", ""), keep_blank_values=True))
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        values.setdefault(name, []).append(value)
    answer, body = given["answer"], given["request"]
    if answer is None and given.get("answer_text"):
        *before, answer = mended(given["answer_text"])
        body = before[0] if before else body  # some are printed together
    return SampleCall(given["method"], path, values, body, form, answer)


def _differences(path: str, expected: Any, given: Any) -> Iterator[str]:
    if isinstance(expected, Mapping) and isinstance(given, Mapping):
        for name in expected.keys() | given.keys():
            here = f"{path}.{name}" if path else name
            if name not in given:
                yield f"{here}: missing"
            elif name not in expected:
                yield f"{here}: more"
            elif here in _OPAQUE:
                assert isinstance(given[name], str)
            else:
                yield from _differences(here, expected[name], given[name])
    elif isinstance(expected, list) and isinstance(given, list):
        if len(expected) != len(given):
            yield f"{path}[]: length"
        for one, other in zip(expected, given, strict=False):
            yield from _differences(f"{path}[]", one, other)
    elif _kind(expected) != _kind(given):
        yield f"{path}: type"
    elif expected != given:
        yield f"{path}: value"


def _kind(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return str(type(value))
    return "number" if isinstance(value, int | Decimal) else str(type(value))

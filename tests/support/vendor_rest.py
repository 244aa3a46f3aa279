"""The vendor's description of its REST API as a judge of calls and answers.

Its files are no part of this project: `MKTOWS_VENDOR_REST` names their folder. A copy is converted
to OpenAPI 3 and patched (see `vendor_rest_patches`), and judged by openapi-core.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from mktows.facts.rest_endpoints import ENDPOINTS, IDENTITY_PATH
from mktows.transport import HttpRequest, HttpResponse
from support.swagger import JSON, Node, converted
from support.vendor_rest_patches import PATCHES, Patch

if TYPE_CHECKING:
    from openapi_core.datatypes import RequestParameters

FORM = "application/x-www-form-urlencoded"
FILES = ("identity", "mapi", "asset")
_FOLDER = os.environ.get("MKTOWS_VENDOR_REST")

IS_DESCRIBED = bool(_FOLDER) and importlib.util.find_spec("openapi_core") is not None
"""Whether the description is at hand, and what judges by it."""
needs_description = pytest.mark.skipif(
    not IS_DESCRIBED,
    reason="MKTOWS_VENDOR_REST names no folder with the vendor's description, or no openapi-core",
)
"""Marks a test that judges by the description."""


class NotAsDescribed(AssertionError):
    """A call or answer is not as the vendor describes it; the text has one problem a line."""


class Sample(NamedTuple):
    """One of the vendor's sample calls that is whole enough to be judged.

    Attributes:
        name: The page that shows it, its place among all samples, and what it calls.
        request: The call, with values for the variable parts of its path.
        answer: The answer, None where the page shows none that is valid JSON.
    """

    name: str
    request: HttpRequest
    answer: HttpResponse | None


def validate_call(request: HttpRequest, *, judge: Judge | None = None) -> None:
    """Judge a call.

    Raises:
        NotAsDescribed: It is not as the vendor describes it.
    """
    (judge or the_judge()).call(request)


_judged: set[Hashable] = set()


def validate_call_once(request: HttpRequest) -> None:
    """Judge a call, unless one of the same form was valid before, for tests that make very many.

    Of one form are calls of a method and path with the same parameters and bodies with the same
    members, whose values are of the same kinds; words, which may be one of a few, are the same.

    Raises:
        NotAsDescribed: It is not as the vendor describes it.
    """
    form = _form_of(request)
    if form not in _judged:
        validate_call(request)
        _judged.add(form)


def _form_of(request: HttpRequest) -> Hashable:
    parts = urlsplit(request.url)
    media = request.headers.get("Content-Type", "").partition(";")[0]
    texts = [parts.query, request.body.decode()] if media == FORM else [parts.query]
    pairs = [pair for text in texts for pair in parse_qsl(text, keep_blank_values=True)]
    body = json.loads(request.body) if media == JSON and request.body else None
    return (
        *(request.method, parts.path, media, bool(request.body)),
        frozenset((name, _kind(value)) for name, value in pairs),
        _kind(body),
    )


def _kind(value: Any, *, of_record: bool = False) -> Hashable:
    """The kind of a value; texts of records are free."""
    if isinstance(value, dict):
        return frozenset((name, _kind(each, of_record=of_record)) for name, each in value.items())
    if isinstance(value, list):
        return "list", frozenset(_kind(each, of_record=True) for each in value)
    if isinstance(value, str) and not of_record and (value.isalpha() or value[:1] == "{"):
        return value
    return "digits" if isinstance(value, str) and value.isdecimal() else type(value).__name__


def validate_answer(
    request: HttpRequest, response: HttpResponse, *, judge: Judge | None = None
) -> None:
    """Judge the answer to a call, which need not be a valid one.

    Raises:
        NotAsDescribed: It is not as the vendor describes it.
    """
    (judge or the_judge()).answer(request, response)


def description(name: str) -> Node:
    """One of the vendor's files: `identity`, `mapi` or `asset`."""
    assert _FOLDER, "MKTOWS_VENDOR_REST is not set"
    read: Node = json.loads(_text_of(name))
    return read


@functools.cache
def _text_of(name: str) -> str:
    assert _FOLDER
    return (Path(_FOLDER) / f"swagger-{name}.json").read_text(encoding="utf-8")


def samples() -> list[Sample]:
    """The vendor's sample calls of endpoints that the project knows."""
    if not _FOLDER:
        return []
    given = json.loads((Path(_FOLDER) / "samples.json").read_text(encoding="utf-8"))
    return [made for place, each in enumerate(given) if (made := _sample(place, each)) is not None]


@functools.cache
def the_judge() -> Judge:
    """The judge with all patches."""
    return Judge(PATCHES)


class Judge:
    """The description, patched, as a judge.

    Args:
        patches: What is patched.
        files: The vendor's files that it reads.
        checked: Whether the description is held against OpenAPI first, which takes longest.
    """

    def __init__(
        self, patches: Iterable[Patch], files: Iterable[str] = FILES, *, checked: bool = True
    ) -> None:
        from openapi_core import Config, OpenAPI

        config = Config() if checked else Config(spec_validator_cls=None)

        wanted = {(each.method.lower(), each.path) for each in ENDPOINTS.values()}
        wanted.add(("post", IDENTITY_PATH))
        patches = tuple(patches)
        self._described = {}
        self._apis = {}
        for name in files:
            described = converted(description(name), wanted)
            for patch in patches:
                if name in patch.files:
                    patch.change(described)
            _close_requests(described)
            self._described[name] = described
            self._apis[name] = OpenAPI.from_dict(described, config)

    def call(self, request: HttpRequest) -> None:
        """See `validate_call`."""
        read = _Read.of(request)
        name = _file(read.path)
        problems = list(_problems(lambda: self._apis[name].validate_request(read)))
        operation = self._operation(name, read)
        if operation is not None:
            known = {each["name"] for each in operation["parameters"] if each["in"] == "query"}
            problems += [f"query: {each!r} is not described" for each in read.names - known]
            if read.body and "requestBody" not in operation:
                problems.append("a body is not described")
        if problems:
            raise NotAsDescribed("\n".join((f"{request.method} {read.path}", *problems)))

    def answer(self, request: HttpRequest, response: HttpResponse) -> None:
        """See `validate_answer`."""
        read = _Read.of(request)
        api = self._apis[_file(read.path)]
        given = _Answered(response)
        problems = list(_problems(lambda: api.validate_response(read, given)))
        if problems:
            raise NotAsDescribed("\n".join((f"{request.method} {read.path}", *problems)))

    def _operation(self, name: str, read: _Read) -> Node | None:
        """The description of what is called; a path without variable parts comes first."""
        found: list[tuple[int, Node]] = [
            (path.count("{"), operations[read.method])
            for path, operations in self._described[name]["paths"].items()
            if read.method in operations and _pattern(path).fullmatch(read.path)
        ]
        return min(found, key=lambda each: each[0])[1] if found else None


@dataclass
class _Read:
    """A call as openapi-core wants it, brought to the form that the description has.

    A GET that was sent as a POST becomes the GET again. The credentials of an identity call, which
    OAuth 2.0 has in a form, become the query that is described. Commas between values of a
    parameter, which the prose has, become the repeated parameter that is described. A filter by
    compound keys, which stands in a body, is told in the query too, where it is required.
    """

    method: str
    path: str
    pairs: list[tuple[str, str]]
    body: bytes
    content_type: str
    parameters: RequestParameters
    host_url: str = "https://localhost"

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.pairs}

    @classmethod
    def of(cls, request: HttpRequest) -> _Read:
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers, ImmutableMultiDict

        parts = urlsplit(request.url)
        headers = {name.lower(): value for name, value in request.headers.items()}
        method, media, body = request.method.lower(), headers.get("content-type", ""), request.body
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        as_get = method == "post" and ("_method", "GET") in pairs
        if as_get:
            method = "get"
            pairs.remove(("_method", "GET"))
        plain = media.partition(";")[0].strip().lower()
        if plain == FORM and (as_get or parts.path == IDENTITY_PATH):
            pairs += parse_qsl(body.decode(), keep_blank_values=True)
            media, body = "", b""
        elif as_get and body and "filterType" in json.loads(body):
            pairs += [("filterType", json.loads(body)["filterType"])]
            pairs += [("filterValues", "of the body")]
        arrays = {
            parameter.name
            for endpoint in ENDPOINTS.values()
            if _pattern(endpoint.path).fullmatch(parts.path)
            for parameter in endpoint.query
            if parameter.kind == "array"
        }
        pairs = [
            (name, value)
            for name, text in pairs
            for value in (text.split(",") if name in arrays else (text,))
        ]
        parameters = RequestParameters(
            query=ImmutableMultiDict(pairs), header=Headers(list(request.headers.items()))
        )
        return cls(method, parts.path, pairs, body, media, parameters)


class _Answered:
    """An answer as openapi-core wants it."""

    def __init__(self, response: HttpResponse) -> None:
        from werkzeug.datastructures import Headers

        self.status_code = response.status
        self.headers = Headers(list(response.headers.items()))
        self.content_type = self.headers.get("content-type", "").lower()
        # openapi-core takes an empty file for a missing one.
        self.data = response.body or (b"\n" if self.content_type.startswith("text/") else b"")


def _file(path: str) -> str:
    if path.startswith("/rest/asset/"):
        return "asset"
    return "identity" if path == IDENTITY_PATH else "mapi"


@functools.cache
def _pattern(path: str) -> re.Pattern[str]:
    pieces = re.split(r"\{\w+\}", path)
    return re.compile("[^/]+".join(re.escape(piece) for piece in pieces))


def _problems(validate: Callable[[], object]) -> Iterator[str]:
    """The problems that a validation raises, each in one line."""
    try:
        validate()
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None:
            yield f"{type(cause).__name__}: {cause}"[:300]
            for each in getattr(cause, "schema_errors", ()):
                for deep in (each, *each.context):
                    yield f"{'/'.join(map(str, deep.absolute_path))}: {deep.message}"[:300]
            cause = cause.__cause__


def _close_requests(described: Node) -> None:
    """Close the schemas of bodies against members that they do not have.

    Records of leads, companies, sales persons and objects stay open: instances have own fields.
    """
    schemas = described["components"]["schemas"]
    waiting = [
        media["schema"]
        for operations in described["paths"].values()
        for operation in operations.values()
        for media in operation.get("requestBody", {}).get("content", {}).values()
    ]
    renamed: dict[str, str] = {}
    while waiting:
        schema = waiting.pop()
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            closed = f"{name}.closed"
            schema["$ref"] = f"#/components/schemas/{closed}"
            if name not in renamed:
                renamed[name] = closed
                schemas[closed] = json.loads(json.dumps(schemas[name]))
                if name not in OPEN_RECORDS and "properties" in schemas[closed]:
                    schemas[closed]["additionalProperties"] = False
                waiting.append(schemas[closed])
        waiting += schema.get("properties", {}).values()
        if "items" in schema:
            waiting.append(schema["items"])


OPEN_RECORDS = frozenset(
    {"Lead", "PushLead", "LeadFormFields", "CustomObjectInput", "Company", "SalesPerson"}
)
"""Schemas of records in bodies, whose members an instance decides."""


def _sample(place: int, given: Mapping[str, Any]) -> Sample | None:
    path, _, query = given["path"].partition("?")
    path = re.sub(r"\{\w+\}", "7", path)
    if not any(
        each.method == given["method"] and _pattern(each.path).fullmatch(path)
        for each in ENDPOINTS.values()
    ):
        return None
    texts = (given.get("request_text", ""), given.get("answer_text", ""))
    documents = [
        *(given[part] for part in ("request", "answer") if given[part] is not None),
        *(each for text in texts for each in _documents(text)),
    ]
    headers, body = {}, b""
    for each in documents:
        if "requestId" not in each:
            headers, body = {"content-type": JSON}, json.dumps(each).encode()
    (answer,) = [each for each in documents if "requestId" in each] or [None]
    text = texts[0]
    if text.startswith("----"):
        boundary = text.partition("\n")[0][2:].strip()
        headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
        body = "\r\n".join(text.splitlines()).encode()
    elif not body and given["method"] == "POST" and "=" in text:
        headers, body = {"content-type": FORM}, urlencode(parse_qsl(text)).encode()
    # A page broke off the query at a blank.
    query = urlencode(parse_qsl(query))
    url = f"https://localhost{path}?{query}"
    return Sample(
        f"{given['page']}-{place}-{given['method']}-{path.rpartition('/v1/')[2]}",
        HttpRequest(url, headers, body, given["method"]),
        None if answer is None else json_answer(answer),
    )


def json_answer(document: object, status: int = 200) -> HttpResponse:
    """An answer that holds a JSON document."""
    return HttpResponse(status, {"content-type": JSON}, json.dumps(document).encode())


def _documents(text: str) -> Iterator[Any]:
    """The JSON documents of a page's text, whose commas and outer braces may be wrong."""
    if text.startswith('"'):
        text = "{" + text + "}"
    text = re.sub(r'(["\]}])(\s*\n\s*")', r"\1,\2", text)
    text = re.sub(r",(\s*[\]}])", r"\1", text)
    decoder = json.JSONDecoder()
    while (text := text.lstrip()).startswith("{"):
        try:
            document, end = decoder.raw_decode(text)
        except ValueError:
            return
        yield document
        text = text[end:]

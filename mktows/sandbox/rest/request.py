"""One REST call as it is read from an HTTP request; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from email import policy
from email.parser import BytesParser
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from mktows.exact_json import read_json
from mktows.facts.rest_endpoints import Endpoint, Parameter
from mktows.facts.rest_errors import (
    BODY_NOT_JSON,
    CONTENT_TYPE_BAD,
    DATA_BAD,
    LOSERS_TOO_MANY,
    MULTIPART_BAD,
    SYSTEM_ERROR,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_limits import BODY_BYTES, IMPORT_BYTES, URI_BYTES
from mktows.sandbox.rest.answers import is_asset
from mktows.sandbox.rest.refusals import RestRefusal, refusal
from mktows.server.request_body import lower_headers
from mktows.text import impossible_character
from mktows.transport import HttpRequest

_FORM, _JSON, _MULTIPART = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
)
_MOST_PARAMETERS = 2000
# In JSON, what stands for a character that XML cannot hold begins so.
_SUSPECT = (b"\\u", b"\xef\xbf")
_BOOLEANS = {"true": True, "false": False}
_FRAMING = 64 * 1024  # of a multipart body, around its file


@dataclass(frozen=True, slots=True)
class RawCall:
    """A request, split up; nothing of it is judged yet.

    Attributes:
        method: The method that is meant, which `_method` may say.
        path: The path.
        parameters: The values of each parameter, in the query or in a form.
        headers: The headers, by their names in lower case.
        content_type: The media type of the body, in lower case, without its parameters.
        body: The body; empty where it was a form.
    """

    method: str
    path: str
    parameters: Mapping[str, Sequence[str]] = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    content_type: str
    body: bytes = field(repr=False)

    def first(self, name: str) -> str:
        """Return the first value of a parameter; empty where there is none."""
        values = self.parameters.get(name)
        return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class RestCall:
    """One call whose caller is known.

    Attributes:
        endpoint: The endpoint.
        variables: The variable parts of its path.
        parameters: The values of each parameter of the query.
        document: The body: what the JSON says, a mapping of a form's values, or the bytes of a
            file; None where there is none.
        user: The API user whom it counts for.
        now: When it arrived, with an offset.
        part: The part of a file that it asks for, as in a `Range` header; empty for the whole.
        strict: Whether what the endpoint does not know is refused, not only noted.
        notes: Takes what is odd about the call; the journal keeps it.
    """

    endpoint: Endpoint
    variables: Mapping[str, str]
    parameters: Mapping[str, Sequence[str]] = field(repr=False)
    document: Any = field(repr=False)
    user: str
    now: datetime
    part: str = ""
    strict: bool = False
    notes: list[str] = field(default_factory=list, repr=False)

    def number_in_path(self, name: str) -> int:
        """Return a variable part of the path that is a number."""
        return int(self.variables[name])

    def text(self, name: str) -> str | None:
        """Return a parameter; None where it is missing or empty."""
        values = self.parameters.get(name)
        return values[0].strip() or None if values else None

    def number(self, name: str) -> int | None:
        """Return a parameter that is a whole number.

        Raises:
            RestRefusal: It is none.
        """
        text = self.text(name)
        if text is None:
            return None
        if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > 18:
            raise refusal(VALUE_BAD, value=text, type="Integer")
        return int(text)

    def flag(self, name: str) -> bool | None:
        """Return a parameter that is true or false, in any letter case.

        Raises:
            RestRefusal: It is neither.
        """
        text = self.text(name)
        if text is None:
            return None
        value = _BOOLEANS.get(text.lower())
        if value is None:
            raise refusal(VALUE_BAD, value=text, type="Boolean")
        return value

    def values(self, name: str) -> list[str]:
        """Return the values of a parameter, which are repeated or stand between commas."""
        split = (
            each.strip() for given in self.parameters.get(name, ()) for each in given.split(",")
        )
        return [each for each in split if each]

    def numbers(self, name: str) -> list[int]:
        """Return the values of a parameter that are whole numbers.

        Raises:
            RestRefusal: One is none.
        """
        found = []
        for each in self.values(name):
            if not each.isascii() or not each.isdigit() or len(each) > 18:
                raise refusal(VALUE_BAD, value=each, type="Integer")
            found.append(int(each))
        return found

    def members(self, *known: str) -> Mapping[str, Any]:
        """Return the body's members, and note those that the endpoint does not know.

        Raises:
            RestRefusal: There is no body, it is no JSON object, or a strict face does not know one.
        """
        if not isinstance(self.document, Mapping):
            raise refusal(BODY_NOT_JSON)
        for name in self.document:
            if name not in known:
                self.note_unknown(f"member {name!r} of the body")
        return self.document

    def note_unknown(self, what: str) -> None:
        """Note that the endpoint knows nothing of a part of the call.

        Raises:
            RestRefusal: The face is strict.
        """
        if self.strict:
            raise refusal(DATA_BAD, problem=f"{what} is unknown")
        self.notes.append(f"{what} is unknown")


def split_request(request: HttpRequest) -> RawCall:
    """Split a request up.

    A GET whose query is too long is sent as a POST that says `_method=GET`; its query stands in a
    form then, or a JSON body goes with it (documented).

    Raises:
        RestRefusal: The URI or the body is too long.
    """
    parts = urlsplit(request.url)
    if len(parts.path) + len(parts.query) > URI_BYTES:
        raise RestRefusal(SYSTEM_ERROR, "URI too long", 414)
    headers = lower_headers(request)
    content_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    most = IMPORT_BYTES + _FRAMING if content_type == _MULTIPART else BODY_BYTES
    if len(request.body) > most:
        raise RestRefusal(SYSTEM_ERROR, "Request entity too large", 413)
    pairs = _pairs(parts.query)
    body = request.body
    if content_type == _FORM:
        pairs += _pairs(body.decode("utf-8", "replace"))
        body = b""
    parameters: dict[str, list[str]] = {}
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    asked = parameters.pop("_method", None)
    method = asked[0].upper() if asked and request.method == "POST" else request.method
    return RawCall(method, parts.path, parameters, headers, content_type, body)


def opened(raw: RawCall, endpoint: Endpoint) -> RawCall:
    """Return a call that brings a file with the file as its body.

    Other parts of the body are parameters, which a sample sends so instead of in the query.

    Raises:
        RestRefusal: The body is no multipart form, or has no part named `file`.
    """
    if endpoint.body != "file":
        return raw
    if raw.content_type != _MULTIPART:
        raise refusal(CONTENT_TYPE_BAD)
    head = f"Content-Type: {raw.headers['content-type']}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + raw.body)
    parameters, file = dict(raw.parameters), None
    if message.is_multipart() and not message.defects:
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if not isinstance(content, bytes) or not isinstance(name, str):
                continue
            if name == "file":
                file = content
            else:
                parameters.setdefault(name, [content.decode("utf-8", "replace")])
    if file is None:
        raise refusal(MULTIPART_BAD)
    return replace(raw, parameters=parameters, body=file)


def document_of(raw: RawCall, endpoint: Endpoint) -> Any:
    """Return the body of a call as its endpoint takes it; None where there is none.

    Raises:
        RestRefusal: It is not in the form that the endpoint takes.
    """
    match endpoint.body:
        case "form" | "json" if takes_form(endpoint) and raw.content_type == _FORM:
            return _form(raw, endpoint)
        case "json" if raw.body:
            if raw.content_type != _JSON:
                raise refusal(CONTENT_TYPE_BAD)
            return _json(raw.body)
        case "form":
            if raw.content_type == _JSON and raw.body:  # as the description has it
                return _json(raw.body)
            return _form(raw, endpoint)
        case "file":
            return raw.body
    return None


def takes_form(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint takes a form.

    The assets' all do: prose shows forms where the description has JSON.
    """
    return endpoint.body == "form" or (endpoint.body == "json" and is_asset(endpoint))


def check_parameters(call: RestCall, raw: RawCall) -> None:
    """Judge the parameters by the table of endpoints.

    Raises:
        RestRefusal: One that is required is missing, one is not of its type, or a strict face does
            not know one.
    """
    endpoint = call.endpoint
    in_body = isinstance(call.document, Mapping)
    for texts in raw.parameters.values():
        for text in texts:
            _check_text(text)
    known = {*endpoint.parameters, *(each.also for each in endpoint.query)}
    for name in raw.parameters:
        if name not in known and not takes_form(endpoint) and name != "access_token":
            call.note_unknown(f"parameter {name!r}")
    for each in endpoint.query:
        # A body says it all: compound keys, and the ids of list operations.
        given = call.text(each.name) or call.text(each.also)
        if each.required and not given and not in_body:
            raise refusal(VALUE_MISSING, name=each.name)
        _check_value(call, each)


def _check_value(call: RestCall, parameter: Parameter) -> None:
    name = parameter.name
    match parameter.kind:
        case "integer":
            call.number(name)
        case "boolean":
            call.flag(name)
        case "array":
            if parameter.most is not None and len(call.values(name)) > parameter.most:
                code = LOSERS_TOO_MANY if name == "leadIds" and call.endpoint.writes else DATA_BAD
                problem = f"{name} has more than {parameter.most} values"
                raise refusal(code, problem=problem, most=parameter.most)
            for each in call.values(name):
                _check_choice(parameter, each)
        case "string":
            _check_choice(parameter, call.text(name))


def _check_choice(parameter: Parameter, text: str | None) -> None:
    known = {each.lower() for each in parameter.choices}
    if text is not None and known and text.lower() not in known:
        raise refusal(VALUE_BAD, value=text, type=" or ".join(parameter.choices))


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        raise refusal(DATA_BAD, problem="too many parameters") from None


def _json(body: bytes) -> Any:
    try:
        document = read_json(body)
    except ValueError:
        raise refusal(BODY_NOT_JSON) from None
    if any(each in body for each in _SUSPECT):
        for text in _texts(document):
            _check_text(text)
    return document


def _texts(document: Any) -> Iterator[str]:
    """Yield all texts of a document, names of members among them."""
    waiting = [document]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            waiting += each.keys()
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _check_text(text: str) -> None:
    """Refuse a text that replies of SOAP, which read the same data, could not hold (a guess).

    Raises:
        RestRefusal: It has such a character.
    """
    if impossible_character(text) is not None:
        raise refusal(DATA_BAD, problem="A text holds a character that is none")


def _form(raw: RawCall, endpoint: Endpoint) -> dict[str, str]:
    """Return the values of a form; what is known of the query is no part of it."""
    return {
        name: values[0]
        for name, values in raw.parameters.items()
        if name not in endpoint.parameters
    }

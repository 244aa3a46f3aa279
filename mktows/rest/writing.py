"""One call written as an HTTP request, by the row of its endpoint; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from urllib3.filepost import encode_multipart_formdata

from mktows.errors import RequestError
from mktows.exact_json import number_text, write_json
from mktows.facts.rest_endpoints import ENDPOINTS, Endpoint, Parameter
from mktows.facts.rest_limits import BODY_BYTES, IMPORT_BYTES, URI_BYTES
from mktows.rest.times import time_text
from mktows.transport import HttpRequest

MOST_BODY = 900_000
"""Bytes of a body at most: what is measured here and there need not be the same."""
MOST_IMPORT = IMPORT_BYTES - BODY_BYTES // 10
"""Bytes of an imported file at most."""
MOST_URI = URI_BYTES - 1024
"""Bytes of a URI at most; a longer query goes as a form."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
_AS_GET = "_method=GET"


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to import.

    Attributes:
        content: Its bytes.
        name: Its name.
        media_type: Its media type.
    """

    content: bytes = field(repr=False)
    name: str = "leads.csv"
    media_type: str = "text/csv"


@dataclass(frozen=True, slots=True)
class RestCall:
    """A call to make. Its arguments hold leads, so no repr shows them.

    Attributes:
        endpoint: The endpoint.
        path: The variable parts of the path.
        query: The parameters in the query; None is not sent.
        body: What is sent as JSON, None for nothing.
        form: The members of a form; what is no text is sent as JSON in it. None is not sent.
        file: The file of an import.
        part: The first and the last byte that are wanted of a file, None for up to its end; None
            for the whole.
    """

    endpoint: Endpoint
    path: Mapping[str, object] = field(default_factory=dict, repr=False)
    query: Mapping[str, object] = field(default_factory=dict, repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    form: Mapping[str, object] | None = field(default=None, repr=False)
    file: ImportFile | None = None
    part: tuple[int, int | None] | None = None

    def with_query(self, **parameters: object) -> RestCall:
        """The same call with some parameters more."""
        return replace(self, query={**self.query, **parameters})

    def with_body(self, **members: object) -> RestCall:
        """The same call with some members of the body more."""
        return replace(self, body={**(self.body or {}), **members})


def rest_call(name: str, /, **parts: Any) -> RestCall:
    """Make a call to the endpoint of a name; see `RestCall` for the parts.

    Raises:
        RequestError: There is no such endpoint.
    """
    endpoint = ENDPOINTS.get(name)
    if endpoint is None or name == "identity":
        raise RequestError(f"there is no endpoint {name!r} to call")
    return RestCall(endpoint, **parts)


def write_call(call: RestCall, base_url: str) -> HttpRequest:
    """Write a call, without its token.

    Raises:
        RequestError: An argument is missing, is unknown, is of the wrong kind, or is too much.
    """
    endpoint = call.endpoint
    path, query = _path(call), urlencode(_pairs(call), quote_via=quote)
    method, headers, body = endpoint.method, {"Accept": JSON}, b""
    if call.body is not None:
        _expect(endpoint, "json")
        headers["Content-Type"], body = JSON, json_body(call.body, endpoint.name)
    elif call.form is not None:
        _expect(endpoint, "form")
        headers["Content-Type"], body = FORM, _form(call.form, endpoint.name)
    elif call.file is not None:
        _expect(endpoint, "file")
        headers["Content-Type"], body = _multipart(call.file)
    elif endpoint.body in ("form", "file"):
        raise RequestError(f"needs a {endpoint.body}", endpoint.name)
    if call.part is not None:
        headers["Range"] = _range(call.part, endpoint.name)
    if method == "GET" and (body or len(path) + len(query) > MOST_URI):
        method = "POST"
        if body:
            query = f"{query}&{_AS_GET}" if query else _AS_GET
        else:
            headers["Content-Type"], body, query = FORM, query.encode(), _AS_GET
    _check_size(len(path) + len(query), MOST_URI, "the URI", endpoint.name)
    _check_size(
        len(body), MOST_IMPORT if call.file is not None else MOST_BODY, "the body", endpoint.name
    )
    url = f"{base_url}{path}?{query}" if query else f"{base_url}{path}"
    return HttpRequest(url, headers, body, method, endpoint.name, endpoint.timeout)


def _range(part: tuple[int, int | None], where: str) -> str:
    first, last = part
    if first < 0 or (last is not None and last < first):
        raise RequestError("the part ends before it begins, or begins before the file", where)
    return f"bytes={first}-{'' if last is None else last}"


def json_body(value: object, where: str = "") -> bytes:
    """Write a value as JSON; times in the one spelling, numbers exactly.

    Raises:
        RequestError: It holds what JSON has no form for.
    """
    try:
        return write_json(_plain(value))
    except (ValueError, TypeError, RecursionError) as error:
        # Texts of the standard library may show the value.
        reason = "a number is not finite or too long, or a text is not Unicode"
        if isinstance(error, TypeError):
            reason = "it holds what is no text, number, boolean, time, list or mapping"
        elif isinstance(error, RecursionError):
            reason = "it is nested too deeply"
        raise RequestError(f"this cannot be sent: {reason}", where) from None


def _plain(value: object) -> object:
    if isinstance(value, date):
        return time_text(value)
    if isinstance(value, Mapping):
        if not all(isinstance(name, str) for name in value):
            raise TypeError
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _expect(endpoint: Endpoint, body: str) -> None:
    if endpoint.body != body:
        raise RequestError(f"takes no {body} body", endpoint.name)


def _check_size(size: int, most: int, what: str, where: str) -> None:
    if size > most:
        raise RequestError(f"{what} has {size} bytes, and may have {most}: send less", where)


def _path(call: RestCall) -> str:
    endpoint = call.endpoint
    unknown = {*call.path} - {*endpoint.variables}
    if unknown:
        raise RequestError(f"the path has no part {min(unknown)!r}", endpoint.name)
    path = endpoint.path
    for name in endpoint.variables:
        value = call.path.get(name)
        where = f"{endpoint.name}.{name}"
        if name in endpoint.numbers:
            text = _integer(value, where)
        elif isinstance(value, str) and value.strip() and value not in (".", ".."):
            text = _quoted(value, where)
        else:
            raise RequestError("must be a text that is not empty", where)
        path = path.replace(f"{{{name}}}", text)
    return path


def _pairs(call: RestCall) -> list[tuple[str, str]]:
    endpoint = call.endpoint
    given = {name: value for name, value in call.query.items() if value is not None}
    unknown = {*given} - {*endpoint.parameters}
    if unknown:
        raise RequestError(f"there is no parameter {min(unknown)!r}", endpoint.name)
    pairs = []
    for each in endpoint.query:
        where = f"{endpoint.name}.{each.name}"
        if each.name in given:
            pairs.append((each.name, _text(each, given[each.name], where)))
        elif each.required and call.body is None:  # a body tells it all
            raise RequestError("is required", where)
    return pairs


def _text(parameter: Parameter, value: object, where: str) -> str:
    match parameter.kind:
        case "integer":
            text = _integer(value, where)
            if parameter.most is not None and not 1 <= int(text) <= parameter.most:
                raise RequestError(f"must be 1 to {parameter.most}", where)
            return text
        case "boolean":
            if not isinstance(value, bool):
                raise RequestError("must be true or false", where)
            return "true" if value else "false"
        case "array":
            return _joined(parameter, value, where)
    text = scalar_text(value, where)
    if not text or (parameter.choices and text not in parameter.choices):
        allowed = " or ".join(parameter.choices) or "a text that is not empty"
        raise RequestError(f"must be {allowed}", where)
    return text


def _joined(parameter: Parameter, value: object, where: str) -> str:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise RequestError("must be a list of values", where)
    texts = [scalar_text(each, where) for each in value]
    if not texts:
        raise RequestError("is empty", where)
    if parameter.most is not None and len(texts) > parameter.most:
        raise RequestError(f"has {len(texts)} values, and may have {parameter.most}", where)
    for text in texts:
        # The service splits at commas, and knows no way to quote one.
        if not text.strip() or "," in text:
            raise RequestError(
                "a value is empty or has a comma, which this parameter cannot send: ask for each "
                "such record by its id",
                where,
            )
        if parameter.choices and text not in parameter.choices:
            raise RequestError(f"each value must be {' or '.join(parameter.choices)}", where)
    return ",".join(texts)


def scalar_text(value: object, where: str) -> str:
    """Write one value as it stands in a query.

    Raises:
        RequestError: It has no such form.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if not value.isascii():
            _quoted(value, where)  # half a character has no form
        return value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        try:
            return number_text(value)
        except ValueError as error:
            raise RequestError(str(error), where) from None
    if isinstance(value, date):
        return time_text(value)
    raise RequestError("must be a text, number, boolean or time", where)


def _integer(value: object, where: str) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**63:
        raise RequestError("must be a whole number from 0", where)
    return str(value)


def _quoted(text: str, where: str) -> str:
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise RequestError("is not Unicode text", where) from None


def _form(members: Mapping[str, object], where: str) -> bytes:
    pairs = []
    for name, value in members.items():
        if isinstance(value, Mapping | list | tuple):
            pairs.append((name, json_body(value, f"{where}.{name}").decode()))
        elif value is not None:
            pairs.append((name, scalar_text(value, f"{where}.{name}")))
    if not pairs:
        raise RequestError("there is nothing to send", where)
    return urlencode(pairs).encode()


def _multipart(file: ImportFile) -> tuple[str, bytes]:
    if not file.name.isprintable() or '"' in file.name:
        raise RequestError("the name of the file cannot be sent", "import_leads")
    body, content_type = encode_multipart_formdata(
        {"file": (file.name, file.content, file.media_type)}
    )
    return content_type, body

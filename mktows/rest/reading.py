"""One answer read from an HTTP response: its success stands in its body; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.exact_json import read_json
from mktows.facts.rest_endpoints import Endpoint
from mktows.facts.rest_errors import NOTHING_FOUND
from mktows.rest.errors import (
    BadAnswerError,
    InvalidError,
    LimitError,
    NotFoundError,
    RestError,
    UnavailableError,
    error_of_code,
)
from mktows.transport import HttpResponse

Record = Mapping[str, Any]
"""A record of an answer: a JSON object; numbers with a fraction are Decimal."""

BODY_TOO_LARGE, URI_TOO_LONG, TOO_MANY = 413, 414, 429
"""Statuses of HTTP for a request that is too large, or one too many: nothing was carried out."""
_LONGEST_ID = 128
_FILES = frozenset(
    {
        *("get_import_failures", "get_import_warnings"),
        *("get_lead_export_file", "get_activity_export_file"),
    }
)
_WHOLE, _PART, _NO_FILE = 200, 206, 404


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a call that succeeded. It holds leads, so no repr shows them.

    Attributes:
        request_id: The service's id of the call.
        result: The records, or texts; empty where the answer has none.
        next_page_token: The token of the next page, None where there is none.
        more: Whether more remains, as far as the answer says.
        warnings: What the service warns of.
        file: The content, where the endpoint answers with a file.
        is_part: Whether that is the part of the file that was asked for, not the whole.
        repeated: Whether the call was made again after one that may have been carried out: then a
            record that it created may count as updated, and one that it deleted as not found.
    """

    request_id: str
    result: Sequence[Any] = field(default=(), repr=False)
    next_page_token: str | None = field(default=None, repr=False)
    more: bool | None = None
    warnings: Sequence[Any] = field(default=(), repr=False)
    file: bytes | None = field(default=None, repr=False)
    is_part: bool = False
    repeated: bool = False


def read_answer(endpoint: Endpoint, response: HttpResponse) -> Answer:
    """Read an answer.

    Raises:
        RestError: It says that the call failed, or is no answer of the REST API.
    """
    name = endpoint.name
    if endpoint.name in _FILES:
        # A part may begin with anything.
        if response.status == _PART and not _declares(response, "json"):
            return Answer("", file=response.body, is_part=True)
        if response.status == _WHOLE and not _is_json(response):
            return Answer("", file=response.body)
        if response.status == _NO_FILE and not _is_json(response):
            raise NotFoundError("there is no such file", endpoint=name)
    try:
        document = read_json(response.body)
    except ValueError as error:
        raise _no_json(name, response, f"it is not JSON ({error})") from None
    if not isinstance(document, dict) or not isinstance(document.get("success"), bool):
        raise _no_json(name, response, "it does not say whether the call succeeded")
    request_id = document.get("requestId")
    if not isinstance(request_id, str) or not request_id.isprintable():
        request_id = ""
    request_id = request_id[:_LONGEST_ID]
    if not document["success"]:
        refused = _refused(name, document, request_id)
        if refused.code == NOTHING_FOUND and endpoint.paging == "offset":
            return Answer(request_id)
        raise refused
    result, token, more = (document.get(each) for each in ("result", "nextPageToken", "moreResult"))
    result = [] if result is None else result
    if (
        not isinstance(result, list)
        or not isinstance(token, str | None)
        or not isinstance(more, bool | None)
    ):
        raise BadAnswerError(
            "a member of the answer is of the wrong type", endpoint=name, request_id=request_id
        )
    warnings = document.get("warnings")
    return Answer(
        request_id, result, token or None, more, warnings if isinstance(warnings, list) else []
    )


def read_code(value: object) -> int | None:
    """A code, which answers carry as text and some as a number; None for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return None


def _refused(name: str, document: Mapping[str, Any], request_id: str) -> RestError:
    errors = document.get("errors")
    for each in errors if isinstance(errors, list) else ():
        code = read_code(each.get("code")) if isinstance(each, dict) else None
        if code is not None:
            text = each.get("message")
            return error_of_code(
                code,
                endpoint=name,
                request_id=request_id,
                service_text=text if isinstance(text, str) else "",
            )
    return BadAnswerError(
        "the call failed, and the answer says not why", endpoint=name, request_id=request_id
    )


def _no_json(name: str, response: HttpResponse, reason: str) -> RestError:
    """The error for what is no answer: the status and its kind tell what it is."""
    status = response.status
    if status in (BODY_TOO_LARGE, URI_TOO_LONG):
        return InvalidError(f"the request is too large (HTTP status {status})", endpoint=name)
    if status == TOO_MANY:
        return LimitError(f"too many calls (HTTP status {status})", endpoint=name)
    if 300 <= status < 400:
        moved = BadAnswerError(
            f"HTTP status {status}; redirects are not followed: correct the base URL", endpoint=name
        )
        moved.retryable = False
        return moved
    if status >= 500:
        return UnavailableError(f"HTTP status {status} without an answer", endpoint=name)
    kind = "an HTML page" if _is_html(response) else f"{len(response.body)} bytes"
    bad = BadAnswerError(
        f"HTTP status {status} with {kind}, no answer of the REST API: {reason}", endpoint=name
    )
    bad.retryable = status < 400
    return bad


def _is_json(response: HttpResponse) -> bool:
    return _declares(response, "json") or response.body[:512].lstrip().startswith(b"{")


def _is_html(response: HttpResponse) -> bool:
    start = response.body[:512].lstrip().lower()
    return _declares(response, "html") or start.startswith((b"<!doctype html", b"<html"))


def _declares(response: HttpResponse, kind: str) -> bool:
    return kind in response.headers.get("content-type", "").lower()

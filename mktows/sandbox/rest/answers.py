"""The answers of the REST face, as they are written; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from mktows.exact_json import read_json, write_json
from mktows.facts.rest_endpoints import Endpoint
from mktows.sandbox.rest.refusals import RestRefusal
from mktows.server.journal.masking import hide
from mktows.transport import HttpResponse

_JSON = {"content-type": "application/json;charset=UTF-8"}


class FilePart(NamedTuple):
    """The part of a file that an answer holds: its first and its last byte, and the whole size."""

    first: int
    last: int
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a call that was carried out.

    Attributes:
        result: The records; None where the answer has none.
        next_page_token: Where the next page begins.
        more_result: Whether more remains, where the answer says so.
        warnings: What it warns of.
        file: The content of a file, in place of all that, with its media type.
        part: The part of the file that the content is; None for the whole.
    """

    result: Sequence[Any] | None = field(default=None, repr=False)
    next_page_token: str | None = None
    more_result: bool | None = None
    warnings: Sequence[str] = ()
    file: tuple[bytes, str] | None = field(default=None, repr=False)
    part: FilePart | None = None


def is_asset(endpoint: Endpoint) -> bool:
    """Tell whether an endpoint is of the assets, whose answers always list errors and warnings."""
    return endpoint.path.startswith("/rest/asset/")


def write_answer(answer: Answer, endpoint: Endpoint, request_id: str) -> HttpResponse:
    """Write an answer; members that say nothing are left out, as real answers do (recorded)."""
    if answer.file is not None:
        content, media_type = answer.file
        headers = {"content-type": media_type}
        if answer.part is None:
            return HttpResponse(200, headers, content)
        first, last, size = answer.part
        headers["content-range"] = f"bytes {first}-{last}/{size}"
        return HttpResponse(206, headers, content)
    members: dict[str, Any] = {"requestId": request_id}
    if is_asset(endpoint):
        members = {"success": True, "errors": [], **members, "warnings": list(answer.warnings)}
    if answer.result is not None:
        members["result"] = answer.result
    members["success"] = True
    if answer.next_page_token is not None:
        members["nextPageToken"] = answer.next_page_token
    if answer.more_result is not None:
        members["moreResult"] = answer.more_result
    if answer.warnings and not is_asset(endpoint):
        members["warnings"] = list(answer.warnings)
    return HttpResponse(200, _JSON, write_json(members))


def write_refusal(refused: RestRefusal, request_id: str) -> HttpResponse:
    """Write the answer to a call that is refused."""
    members: Mapping[str, Any] = {
        "requestId": request_id,
        "success": False,
        "errors": [{"code": str(refused.code), "message": refused.message}],
    }
    return HttpResponse(refused.status, _JSON, write_json(members))


def without(response: HttpResponse, hidden: Iterable[str]) -> HttpResponse:
    """Return an answer whose messages show none of some texts, which a call brought in vain.

    Values of records stay as they are: they are what was written.
    """
    # Most answers have no message at all, and are long.
    if b'"message"' not in response.body:
        return response
    if not any(each.encode() in response.body for each in hidden):
        return response
    try:
        members = read_json(response.body)
    except ValueError:
        return response
    return HttpResponse(
        response.status, response.headers, write_json(_masked(members, tuple(hidden)))
    )


def _masked(value: Any, hidden: Sequence[str]) -> Any:
    if isinstance(value, dict):
        return {
            name: hide(each, hidden)
            if name == "message" and isinstance(each, str)
            else _masked(each, hidden)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_masked(each, hidden) for each in value]
    return value


def write_members(members: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Write an answer of its own form, as identity gives it."""
    return HttpResponse(status, {**_JSON, "cache-control": "no-store"}, write_json(members))

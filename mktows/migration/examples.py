"""REST calls to show: with their values masked, unless they are asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mktows.facts.rest_endpoints import ENDPOINTS, Endpoint
from mktows.rest.writing import FORM, JSON
from mktows.transport import HttpRequest

MASK = "..."
MOST_RECORDS = 2
"""Records of a list that an example shows."""
LONGEST_VALUE = 250
"""Characters of a parameter that an example shows."""
LONGEST = 4000
"""Characters of a body that an example shows."""
# Members whose values are words of the API, or names, and never a lead's.
_WORDS = frozenset(
    {
        "action", "lookupField", "dedupeBy", "deleteBy", "filterType", "fields", "batchSize",
        "activityTypeIds", "format", "includeTags", "includeCosts", "isTriggerable", "maxReturn",
        "offset", "mergeInCRM", "asyncProcessing", "type", "folderType", "_method",
    }
)  # fmt: skip
_POSITION = "nextPageToken"


@dataclass(frozen=True, slots=True)
class RestExample:
    """One REST call as it is shown.

    Attributes:
        endpoint: The name of the endpoint.
        method: The method that is sent.
        path: The path, with the names of its variable parts in braces.
        query: The parameters in the query.
        body: The body as text; empty for none.
        remembered: Whether its answer is kept for a while, so that it is not made for each call.
    """

    endpoint: Endpoint
    method: str
    path: str
    query: tuple[tuple[str, str], ...] = field(repr=False)
    body: str = field(repr=False)
    remembered: bool = False


def example_of(request: HttpRequest, *, with_values: bool, remembered: bool) -> RestExample:
    """Show a call.

    Args:
        request: The call; its headers, which hold the token, are not looked at.
        with_values: Whether values of leads are shown; by default they are masked.
        remembered: See `RestExample`.
    """
    endpoint = ENDPOINTS[request.operation]
    parts = urlsplit(request.url)
    media_type = request.headers.get("Content-Type", "")
    path = unquote(parts.path) if with_values else endpoint.path
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = tuple((name, _shown(name, value, with_values)) for name, value in pairs)
    body = _body(request.body, media_type, with_values)
    return RestExample(endpoint, request.method, path, query, body, remembered)


def _body(body: bytes, media_type: str, with_values: bool) -> str:
    if not body:
        return ""
    if media_type == JSON:
        value = _plain("", json.loads(body), with_values)
        text = json.dumps(value, ensure_ascii=False, indent=2)
    elif media_type == FORM:
        pairs = parse_qsl(body.decode(), keep_blank_values=True)
        text = "\n".join(f"{name}={_shown(name, value, with_values)}" for name, value in pairs)
    else:
        text = _file(body.decode("utf-8", "replace"), with_values)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}\n{MASK}"


def _file(text: str, with_values: bool) -> str:
    """A multipart body with one file of CSV: its header line, and a record or two."""
    _, _, content = text.partition("\r\n\r\n")
    header, *rows = content.rpartition("\r\n--")[0].splitlines() or [""]
    shown = rows[:MOST_RECORDS] if with_values else [MASK] * bool(rows)
    return "\n".join((header, *shown, *([MASK] if len(rows) > MOST_RECORDS else [])))


def _shown(name: str, value: str, with_values: bool) -> str:
    if name == _POSITION:
        return MASK
    if not with_values and name not in _WORDS:
        return MASK
    return value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}{MASK}"


def _plain(name: str, value: Any, with_values: bool) -> Any:
    """A value of JSON with its lists cut short."""
    if isinstance(value, Mapping):
        return {key: _plain(key, each, with_values) for key, each in value.items()}
    if isinstance(value, list):
        most = len(value) if name in _WORDS else MOST_RECORDS
        shown = [_plain(name, each, with_values) for each in value[:most]]
        return [*shown, MASK] if len(value) > most else shown
    if name == _POSITION or (not with_values and name not in _WORDS and value is not None):
        return MASK
    return value

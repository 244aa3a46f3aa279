"""The endpoint that a method and a path mean; pure."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from mktows.facts.rest_endpoints import ENDPOINTS, IDENTITY_PATH, Endpoint
from mktows.facts.rest_errors import METHOD_UNSUPPORTED, RESOURCE_UNKNOWN
from mktows.sandbox.rest.refusals import refusal

PREFIXES = ("/identity/", "/rest/", "/bulk/")
"""The beginnings of the REST API's paths."""
_PATH = re.compile(r"[A-Za-z]+://[^/?#]*([^?#]*)")


def path_of(url: str) -> str:
    """Return the path of a URL as it was written; empty where it has none."""
    match = _PATH.match(url)
    return "" if match is None else match[1]


class Route(NamedTuple):
    """An endpoint, and the variable parts of the path that led to it."""

    endpoint: Endpoint
    variables: dict[str, str]


_VARIABLE = re.compile(r"\{\w+\}")
_PATHS: dict[str, dict[str, Endpoint]] = {}
for _each in ENDPOINTS.values():
    if _each.path != IDENTITY_PATH:
        _PATHS.setdefault(_each.path, {})[_each.method] = _each


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "([^/]+?)", re.escape(path)))


# What has more fixed text goes first: `byName` is no id.
_PATTERNS = [
    (_pattern(path), by_method)
    for path, by_method in sorted(
        _PATHS.items(), key=lambda item: (len(_VARIABLE.findall(item[0])), -len(item[0]))
    )
]


def route(method: str, path: str) -> Route:
    """Return the endpoint.

    Raises:
        RestRefusal: 610 where there is no such path, 605 where it knows no such method.
    """
    for pattern, by_method in _PATTERNS:
        match = pattern.fullmatch(path)
        if match is None:
            continue
        endpoint = by_method.get(method)
        if endpoint is None:
            raise refusal(METHOD_UNSUPPORTED)
        parts = dict(zip(endpoint.variables, map(unquote, match.groups()), strict=True))
        if all(parts[name].isascii() and parts[name].isdigit() for name in endpoint.numbers):
            return Route(endpoint, parts)
    raise refusal(RESOURCE_UNKNOWN)

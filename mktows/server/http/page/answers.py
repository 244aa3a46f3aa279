"""Answers of the page, with the headers that keep a browser from doing more with them; pure."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.transport import HttpResponse

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""Scripts, styles, pictures and data come from this server alone, and none stand in a page."""
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""The headers of each answer of the page."""


class NotShown(Exception):
    """A request has no page; its text tells why, and is for the user.

    Attributes:
        status: The HTTP status.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


def answer(status: int, kind: str, body: bytes, **more: str) -> HttpResponse:
    """Return an answer of a media type."""
    return HttpResponse(status, {**HEADERS, "content-type": kind, **more}, body)


def html(text: str, status: int = 200) -> HttpResponse:
    """Return a page; what UTF-8 cannot carry is replaced."""
    return answer(status, "text/html; charset=utf-8", text.encode("utf-8", "replace"))


def download(name: str, kind: str, body: bytes) -> HttpResponse:
    """Return a file to keep; the name is one of ours."""
    disposition = {"content-disposition": f'attachment; filename="{name}"'}
    return answer(200, kind, body, **disposition)


def see_other(path: str) -> HttpResponse:
    """Return the way to another page."""
    return HttpResponse(303, {**HEADERS, "location": path}, b"")

"""The sandbox's front: any HTTP request."""

from __future__ import annotations

from fuzz.http_text import request_of
from fuzz.sandbox_oracle import judge

FORM = "http"
CORPUS = ("http", "calls")


def target(data: bytes) -> None:
    """Send a request as it is, then a good call; see `sandbox_oracle.judge`."""
    judge(request_of(data))

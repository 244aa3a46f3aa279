"""The sandbox's operations: any message, signed anew so that it gets past the front."""

from __future__ import annotations

import dataclasses
import re

from fuzz.http_text import request_of
from fuzz.sandbox_oracle import judge
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.signing import Secret, sign

FORM = "http"
CORPUS = ("calls",)

_TIMESTAMP = re.compile(rb"<requestTimestamp>([^<>&]*)</requestTimestamp>")
_SIGNATURE = re.compile(rb"(?<=<requestSignature>)[^<]*(?=</requestSignature>)")


def target(data: bytes) -> None:
    """Send a request with the right signature, then a good call; see `sandbox_oracle.judge`."""
    request = request_of(data)
    judge(dataclasses.replace(request, body=_signed(request.body)))


def _signed(body: bytes) -> bytes:
    stamp = _TIMESTAMP.search(body)
    if stamp is None:
        return body
    text = stamp[1].decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)
    return _SIGNATURE.sub(signature.encode(), body)

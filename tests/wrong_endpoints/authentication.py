"""Mistakes about the signature and the authentication header."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

from mktows import HttpRequest, HttpResponse, timestamp
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from wrong_endpoints.mistakes import (
    Wrong,
    fault,
    found,
    of_reply,
    of_request,
    recoded,
    refusing,
    resigned,
    signature_at,
    sub,
)
from wrong_endpoints.runs import Send

_CALL = "listMObjects"


def _accepts_zeros(text: str) -> str:
    return resigned(text) if found(text, "requestSignature") == "0" * 40 else text


def _knows_anybody(text: str) -> str:
    user_id = found(text, "mktowsUserId")
    return resigned(text.replace(user_id, SAMPLE_USER_ID)) if "nobody" in user_id else text


def _decodes_the_key(text: str) -> str:
    message = (found(text, "requestTimestamp") + SAMPLE_USER_ID).encode()
    decoded = hmac.new(bytes.fromhex(SAMPLE_KEY), message, hashlib.sha1).hexdigest()
    return resigned(text) if found(text, "requestSignature") == decoded else text


def _blind_to_age(text: str) -> str:
    """Replace an old timestamp that has the right signature by a new one."""
    at = found(text, "requestTimestamp")
    if not at or found(text, "requestSignature") != signature_at(at):
        return text
    now = timestamp(datetime.now(UTC))
    return resigned(text.replace(f"<requestTimestamp>{at}<", f"<requestTimestamp>{now}<"))


def _signs_the_instant(text: str) -> str:
    """Compare the signature with one over the endpoint's own form of the timestamp."""
    at = found(text, "requestTimestamp")
    try:
        instant = timestamp(datetime.fromisoformat(at).astimezone(UTC))
    except ValueError:
        return text
    return resigned(text) if found(text, "requestSignature") == signature_at(instant) else text


def _age_first(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        at = found(request.body.decode(), "requestTimestamp")
        day = re.match(r"\d{4}-\d{2}-\d{2}", at)
        yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        return fault(20016) if day and day[0] < yesterday else send(request)

    return wrong


def _no_replay(send: Send) -> Send:
    seen: set[bytes] = set()

    def wrong(request: HttpRequest) -> HttpResponse:
        known = request.body in seen
        seen.add(request.body)
        return fault(20016) if known and b"ListMObjects" in request.body else send(request)

    return wrong


MISTAKES = {
    "MK-AUTH-1": Wrong(of_request(_accepts_zeros, _CALL)),
    "MK-AUTH-2": Wrong(
        of_request(
            sub("(<requestSignature>)([0-9A-F]{40})<", lambda m: f"{m[1]}{m[2].lower()}<"), _CALL
        )
    ),
    "MK-AUTH-3": Wrong(of_request(_knows_anybody, _CALL)),
    "MK-AUTH-4": Wrong(recoded(20014, 20012, _CALL, "<e:Header></e:Header>")),
    "MK-AUTH-5": Wrong(
        recoded(
            20014,
            20012,
            _CALL,
            "Header>(?!.*<mktowsUserId>.*<requestSignature>.*<requestTimestamp>).+</e:Header>",
        )
    ),
    "MK-AUTH-6": Wrong(of_request(_decodes_the_key, _CALL)),
    "MK-AUTH-7": Wrong(of_request(_blind_to_age, _CALL)),
    "MK-AUTH-8": Wrong(_no_replay, ("MK-MOBJ-1", "MK-TOL-5", "MK-TOL-7")),
    "MK-AUTH-9": Wrong(refusing(20014, _CALL, r"<requestTimestamp>\d{4}-\d\d-\d\d ")),
    "MK-AUTH-10": Wrong(refusing(20014, _CALL, r"\.\d{6}</requestTimestamp>")),
    "MK-AUTH-11": Wrong(of_request(_signs_the_instant, _CALL)),
    "MK-AUTH-12": Wrong(_age_first),
    "MK-AUTH-13": Wrong(refusing(20014, _CALL, "<partnerId>")),
    "MK-AUTH-14": Wrong(
        of_reply(sub("20014 - Authentication failed", "20014 - Wrong signature"), _CALL)
    ),
}

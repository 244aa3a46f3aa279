"""The vectors of the signature: each is what its name says, and servers are told apart by them."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import pytest

from mktows import sandbox
from mktows.moments import read_moment
from mktows.sandbox import Refusal
from mktows.server.authentication import Credentials
from mktows.signing import Secret
from mktows.testing import SAMPLE_KEY, SAMPLE_USER_ID, SIGNATURES, WRONG_SIGNATURES, SignatureVector


def digest(key: str | bytes, message: str, name: str = "sha1") -> str:
    key = key.encode() if isinstance(key, str) else key
    return hmac.new(key, message.encode(), name).hexdigest()


# Key, timestamp and user id to the signature that the mistake makes.
MISTAKES: dict[str, Callable[[str, str, str], str]] = {
    "the key decoded from hex": lambda k, t, u: digest(bytes.fromhex(k), t + u),
    "the key in upper case": lambda k, t, u: digest(k.upper(), t + u),
    "the user id first": lambda k, t, u: digest(k, u + t),
    "an ampersand between the two": lambda k, t, u: digest(k, f"{t}&{u}"),
    "a line feed behind the two": lambda k, t, u: digest(k, f"{t}{u}\n"),
    "the user id alone": lambda k, _, u: digest(k, u),
    "the timestamp alone": lambda k, t, _: digest(k, t),
    "another text of the same time": lambda k, t, u: digest(k, t.replace("+00:00", "Z") + u),
    "SHA-256": lambda k, t, u: digest(k, t + u, "sha256"),
    "MD5": lambda k, t, u: digest(k, t + u, "md5"),
    "SHA-1 over all three, without HMAC": lambda k, t, u: hashlib.sha1(
        (t + u + k).encode()
    ).hexdigest(),
    "key and message in each other's place": lambda k, t, u: digest(t + u, k),
    "upper-case digits": lambda k, t, u: digest(k, t + u).upper(),
    "Base64": lambda k, t, u: base64.b64encode(bytes.fromhex(digest(k, t + u))).decode(),
}


@pytest.mark.parametrize("vector", WRONG_SIGNATURES, ids=lambda v: v.name)
def test_a_wrong_signature_is_of_the_mistake_that_it_names(vector: SignatureVector) -> None:
    mistake = MISTAKES[vector.name]
    assert mistake(vector.key, vector.timestamp, vector.user_id) == vector.signature
    assert vector.rule


def refused_with(vector: SignatureVector) -> int | None:
    """The code that the sandbox refuses a caller with at the moment of the vector."""
    members = {
        "mktowsUserId": vector.user_id,
        "requestSignature": vector.signature,
        "requestTimestamp": vector.timestamp,
    }
    now = read_moment(vector.timestamp)
    assert isinstance(now, datetime)
    credentials = Credentials({vector.user_id: Secret(vector.key)})
    try:
        credentials.check(members, now)
    except Refusal as refused:
        return refused.code
    return None


@pytest.mark.parametrize("vector", [*SIGNATURES, *WRONG_SIGNATURES], ids=lambda v: v.name)
def test_the_sandbox_accepts_what_verifies_and_nothing_else(vector: SignatureVector) -> None:
    assert refused_with(vector) == (20014 if vector.rule else None)


def test_the_sample_credentials_are_those_of_the_sandbox() -> None:
    assert (SAMPLE_USER_ID, SAMPLE_KEY) == (sandbox.SAMPLE_USER_ID, sandbox.SAMPLE_KEY)

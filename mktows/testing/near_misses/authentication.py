"""Near misses in the header: its blocks, the timestamp and the signature."""

from __future__ import annotations

import base64
import copy
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from lxml import etree

from mktows.contract import LATEST_VERSION, contract
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.signing import Secret, sign
from mktows.testing.near_misses.makers import (
    BEFORE_3_1,
    SOAP,
    Element,
    Maker,
    NearMiss,
    Tree,
    in_request,
    only,
)
from mktows.testing.strategies import envelopes
from mktows.testing.valid_messages import realistic

_BODY = re.compile(rb"<SOAP-ENV:Body>(.*)</SOAP-ENV:Body>", re.DOTALL)
_FIELDS = ("mktowsUserId", "requestSignature", "requestTimestamp")


# The blocks


def _no_authentication(_: DrawFn, tree: Tree) -> None:
    tree.header.remove(tree.authentication)


def _misnamed(draw: DrawFn, tree: Tree) -> None:
    names = ("authenticationHeader", "AuthenticationHeaderInfo", "MktowsAuthenticationHeader")
    tree.authentication.tag = tree.ours(draw(st.sampled_from(names)))


def _foreign_authentication(draw: DrawFn, tree: Tree) -> None:
    namespaces = ("", "{urn:x}", "{http://www.marketo.com/mktows}")
    tree.authentication.tag = f"{draw(st.sampled_from(namespaces))}AuthenticationHeader"


def _two_authentications(_: DrawFn, tree: Tree) -> None:
    tree.header.append(copy.deepcopy(tree.authentication))


def _in_body(_: DrawFn, tree: Tree) -> None:
    tree.body.insert(0, tree.authentication)


def _field(draw: DrawFn, tree: Tree) -> Element:
    name = draw(st.sampled_from(_FIELDS))
    return next(tree.authentication.iterchildren(name))


def _missing_field(draw: DrawFn, tree: Tree) -> None:
    tree.authentication.remove(_field(draw, tree))


def _empty_field(draw: DrawFn, tree: Tree) -> None:
    _field(draw, tree).text = draw(st.sampled_from(("", " ", "\n\t")))


def _with_field(name: str, text: str) -> Maker:
    def change(_: DrawFn, tree: Tree) -> None:
        etree.SubElement(tree.authentication, name).text = text

    return in_request(change)


def _context(_: DrawFn, tree: Tree) -> None:
    block = etree.SubElement(tree.header, tree.ours("MktowsContextHeader"))
    etree.SubElement(block, "targetWorkspace").text = "Default"


def _unknown_block(draw: DrawFn, tree: Tree) -> None:
    etree.SubElement(tree.header, draw(st.sampled_from(("{urn:x}Session", tree.ours("Session")))))


def _mandatory_block(_: DrawFn, tree: Tree) -> None:
    etree.SubElement(tree.header, "{urn:x}Session").set(f"{SOAP}mustUnderstand", "1")


# Timestamp and signature


class _Stamp(NamedTuple):
    """The texts of an AuthenticationHeader."""

    user_id: str
    timestamp: str
    signature: str


def _stamped(stamp: Callable[[DrawFn, datetime, bytes], _Stamp]) -> Maker:
    """Writes another stamp; it may depend on the moment and on the body's bytes."""

    @st.composite
    def stamped(draw: DrawFn, version: str, operation: str) -> bytes:
        moment = draw(realistic.moments)
        data = draw(envelopes(operation, version=version, now=moment))
        body = _BODY.search(data)
        assert body is not None  # noqa: S101 - it was written so
        new = stamp(draw, moment, body[1])
        for name, text in zip(_FIELDS, (new.user_id, new.signature, new.timestamp), strict=True):
            start = data.index(f"<{name}>".encode()) + len(name) + 2
            end = data.index(b"<", start)
            # None of these texts has markup in it.
            data = data[:start] + text.encode() + data[end:]
        return data

    return lambda table, operation: stamped(table.version, operation)


def _signed(user_id: str, timestamp: str) -> _Stamp:
    signature = sign(user_id=user_id, key=Secret(SAMPLE_KEY), timestamp=timestamp)
    return _Stamp(user_id, timestamp, signature)


def _padded_user(draw: DrawFn, moment: datetime, _: bytes) -> _Stamp:
    form = draw(st.sampled_from(("{} ", " {}", "{}\n")))
    return _signed(form.format(SAMPLE_USER_ID), moment.isoformat())


def _timed(*forms: Callable[[datetime], str]) -> Maker:
    """A correctly signed timestamp in one of some forms."""

    def stamp(draw: DrawFn, moment: datetime, _: bytes) -> _Stamp:
        return _signed(SAMPLE_USER_ID, draw(st.sampled_from(forms))(moment))

    return _stamped(stamp)


def _mac(key: bytes, message: str | bytes, name: str = "sha1") -> str:
    message = message.encode() if isinstance(message, str) else message
    return hmac.new(key, message, name).hexdigest()


def _mistaken(*mistakes: Callable[[str, str, bytes], str]) -> Maker:
    """A signature made by one of some mistakes, of key, timestamp and body."""

    def stamp(draw: DrawFn, moment: datetime, body: bytes) -> _Stamp:
        text = moment.isoformat()
        return _Stamp(SAMPLE_USER_ID, text, draw(st.sampled_from(mistakes))(SAMPLE_KEY, text, body))

    return _stamped(stamp)


def _right(key: str, text: str) -> str:
    return sign(user_id=SAMPLE_USER_ID, key=Secret(key), timestamp=text)


def _utc(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


_U = SAMPLE_USER_ID
_SIGNATURES: Mapping[str, Maker] = {
    "signature-masked": _mistaken(lambda *_: "***", lambda *_: "x" * 40),
    "signature-uppercase": _mistaken(lambda k, t, _: _right(k, t).upper()),
    "signature-padded": _mistaken(
        lambda k, t, _: _right(k, t) + "\n",
        lambda k, t, _: f" {_right(k, t)} ",
    ),
    "signature-base64": _mistaken(
        lambda k, t, _: base64.b64encode(bytes.fromhex(_right(k, t))).decode()
    ),
    "signature-length": _mistaken(
        lambda k, t, _: _right(k, t)[:39],
        lambda k, t, _: _right(k, t)[:38],
        lambda k, t, _: _right(k, t) + "0",
    ),
    "signature-not-hex": _mistaken(lambda *_: "z" * 40),
    "signature-key-decoded": _mistaken(lambda k, t, _: _mac(bytes.fromhex(k), t + _U)),
    "signature-key-changed": _mistaken(
        lambda k, t, _: _mac(k.upper().encode(), t + _U),
        lambda k, t, _: _mac(f"{k}\n".encode(), t + _U),
        lambda k, t, _: _mac(f'"{k}"'.encode(), t + _U),
    ),
    "signature-message-order": _mistaken(lambda k, t, _: _mac(k.encode(), _U + t)),
    "signature-message-separator": _mistaken(
        lambda k, t, _: _mac(k.encode(), f"{t}&{_U}"),
        lambda k, t, _: _mac(k.encode(), f"{t} {_U}"),
        lambda k, t, _: _mac(k.encode(), f"{t}{_U}\n"),
    ),
    "signature-message-partial": _mistaken(
        lambda k, t, _: _mac(k.encode(), t), lambda k, _t, _: _mac(k.encode(), _U)
    ),
    "signature-message-case": _mistaken(
        lambda k, t, _: _mac(k.encode(), (t + _U).lower()),
    ),
    "signature-body-signed": _mistaken(
        lambda k, _t, body: _mac(k.encode(), body),
        lambda k, t, body: _mac(k.encode(), (t + _U).encode() + body),
    ),
    "signature-timestamp-text": _mistaken(lambda k, t, _: _mac(k.encode(), _utc(t) + _U)),
    "signature-digest": _mistaken(
        lambda k, t, _: _mac(k.encode(), t + _U, "sha256"),
        lambda k, t, _: _mac(k.encode(), t + _U, "md5"),
        lambda k, t, _: hashlib.sha1((t + _U + k).encode()).hexdigest(),  # noqa: S324
    ),
    "signature-roles-swapped": _mistaken(lambda k, t, _: _mac((t + _U).encode(), k)),
    "signature-wrong": _mistaken(lambda *_: "1" * 40, lambda k, t, _: _right(k + "0", t)),
}

_WITHOUT_CONTEXT = [
    name
    for name, item in contract(LATEST_VERSION).operations.items()
    if "MktowsContextHeader" not in item.headers
]
AUTHENTICATION_NEAR_MISSES: Mapping[str, NearMiss] = {
    "auth-header-missing": only(in_request(_no_authentication)),
    "auth-header-misnamed": only(in_request(_misnamed)),
    "auth-header-namespace": only(in_request(_foreign_authentication)),
    "auth-header-repeated": only(in_request(_two_authentications)),
    "auth-header-misplaced": only(in_request(_in_body)),
    "auth-field-missing": only(in_request(_missing_field)),
    "auth-field-empty": only(in_request(_empty_field)),
    "auth-field-unknown": only(_with_field("session", "x")),
    "auth-partner-id": only(_with_field("partnerId", "x"), versions=BEFORE_3_1),
    "auth-mode": only(_with_field("mode", "1")),
    "context-header-unused": only(in_request(_context), *_WITHOUT_CONTEXT),
    "header-unknown": only(in_request(_unknown_block)),
    "header-must-understand": only(in_request(_mandatory_block)),
    "user-id-padded": only(_stamped(_padded_user)),
    "timestamp-loose": only(
        _timed(
            lambda moment: f"{moment:%Y-%m-%d %H:%M:%S %z}",
            lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S%z}",
        )
    ),
    "timestamp-zulu": only(_timed(lambda moment: _utc(moment.isoformat()))),
    "timestamp-fraction": only(
        _timed(lambda moment: moment.replace(microsecond=123_000).isoformat())
    ),
    "timestamp-no-offset": only(_timed(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}")),
    "timestamp-unreadable": only(
        _timed(
            lambda moment: str(int(moment.timestamp())),
            lambda moment: f"{moment:%d.%m.%Y %H:%M}",
            lambda moment: f"{moment:%Y-13-%dT%H:%M:%S+00:00}",
        )
    ),
    **{rule: only(maker) for rule, maker in _SIGNATURES.items()},
}
"""Rules about the header, and how each is broken, in any operation."""

"""Test vectors of the signature: right ones, and those of common mistakes, to be refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID

_EXAMPLE = "example1_00112233445566778899AA"
_HEX_KEY = "0123456789abcdef"
_LEAP_DAY = "2024-02-29T23:59:59+00:00"


@dataclass(frozen=True, slots=True)
class SignatureVector:
    """A signature with its inputs.

    Attributes:
        name: What it shows.
        user_id: The `mktowsUserId`.
        key: The encryption key; of no account that ever held data.
        timestamp: The `requestTimestamp`, exactly as it is signed.
        signature: The `requestSignature`.
        source: `documented`: printed by the vendor, and verified with the printed key; `computed`:
            made by the rule, for a case that no document shows.
        rule: For a signature that must be refused, the rule of `mktows check` that it breaks;
            empty for one that verifies.
    """

    name: str
    user_id: str
    key: str
    timestamp: str
    signature: str
    source: Literal["documented", "computed"]
    rule: str = ""


def _documented(name: str, timestamp: str, signature: str) -> SignatureVector:
    return SignatureVector(name, SAMPLE_USER_ID, SAMPLE_KEY, timestamp, signature, "documented")


def _wrong(name: str, rule: str, signature: str) -> SignatureVector:
    return SignatureVector(name, _EXAMPLE, _HEX_KEY, _LEAP_DAY, signature, "computed", rule)


SIGNATURES: tuple[SignatureVector, ...] = (
    SignatureVector(
        "documented, of 2010",
        "bigcorp1_461839624B16E06BA2D663",
        "899756834129871744AAEE88DDCC77CDEEDEC1AAAD66",
        "2010-04-09T14:04:54-07:00",
        "ffbff4d4bef354807481e66dc7540f7890523a87",
        "documented",
    ),
    _documented(
        "documented for listMObjects",
        "2013-08-05T09:57:10-07:00",
        "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca",
    ),
    _documented(
        "documented for getMultipleLeads",
        "2013-08-02T15:47:06-07:00",
        "146ec93f4f1e2a45f7a545f7e42e2d053c0457e7",
    ),
    _documented(
        "documented for syncMultipleLeads",
        "2013-08-01T18:22:30-07:00",
        "b5e21953ae9f1b263e644da5eccce9ff33802513",
    ),
    _documented(
        "documented for syncMObjects",
        "2013-08-05T14:22:45-07:00",
        "40e6d89bd2f7f0daaddaf150ce7a7ca49788ffe7",
    ),
    SignatureVector(
        "a key that looks like hex",
        _EXAMPLE,
        _HEX_KEY,
        _LEAP_DAY,
        "9f47a38527550b07584bcb240e6016252b916052",
        "computed",
    ),
    SignatureVector(
        "a loose timestamp, signed as it is sent",
        _EXAMPLE,
        _HEX_KEY,
        "2024-02-29 23:59:59 +0000",
        "5a197844b14d4c61a05e9cc6e98e6f5a692666c2",
        "computed",
    ),
    SignatureVector(
        "a key beyond ASCII",
        _EXAMPLE,
        "s3crét-ключ",
        "2024-06-01T12:00:00-05:00",
        "9410f3f7b60276940cb3ce568b49abdc23ea13eb",
        "computed",
    ),
)
"""Signatures that verify."""

WRONG_SIGNATURES: tuple[SignatureVector, ...] = (
    _wrong(
        "the key decoded from hex",
        "signature-key-decoded",
        "1c786c3c2e62effd0e061fb852add50bd2678eb7",
    ),
    _wrong(
        "the key in upper case",
        "signature-key-changed",
        "09627b86c061ef09994c1294d5d9604b79187323",
    ),
    _wrong(
        "the user id first",
        "signature-message-order",
        "47d025ba98629ff48d94e7cc7ffa95da6091b3ab",
    ),
    _wrong(
        "an ampersand between the two",
        "signature-message-separator",
        "f3527f22c9677e2a2dbf2cdf3eb2f5f85a57e18f",
    ),
    _wrong(
        "a line feed behind the two",
        "signature-message-separator",
        "f4abbed7d177832cc0e1a4926ccc0def7365434d",
    ),
    _wrong(
        "the user id alone",
        "signature-message-partial",
        "746367a2680f65edf63865067ee0a42c71ff87fc",
    ),
    _wrong(
        "the timestamp alone",
        "signature-message-partial",
        "fe88be0057eb1c28c87283587cc8eb1e8316c312",
    ),
    _wrong(
        "another text of the same time",
        "signature-timestamp-text",
        "3953cdbc701cff6c7d87ae2468486f04935be329",
    ),
    _wrong(
        "SHA-256",
        "signature-digest",
        "c3047577e3183c355225eee75f7fb47e2e930c7360c21915e409f0a784b4e266",
    ),
    _wrong("MD5", "signature-digest", "140cd2609a1abd74c9cecb099b841fe2"),
    _wrong(
        "SHA-1 over all three, without HMAC",
        "signature-digest",
        "e309ecf9db6c8f1194d9683c23cf0ae1e38a6b26",
    ),
    _wrong(
        "key and message in each other's place",
        "signature-roles-swapped",
        "8044487a6b89c97a73ca8befab0c49d4eb27737d",
    ),
    _wrong(
        "upper-case digits",
        "signature-uppercase",
        "9F47A38527550B07584BCB240E6016252B916052",
    ),
    _wrong("Base64", "signature-base64", "n0ejhSdVCwdYS8skDmAWJSuRYFI="),
)
"""Signatures made by common mistakes; each must be refused (20014)."""

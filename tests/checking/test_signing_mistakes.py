"""Each known mistake of signing is recognised and named; here each is made."""

from __future__ import annotations

import base64
import hashlib
import re
from xml.sax.saxutils import escape

import pytest
from support.check_examples import (
    KEY,
    MESSAGE,
    SIGNATURE,
    TIMESTAMP,
    USER_ID,
    Example,
    mac,
    request,
    request_body,
    signed,
)

from mktows.checking import Finding, check, check_file
from mktows.signing import Secret

LETTERS = "0123456789abcdefAB"  # a key in which letter case shows, and which is Base64 too
DIGESTS = {
    "md5": "MD5",
    "sha224": "SHA-224",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
}


def judged(digest: bytes | str, key: str = KEY) -> Finding:
    example = signed(digest, key=key)
    (finding,) = check_file(example.document, key=example.key, user_id=example.user_id)
    return finding


def words(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.reason.removeprefix("requestSignature ")


# The form

LENGTHS = {32: "MD5", 56: "SHA-224", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512"}


@pytest.mark.parametrize("count", [2, 38, 39, 41, 42, *LENGTHS])
def test_a_length_tells_the_digest(count: int) -> None:
    hint = f", as {LENGTHS[count]} has" if count in LENGTHS else ""
    document = request("getLead").replace(SIGNATURE, "a" * count)
    (finding,) = check(document.encode())
    assert words(finding) == ("signature-length", f"has {count} hexadecimal digits{hint}")
    (verified,) = check(document.encode(), key=Secret(KEY))
    assert verified == finding  # that it does not verify says no more


@pytest.mark.parametrize("size", [15, 16, 17, 19, 20, 21, 28, 32, 48, 64, 65])
@pytest.mark.parametrize("alphabet", ["standard", "for addresses"])
def test_base64_is_told_where_it_is_a_digest(size: int, alphabet: str) -> None:
    encode = base64.b64encode if alphabet == "standard" else base64.urlsafe_b64encode
    text = encode((b"\xfb\xff" * 40)[:size]).decode()  # with the letters that differ
    document = request("getLead").replace(SIGNATURE, text)
    expected = "signature-base64" if size in (16, 20, 28, 32, 48, 64) else "signature-not-hex"
    assert [each.rule for each in check(document.encode())] == [expected]
    bare = request("getLead").replace(SIGNATURE, text.rstrip("="))
    assert [each.rule for each in check(bare.encode())] == [expected]


@pytest.mark.parametrize("digits", [SIGNATURE, SIGNATURE.upper()])
def test_a_right_signature_in_base64_is_only_written_wrong(digits: str) -> None:
    for content in (bytes.fromhex(digits), digits.encode()):
        finding = judged(base64.b64encode(content).decode())
        assert finding.rule == "signature-base64"
    # Hexadecimal digits of another digest's length, encoded again.
    sha256 = base64.b64encode(b"0" * 64).decode()
    document = request("getLead").replace(SIGNATURE, sha256)
    assert [each.rule for each in check(document.encode())] == ["signature-base64"]


@pytest.mark.parametrize(
    "padded", [f" {SIGNATURE}", f"{SIGNATURE}\n", f"{SIGNATURE[:20]} {SIGNATURE[20:]}"]
)
def test_white_space_in_a_signature_is_told(padded: str) -> None:
    assert judged(padded).rule == "signature-padded"


# The key


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ("in lower case", LETTERS.lower()),
        ("in upper case", LETTERS.upper()),
        ("and a line end behind it", f"{LETTERS}\n"),
        ("and a line end behind it", f"{LETTERS}\r\n"),
        ("and a space behind it", f"{LETTERS} "),
        ("and a space before it", f" {LETTERS}"),
        ("in quotes", f'"{LETTERS}"'),
        ("in quotes", f"'{LETTERS}'"),
        ("in UTF-16", LETTERS.encode("utf-16-le")),
        ("in UTF-16", LETTERS.encode("utf-16-be")),
    ],
)
def test_a_changed_key_is_recognised(change: str, key: str | bytes) -> None:
    assert words(judged(mac(key, MESSAGE), LETTERS)) == (
        "signature-key-changed",
        f"was made with the key {change}",
    )


def test_a_key_in_latin_1_and_one_without_its_white_space_are_recognised() -> None:
    latin = judged(mac("schlüssel".encode("latin-1"), MESSAGE), "schlüssel")
    assert words(latin)[1] == "was made with the key in Latin-1"
    bare = judged(mac("secret", MESSAGE), " secret ")
    assert words(bare)[1] == "was made with the key without the white space around it"


@pytest.mark.parametrize(
    ("key", "decoded", "encoding"),
    [
        ("0123456789abcdef", bytes.fromhex("0123456789abcdef"), "hexadecimal digits"),
        ("0123456789ABCDEF", bytes.fromhex("0123456789ABCDEF"), "hexadecimal digits"),
        ("a2V5IG9mIG1pbmU=", b"key of mine", "Base64"),
    ],
)
def test_a_decoded_key_is_recognised(key: str, decoded: bytes, encoding: str) -> None:
    assert words(judged(mac(decoded, MESSAGE), key)) == (
        "signature-key-decoded",
        f"was made with the key decoded from {encoding}",
    )


@pytest.mark.parametrize("key", ["0123456789abcde", "no base64!", "ключ"])
def test_a_key_that_cannot_be_decoded_is_none(key: str) -> None:
    assert judged("0123456789" * 4, key).rule == "signature-wrong"
    assert judged(mac(MESSAGE, key), key).rule == "signature-roles-swapped"


# What is signed

SEPARATORS = {
    " ": "a space",
    "\n": "a line end",
    "&": "&",
    "|": "|",
    ":": ":",
    ";": ";",
    ",": ",",
    "+": "+",
    "-": "-",
    "_": "_",
    "/": "/",
    ".": ".",
}


@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_separator_is_recognised(separator: str) -> None:
    assert words(judged(mac(KEY, f"{TIMESTAMP}{separator}{USER_ID}"))) == (
        "signature-message-separator",
        f"signs timestamp and user id with {SEPARATORS[separator]} between them",
    )


@pytest.mark.parametrize(
    ("message", "rule", "said"),
    [
        (f"{MESSAGE}\n", "signature-message-separator", "a line end behind them"),
        (f"{MESSAGE}\r\n", "signature-message-separator", "a line end behind them"),
        (USER_ID + TIMESTAMP, "signature-message-order", "the user id followed by the timestamp"),
        (TIMESTAMP, "signature-message-partial", "the timestamp alone"),
        (USER_ID, "signature-message-partial", "the user id alone"),
        (MESSAGE.lower(), "signature-message-case", "in lower case"),
        (MESSAGE.upper(), "signature-message-case", "in upper case"),
    ],
)
def test_another_message_is_recognised(message: str, rule: str, said: str) -> None:
    finding = judged(mac(KEY, message))
    assert (finding.rule, said in finding.reason) == (rule, True)


@pytest.mark.parametrize("name", DIGESTS)
def test_an_hmac_of_another_digest_is_recognised(name: str) -> None:
    assert words(judged(mac(KEY, MESSAGE, name))) == (
        "signature-digest",
        f"was made with HMAC-{DIGESTS[name]}",
    )


@pytest.mark.parametrize("name", [*DIGESTS, "sha1"])
@pytest.mark.parametrize("content", [MESSAGE, KEY + MESSAGE, MESSAGE + KEY])
def test_a_plain_digest_is_recognised(name: str, content: str) -> None:
    shown = DIGESTS.get(name, "SHA-1")
    digest = hashlib.new(name, content.encode()).digest()
    assert words(judged(digest)) == (
        "signature-digest",
        f"was made with {shown} instead of an HMAC",
    )


def test_swapped_arguments_are_recognised() -> None:
    assert judged(mac(MESSAGE, KEY)).rule == "signature-roles-swapped"


INNER = request_body("listMObjects")


@pytest.mark.parametrize("part", [INNER, f"<s:Body>{INNER}</s:Body>"])
@pytest.mark.parametrize("order", ["alone", "behind", "before"])
def test_a_signed_body_is_recognised(part: str, order: str) -> None:
    text = {"alone": part, "behind": MESSAGE + part, "before": part + MESSAGE}[order]
    assert judged(mac(KEY, text)).rule == "signature-body-signed"


def test_a_signed_body_is_recognised_whatever_its_prefix_and_lines() -> None:
    document = request("listMObjects").replace("s:Body>", "soap-env.1:Body >\n", 1)
    document = document.replace("</s:Body>", "</soap-env.1:Body >")
    document = document.replace("xmlns:s=", 'xmlns:soap-env.1="urn:x" xmlns:s=')
    digest = mac(KEY, f"\n{INNER}").hex()
    example = Example(document.replace(SIGNATURE, digest).encode(), key=Secret(KEY))
    found = check_file(example.document, key=example.key)
    assert "signature-body-signed" in [each.rule for each in found]


# 2013-08-05T09:57:10-07:00 otherwise written.
TEXTS = [
    f"{day}{between}{time}{fraction}{space}{zone}"
    for day, time, zones in (
        ("2013-08-05", "09:57:10", ("-07:00", "-0700", "Z", "")),
        ("2013-08-05", "16:57:10", ("+00:00", "+0000", "Z", "")),
    )
    for between in "T "
    for fraction, space in (("", ""), ("", " "), (".000", ""), (".000000", ""))
    for zone in zones
]


@pytest.mark.parametrize("text", sorted({*TEXTS, "1375721830", "1375721830000"} - {TIMESTAMP}))
def test_another_text_of_the_same_time_is_recognised(text: str) -> None:
    assert judged(mac(KEY, text + USER_ID)).rule == "signature-timestamp-text"


@pytest.mark.parametrize("text", ["2013-08-05T09:57:11-07:00", "1375721831", "2013-08-05"])
def test_the_text_of_another_time_is_not(text: str) -> None:
    assert judged(mac(KEY, text + USER_ID)).rule == "signature-wrong"


@pytest.mark.parametrize(
    ("sent", "signed_text"),
    [
        (f" {TIMESTAMP} ", TIMESTAMP),
        (" yesterday ", "yesterday"),
        ("2013-08-05T09:57:10.250-07:00", "2013-08-05T09:57:10.250000-07:00"),
        ("2013-08-05T09:57:10.250-07:00", "2013-08-05T16:57:10.250Z"),
        ("2013-08-05T09:57:10.250-07:00", TIMESTAMP),
        ("2013-08-05 09:57:10 -0700", TIMESTAMP),
        ("2013-08-05T09:57:10", "2013-08-05T09:57:10Z"),
    ],
)
def test_the_text_that_was_meant_is_recognised(sent: str, signed_text: str) -> None:
    document = request("listMObjects").replace(TIMESTAMP, sent)
    document = document.replace(SIGNATURE, mac(KEY, signed_text + USER_ID).hex())
    found = [each.rule for each in check(document.encode(), key=Secret(KEY))]
    assert "signature-timestamp-text" in found


@pytest.mark.parametrize("sent", ["nonsense", "9999-12-31T23:59:59-08:00", "2013-99-05T09:57:10"])
def test_a_timestamp_that_is_no_time_has_no_other_text(sent: str) -> None:
    document = request("listMObjects").replace(TIMESTAMP, sent)
    found = [each.rule for each in check(document.encode(), key=Secret(KEY))]
    assert "signature-wrong" in found
    right = document.replace(SIGNATURE, mac(KEY, sent + USER_ID).hex())
    assert not [
        each for each in check(right.encode(), key=Secret(KEY)) if each.rule.startswith("signature")
    ]


# Whose key it is


@pytest.mark.parametrize(
    ("sent", "known", "rules"),
    [
        (USER_ID, None, ["signature-wrong"]),
        (USER_ID, USER_ID, ["signature-wrong"]),
        (USER_ID, "another_1", ["user-id-other"]),
        (f" {USER_ID}", USER_ID, ["user-id-padded", "signature-wrong"]),
    ],
)
def test_only_signatures_of_the_key_are_verified(
    sent: str, known: str | None, rules: list[str]
) -> None:
    document = request("getLead").replace(USER_ID, sent).replace(SIGNATURE, "0123456789" * 4)
    found = check(document.encode(), key=Secret(KEY), user_id=known)
    assert [each.rule for each in found] == rules


@pytest.mark.parametrize("name", ["mktowsUserId", "requestTimestamp"])
def test_nothing_is_verified_where_a_part_is_missing(name: str) -> None:
    for text in ("", f"<{name}> </{name}>"):
        document = re.sub(f"<{name}>.*?</{name}>", text, request("getLead"))
        document = document.replace(SIGNATURE, "0123456789" * 4)
        found = [each.rule for each in check(document.encode(), key=Secret(KEY))]
        assert found == ["auth-field-empty" if text else "auth-field-missing"]


MASKS = [
    "0" * 40,
    "***FILTERED***",
    "[FILTERED]",
    "(hidden)",
    "<redacted>",
    "0737xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "{{signature}}",
    "${#Project#signature}",
    "***",
    "*" * 40,
    "xxx",
    "XXXXXXXX",
    "x" * 40,
    "########",
    "••••••",
    "...",
    "…",
    "-----",
    "[***]",
    "<xxxx>",
    "[REDACTED]",
    "<hidden>",
    "(masked)",
    "***MASKED***",
    "__removed__",
    "{{filtered}}",
    "%SECRET%",
    "redacted by proxy",
    "sha1-redacted",
    "0737****************************d5ca",
    "****d5ca",
    "0737b7...",
    "0737b7…d5ca",
    "\n  ***\n",
]
NO_MASKS = [
    "*",
    "xx",
    "..",
    "zzz",
    "*" + "z" * 30,
    "z" * 40,
    f"*{SIGNATURE}",
    "mask",
    "hid",
    "xyx",
    "====",
    "abc.def",
    "zz***zz",
    "zz[redacted]zz",
]


@pytest.mark.parametrize("text", MASKS)
@pytest.mark.parametrize("key", [None, Secret(KEY)])
def test_a_masked_signature_is_no_wrong_one(text: str, key: Secret | None) -> None:
    document = request("getLead").replace(SIGNATURE, escape(text)).encode()
    assert [each.rule for each in check(document, key=key)] == ["signature-masked"]


@pytest.mark.parametrize("name", ["mktowsUserId", "requestTimestamp"])
@pytest.mark.parametrize(
    "text", ["***FILTERED***", "[FILTERED]", "xxxx", "demo17_1_****", "<hidden>"]
)
def test_what_was_signed_may_be_masked_too(name: str, text: str) -> None:
    sent = re.sub(f"(?<=<{name}>)[^<]*", escape(text), request("getLead"))
    for user_id in (None, USER_ID):
        for signature in (SIGNATURE, "0123456789" * 4, "***"):
            document = sent.replace(SIGNATURE, signature).encode()
            (finding,) = check(document, key=Secret(KEY), user_id=user_id)
            assert finding.rule == "signature-masked"


def test_masks_make_one_note_however_many_there_are() -> None:
    document = re.sub("(?<=>)[^<>]+(?=</(mktowsUserId|request))", "***", request("getLead"))
    assert [each.rule for each in check(document.encode(), key=Secret(KEY))] == ["signature-masked"]


@pytest.mark.parametrize("mask", ["<redacted>", "<redacted/>", "<HIDDEN>", "<masked by proxy>"])
@pytest.mark.parametrize("name", ["mktowsUserId", "requestSignature", "requestTimestamp"])
def test_a_mask_in_angle_brackets_is_no_element(name: str, mask: str) -> None:
    document = re.sub(f"(?<=<{name}>)[^<]*", mask, request("getLead"))
    for text in (document, f"log\n{document}\n{document}"):
        rules = [each.rule for each in check_file(text.encode(), key=Secret(KEY))]
        assert rules == ["signature-masked"] * text.count("<s:Envelope")


@pytest.mark.parametrize("text", NO_MASKS)
def test_what_is_no_mask_is_a_wrong_signature(text: str) -> None:
    document = request("getLead").replace(SIGNATURE, escape(text)).encode()
    assert "signature-masked" not in [each.rule for each in check(document)]
    assert [each for each in check(document) if each.severity == "error"]

"""Timestamp text, signature, and the text that shows nowhere."""

from __future__ import annotations

import copy
import doctest
import json
import logging
import pickle
import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import mktows.signing
from mktows.errors import MktowsError, RequestError
from mktows.signing import Secret, sign, timestamp
from mktows.testing import SIGNATURES, WRONG_SIGNATURES, SignatureVector

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
INPUTS = st.fixed_dictionaries({"user_id": WORDS, "key": WORDS, "timestamp": WORDS})


def signature_of(vector: SignatureVector) -> str:
    return sign(user_id=vector.user_id, key=Secret(vector.key), timestamp=vector.timestamp)


def signature(inputs: dict[str, str]) -> str:
    key = Secret(inputs["key"])
    return sign(user_id=inputs["user_id"], key=key, timestamp=inputs["timestamp"])


# Signatures


@pytest.mark.parametrize("vector", SIGNATURES, ids=lambda v: v.name)
def test_known_signatures_come_out(vector: SignatureVector) -> None:
    assert signature_of(vector) == vector.signature


@pytest.mark.parametrize("vector", WRONG_SIGNATURES, ids=lambda v: v.name)
def test_signatures_that_come_of_mistakes_do_not(vector: SignatureVector) -> None:
    assert signature_of(vector) != vector.signature


@given(inputs=INPUTS)
def test_a_signature_is_40_lower_case_hex_digits(inputs: dict[str, str]) -> None:
    assert re.fullmatch("[0-9a-f]{40}", signature(inputs))


@given(inputs=INPUTS, name=st.sampled_from(["user_id", "key", "timestamp"]), other=WORDS)
def test_a_signature_changes_when_any_input_changes(
    inputs: dict[str, str], name: str, other: str
) -> None:
    changed = {**inputs, name: other}
    assume(changed != inputs)
    # HMAC fills a short key up with zero bytes, and hashes a long one: no other keys are equal.
    assume(changed["key"].rstrip("\0") != inputs["key"].rstrip("\0") or name != "key")
    # The two texts stand together without a mark between them, so moving one's end does not show.
    assume(
        changed["timestamp"] + changed["user_id"] != inputs["timestamp"] + inputs["user_id"]
        or name == "key"
    )
    assert signature(changed) != signature(inputs)


@given(inputs=INPUTS)
def test_a_signature_is_the_same_for_the_same_input(inputs: dict[str, str]) -> None:
    assert signature(inputs) == signature(inputs)


def test_text_that_is_no_unicode_is_refused_without_showing_the_key() -> None:
    # What os.environ yields for a variable that is not UTF-8.
    with pytest.raises(MktowsError) as caught:
        sign(
            user_id="x",
            key=Secret("canary\udce9"),
            timestamp="2013-08-05T09:57:10-07:00",
        )
    assert "canary" not in repr(caught.value.args)


# Timestamps


FORMAT = re.compile(
    r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9](:[0-5][0-9]){2}[+-][0-2][0-9]:[0-5][0-9]"
)
OFFSETS = st.timedeltas(
    min_value=timedelta(hours=-23, minutes=-59), max_value=timedelta(hours=23, minutes=59)
).map(timezone)
MOMENTS = st.datetimes(
    min_value=datetime(2, 1, 1),
    max_value=datetime(9998, 12, 31),
    timezones=st.one_of(st.just(UTC), OFFSETS, st.timezones()),
)


@given(moment=MOMENTS)
def test_a_timestamp_has_whole_seconds_and_a_numeric_offset(moment: datetime) -> None:
    assert FORMAT.fullmatch(timestamp(moment))


@given(moment=MOMENTS)
def test_a_timestamp_is_the_moment_it_stands_for(moment: datetime) -> None:
    read = datetime.fromisoformat(timestamp(moment))
    assert timedelta(0) <= moment - read < timedelta(seconds=1)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        (timezone(-timedelta(hours=7)), "2013-08-01T18:22:30-07:00"),
        (UTC, "2013-08-01T18:22:30+00:00"),
        (timezone(timedelta(hours=5, minutes=45)), "2013-08-01T18:22:30+05:45"),
        (timezone(-timedelta(minutes=1)), "2013-08-01T18:22:30-00:01"),
        (timezone(timedelta(seconds=90)), "2013-08-01T18:21:00+00:00"),
        (timezone(timedelta(microseconds=1)), "2013-08-01T18:22:30+00:00"),
        (ZoneInfo("America/Los_Angeles"), "2013-08-01T18:22:30-07:00"),
    ],
    ids=str,
)
def test_a_timestamp_keeps_the_offset_that_can_be_written(zone: tzinfo, expected: str) -> None:
    assert timestamp(datetime(2013, 8, 1, 18, 22, 30, 999_999, tzinfo=zone)) == expected


@given(moment=st.datetimes())
def test_a_naive_datetime_is_refused(moment: datetime) -> None:
    with pytest.raises(RequestError, match="needs an offset"):
        timestamp(moment)


def test_a_zone_without_an_offset_is_refused() -> None:
    class Nowhere(tzinfo):
        def utcoffset(self, _: datetime | None) -> None:
            return None

        dst = tzname = utcoffset

    with pytest.raises(RequestError, match="needs an offset"):
        timestamp(datetime(2013, 8, 1, tzinfo=Nowhere()))


# Secrets


CANARY = "canary-27272727aa"


def test_a_secret_reveals_its_text_when_asked() -> None:
    assert Secret(CANARY).reveal() == CANARY


@pytest.mark.parametrize(
    "show",
    [repr, str, ascii, "{}".format, "{!r}".format, "%s".__mod__, json.dumps([1]).__add__],
    ids=["repr", "str", "ascii", "format", "format !r", "percent", "concatenation"],
)
def test_a_secret_shows_nowhere(show: object) -> None:
    assert callable(show)
    try:
        shown = str(show(Secret(CANARY)))
    except TypeError as error:
        shown = str(error)
    assert CANARY not in shown


def test_a_secret_shows_nowhere_inside_something_else() -> None:
    secret = Secret(CANARY)
    assert CANARY not in repr({"key": [secret]})
    assert CANARY not in f"{secret}"
    assert not hasattr(secret, "__dict__")


def test_a_secret_shows_nowhere_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("any").debug("key %s %r", Secret(CANARY), Secret(CANARY))
    assert "Secret('***')" in caplog.text
    assert CANARY not in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_secret_is_not_pickled(protocol: int) -> None:
    with pytest.raises(TypeError, match="not pickled") as caught:
        pickle.dumps(Secret(CANARY), protocol)
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy], ids=["copy", "deepcopy"])
def test_a_copy_of_a_secret_shows_nothing_either(copier: object) -> None:
    assert callable(copier)
    try:
        shown = repr(copier(Secret(CANARY)))
    except TypeError as error:
        shown = str(error)
    assert CANARY not in shown


def test_a_secret_is_not_written_as_json() -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps(Secret(CANARY))
    assert CANARY not in str(caught.value)


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert Secret("a") == Secret("a")
    assert hash(Secret("a")) == hash(Secret("a"))
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"


def test_an_empty_secret_is_false() -> None:
    assert not Secret("")
    assert Secret("0")


def test_a_secret_cannot_be_changed_by_mistake() -> None:
    with pytest.raises(AttributeError):
        Secret("a").text = "b"  # type: ignore[attr-defined]


def test_the_examples_in_the_module_hold() -> None:
    results = doctest.testmod(mktows.signing)
    assert (results.failed, results.attempted > 0) == (0, True)

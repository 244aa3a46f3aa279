"""`mktows sign`: the header's values."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from mktows import Secret, sign

USER_ID = "demo17_1_809934544BFABAE58E5D27"
KEY = "27272727aa"


@pytest.fixture
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", USER_ID)
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", KEY)


@pytest.mark.usefixtures("credentials")
def test_the_documented_example_is_signed(cli: Any) -> None:
    result = cli("sign", "--timestamp", "2013-08-05T09:57:10-07:00")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "{\n"
        f'  "mktowsUserId": "{USER_ID}",\n'
        '  "requestSignature": "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca",\n'
        '  "requestTimestamp": "2013-08-05T09:57:10-07:00"\n'
        "}\n"
    )


@pytest.mark.usefixtures("credentials")
@pytest.mark.parametrize("text", ["", " ", "yesterday, é", "2013-08-05 09:57:10"])
def test_any_text_is_signed_as_it_is_given(cli: Any, text: str) -> None:
    shown = json.loads(cli("sign", "--timestamp", text).out)
    assert shown["requestTimestamp"] == text
    expected = sign(user_id=USER_ID, key=Secret(KEY), timestamp=text)
    assert shown["requestSignature"] == expected


@pytest.mark.usefixtures("credentials")
def test_the_time_is_now_unless_given(cli: Any) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    shown = json.loads(cli("sign").out)
    assert before <= datetime.fromisoformat(shown["requestTimestamp"]) <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "MKTOWS_USER_ID, MKTOWS_ENCRYPTION_KEY"),
        ({"MKTOWS_USER_ID": "x"}, "MKTOWS_ENCRYPTION_KEY"),
        ({"MKTOWS_ENCRYPTION_KEY": "x"}, "MKTOWS_USER_ID"),
    ],
)
def test_without_credentials_it_ends_with_3(
    cli: Any, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], missing: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    result = cli("sign")
    assert (result.code, result.out, result.err) == (3, "", f"mktows: not set: {missing}\n")


def test_a_key_with_white_space_around_it_is_refused(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key ")
    result = cli("sign")
    assert result.code == 3
    assert result.err == "mktows: the encryption key is empty or has white space around it\n"


@pytest.mark.usefixtures("credentials")
def test_a_timestamp_that_is_not_utf8_is_a_usage_error(cli: Any) -> None:
    result = cli("sign", "--timestamp", "\udce9")
    assert (result.code, result.out) == (2, "")
    assert result.err == "mktows: the timestamp is not UTF-8\n"

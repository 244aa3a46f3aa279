"""Each header of a log is that of its own message, whether it stands before or behind it."""

from __future__ import annotations

import pytest
from support.check_examples import FAULT, NAMESPACE, body_envelope, reply, request

from mktows.checking import check_file

RIGHT = f'SOAPAction: "{NAMESPACE}getLead"'
WRONG = f'SOAPAction: "{NAMESPACE}wrong"'
ASK = request("getLead")
ANSWER = reply("getLead")
REFUSAL = body_envelope(FAULT)


def found(*parts: str) -> list[tuple[int, str]]:
    return [(each.line, each.rule) for each in check_file("\n".join(("log", *parts)).encode())]


def line_of(parts: tuple[str, ...], text: str) -> int:
    whole = "\n".join(("log", *parts))
    return whole[: whole.index(text)].count("\n") + 1


@pytest.mark.parametrize(
    "headers",
    [
        "HTTP/1.1 200 OK\nContent-Type: text/html",
        "{ status: 200, headers: { 'content-type': 'text/html', date: 'x' } }",
        "Response-Code: 200\nContent-Type: text/html\nHeaders: {Date=[x]}",
        "<< HTTP/1.1 200 OK\n<< content-type: text/html\n<< date: x",
    ],
)
def test_headers_of_a_reply_are_not_those_of_the_request_behind_it(headers: str) -> None:
    parts = (ASK, ANSWER, headers, ASK)
    assert found(*parts) == [(line_of(parts, "text/html"), "content-type-not-xml")]


@pytest.mark.parametrize(
    "headers",
    [
        "POST /soap/mktows/2_7 HTTP/1.1\nContent-Type: text/html",
        f"{{ 'Content-Type': 'text/html', {RIGHT.replace(': ', ': `')}` }}",
        "User-Agent: x\nContent-Type: text/html",
        "[Content-Type] => text/html\n[Host] => x",
    ],
)
def test_headers_of_a_request_are_not_those_of_the_reply_behind_it(headers: str) -> None:
    parts = (ASK, headers, ANSWER)
    assert found(*parts) == [(line_of(parts, "text/html"), "content-type-not-xml")]


def test_headers_in_front_of_an_envelope_count_more_than_those_behind_it() -> None:
    assert found(RIGHT, "", ASK, WRONG, "", ANSWER) == []
    parts = (ASK, WRONG, "", ANSWER)
    assert found(*parts) == [(line_of(parts, WRONG), "soap-action-mismatch")]
    assert found(ASK, WRONG, "", ASK) == [(line_of((ASK, WRONG), WRONG), "soap-action-mismatch")]


def test_headers_behind_the_last_envelope_are_its_own_where_they_say_so() -> None:
    parts = (ASK, f"headers: {{{WRONG}}}")
    assert found(*parts) == [(line_of(parts, WRONG), "soap-action-mismatch")]
    assert found(ANSWER, f"headers: {{{WRONG}}}") == []


def test_a_status_is_that_of_the_reply_in_whose_exchange_it_stands() -> None:
    parts = (ASK, REFUSAL, "HTTP/1.1 200 OK", ASK)
    assert found(*parts) == [(line_of(parts, "HTTP/1.1 200"), "fault-status")]
    assert found("HTTP/1.1 500 x\n", ASK, "HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK", ANSWER) == []
    assert found(ASK, "HTTP/1.1 100 Continue", ANSWER) == []


def test_an_access_log_tells_no_status_and_begins_no_request() -> None:
    entry = '"POST /soap/mktows/2_7 HTTP/1.1" 500 512'
    assert found(ASK, entry, "Content-Type: text/xml", ANSWER) == []

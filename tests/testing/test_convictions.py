"""The suite against endpoints that are wrong: each mistake is told by the clause it breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from wrong_endpoints.runs import Send
from wrong_endpoints.served import options_of, run_suite, served

from mktows import HttpRequest, HttpResponse, Secret, sign, timestamp
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.soap import read_envelope
from mktows.testing.suite.own_sandbox import OwnSandbox

Mistake = Callable[[HttpRequest, Send], HttpResponse]


def of_request(change: Callable[[str], str]) -> Mistake:
    """A mistake in reading requests."""

    def wrong(request: HttpRequest, send: Send) -> HttpResponse:
        return send(replace(request, body=change(request.body.decode()).encode()))

    return wrong


def of_reply(change: Callable[[str], str], operation: str = "") -> Mistake:
    """A mistake in writing replies, to one operation or to all."""
    element = f"params{operation[:1].upper()}{operation[1:]}"

    def wrong(request: HttpRequest, send: Send) -> HttpResponse:
        response = send(request)
        if not re.search(rf"{element}\b" if operation else "params", request.body.decode()):
            return response
        return replace(response, body=change(response.body.decode()).encode())

    return wrong


def faults_with_status_200(request: HttpRequest, send: Send) -> HttpResponse:
    response = send(request)
    return replace(response, status=200) if b":Fault>" in response.body else response


def typed_as_application(request: HttpRequest, send: Send) -> HttpResponse:
    return replace(send(request), headers={"content-type": "application/xml"})


def no_match_is_a_count(request: HttpRequest, send: Send) -> HttpResponse:
    response = send(request)
    if b"paramsGetLead>" not in request.body or b"<code>20103</code>" not in response.body:
        return response
    body = (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>'
        '<m:successGetLead xmlns:m="http://www.marketo.com/mktows/"><result><count>0</count>'
        '<leadRecordList xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>'
        "</result></m:successGetLead></e:Body></e:Envelope>"
    )
    return HttpResponse(200, response.headers, body.encode())


def blind_to_age(text: str) -> str:
    """An old timestamp with the right signature becomes a new one."""
    found = re.search("<requestTimestamp>([^<]+)<", text)
    given = re.search("<requestSignature>([^<]+)<", text)
    if not found or not given or given[1] != signature_at(found[1]):
        return text
    now = timestamp(datetime.now(UTC))
    return text.replace(found[1], now).replace(given[1], signature_at(now))


def signature_at(text: str) -> str:
    return sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp=text)


def expanding_entities(text: str) -> str:
    return re.sub("<!DOCTYPE.*?]>", "", text).replace("&x;", "LeadRecord")


def reversed_items(name: str) -> Callable[[str], str]:
    """The elements of a name, which stand next to each other, in the other order."""
    run = re.compile(f"(?:<{name}>.*?</{name}>)+")
    one = re.compile(f"<{name}>.*?</{name}>")
    return lambda text: run.sub(lambda found: "".join(one.findall(found[0])[::-1]), text)


def one_more(text: str) -> str:
    return re.sub(
        "<remainingCount>([1-9][0-9]*)<",
        lambda found: f"<remainingCount>{int(found[1]) + 1}<",
        text,
    )


# Each in an area of its own.
MISTAKES: dict[str, Mistake] = {
    "S11-HTTP-2": faults_with_status_200,
    "MK-AUTH-2": of_request(
        lambda text: re.sub(
            "(<requestSignature>)([0-9A-F]{40})<", lambda m: f"{m[1]}{m[2].lower()}<", text
        )
    ),
    "MK-LEAD-4": no_match_is_a_count,
    "MK-NIL-1": of_reply(
        lambda text: re.sub('<ForeignSys(PersonId|Type) xsi:nil="true"/>', "", text)
    ),
    "MK-LIST-7": of_reply(
        lambda text: text.replace("<success>false<", "<success>true<"), "listOperation"
    ),
}
MORE_MISTAKES: dict[str, Mistake] = {
    "S11-HTTP-3": typed_as_application,
    "S11-FLT-2": of_reply(lambda text: text.replace(":Client</faultcode>", ":Server</faultcode>")),
    "MK-ENV-3": of_reply(
        lambda text: text.replace("<SOAP-ENV:Body>", "<SOAP-ENV:Header/><SOAP-ENV:Body>")
    ),
    "MK-FMT-1": of_reply(lambda text: re.sub("-0[56]:00<", "Z<", text)),
    "MK-AUTH-7": of_request(blind_to_age),
    "MK-MSG-5": of_request(expanding_entities),
    "MK-TOL-4": of_request(
        lambda text: re.sub("<(/?)id>([0-9]*)", r"<\1Id>\2", text) if "SyncLead" in text else text
    ),
    "MK-TOL-8": of_request(lambda text: text.replace("<returnLead>True<", "<returnLead>false<")),
    "MK-LEAD-3": of_reply(lambda text: re.sub("<count>[0-9]+<", "<count>1<", text), "getLead"),
    "MK-LEAD-6": of_reply(reversed_items("attribute"), "getLead"),
    "MK-SYNC-16": of_reply(
        lambda text: re.sub("<attribute><attrName>Website<.*?</attribute>", "", text), "syncLead"
    ),
    "MK-ACT-1": of_reply(reversed_items("activityRecord"), "getLeadActivity"),
    "MK-PAGE-12": of_reply(one_more),
    "MK-NIL-18": of_reply(
        lambda text: text.replace("<mktPersonId>", "<campaign>none</campaign><mktPersonId>"),
        "getLeadChanges",
    ),
    "MK-COBJ-4": of_reply(reversed_items("attribute"), "getCustomObjects"),
    "MK-MOBJ-1": of_reply(reversed_items("objects"), "listMObjects"),
}


@contextmanager
def wrong_endpoint(mistakes: list[Mistake]) -> Iterator[tuple[str, OwnSandbox]]:
    """A server that does what the sandbox does, but for some mistakes."""
    own = OwnSandbox()
    send: Send = own.sandbox.send
    for mistake in mistakes:
        send = with_mistake(mistake, send)
    try:
        with served(send) as url:
            yield url, own
    finally:
        own.close()


def with_mistake(mistake: Mistake, send: Send) -> Send:
    return lambda request: mistake(request, send)


@pytest.mark.parametrize("mistakes", [MISTAKES, MORE_MISTAKES], ids=["five", "more"])
def test_an_endpoint_is_convicted_of_exactly_what_it_breaks(
    tmp_path: Path, mistakes: dict[str, Mistake]
) -> None:
    with wrong_endpoint(list(mistakes.values())) as (endpoint, own):
        done, report = run_suite(tmp_path, *options_of(endpoint, own))
    assert done.returncode == 1, done.stdout + done.stderr
    clauses = {each["id"]: each for each in report["clauses"]}
    failed = {name for name, each in clauses.items() if each["outcome"] == "failed"}
    assert failed == set(mistakes), done.stdout
    for name in mistakes:
        assert f"\nFAIL {name} {clauses[name]['claim']}" in done.stdout
        for failure in clauses[name]["failures"]:
            assert failure["expected"] != failure["found"]
            assert f"    expected: {failure['expected'].splitlines()[0]}" in done.stdout
            assert failure["request"]
            assert read_envelope(failure["reply"].partition("\n")[2].encode())
    assert "Traceback" not in done.stdout
    assert re.search("requestSignature>[0-9a-fA-F]", done.stdout) is None

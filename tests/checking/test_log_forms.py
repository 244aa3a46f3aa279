"""Whatever form a log has: the messages are found, each with its own headers, and no error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.check_examples import FAULT, HEADER, KEY, body_envelope, reply, request
from support.contract_schemas import codec
from support.log_forms import FORMS, WITH_HEADERS, Exchange

from mktows.checking import check, check_file
from mktows.contract import contract
from mktows.signing import Secret
from mktows.soap import write_envelope
from mktows.testing.any_values import messages, versions

ACTION = "http://www.marketo.com/mktows/{}"
FOUND = Exchange(ACTION.format("getLead"), request("getLead"), reply("getLead"))
REFUSED = Exchange(ACTION.format("syncLead"), request("syncLead"), body_envelope(FAULT), status=500)
SPLIT = Exchange(
    ACTION.format("getLead"),
    request("getLead").replace("><", ">\r\n  <"),
    reply("getLead").replace("><", ">\n<").replace("George", 'Zoë "G" O\'Neil \\ \\n {x} ☃'),
)
CALLS = (FOUND, REFUSED, SPLIT, FOUND)


@pytest.mark.parametrize("form", FORMS)
def test_a_log_of_calls_that_are_in_order_is_in_order(form: str) -> None:
    log = FORMS[form](CALLS)
    assert check_file(log.encode(), key=Secret(KEY)) == []


@pytest.mark.parametrize("form", FORMS)
def test_each_message_of_a_log_is_found(form: str) -> None:
    calls = [
        Exchange(
            each.action,
            each.request.replace("</s:Header>", "</s:Header><s:Odd/>"),
            each.reply.replace("</s:Body>", "</s:Body><s:Odd/>"),
            each.status,
        )
        for each in CALLS
    ]
    found = check_file(FORMS[form](calls).encode())
    assert [each.rule for each in found] == ["envelope-part-unknown"] * len(calls) * 2


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("SoapUI", "XML")])
def test_each_request_has_its_own_headers(form: str) -> None:
    wrong = Exchange(ACTION.format("wrong"), FOUND.request, FOUND.reply)
    found = check_file(FORMS[form]((FOUND, wrong, REFUSED)).encode())
    assert [each.rule for each in found] == ["soap-action-mismatch"]


@pytest.mark.parametrize("form", WITH_HEADERS)
def test_each_message_has_its_own_content_type(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.log_forms.TYPE", "text/html")
    found = [each.rule for each in check_file(FORMS[form](CALLS).encode())]
    # The older form of CXF's log names the type of a request by itself.
    of_requests = 0 if form in ("CXF", "CXF's events") else len(CALLS)
    assert found == ["content-type-not-xml"] * (len(CALLS) + of_requests)


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[str, Exchange]:
    """A version, and a valid call of it with its answer."""
    version = draw(versions())
    table = contract(version)
    operation = draw(st.sampled_from(list(table.operations.values())))
    texts = []
    for element, service in ((operation.request, False), (operation.reply, True)):
        value = draw(messages(element, version=version))
        body = codec(version).encode(element, value, service=service).text
        texts.append(write_envelope(namespace=table.namespace, body=body, xsi=True).decode())
    sent, got = texts
    start = sent.index(">", sent.index("Envelope")) + 1
    prefix = sent[sent.rindex("<", 0, start) + 1 : sent.index(":Envelope")]
    head = HEADER.replace(
        "<ns1:AuthenticationHeader", f'<ns1:AuthenticationHeader xmlns:ns1="{table.namespace}"'
    )
    sent = f"{sent[:start]}<{prefix}:Header>{head}</{prefix}:Header>{sent[start:]}"
    return version, Exchange(operation.action, sent, got)


@pytest.mark.parametrize("form", FORMS)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(exchanges())
def test_a_log_of_valid_calls_has_their_findings_and_no_other(
    form: str, call: tuple[str, Exchange]
) -> None:
    version, each = call
    alone = [
        (finding.rule, finding.path)
        for text in (each.request, each.reply)
        for finding in check(text.encode(), version=version)
    ]
    found = check_file(FORMS[form]([each]).encode(), version=version)
    assert sorted((finding.rule, finding.path) for finding in found) == sorted(alone)

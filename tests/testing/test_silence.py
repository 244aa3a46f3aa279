"""The suite against endpoints that say nothing, or always the same: no clause passes by that."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from wrong_endpoints import alike
from wrong_endpoints.runs import Send, run
from wrong_endpoints.served import options_of, run_suite, served

from mktows import errors
from mktows.testing.clauses import CLAUSES
from mktows.testing.suite.expectations import NO_ANSWER
from mktows.testing.suite.own_sandbox import OwnSandbox
from mktows.transport import HttpRequest, HttpResponse

ALL = {each.id for each in CLAUSES}
XML = {"content-type": "text/xml; charset=utf-8"}
PAGE = HttpResponse(502, {"content-type": "text/html"}, b"<html><title>Bad gateway</title></html>")
HOLLOW = b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body/></e:Envelope>'
CLOSED = "http://127.0.0.1:9/soap/mktows/2_7"


def raising(error: Exception) -> Send:
    def send(_: HttpRequest) -> HttpResponse:
        raise error

    return send


# Whatever is no SOAP: nobody is there to be judged.
SILENT: dict[str, Send] = {
    "refused": raising(errors.ConnectionFailed("refused", sent=False)),
    "broken": raising(errors.ConnectionFailed("lost")),
    "late": raising(errors.RequestTimeout("late")),
    "cut": raising(errors.IncompleteReply("cut")),
    "too large": raising(errors.ReplyTooLarge("large")),
    "always 500": alike.always(HttpResponse(500, {}, b"Internal Server Error")),
    "always a page": alike.always(PAGE),
    "always empty": alike.always(HttpResponse(200, XML, b"")),
    "XML, but no envelope": alike.always(HttpResponse(200, XML, b"<ok/>")),
}


@pytest.mark.parametrize("send", SILENT.values(), ids=SILENT)
def test_where_nobody_answers_in_soap_nothing_is_tried(send: Send) -> None:
    with pytest.raises(pytest.exit.Exception, match="does not answer in SOAP") as caught:
        run(ALL, lambda _: send)
    assert caught.value.returncode == NO_ANSWER


def test_an_endpoint_that_lacks_an_operation_is_there() -> None:
    def wrong(send: Send) -> Send:
        return lambda request: PAGE if b"paramsListMObjects" in request.body else send(request)

    told = run({"MK-LEAD-1", "MK-MOBJ-1"}, wrong)
    assert {name: each.outcome for name, each in told.items()} == {
        "MK-LEAD-1": "passed",
        "MK-MOBJ-1": "failed",
    }


def gone_after(calls: int, then: Send) -> Callable[[Send], Send]:
    """An endpoint that is there for so many calls."""

    def wrong(send: Send) -> Send:
        left = iter(range(calls))
        return lambda request: send(request) if next(left, None) is not None else then(request)

    return wrong


@pytest.mark.slow
@pytest.mark.parametrize("send", SILENT.values(), ids=SILENT)
@pytest.mark.parametrize(("clause", "calls"), [("MK-LEAD-1", 2), ("MK-TXT-1", 5), ("MK-MSG-1", 2)])
def test_where_an_endpoint_goes_away_the_run_ends(send: Send, clause: str, calls: int) -> None:
    with pytest.raises(pytest.exit.Exception, match="does not answer in SOAP"):
        run({clause}, gone_after(calls, send))


def test_where_an_endpoint_is_gone_before_the_wsdl_is_asked_for_the_run_ends() -> None:
    with pytest.raises(pytest.exit.Exception, match="does not answer in SOAP"):
        run({"MK-WSDL-1"}, gone_after(1, SILENT["refused"]))


@pytest.mark.parametrize("send", SILENT.values(), ids=SILENT)
def test_one_call_that_is_not_answered_breaks_its_clause(send: Send) -> None:
    """Such as a message that the endpoint breaks down over; it is there for the next one."""

    def wrong(right: Send) -> Send:
        return lambda request: (send if b"<!DOCTYPE" in request.body else right)(request)

    told = run({"MK-MSG-5", "MK-AUTH-1"}, wrong)
    assert {name: each.outcome for name, each in told.items()} == {
        "MK-MSG-5": "failed",
        "MK-AUTH-1": "passed",
    }


REFUSALS = {each.id for each in CLAUSES if re.search(r"\b(refused|(is|are) a fault)\b", each.claim)}
LOST = errors.ConnectionFailed("lost")
IN_PLACE_OF_FAULTS: dict[str, Send] = {
    "an error page": alike.always(HttpResponse(500, {}, b"Internal Server Error")),
    "no answer": raising(LOST),
    "an empty success": alike.success("<result/>"),
}


@pytest.mark.parametrize("instead", IN_PLACE_OF_FAULTS.values(), ids=IN_PLACE_OF_FAULTS)
def test_nothing_but_a_fault_is_a_refusal(instead: Send) -> None:
    def wrong(send: Send) -> Send:
        def answer(request: HttpRequest) -> HttpResponse:
            response = send(request)
            return instead(request) if b":Fault>" in response.body else response

        return answer

    told = run(REFUSALS, wrong)
    assert len(told) > 40
    assert {name for name, each in told.items() if each.outcome == "passed"} == set()
    assert len([each for each in told.values() if each.outcome == "failed"]) > 35


# What an answer without any content fulfils: the form of an answer, and no more.
FORM = {"S11-ENV-1", "S11-HTTP-3", "MK-ENV-3"}  # an envelope, typed text/xml, without a header
ONE_CHILD = FORM | {"S11-ENV-2"}
A_FAULT = ONE_CHILD | {"S11-HTTP-2", "S11-FLT-1", "S11-FLT-2"}  # status 500, a fault as SOAP has it
A_CODE = A_FAULT | {"MK-FLT-1", "MK-FLT-2", "MK-FLT-3"}  # a serviceException with its code
A_SUCCESS = ONE_CHILD | {"S11-HTTP-1", "MK-ENV-1", "MK-ENV-2"}  # status 200, the wrapper's name
COUNTS = A_SUCCESS | {"MK-FMT-2", "MK-FMT-3"}  # booleans and numbers as they are written
ZERO = (
    "<result><returnCount>0</returnCount><remainingCount>0</remainingCount><count>0</count>"
    "<success>true</success></result>"
)
CODES = (10001, 20011, 20012, 20014, 20016, 20019, 20022, 20101, 20102, 20103, 20105, 20110, 20111)
ALIKE: dict[str, tuple[Send, set[str]]] = {
    "an empty body": (alike.always(HttpResponse(200, XML, HOLLOW)), FORM),
    "Bad Request": (alike.fault(None), A_FAULT),
    **{f"a fault {code}": (alike.fault(code), A_CODE) for code in (*CODES, 20113, 20114, 20122)},
    "an empty success": (alike.success(""), A_SUCCESS),
    "an empty result": (alike.success("<result/>"), A_SUCCESS),
    "a result of zero": (alike.success(ZERO), COUNTS),
}


@pytest.mark.slow
@pytest.mark.parametrize(("send", "fulfilled"), ALIKE.values(), ids=ALIKE)
def test_who_answers_every_call_alike_passes_by_the_form_of_the_answer_alone(
    send: Send, fulfilled: set[str]
) -> None:
    told = run(ALL, lambda _: send)
    assert {name for name, each in told.items() if each.outcome == "passed"} == fulfilled
    assert len([each for each in told.values() if each.outcome == "failed"]) > 20


@pytest.mark.slow
def test_a_closed_port_is_told_in_one_line_and_nothing_passes(tmp_path: Path) -> None:
    done, report = run_suite(tmp_path, f"--mktows-endpoint={CLOSED}")
    assert done.returncode == NO_ANSWER
    (line,) = [each for each in (done.stdout + done.stderr).splitlines() if "mktows" in each]
    assert f"{CLOSED} does not answer in SOAP (no answer: no connection could be made" in line
    assert re.search("PASS|FAIL|SKIP|Traceback", done.stdout + done.stderr) is None
    assert report["summary"] == {"passed": 0, "failed": 0, "not tried": len(CLAUSES)}


@pytest.mark.slow
def test_an_endpoint_that_goes_away_ends_the_run_and_no_clause_passes_by_half(
    tmp_path: Path,
) -> None:
    own = OwnSandbox()
    with served(gone_after(60, alike.always(PAGE))(own.sandbox.send)) as url:
        done, report = run_suite(tmp_path, *options_of(url, own))
    own.close()
    assert done.returncode == NO_ANSWER
    assert "does not answer in SOAP (HTTP 502 without a SOAP envelope)" in done.stdout
    outcomes = {each["id"]: each for each in report["clauses"]}
    passed = [name for name, each in outcomes.items() if each["outcome"] == "passed"]
    assert 0 < len(passed) < 60
    assert not [name for name in passed if name.startswith("MK-TXT")]
    assert not [name for name in passed if name.startswith("S11")]  # of all that was received
    for name in passed:
        assert f"PASS {name} " in done.stdout
    assert report["summary"]["failed"] == 0


@pytest.mark.slow
def test_a_clause_of_which_a_test_did_not_run_has_not_passed(tmp_path: Path) -> None:
    own = OwnSandbox()
    probe, of_each_test = 1, 2
    with served(gone_after(probe + of_each_test, SILENT["refused"])(own.sandbox.send)) as url:
        done, report = run_suite(tmp_path, *options_of(url, own), "-k", "missing_field")
    own.close()
    assert done.returncode == NO_ANSWER
    (clause,) = [each for each in report["clauses"] if each["id"] == "MK-AUTH-5"]
    assert clause["outcome"] == "not tried"
    assert clause["reason"] == "2 of its 3 tests were not run"


@pytest.mark.slow
def test_refused_credentials_are_told_in_a_line_and_judged(tmp_path: Path) -> None:
    with served(alike.fault(20014)) as url:
        done, report = run_suite(tmp_path, f"--mktows-endpoint={url}", "-k", "authentication")
    assert done.returncode == 1
    (line,) = [each for each in done.stdout.splitlines() if each.startswith("mktows: the")]
    assert "refuses what the suite calls with by a fault 20014" in line
    assert "MKTOWS_ENCRYPTION_KEY" in line
    assert report["summary"]["passed"] == 0

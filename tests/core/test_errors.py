"""The exception tree: its picture, its classes for codes, and what may be repeated."""

from __future__ import annotations

import re
import traceback

import pytest

from mktows import errors
from mktows.errors import Fault, SoapFault, fault_error


def fault(code: int | None, string: str = "", message: str | None = None) -> SoapFault:
    return fault_error(
        Fault(
            code="SOAP-ENV:Client",
            string=string or f"{code} - Text",
            service_code=code,
            service_name="mktServiceException",
            service_message=message,
        )
    )


def test_the_picture_shows_every_exception() -> None:
    drawn = set(
        re.findall(
            r"\b[A-Z]\w+(?:Error|Fault|Failed|Timeout|Reply|Large|Xml|Lead|Stopped|Running|Reached)\b",
            errors.__doc__ or "",
        )
    )
    defined = {
        name
        for name, item in vars(errors).items()
        if isinstance(item, type) and issubclass(item, errors.MktowsError)
    }
    assert drawn == defined


@pytest.mark.parametrize(
    ("code", "kind", "retryable"),
    [
        (10001, errors.InternalFault, True),
        (20011, errors.InternalFault, True),
        (20012, errors.InvalidFault, False),
        (20013, errors.AuthenticationFault, False),
        (20014, errors.AuthenticationFault, False),
        (20015, errors.LimitFault, False),
        (20016, errors.ExpiredFault, True),
        (20017, errors.InvalidFault, False),
        (20018, errors.InvalidFault, False),
        (20019, errors.InvalidFault, False),
        (20022, errors.InvalidFault, False),
        (20023, errors.LimitFault, True),
        (20024, errors.LimitFault, True),
        (20101, errors.InvalidFault, False),
        (20102, errors.InvalidFault, False),
        (20103, errors.NotFoundFault, False),
        (20104, errors.InvalidFault, False),
        (20105, errors.InvalidFault, False),
        (20106, errors.InternalFault, True),
        (20107, errors.InvalidFault, False),
        (20108, errors.NotFoundFault, False),
        (20109, errors.InvalidFault, False),
        (20110, errors.InvalidFault, False),
        (20111, errors.NotFoundFault, False),
        (20113, errors.NotFoundFault, False),
        (20114, errors.InvalidFault, False),
        (20122, errors.InvalidFault, False),
        (20123, errors.InvalidFault, False),
        (29999, errors.ServiceFault, False),
    ],
)
def test_each_code_has_its_class_and_whether_a_retry_may_help(
    code: int, kind: type[errors.ServiceFault], retryable: bool
) -> None:
    error = fault(code, message=f"Something ({code})")
    assert type(error) is kind
    assert error.retryable is retryable
    assert isinstance(error, errors.ServiceFault)
    assert (error.service_code, error.service_name) == (code, "mktServiceException")
    assert error.service_message == f"Something ({code})"
    assert (error.code, error.string) == ("SOAP-ENV:Client", f"{code} - Text")


def test_every_code_in_the_table_is_tested_above() -> None:
    parameters = test_each_code_has_its_class_and_whether_a_retry_may_help.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {row[0] for row in parameters} - {29999} == set(errors.FAULT_CLASSES)


def test_10001_of_the_mobject_back_end_is_not_worth_repeating() -> None:
    assert not fault(10001, string="Parameter required").retryable


def test_a_fault_without_code_is_a_plain_soap_fault() -> None:
    error = fault(None, string="Bad Request")
    assert type(error) is SoapFault
    assert str(error) == "Bad Request"


@pytest.mark.parametrize(
    ("code", "string", "text"),
    [
        (20103, "20103 - Lead not found", "20103 - Lead not found"),
        (20103, "20103 - canary@example.com", "20103 - Lead not found"),
        (20105, "canary@example.com", "20105 - Unknown lead field"),
        (20018, "20018 - canary@example.com", "20018 - a code that is not documented"),
        (29999, "canary@example.com", "29999 - a code that is not documented"),
        (10001, "Parameter required", "Parameter required"),
        (
            None,
            "canary@example.com",
            "a fault without a code of the service; its attribute string has the text",
        ),
    ],
)
def test_the_text_of_a_fault_holds_nothing_that_the_service_wrote_freely(
    code: int | None, string: str, text: str
) -> None:
    error = fault(code, string, f"No lead found with EMAIL = canary@example.com ({code})")
    assert str(error) == text
    assert "canary" not in repr(error) + "".join(traceback.format_exception(error))
    assert error.string == string


@pytest.mark.parametrize("code", [10001, 20011, 20018, 20106, 29999, None])
def test_a_fault_that_may_follow_a_write_is_no_refusal(code: int | None) -> None:
    assert not fault(code).not_carried_out


@pytest.mark.parametrize(
    "code",
    [
        *(20012, 20013, 20014, 20015, 20016, 20017, 20019, 20022, 20023, 20024),
        *(20101, 20102, 20103, 20104, 20105, 20107, 20108, 20109, 20110, 20111, 20113, 20114),
        *(20122, 20123),
    ],
)
def test_a_fault_that_refuses_the_request_is_a_refusal(code: int) -> None:
    assert fault(code).not_carried_out


@pytest.mark.parametrize(
    ("error", "certain"),
    [
        (errors.MktowsError("x"), False),
        (errors.ConfigError("x"), True),
        (errors.RequestError("x"), True),
        (errors.ConnectionFailed("x"), False),
        (errors.ConnectionFailed("x", sent=False), True),
        (errors.RequestTimeout("x"), False),
        (errors.RequestTimeout("x", sent=False), True),
        (errors.IncompleteReply("x"), False),
        (errors.ReplyTooLarge("x"), False),
        (errors.HttpStatusError("x", status=503), False),
        (errors.ProtocolError("x"), False),
    ],
    ids=repr,
)
def test_what_was_never_sent_was_certainly_not_carried_out(
    error: errors.MktowsError, certain: bool
) -> None:
    assert error.not_carried_out is certain


@pytest.mark.parametrize(
    ("status", "retryable"),
    [(502, True), (503, True), (504, True), (307, False), (404, False), (500, False), (501, False)],
)
def test_a_status_is_worth_repeating_when_the_server_was_out_of_reach(
    status: int, retryable: bool
) -> None:
    assert errors.HttpStatusError("x", status=status).retryable is retryable

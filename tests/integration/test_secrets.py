"""A planted secret and a planted lead are looked for wherever something could show them."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

import pytest

from mktows import (
    NO_RETRY,
    Client,
    Config,
    HttpRequest,
    HttpResponse,
    InternalFault,
    MktowsError,
    Secret,
)
from mktows.sandbox import Sandbox
from mktows.server.backend import Call

KEY = "canary-key-0123456789"
NAME = "canary-lead"
LEAD = {"Email": f"{NAME}@example.com", "FirstName": NAME}


class Answering:
    """A transport with one answer."""

    def __init__(self, status: int, body: bytes) -> None:
        self._response = HttpResponse(status, {}, body)

    def send(self, request: HttpRequest) -> HttpResponse:
        del request
        return self._response


def shown(error: BaseException) -> str:
    """Everything that a traceback with its chain prints, and the arguments."""
    return "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)


@pytest.mark.parametrize(
    "transport",
    [
        Answering(500, b""),
        Answering(200, f"<html><body>{NAME}</body></html>".encode()),
        Answering(200, f"<x>{NAME}</x>".encode()),
        Answering(200, f"<x>{NAME}".encode()),
        Answering(200, f"<!DOCTYPE {NAME}><x/>".encode()),
    ],
    ids=["empty", "page", "other XML", "cut off", "DTD"],
)
def test_neither_stands_in_errors_or_logs(
    transport: Answering, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(config(), transport=transport, sleep=lambda _: None)
    with pytest.raises(MktowsError) as caught:
        client.sync_lead(LEAD)
    looked_at = shown(caught.value) + caplog.text + repr(client) + repr(client.config)
    assert KEY not in looked_at
    assert NAME not in looked_at


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.sync_lead({**LEAD, "FirstName": f"{NAME}\x00"}),
        lambda c: c.sync_lead({**LEAD, "Id": NAME}),
        lambda c: c.sync_lead({**LEAD, "FirstName": object()}),
        lambda c: c.sync_lead({**LEAD, "ForeignSysType": NAME}),
        lambda c: c.get_lead((NAME, "x")),
    ],
)
def test_refused_data_is_not_repeated(call: Callable[[Client], object]) -> None:
    client = Client(config(), transport=Answering(500, b""))
    with pytest.raises(MktowsError) as caught:
        call(client)
    assert NAME not in repr(caught.value) + str(caught.value)


def test_the_sandbox_logs_no_data_and_no_signature(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with Sandbox(users={"user": KEY}) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        client.sync_lead(LEAD, return_lead=True)
        request = client.build_request(client.contract.bindings.ParamsListMObjects())
        signature = request.body.partition(b"<requestSignature>")[2][:40].decode()
        sandbox.send(request)
        looked_at = caplog.text + repr(sandbox) + repr(request)
    assert KEY not in looked_at
    assert NAME not in looked_at
    assert signature not in looked_at


class Broken:
    """A backend with a fault in it, whose error repeats the call's data."""

    def answer(self, call: Call, params: object) -> object:
        del params
        raise ValueError(f"{call.user_id}: {NAME}")

    def close(self) -> None:
        """Nothing is held."""


def test_an_unexpected_error_of_the_sandbox_is_logged_without_its_text(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Sandbox(backend=Broken()) as sandbox:
        client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)
        with pytest.raises(InternalFault, match="20011 - Internal Error") as caught:
            client.sync_lead(LEAD)
    assert "ValueError while answering a call" in caplog.text
    assert NAME not in caplog.text + shown(caught.value)


def test_results_show_no_data_in_their_repr() -> None:
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        result = client.sync_lead(LEAD, return_lead=True)
    assert result.lead_record is not None
    assert result.lead_record.email == LEAD["Email"]
    assert NAME not in repr(result)


def config() -> Config:
    return Config("https://a.mktoapi.com/soap/mktows/2_7", "user", Secret(KEY))

"""The methods of the client, against the table of endpoints."""

from __future__ import annotations

import inspect
import logging
import subprocess
import sys

import pytest
from support.rest_calls import CALLS
from support.rest_stub import CLIENT_SECRET, TOKEN, Stub, client, ok, refused

import mktows.rest
from mktows.facts.rest_endpoints import ENDPOINTS, Endpoint
from mktows.rest import RestClient, RestError

OTHERS = {"call", "close", "daily_calls", "from_env", "token_age", "with_options"}
METHODS = {
    name
    for name, _ in inspect.getmembers(RestClient, inspect.isroutine)
    if not name.startswith("_")
}


def test_every_endpoint_has_its_method_and_every_method_its_endpoint() -> None:
    # A file comes in parts, and no page.
    parts = {each for each in METHODS if each.startswith("iter_") and each.endswith("_file")}
    iterators = {each for each in METHODS - parts if each.startswith("iter_")}
    assert METHODS - OTHERS - iterators - parts == set(ENDPOINTS)
    assert {each.replace("iter_", "get_") for each in parts} <= set(ENDPOINTS)
    paged = {name for name, each in ENDPOINTS.items() if each.paging != "none"}
    assert {each.replace("iter_", "get_") for each in iterators} == paged


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_has_types_and_says_what_it_does(name: str) -> None:
    method = getattr(RestClient, name)
    signature = inspect.signature(method)
    for each in signature.parameters.values():
        assert each.name == "self" or each.annotation is not each.empty, each.name
    assert signature.return_annotation is not signature.empty
    assert (inspect.getdoc(method) or "").partition("\n")[0].endswith(".")


@pytest.mark.parametrize("endpoint", ENDPOINTS.values(), ids=lambda each: each.name)
def test_every_argument_that_the_service_takes_can_be_given(endpoint: Endpoint) -> None:
    if endpoint.name == "identity":
        return
    stub = Stub(ok({"status": "x", "batchId": 1}, nextPageToken="t"))
    for act in CALLS[endpoint.name]:
        act(client(stub))
    sent = " ".join(f"{each.url} {each.body.decode('utf-8', 'replace')}" for each in stub.requests)
    for parameter in endpoint.query:
        # Leads are named in the body, and the lead that stays in the path.
        in_path = parameter.name in endpoint.variables
        in_body = parameter.name == "id" and endpoint.body == "json"
        assert in_path or in_body or f"{parameter.name}=" in sent, parameter.name
    for request in stub.requests:
        assert request.seconds == endpoint.timeout
        assert request.operation == endpoint.name


def test_the_calls_of_the_tests_are_of_every_endpoint() -> None:
    assert set(CALLS) == set(ENDPOINTS) - {"identity"}


def test_all_that_is_public_is_exported() -> None:
    assert sorted(mktows.rest.__all__) == sorted(
        name
        for name, value in vars(mktows.rest).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    )


def test_import_mktows_loads_no_rest_and_rest_loads_no_soap() -> None:
    program = (
        "import sys, mktows\n"
        "assert not [n for n in sys.modules if n.startswith('mktows.rest')]\n"
        "import mktows.rest\n"
        "assert not {'mktows.soap', 'mktows.client', 'mktows.codec'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.parametrize("name", sorted(CALLS))
def test_no_log_error_or_repr_shows_secrets_or_leads(
    name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    failure = refused(1003, "planted-message")
    texts: list[str] = []
    for step in (ok({"status": "x", "email": "planted-result"}), failure):
        for act in CALLS[name]:
            stub = Stub(step)
            rest = client(stub).with_options(deadline=1)
            try:
                act(rest)
            except RestError as error:
                texts += [str(error), repr(error), repr(error.outcomes), repr(error.__cause__)]
            texts += [repr(rest), *map(repr, stub.requests)]
    texts.append(caplog.text)
    for text in texts:
        for word in (CLIENT_SECRET, TOKEN, "planted"):
            assert word not in text.replace("planted-client-id", "")

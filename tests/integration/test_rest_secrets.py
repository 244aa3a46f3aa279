"""The client secret and the access token stand nowhere but in what is sent."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from support.rest_http import served

from mktows import MktowsError, Secret
from mktows.rest import RestClient, RestConfig
from mktows.sandbox import CustomService, Habits, RestSettings, Sandbox
from mktows.sandbox.control import Control
from mktows.transport import HttpRequest, HttpResponse

SECRET = "planted-client-secret-4711"
CLIENT = "client-0815"
FAILURES: list[dict[str, Any]] = [
    {"code": 601},
    {"code": 604},
    {"status": 502},
    {"status": 200, "body": b"<html>"},
    {"truncate": True},
    {"drop": True},
    {"cut": True},
]
STRAY: list[Callable[[str, str], HttpRequest]] = [
    # The right thing in the wrong place, as people do it.
    lambda base, it: HttpRequest(f"{base}/rest/v1/lead/{quote(it)}.json", {}, b"", "GET"),
    lambda base, it: HttpRequest(f"{base}/rest/v1/{quote(it)}", {}, b"", "GET"),
    lambda base, it: HttpRequest(
        f"{base}/rest/v1/leads.json?filterType={quote(it)}&filterValues=1", {}, b"", "GET"
    ),
    lambda base, it: HttpRequest(
        f"{base}/rest/v1/stats/usage.json?access_token={quote(it)}", {}, b"", "GET"
    ),
    lambda base, it: HttpRequest(
        f"{base}/rest/v1/leads.json",
        {"Content-Type": "application/json"},
        json.dumps({"input": [{"email": "t@t.com", it: it}], it: it}).encode(),
    ),
    lambda base, it: HttpRequest(
        f"{base}/identity/oauth/token",
        {"Content-Type": "application/x-www-form-urlencoded"},
        urlencode({"grant_type": it, "client_id": it, "client_secret": it}).encode(),
    ),
    lambda base, it: HttpRequest(
        f"{base}/identity/oauth/token?grant_type=client_credentials&client_id={quote(it)}"
        f"&client_secret={CLIENT}",
        {},
        b"",
        "GET",
    ),
]


def sandbox_at(path: Path, **habits: Any) -> Sandbox:
    service = CustomService(Secret(SECRET))
    settings = RestSettings(services={CLIENT: service}, habits=Habits(**habits))
    return Sandbox(database=path, rest=settings)


class Listening:
    """A transport that remembers the tokens that went out, and everything that came back."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.face = sandbox.rest()
        self.tokens: set[str] = set()
        self.answers: list[bytes] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            self.tokens.add(token)
        response = self.face.send(request)
        if "/identity/" not in request.url:
            self.answers.append(response.body)
        return response


def clean(text: str | bytes, tokens: set[str]) -> bool:
    shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return not any(each in shown for each in (SECRET, *tokens))


def kept(sandbox: Sandbox, path: Path) -> str:
    """All that the sandbox keeps and tells of its calls."""
    calls = sandbox.calls()
    told = "".join(f"{each!r}{each.request}{each.reply}{each.notes}{each.fault}" for each in calls)
    url = "http://127.0.0.1/_control/calls"
    told += Control(sandbox).answer(HttpRequest(url, {}, b"", "GET")).body.decode()
    files = [each for each in path.parent.iterdir() if each.is_file()]
    return told + "".join(each.read_bytes().decode("latin-1") for each in files)


@pytest.mark.parametrize("network", [False, True])
def test_a_client_shows_neither(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, network: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "sandbox.db"
    with sandbox_at(path) as sandbox:
        listening = Listening(sandbox)
        shown: list[str] = []

        def work(client: RestClient) -> None:
            client.sync_leads([{"email": "t@t.com"}])
            for each in FAILURES:
                sandbox.rest().fail_next("sync_leads", **each)
                try:
                    client.sync_leads([{"email": "t@t.com"}], action="createDuplicate")
                except MktowsError as error:
                    shown.extend(
                        (str(error), repr(error), "".join(traceback.format_exception(error)))
                    )
            shown.extend(map(repr, (client, client.config, client.identity(), sandbox.rest())))

        if network:
            with served(listening) as url, RestClient(sandbox.rest().config(url)) as client:
                work(client)
        else:
            config = sandbox.rest().config()
            work(RestClient(config, transport=listening, sleep=lambda _: None))
        assert len(listening.tokens) == 2  # one was refused
        everything = "".join((*shown, caplog.text, kept(sandbox, path)))
        assert clean(everything, listening.tokens)
        assert all(clean(each, listening.tokens) for each in listening.answers)


@pytest.mark.parametrize("token_in_query", [False, True])
@pytest.mark.parametrize("number", range(len(STRAY)))
def test_what_strays_is_neither_answered_nor_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, number: int, token_in_query: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    path = tmp_path / "sandbox.db"
    with sandbox_at(path, token_in_query=token_in_query) as sandbox:
        listening = Listening(sandbox)
        client = RestClient(sandbox.rest().config(), transport=listening, sleep=lambda _: None)
        client.get_daily_usage()
        (token,) = listening.tokens
        for secret in (SECRET, token):
            for authorization in ({}, {"Authorization": f"Bearer {token}"}):
                request = STRAY[number]("http://localhost", secret)
                response = sandbox.send(
                    HttpRequest(
                        request.url, {**request.headers, **authorization}, request.body,
                        request.method,
                    )
                )  # fmt: skip
                if secret == SECRET:
                    assert SECRET.encode() not in response.body
        assert clean(kept(sandbox, path), {token})
        assert clean(caplog.text, {token})


def test_settings_are_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text(SECRET)
    path.chmod(0o600)
    environment = {
        "MKTOWS_REST_URL": "123-ABC-456",
        "MKTOWS_REST_CLIENT_ID": CLIENT,
        "MKTOWS_REST_CLIENT_SECRET_FILE": str(path),
    }
    config = RestConfig.from_env(environment)
    assert config.client_secret.reveal() == SECRET
    assert SECRET not in f"{config!r}{RestClient(config)!r}{CustomService(Secret(SECRET))!r}"
    path.chmod(0o644)
    with pytest.raises(MktowsError) as caught:
        RestConfig.from_env(environment)
    assert SECRET not in str(caught.value)

"""Where `sync` and `call` go: to the endpoint that is set, or to a sandbox that was asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.http.server import ThreadedServer

VERBS = [["sync", "leads.csv"], ["call", "listMObjects"], ["call", "listMObjects", "--dry-run"]]
EMBEDDED = "mktows: using the embedded sandbox; "
ENDPOINT = "https://example.com/soap/mktows/2_7"

each_verb = pytest.mark.parametrize("argv", VERBS, ids=" ".join)


@pytest.fixture(autouse=True)
def leads(tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@example.com\n")
    (tmp_path / "world.yaml").write_text("lists: [{name: L}]")


@each_verb
@pytest.mark.parametrize(
    "environment",
    [{}, {"MKTOWS_ENDPOINT": ""}, {"MKTOWS_USER_ID": "x", "MKTOWS_ENCRYPTION_KEY": "y"}],
    ids=["nothing set", "set to nothing", "credentials alone"],
)
def test_without_an_endpoint_nothing_is_done(
    cli: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    environment: dict[str, str],
) -> None:
    for name, text in environment.items():
        monkeypatch.setenv(name, text)
    before = sorted(tmp_path.iterdir())
    result = cli(*argv)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith("mktows: MKTOWS_ENDPOINT is not set: ")
    assert "https://" in result.err
    assert "--sandbox" in result.err
    assert result.err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@each_verb
@pytest.mark.parametrize(
    "options",
    [["--sandbox"], ["--database", "my.db"], ["--seed-data"], ["--seed-file", "world.yaml"]],
    ids=" ".join,
)
@pytest.mark.parametrize("endpoint", ["", "sandbox:"])
def test_whoever_asks_for_the_sandbox_gets_it(
    cli: Any,
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    options: list[str],
    endpoint: str,
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", endpoint)
    result = cli(*argv, *options)
    assert result.code == 0
    assert result.err.startswith(EMBEDDED) or argv[-1] == "--dry-run"


def test_the_environment_may_ask_for_it_alone(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", "sandbox:")
    result = cli("sync", "leads.csv", "--json")
    assert (result.code, json.loads(result.out)["target"]) == (0, "sandbox:")
    assert result.err.startswith(EMBEDDED)


@pytest.mark.parametrize("near", ["sandbox", "sandbox:my.db", "sandbox://", "SANDBOX"])
def test_another_word_is_no_sandbox(cli: Any, monkeypatch: pytest.MonkeyPatch, near: str) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", near)
    monkeypatch.setenv("MKTOWS_USER_ID", "someone")
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "some key")
    result = cli("call", "listMObjects")
    assert (result.code, result.out) == (3, "")


@each_verb
@pytest.mark.parametrize(
    "options",
    [["--sandbox"], ["--database", "my.db"], ["--seed-data"], ["--seed-file", "world.yaml"]],
    ids=" ".join,
)
def test_an_endpoint_and_a_sandbox_exclude_each_other(
    cli: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    options: list[str],
) -> None:
    monkeypatch.setenv("MKTOWS_ENDPOINT", ENDPOINT)
    result = cli(*argv, *options)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"mktows: {options[0]} is for the embedded sandbox, but MKTOWS_ENDPOINT is set\n"
        f"  hint: leave {options[0]} out, or unset MKTOWS_ENDPOINT\n"
    )
    assert not (tmp_path / "my.db").exists()


def test_what_answers_is_named(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox() as sandbox, ThreadedServer(sandbox) as server:
        endpoint = server.endpoint("2_7")
        monkeypatch.setenv("MKTOWS_ENDPOINT", f"{endpoint}?WSDL")
        monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
        synced = cli("sync", "leads.csv", "--json")
        called = cli("call", "listMObjects")
    assert json.loads(synced.out)["target"] == endpoint
    assert list(json.loads(called.out)) == ["result"]
    assert called.err == f"mktows: calling {endpoint}\n"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MKTOWS_ENDPIONT", "MKTOWS_ENDPIONT is no setting of mktows: is MKTOWS_ENDPOINT meant?"),
        (
            "MKTOWS_ENCRYPT_KEY",
            "MKTOWS_ENCRYPT_KEY is no setting of mktows: is MKTOWS_ENCRYPTION_KEY meant?",
        ),
        ("mktows_user_id", "mktows_user_id is no setting of mktows: is MKTOWS_USER_ID meant?"),
        (
            "MKTOWS_QQQQQQQQ",
            "MKTOWS_QQQQQQQQ is no setting of mktows: mktows --help lists them",
        ),
        ("MKTOWS_\x1b[31m", "MKTOWS_\\u001b[31m is no setting of mktows: "),
    ],
)
@pytest.mark.parametrize(
    "argv",
    [["sync", "leads.csv"], ["call", "x"], ["sign"], ["check", "leads.csv"], ["diff", "x", "y"]],
    ids=lambda argv: str(argv[0]),
)
def test_a_misspelt_variable_is_pointed_out(
    cli: Any, monkeypatch: pytest.MonkeyPatch, argv: list[str], name: str, said: str
) -> None:
    plain = cli(*argv)
    monkeypatch.setenv(name, "canary-value")
    result = cli(*argv)
    first, rest = result.err.split("\n", 1)
    assert first.startswith(f"mktows: {said}")
    assert (result.code, result.out, rest) == (plain.code, plain.out, plain.err)
    assert "canary-value" not in result.err


def test_known_and_foreign_variables_are_not_spoken_of(
    cli: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cli("sync", "leads.csv", "--sandbox")
    for name in (
        "MKTOWS_TIMEOUT",
        "MKTOWS_VENDOR_PAGES",
        "MKTOWS_CRASH_ROUNDS",
        "MKTOWSX_ENDPOINT",
    ):
        monkeypatch.setenv(name, "1")
    assert cli("sync", "leads.csv", "--sandbox").err == plain.err

"""Each error has its exit code and hint, and each option its bounds and its place in the verb."""

from __future__ import annotations

from typing import Any

import pytest

from mktows.cli import main
from mktows.cli.failures import InputError, OutputLost, UsageError
from mktows.errors import (
    ConfigError,
    ConnectionFailed,
    Fault,
    HttpStatusError,
    IncompleteReply,
    LimitReached,
    MktowsError,
    ProtocolError,
    ReplyTooLarge,
    RequestError,
    RequestTimeout,
    SoapFault,
    TransportError,
    fault_error,
)


def refusal(code: int) -> MktowsError:
    return fault_error(Fault(code="SOAP-ENV:Client", string=f"{code} - x", service_code=code))


USER_AND_KEY = "check MKTOWS_USER_ID and MKTOWS_ENCRYPTION_KEY"
ERRORS: dict[str, tuple[BaseException, int, str]] = {
    "output lost": (OutputLost("x"), 1, ""),
    "usage": (UsageError("x"), 2, ""),
    "usage with a hint": (UsageError("x", hint="mktows --help"), 2, "mktows --help"),
    "configuration": (ConfigError("x"), 3, ""),
    "transport": (TransportError("x"), 4, ""),
    "no connection": (ConnectionFailed("x"), 4, "check MKTOWS_ENDPOINT and the network"),
    "too late": (RequestTimeout("x"), 4, "MKTOWS_TIMEOUT allows more seconds"),
    "cut off": (IncompleteReply("x"), 4, ""),
    "too large": (ReplyTooLarge("x"), 4, ""),
    "an HTTP status": (HttpStatusError("x", status=502), 4, ""),
    "a fault": (SoapFault(Fault(code="SOAP-ENV:Client", string="x")), 5, ""),
    "access denied": (refusal(20013), 5, USER_AND_KEY),
    "authentication failed": (refusal(20014), 5, USER_AND_KEY),
    "expired": (refusal(20016), 5, "check this machine's clock"),
    "a limit kept here": (LimitReached("x"), 5, "wait, then go on"),
    "the quota": (refusal(20015), 5, "wait, then go on"),
    "the rate": (refusal(20023), 5, "wait, then go on"),
    "the concurrency": (refusal(20024), 5, "wait, then go on"),
    "not found": (refusal(20103), 5, ""),
    "an unknown code": (refusal(29999), 5, ""),
    "a wrong reply": (ProtocolError("x"), 6, ""),
    "a wrong request": (RequestError("x"), 6, ""),
    "a wrong input": (InputError("x"), 6, ""),
    "an error of no kind": (MktowsError("x"), 70, ""),
    "a bug": (ValueError("x"), 70, "--debug shows where"),
    "an interruption": (KeyboardInterrupt(), 130, ""),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_has_its_exit_code_and_hint(
    cli: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    error, code, hint = ERRORS[name]

    def failing(_: object) -> None:
        raise error

    monkeypatch.setattr("mktows.cli.sign.sign", failing)
    result = cli("sign")
    assert (result.code, result.out) == (code, "")
    first, *rest = result.err.splitlines()
    assert first.startswith("mktows: ")
    assert rest == ([f"  hint: {hint}"] if hint else [])
    shown = cli("--debug", "sign")
    assert shown.code == code
    assert shown.err.startswith("Traceback")
    assert shown.err.endswith(f"{first}\n" if name == "a bug" else result.err)


def test_every_error_that_is_told_apart_is_tried() -> None:
    kinds = {kind for kind, _ in (*main._CODES, *main._HINTS)}
    assert kinds <= {kind for error, _, _ in ERRORS.values() for kind in type(error).__mro__}


@pytest.mark.parametrize(
    ("missing", "extra"),
    [("click", "cli"), ("rich", "cli"), ("sqlalchemy", "sandbox"), ("h11", "sandbox")],
)
def test_a_missing_package_is_told_with_its_extra(
    cli: Any, monkeypatch: pytest.MonkeyPatch, missing: str, extra: str
) -> None:
    def failing(_: object) -> None:
        raise ModuleNotFoundError("x", name=f"{missing}.inner")

    monkeypatch.setattr("mktows.cli.sign.sign", failing)
    result = cli("sign")
    assert result.code == 3
    assert result.err == f"mktows: {missing} is not installed: install mktows[{extra}]\n"


def test_another_missing_module_is_a_bug(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: object) -> None:
        raise ModuleNotFoundError("x", name="mktows.nothing")

    monkeypatch.setattr("mktows.cli.sign.sign", failing)
    assert cli("sign").code == 70


# Options: the verb, its function, what it is given without options, and what each option changes.

SEED: dict[str, Any] = {"data": False, "file": None}
TLS: dict[str, Any] = {"made": False, "folder": None, "certificate": None, "key": None}
REST: dict[str, Any] = {"served": False, "limits": None, "habits": ()}
PAGE: dict[str, Any] = {"shown": True, "for_hosts": False}


def seen(value: Any) -> Any:
    """A verb's argument as plain values."""
    names = getattr(value, "__dataclass_fields__", None)
    return {name: seen(getattr(value, name)) for name in names} if names else value


Row = tuple[list[str], dict[str, Any]]
VERBS: dict[str, tuple[str, list[str], dict[str, Any], list[Row]]] = {
    "sync": (
        "mktows.cli.sync.sync",
        ["sync", "a.csv"],
        {
            "0": {
                "path": "a.csv",
                "encoding": None,
                "delimiter": None,
                "renamed": (),
                "clear_empty": False,
            },
            "1": {
                "batch_size": 300,
                "workers": 5,
                "dedup": True,
                "retry_failed": False,
                "retry_unknown": False,
                "restart": False,
                "journal": None,
                "no_journal": False,
            },
            "dry_run": False,
            "embedded": {"asked": False, "database": None, "seed": SEED},
            "version": None,
            "as_json": False,
            "events": False,
            "quiet": False,
        },
        [
            (["--encoding", "x"], {"encoding": "x"}),
            (["--delimiter", "x"], {"delimiter": "x"}),
            (["--map", "a=b", "--map", "c="], {"renamed": ("a=b", "c=")}),
            (["--dry-run"], {"dry_run": True}),
            (["--workers", "1"], {"workers": 1}),
            (["--workers", "10"], {"workers": 10}),
            (["--retry-failed"], {"retry_failed": True}),
            (["--retry-unknown"], {"retry_unknown": True}),
            (["--restart"], {"restart": True}),
            (["--journal", "x"], {"journal": "x"}),
            (["--no-journal"], {"no_journal": True}),
            (["--events"], {"events": True}),
            (["--batch-size", "1"], {"batch_size": 1}),
            (["--batch-size", "300"], {"batch_size": 300}),
            (["--no-dedup"], {"dedup": False}),
            (["--clear-empty"], {"clear_empty": True}),
            (["--version", "2_9"], {"version": "2_9"}),
            (["--json"], {"as_json": True}),
            (["--quiet"], {"quiet": True}),
        ],
    ),
    "call": (
        "mktows.cli.call.call",
        ["call", "getLead"],
        {
            "0": "getLead",
            "1": None,
            "dry_run": False,
            "workspace": None,
            "embedded": {"asked": False, "database": None, "seed": SEED},
            "version": None,
        },
        [
            (["a.json"], {"1": "a.json"}),
            (["--dry-run"], {"dry_run": True}),
            (["--version", "2_9"], {"version": "2_9"}),
            (["--workspace", "W"], {"workspace": "W"}),
        ],
    ),
    "sign": ("mktows.cli.sign.sign", ["sign"], {"0": None}, [(["--timestamp", "x"], {"0": "x"})]),
    "diff": (
        "mktows.cli.diff.diff",
        ["diff", "a", "b"],
        {"0": "a", "1": "b", "audience": None, "fail_on": None, "as_document": False},
        [
            (["--for", "x"], {"audience": "x"}),
            (["--fail-on", "x"], {"fail_on": "x"}),
            (["--json"], {"as_document": True}),
        ],
    ),
    "check": (
        "mktows.cli.check.check",
        ["check", "a"],
        {"0": ("a",), "version": None, "report": "text", "fail_on": "error"},
        [
            (["b", "c"], {"0": ("a", "b", "c")}),
            (["--version", "2_1"], {"version": "2_1"}),
            (["--json"], {"report": "json"}),
            (["--sarif"], {"report": "sarif"}),
            (["--fail-on", "note"], {"fail_on": "note"}),
        ],
    ),
    "migrate": (
        "mktows.cli.migrate.migrate",
        ["migrate", "a"],
        {"0": ("a",), "report": "markdown", "fields": None, "with_values": False},
        [
            (["b", "c"], {"0": ("a", "b", "c")}),
            (["--html"], {"report": "html"}),
            (["--json"], {"report": "json"}),
            (["--fields", "x"], {"fields": "x"}),
            (["--with-values"], {"with_values": True}),
        ],
    ),
    "sandbox": (
        "mktows.cli.sandbox.sandbox",
        ["sandbox"],
        {
            "0": {
                "host": "127.0.0.1",
                "port": 8017,
                "database": None,
                "seed": SEED,
                "strict": False,
                "limits": None,
                "window": 15,
                "clock": None,
                "journal": 10_000,
                "control": False,
                "hosts": (),
                "activity_ids": True,
                "rest": REST,
                "tls": TLS,
                "page": PAGE,
            }
        },
        [
            (["--host", "x"], {"host": "x"}),
            (["--port", "0"], {"port": 0}),
            (["--port", "65535"], {"port": 65535}),
            (["--database", "x"], {"database": "x"}),
            (["--seed-data"], {"seed": {**SEED, "data": True}}),
            (["--seed-file", "x"], {"seed": {**SEED, "file": "x"}}),
            (["--strict"], {"strict": True}),
            (["--limits", "real"], {"limits": "real"}),
            (["--rest"], {"rest": {**REST, "served": True}}),
            (["--rest-limits", "real"], {"rest": {**REST, "limits": "real"}}),
            (
                ["--rest-habit", "a=1", "--rest-habit", "b=2"],
                {"rest": {**REST, "habits": ("a=1", "b=2")}},
            ),
            (["--tls"], {"tls": {**TLS, "made": True}}),
            (["--tls-folder", "x"], {"tls": {**TLS, "folder": "x"}}),
            (["--tls-cert", "x"], {"tls": {**TLS, "certificate": "x"}}),
            (["--tls-key", "x"], {"tls": {**TLS, "key": "x"}}),
            (["--window", "0"], {"window": 0}),
            (["--clock", "x"], {"clock": "x"}),
            (["--journal", "0"], {"journal": 0}),
            (["--no-activity-ids"], {"activity_ids": False}),
            (["--control"], {"control": True}),
            (["--allow-host", "x", "--allow-host", "y"], {"hosts": ("x", "y")}),
            (["--control-host", "x"], {"control": True, "hosts": ("x",)}),
            (["--no-page"], {"page": {**PAGE, "shown": False}}),
            (["--page-for-hosts"], {"page": {**PAGE, "for_hosts": True}}),
        ],
    ),
    "sandbox export": (
        "mktows.cli.sandbox_export.export_world",
        ["sandbox", "export", "w.yaml", "--database", "x"],
        {"0": "w.yaml", "database": "x", "overwrite": False},
        [(["--database", "y"], {"database": "y"}), (["--overwrite"], {"overwrite": True})],
    ),
    "sandbox calls": (
        "mktows.cli.calls.calls",
        ["sandbox", "calls"],
        {
            "0": {"operation": None, "user_id": None, "failed": False, "last": 20},
            "call_id": None,
            "database": None,
            "url": None,
            "as_json": False,
        },
        [
            (["1"], {"call_id": 1}),
            (["--database", "x"], {"database": "x"}),
            (["--url", "x"], {"url": "x"}),
            (["--json"], {"as_json": True}),
            (["--operation", "x"], {"operation": "x"}),
            (["--user", "x"], {"user_id": "x"}),
            (["--failed"], {"failed": True}),
            (["--last", "1"], {"last": 1}),
            (["--last", "1000"], {"last": 1000}),
        ],
    ),
    "bridge serve": (
        "mktows.cli.bridge.bridge",
        ["bridge", "serve"],
        {
            "0": {
                "config": "bridge.toml",
                "host": "127.0.0.1",
                "port": 8027,
                "tls": TLS,
                "plain_http": False,
                "hosts": (),
                "open_metrics": False,
                "page": PAGE,
            }
        },
        [
            (["--config", "x"], {"config": "x"}),
            (["--host", "x"], {"host": "x"}),
            (["--port", "0"], {"port": 0}),
            (["--tls"], {"tls": {**TLS, "made": True}}),
            (["--tls-folder", "x"], {"tls": {**TLS, "folder": "x"}}),
            (["--tls-cert", "x"], {"tls": {**TLS, "certificate": "x"}}),
            (["--tls-key", "x"], {"tls": {**TLS, "key": "x"}}),
            (["--plain-http"], {"plain_http": True}),
            (["--allow-host", "x", "--allow-host", "y"], {"hosts": ("x", "y")}),
            (["--open-metrics"], {"open_metrics": True}),
            (["--no-page"], {"page": {**PAGE, "shown": False}}),
            (["--page-for-hosts"], {"page": {**PAGE, "for_hosts": True}}),
        ],
    ),
    "bridge check": (
        "mktows.cli.bridge_check.check",
        ["bridge", "check"],
        {"0": "bridge.toml"},
        [(["--config", "x"], {"0": "x"})],
    ),
    "bridge snapshot": (
        "mktows.cli.bridge_state.snapshot",
        ["bridge", "snapshot"],
        {"0": "bridge.toml", "tenant": None, "load": None},
        [
            (["--config", "x"], {"0": "x"}),
            (["--tenant", "x"], {"tenant": "x"}),
            (["--load", "x"], {"load": "x"}),
        ],
    ),
    "bridge calls": (
        "mktows.cli.bridge_state.calls",
        ["bridge", "calls"],
        {
            "0": "bridge.toml",
            "1": {"operation": None, "user_id": None, "failed": False, "last": 20},
            "call_id": None,
            "as_json": False,
        },
        [
            (["1"], {"call_id": 1}),
            (["--config", "x"], {"0": "x"}),
            (["--json"], {"as_json": True}),
            (["--operation", "x"], {"operation": "x"}),
            (["--user", "x"], {"user_id": "x"}),
            (["--failed"], {"failed": True}),
            (["--last", "1"], {"last": 1}),
        ],
    ),
    "bridge unknown": (
        "mktows.cli.bridge_state.unknown",
        ["bridge", "unknown"],
        {"0": "bridge.toml", "allow": None},
        [(["--config", "x"], {"0": "x"}), (["--allow", "x"], {"allow": "x"})],
    ),
}
EMBEDDED: list[Row] = [
    (["--sandbox"], {"asked": True}),
    (["--database", "x"], {"database": "x"}),
    (["--seed-data"], {"seed": {**SEED, "data": True}}),
    (["--seed-file", "x"], {"seed": {**SEED, "file": "x"}}),
]
ROWS = [
    (verb, options, changes)
    for verb, (_, _, _, rows) in VERBS.items()
    for options, changes in [([], {}), *rows, *(EMBEDDED if verb in ("sync", "call") else ())]
]


@pytest.mark.parametrize(("verb", "options", "changes"), ROWS)
def test_an_option_changes_what_it_names_and_nothing_else(
    cli: Any,
    monkeypatch: pytest.MonkeyPatch,
    verb: str,
    options: list[str],
    changes: dict[str, Any],
) -> None:
    function, argv, defaults, _ = VERBS[verb]
    given: dict[str, Any] = {}

    def run(*arguments: Any, **named: Any) -> int:
        given.update({str(place): seen(each) for place, each in enumerate(arguments)})
        given.update({name: seen(each) for name, each in named.items()})
        return 17

    monkeypatch.setattr(function, run)
    result = cli(*argv, *options)
    assert (result.code, result.out, result.err) == (17, "", "")
    expected = dict(defaults)
    for name, value in changes.items():
        inner = next(
            (
                key
                for key, each in defaults.items()
                if isinstance(each, dict) and name in each and name not in defaults
            ),
            None,
        )
        if options in [row for row, _ in EMBEDDED] and verb in ("sync", "call"):
            inner = "embedded"
        if inner is None:
            expected[name] = value
        else:
            expected[inner] = {**expected[inner], name: value}
    assert given == expected


@pytest.mark.parametrize(
    "argv",
    [
        ["sync", "a", "--batch-size", "0"],
        ["sync", "a", "--batch-size", "301"],
        ["sync", "a", "--workers", "0"],
        ["sync", "a", "--workers", "11"],
        ["sandbox", "--port", "-1"],
        ["sandbox", "--port", "65536"],
        ["bridge", "serve", "--port", "65536"],
        ["bridge", "nothing"],
        ["bridge", "calls", "0"],
        ["bridge", "calls", "--last", "1001"],
        ["sandbox", "--window", "-1"],
        ["sandbox", "--journal", "-1"],
        ["sandbox", "calls", "0"],
        ["sandbox", "calls", "--last", "0"],
        ["sandbox", "calls", "--last", "1001"],
        ["check"],
        ["check", "a", "--json", "--sarif"],
        ["migrate"],
        ["migrate", "a", "--json", "--html"],
        ["call"],
        ["call", "a", "b", "c"],
        ["diff", "a"],
        ["diff", "a", "b", "c"],
        ["sync"],
        ["sign", "a"],
    ],
)
def test_what_is_out_of_bounds_is_refused(cli: Any, argv: list[str]) -> None:
    result = cli(*argv)
    assert (result.code, result.out) == (2, "")


def test_every_option_is_tried() -> None:
    from mktows.cli.app import _mktows

    commands = {name: _mktows.commands[name] for name in _mktows.commands}
    for group in ("sandbox", "bridge"):
        within = _mktows.commands[group].commands  # type: ignore[attr-defined]  # a group
        commands |= {f"{group} {name}": each for name, each in within.items()}
    del commands["bridge"], commands["export"]  # they have no options of their own
    for verb, command in commands.items():
        tried = {
            each for _, options, _ in (row for row in ROWS if row[0] == verb) for each in options
        }
        declared = {each for option in command.params for each in option.opts if each[0] == "-"}
        assert declared <= tried, verb

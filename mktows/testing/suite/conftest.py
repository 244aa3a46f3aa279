"""Shared parts of the clauses' tests: the endpoint, and the report by clause."""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from mktows.config import Config
from mktows.contract import LATEST_VERSION
from mktows.errors import ConfigError
from mktows.pytest_plugin import asked_version, named_endpoint
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.expectations import NO_ANSWER, ClauseBroken
from mktows.testing.suite.instance import CustomType, Known, two_names
from mktows.testing.suite.report import Failure, Tests, as_json, as_lines
from mktows.transport import RequestsTransport

_TESTS = pytest.StashKey[dict[str, Tests]]()
_ENDPOINT = pytest.StashKey[Endpoint]()
_MARK = "mktows_clause"
_WARNING = (
    "This writes leads at mktows-suite-{0}-*@example.com, and opportunities and custom objects "
    "marked {0}; it changes nothing that others wrote."
)
_REFUSED = (
    "the endpoint refuses what the suite calls with by {}. Are MKTOWS_USER_ID and "
    "MKTOWS_ENCRYPTION_KEY those that it knows?"
)
_LAST = "test_replies"  # it judges all that was received


@pytest.fixture(scope="session")
def endpoint(request: pytest.FixtureRequest) -> Iterator[Endpoint]:
    """The endpoint under test: the one that is named, or a sandbox for this run."""
    run = uuid.uuid4().hex[:10]
    url = request.config.getoption("--mktows-endpoint")
    if url:
        config, known = _named(request.config, url)
        yield from _serving(request, config, known, run)
        return
    try:
        from mktows.server.http.server import ThreadedServer
        from mktows.testing.suite.own_sandbox import OwnSandbox
    except ImportError as error:
        pytest.exit(
            f"without --mktows-endpoint the suite needs the sandbox, but {error.name or 'it'} "
            'is not installed: pip install "mktows[sandbox]"',
            returncode=pytest.ExitCode.USAGE_ERROR,
        )
    own = OwnSandbox()
    try:
        config = own.sandbox.config(asked_version(request.config) or LATEST_VERSION)
    except ConfigError as error:
        pytest.exit(f"--mktows-version: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
    with ThreadedServer(own.sandbox) as server:
        served = dataclasses.replace(config, endpoint=server.endpoint(config.endpoint_version))
        yield from _serving(request, served, own.known, run)
    own.close()


def _serving(
    request: pytest.FixtureRequest, config: Config, known: Known, run: str
) -> Iterator[Endpoint]:
    transport = RequestsTransport(
        connect_timeout=config.connect_timeout,
        read_timeout=config.read_timeout,
        max_reply_bytes=config.max_reply_bytes,
    )
    made = Endpoint(config, transport, run, known)
    request.config.stash[_ENDPOINT] = made
    first = made.probe()
    plugins = request.config.pluginmanager
    with plugins.getplugin("capturemanager").global_and_fixture_disabled():
        reporter = plugins.getplugin("terminalreporter")
        reporter.ensure_newline()
        reporter.write_line(f"mktows: testing {config.endpoint}. {_WARNING.format(run)}")
        if first.fault is not None:
            # Whether it is right about that is decided by the clauses.
            reporter.write_line(f"mktows: {_REFUSED.format(first.outcome)}")
    yield made
    transport.close()


def _named(config: pytest.Config, url: str) -> tuple[Config, Known]:
    option = config.getoption
    try:
        settings = named_endpoint(config, url)
        program_list, batch = option("--mktows-program-list"), option("--mktows-batch-campaign")
        custom = option("--mktows-custom-object")
        known = Known(
            option("--mktows-list"),
            two_names(program_list) if program_list else None,
            option("--mktows-campaign"),
            two_names(batch) if batch else None,
            CustomType.parse(custom) if custom else None,
        )
    except (ConfigError, ValueError) as error:
        pytest.exit(f"mktows: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
    return settings, known


# The report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the tests that judge all replies come last."""
    items.sort(key=lambda item: item.nodeid.partition("::")[0].endswith(f"{_LAST}.py"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note how many tests each clause has, so that a run that ends early passes no half of one."""
    by_clause = session.config.stash.setdefault(_TESTS, {})
    for item in session.items:
        for mark in item.iter_markers(_MARK):
            by_clause.setdefault(mark.args[0], Tests()).chosen += 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Note the result of a test for its clause; a broken clause is reported without a traceback."""
    report: pytest.TestReport = yield  # type: ignore[assignment]  # as pluggy has it
    marks = list(item.iter_markers(_MARK))
    if marks and (call.when == "call" or report.outcome != "passed"):
        for mark in marks:
            _note(item.config.stash[_TESTS][mark.args[0]], item, call, report)
    return report  # type: ignore[return-value]  # likewise


def _note(
    tests: Tests, item: pytest.Item, call: pytest.CallInfo[None], report: pytest.TestReport
) -> None:
    if report.outcome == "passed":
        tests.passed += 1
        return
    error = None if call.excinfo is None else call.excinfo.value
    if report.outcome == "skipped":
        tests.reasons.append(str(getattr(error, "msg", None) or error))
        return
    test = item.nodeid.rpartition("/")[2]
    if isinstance(error, ClauseBroken):
        shown = error.exchange
        tests.failures.append(
            Failure(
                test,
                error.expected,
                error.found,
                None if shown is None else shown.sent,
                None if shown is None else shown.received,
            )
        )
        report.longrepr = f"{item.get_closest_marker(_MARK).args[0]} is broken, see below: {error}"  # type: ignore[union-attr]  # it has one
    else:
        tests.failures.append(Failure(test, "that the test can run", report.longreprtext))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print a line for every clause, and write the report for programs."""
    _tell(config, terminalreporter)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Tell what was found until the endpoint went away: pytest makes no summary of such a run."""
    if exitstatus == NO_ANSWER:
        _tell(session.config, session.config.pluginmanager.getplugin("terminalreporter"))


def _tell(config: pytest.Config, reporter: pytest.TerminalReporter) -> None:
    tests = config.stash.get(_TESTS, {})
    endpoint = config.stash.get(_ENDPOINT, None)
    if endpoint is None:
        return
    if any(each.tried for each in tests.values()):
        reporter.section("clauses of the contract")
        for line in as_lines(tests):
            reporter.write_line(line, red=line.startswith("FAIL "))
    path = config.getoption("--mktows-report")
    if path:
        document = as_json(
            tests,
            endpoint=endpoint.config.endpoint,
            version=endpoint.config.version,
            run=endpoint.run,
        )
        Path(path).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")

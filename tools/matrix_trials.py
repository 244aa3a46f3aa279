"""What is tried in each cell of the matrix; each trial judges what comes out, not how it ends."""

from __future__ import annotations

import functools
import hashlib
import hmac
import json
import re
import shutil
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import constraints
from matrix_cell import Cell, Done, TrialFailed

ROOT = constraints.ROOT
TESTS: dict[str, tuple[str, ...]] = {
    "client tests": ("tests/core", "tests/diffing", "tests/limiting", "tests/transfer"),
    "server tests": ("tests/database", "tests/server", "tests/bridge/test_operating.py"),
    "sandbox tests": ("tests/sandbox",),
}
"""The tests that need nothing but what the wheel asks for, by trial."""
FIRST_PROGRAM_PRINTS = [
    "1 CREATED",
    "George t.com",
    "1000 leads: {'CREATED'}",
    "20103 No lead found with IDNUM = 5000 (20103)",
]
"""The lines that the README's first program prints."""

_DATA = ROOT / "tests" / "data"
_GOOD = _DATA / "documented_sync_multiple_leads_request.xml"
_LEADS = _DATA / "leads.csv"
_LEADS_IN_IT = 12
_VERBS = ("sync", "call", "sign", "diff", "check", "sandbox")
_CREDENTIALS = {"MKTOWS_USER_ID": "user_1", "MKTOWS_ENCRYPTION_KEY": "key_1"}
_MOMENT = "2013-08-01T18:22:30-07:00"
# Longer than other commands: packages come from an index, suites are hundreds of tests.
_INSTALL_PATIENCE = 600
_SERVE_PATIENCE = 120
_SUITE_PATIENCE = 900
_TESTS_PATIENCE = 3600

Trial = Callable[[Cell], str]


def first_program() -> str:
    """The README's first program."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return str(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0])


def installs(cell: Cell) -> str:
    """The wheel installs with the versions of the constraints, and with no others."""
    room = cell.room("install")
    cell.run(cell.python.path, "-m", "venv", cell.bin.parent, room=room).expect(0)
    pip = (cell.bin / "python", "-m", "pip", "--disable-pip-version-check")
    options = ("--quiet", "--no-compile", "--constraint", cell.kind.path)
    wheel = f"{cell.wheel}[bridge,cli,parquet,postgres,testing,tls]"
    cell.run(*pip, "install", *options, wheel, room=room, patience=_INSTALL_PATIENCE).expect(0)
    cell.run(*pip, "check", room=room).expect(0)
    listed = cell.run(*pip, "list", "--format=json", room=room).expect(0)
    installed = {each["name"]: each["version"] for each in json.loads(listed.out)}
    differing = constraints.unlike_pins(installed, cell.kind.path.read_text(encoding="utf-8"))
    if differing:
        raise listed.fail(f"not the versions of {cell.kind.path.name}: {', '.join(differing)}")
    return f"{len(installed)} packages"


def runs_first_program(cell: Cell) -> str:
    """The README's first program prints what the README promises."""
    room = cell.room("program")
    (room / "program.py").write_text(first_program(), encoding="utf-8")
    done = cell.run(cell.bin / "python", "program.py", room=room).expect(0)
    if done.out.splitlines() != FIRST_PROGRAM_PRINTS:
        raise done.fail("the first program printed something else")
    return "passed"


def syncs(cell: Cell) -> str:
    """`sync` creates the leads of a file, updates them the next time, and they are there."""
    room = cell.room("sync")
    # Beside the file is a journal, which one run holds at a time: each cell has a copy.
    leads = shutil.copy(_LEADS, room)
    kept = ("--database", "kept.db")
    expected = {"failures": [], "created": _LEADS_IN_IT, "updated": 0, "failed": 0}
    for each in (expected, expected | {"created": 0, "updated": _LEADS_IN_IT}):
        done = cell.mktows("sync", leads, *kept, "--json", room=room).expect(0)
        report = _json(done)
        if {name: report.get(name) for name in each} != each:
            raise done.fail(f"the report is not {each}")
    asked = json.dumps({"leadKey": {"keyType": "EMAIL", "keyValue": "lead.four@example.org"}})
    done = cell.mktows("call", "getLead", "-", *kept, room=room, stdin=asked).expect(0)
    if done.out.count('"lead.four@example.org"') != 1 or r"The \"Quoted\" Company" not in done.out:
        raise done.fail("a lead of the file is not there")
    return "passed"


def checks(cell: Cell) -> str:
    """`check` passes a good message and finds a bad one, and text that is none, bad."""
    room = cell.room("check")
    good = _GOOD.read_text(encoding="utf-8")
    (room / "good.xml").write_text(good, encoding="utf-8")
    (room / "bad.xml").write_text(good.replace("leadRecord>", "leadrecord>"), encoding="utf-8")
    (room / "cut.xml").write_text(good[: len(good) // 2], encoding="utf-8")
    wanted: dict[str, tuple[int, set[str]]] = {
        "good.xml": (0, set()),
        "bad.xml": (6, {"element-case"}),
        "cut.xml": (6, {"xml-truncated"}),
    }
    for name, (code, rules) in wanted.items():
        done = cell.mktows("check", "--json", name, room=room).expect(code)
        files = _json(done)["files"]
        if [{each["rule"] for each in file["findings"]} for file in files] != [rules]:
            raise done.fail(f"{name}: the findings are not {rules or 'none'}")
    return "passed"


def commands(cell: Cell) -> str:
    """Every verb shows its own help, refuses an unknown option, and does its own work."""
    room = cell.room("commands")
    version = cell.wheel.name.split("-")[1]
    done = cell.mktows("--version", room=room).expect(0)
    if done.out != f"mktows {version}\n":
        raise done.fail("--version prints something else")
    cell.mktows("no-such-verb", room=room).expect(2)
    for verb in _VERBS:
        done = cell.mktows(verb, "--help", room=room).expect(0)
        if f"mktows {verb} " not in done.out.partition("\n")[0]:
            raise done.fail("that is not the help of the verb")
        done = cell.mktows(verb, "--no-such-option", room=room).expect(2)
        if done.out or "--no-such-option" not in done.err:
            raise done.fail("an unknown option is not refused by name")
    done = cell.mktows("sign", "--timestamp", _MOMENT, room=room, settings=_CREDENTIALS).expect(0)
    user, key = _CREDENTIALS.values()
    signature = hmac.new(key.encode(), (_MOMENT + user).encode(), hashlib.sha1).hexdigest()
    if _json(done).get("requestSignature") != signature:
        raise done.fail("that is not the signature")
    done = cell.mktows("diff", "2_1", "2_7", "--json", room=room).expect(0)
    if "type ActivityRecord/id" not in {each["path"] for each in _json(done)["findings"]}:
        raise done.fail("a change that is there is not found")
    return "passed"


def serves(cell: Cell) -> str:
    """`sandbox` serves the contract, and answers a call that `call --dry-run` has signed."""
    room = cell.room("serve")
    request = json.dumps({"leadRecord": {"Email": "t@t.com"}, "returnLead": False})
    options = ("--sandbox", "--dry-run")
    signed = cell.mktows("call", "syncLead", "-", *options, room=room, stdin=request).expect(0)
    with _sandbox(cell, room) as endpoint:
        contract = _fetched(f"{endpoint}?WSDL")
        if b'name="syncMultipleLeads"' not in contract:
            raise TrialFailed(f"the sandbox serves no contract but {contract[:200]!r}")
        reply = _fetched(endpoint, signed.out.encode())
    result = ElementTree.fromstring(reply)  # noqa: S314  (the sandbox's own)
    if [each.text for each in result.iter("status")] != ["CREATED"]:
        raise TrialFailed(f"the sandbox did not create the lead: {reply.decode()[:2000]}")
    return "passed"


def passes_suite(cell: Cell) -> str:
    """The sandbox passes every clause of the contract suite."""
    room = cell.room("suite")
    report = room / "clauses.json"
    options = ("-q", "-p", "no:cacheprovider", f"--mktows-report={report}")
    suite = ("--pyargs", "mktows.testing.suite")
    done = cell.run(
        cell.bin / "python", "-m", "pytest", *options, *suite, room=room, patience=_SUITE_PATIENCE
    ).expect(0)
    clauses = _json_file(done, report)["clauses"]
    passed = sum(each["outcome"] == "passed" for each in clauses)
    if not passed or passed != len(clauses):
        raise done.fail(f"{passed} of {len(clauses)} clauses passed")
    return f"{passed} passed"


def passes_tests(cell: Cell, name: str) -> str:
    """The project's own tests of this name pass, of what is installed."""
    room = cell.room(name.replace(" ", "-"))
    for folder in ("tests", "tools", "wsdl"):
        shutil.copytree(
            ROOT / folder,
            room / folder,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, room / file)
    python = cell.bin / "python"
    where = cell.run(python, "-c", "import mktows; print(mktows.__file__)", room=room).expect(0)
    if not Path(where.out.strip()).is_relative_to(cell.bin.parent):
        raise where.fail("what is tested is not what was installed")
    options = ("-q", "-p", "no:cacheprovider", "--junitxml=report.xml")
    profile = {"HYPOTHESIS_PROFILE": cell.environment().get("HYPOTHESIS_PROFILE", "quick")}
    done = cell.run(
        python,
        "-m",
        "pytest",
        *options,
        *TESTS[name],
        room=room,
        settings=profile,
        patience=_TESTS_PATIENCE,
    ).expect(0)
    return counted(done, room / "report.xml")


def counted(done: Done, report: Path) -> str:
    """How many tests passed and how many were skipped, from pytest's report.

    Raises:
        TrialFailed: There is none, one failed, or none passed.
    """
    try:
        suites = list(ElementTree.parse(report).iter("testsuite"))  # noqa: S314  (pytest's)
    except (OSError, ElementTree.ParseError):
        raise done.fail("pytest wrote no report") from None
    total, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites)
        for name in ("tests", "failures", "errors", "skipped")
    )
    passed = total - failures - errors - skipped
    if failures or errors or not passed:
        raise done.fail(f"{passed} passed, {failures + errors} failed, {skipped} skipped")
    return f"{passed} passed" + (f", {skipped} skipped" if skipped else "")


TRIALS: dict[str, Trial] = {
    "install": installs,
    "first program": runs_first_program,
    "sync": syncs,
    "check": checks,
    "commands": commands,
    "sandbox": serves,
    "contract suite": passes_suite,
    **{name: functools.partial(passes_tests, name=name) for name in TESTS},
}
"""By the heading of their columns; without the first no other can be tried."""


@contextmanager
def _sandbox(cell: Cell, room: Path) -> Iterator[str]:
    """Serve a sandbox, and give its endpoint."""
    process = subprocess.Popen(
        [str(cell.bin / "mktows"), "sandbox", "--port", "0"],
        cwd=room,
        env=cell.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # A sandbox that says nothing, or does not end, is no better than one that ends at once.
    patience = threading.Timer(_SERVE_PATIENCE, process.kill)
    patience.start()
    with process:
        try:
            said = []
            for line in process.stdout or ():
                said.append(line)
                found = re.search(r"http://127\.0\.0\.1:\d+/soap/mktows/\w+", line)
                if found:
                    yield found[0]
                    return
            raise TrialFailed(f"the sandbox ended: {''.join(said)}")
        finally:
            process.terminate()
            process.wait()
            patience.cancel()


def _fetched(url: str, data: bytes | None = None) -> bytes:
    request = urllib.request.Request(url, data, {"Content-Type": "text/xml"})  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as reply:
            return bytes(reply.read())
    except urllib.error.HTTPError as error:
        with error:
            raise TrialFailed(f"the sandbox answered with {error.code}: {error.read()!r}") from None
    except OSError as error:
        raise TrialFailed(f"the sandbox cannot be reached: {error}") from None


def _json(done: Done) -> dict[str, Any]:
    try:
        found = json.loads(done.out)
    except ValueError:
        raise done.fail("what it printed is not JSON") from None
    if not isinstance(found, dict):
        raise done.fail("what it printed is no JSON object")
    return found


def _json_file(done: Done, path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError:
        raise done.fail(f"it wrote no {path.name}") from None
    return _json(Done(done.command, done.code, text, done.err))

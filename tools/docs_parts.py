"""The parts of the manual that are made from the code, by name."""

from __future__ import annotations

import dataclasses
import inspect
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docs_bridge
import docs_commands
import docs_rest
import matrix
from docs_tables import anchored, described, first_line, table
from mutants import read_mutants

import mktows.testing
from mktows import Client, Config, RetryPolicy, pytest_plugin
from mktows.checking import RULES as CHECK_RULES
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.diffing.rules import KINDS
from mktows.diffing.rules import RULES as DIFF_RULES
from mktows.errors import (
    FAULT_CLASSES,
    ConnectionFailed,
    Fault,
    HttpStatusError,
    IncompleteReply,
    MktowsError,
    ProtocolError,
    ReplyTooLarge,
    RequestTimeout,
    fault_error,
)
from mktows.facts.faults import SHORT_TEXTS
from mktows.facts.operations import READS
from mktows.facts.request_fields import (
    HEADER_FIELDS_WITHOUT_EFFECT,
    REQUEST_FIELDS,
    WITHOUT_EFFECT,
    without_effect,
)
from mktows.sandbox import Sandbox
from mktows.sandbox.emulator import OPERATIONS
from mktows.sandbox.reasons import reasons
from mktows.sandbox.world import world
from mktows.server.refusals import Reason
from mktows.testing.clauses import CLAUSES

ROOT = Path(__file__).resolve().parent.parent
_DATA = ROOT / "tests" / "data"
_NEVER = "never"


# The client


def versions() -> str:
    """The versions that there are bindings for."""
    return ", ".join(f"`{version}`" for version in KNOWN_VERSIONS)


def config() -> str:
    """The settings of a client in Python, with their defaults."""
    defaults = {
        each.name: f"`{each.default!r}`"
        for each in dataclasses.fields(Config)
        if each.default is not dataclasses.MISSING
    }
    rows = [
        (f"`{name}`", defaults.get(name, "must be given"), text)
        for name, text in described(Config, "Attributes")
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def retry() -> str:
    """The settings of the retry policy, with their defaults."""
    defaults = {each.name: each.default for each in dataclasses.fields(RetryPolicy)}
    rows = [
        (f"`{name}`", f"`{defaults[name]!r}`", text)
        for name, text in described(RetryPolicy, "Attributes")
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def sent_twice() -> str:
    """What a client does after each kind of failure, for a read and for a write."""
    failures: tuple[tuple[str, MktowsError], ...] = (
        ("no byte of the request left (`sent` is False)", ConnectionFailed("", sent=False)),
        ("`ConnectionFailed` after a byte had left", ConnectionFailed("")),
        ("`RequestTimeout` after a byte had left", RequestTimeout("")),
        ("`IncompleteReply`", IncompleteReply("")),
        ("`HttpStatusError` with status 502, 503 or 504", HttpStatusError("", status=503)),
        ("`HttpStatusError` with another status", HttpStatusError("", status=500)),
        ("`ReplyTooLarge`", ReplyTooLarge("")),
        ("`ProtocolError`", ProtocolError("")),
    )
    rows = [(what, *_again(error)) for what, error in failures]
    told: dict[tuple[str, str], list[str]] = {}
    for code in sorted(SHORT_TEXTS):
        error = fault_error(Fault("SOAP-ENV:Client", f"{code} - ", service_code=code))
        told.setdefault(_again(error), []).append(str(code))
    other = told.pop((_NEVER, _NEVER))
    rows += [(f"fault {', '.join(codes)}", *again) for again, codes in told.items()]
    rows.append((f"one of the {len(other)} other faults, or one without code", _NEVER, _NEVER))
    return table(("The attempt ended in", "A read is sent again", "A write is sent again"), rows)


def _again(error: MktowsError) -> tuple[str, str]:
    policy = RetryPolicy()
    said = []
    for operation in ("getLead", "syncLead"):
        waits = [
            policy.wait(error, operation=operation, attempt=attempt)
            for attempt in range(1, policy.attempts)
        ]
        seconds = list(dict.fromkeys(f"{each:g} s" for each in waits if each is not None))
        said.append(f"after {', then '.join(seconds)}" if seconds else _NEVER)
    read, write = said
    return read.replace("after 0 s", "at once"), write.replace("after 0 s", "at once")


def codes() -> str:
    """Every code of the service with the class that it is raised as."""
    rows = [
        (str(code), SHORT_TEXTS.get(code, "(undocumented)"), f"`{kind.__name__}`")
        for code, kind in FAULT_CLASSES.items()
    ]
    return table(("Code", "Text", "Class"), rows)


# The sandbox


def sandbox() -> str:
    """The options of a sandbox in Python."""
    return table(
        ("Option", "Meaning"), [(f"`{name}`", text) for name, text in described(Sandbox, "Args")]
    )


def fault_injection() -> str:
    """How the next calls can be made to fail."""
    rows = [(f"`{name}`", text) for name, text in described(Sandbox.fail_next, "Args")]
    return table(("Member", "Meaning"), rows)


def world_example() -> str:
    """A world file, which a test loads."""
    return f"```yaml\n{(_DATA / 'world.yaml').read_text(encoding='utf-8')}```"


def world_members() -> str:
    """Every member of a world file."""
    return f"```text\n{(inspect.getdoc(world) or '').partition(chr(10) * 2)[2]}\n```"


def refusals() -> str:
    """Every reason that the sandbox refuses a call for, or a record of one."""
    rows = [
        (
            f"`{each.id}`",
            "" if each.code is None else str(each.code),
            _refused_text(each),
            each.about,
            each.strength,
            f"{each.evidence} Disputed: {each.disputed}" if each.disputed else each.evidence,
        )
        for each in reasons().values()
        if not each.noted_as
    ]
    headings = ("Reason", "Code", "Text", "Decided by", "Evidence", "What says so")
    return table(headings, rows)


def carried_out() -> str:
    """Everything doubtful that the sandbox carries out and notes."""
    rows = [
        (f"`{each.id}`", str(each.code), _refused_text(each), f"`{each.noted_as}`", each.evidence)
        for each in reasons().values()
        if each.noted_as
    ]
    return table(("Reason", "Code", "Text", "Finding", "What says so"), rows)


def _refused_text(reason: Reason) -> str:
    text = reason.text or reason.string or SHORT_TEXTS[reason.code or 0]
    return text.replace("{{", "{").replace("}}", "}")


def operation_index() -> str:
    """Every operation with the client's method, whether it writes, and how far it is emulated."""
    rows = []
    for name, operation in sorted(contract(LATEST_VERSION).operations.items()):
        emulated = OPERATIONS.get(name)
        kind = "read" if name in READS else "write"
        evidence = "not emulated" if emulated is None else _listed(emulated.strength)
        rows.append((f"[{name}](#{name.lower()})", f"`{operation.method}`", kind, evidence))
    return table(("Operation", "Method of `Client`", "Kind", "Evidence"), rows)


def operation_reference() -> str:
    """Each operation: its method with its arguments, what the sandbox does, and what differs."""
    blocks = []
    for name, operation in sorted(contract(LATEST_VERSION).operations.items()):
        method = getattr(Client, operation.method)
        lines = [f"### {name}", "", f"`{_signature(operation.method, method)}`", ""]
        lines += [first_line(method), ""]
        arguments = described(method, "Args")
        if arguments:
            lines += [*(f"- `{argument}`: {text}" for argument, text in arguments), ""]
        emulated = OPERATIONS.get(name)
        if emulated is None:
            lines += ["**Sandbox**: not emulated; the call is refused with 20019.", ""]
        else:
            lines += [f"**Sandbox**: {emulated.summary}.", ""]
            differences = [*emulated.differences, *without_effect(name)]
            if differences:
                lines += ["**Differences**:", ""]
                lines += [*(f"- {each}." for each in differences), ""]
        blocks.append("\n".join(lines))
    return "\n".join(blocks).rstrip()


def request_fields() -> str:
    """Every field of every request: its effect, or why it has none."""
    rows = []
    for operation, fields in sorted(REQUEST_FIELDS.items()):
        rows += [(operation, f"`{each.path}`", each.effect, each.strength) for each in fields]
        rows += [
            (operation, f"`{fact.path}`", f"no effect{fact.when}: {fact.reason}", fact.strength)
            for fact in WITHOUT_EFFECT
            if fact.operation == operation
        ]
    return table(("Operation", "Field", "Effect", "Evidence"), rows)


def header_fields() -> str:
    """The fields of the AuthenticationHeader that have no effect."""
    rows = [(f"`{each.name}`", each.reason, each.strength) for each in HEADER_FIELDS_WITHOUT_EFFECT]
    return table(("Field", "Why it has no effect", "Evidence"), rows)


def _signature(name: str, method: Callable[..., object]) -> str:
    parameters = list(inspect.signature(method).parameters.values())[1:]
    bare = [each.replace(annotation=inspect.Parameter.empty) for each in parameters]
    return f"{name}{inspect.Signature(bare)}"


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


# Checks and comparisons


def check_rules() -> str:
    """Every rule of `mktows check`."""
    rows = [
        (anchored(rule.id), rule.severity, rule.evidence, rule.claim)
        for rule in CHECK_RULES.values()
    ]
    return table(("Rule", "Severity", "Evidence", "What is known of the service"), rows)


def diff_kinds() -> str:
    """Every rule of `mktows diff` that is two: one for requests and one for replies."""
    rows = []
    for each in DIFF_RULES.values():
        kind = each.id.removeprefix("request-")
        if kind in KINDS and each.id != kind:
            reply = DIFF_RULES[f"reply-{kind}"]
            levels = (each.caller, each.server, reply.caller, reply.server)
            name = anchored(kind, f"request-{kind}", f"reply-{kind}")
            rows.append((name, *levels, each.purpose))
    headings = ("Rule", "Request: caller", "server", "Reply: caller", "server", "What it finds")
    return table(headings, rows)


def diff_rules() -> str:
    """The other rules of `mktows diff`."""
    both = {f"{side}-{kind}" for kind in KINDS for side in ("request", "reply")}
    rows = [
        (anchored(rule.id), rule.direction, rule.caller, rule.server, rule.purpose)
        for rule in DIFF_RULES.values()
        if rule.id not in both
    ]
    return table(("Rule", "Direction", "Caller", "Server", "What it finds"), rows)


# Tests of others


def first_contract_test() -> str:
    """A user's first test file, which a test runs."""
    return _program("first_contract_test.py")


def contract_tests() -> str:
    """A user's own test file, which runs in a project with the wheel."""
    return _program("contract_tests.py")


def programs() -> str:
    """The programs that integrations are made of, which run and are checked by their types."""
    return _program("programs.py")


def clauses() -> str:
    """Every clause of the suite."""
    rows = [
        (f"`{each.id}`", each.strength, _listed(each.operations) or "all", each.claim)
        for each in CLAUSES
    ]
    return table(("Clause", "Strength", "Operations", "Claim"), rows)


def testing_names() -> str:
    """The functions and classes of `mktows.testing`."""
    items = [(name, getattr(mktows.testing, name)) for name in mktows.testing.__all__]
    rows = [(f"`{name}`", first_line(item)) for name, item in items if callable(item)]
    return table(("Name", "What it is"), rows)


def plugin_options() -> str:
    """The options of the pytest plugin."""
    recorded = _RecordedOptions()
    pytest_plugin.pytest_addoption(recorded)  # type: ignore[arg-type]  # it asks for no more
    return table(("Option", "Meaning"), recorded.rows)


class _RecordedOptions:
    """Stands for pytest's parser, and keeps what is registered."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str]] = []

    def getgroup(self, _name: str) -> _RecordedOptions:
        return self

    def addoption(self, option: str, *, help: str, metavar: str = "", **_rest: object) -> None:
        self.rows.append((f"`{f'{option} {metavar}'.strip()}`", help))


def _program(name: str) -> str:
    return f"```python\n{(_DATA / name).read_text(encoding='utf-8')}```"


# The project


def mutants() -> str:
    """How many named faults there are in each area."""
    areas = Counter(each.area for each in read_mutants(ROOT))
    return ", ".join(f"{area} {count}" for area, count in sorted(areas.items()))


def tried() -> str:
    """What came out when the wheel was tried on several Pythons."""
    return matrix.table(matrix.read_record())


PARTS: dict[str, Callable[[], str]] = {
    **docs_commands.parts(),
    "versions": versions,
    "config": config,
    "retry": retry,
    "sent_twice": sent_twice,
    "codes": codes,
    "sandbox": sandbox,
    "fault_injection": fault_injection,
    "world": world_example,
    "world_members": world_members,
    "refusals": refusals,
    "carried_out": carried_out,
    "operation_index": operation_index,
    "operation_reference": operation_reference,
    "request_fields": request_fields,
    "header_fields": header_fields,
    "check_rules": check_rules,
    "diff_kinds": diff_kinds,
    "diff_rules": diff_rules,
    "first_contract_test": first_contract_test,
    "contract_tests": contract_tests,
    "programs": programs,
    "clauses": clauses,
    "testing_names": testing_names,
    "plugin_options": plugin_options,
    "matrix": tried,
    "mutants": mutants,
    **docs_rest.parts(),
    **docs_bridge.parts(),
}

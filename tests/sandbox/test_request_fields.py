"""Every field of every request has an effect that is seen here, or is noted to have none."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree
from support.check_examples import attribute, key, upper_first
from support.envelopes import NAMESPACE, header_at, request
from support.field_pairs import (
    EFFECTS,
    NOW,
    WITHOUT,
    WORLD,
    Pair,
    Step,
    by_keys,
    criterion,
    element,
    leaves,
    selector,
)

from mktows.checking import Finding, check
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.facts.operations import READS
from mktows.facts.request_fields import REQUEST_FIELDS, WITHOUT_EFFECT, WithoutEffect
from mktows.sandbox import Sandbox
from mktows.soap import XSI_NAMESPACE, read_envelope

OPERATIONS = sorted(contract("3_1").operations)
FACTS = {(fact.operation, fact.path): fact for fact in WITHOUT_EFFECT}
ALWAYS = [fact for fact in WITHOUT_EFFECT if fact.circumstance is None]
FIELDS = {
    version: {(op, path) for op in OPERATIONS for path in leaves(contract(version), op)}
    for version in KNOWN_VERSIONS
}
EVERY_FIELD = sorted(set().union(*FIELDS.values()))
# Rules that tell of a field without effect under another name.
OWN_RULES = {
    "createdAt": "mobject-read-only",
    "updatedAt": "mobject-read-only",
    "Email": "email-not-changed",
    "ForeignSysType": "foreign-type-without-id",
    "staticListName": "static-list-twice",
}


def in_versions(operation: str, path: str) -> list[str]:
    """The versions to try a field in: the last, or each that has it where not all have."""
    having = [version for version in KNOWN_VERSIONS if (operation, path) in FIELDS[version]]
    return having[-1:] if len(having) == len(KNOWN_VERSIONS) else having


def envelope(step: Step) -> bytes:
    operation, content = step
    name = f"m:params{upper_first(operation)}"
    return (
        '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"'
        f' xmlns:xsi="{XSI_NAMESPACE}" xmlns:m="{NAMESPACE}"><e:Header>{header_at(NOW)}</e:Header>'
        f"<e:Body><{name}>{content}</{name}></e:Body></e:Envelope>"
    ).encode()


# The outcome of calls


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which the world is."""
    path = tmp_path_factory.mktemp("world") / "world.db"
    Sandbox(database=path, world=WORLD, now=lambda: NOW).close()
    return path


@pytest.fixture
def opened(file: Path, tmp_path: Path) -> Iterator[Sandbox]:
    copy = tmp_path / "world.db"
    shutil.copy(file, copy)
    with Sandbox(database=copy, now=lambda: NOW) as sandbox:
        yield sandbox


class Runner:
    """Sandboxes with the world in them, one for each run."""

    def __init__(self, file: Path, folder: Path) -> None:
        self._file, self._folder, self._count = file, folder, 0

    def run(self, operation: str, content: str, pair: Pair, version: str) -> Outcome:
        self._count += 1
        copy = self._folder / f"{self._count}.db"
        shutil.copy(self._file, copy)
        with Sandbox(database=copy, now=lambda: NOW) as sandbox:
            for step in pair.before:
                assert send(sandbox, step, version)[0] == 200
            status, reply = send(sandbox, (operation, content), version)
            findings = sandbox.calls()[-1].findings
            later = [send(sandbox, step, version)[1] for step in pair.after]
            if operation not in READS:
                later += [reading(sandbox, step, version) for step in EVERYTHING]
            runs = [repr((each, each.tokens, each.leads)) for each in sandbox.campaign_runs()]
        return Outcome(status, reply, (*later, *runs), findings)


class Outcome:
    """The status, the reply, and what is read afterwards; the findings that the call was given."""

    def __init__(
        self, status: int, reply: str, afterwards: tuple[str, ...], findings: tuple[Finding, ...]
    ) -> None:
        self.status, self.findings = status, findings
        self.seen = (status, reply, *afterwards)


@pytest.fixture
def runner(file: Path, tmp_path: Path) -> Runner:
    return Runner(file, tmp_path)


def send(sandbox: Sandbox, step: Step, version: str) -> tuple[int, str]:
    response = sandbox.send(request(envelope(step), version))
    return response.status, response.body.decode()


def reading(sandbox: Sandbox, step: Step, version: str) -> str:
    """What a call reads; a fault is none of it, such as that of a cookie that is nobody's."""
    status, reply = send(sandbox, step, version)
    return reply if status == 200 else str(status)


# All that calls can read of the world.
EVERYTHING: tuple[Step, ...] = (
    ("getMultipleLeads", by_keys("IDNUM", "</stringItem><stringItem>".join(map(str, range(9))))),
    *(("getLead", key("COOKIE", f"cookie {number}")) for number in (1, 2, 3)),
    *(
        ("getMultipleLeads", selector("StaticListSelector", element("staticListName", name)))
        for name in ("Members", "Others", "Launch.Guests", "Launch.Hosts", "Review.Guests")
    ),
    ("getLeadChanges", "<startPosition/>"),
    *(
        ("getMObjects", f"<type>{name}</type>{criterion('Id', 'GE', '1')}")
        for name in ("Opportunity", "OpportunityPersonRole")
    ),
    ("getMObjects", "<type>Program</type><includeDetails>true</includeDetails>"),
    *(("getCustomObjects", element("objTypeName", name)) for name in ("Roadshow", "Visits")),
)  # fmt: skip


# The pairs


def test_each_field_has_an_effect_or_a_fact_and_no_field_has_both() -> None:
    effects = {(op, path) for op, pairs in EFFECTS.items() for path in pairs}
    idle = {
        field
        for field in EVERY_FIELD
        for fact in ALWAYS
        if field[0] == fact.operation and covers(fact, field[1])
    }
    assert effects & idle == set()
    assert effects | idle == set(EVERY_FIELD)


def covers(fact: WithoutEffect, path: str) -> bool:
    return path == fact.path or path.startswith(f"{fact.path}.")


def test_each_fact_is_of_a_field_and_has_a_pair() -> None:
    for fact in WITHOUT_EFFECT:
        assert any(op == fact.operation and covers(fact, path) for op, path in EVERY_FIELD), fact
    assert len(FACTS) == len(WITHOUT_EFFECT)
    assert {(op, path) for op, pairs in WITHOUT.items() for path in pairs} == set(FACTS)


def test_the_effects_are_told_of_the_fields_that_have_one() -> None:
    for operation in OPERATIONS:
        told = [field.path for field in REQUEST_FIELDS[operation]]
        assert len(told) == len(set(told))
        assert set(told) == set(EFFECTS[operation]), operation


def differing(operation: str, pair: Pair, version: str) -> set[str]:
    """The paths of the fields that two messages differ in."""
    first, second = (values_of(operation, content, version) for content in pair.contents)
    return {path for path, _ in (first - second) + (second - first)}


def values_of(operation: str, content: str, version: str) -> Counter[tuple[str, str]]:
    table = contract(version)
    body = read_envelope(envelope((operation, content))).body
    assert body is not None
    found: Counter[tuple[str, str]] = Counter()

    def walk(node: etree._Element, type_name: str, path: str) -> None:
        named = node.get(f"{{{XSI_NAMESPACE}}}type")
        item = table.types[named.rpartition(":")[2] if named else type_name]
        fields = {field.element: field for field in item.fields}
        for child in node:
            field = fields[etree.QName(child).localname]
            place = f"{path}.{field.element}".lstrip(".") + ("[]" if field.many else "")
            if field.type_name in table.types:
                walk(child, field.type_name, place)
            else:
                found[place, child.text or ""] += 1

    walk(body, table.operations[operation].request_type, "")
    return found


@pytest.mark.parametrize(
    ("operation", "path", "version"),
    [
        (operation, path, version)
        for operation, pairs in EFFECTS.items()
        for path in pairs
        for version in in_versions(operation, path)
    ],
)
def test_a_field_with_an_effect_decides_the_outcome(
    operation: str, path: str, version: str, runner: Runner
) -> None:
    pair = EFFECTS[operation][path]
    assert differing(operation, pair, version) == {path}
    one, other = (runner.run(operation, content, pair, version) for content in pair.contents)
    assert one.status == 200, one.seen[1]
    assert other.status == (500 if pair.refused else 200), other.seen[1]
    if pair.refused:
        fault = read_envelope(str(other.seen[1]).encode()).fault
        assert fault is not None
        assert fault.service_code == pair.refused
    assert one.seen != other.seen
    for each in (*one.findings, *other.findings):
        assert not (each.rule == "field-without-effect" and plain(each.path) == path)


def plain(path: str) -> str:
    """The path of a finding as the facts write it."""
    return re.sub(r"\[[0-9]+\]", "[]", path.partition(".")[2])


def leaf(fact: WithoutEffect) -> str:
    """A field that a fact is about: of a group, one in it."""
    return next(path for op, path in EVERY_FIELD if op == fact.operation and covers(fact, path))


@pytest.mark.parametrize(
    ("operation", "path", "version"),
    [
        (operation, path, version)
        for operation, pairs in WITHOUT.items()
        for path in pairs
        for version in in_versions(operation, leaf(FACTS[operation, path]))
    ],
)  # fmt: skip
def test_a_field_without_effect_is_noted_and_changes_nothing(
    operation: str, path: str, version: str, runner: Runner
) -> None:
    pair, fact = WITHOUT[operation][path], FACTS[operation, path]
    assert all(covers(fact, each) for each in differing(operation, pair, version))
    one, other = (runner.run(operation, content, pair, version) for content in pair.contents)
    assert one.status == other.status == 200, (one.seen[1], other.seen[1])
    assert one.seen == other.seen
    rule = "field-without-effect"
    if not (operation == "deleteMObjects" and fact.name in ("createdAt", "updatedAt")):
        rule = OWN_RULES.get(fact.name, rule)
    assert [each for each in one.findings if each.rule == rule] == []
    (noted,) = [each for each in other.findings if each.rule == rule]
    # `check` says the same of the same place.
    document = envelope((operation, pair.contents[1]))
    (told,) = [each for each in check(document, version=version) if each.rule == rule]
    assert (noted.path, noted.reason) == (told.path, told.reason)
    if rule == "field-without-effect":
        assert plain(noted.path) == path
        assert fact.reason in noted.reason
        assert noted.severity == "note"


@pytest.mark.parametrize("empty", ["<strict/>", '<strict xsi:nil="true"/>'])
def test_an_empty_field_is_not_noted(empty: str, opened: Sandbox) -> None:
    content = WITHOUT["listOperation"]["strict"].template.replace("¤", empty)
    assert send(opened, ("listOperation", content), "2_7")[0] == 200
    assert "field-without-effect" not in [each.rule for each in opened.calls()[0].findings]


def test_the_types_of_many_attributes_are_noted_once(opened: Sandbox) -> None:
    typed = attribute("City", "x").replace("<attrV", "<attrType>string</attrType><attrV")
    record = element("leadRecord", "<Id>1</Id>" + element("leadAttributeList", typed * 3))
    content = element("leadRecordList", record * 3)
    assert send(opened, ("syncMultipleLeads", content), "2_7")[0] == 200
    (noted,) = opened.calls()[0].findings
    place = "leadRecordList.leadRecord[0].leadAttributeList.attribute[0].attrType"
    assert noted.path == f"paramsSyncMultipleLeads.{place}"


def test_a_strict_sandbox_refuses_no_call_for_a_field_without_effect(
    file: Path, tmp_path: Path
) -> None:
    shutil.copy(file, tmp_path / "strict.db")
    with Sandbox(database=tmp_path / "strict.db", now=lambda: NOW, strict=True) as sandbox:
        pair = WITHOUT["mergeLeads"]["mergeInSales"]
        assert send(sandbox, ("mergeLeads", pair.contents[1]), "2_7")[0] == 200
        assert [each.rule for each in sandbox.calls()[0].findings] == ["field-without-effect"]

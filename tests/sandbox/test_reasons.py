"""Every refusal is raised for a declared reason, and every reason is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from support.envelopes import header_at, request, signed
from support.refusal_examples import EXAMPLES, Refused
from support.sandbox_service import Service

import mktows
from mktows.contract import contract
from mktows.database.failures import DatabaseFailed
from mktows.facts.faults import SHORT_TEXTS
from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.sandbox import Limits, Rate, Sandbox
from mktows.sandbox.positions import object_position
from mktows.sandbox.reasons import reasons
from mktows.sandbox.world.files import demo_world
from mktows.server.backend import Call
from mktows.server.refusals import Reason, Refusal
from mktows.transport import HttpResponse

PACKAGE = Path(mktows.__file__).parent
# The REST face has refusals of its own, by codes of `facts/rest_errors.py`.
REST = sorted((PACKAGE / "sandbox" / "rest").rglob("*.py"))
MODULES = sorted(
    {*(PACKAGE / "server").rglob("*.py"), *(PACKAGE / "sandbox").rglob("*.py")} - {*REST}
)
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def raised(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the reasons that refusals were made for."""
    found: list[str] = []
    refusal = Reason.refusal

    def noted(self: Reason, **details: object) -> Refusal:
        found.append(self.id)
        return refusal(self, **details)

    monkeypatch.setattr(Reason, "refusal", noted)
    return found


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with Sandbox(world=demo_world(), now=lambda: NOW) as running:
        yield running


def opened(**options: Any) -> Sandbox:
    world = demo_world()
    workspaces = options.pop("workspaces", ())
    if workspaces:
        world = replace(world, instance=replace(world.instance, workspaces=workspaces))
    return Sandbox(world=world, now=lambda: NOW, **options)


def sent(
    sandbox: Sandbox, operation: str, params: str, more: str = "", version: str = "2_7"
) -> HttpResponse:
    element = contract(version).operations[operation].request
    message = f'<m:{element} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{params}'
    body = signed(f"{message}</m:{element}>", header=header_at(NOW), more=more)
    return sandbox.send(request(body, version))


def tried(sandbox: Sandbox, example: Refused) -> HttpResponse:
    for operation, params in example.before:
        assert sent(sandbox, operation, params).status == 200
    return sent(sandbox, example.operation, example.params, example.more)


@pytest.mark.parametrize("reason", EXAMPLES)
def test_a_call_is_refused_for_the_reason_that_is_declared(
    reason: str, raised: list[str], shared: Sandbox
) -> None:
    example = EXAMPLES[reason]
    if not example.options:
        answer = tried(shared, example)
    else:
        with opened(**example.options) as sandbox:
            answer = tried(sandbox, example)
    assert raised == [reason]
    code = reasons()[reason].code
    text = answer.body.decode()
    assert answer.status == 200 or code is None or f"<code>{code}</code>" in text


# What is not about one signed call of the demo world.


def _no_xml() -> None:
    with opened() as sandbox:
        sandbox.send(request(b"<no"))


def _no_envelope() -> None:
    with opened() as sandbox:
        sandbox.send(request(b"<no/>"))


def _two_messages() -> None:
    with opened() as sandbox:
        sandbox.send(request(signed("<m:a/><m:b/>", header=header_at(NOW))))


def _foreign_message() -> None:
    with opened() as sandbox:
        sandbox.send(request(signed("<paramsGetLead/>", header=header_at(NOW))))


def _unknown_operation() -> None:
    with opened() as sandbox:
        sandbox.send(request(signed("<m:paramsSneeze/>", header=header_at(NOW))))


def _unsigned() -> None:
    with opened() as sandbox:
        sandbox.send(request(signed(header="")))


def _wrongly_signed() -> None:
    with opened() as sandbox:
        header = header_at(NOW).replace("<requestTimestamp>", "<requestTimestamp>1")
        sandbox.send(request(signed(header=header)))


def _late() -> None:
    with opened() as sandbox:
        sandbox.send(request(signed(header=header_at(NOW - timedelta(days=1)))))


def _barred() -> None:
    with opened(barred=(mktows.sandbox.SAMPLE_USER_ID,)) as sandbox:
        sandbox.send(request(signed(header=header_at(NOW))))


def _timeless() -> None:
    from mktows import Secret, sign
    from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID

    signature = sign(user_id=SAMPLE_USER_ID, key=Secret(SAMPLE_KEY), timestamp="soon")
    header = (
        f"<m:AuthenticationHeader><mktowsUserId>{SAMPLE_USER_ID}</mktowsUserId>"
        f"<requestSignature>{signature}</requestSignature>"
        "<requestTimestamp>soon</requestTimestamp></m:AuthenticationHeader>"
    )
    with opened(any_timestamp=False) as sandbox:
        sandbox.send(request(signed(header=header)))


def _limited(limits: Limits) -> None:
    with opened(limits=limits) as sandbox:
        sandbox.send(request(signed(header=header_at(NOW))))


class _Broken:
    """A backend that fails."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def answer(self, _call: Call, _params: object) -> object:
        raise self._error

    def close(self) -> None:
        pass


def _failing(error: Exception) -> None:
    with Sandbox(backend=_Broken(error), now=lambda: NOW) as sandbox:
        sandbox.send(request(signed(header=header_at(NOW))))


def _unknown_to_the_emulator() -> None:
    service = Service()
    with pytest.raises(Refusal):
        service.call("sneeze", None)
    service.backend.close()


def _unknown_activity_type() -> None:
    service = Service()
    lead = service.sync(email="t@t.com").lead_id
    types = service.types
    with pytest.raises(Refusal):
        service.call(
            "getLeadActivity",
            types.ParamsGetLeadActivity(
                lead_key=types.LeadKey(key_type=types.LeadKeyRef.IDNUM, key_value=str(lead)),
                activity_filter=types.ActivityTypeFilter(
                    include_types=types.ArrayOfActivityType(activity_type=["Sneeze"])
                ),
            ),
        )
    service.backend.close()


def _selector_of_no_type() -> None:
    service = Service()
    with pytest.raises(Refusal):
        service.page(service.types.LeadSelector())
    service.backend.close()


def _position_of_another_type() -> None:
    with opened() as sandbox:
        position = object_position("Opportunity", 1)
        sent(
            sandbox,
            "getMObjects",
            f"<type>Program</type><streamPosition>{position}</streamPosition>",
        )


def _unlinked_custom_object() -> None:
    service = Service()
    with service.writing() as data:
        fields = (CustomObjectField("vin", key=True), CustomObjectField("MKTOID", "integer"))
        data.custom_objects.define(CustomObjectType("Car", "", "MKTOID", fields))
    types = service.types
    key = types.ArrayOfAttribute(attribute=[types.Attribute(attr_name="vin", attr_value="1")])
    record = types.CustomObj(custom_obj_key_list=key)
    service.call(
        "syncCustomObjects",
        types.ParamsSyncCustomObjects(
            obj_type_name="Car",
            custom_obj_list=types.ArrayOfCustomObj(custom_obj=[record]),
            operation=types.SyncOperationEnum.UPSERT,
        ),
    )
    service.backend.close()


OTHERS = {
    "no-xml": _no_xml,
    "envelope-unreadable": _no_envelope,
    "body-unexpected": _two_messages,
    "message-foreign": _foreign_message,
    "operation-unknown": _unknown_operation,
    "credentials-incomplete": _unsigned,
    "credentials-wrong": _wrongly_signed,
    "timestamp-expired": _late,
    "timestamp-unreadable": _timeless,
    "user-barred": _barred,
    "calls-in-flight-too-many": lambda: _limited(Limits(concurrency=0)),
    "calls-too-fast": lambda: _limited(Limits(rate=Rate(0, 20))),
    "quota-used-up": lambda: _limited(Limits(quota=0)),
    "database-unusable": lambda: _failing(DatabaseFailed("it is full", "full")),
    "call-broke-off": lambda: _failing(ZeroDivisionError()),
    "operation-not-emulated": _unknown_to_the_emulator,
    "activity-type-unknown": _unknown_activity_type,
    "selector-of-no-type": _selector_of_no_type,
    "object-position-of-another": _position_of_another_type,
    "link-missing": _unlinked_custom_object,
}


@pytest.mark.parametrize("reason", OTHERS)
def test_anything_else_is_refused_for_the_reason_that_is_declared(
    reason: str, raised: list[str]
) -> None:
    OTHERS[reason]()
    assert raised == [reason]


def test_every_reason_has_an_example() -> None:
    assert not EXAMPLES.keys() & OTHERS.keys()
    assert EXAMPLES.keys() | OTHERS.keys() == reasons().keys()


def test_reasons_say_what_they_must() -> None:
    for name, reason in reasons().items():
        assert re.fullmatch("[a-z]+(-[a-z]+)+", name)
        assert re.fullmatch(r"[A-Z].{1,100}[^.]\.", reason.evidence), name
        assert not reason.disputed or reason.disputed.endswith("."), name
        assert reason.code is None or reason.code in SHORT_TEXTS


# The one place where no reason is declared: a test asked for the fault.
ASKED_FOR = {("server/front.py", "_failed")}


def undeclared(source: str) -> list[str]:
    """The functions of a module that refuse without a declared reason."""
    tree = ast.parse(source)
    return [
        function.name
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("refusal", "Refusal")
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_refusal_has_a_declared_reason(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    if name != "server/refusals.py":
        found = {(name, each) for each in undeclared(path.read_text(encoding="utf-8"))}
        assert found <= ASKED_FOR


@pytest.mark.parametrize("line", ["raise refusal(20101)", 'return Refusal(20101, "", "")'])
def test_a_refusal_without_a_declared_reason_is_found(line: str) -> None:
    assert undeclared(f"def answer():\n    {line}") == ["answer"]
    assert not undeclared("def answer():\n    raise KEY_MISSING.refusal()")


def test_a_second_reason_of_an_id_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from mktows.parameters import keys

    twin = replace(keys.LEAD_UNKNOWN)
    monkeypatch.setattr(keys, "TWIN", twin, raising=False)
    reasons.cache_clear()
    with pytest.raises(ValueError, match="two reasons are called lead-unknown"):
        reasons()
    reasons.cache_clear()


@pytest.mark.parametrize("path", REST, ids=lambda path: path.stem)
def test_the_rest_face_refuses_in_its_own_words(path: Path) -> None:
    assert "mktows.server.refusals" not in path.read_text(encoding="utf-8")

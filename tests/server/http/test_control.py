"""`/_control/`: what it does, and what it refuses; `test_callers.py` has whom it keeps out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from support.envelopes import exchanged, post, signed

from mktows import (
    NO_RETRY,
    Client,
    Config,
    HttpRequest,
    InternalFault,
    NotFoundFault,
    lead_mappings,
)
from mktows.sandbox import Call, Sandbox
from mktows.sandbox.control import Control
from mktows.sandbox.world.world import World, WorldLead, WorldList
from mktows.server.http.server import ThreadedServer
from mktows.transport import RequestsTransport

JSON = {"content-type": "application/json"}


def control(
    sandbox: Sandbox,
    method: str,
    path: str,
    given: object = None,
    *,
    headers: Mapping[str, str] = JSON,
) -> tuple[int, Any]:
    body = b"" if given is None else json.dumps(given).encode()
    sent = HttpRequest(f"http://127.0.0.1:8017/_control/{path}", headers, body, method=method)
    answer = Control(sandbox).answer(sent)
    assert answer.headers["content-type"] == "application/json"
    return answer.status, json.loads(answer.body)


def test_reset_makes_everything_new(sandbox: Sandbox, client: Client) -> None:
    sandbox.seed(World(lists=(WorldList(name="L"),)))
    client.sync_lead({"Email": "a@example.com"})
    sandbox.clock.set(datetime.now(UTC))
    sandbox.fail_next("getLead", code=20011)
    assert control(sandbox, "POST", "reset", {}) == (200, {})
    assert (sandbox.calls(), sandbox.pending_failures) == ([], 0)
    assert sandbox.clock.is_real
    with pytest.raises(NotFoundFault):
        client.get_lead(email="a@example.com")
    assert client.sync_lead({"Email": "b@example.com"}).lead_id == 1
    with pytest.raises(NotFoundFault):
        client.list_operation("ISMEMBEROFLIST", list_name="L", members=[1])


def test_reset_goes_back_to_the_world_that_the_sandbox_began_with() -> None:
    with Sandbox(world=World(leads=(WorldLead(id=7, email="a@example.com"),))) as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        client.sync_lead({"Email": "a@example.com", "FirstName": "changed"})
        client.sync_lead({"Email": "b@example.com"})
        assert control(sandbox, "POST", "reset", {}) == (200, {})
        assert lead_mappings(client.get_lead(email="a@example.com")) == [
            {"Id": 7, "Email": "a@example.com"}
        ]
        with pytest.raises(NotFoundFault):
            client.get_lead(email="b@example.com")
        assert client.sync_lead({"Email": "b@example.com"}).lead_id == 8


def test_fail_next_takes_what_the_method_takes(sandbox: Sandbox, client: Client) -> None:
    asked = {"operation": "listMObjects", "code": 20011, "message": "x", "times": 2}
    assert control(sandbox, "POST", "fail-next", asked) == (200, {"pending": 2})
    with pytest.raises(InternalFault) as caught:
        Client(client.config, transport=sandbox, retry=NO_RETRY).list_mobjects()
    assert caught.value.service_message == "x (20011)"
    assert control(sandbox, "POST", "fail-next", {"body": "gone", "status": 410})[0] == 200
    everything = {"drop": True, "delay": 0.5, "processed": True}
    assert control(sandbox, "POST", "fail-next", everything)[0] == 200


def test_the_clock_is_told_set_moved_and_let_go(sandbox: Sandbox) -> None:
    assert control(sandbox, "GET", "clock")[1]["real"] is True
    moment = "2013-08-05T09:57:10-07:00"
    still = (200, {"now": moment, "real": False})
    assert control(sandbox, "POST", "clock", {"set": moment}) == still
    assert control(sandbox, "GET", "clock") == still
    moved = (200, {"now": "2013-08-05T09:57:11.500000-07:00", "real": False})
    assert control(sandbox, "POST", "clock", {"advance": 1.5}) == moved
    running = control(sandbox, "POST", "clock", {"set": moment, "running": True})[1]
    assert running["now"] >= datetime.fromisoformat(moment).astimezone(UTC).isoformat()
    assert control(sandbox, "POST", "clock", {"real": True})[1]["real"] is True


def test_calls_are_listed_chosen_and_shown(sandbox: Sandbox, client: Client) -> None:
    client.list_mobjects()
    with pytest.raises(NotFoundFault):
        client.get_lead(id=1)
    status, listed = control(sandbox, "GET", "calls")
    assert status == 200
    assert [each["operation"] for each in listed] == ["listMObjects", "getLead"]
    assert [each["id"] for each in control(sandbox, "GET", "calls?failed=true")[1]] == [2]
    assert [each["id"] for each in control(sandbox, "GET", "calls?last=1")[1]] == [2]
    assert control(sandbox, "GET", "calls?operation=getTags&user=x") == (200, [])
    assert control(sandbox, "GET", "calls/2") == (200, listed[1])
    assert listed[1].keys() == {
        "id", "at", "operation", "version", "user_id", "status", "code", "fault", "outcome",
        "findings", "milliseconds", "request", "reply", "notes",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "given", "status", "reason"),
    [
        ("POST", "reset", {"all": 1}, 400, "unknown member 'all'; there are: none"),
        ("POST", "reset", [], 400, "the body must be a JSON object"),
        ("POST", "fail-next", {}, 400,
         "give a failure: code, status, body, drop, cut, truncate or delay"),
        ("POST", "fail-next", {"code": "20011"}, 400, "code has a value of the wrong type"),
        ("POST", "fail-next", {"code": True}, 400, "code has a value of the wrong type"),
        ("POST", "fail-next", {"drop": 1}, 400, "drop has a value of the wrong type"),
        ("POST", "fail-next", {"operation": "getlead", "drop": True}, 400,
         "'getlead' is no operation; names are as in the WSDL: getLead"),
        ("POST", "clock", {}, 400, "give one of set, advance and real"),
        ("POST", "clock", {"set": "x"}, 400,
         "set must be a moment in ISO 8601, such as 2013-08-05T09:57:10-07:00"),
        ("POST", "clock", {"set": "2013-08-05T09:57:10"}, 400,
         "the clock needs a moment with an offset, such as datetime.now(UTC)"),
        *(
            ("POST", "clock", {"advance": seconds}, 400,
             "advance must be seconds that end before the year 10000")
            for seconds in (1e300, 1e12, float("nan"), float("inf"))
        ),
        ("POST", "clock", {"advance": 1, "running": True}, 400, "running goes with set"),
        ("POST", "clock", {"real": False}, 400, "real can only be true; to stop the clock, set it"),
        ("GET", "calls?last=x", None, 400, "last must be a number"),
        ("GET", "calls?last=1&last=2", None, 400, "a parameter is given twice"),
        ("GET", "calls?failed=1", None, 400, "failed must be true or false"),
        ("GET", "calls?page=1", None, 400,
         "unknown member 'page'; there are: operation, user, failed, last"),
        ("GET", "calls/9", None, 400, "the journal has no call 9"),
        ("GET", "calls/x", None, 400, "the id must be a number"),
        ("GET", "reset", None, 405, "reset takes POST"),
        ("PUT", "clock", {}, 405, "clock takes GET or POST"),
        ("GET", "dance", None, 404, None),
    ],
)  # fmt: skip
def test_bad_input_is_told(
    sandbox: Sandbox, method: str, path: str, given: object, status: int, reason: str | None
) -> None:
    found, answer = control(sandbox, method, path, given)
    assert found == status
    assert answer["error"] == (reason or answer["error"])
    assert sandbox.clock.is_real


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'"\\ud800"', b'{"a": NaN'])
def test_what_is_no_json_is_told(sandbox: Sandbox, body: bytes) -> None:
    sent = HttpRequest("http://localhost/_control/reset", JSON, body)
    assert Control(sandbox).answer(sent).status == 400


def test_a_lone_surrogate_breaks_nothing(sandbox: Sandbox) -> None:
    assert control(sandbox, "POST", "fail-next", {"operation": "\ud800", "drop": True})[0] == 400
    assert control(sandbox, "POST", "fail-next", {"body": "\ud800"})[0] == 200
    assert control(sandbox, "POST", "fail-next", {"code": 20011, "message": "\ud800"})[0] == 400
    assert control(sandbox, "POST", "\udc80", {"\ud800": 1})[0] == 404


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "text/plain;json"]
)
def test_what_a_form_can_send_changes_nothing(sandbox: Sandbox, content_type: str) -> None:
    sandbox.clock.set(datetime(2013, 8, 5, tzinfo=UTC))
    headers = {"content-type": content_type}
    status, answer = control(sandbox, "POST", "reset", {}, headers=headers)
    assert (status, answer) == (
        400,
        {"error": "send a JSON object, with Content-Type: application/json"},
    )
    assert not sandbox.clock.is_real


class OnlyAnswers:
    """A backend that can neither be reset nor seeded."""

    def answer(self, call: Call, params: object) -> object:
        raise NotImplementedError

    def close(self) -> None:
        pass


def test_what_the_backend_cannot_do_is_told() -> None:
    with Sandbox(backend=OnlyAnswers()) as sandbox:
        sandbox.clock.set(datetime(2013, 8, 5, tzinfo=UTC))
        told = control(sandbox, "POST", "reset", {})
        assert told == (400, {"error": "this backend cannot be reset"})
        told = control(sandbox, "POST", "seed", {})
        assert told == (400, {"error": "this backend cannot be seeded"})
        assert not sandbox.clock.is_real


class Seeds(OnlyAnswers):
    """A backend that takes a world."""

    def seed(self, world: World, now: datetime) -> None:
        self.seeded = (world, now)


def test_a_world_is_handed_to_the_backend() -> None:
    backend = Seeds()
    with Sandbox(backend=backend) as sandbox:
        moment = datetime(2013, 8, 5, tzinfo=UTC)
        sandbox.clock.set(moment)
        assert control(sandbox, "POST", "seed", {"lists": [{"name": "L"}]}) == (200, {})
        status, answer = control(sandbox, "POST", "seed", {"dance": []})
        assert (status, "dance" in answer["error"]) == (400, True)
    world, at = backend.seeded
    with Sandbox(backend=backend, world=World()):
        assert backend.seeded[0] == World()
    assert ([each.name for each in world.lists], at) == (["L"], moment)


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("application/json", '{"leads": [\n\t{"id": 5}]}', "2:9"),
        ("application/yaml; charset=utf-8", "leads:\n- {id: 5}\n", "2:8"),
    ],
)
def test_a_world_is_seeded_once_as_json_or_yaml(
    sandbox: Sandbox, client: Client, kind: str, text: str, place: str
) -> None:
    def seed(text: str) -> tuple[int, Any]:
        url = "http://127.0.0.1:8017/_control/seed"
        sent = HttpRequest(url, {"Content-Type": kind}, text.encode(), method="POST")
        answer = Control(sandbox).answer(sent)
        return answer.status, json.loads(answer.body)

    wrong = text.replace("5", '"5"')
    assert seed(wrong) == (400, {"error": f"the world:{place}: a whole number was expected"})
    with pytest.raises(NotFoundFault):
        client.get_lead(email="a@example.com")  # a call that only reads leaves the database new
    assert seed(text) == (200, {})
    assert client.get_lead(id=5).count == 1
    status, told = seed(text)
    assert (status, "has been used" in told["error"]) == (400, True)


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded"])
def test_a_world_of_another_content_type_is_refused(sandbox: Sandbox, kind: str) -> None:
    told = control(sandbox, "POST", "seed", {}, headers={"content-type": kind})
    assert told == (
        400,
        {"error": "send a world, with Content-Type: application/json or application/yaml"},
    )
    assert control(sandbox, "GET", "seed", headers={})[0] == 405


def test_campaign_runs_are_told(sandbox: Sandbox) -> None:
    assert control(sandbox, "GET", "runs") == (200, [])
    with Sandbox(backend=OnlyAnswers()) as other:
        told = control(other, "GET", "runs")
    assert told == (400, {"error": "this backend does not tell what campaigns were run"})


def test_what_goes_wrong_inside_is_a_fault_and_in_the_journal() -> None:
    with Sandbox(backend=OnlyAnswers()) as sandbox:
        client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)
        with pytest.raises(InternalFault, match="20011"):
            client.list_mobjects()
        assert sandbox.calls()[0].code == 20011


@pytest.fixture
def steered(sandbox: Sandbox) -> Iterator[str]:
    with ThreadedServer(sandbox, control=Control(sandbox)) as running:
        yield running.url


def test_it_is_reached_over_http(sandbox: Sandbox, steered: str) -> None:
    transport = RequestsTransport()
    config = sandbox.config()
    served = Config(f"{steered}/soap/mktows/2_7", config.user_id, config.encryption_key)
    sent = HttpRequest(f"{steered}/_control/fail-next", JSON, b'{"code": 20011}')
    with Client(served, retry=NO_RETRY) as client:
        assert transport.send(sent).status == 200
        with pytest.raises(InternalFault):
            client.list_mobjects()
        client.list_mobjects()
    transport.close()


def test_it_is_not_there_unless_asked_for(sandbox: Sandbox) -> None:
    with ThreadedServer(sandbox) as running:
        data = post(b"{}", "Content-Type: application/json")
        data = data.replace(b"/soap/mktows/2_7", b"/_control/reset")
        assert exchanged(running.url, data)[0] == 404
        assert exchanged(running.url, post(signed()))[0] == 200

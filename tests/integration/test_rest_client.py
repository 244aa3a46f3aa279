"""The REST client and the sandbox's REST face together, also when things go wrong.

Where the vendor's description is at hand, it judges every call and every answer between them.
"""

from __future__ import annotations

import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.rest_http import served
from support.rest_stub import CLIENT_SECRET, TOKEN, Stub, unhurried
from support.scripted_server import ScriptedServer
from support.vendor_rest import needs_description, validate_answer, validate_call

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.rest import (
    NotFoundError,
    OutcomeUnknown,
    RestClient,
    RestConfig,
    RestError,
)
from mktows.sandbox import Sandbox
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse, RequestsTransport, Transport

ADDRESS = "planted@x.org"
JUDGED = not needs_description.args[0]


class Between:
    """Judges what goes through it, and keeps it."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest) -> HttpResponse:
        self.requests.append(request)
        if JUDGED:
            validate_call(request)
        response = self.transport.send(request)
        if JUDGED and response.status == 200 and response.body.endswith(b"}"):
            validate_answer(request, response)
        return response


def client_of(transport: Transport, url: str = "123-ABC-456", **settings: Any) -> RestClient:
    return unhurried(RestConfig(url, SAMPLE_USER_ID, Secret(SAMPLE_KEY), **settings), transport)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(rest=True) as made:
        yield made


@pytest.fixture
def between(sandbox: Sandbox) -> Between:
    return Between(sandbox.rest())


@pytest.fixture
def rest(between: Between) -> RestClient:
    return client_of(between)


def emails(rest: RestClient, *addresses: str) -> list[str]:
    return [each["email"] for each in rest.iter_leads("email", addresses)]


def test_the_credentials_are_proved(rest: RestClient) -> None:
    seen = rest.identity()
    assert "@" in seen.scope
    assert seen.expires_in > 3000


def test_leads_are_written_and_read(rest: RestClient) -> None:
    first = rest.sync_leads([{"email": "a@x.org", "firstName": "Ärö"}, {"email": "b@x.org"}])
    assert [each.status for each in first] == ["created", "created"]
    again = rest.sync_leads([{"email": "a@x.org", "firstName": "B"}])
    assert [each.status for each in again] == ["updated"]
    lead = rest.get_lead(first[0].record["id"], fields=["email", "firstName"])
    assert (lead["email"], lead["firstName"]) == ("a@x.org", "B")
    with pytest.raises(NotFoundError):
        rest.get_lead(4711)


def test_a_lead_that_is_skipped_says_why(rest: RestClient) -> None:
    rest.sync_leads([{"email": "a@x.org"}])
    outcomes = rest.sync_leads([{"email": "a@x.org"}, {"email": "c@x.org"}], action="createOnly")
    assert [(each.status, each.code) for each in outcomes] == [("skipped", 1005), ("created", None)]
    (missing,) = rest.sync_leads([{"email": "no@x.org"}], action="updateOnly")
    assert (missing.status, missing.code) == ("skipped", 1004)


def test_many_leads_go_in_calls_and_come_in_pages(rest: RestClient, between: Between) -> None:
    addresses = [f"name-{each:03}@a.long.example.org" for each in range(310)]
    outcomes = rest.sync_leads([{"email": each} for each in addresses])
    ids = [each.record["id"] for each in outcomes]
    assert len(set(ids)) == 310
    between.requests.clear()
    found = rest.iter_leads("email", addresses[:300], fields=["email"])
    assert sorted(each["email"] for each in found) == addresses[:300]
    assert between.requests[0].method == "POST"  # its query is too long for an address
    page = rest.get_leads("id", ids[:300], batch_size=100)
    assert len(page.result) == 100
    rest_of_them = list(rest.iter_leads("id", ids[:300], position=page.next_page_token))
    assert len(rest_of_them) == 200


def test_lists_have_members(rest: RestClient) -> None:
    ids = [each.record["id"] for each in rest.sync_leads([{"email": "a@x"}, {"email": "b@x"}])]
    list_id = rest.create_static_list("List", {"id": 1, "type": "Folder"})["id"]
    assert [each.status for each in rest.add_to_list(list_id, ids)] == ["added", "added"]
    assert [each.status for each in rest.is_member_of_list(list_id, ids)] == ["memberof"] * 2
    assert {each["id"] for each in rest.iter_leads_of_list(list_id)} == set(ids)
    assert [each.status for each in rest.remove_from_list(list_id, ids[:1])] == ["removed"]
    assert [each["id"] for each in rest.iter_leads_of_list(list_id)] == ids[1:]


def test_leads_are_merged_and_deleted(rest: RestClient) -> None:
    records = [{"email": f"{each}@x.org"} for each in "abc"]
    ids = [each.record["id"] for each in rest.sync_leads(records)]
    rest.merge_leads(ids[0], ids[1:2])
    assert [each["id"] for each in rest.iter_leads("id", ids)] == [ids[0], ids[2]]
    outcomes = rest.delete_leads([ids[2], 4711])
    assert [(each.status, each.code) for each in outcomes] == [("deleted", None), ("skipped", 1004)]


# When things go wrong

WAYS: dict[str, dict[str, Any]] = {
    "dropped before": {"drop": True},
    "dropped after": {"drop": True, "processed": True},
    "cut": {"cut": True},
    "truncated": {"truncate": True},
    "502 before": {"status": 502},
    "502 after": {"status": 502, "processed": True},
    "604 before": {"code": 604},
    "604 after": {"code": 604, "processed": True},
    "611 after": {"code": 611, "processed": True},
    "601": {"code": 601},
    "602": {"code": 602},
    "606": {"code": 606},
    "608": {"code": 608},
    "615": {"code": 615},
    "713": {"code": 713},
}
CERTAIN = {"601", "602", "606", "608", "615", "713"}


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("way", WAYS)
def test_an_upsert_survives_every_failure_and_makes_one_lead(
    rest: RestClient, sandbox: Sandbox, way: str, times: int
) -> None:
    if way in ("601", "602") and times == 2:
        return  # renewed once, then told
    sandbox.rest().fail_next("sync_leads", times=times, **WAYS[way])
    (outcome,) = rest.sync_leads([{"email": "a@x.org"}])
    assert outcome.status in ("created", "updated")
    assert emails(rest, "a@x.org") == ["a@x.org"]
    # Where it says "updated" of a new lead, it says that it was made again in doubt.
    assert outcome.status == "created" or outcome.repeated
    assert outcome.repeated == (way not in CERTAIN)


@pytest.mark.slow
@pytest.mark.parametrize("action", ["createOnly", "createDuplicate"])
@pytest.mark.parametrize("way", WAYS)
def test_a_creation_is_done_once_or_says_that_it_is_unknown(
    rest: RestClient, sandbox: Sandbox, way: str, action: str
) -> None:
    sandbox.rest().fail_next("sync_leads", **WAYS[way])
    records = [{"email": "a@x.org"}, {"email": "b@x.org"}]
    if way in CERTAIN:
        outcomes = rest.sync_leads(records, action=action)
        assert [each.status for each in outcomes] == ["created", "created"]
        assert len(emails(rest, "a@x.org")) == 1
    else:
        with pytest.raises(OutcomeUnknown) as caught:
            rest.sync_leads(records, action=action)
        assert [each.status for each in caught.value.outcomes] == ["unknown", "unknown"]
        carried_out = "before" not in way
        assert len(emails(rest, "a@x.org")) == carried_out


@pytest.mark.parametrize("way", WAYS)
def test_a_read_survives_every_failure(rest: RestClient, sandbox: Sandbox, way: str) -> None:
    rest.sync_leads([{"email": "a@x.org"}])
    sandbox.rest().fail_next("get_leads", **WAYS[way])
    assert emails(rest, "a@x.org") == ["a@x.org"]


def test_empty_pages_are_passed(rest: RestClient, sandbox: Sandbox) -> None:
    ids = [each.record["id"] for each in rest.sync_leads([{"email": "a@x"}, {"email": "b@x"}])]
    sandbox.rest().fail_next("get_leads", times=3, empty=True)
    found = rest.iter_leads("id", ids)
    assert [each["id"] for each in found] == ids
    assert found.pages == 4


# Over a network


@pytest.mark.slow
def test_threads_share_one_client_over_a_network(sandbox: Sandbox) -> None:
    between = Between(sandbox.rest())
    failures: list[BaseException] = []
    with (
        served(between) as url,
        RestClient(
            RestConfig(url, SAMPLE_USER_ID, Secret(SAMPLE_KEY), rate_calls=100, concurrency=3)
        ) as rest,
    ):

        def work(name: str) -> None:
            try:
                for place in range(4):
                    rest.sync_leads([{"email": f"{name}-{place}@x.org", "firstName": "Ärö ☃"}])
                    (lead,) = rest.iter_leads(
                        "email", [f"{name}-{place}@x.org"], fields=["firstName"]
                    )
                    assert lead["firstName"] == "Ärö ☃"
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcdef"]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert not failures
        assert sum("identity" in each.url for each in between.requests) == 1
        assert rest.daily_calls().calls == 48


ACTS: list[Callable[[RestClient], Any]] = [
    lambda rest: rest.get_daily_usage(),
    lambda rest: rest.create_static_list("List", {"id": 1, "type": "Folder"}),
    lambda rest: list(
        rest.iter_leads("email", [f"name-{each:03}@a.long.example.org" for each in range(300)])
    ),
]


@pytest.mark.parametrize("act", ACTS)
def test_every_kind_of_call_goes_over_a_network(
    sandbox: Sandbox, act: Callable[[RestClient], Any]
) -> None:
    between = Between(sandbox.rest())
    with (
        served(between) as url,
        RestClient(RestConfig(url, SAMPLE_USER_ID, Secret(SAMPLE_KEY))) as rest,
    ):
        act(rest)
        ids = [each.record["id"] for each in rest.sync_leads([{"email": "a@x"}, {"email": "b@x"}])]
        rest.merge_leads(ids[0], ids[1:])
        with pytest.raises(NotFoundError):
            rest.remove_from_list(4711, ids)
    assert [each.method for each in between.requests][-3:] == ["POST", "POST", "DELETE"]


def shown(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def lost(connection: socket.socket) -> None:
    """Break off after the token was handed out."""


@pytest.mark.parametrize("port", [9, None])
def test_no_traceback_shows_what_was_filtered_by(
    port: int | None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "mktows")
    stub = Stub()
    with ScriptedServer(lost) as server:
        url = server.endpoint.partition("/soap")[0] if port is None else f"http://127.0.0.1:{port}"
        network = RequestsTransport()

        class Mixed:
            """Has a token from a stub, and everything else from the network."""

            def send(self, request: HttpRequest) -> HttpResponse:
                return (stub if "identity" in request.url else network).send(request)

        config = RestConfig(url, "id", Secret(CLIENT_SECRET), deadline=1.5)
        with RestClient(config, transport=Mixed()) as rest, pytest.raises(RestError) as caught:
            rest.get_leads("email", [ADDRESS])
        network.close()
    for text in (shown(caught.value), caplog.text):
        for word in ("planted", CLIENT_SECRET, TOKEN):
            assert word not in text


def test_a_service_that_is_not_there_was_sent_nothing() -> None:
    config = RestConfig("http://127.0.0.1:9", SAMPLE_USER_ID, Secret(SAMPLE_KEY), deadline=0.5)
    with RestClient(config) as rest, pytest.raises(RestError) as caught:
        rest.trigger_campaign(1, [1])
    assert not isinstance(caught.value, OutcomeUnknown)
    assert caught.value.not_carried_out

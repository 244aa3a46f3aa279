"""A write that was carried out though its answer says it timed out: two clients, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from support.rest_peers import MarketoRestPython, PeerError, needs_python3_peers
from support.rest_service import RestService

from mktows import Secret
from mktows.facts.rest_errors import TIMED_OUT, TOKEN_INVALID
from mktows.rest import OutcomeUnknown, RestClient, RestConfig
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.world import World, WorldCampaign, WorldLead
from mktows.server.http.server import ThreadedServer

pytestmark = needs_python3_peers

CAMPAIGN = 70
WORLD = World(
    campaigns=(WorldCampaign(id=CAMPAIGN, name="Greet", kind="trigger"),),
    leads=(WorldLead(id=1, email="a@example.com"),),
)
NEW = {"email": "new@example.com"}


@dataclass(frozen=True)
class Instance:
    """A served sandbox, and both clients of it."""

    sandbox: Sandbox
    peer: MarketoRestPython
    ours: RestClient

    def leads(self) -> int:
        """How many leads have the address of the new one."""
        asked = {"filterType": "email", "filterValues": NEW["email"]}
        return len(RestService(self.sandbox).get("/rest/v1/leads.json", **asked)["result"])

    def runs(self) -> int:
        """How often the campaign was run."""
        return len(self.sandbox.campaign_runs())


@pytest.fixture
def instance() -> Iterator[Instance]:
    with Sandbox(world=WORLD, rest=True) as sandbox, ThreadedServer(sandbox) as server:
        config = RestConfig(server.url, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
        with RestClient(config) as ours:
            yield Instance(sandbox, MarketoRestPython(server.url), ours)


@dataclass(frozen=True)
class Case:
    """A write that does harm when it is done twice.

    Attributes:
        endpoint: The endpoint.
        theirs: The method of the library that does it, and what it is given.
        ours: Does it by our client.
        done: How often it was done.
    """

    endpoint: str
    theirs: tuple[str, dict[str, object]]
    ours: Callable[[RestClient], object]
    done: Callable[[Instance], int]


CASES = (
    Case(
        "sync_leads",
        ("create_update_leads", {"leads": [NEW], "action": "createDuplicate"}),
        lambda rest: rest.sync_leads([NEW], action="createDuplicate"),
        Instance.leads,
    ),
    Case(
        "trigger_campaign",
        ("request_campaign", {"id": CAMPAIGN, "leads": [1]}),
        lambda rest: rest.trigger_campaign(CAMPAIGN, [1]),
        Instance.runs,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.endpoint)
def test_the_library_does_twice_what_our_client_does_once(case: Case, instance: Instance) -> None:
    face = instance.sandbox.rest()
    method, given = case.theirs
    face.fail_next(case.endpoint, code=TIMED_OUT, processed=True)
    # Its second attempt lacks the token, which the first one took out of the arguments; by
    # `execute`, as its manual has it, it takes that for a token that has ended, and begins anew.
    instance.peer.call("execute", method=method, **given)
    codes = [each.code for each in instance.sandbox.calls() if each.code]
    assert codes == [TIMED_OUT, TOKEN_INVALID]
    assert case.done(instance) == 2
    face.fail_next(case.endpoint, code=TIMED_OUT, processed=True)
    with pytest.raises(OutcomeUnknown) as caught:
        case.ours(instance.ours)
    assert caught.value.code == TIMED_OUT
    assert case.done(instance) == 2 + 1


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.endpoint)
def test_the_library_tells_of_a_token_where_a_write_was_done(
    case: Case, instance: Instance
) -> None:
    method, given = case.theirs
    instance.sandbox.rest().fail_next(case.endpoint, code=TIMED_OUT, processed=True)
    with pytest.raises(PeerError) as caught:
        instance.peer.call(method, **given)
    assert caught.value.code == str(TOKEN_INVALID)
    assert case.done(instance) == 1

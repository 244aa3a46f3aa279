"""Batches and pages over a network that breaks at every place: nothing lost, nothing twice."""

from __future__ import annotations

import functools
import ssl
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.breaking_server import (
    DRIPS,
    FAULTS,
    BreakingServer,
    Conversation,
    Fault,
    Phase,
    Route,
    certificates,
)

from mktows import (
    Client,
    Config,
    Fate,
    MktowsError,
    RequestsTransport,
    RetryPolicy,
    Secret,
    lead_mappings,
)
from mktows.errors import NotFoundFault
from mktows.facts.faults import MAY_FOLLOW_A_WRITE, RETRYABLE
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.world.files import demo_world
from mktows.soap import write_fault

pytestmark = pytest.mark.slow
fewer = settings(max_examples=max(15, settings().max_examples // 2), deadline=None)
LIST = "Long-Work"
CAMPAIGN = 3374
WORLD = demo_world()
PATIENCE = 0.25
"""Seconds that a call may take."""
TRIES = 100
"""Calls that fail until a stream is said to have no end: a slow machine fails some by itself."""


def _answer(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def _refused(status: int, body: bytes) -> Fault:
    """The request is read and answered, and not carried out."""

    def requested(conversation: Conversation, head: bytes) -> None:
        conversation.read_body(head)
        conversation.send(_answer(status, body))
        conversation.finish()

    return Fault(f"{status} before", Phase.REQUEST, requested=requested)


def _hidden(status: int, body: bytes) -> Fault:
    """The call is carried out, and the answer says something else."""

    def answered(conversation: Conversation, _head: bytes, _body: bytes) -> None:
        conversation.send(_answer(status, body))
        conversation.finish()

    return Fault(f"{status} after", Phase.CARRIED_OUT, answered=answered)


def _twice(conversation: Conversation, head: bytes, body: bytes) -> None:
    """Answer twice, and take the connection's next request, which the second one is not for."""
    conversation.send((head + body) * 2)
    conversation.read_head()


def _late(conversation: Conversation, head: bytes, body: bytes) -> None:
    time.sleep(0.01)
    conversation.send(head + body)
    conversation.finish()


def _of(code: int) -> bytes:
    return write_fault(string=f"{code} - told by the network")


SERVICE_FAULTS = [
    *(_refused(500, _of(code)) for code in sorted(RETRYABLE)),
    *(_hidden(500, _of(code)) for code in sorted(MAY_FOLLOW_A_WRITE & RETRYABLE)),
]
BROKEN = [each for each in FAULTS if Route.PLAIN in each.routes and each.accepted is None]
DRIPPING = [each for each in DRIPS if Route.PLAIN in each.routes and each.accepted is None]
KINDS: st.SearchStrategy[Fault | None] = st.one_of(
    st.none(),
    st.none(),
    st.sampled_from(BROKEN),
    st.sampled_from(SERVICE_FAULTS),
    st.sampled_from(
        [
            *(_refused(status, b"busy") for status in (500, 502, 503)),
            *(_hidden(status, b"busy") for status in (500, 502, 503)),
            Fault("an answer twice", Phase.CARRIED_OUT, answered=_twice),
            Fault("a late answer", Phase.CARRIED_OUT, answered=_late),
        ]
    ),
    # A tenth of the others: each waits for its deadline.
    st.integers(0, 9).flatmap(lambda n: st.sampled_from(DRIPPING) if not n else st.none()),
)
SCHEDULES = st.lists(KINDS, max_size=14)
Running = Callable[[Sandbox, list[Fault | None]], AbstractContextManager[Client]]


@contextmanager
def _running(
    authority: ssl.SSLContext, sandbox: Sandbox, schedule: list[Fault | None]
) -> Iterator[Client]:
    server = BreakingServer(Route.PLAIN, sandbox, authority, schedule=schedule)
    transport = RequestsTransport()
    config = Config(server.endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY))
    client = Client(
        config, transport=transport, retry=RetryPolicy(attempts=3), sleep=lambda _: None
    ).with_options(timeout=PATIENCE)
    with server:
        try:
            yield client
        finally:
            transport.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Running:
    context, _ = certificates(str(tmp_path_factory.mktemp("certificates")))
    return functools.partial(_running, context)


def _direct(sandbox: Sandbox) -> Client:
    return Client(sandbox.config(), transport=sandbox)


def _held(sandbox: Sandbox, email: str) -> list[dict[str, object]]:
    try:
        return lead_mappings(_direct(sandbox).get_lead(email=email))
    except NotFoundFault:
        return []


@fewer
@given(
    schedule=SCHEDULES,
    keys=st.lists(st.integers(0, 20), max_size=30),
    workers=st.integers(1, 4),
    size=st.integers(1, 8),
    dedup=st.booleans(),
)
def test_the_sandbox_holds_what_the_outcomes_of_a_batch_say(
    running: Running,
    schedule: list[Fault | None],
    keys: list[int],
    workers: int,
    size: int,
    dedup: bool,
) -> None:
    keys = keys if dedup else [*range(len(keys))]
    leads = [
        {"Email": f"{key}@example.com", "FirstName": str(place)} for place, key in enumerate(keys)
    ]
    with Sandbox() as sandbox:
        with running(sandbox, schedule) as client:
            outcomes = list(
                client.batch_sync_leads(
                    iter(leads), batch_size=size, workers=workers, dedup_enabled=dedup
                )
            )
        assert [each.index for each in outcomes] == [*range(len(leads))]
        for key in {*keys}:
            mine = [each for each in outcomes if keys[each.index] == key]
            fates = Counter(each.fate for each in mine)
            found = _held(sandbox, f"{key}@example.com")
            if not dedup:
                # A write that is made twice would be seen.
                assert fates[Fate.WRITTEN] <= len(found) <= 1
                assert found or not fates[Fate.WRITTEN]
                assert not found or fates[Fate.WRITTEN] + fates[Fate.UNKNOWN]
                continue
            assert len(found) <= 1
            written = [each.index for each in mine if each.written]
            unknown = [each.index for each in mine if each.fate is Fate.UNKNOWN]
            if written:
                may = {written[-1], *(each for each in unknown if each > written[-1])}
                assert found[0]["FirstName"] in {str(each) for each in may}
            elif not unknown:
                assert not found


@fewer
@given(
    schedule=SCHEDULES,
    number=st.integers(0, 12),
    size=st.integers(1, 5),
    anew=st.booleans(),
    left_after=st.sets(st.integers(1, 12)),
)
def test_a_stream_that_is_gone_on_with_has_each_record_once(
    running: Running,
    schedule: list[Fault | None],
    number: int,
    size: int,
    anew: bool,
    left_after: set[int],
) -> None:
    """It is gone on with after a failure, and where its reader left it between two records."""
    world = {
        "lists": [{"name": LIST}],
        "leads": [
            {"id": 100 + each, "email": f"{each}@example.com", "lists": [LIST]}
            for each in range(number)
        ],
    }
    read: list[object] = []
    with Sandbox(world=world) as sandbox, running(sandbox, schedule) as client:
        opened = functools.partial(client.iter_leads, list_name=LIST, batch_size=size)
        stream = opened()
        for _ in range(TRIES):
            try:
                for each in stream:
                    read.append(each["Id"])
                    if len(read) in left_after:
                        break
                else:
                    break
                stream = opened(position=stream.position)
            except MktowsError:
                stream = opened(position=stream.position) if anew else stream
        else:
            pytest.fail("the stream has no end")
    assert read == [100 + each for each in range(number)]


@fewer
@given(schedule=SCHEDULES, requests=st.integers(1, 5))
def test_a_campaign_is_never_requested_twice(
    running: Running, schedule: list[Fault | None], requests: int
) -> None:
    with Sandbox(world=WORLD) as sandbox:
        lead = _direct(sandbox).sync_lead({"Email": "run@example.com"}).lead_id
        told: Counter[str] = Counter()
        with running(sandbox, schedule) as client:
            for _ in range(requests):
                try:
                    client.request_campaign(campaign_id=CAMPAIGN, leads=[lead])
                    told["done"] += 1
                except MktowsError as error:
                    sure = getattr(error, "not_carried_out", False)
                    told["not carried out" if sure else "unknown"] += 1
        ran = len(sandbox.campaign_runs())
    assert told.total() == requests
    assert told["done"] <= ran <= told["done"] + told["unknown"]

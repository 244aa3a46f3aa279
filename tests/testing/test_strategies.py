"""What the strategies build: variety, bounds, and no burden on whoever uses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, seed, settings
from hypothesis import strategies as st

from mktows import Client
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.errors import FAULT_CLASSES
from mktows.sandbox import Sandbox
from mktows.soap import read_envelope
from mktows.testing import (
    envelopes,
    fault_envelopes,
    faults,
    near_miss_rules,
    near_misses,
    replies,
    requests,
    sample_config,
)

OPERATIONS = sorted(contract("2_7").operations)


def draw(strategy: st.SearchStrategy[Any], take: Callable[[Any], None], turn: int) -> None:
    """Draw some more: others in each turn, but the same in each run."""

    @seed(turn)
    @settings(max_examples=60, database=None, phases=[Phase.generate])
    @given(strategy)
    def drawn(value: Any) -> None:
        take(value)

    drawn()


EVERY = pytest.mark.parametrize("operation", OPERATIONS)


@pytest.mark.slow
@EVERY
def test_a_strategy_can_be_shown_in_a_few_lines(operation: str) -> None:
    # Hypothesis warns of a longer one than 30,000 characters, at any retry.
    for turn, version in enumerate((KNOWN_VERSIONS[0], KNOWN_VERSIONS[-1])):
        assert len(repr(requests(operation, version=version))) < 20_000
        assert len(repr(replies(operation, version=version))) < 20_000
        # A rule's near misses of one operation look like those of another: a quarter of them.
        first = 2 * OPERATIONS.index(operation) + turn
        for rule in near_miss_rules(operation, version=version)[first % 4 :: 4]:
            assert len(repr(near_misses(operation, version=version, rule=rule))) < 20_000


@pytest.mark.slow
def test_single_records_and_full_batches_are_built() -> None:
    sizes: set[int] = set()

    def collect(params: Any) -> None:
        sizes.add(len(params.lead_record_list.lead_record))

    for turn in range(5):
        draw(requests("syncMultipleLeads"), collect, turn)
        if {1, 2, 300} <= sizes:
            break
    assert {1, 2, 300} <= sizes <= {1, 2, 3, 4, 300}


@pytest.mark.slow
def test_texts_are_long_and_have_awkward_characters() -> None:
    awkward = {"&", "<", "\r", "\n", "\u2028", "\U0001f600", "字"}
    texts: list[str] = []

    def collect(params: Any) -> None:
        for item in params.custom_obj_list.custom_obj:
            if item.custom_obj_attribute_list is not None:
                texts.extend(a.attr_value for a in item.custom_obj_attribute_list.attribute)

    for turn in range(10):
        draw(requests("syncCustomObjects"), collect, turn)
        if awkward <= set("".join(texts)) and max(map(len, texts)) > 4_000:
            return
    assert awkward <= set("".join(texts))
    assert max(map(len, texts)) > 4_000


@given(data=st.data())
@pytest.mark.parametrize("version", KNOWN_VERSIONS)
def test_an_envelope_is_of_the_version_and_the_caller_asked_for(
    version: str, data: st.DataObject
) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    now = datetime(2013, 8, 5, 16, 57, 10, tzinfo=UTC)
    document = data.draw(envelopes(operation, config=sample_config(version), now=now))
    body = read_envelope(document).body
    assert body is not None
    assert str(body.tag).endswith(f"}}{contract(version).operations[operation].request}")
    assert b"<requestTimestamp>2013-08-05T16:57:10+00:00<" in document


@pytest.mark.slow
@given(data=st.data())
@pytest.mark.parametrize("operation", ["getLead", "syncMultipleLeads", "syncMObjects"])
def test_the_sandbox_understands_what_is_built(operation: str, data: st.DataObject) -> None:
    params = data.draw(requests(operation))
    with Sandbox() as sandbox:
        client = Client(sandbox.config(), transport=sandbox)
        request = client.build_request(params)
        response = sandbox.send(request)
    fault = read_envelope(response.body).fault
    # A lead or object may well not be there; but nothing is misunderstood or goes wrong inside.
    assert fault is None or fault.service_code in (20103, 20108), fault


@given(fault=faults())
def test_a_fault_has_a_code_of_the_service_or_none(fault: object) -> None:
    assert getattr(fault, "service_code") in {None, *FAULT_CLASSES}  # noqa: B009


@given(document=fault_envelopes())
def test_a_fault_envelope_reads_as_a_fault(document: bytes) -> None:
    fault = read_envelope(document).fault
    assert fault is not None
    assert fault.string == "Bad Request" or fault.service_name == "mktServiceException"

"""Batches: order kept, nothing lost, one list at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows import ProtocolError, RequestError, sync_in_batches
from mktows.batching import chunks
from mktows.contract import contract
from mktows.methods import OperationMethods
from mktows.values import Records


class Service(OperationMethods):
    """Answers syncMultipleLeads: a lead fails if its Email is empty."""

    def __init__(self, missing: int = 0) -> None:
        self._records = Records(contract("2_7"))
        self.sizes: list[int] = []
        self._missing = missing

    def call(self, params: Any, *, workspace: str | None = None) -> Any:
        assert workspace is None
        leads = params.lead_record_list.lead_record
        self.sizes.append(len(leads))
        statuses = [
            self._records.make(
                "SyncStatus",
                lead_id=int(lead.email or 0),
                status=self._records.choice(
                    "LeadSyncStatus", "CREATED" if lead.email else "FAILED"
                ),
                error=None if lead.email else "no key",
            )
            for lead in leads
        ]
        result = self._records.make(
            "ResultSyncMultipleLeads",
            sync_status_list=self._records.array(
                "ArrayOfSyncStatus", statuses[: len(statuses) - self._missing]
            ),
        )
        return self._records.make("SuccessSyncMultipleLeads", result=result)


@given(fails=st.lists(st.booleans(), max_size=40), size=st.integers(1, 300))
def test_every_lead_has_its_outcome_in_order(fails: list[bool], size: int) -> None:
    service = Service()
    leads = [{"Email": "" if fail else str(i + 1)} for i, fail in enumerate(fails)]
    outcomes = [o for batch in sync_in_batches(service, leads, batch_size=size) for o in batch]
    assert [o.index for o in outcomes] == list(range(len(leads)))
    assert [o.lead_id for o in outcomes] == [0 if f else i + 1 for i, f in enumerate(fails)]
    assert [o.error for o in outcomes] == ["no key" if f else None for f in fails]
    assert sum(service.sizes) == len(leads)
    assert all(n == size for n in service.sizes[:-1])


@given(items=st.lists(st.integers()), size=st.integers(1, 10))
def test_chunks_put_together_are_the_whole(items: list[int], size: int) -> None:
    cut = list(chunks(items, size))
    assert [item for chunk in cut for item in chunk] == items
    assert all(0 < len(chunk) <= size for chunk in cut)


def test_no_more_than_one_batch_is_taken_ahead() -> None:
    taken = 0

    def leads() -> Iterator[dict[str, object]]:
        nonlocal taken
        for number in range(1, 1000):
            taken += 1
            yield {"Email": str(number)}

    batches = sync_in_batches(Service(), leads(), batch_size=10)
    next(batches)
    assert taken == 10


def test_a_reply_with_fewer_statuses_is_no_answer() -> None:
    leads: Iterable[dict[str, object]] = [{"Email": "1"}, {"Email": "2"}]
    with pytest.raises(ProtocolError, match="sent 2 leads and got 1 statuses"):
        list(sync_in_batches(Service(missing=1), leads))


@pytest.mark.parametrize("size", [0, -1, 301])
def test_a_batch_size_out_of_range_is_refused(size: int) -> None:
    with pytest.raises(RequestError, match="1 to 300"):
        list(sync_in_batches(Service(), [], batch_size=size))

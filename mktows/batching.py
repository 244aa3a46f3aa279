"""Many leads in batches: one call for each batch, one outcome for each lead, in input order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from mktows.errors import ProtocolError, RequestError
from mktows.facts.limits import LEADS_PER_SYNC

if TYPE_CHECKING:
    from mktows.methods import Lead, OperationMethods

BATCH_SIZE = LEADS_PER_SYNC
"""Leads in one call, if not said otherwise: as many as the vendor supports."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one lead.

    Attributes:
        index: Its place in the input, from 0.
        status: `CREATED`, `UPDATED` or `FAILED`; or another text that the service sent, whose
            meaning is not known; None where it sent none.
        lead_id: Its Marketo id; 0, or the id given, where it failed.
        error: The service's reason where it failed, else None.
    """

    index: int
    status: str | None
    lead_id: int
    error: str | None = field(repr=False)


def sync_in_batches(
    client: OperationMethods,
    leads: Iterable[Lead],
    *,
    batch_size: int = BATCH_SIZE,
    dedup_enabled: bool | None = True,
) -> Iterator[list[Outcome]]:
    """Sync leads with one `syncMultipleLeads` call per batch, and yield each batch's outcomes.

    Leads are taken from the iterable one batch at a time, so a long one needs no more memory than
    a short one. A lead that fails is an outcome. A call that fails is raised: the batches before
    it are done and were yielded, nothing after it was sent.

    Args:
        client: What makes the calls.
        leads: Mappings or records.
        batch_size: Leads per call, 1 to 300.
        dedup_enabled: See `Client.sync_multiple_leads`.

    Raises:
        RequestError: The batch size is out of range, or a lead is no valid record.
        ProtocolError: The service answered with fewer or more statuses than leads.
    """
    if not 1 <= batch_size <= BATCH_SIZE:
        raise RequestError(f"a batch holds 1 to {BATCH_SIZE} leads, not {batch_size}")
    index = 0
    for chunk in chunks(leads, batch_size):
        result = client.sync_multiple_leads(chunk, dedup_enabled=dedup_enabled)
        statuses = result.sync_status_list.sync_status if result.sync_status_list else []
        if len(statuses) != len(chunk):
            raise ProtocolError(
                f"sent {len(chunk)} leads and got {len(statuses)} statuses: which lead each "
                "belongs to cannot be told"
            )
        yield [
            Outcome(
                index + place,
                # A reply may lack what the contract requires.
                getattr(status.status, "value", None),
                status.lead_id or 0,
                status.error or None,
            )
            for place, status in enumerate(statuses)
        ]
        index += len(chunk)


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut an iterable into lists of at most `size`, holding no more than one at a time."""
    iterator = iter(items)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk

"""Rehearsals as the report takes them."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.facts.lead_fields import LeadField
from mktows.migration.examples import example_of
from mktows.migration.rehearsal.rehearsal import rehearse
from mktows.migration.report import Outcome, Rehearse
from mktows.migration.tally import Met


def rehearsals(known: Mapping[str, LeadField], *, with_values: bool) -> Rehearse:
    """Return what rehearses the samples of shapes.

    Args:
        known: The lead fields of the instance, by their SOAP names.
        with_values: Whether examples show the values of leads.
    """

    def run(met: Met) -> Outcome | None:
        found = rehearse(
            met.shape.operation,
            met.sample,
            version=met.version,
            at=met.sample_at,
            workspace=met.has_workspace,
            known=known,
        )
        if found is None:
            return None
        examples = tuple(
            example_of(each, with_values=with_values, remembered=number in found.remembered)
            for number, each in enumerate(found.requests)
        )
        return Outcome(examples, found.later, found.code, found.gone, found.failed)

    return run

"""Any valid request has a report, and counting requests keeps none of them."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.recordings import REQUESTS, envelope, log

from mktows.codec import Codec
from mktows.contract import LATEST_VERSION, contract
from mktows.migration.document import as_document
from mktows.migration.fields import FieldNames
from mktows.migration.markdown import as_markdown
from mktows.migration.page import blocks_of
from mktows.migration.recorded import requests_in
from mktows.migration.rehearsal.outcomes import rehearsals
from mktows.migration.report import make_report
from mktows.migration.tally import Tally
from mktows.soap import write_envelope
from mktows.testing.strategies import requests


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.data(), st.sampled_from([*REQUESTS]))
def test_any_valid_request_is_graded_and_rehearsed(data: st.DataObject, operation: str) -> None:
    table = contract(LATEST_VERSION)
    params = data.draw(requests(operation))
    body = Codec(table).encode(table.operations[operation].request, params).text
    tally = Tally()
    for each in requests_in(write_envelope(namespace=table.namespace, body=body, xsi=True)):
        tally.add(each)
    names = FieldNames()
    report = make_report(tally, names, rehearsals(names.lead_fields, with_values=True))
    (shape,) = report.users[0].operations[0].shapes
    assert shape.shape.operation == operation
    assert shape.grade is not None
    assert shape.outcome is not None
    assert as_markdown(blocks_of(report))
    assert as_document(report)["calls"] == 1


def test_counting_keeps_no_request() -> None:
    lines = log(envelope("syncMultipleLeads") for _ in range(500))
    tally = Tally()

    def count() -> None:
        for each in requests_in(lines):
            tally.add(each)

    count()
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(4):
            count()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert tally.calls == 2500
    # A request is longer than 700 bytes.
    assert (after - before) / 2000 < 40

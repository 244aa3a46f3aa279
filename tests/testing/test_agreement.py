"""Strategies and `mktows check` agree: nothing is found in what is valid, one thing in a near miss.

With HYPOTHESIS_PROFILE=deep these are more than 20,000 envelopes.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktows.checking import RULES, check
from mktows.contract import KNOWN_VERSIONS, LATEST_VERSION, contract
from mktows.signing import Secret
from mktows.soap import write_envelope
from mktows.testing import (
    SAMPLE_KEY,
    SIGNATURES,
    WRONG_SIGNATURES,
    DocumentedExample,
    SignatureVector,
    documented_examples,
    envelopes,
    fault_envelopes,
    near_miss_rules,
    near_misses,
    reply_envelopes,
    sample_config,
)
from mktows.testing.near_misses.near_misses import UNBREAKABLE
from mktows.testing.strategies import signed

KEY = Secret(SAMPLE_KEY)
OPERATIONS = sorted(contract("2_7").operations)
BREAKABLE = sorted(
    {rule for v in KNOWN_VERSIONS for op in OPERATIONS for rule in near_miss_rules(op, version=v)}
)
# One test for each of very many cases: a tenth of the profile's examples, but enough of them.
few = settings(max_examples=max(4, settings().max_examples // 10))
versions = st.sampled_from(KNOWN_VERSIONS)


def rules_found(data: bytes, version: str, key: Secret = KEY) -> set[str]:
    return {finding.rule for finding in check(data, version=version, key=key)}


@few
@given(data=st.data(), version=versions)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_is_found_in_a_valid_request(
    operation: str, data: st.DataObject, version: str
) -> None:
    assert check(data.draw(envelopes(operation, version=version)), version=version, key=KEY) == []


@few
@given(data=st.data(), version=versions)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_nothing_is_found_in_a_valid_reply(
    operation: str, data: st.DataObject, version: str
) -> None:
    assert check(data.draw(reply_envelopes(operation, version=version)), version=version) == []


@given(data=st.data(), version=versions)
def test_nothing_is_found_in_a_valid_fault(data: st.DataObject, version: str) -> None:
    assert check(data.draw(fault_envelopes(version=version)), version=version) == []


def test_every_rule_can_be_broken_but_for_those_that_say_why_not() -> None:
    assert {*BREAKABLE, *UNBREAKABLE} == set(RULES)
    assert not {*BREAKABLE} & {*UNBREAKABLE}


@pytest.mark.slow
@few
@given(data=st.data())
@pytest.mark.parametrize("rule", BREAKABLE)
def test_a_near_miss_is_found_by_its_rule_and_no_other(rule: str, data: st.DataObject) -> None:
    places = [
        (version, operation)
        for version in KNOWN_VERSIONS
        for operation in OPERATIONS
        if rule in near_miss_rules(operation, version=version)
    ]
    version, operation = data.draw(st.sampled_from(places))
    broken, document = data.draw(near_misses(operation, version=version, rule=rule))
    assert broken == rule
    assert rules_found(document, version) == {rule}


@given(data=st.data(), version=versions)
def test_any_near_miss_names_the_rule_that_it_breaks(data: st.DataObject, version: str) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    rule, document = data.draw(near_misses(operation, version=version))
    assert rules_found(document, version) == {rule}


def test_a_rule_that_an_operation_cannot_break_is_refused() -> None:
    with pytest.raises(ValueError, match="dedup-disabled cannot be broken in getLead of 2_3"):
        near_misses("getLead", version="2_3", rule="dedup-disabled")


@pytest.mark.parametrize("vector", [*SIGNATURES, *WRONG_SIGNATURES], ids=lambda v: v.name)
def test_a_signature_vector_is_judged_as_it_says(vector: SignatureVector) -> None:
    header = (
        f"<ns1:AuthenticationHeader><mktowsUserId>{vector.user_id}</mktowsUserId>"
        f"<requestSignature>{vector.signature}</requestSignature>"
        f"<requestTimestamp>{vector.timestamp}</requestTimestamp></ns1:AuthenticationHeader>"
    )
    document = write_envelope(
        namespace=contract("2_7").namespace, header=header, body="<ns1:paramsListMObjects/>"
    )
    found = rules_found(document, "2_7", Secret(vector.key)) - {"timestamp-loose"}
    assert found == ({vector.rule} if vector.rule else set())


# What the printed requests of the vendor themselves depart in.
DEPARTURES = {
    "foreign id set by id": {"foreign-id-without-type"},
    "leads by keys": {"field-without-effect"},  # a batchSize
    "leads updated by id": {"foreign-id-without-type"},
    "member without an id": {"key-value-not-id"},
    "membership of two leads": {"field-without-effect"},  # strict
    "objects without criteria": {"mobject-criteria-missing"},
}


@pytest.mark.parametrize("example", documented_examples(), ids=lambda e: e.name)
def test_in_the_request_of_an_example_is_found_what_is_known_of_it(
    example: DocumentedExample,
) -> None:
    moment = datetime(2013, 8, 1, tzinfo=UTC)
    data = signed(sample_config(), example.params(), moment, example.workspace)
    assert rules_found(data, LATEST_VERSION) == DEPARTURES.get(example.name, set())

"""Clauses about getLead and syncLead."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mktows.facts.faults import (
    INVALID_REQUEST,
    LEAD_ATTRIBUTE_BAD,
    LEAD_DETAIL_REQUIRED,
    LEAD_KEY_BAD,
    LEAD_KEY_REQUIRED,
    LEAD_NOT_FOUND,
    PARAMETER_REQUIRED,
)
from mktows.facts.key_types import COOKIE, EMAIL, IDNUM
from mktows.testing.any_values import AWKWARD_CHARACTERS, XML_CHARACTERS
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, attribute_list, attributes_of, by_email
from mktows.testing.suite.expectations import (
    accepted,
    alphabetical,
    equal,
    expect,
    needed,
    not_tried,
    refused,
    seen,
)

_BOUNDED = settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),  # an explanation would cost a hundred calls more
)
# White space is left out: trimming and line ends have no documented rule.
_AWKWARD = [each for each in AWKWARD_CHARACTERS if each not in "\t\n\r\x85\u2028\u2029\ufeff"]
_LETTERS = st.one_of(
    st.sampled_from(_AWKWARD), XML_CHARACTERS.filter(lambda each: each.isprintable())
)
_TEXTS = st.text(_LETTERS, max_size=20).map("a{}z".format)
_MARKUP = st.text(st.sampled_from("<>&'\"; #]"), max_size=20).map("a{}z".format)


def _foreign(value: str) -> str:
    return (
        f"<ForeignSysPersonId>{value}</ForeignSysPersonId><ForeignSysType>CUSTOM</ForeignSysType>"
    )


def _id(value: str) -> str:
    return f"<Id>{value}</Id>"


# getLead


@clause("MK-LEAD-1", "A lead is found by its id, and by its address", "documented", "getLead")
@pytest.mark.parametrize("key_type", [IDNUM, EMAIL])
def test_a_lead_is_found_by_its_key(endpoint: Endpoint, key_type: str) -> None:
    lead = endpoint.lead()
    reply = endpoint.get(key_type, lead.id if key_type == IDNUM else lead.email)
    found = [each.value("Id") for each in accepted(reply).all("leadRecordList/leadRecord")]
    equal(reply, "the leads' ids", [lead.id], found)


@clause("MK-LEAD-2", "All leads of an address come, the newest first", "recorded", "getLead")
def test_all_leads_of_an_address_come_newest_first(endpoint: Endpoint) -> None:
    first = endpoint.lead()
    second = _duplicate(endpoint, first.email)
    reply = endpoint.get(EMAIL, first.email)
    found = [each.value("Id") for each in accepted(reply).all("leadRecordList/leadRecord")]
    equal(reply, "the leads' ids", [second, first.id], found)


@clause(
    "MK-LEAD-3",
    "The count of getLead by an address is the number of its leads",
    "recorded",
    "getLead",
)
def test_count_is_the_number_of_leads(endpoint: Endpoint) -> None:
    first = endpoint.lead()
    for wanted in (1, 2):
        reply = endpoint.get(EMAIL, first.email)
        result = needed(reply)
        listed = len(result.all("leadRecordList/leadRecord"))
        equal(reply, "count", str(listed), result.value("count"))
        if wanted == 1:
            _duplicate(endpoint, first.email)


def _duplicate(endpoint: Endpoint, email: str) -> str:
    reply = endpoint.call(
        "syncMultipleLeads",
        f"<leadRecordList><leadRecord>{by_email(email)}</leadRecord></leadRecordList>"
        "<dedupEnabled>false</dedupEnabled>",
    )
    made = needed(reply).value("syncStatusList/syncStatus/leadId")
    return made or not_tried("no second lead with the same address could be made")


@clause(
    "MK-LEAD-4",
    "A key that no lead has is a fault 20103, never a count of 0",
    "recorded",
    "getLead",
)
@pytest.mark.parametrize("key_type", [EMAIL, IDNUM])
def test_no_match_is_a_fault(endpoint: Endpoint, key_type: str) -> None:
    endpoint.found(endpoint.lead())
    value = endpoint.address() if key_type == EMAIL else "2147483646"
    refused(endpoint.get(key_type, value), LEAD_NOT_FOUND)


@clause("MK-LEAD-5", "The fault 20103 names type and value of the key", "recorded", "getLead")
def test_the_fault_names_the_key(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead())
    email = endpoint.address()
    reply = endpoint.get(EMAIL, email)
    if reply.fault is None or reply.code != LEAD_NOT_FOUND:
        not_tried(f"an unknown lead was answered by {reply.outcome}")
    equal(reply, "faultstring", "20103 - Lead not found", reply.fault.string)
    message = f"No lead found with EMAIL = {email} (20103)"
    equal(reply, "message", message, reply.fault.service_message)


@clause("MK-LEAD-6", "Attributes of a lead come in alphabetical order", "recorded", "getLead")
def test_attributes_come_in_alphabetical_order(endpoint: Endpoint) -> None:
    lead = endpoint.lead(LastName="B", Company="C", FirstName="A")
    reply = endpoint.get(IDNUM, lead.id)
    names = [
        each.value("attrName") or ""
        for each in needed(reply).all("leadRecordList/leadRecord/leadAttributeList/attribute")
    ]
    if len(names) < 2:
        not_tried("the lead has fewer than two attributes")
    alphabetical(reply, "names", names)


@clause("MK-LEAD-7", "An unknown type of key is refused with 20102", "documented", "getLead")
def test_an_unknown_type_of_key_is_bad(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead())
    refused(endpoint.get("SHOESIZE", "44"), LEAD_KEY_BAD)


@clause("MK-LEAD-8", "getLead without a key is refused", "documented", "getLead")
def test_a_key_is_required(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead())
    refused(
        endpoint.call("getLead", "<other/>"), LEAD_KEY_REQUIRED, PARAMETER_REQUIRED, INVALID_REQUEST
    )


@clause("MK-LEAD-9", "Addresses match in any letter case", "inferred", "getLead")
def test_addresses_match_in_any_letter_case(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = endpoint.get(EMAIL, lead.email.upper())
    equal(reply, "Id", lead.id, accepted(reply).value("leadRecordList/leadRecord/Id"))


# syncLead


@clause("MK-SYNC-1", "An unknown address makes a lead", "documented", "syncLead")
def test_an_unknown_address_makes_a_lead(endpoint: Endpoint) -> None:
    reply = endpoint.sync(by_email(endpoint.address()))
    equal(reply, "status", "CREATED", accepted(reply).value("syncStatus/status"))


@clause("MK-SYNC-2", "A known address updates its lead", "documented", "syncLead")
def test_a_known_address_updates_its_lead(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = endpoint.sync(by_email(lead.email))
    result = accepted(reply)
    equal(reply, "leadId", lead.id, result.value("leadId"))
    equal(reply, "status", "UPDATED", result.value("syncStatus/status"))


@clause(
    "MK-SYNC-3", "The leadId of the result and of its status are the same", "recorded", "syncLead"
)
def test_both_places_tell_the_same_id(endpoint: Endpoint) -> None:
    reply = endpoint.sync(by_email(endpoint.address()))
    result = needed(reply)
    told = result.value("leadId") or not_tried("syncLead reports no leadId")
    equal(reply, "syncStatus/leadId", told, result.value("syncStatus/leadId"))


@clause("MK-SYNC-4", "A lead found by its Id takes the address beside it", "documented", "syncLead")
def test_an_id_replaces_the_address(endpoint: Endpoint) -> None:
    lead, email = endpoint.lead(), endpoint.address()
    endpoint.found(lead)
    reply = endpoint.sync(_id(lead.id) + by_email(email))
    equal(reply, "leadId", lead.id, accepted(reply).value("leadId"))
    equal(reply, "leads at the new address", [lead.id], endpoint.ids(EMAIL, email))
    equal(reply, "leads at the old address", [], endpoint.ids(EMAIL, lead.email))


@clause("MK-SYNC-5", "An unknown Id is a fault 20103, and nothing is made", "recorded", "syncLead")
def test_an_unknown_id_is_a_fault(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead())
    email = endpoint.address()
    reply = endpoint.sync(_id("2147483646") + by_email(email))
    refused(reply, LEAD_NOT_FOUND)
    equal(reply, "leads that were made", [], endpoint.ids(EMAIL, email))


@clause("MK-SYNC-6", "A foreign id makes a lead, and finds it again", "documented", "syncLead")
def test_a_foreign_id_is_a_key(endpoint: Endpoint) -> None:
    foreign = endpoint.word()
    first = endpoint.sync(_foreign(foreign) + attribute_list({"FirstName": "A"}))
    made = accepted(first)
    equal(first, "status", "CREATED", made.value("syncStatus/status"))
    again = endpoint.sync(_foreign(foreign) + attribute_list({"FirstName": "B"}))
    result = accepted(again)
    equal(again, "leadId", made.value("leadId"), result.value("leadId"))


@clause("MK-SYNC-7", "The Id decides before the foreign id", "documented", "syncLead")
def test_the_id_goes_before_the_foreign_id(endpoint: Endpoint) -> None:
    foreign = endpoint.word()
    needed(endpoint.sync(_foreign(foreign) + by_email(endpoint.address())))
    lead = endpoint.lead()
    reply = endpoint.sync(_id(lead.id) + _foreign(foreign))
    equal(reply, "leadId", lead.id, accepted(reply).value("leadId"))


@clause(
    "MK-SYNC-8",
    "The foreign id decides before the address, which is written",
    "documented",
    "syncLead",
)
def test_the_foreign_id_goes_before_the_address(endpoint: Endpoint) -> None:
    foreign, email = endpoint.word(), endpoint.address()
    made = needed(endpoint.sync(_foreign(foreign) + by_email(endpoint.address()))).value("leadId")
    reply = endpoint.sync(_foreign(foreign) + by_email(email))
    equal(reply, "leadId", made, accepted(reply).value("leadId"))
    equal(reply, "leads at the new address", [made], endpoint.ids(EMAIL, email))


@clause(
    "MK-SYNC-9", "Of several leads with an address the newest is updated", "documented", "syncLead"
)
def test_the_newest_of_duplicates_is_updated(endpoint: Endpoint) -> None:
    first = endpoint.lead()
    second = _duplicate(endpoint, first.email)
    reply = endpoint.sync(by_email(first.email))
    equal(reply, "leadId", second, accepted(reply).value("leadId"))


@clause(
    "MK-SYNC-10",
    "A lead is returned as it is after the change, with all its values",
    "recorded",
    "syncLead",
)
def test_the_lead_is_returned_as_it_is_afterwards(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="Before", LastName="Kept")
    reply = endpoint.sync(
        by_email(lead.email) + attribute_list({"FirstName": "After"}), returned=True
    )
    record = accepted(reply).first("leadRecord")
    found = {} if record is None else attributes_of(record)
    equal(reply, "names", ("After", "Kept"), (found.get("FirstName"), found.get("LastName")))


@clause(
    "MK-SYNC-11",
    "An unknown attribute is a fault 20105, and nothing is written",
    "recorded",
    "syncLead",
)
def test_an_unknown_attribute_is_a_fault(endpoint: Endpoint) -> None:
    endpoint.found(endpoint.lead(FirstName="A"))
    email = endpoint.address()
    reply = endpoint.sync(by_email(email) + attribute_list({"NoSuchFieldAtAll": "1"}))
    refused(reply, LEAD_ATTRIBUTE_BAD)
    equal(reply, "leads that were made", [], endpoint.ids(EMAIL, email))


@clause("MK-SYNC-12", "The fault 20105 names the attribute", "recorded", "syncLead")
def test_the_fault_names_the_unknown_attribute(endpoint: Endpoint) -> None:
    endpoint.lead(FirstName="A")
    reply = endpoint.sync(by_email(endpoint.address()) + attribute_list({"NoSuchFieldAtAll": "1"}))
    if reply.fault is None or reply.code != LEAD_ATTRIBUTE_BAD:
        not_tried(f"an unknown attribute was answered by {reply.outcome}")
    equal(reply, "faultstring", "20105 - Unknown lead field", reply.fault.string)
    message = "syncLead operation failed: unknown fields for import: NoSuchFieldAtAll (20105)"
    equal(reply, "message", message, reply.fault.service_message)


@clause(
    "MK-SYNC-13",
    "A call without a record, or with an empty one, is refused with 20104",
    "inferred",
    "syncLead",
)
@pytest.mark.parametrize("record", ["", "<leadRecord/>"])
def test_a_record_is_required(endpoint: Endpoint, record: str) -> None:
    endpoint.lead()
    reply = endpoint.call("syncLead", f"{record}<returnLead>false</returnLead>")
    refused(reply, LEAD_DETAIL_REQUIRED)


@clause("MK-SYNC-14", "A record without a key is refused with 20101", "inferred", "syncLead")
def test_a_record_needs_a_key(endpoint: Endpoint) -> None:
    endpoint.lead(FirstName="A")
    refused(endpoint.sync(attribute_list({"FirstName": "A"})), LEAD_KEY_REQUIRED)


@clause(
    "MK-SYNC-15",
    "A cookie is attached to its lead, which is then found by it",
    "documented",
    "syncLead",
)
def test_a_cookie_is_attached_and_is_a_key(endpoint: Endpoint) -> None:
    cookie = f"id:561-HYG-937&token:_mch-example.com-{endpoint.word()}"
    email = endpoint.address()
    record = by_email(email) + attribute_list({"FirstName": "A"})
    first = endpoint.sync(record, cookie=cookie)
    made = accepted(first).value("leadId")
    equal(first, "leads with the cookie", [made], endpoint.ids(COOKIE, cookie))


@clause(
    "MK-SYNC-16", "A new lead gets the domain of its address as Website", "recorded", "syncLead"
)
def test_a_new_lead_gets_its_website(endpoint: Endpoint) -> None:
    reply = endpoint.sync(by_email(endpoint.address()), returned=True)
    record = needed(reply).first("leadRecord")
    found = {} if record is None else attributes_of(record)
    equal(reply, "Website", "example.com", found.get("Website"))


@clause("MK-SYNC-17", "Attributes that are not sent stay as they are", "inferred", "syncLead")
def test_what_is_not_sent_stays(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="Kept")
    reply = endpoint.sync(by_email(lead.email) + attribute_list({"LastName": "New"}))
    accepted(reply)
    equal(reply, "FirstName", "Kept", endpoint.values(lead).get("FirstName"))


@clause("MK-SYNC-18", "An empty value clears its attribute", "inferred", "syncLead")
def test_an_empty_value_clears(endpoint: Endpoint) -> None:
    lead = endpoint.lead(FirstName="Gone")
    seen("FirstName", "Gone", endpoint.values(lead).get("FirstName"))
    reply = endpoint.sync(by_email(lead.email) + attribute_list({"FirstName": ""}))
    accepted(reply)
    equal(reply, "FirstName", "", endpoint.values(lead).get("FirstName", ""))


@clause(
    "MK-SYNC-19", "The workspace Default can be named, also in lower case", "recorded", "syncLead"
)
@pytest.mark.parametrize("name", ["Default", "default"])
def test_the_default_workspace_can_be_named(endpoint: Endpoint, name: str) -> None:
    record = f"<leadRecord>{by_email(endpoint.address())}</leadRecord>"
    body = endpoint.wrapped("syncLead", f"{record}<returnLead>false</returnLead>")
    block = f"<m:MktowsContextHeader><targetWorkspace>{name}</targetWorkspace>"
    more = f"{block}</m:MktowsContextHeader>"
    plain = needed(endpoint.sync(by_email(endpoint.address()))).value("syncStatus/status")
    wanted = plain or not_tried("syncLead reports no status")
    reply = endpoint.send("syncLead", endpoint.envelope(body, more=more))
    equal(reply, "status", wanted, accepted(reply).value("syncStatus/status"))


# What is written is what is read


def _written(endpoint: Endpoint, value: str) -> None:
    email = endpoint.address()
    reply = endpoint.sync(by_email(email) + attribute_list({"FirstName": value}), returned=True)
    record = accepted(reply).first("leadRecord")
    found = {} if record is None else attributes_of(record)
    equal(reply, "FirstName", value, found.get("FirstName"))


@clause(
    "MK-TXT-1",
    "Characters of markup in a value come back as they were sent",
    "recorded",
    "syncLead",
)
def test_markup_in_a_value_is_text(endpoint: Endpoint) -> None:
    @_BOUNDED
    @given(_MARKUP)
    def holds(value: str) -> None:
        _written(endpoint, value)

    holds()


@clause(
    "MK-TXT-2", "Characters of every script come back as they were sent", "inferred", "syncLead"
)
def test_every_letter_comes_back(endpoint: Endpoint) -> None:
    @_BOUNDED
    @given(_TEXTS)
    def holds(value: str) -> None:
        _written(endpoint, value)

    holds()


@clause(
    "MK-SYNC-20",
    "Attributes of a lead are read back as they were written",
    "documented",
    "syncLead",
)
def test_what_is_written_is_read(endpoint: Endpoint) -> None:
    words = st.from_regex(r"[A-Za-z][A-Za-z ]{0,20}[A-Za-z]", fullmatch=True)

    @_BOUNDED
    @given(st.fixed_dictionaries({}, optional=dict.fromkeys(_FIELDS, words)))
    def holds(attributes: dict[str, str]) -> None:
        lead = endpoint.lead(**attributes)
        found = endpoint.values(lead)
        kept = {name: found.get(name) for name in attributes}
        expect(
            kept == attributes,
            endpoint.exchanges[-1],
            expected=str(attributes),
            found=str(kept),
        )

    holds()


_FIELDS = ("Company", "FirstName", "LastName")

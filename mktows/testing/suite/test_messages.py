"""Clauses about what is read and what is refused of a message, before any operation's own rules."""

from __future__ import annotations

import pytest

from mktows.facts.faults import REQUEST_NOT_UNDERSTOOD, UNSUPPORTED_OPERATION
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.soap import SOAP_NAMESPACE
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import (
    Endpoint,
    attribute_list,
    by_email,
    lead_key,
)
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import accepted, equal, expect, needed, refused, seen

_CALL = "listMObjects"


def _bad_request(reply: Exchange) -> None:
    fault = reply.fault
    expect(
        fault is not None and fault.string == "Bad Request" and reply.code is None,
        reply,
        expected="a fault Bad Request, without a code",
        found=reply.outcome,
    )


@clause(
    "MK-MSG-1",
    "What is not well-formed XML is a fault Bad Request without a code",
    "recorded",
    "listMObjects",
)
@pytest.mark.parametrize("cut", [1, 40])
def test_what_is_no_xml_is_a_bad_request(endpoint: Endpoint, cut: int) -> None:
    endpoint.listed()
    _bad_request(endpoint.send(_CALL, endpoint.envelope(endpoint.wrapped(_CALL, ""))[:-cut]))


@clause(
    "MK-MSG-2",
    "An unescaped ampersand is a fault Bad Request without a code",
    "recorded",
    "syncLead",
)
def test_an_unescaped_ampersand_is_a_bad_request(endpoint: Endpoint) -> None:
    endpoint.lead()
    _bad_request(endpoint.sync("<Email>a&b@example.com</Email>"))


@clause("MK-MSG-3", "An unknown operation is refused with 20019", "documented")
def test_an_unknown_operation_is_not_supported(endpoint: Endpoint) -> None:
    endpoint.listed()
    reply = endpoint.send("", endpoint.envelope("<m:paramsGetNothing/>"), action='""')
    refused(reply, UNSUPPORTED_OPERATION)


@clause(
    "MK-MSG-4", "A body that holds no request of the contract is refused with 20012", "inferred"
)
def test_a_body_that_is_no_request_is_not_understood(endpoint: Endpoint) -> None:
    endpoint.listed()
    reply = endpoint.send("", endpoint.envelope('<o:order xmlns:o="urn:other"/>'), action='""')
    refused(reply, REQUEST_NOT_UNDERSTOOD)


@clause(
    "MK-MSG-5",
    "A message with a document type declaration is refused",
    "inferred",
    "describeMObject",
)
def test_a_document_type_is_refused(endpoint: Endpoint) -> None:
    document_type = '<!DOCTYPE e:Envelope [<!ENTITY x "LeadRecord">]>'
    plain = endpoint.call("describeMObject", "<objectName>LeadRecord</objectName>")
    seen("name", "LeadRecord", needed(plain).value("metadata/name"))
    call = endpoint.wrapped("describeMObject", "<objectName>&x;</objectName>")
    reply = endpoint.send("describeMObject", document_type + endpoint.envelope(call))
    expect(reply.fault is not None, reply, expected="a fault", found=reply.outcome)


@clause("MK-TOL-1", "Children stand in any order", "recorded", "getLead")
def test_children_stand_in_any_order(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = endpoint.call(
        "getLead",
        f"<leadKey><keyValue>{lead.id}</keyValue><keyType>IDNUM</keyType></leadKey>",
    )
    equal(reply, "count", "1", accepted(reply).value("count"))


@clause(
    "MK-TOL-2", "Children qualified with the contract's namespace are read", "recorded", "getLead"
)
def test_qualified_children_are_read(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = endpoint.call(
        "getLead",
        f"<m:leadKey><m:keyType>IDNUM</m:keyType><m:keyValue>{lead.id}</m:keyValue></m:leadKey>",
    )
    equal(reply, "count", "1", accepted(reply).value("count"))


@clause("MK-TOL-3", "An unknown element is ignored", "recorded", "getLead")
def test_an_unknown_element_is_ignored(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    reply = endpoint.call("getLead", f"{lead_key(IDNUM, lead.id)}<unheardOf>1</unheardOf>")
    equal(reply, "count", "1", accepted(reply).value("count"))


@clause(
    "MK-TOL-4",
    "An element whose name is in the wrong letter case is ignored",
    "recorded",
    "syncLead",
)
def test_a_name_in_the_wrong_case_is_ignored(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    right = endpoint.sync(f"<Id>{lead.id}</Id>{by_email(lead.email)}")
    seen("leadId by the Id", lead.id, needed(right).value("leadId"))
    reply = endpoint.sync(f"<id>{lead.id}</id>{by_email(endpoint.address())}")
    found = accepted(reply).value("leadId")
    fine = bool(found) and found != lead.id
    expect(fine, reply, expected="a new lead", found=f"the lead {found}")


@clause(
    "MK-TOL-5", "The body tells the operation, whatever SOAPAction says", "recorded", "listMObjects"
)
@pytest.mark.parametrize("action", ["", '""', '"http://www.marketo.com/mktows/getLead"'])
def test_the_body_tells_the_operation(endpoint: Endpoint, action: str) -> None:
    body = endpoint.envelope(endpoint.wrapped(_CALL, ""))
    reply = endpoint.send(_CALL, body, action=action)
    answer = accepted(reply)
    expect(
        bool(answer.all("objects")),
        reply,
        expected="the answer of listMObjects",
        found=[each.name for each in answer.children],
    )


@clause("MK-TOL-6", "Prefixes and default namespaces are free", "recorded", "listMObjects")
def test_prefixes_are_free(endpoint: Endpoint) -> None:
    name = endpoint.namespace
    header = endpoint.header().replace("m:AuthenticationHeader", "x:AuthenticationHeader")
    body = (
        f'<Envelope xmlns="{SOAP_NAMESPACE}" xmlns:unused="urn:unused">'
        f'<Header xmlns:x="{name}">{header}</Header>'
        f'<Body><paramsListMObjects xmlns="{name}"/></Body></Envelope>'
    )
    # The members of the header are in no namespace, so the default one ends at them.
    for member in ("mktowsUserId", "requestSignature", "requestTimestamp"):
        body = body.replace(f"<{member}>", f'<{member} xmlns="">')
    endpoint.lists(endpoint.send(_CALL, body))


@clause("MK-TOL-7", "The path of any version is answered", "inferred", "listMObjects")
@pytest.mark.parametrize("version", ["1_4", "2_1", "2_4", "2_9", "3_1"])
def test_the_path_of_any_version_answers(endpoint: Endpoint, version: str) -> None:
    body = endpoint.envelope(endpoint.wrapped(_CALL, ""))
    endpoint.lists(endpoint.send(_CALL, body, version=version))


@clause(
    "MK-TOL-8", "Booleans are read as true, false, 1, 0, True and False", "documented", "syncLead"
)
@pytest.mark.parametrize(
    ("text", "meant"),
    [("true", True), ("1", True), ("True", True), ("false", False), ("0", False), ("False", False)],
)
def test_booleans_are_read_in_every_spelling(endpoint: Endpoint, text: str, meant: bool) -> None:
    record = f"<leadRecord>{by_email(endpoint.address())}</leadRecord>"
    reply = endpoint.call("syncLead", f"{record}<returnLead>{text}</returnLead>")
    equal(reply, "whether the lead is returned", meant, bool(accepted(reply).all("leadRecord/Id")))


@clause("MK-TOL-9", "The attrType of a request is ignored", "recorded", "syncLead")
def test_the_type_of_an_attribute_is_ignored(endpoint: Endpoint) -> None:
    email, word = endpoint.address(), endpoint.word()
    reply = endpoint.sync(
        f"{by_email(email)}<leadAttributeList><attribute><attrName>FirstName</attrName>"
        f"<attrType>datetime</attrType><attrValue>{word}</attrValue></attribute>"
        "</leadAttributeList>"
    )
    accepted(reply)
    found = [
        each
        for record in endpoint.records(EMAIL, email)
        for each in record.everything()
        if each.text == word
    ]
    expect(bool(found), reply, expected="the value is written", found="it is not")


@clause(
    "MK-TOL-10",
    "An empty optional element is an absent one",
    "documented",
    "getLeadActivity",
    "getMultipleLeads",
    "syncLead",
)
@pytest.mark.parametrize(
    ("operation", "more"),
    [
        (
            "getLeadActivity",
            "<startPosition><latestCreatedAt/><oldestCreatedAt/><offset/></startPosition>",
        ),
        ("getLeadActivity", "<activityFilter><includeTypes/></activityFilter>"),
        ("getMultipleLeads", "<streamPosition/>"),
        ("getMultipleLeads", "<includeAttributes/>"),
        ("syncLead", "<marketoCookie/>"),
    ],
)
def test_an_empty_optional_element_is_an_absent_one(
    endpoint: Endpoint, operation: str, more: str
) -> None:
    lead = endpoint.lead()
    needed(endpoint.get(IDNUM, lead.id))
    params = {
        "getLeadActivity": lead_key(IDNUM, lead.id),
        "getMultipleLeads": (
            '<leadSelector xsi:type="m:LeadKeySelector"><keyType>IDNUM</keyType>'
            f"<keyValues><stringItem>{lead.id}</stringItem></keyValues></leadSelector>"
        ),
        "syncLead": f"<leadRecord>{by_email(lead.email)}{attribute_list({'FirstName': 'A'})}"
        "</leadRecord><returnLead>false</returnLead>",
    }[operation]
    absent = _names_in(needed(endpoint.call(operation, params)))
    reply = endpoint.call(operation, params + more)
    equal(reply, "the elements of the reply", absent, _names_in(accepted(reply)))


def _names_in(result: Item) -> list[str]:
    return [each.name for each in result.everything()]

"""Clauses about every reply, tried on all that were received in this run."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from mktows.checking import check_message
from mktows.contract import contract
from mktows.diffing.compare import compare
from mktows.diffing.document import WsdlError
from mktows.diffing.reader import read_contract
from mktows.facts.key_types import EMAIL
from mktows.soap import SOAP_NAMESPACE, parse_xml, split_name
from mktows.testing.schemas import judge
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, lead_key
from mktows.testing.suite.exchanges import Exchange, Item
from mktows.testing.suite.expectations import ClauseBroken, expect, not_tried

_SOAP = f"{{{SOAP_NAMESPACE}}}"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}")


def _answered(endpoint: Endpoint) -> list[Exchange]:
    """Return all answered calls, with at least one success and one fault."""
    endpoint.call("listMObjects")
    endpoint.call("getLead", lead_key(EMAIL, endpoint.address()))
    found = [each for each in endpoint.exchanges if each.response is not None]
    return found or not_tried("no call was answered")


def _successes(endpoint: Endpoint) -> list[Exchange]:
    found = [each for each in _answered(endpoint) if each.succeeded]
    return found or not_tried("no call succeeded")


def _faults(endpoint: Endpoint) -> list[Exchange]:
    found = [each for each in _answered(endpoint) if each.fault is not None]
    return found or not_tried("no call was answered by a fault")


def _body(exchange: Exchange) -> etree._Element:
    envelope = exchange.envelope
    if envelope is None or envelope.body is None:
        not_tried("the reply has no body")
    return envelope.body


def _fault(exchange: Exchange) -> etree._Element:
    root = parse_xml(exchange.response.body if exchange.response else b"<none/>")
    found = root.find(f"{_SOAP}Body/{_SOAP}Fault")
    return found if found is not None else not_tried("the reply is no fault")


def _each(
    exchanges: list[Exchange], wrong: Callable[[Exchange], str | None], expected: str
) -> None:
    """Break the clause at the first wrong exchange, with the number of wrong ones."""
    found = [(each, said) for each in exchanges if (said := wrong(each)) is not None]
    if found:
        exchange, said = found[0]
        many = f" ({len(found)} of {len(exchanges)} replies)"
        raise ClauseBroken(expected, said + many, exchange)


@clause(
    "MK-WSDL-1",
    "The WSDL at ?WSDL holds nothing that breaks a caller of the contract",
    "documented",
)
def test_the_wsdl_is_the_contract(endpoint: Endpoint) -> None:
    reply = endpoint.wsdl()
    version = endpoint.config.version
    expect(
        reply.response is not None and reply.response.status == 200,
        reply,
        expected="a WSDL",
        found=reply.outcome,
    )
    data = b"" if reply.response is None else reply.response.body
    try:
        served = read_contract("served", data)
    except WsdlError as error:
        raise ClauseBroken("a WSDL", str(error), reply) from None
    findings = compare(read_contract(version, contract(version).wsdl()), served)
    breaking = [each for each in findings if each.rule.caller == "breaking"]
    said = "; ".join(f"{each.path}: {each.rule.reason}" for each in breaking)
    if breaking:
        raise ClauseBroken(f"nothing that breaks a caller of {version}", said, None)


def _other_status(expected: int) -> Callable[[Exchange], str | None]:
    def wrong(each: Exchange) -> str | None:
        status = each.response.status if each.response else 0
        return None if status == expected else f"status {status}"

    return wrong


@clause("S11-HTTP-1", "A success has status 200", "recorded")
def test_a_success_has_status_200(endpoint: Endpoint) -> None:
    _each(_successes(endpoint), _other_status(200), "status 200 with a success")


@clause("S11-HTTP-2", "A fault has status 500", "documented")
def test_a_fault_has_status_500(endpoint: Endpoint) -> None:
    _each(_faults(endpoint), _other_status(500), "status 500 with a fault")


@clause(
    "S11-HTTP-3", "An envelope has the content type text/xml, and no charset but UTF-8", "recorded"
)
def test_an_envelope_is_text_xml(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        told = each.response.headers.get("content-type", "none") if each.response else "none"
        media_type, _, parameters = told.lower().replace(" ", "").partition(";")
        charset = re.search('charset="?([a-z0-9-]+)', parameters)
        fine = media_type == "text/xml" and (charset is None or charset[1] in ("utf-8", "utf8"))
        return None if fine else f"Content-Type {told}"

    replies = [each for each in _answered(endpoint) if each.envelope is not None]
    _each(replies or not_tried("no reply is an envelope"), wrong, "Content-Type text/xml, UTF-8")


@clause("S11-ENV-1", "Every answer is an envelope of SOAP 1.1", "documented")
def test_every_answer_is_an_envelope(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        return None if each.envelope is not None else each.outcome

    _each(_answered(endpoint), wrong, "an envelope of SOAP 1.1")


@clause("S11-ENV-2", "A Body has one child", "documented")
def test_a_body_has_one_child(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        count = 0 if each.envelope is None else each.envelope.children
        return None if count == 1 else f"{count} children"

    replies = [each for each in _answered(endpoint) if each.envelope is not None]
    _each(replies or not_tried("no reply is an envelope"), wrong, "one child of the Body")


@clause(
    "MK-ENV-1", "A success is wrapped in success and the operation's name, qualified", "documented"
)
def test_the_wrapper_is_that_of_the_operation(endpoint: Endpoint) -> None:
    table = contract(endpoint.config.version).operations

    def wrong(each: Exchange) -> str | None:
        found = split_name(_body(each))
        wanted = (endpoint.namespace, table[each.operation].reply)
        return None if found == wanted else f"{found[1]} in {found[0] or 'no namespace'}"

    replies = [each for each in _successes(endpoint) if each.operation]
    _each(
        replies or not_tried("no operation succeeded"),
        wrong,
        "success and the operation's name, in the contract's namespace",
    )


@clause("MK-ENV-2", "Everything below the wrapper is in no namespace", "documented")
def test_what_a_wrapper_holds_is_in_no_namespace(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        for node in _body(each).iterdescendants():
            namespace, name = split_name(node)
            if namespace:
                return f"{name} in {namespace}"
        return None

    _each(_successes(endpoint), wrong, "elements in no namespace below the wrapper")


@clause("MK-ENV-3", "A reply has no header", "recorded")
def test_a_reply_has_no_header(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        root = parse_xml(each.response.body if each.response else b"<none/>")
        return None if root.find(f"{_SOAP}Header") is None else "a Header"

    replies = [each for each in _answered(endpoint) if each.envelope is not None]
    _each(replies or not_tried("no reply is an envelope"), wrong, "no Header")


@clause("MK-XSD-1", "Every success is valid against the schema for two validators", "documented")
def test_every_success_is_valid(endpoint: Endpoint) -> None:
    table = contract(endpoint.config.version)

    def wrong(each: Exchange) -> str | None:
        # Names and namespaces have clauses of their own.
        copy = etree.fromstring(etree.tostring(_body(each), with_tail=False))
        for node in copy.iterdescendants():
            node.tag = split_name(node)[1]
        copy.tag = f"{{{table.namespace}}}{table.operations[each.operation].reply}"
        verdict = judge(table.version, copy)
        if not verdict.lines:
            return None
        found = check_message(table, copy, table.operations[each.operation].reply)
        if found:
            return f"{found[0].path}: {found[0].reason} ({found[0].rule})"
        return f"it is not valid for {'libxml2' if verdict.libxml2 else 'xmlschema'}"

    replies: dict[tuple[str, int], Exchange] = {}
    for each in _successes(endpoint):
        if each.operation and each.response is not None:
            replies.setdefault((each.operation, len(each.response.body) // 64), each)
    judged = list(replies.values()) or not_tried("no operation succeeded")
    _each(judged, wrong, "a reply that both validators accept")


@clause(
    "S11-FLT-1", "A fault has the members of SOAP 1.1, in order and in no namespace", "documented"
)
def test_the_members_of_a_fault_are_those_of_soap(endpoint: Endpoint) -> None:
    known = ["faultcode", "faultstring", "faultactor", "detail"]

    def wrong(each: Exchange) -> str | None:
        names = [child.tag for child in _fault(each)]
        fine = names[:2] == known[:2] and names == [name for name in known if name in names]
        return None if fine else ", ".join(names) or "none"

    _each(_faults(endpoint), wrong, "faultcode, faultstring and detail, in no namespace")


@clause(
    "S11-FLT-2",
    "The faultcode is Client, qualified with a prefix that is bound to SOAP's namespace",
    "recorded",
)
def test_the_faultcode_is_a_qualified_name(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        nodes = {split_name(child)[1]: child for child in _fault(each)}
        node = nodes.get("faultcode")
        text = "" if node is None else (node.text or "").strip()
        prefix, _, name = text.rpartition(":")
        space = None if node is None else node.nsmap.get(prefix or None)
        fine = name == "Client" and space == SOAP_NAMESPACE
        return None if fine else f"faultcode {text!r}, its prefix bound to {space}"

    _each(_faults(endpoint), wrong, "faultcode Client, its prefix bound to SOAP's namespace")


def _told(endpoint: Endpoint) -> list[Exchange]:
    """Return the faults with a code of the service."""
    found = [each for each in _faults(endpoint) if each.code is not None]
    return found or not_tried("no fault has a code")


@clause(
    "MK-FLT-1", "A fault's detail is a serviceException with name, message and code", "recorded"
)
def test_the_detail_is_a_service_exception(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        exceptions = [
            child
            for detail in _fault(each).iter("detail", "{*}detail")
            for child in detail
            if child.tag == f"{{{endpoint.namespace}}}serviceException"
        ]
        if not exceptions:
            return "no serviceException in the detail"
        names = [child.name for child in Item(exceptions[0]).children]
        fine = names in (["name", "message", "code"], ["name", "message", "code", "cause"])
        return None if fine else f"serviceException with {', '.join(names) or 'nothing'}"

    _each(_told(endpoint), wrong, "a serviceException with name, message and code")


@clause("MK-FLT-2", "A fault's code is the same in faultstring, message and code", "recorded")
def test_the_code_is_the_same_everywhere(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        fault = each.fault
        if fault is None or fault.string == "Parameter required":  # has none (recorded)
            return None
        message = fault.service_message
        fine = fault.string.startswith(f"{each.code} - ") and (
            message is None or message.endswith(f"({each.code})")
        )
        return None if fine else f"{each.code}, {fault.string!r} and {message!r}"

    _each(_told(endpoint), wrong, "the code in front of faultstring and behind message")


@clause("MK-FLT-3", "The name of a serviceException is mktServiceException", "recorded")
def test_the_name_of_every_exception_is_one(endpoint: Endpoint) -> None:
    def wrong(each: Exchange) -> str | None:
        name = each.fault.service_name if each.fault else None
        return None if name in (None, "mktServiceException") else f"name {name!r}"

    _each(_told(endpoint), wrong, "name mktServiceException")


@clause("MK-FMT-1", "Moments are whole seconds with a numeric offset", "recorded")
def test_moments_are_whole_seconds_with_an_offset(endpoint: Endpoint) -> None:
    names = {"activityDateTime", "startedTime", "endedTime", "updatedAt", "createdAt"}
    names |= {"latestCreatedAt", "oldestCreatedAt"}
    _each(_with(endpoint, names), _unlike(names, _MOMENT), "moments like 2013-08-01T00:13:13-05:00")


@clause("MK-FMT-2", "Booleans are written true and false", "recorded")
def test_booleans_are_words(endpoint: Endpoint) -> None:
    names = {"success", "hasMore", "isCustom", "isVirtual", "isReadonly", "isUpdateBlocked"}
    _each(_with(endpoint, names), _unlike(names, re.compile("true|false")), "true or false")


@clause("MK-FMT-3", "Counts and ids are written as plain digits", "recorded")
def test_numbers_are_plain(endpoint: Endpoint) -> None:
    names = {"count", "returnCount", "remainingCount", "leadId", "winningLeadId", "Id", "id"}
    _each(_with(endpoint, names), _unlike(names, re.compile("0|[1-9][0-9]*")), "plain digits")


def _with(endpoint: Endpoint, names: set[str]) -> list[Exchange]:
    found = [
        each
        for each in _successes(endpoint)
        if any(split_name(node)[1] in names for node in _body(each).iterdescendants())
    ]
    return found or not_tried(f"no reply holds {' or '.join(sorted(names))}")


def _unlike(names: set[str], pattern: re.Pattern[str]) -> Callable[[Exchange], str | None]:
    def wrong(each: Exchange) -> str | None:
        for item in Item(_body(each)).everything():
            told = item.name in names and item.text and not len(item.node)
            if told and not pattern.fullmatch(item.text):
                return f"{item.name} {item.text!r}"
        return None

    return wrong

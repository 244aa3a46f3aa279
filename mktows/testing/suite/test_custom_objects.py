"""Clauses about the operations on custom objects."""

from __future__ import annotations

from mktows.facts.faults import BAD_PARAMETER
from mktows.testing.suite.clause import clause
from mktows.testing.suite.endpoint import Endpoint, Made, attributes_xml
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import (
    accepted,
    alphabetical,
    equal,
    needed,
    not_tried,
    refused,
    seen,
)
from mktows.testing.suite.instance import CustomType
from mktows.testing.suite.makers import sync_visits, visit

_STATUSES = "syncCustomObjStatusList/syncCustomObjStatus"
_DELETED = "deleteCustomObjStatusList/syncCustomObjStatus"


def _statuses(reply: Exchange, path: str = _STATUSES) -> list[str | None]:
    return [each.value("status") for each in accepted(reply).all(path)]


def _get(endpoint: Endpoint, kind: CustomType, keys: dict[str, str], name: str = "") -> Exchange:
    return endpoint.call(
        "getCustomObjects",
        f"<objTypeName>{name or kind.name}</objTypeName>"
        f"<customObjKeyList>{attributes_xml(keys)}</customObjKeyList><includeAttributes/>",
    )


def _delete(endpoint: Endpoint, kind: CustomType, keys: dict[str, str]) -> Exchange:
    return endpoint.call(
        "deleteCustomObjects",
        f"<objTypeName>{kind.name}</objTypeName><customObjKeyLists><keyList>"
        f"{attributes_xml(keys)}</keyList></customObjKeyLists>",
    )


def _made(endpoint: Endpoint, **attributes: str) -> tuple[CustomType, Made, dict[str, str]]:
    kind = endpoint.known.the_custom_type()
    lead, key = endpoint.lead(), endpoint.word()
    needed(sync_visits(endpoint, "INSERT", visit(kind, lead, key, attributes)))
    return kind, lead, {kind.link: lead.id, kind.key: key}


def _attributes(reply: Exchange) -> list[list[tuple[str | None, str | None]]]:
    return [
        [
            (pair.value("attrName"), pair.value("attrValue"))
            for pair in each.all("customObjAttributeList/attribute")
        ]
        for each in accepted(reply).all("customObjList/customObj")
    ]


@clause(
    "MK-COBJ-1", "An unknown custom object type is a fault 20110", "recorded", "syncCustomObjects"
)
def test_an_unknown_type_is_a_fault(endpoint: Endpoint) -> None:
    lead = endpoint.lead()
    endpoint.found(lead)
    if endpoint.known.custom:
        _made(endpoint)
    kind = CustomType(endpoint.word(), "MKTOID", "key", ("one", "other"))
    given = visit(kind, lead, "1", {"one": "1"})
    refused(sync_visits(endpoint, "UPSERT", given, name=kind.name), BAD_PARAMETER)


@clause("MK-COBJ-2", "A custom object is CREATED, then UPDATED", "documented", "syncCustomObjects")
def test_a_record_is_made_and_updated(endpoint: Endpoint) -> None:
    kind = endpoint.known.the_custom_type()
    lead, key = endpoint.lead(), endpoint.word()
    for status in ("CREATED", "UPDATED"):
        reply = sync_visits(endpoint, "UPSERT", visit(kind, lead, key, {kind.fields[0]: status}))
        equal(reply, "statuses", [status], _statuses(reply))


@clause(
    "MK-COBJ-3",
    "Attributes of a custom object are read back as they were written",
    "recorded",
    "getCustomObjects",
)
def test_what_is_written_is_read(endpoint: Endpoint) -> None:
    one, other = sorted(endpoint.known.the_custom_type().fields)
    kind, _, keys = _made(endpoint, **{one: "é <&>", other: "2"})
    reply = _get(endpoint, kind, keys)
    equal(
        reply,
        "attributes",
        {one: "é <&>", other: "2"},
        dict(_attributes(reply)[0] if _attributes(reply) else []),
    )


@clause(
    "MK-COBJ-4",
    "Attributes of a custom object come in alphabetical order",
    "recorded",
    "getCustomObjects",
)
def test_attributes_come_in_alphabetical_order(endpoint: Endpoint) -> None:
    one, other = sorted(endpoint.known.the_custom_type().fields)
    kind, _, keys = _made(endpoint, **{other: "2", one: "1"})
    reply = _get(endpoint, kind, keys)
    names = [name or "" for record in _attributes(reply) for name, _ in record]
    if len(names) < 2:
        not_tried("fewer than two attributes come")
    alphabetical(reply, "names", names)


@clause("MK-COBJ-5", "The link alone finds all records of a lead", "documented", "getCustomObjects")
def test_the_link_alone_finds_all_records_of_a_lead(endpoint: Endpoint) -> None:
    kind, lead, keys = _made(endpoint, **{endpoint.known.the_custom_type().fields[0]: "1"})
    other = visit(kind, lead, endpoint.word(), {kind.fields[0]: "2"})
    needed(sync_visits(endpoint, "INSERT", other))
    reply = _get(endpoint, kind, {kind.link: keys[kind.link]})
    equal(reply, "returnCount", "2", accepted(reply).value("returnCount"))


@clause(
    "MK-COBJ-6",
    "The name of a custom object type is found in any letter case, and told in one",
    "recorded",
    "getCustomObjects",
)
def test_the_name_of_a_type_is_found_in_any_case(endpoint: Endpoint) -> None:
    kind, _, keys = _made(endpoint)
    names = set()
    for name in (kind.name.upper(), kind.name.lower()):
        reply = _get(endpoint, kind, keys, name)
        result = accepted(reply)
        equal(reply, "returnCount", "1", result.value("returnCount"))
        names.add(result.value("objTypeName") or not_tried("no name of the type is reported"))
        equal(reply, "how many names the type has", 1, len(names))


@clause(
    "MK-COBJ-7",
    "A custom object with an unknown attribute fails alone",
    "recorded",
    "syncCustomObjects",
)
def test_an_unknown_attribute_fails_alone(endpoint: Endpoint) -> None:
    kind = endpoint.known.the_custom_type()
    lead = endpoint.lead()
    given = [
        visit(kind, lead, endpoint.word(), {kind.fields[0]: "1"}),
        visit(kind, lead, endpoint.word(), {"NoSuchFieldAtAll": "1"}),
    ]
    reply = sync_visits(endpoint, "UPSERT", *given)
    equal(reply, "statuses", ["CREATED", "FAILED"], _statuses(reply))


@clause("MK-COBJ-8", "The error names the unknown attribute", "recorded", "syncCustomObjects")
def test_the_error_names_the_unknown_attribute(endpoint: Endpoint) -> None:
    kind = endpoint.known.the_custom_type()
    given = visit(kind, endpoint.lead(), endpoint.word(), {"NoSuchFieldAtAll": "1"})
    reply = sync_visits(endpoint, "UPSERT", given)
    found = needed(reply).value(f"{_STATUSES}/error")
    equal(reply, "error", "Unknown name attribute list: NoSuchFieldAtAll", found)


@clause(
    "MK-COBJ-9",
    "A custom object is DELETED once, then UNCHANGED",
    "inferred",
    "deleteCustomObjects",
)
def test_a_record_is_deleted_once(endpoint: Endpoint) -> None:
    kind, _, keys = _made(endpoint)
    for status in ("DELETED", "UNCHANGED"):
        reply = _delete(endpoint, kind, keys)
        equal(reply, "statuses", [status], _statuses(reply, _DELETED))


@clause("MK-COBJ-10", "A deleted custom object is gone", "documented", "deleteCustomObjects")
def test_a_deleted_record_is_gone(endpoint: Endpoint) -> None:
    kind, _, keys = _made(endpoint)
    seen("returnCount", "1", needed(_get(endpoint, kind, keys)).value("returnCount"))
    needed(_delete(endpoint, kind, keys))
    reply = _get(endpoint, kind, keys)
    equal(reply, "returnCount", "0", accepted(reply).value("returnCount"))


@clause(
    "MK-COBJ-11",
    "INSERT of a custom object that is there, and UPDATE of a missing one, is SKIPPED",
    "inferred",
    "syncCustomObjects",
)
def test_a_mode_that_forbids_it_skips(endpoint: Endpoint) -> None:
    kind, lead, keys = _made(endpoint)
    known = visit(kind, lead, keys[kind.key], {kind.fields[0]: "1"})
    unknown = visit(kind, lead, endpoint.word(), {kind.fields[0]: "1"})
    for operation, given in (("INSERT", known), ("UPDATE", unknown)):
        reply = sync_visits(endpoint, operation, given)
        equal(reply, "statuses", ["SKIPPED"], _statuses(reply))


@clause(
    "MK-COBJ-12", "The status of a custom object tells its keys", "recorded", "syncCustomObjects"
)
def test_the_keys_are_told_back(endpoint: Endpoint) -> None:
    kind = endpoint.known.the_custom_type()
    lead, key = endpoint.lead(), endpoint.word()
    reply = sync_visits(endpoint, "UPSERT", visit(kind, lead, key, {kind.fields[0]: "1"}))
    found = {
        each.value("attrName"): each.value("attrValue")
        for each in needed(reply).all(f"{_STATUSES}/customObjKeyList/attribute")
    }
    equal(reply, "keys", {kind.link: lead.id, kind.key: key}, found)

"""Near misses of replies and faults, in forms that the service never wrote."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from lxml import etree

from mktows.facts.faults import LEAD_KEY_BAD, LEAD_NOT_FOUND, SEVERE_INTERNAL_ERROR, SHORT_TEXTS
from mktows.facts.key_types import IDNUM
from mktows.service_faults import write_service_fault
from mktows.testing.near_misses.makers import (
    SOAP,
    Element,
    Maker,
    NearMiss,
    Tree,
    in_reply,
    in_reply_json,
    only,
    write,
)
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Json

_WITH_ERRORS = ("syncLead", "syncMultipleLeads", "mergeLeads")
_WITH_COUNT = {
    "getLead": "count",
    "getMultipleLeads": "returnCount",
    "getLeadActivity": "returnCount",
    "getLeadChanges": "returnCount",
    "getCampaignsForSource": "returnCount",
    "getMObjects": "returnCount",
    "getCustomObjects": "returnCount",
}
_ACCEPTED = ("requestCampaign", "scheduleCampaign")


# Replies


def _with_header(_: DrawFn, tree: Tree) -> None:
    tree.root.insert(0, etree.Element(f"{SOAP}Header"))


def _qualified(draw: DrawFn, tree: Tree) -> None:
    node = draw(st.sampled_from(list(tree.message.iterdescendants())))
    node.tag = tree.ours(str(node.tag))


def _swapped(_: DrawFn, tree: Tree) -> None:
    first, second = tree.message[0][0], tree.message[0][1]
    first.addprevious(second)


def _errors(tree: Tree) -> list[Element]:
    return list(tree.message.iterdescendants("error"))


def _without_error(draw: DrawFn, tree: Tree) -> None:
    node = draw(st.sampled_from(_errors(tree)))
    parent = node.getparent()
    assert parent is not None  # noqa: S101 - it is below the message
    parent.remove(node)


def _empty_error(draw: DrawFn, tree: Tree) -> None:
    node = draw(st.sampled_from(_errors(tree)))
    node.attrib.clear()
    node.text = None


def _shown_attributes(*attributes: tuple[str, str | None, str]) -> Maker:
    """A getLead reply whose first lead has these attributes: name, type and value."""
    items = [
        {"attrName": name, "attrType": kind, "attrValue": value} for name, kind, value in attributes
    ]

    def change(_: DrawFn, reply: Json) -> None:
        lead = reply["result"]["leadRecordList"]["leadRecord"][0]
        lead["leadAttributeList"] = {"attribute": items}

    return in_reply_json(change)


def _other_time(draw: DrawFn, tree: Tree) -> None:
    node = tree.find(".//startedTime")
    text = str(node.text)
    node.text = draw(st.sampled_from((f"{text[:19]}Z", text[:19], f"{text[:19]}.5{text[19:]}")))


def _digit(_: DrawFn, tree: Tree) -> None:
    node = tree.find(".//success")
    node.text = "1"


def _miscounted(draw: DrawFn, tree: Tree) -> None:
    node = tree.find(f".//{_WITH_COUNT[tree.operation.name]}")
    node.text = str(int(node.text or "0") + draw(st.integers(1, 100)))


def _other_lead(_: DrawFn, reply: Json) -> None:
    reply["result"]["syncStatus"]["leadId"] = reply["result"]["leadId"] - 1


def _other_success(draw: DrawFn, reply: Json) -> None:
    status = draw(realistic.booleans)
    key = {"keyType": IDNUM, "keyValue": "89"}
    reply["result"] = {
        "success": not status,
        "statusList": {"leadStatus": [{"leadKey": key, "status": status}]},
    }


def _position_behind_the_last(_: DrawFn, reply: Json) -> None:
    reply["result"] |= {"remainingCount": 0, "newStreamPosition": "id:1:to:2:tl:1:os:1:rc:0"}


REPLY_NEAR_MISSES: Mapping[str, NearMiss] = {
    "reply-header": only(in_reply(_with_header)),
    "reply-element-qualified": only(in_reply(_qualified)),
    "reply-element-order": only(
        in_reply(_swapped), "syncLead", "getMultipleLeads", "getLeadActivity", "getMObjects"
    ),
    "reply-element-absent": only(in_reply(_without_error), *_WITH_ERRORS),
    "reply-empty-form": only(in_reply(_empty_error), *_WITH_ERRORS),
    "reply-attribute-type": only(_shown_attributes(("City", None, "x")), "getLead"),
    "reply-attribute-order": only(
        _shown_attributes(("Title", "string", "x"), ("City", "string", "x")), "getLead"
    ),
    "reply-attribute-empty": only(_shown_attributes(("City", "string", "")), "getLead"),
    "reply-time-form": only(in_reply(_other_time), "getImportToListStatus"),
    "reply-boolean-form": only(in_reply(_digit), *_ACCEPTED),
    "reply-count": only(in_reply(_miscounted), *_WITH_COUNT),
    "reply-lead-id": only(in_reply_json(_other_lead), "syncLead"),
    "reply-list-success": only(in_reply_json(_other_success), "listOperation"),
    "reply-last-position": only(in_reply_json(_position_behind_the_last), "getMultipleLeads"),
}
"""Rules about replies, and how each is broken."""


# Faults

FaultChange = Callable[[DrawFn, Element], None]
_CODES = tuple(code for code in SHORT_TEXTS if code != SEVERE_INTERNAL_ERROR)


def _in_fault(change: FaultChange) -> NearMiss:
    """Changes the Fault of a valid envelope, whatever the operation."""

    @st.composite
    def changed(draw: DrawFn, namespace: str) -> bytes:
        code = draw(st.sampled_from(_CODES))
        data = write_service_fault(
            namespace=namespace,
            string=f"{code} - {SHORT_TEXTS[code]}",
            code=code,
            message=f"{draw(realistic.texts)} ({code})",
        )
        root = etree.fromstring(data)
        change(draw, root[0][0])
        return write(root)

    return only(lambda table, _: changed(table.namespace))


def _cut(*paths: str) -> FaultChange:
    """Removes one of some elements."""

    def change(draw: DrawFn, fault: Element) -> None:
        node = _at(fault, draw(st.sampled_from(paths)))
        parent = node.getparent()
        assert parent is not None  # noqa: S101 - it is below the Fault
        parent.remove(node)

    return change


def _said(path: str, text: SearchStrategy[str]) -> FaultChange:
    """Writes another text into an element."""

    def change(draw: DrawFn, fault: Element) -> None:
        _at(fault, path).text = draw(text)

    return change


def _at(fault: Element, path: str) -> Element:
    found = fault.find(path)
    assert found is not None, path  # noqa: S101 - it was written
    return found


def _with_actor(_: DrawFn, fault: Element) -> None:
    etree.SubElement(fault, "faultactor").text = "x"


def _qualified_member(draw: DrawFn, fault: Element) -> None:
    node = fault[draw(st.integers(0, 1))]
    node.tag = f"{SOAP}{node.tag}"


def _other_namespace(_: DrawFn, fault: Element) -> None:
    _at(fault, "detail")[0].tag = "{urn:x}serviceException"


def _unknown_code(_: DrawFn, fault: Element) -> None:
    fault[1].text = "20999 - Unknown"
    exception = _at(fault, "detail")[0]
    exception[1].text, exception[2].text = "Unknown (20999)", "20999"


def _unlike_code(_: DrawFn, fault: Element) -> None:
    node = _at(fault, "detail")[0][2]
    other = LEAD_NOT_FOUND if node.text != str(LEAD_NOT_FOUND) else LEAD_KEY_BAD
    node.text = str(other)


_ANYWHERE = "detail/*/"
FAULT_NEAR_MISSES: Mapping[str, NearMiss] = {
    "fault-member-missing": _in_fault(_cut("faultcode", "faultstring")),
    "fault-member-unknown": _in_fault(_with_actor),
    "fault-member-qualified": _in_fault(_qualified_member),
    "fault-client": _in_fault(
        _said("faultcode", st.sampled_from(("SOAP-ENV:Server", "Server", "SOAP-ENV:Sender")))
    ),
    "fault-detail-missing": _in_fault(_cut("detail", "detail/*")),
    "fault-detail-namespace": _in_fault(_other_namespace),
    "fault-exception-member": _in_fault(
        _cut(*(_ANYWHERE + name for name in ("name", "message", "code")))
    ),
    "fault-exception-name": _in_fault(_said(f"{_ANYWHERE}name", st.just("ServiceException"))),
    "fault-code-unknown": _in_fault(_unknown_code),
    "fault-code-unlike": _in_fault(_unlike_code),
    "fault-string-form": _in_fault(_said("faultstring", st.just("Lead not found"))),
    "fault-message-form": _in_fault(_said(f"{_ANYWHERE}message", st.just("Lead not found"))),
}
"""Rules about faults, and how each is broken, in the answer to any operation."""

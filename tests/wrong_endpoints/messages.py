"""Mistakes about what is read and what is refused of a message."""

from __future__ import annotations

import re

from mktows import HttpRequest, HttpResponse
from mktows.errors import RefusedXml
from mktows.soap import parse_xml
from wrong_endpoints.mistakes import (
    Wrong,
    fault,
    of_request,
    recoded,
    refusing,
    sub,
)
from wrong_endpoints.runs import Send

_CALL = "listMObjects"


def _code_for_no_xml(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        try:
            if b"ListMObjects" in request.body:
                parse_xml(request.body)
        except RefusedXml:
            return fault(20012)
        return send(request)

    return wrong


def _by_the_action(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        action = {name.lower(): value for name, value in request.headers.items()}.get(
            "soapaction", ""
        )
        named = re.search(r"/(\w+)\"$", action)
        body = request.body.decode("utf-8", "replace").lower()
        return fault(20019) if named and f"params{named[1].lower()}" not in body else send(request)

    return wrong


def _knows_its_versions(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        version = request.url.rpartition("/")[2].partition("?")[0]
        return send(request) if version in ("2_1", "2_2", "2_3", "2_7") else fault(20012)

    return wrong


def _expands_entities(text: str) -> str:
    return re.sub("<!DOCTYPE.*?]>", "", text).replace("&x;", "LeadRecord")


MISTAKES = {
    "MK-MSG-1": Wrong(_code_for_no_xml),
    "MK-MSG-2": Wrong(of_request(sub("a&b", "a&amp;b"), "syncLead")),
    "MK-MSG-3": Wrong(recoded(20019, 20012)),
    "MK-MSG-4": Wrong(recoded(20012, 20019)),
    "MK-MSG-5": Wrong(of_request(_expands_entities)),
    "MK-TOL-1": Wrong(refusing(20110, "getLead", "<leadKey><keyValue>")),
    "MK-TOL-2": Wrong(refusing(20101, "getLead", "<m:leadKey>")),
    "MK-TOL-3": Wrong(refusing(20012, "getLead", "<unheardOf>")),
    "MK-TOL-4": Wrong(of_request(sub("<(/?)id>([0-9]*)", r"<\1Id>\2"), "syncLead")),
    "MK-TOL-5": Wrong(_by_the_action),
    "MK-TOL-6": Wrong(refusing(20012, _CALL, "<Envelope xmlns=")),
    "MK-TOL-7": Wrong(_knows_its_versions),
    "MK-TOL-8": Wrong(of_request(sub("<returnLead>True<", "<returnLead>false<"), "syncLead")),
    "MK-TOL-9": Wrong(refusing(20110, "syncLead", "<attrType>datetime<")),
    "MK-TOL-10": Wrong(refusing(20122, "getMultipleLeads", "<streamPosition/>")),
}

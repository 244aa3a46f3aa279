"""Mistakes about the form of every reply, made in a few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mktows import HttpRequest, HttpResponse
from mktows.errors import RefusedXml
from mktows.soap import parse_xml
from wrong_endpoints.mistakes import Mistake, Wrong, of_reply, sub
from wrong_endpoints.runs import Send

_LIST, _LEAD = "listMObjects", "getLead"


def _of_response(change: Callable[[HttpResponse], HttpResponse]) -> Mistake:
    return lambda send: lambda request: change(send(request))


def _created(response: HttpResponse) -> HttpResponse:
    return replace(response, status=201) if b"<ns1:success" in response.body else response


def _fine(response: HttpResponse) -> HttpResponse:
    return replace(response, status=200) if b":Fault>" in response.body else response


def _application(response: HttpResponse) -> HttpResponse:
    return replace(response, headers={"content-type": "application/xml"})


def _page_for_no_xml(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        try:
            if request.body:
                parse_xml(request.body)
        except RefusedXml:
            return HttpResponse(400, {"content-type": "text/html"}, b"<html>Bad request</html>")
        return send(request)

    return wrong


def _other_wsdl(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        response = send(request)
        if request.method != "GET":
            return response
        return replace(response, body=response.body.replace(b"paramsGetLead", b"getLead"))

    return wrong


MISTAKES = {
    "MK-WSDL-1": Wrong(_other_wsdl),
    "S11-HTTP-1": Wrong(_of_response(_created)),
    "S11-HTTP-2": Wrong(_of_response(_fine)),
    "S11-HTTP-3": Wrong(_of_response(_application)),
    "S11-ENV-1": Wrong(
        _page_for_no_xml,
        ("MK-MSG-1", "MK-MSG-2", "MK-MSG-5"),
        first=("MK-MSG-1",),
        in_soap=False,
    ),
    "S11-ENV-2": Wrong(of_reply(sub("</SOAP-ENV:Body>", "<more/></SOAP-ENV:Body>"), _LIST)),
    "MK-ENV-1": Wrong(of_reply(sub("successListMObjects", "listMObjectsResponse"), _LIST)),
    "MK-ENV-2": Wrong(of_reply(sub("<(/?)objects>", r"<\1ns1:objects>"), _LIST)),
    "MK-ENV-3": Wrong(of_reply(sub("<SOAP-ENV:Body>", "<SOAP-ENV:Header/><SOAP-ENV:Body>"), _LIST)),
    "MK-XSD-1": Wrong(of_reply(sub("</result>", "<more/></result>"), _LIST)),
    "S11-FLT-1": Wrong(
        of_reply(sub("(<faultcode>.*</faultcode>)(<faultstring>.*</faultstring>)", r"\2\1"), _LEAD)
    ),
    "S11-FLT-2": Wrong(of_reply(sub(":Client</faultcode>", ":Server</faultcode>"), _LEAD)),
    "MK-FLT-1": Wrong(of_reply(sub("(<name>mkt.*</name>)(<message>.*</message>)", r"\2\1"), _LEAD)),
    "MK-FLT-2": Wrong(of_reply(sub(">20019 - ", ">20012 - ")), first=("MK-MSG-3",)),
    "MK-FLT-3": Wrong(of_reply(sub("mktServiceException", "ServiceException"), _LEAD)),
    "MK-FMT-1": Wrong(of_reply(sub("-0[56]:00<", "Z<")), first=("MK-ACT-13",)),
    "MK-FMT-2": Wrong(
        of_reply(sub("<isCustom>false<", "<isCustom>0<"), "describeMObject"), first=("MK-MOBJ-2",)
    ),
    "MK-FMT-3": Wrong(
        of_reply(sub("<id>([1-9])", r"<id>0\1"), "getMObjects", "<type>Program<"),
        first=("MK-MOBJ-18",),
    ),
}

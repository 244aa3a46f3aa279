"""Mistakes about getLead, syncLead, syncMultipleLeads and mergeLeads."""

from __future__ import annotations

import re
from collections.abc import Callable

from mktows import HttpRequest, HttpResponse
from wrong_endpoints.mistakes import (
    Mistake,
    Wrong,
    accepting,
    ask,
    fault,
    found,
    matches,
    of_reply,
    of_request,
    recoded,
    refusing,
    reversed_items,
    sub,
    success,
    without,
)
from wrong_endpoints.runs import Send

_UNKNOWN = "2147483646"
_NOTHING = '<result><count>0</count><leadRecordList xsi:nil="true"/></result>'
_FOREIGN = "<ForeignSysPersonId>[^<]*</ForeignSysPersonId><ForeignSysType>CUSTOM</ForeignSysType>"
_ODD = "<attribute><attrName>NoSuchFieldAtAll</attrName><attrValue>1</attrValue></attribute>"


def _no_match_is_a_count(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        response = send(request)
        missed = matches(request, "getLead") and b"<code>20103</code>" in response.body
        return success("getLead", _NOTHING) if missed else response

    return wrong


def _oldest_is_updated(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        text = request.body.decode()
        email = found(text, "Email")
        if matches(request, "syncLead", "<leadRecord><Email>"):
            key = f"<leadKey><keyType>EMAIL</keyType><keyValue>{email}</keyValue></leadKey>"
            ids = re.findall(r"<Id>(\d+)<", ask(send, "getLead", key))
            if len(ids) > 1:
                text = text.replace("<Email>", f"<Id>{ids[-1]}</Id><Email>")
        return send(_with(request, text))

    return wrong


def _with(request: HttpRequest, text: str) -> HttpRequest:
    return HttpRequest(
        request.url, request.headers, text.encode(), request.method, request.operation
    )


def _clears_what_is_not_sent(text: str) -> str:
    nothing = "<attribute><attrName>FirstName</attrName><attrValue></attrValue></attribute>"
    return text.replace("<leadAttributeList>", f"<leadAttributeList>{nothing}")


def _of_one_record(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: change(text) if text.count("<leadRecord>") == 1 else text


def _not_deduped_by_default(text: str) -> str:
    if "dedupEnabled" in text or "<Id>" in text or "ForeignSys" in text:
        return text
    return text.replace("</leadRecordList>", "</leadRecordList><dedupEnabled>false</dedupEnabled>")


def _records_alone(send: Send) -> Send:
    """The second record of an address is made as if there had been no first one."""

    def wrong(request: HttpRequest) -> HttpResponse:
        response = send(request)
        emails = re.findall("<Email>([^<]+)<", request.body.decode("utf-8", "replace"))
        if matches(request, "syncMultipleLeads") and len(emails) == 2 > len(set(emails)):
            text = response.body.decode().replace(">UPDATED<", ">CREATED<")
            return HttpResponse(response.status, response.headers, text.encode())
        return response

    return wrong


def _reversed_updates(text: str) -> str:
    return text if ">CREATED<" in text else reversed_items("syncStatus")(text)


# Merging

_WINNER = r"<winningLeadKeyList>.*?<attrValue>(\d+)<.*</winningLeadKeyList>"


def _merged(winner: str, losers: list[str]) -> HttpResponse:
    lost = "".join(f"<integerItem>{each}</integerItem>" for each in losers)
    return success(
        "mergeLeads",
        f"<result><mergeStatus><winningLeadId>{winner}</winningLeadId><losingLeadIdList>{lost}"
        '</losingLeadIdList><status>MERGED</status><error xsi:nil="true"/></mergeStatus></result>',
    )


def _merges(then: Callable[[Send, HttpRequest, str, list[str]], HttpResponse]) -> Mistake:
    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            if not matches(request, "mergeLeads"):
                return send(request)
            winner, *losers = re.findall(r"<attrValue>(\d+)<", request.body.decode())
            return then(send, request, winner, losers)

        return wrong

    return mistake


def _nothing_is_done(
    send: Send, request: HttpRequest, winner: str, losers: list[str]
) -> HttpResponse:
    return send(request) if _UNKNOWN in (winner, *losers) else _merged(winner, losers)


def _nothing_is_taken(send: Send, request: HttpRequest, winner: str, _: list[str]) -> HttpResponse:
    response = send(request)
    cleared = "<attribute><attrName>LastName</attrName><attrValue></attrValue></attribute>"
    record = f"<Id>{winner}</Id><leadAttributeList>{cleared}</leadAttributeList>"
    ask(send, "syncLead", f"<leadRecord>{record}</leadRecord><returnLead>false</returnLead>")
    return response


def _unknown_losers_are_skipped(
    send: Send, request: HttpRequest, winner: str, losers: list[str]
) -> HttpResponse:
    return _merged(winner, losers) if losers == [_UNKNOWN] else send(request)


def _unknown_winner(send: Send, request: HttpRequest, winner: str, _: list[str]) -> HttpResponse:
    return fault(20110) if winner == _UNKNOWN else send(request)


_GET, _SYNC, _BATCH = "getLead", "syncLead", "syncMultipleLeads"
MISTAKES = {
    "MK-LEAD-1": Wrong(
        of_reply(sub("(<leadRecord>.*</leadRecord>)", r"\1\1"), _GET, "<leadKey><keyType>IDNUM"),
        ("MK-LEAD-6", "MK-MERGE-5"),
    ),
    "MK-LEAD-2": Wrong(of_reply(reversed_items("leadRecord"), _GET)),
    "MK-LEAD-3": Wrong(of_reply(sub("<count>[0-9]+<", "<count>1<"), _GET)),
    "MK-LEAD-4": Wrong(_no_match_is_a_count),
    "MK-LEAD-5": Wrong(of_reply(without(" with EMAIL = [^ ]*"), _GET)),
    "MK-LEAD-6": Wrong(of_reply(reversed_items("attribute"), _GET)),
    "MK-LEAD-7": Wrong(recoded(20102, 20110, _GET)),
    "MK-LEAD-8": Wrong(accepting(_NOTHING, _GET, "other/>")),
    "MK-LEAD-9": Wrong(refusing(20103, _GET, "<keyValue>MKTOWS")),
    "MK-SYNC-1": Wrong(
        of_reply(
            sub(">CREATED<", ">UPDATED<"),
            _SYNC,
            "<leadRecord><Email>[^<]*</Email></leadRecord><returnLead>false",
        ),
        ("MK-SYNC-19",),
    ),
    "MK-SYNC-2": Wrong(of_reply(sub(">UPDATED<", ">CREATED<"), _SYNC)),
    "MK-SYNC-3": Wrong(
        of_reply(sub(r"<syncStatus><leadId>\d+<", f"<syncStatus><leadId>{_UNKNOWN}<"), _SYNC)
    ),
    "MK-SYNC-4": Wrong(of_request(without("<Email>[^<]*</Email>"), _SYNC, "<Id>")),
    "MK-SYNC-5": Wrong(of_request(without(f"<Id>{_UNKNOWN}</Id>"), _SYNC)),
    "MK-SYNC-6": Wrong(of_request(without(_FOREIGN), _SYNC, f"{_FOREIGN}(?!<Email>)")),
    "MK-SYNC-7": Wrong(of_request(without("<Id>[^<]*</Id>"), _SYNC, _FOREIGN)),
    "MK-SYNC-8": Wrong(of_request(without(_FOREIGN), _SYNC, f"{_FOREIGN}<Email>")),
    "MK-SYNC-9": Wrong(_oldest_is_updated),
    "MK-SYNC-10": Wrong(of_reply(sub(">After<", ">Before<"), _SYNC)),
    "MK-SYNC-11": Wrong(of_request(without(_ODD), _SYNC)),
    "MK-SYNC-12": Wrong(of_reply(without(": NoSuchFieldAtAll"), _SYNC)),
    "MK-SYNC-13": Wrong(recoded(20104, 20101, _SYNC)),
    "MK-SYNC-14": Wrong(recoded(20101, 20104, _SYNC)),
    "MK-SYNC-15": Wrong(of_request(without("<marketoCookie>[^<]+</marketoCookie>"), _SYNC)),
    "MK-SYNC-16": Wrong(of_reply(without("<attribute><attrName>Website<.*?</attribute>"), _SYNC)),
    "MK-SYNC-17": Wrong(of_request(_clears_what_is_not_sent, _SYNC, ">LastName<.*>New<")),
    "MK-SYNC-18": Wrong(
        of_request(
            without("<attribute><attrName>FirstName</attrName><attrValue></attrValue></attribute>"),
            _SYNC,
        )
    ),
    "MK-SYNC-19": Wrong(refusing(20110, _SYNC, "<targetWorkspace>default<")),
    "MK-SYNC-20": Wrong(
        of_reply(
            sub(
                "(<attrName>Company</attrName><attrType>string</attrType><attrValue>)([^<]*)",
                lambda hit: hit[1] + hit[2].swapcase(),
            ),
            _GET,
        )
    ),
    "MK-TXT-1": Wrong(of_reply(without("&(amp|lt|gt|quot|apos|#3[49]);"), _SYNC), ("MK-TXT-2",)),
    "MK-TXT-2": Wrong(of_reply(sub("[^\x00-\x7f]", "?"), _SYNC)),
    "MK-BATCH-1": Wrong(of_reply(_reversed_updates, _BATCH)),
    "MK-BATCH-2": Wrong(
        of_request(_of_one_record(sub("<dedupEnabled>true", "<dedupEnabled>false")), _BATCH)
    ),
    "MK-BATCH-3": Wrong(
        of_request(sub("<dedupEnabled>false", "<dedupEnabled>true"), _BATCH), ("MK-LEAD-2",)
    ),
    "MK-BATCH-4": Wrong(of_request(_of_one_record(_not_deduped_by_default), _BATCH)),
    "MK-BATCH-5": Wrong(refusing(20106, _BATCH, "NoSuchFieldAtAll")),
    "MK-BATCH-6": Wrong(
        of_request(
            sub(
                "</Id><Email>([^<]*)</Email>",
                r"</Id><leadAttributeList><attribute><attrName>Email</attrName>"
                r"<attrValue>\1</attrValue></attribute></leadAttributeList>",
            ),
            _BATCH,
        )
    ),
    "MK-BATCH-7": Wrong(
        of_request(without("<attribute><attrName>Email</attrName>.*?</attribute>"), _BATCH)
    ),
    "MK-BATCH-8": Wrong(_records_alone),
    "MK-BATCH-9": Wrong(of_request(without(_FOREIGN), _BATCH)),
    "MK-MERGE-1": Wrong(of_reply(reversed_items("integerItem"), "mergeLeads")),
    "MK-MERGE-2": Wrong(_merges(_nothing_is_done), ("MK-MERGE-3",)),
    "MK-MERGE-3": Wrong(_merges(_nothing_is_taken)),
    "MK-MERGE-4": Wrong(_merges(_unknown_losers_are_skipped)),
    "MK-MERGE-5": Wrong(_merges(_unknown_winner)),
}

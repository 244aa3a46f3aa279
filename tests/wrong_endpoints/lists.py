"""Mistakes about listOperation, importToList and getImportToListStatus."""

from __future__ import annotations

from dataclasses import replace

from mktows import HttpRequest, HttpResponse
from wrong_endpoints.mistakes import (
    Mistake,
    Wrong,
    accepting,
    ask,
    found,
    matches,
    of_reply,
    of_request,
    recoded,
    refusing,
    reversed_items,
    sub,
    success,
)
from wrong_endpoints.runs import Send

_LIST, _IMPORT, _STATUS = "listOperation", "importToList", "getImportToListStatus"
_UNKNOWN = "2147483646"
_FIRST_KEY = "<leadKey><keyType>IDNUM</keyType><keyValue>"
_ONE_KEY = "<listMemberList><leadKey>(?:(?!<leadKey>).)*</listMemberList>"


def _done_again_is_a_failure(send: Send) -> Send:
    def wrong(request: HttpRequest) -> HttpResponse:
        text = request.body.decode()
        if matches(request, _LIST, f"ADDTOLIST.*{_ONE_KEY}"):
            params = text.partition("<m:paramsListOperation>")[2].partition("</m:params")[0]
            told = ask(send, _LIST, params.replace("ADDTOLIST", "ISMEMBEROFLIST"))
            if "<status>true<" in told:
                response = success(_LIST, "<result/>")
                changed = told.replace(">true<", ">false<").encode()
                return replace(response, body=changed)
        return send(request)

    return wrong


def _imported_as(mode: str, *, known: bool) -> Mistake:
    """Rows for leads that are known, or for those that are not, are imported in another mode."""

    def mistake(send: Send) -> Send:
        def wrong(request: HttpRequest) -> HttpResponse:
            text = request.body.decode()
            email = found(text, "stringItem").rpartition(",")[2]
            if matches(request, _IMPORT, "Rows><stringItem>Imported,[^<]*</stringItem></import"):
                key = f"<leadKey><keyType>EMAIL</keyType><keyValue>{email}</keyValue></leadKey>"
                if ("<Id>" in ask(send, "getLead", key)) == known:
                    return send(replace(request, body=sub("UPSERTLEADS", mode)(text).encode()))
            return send(request)

        return wrong

    return mistake


MISTAKES = {
    "MK-LIST-1": Wrong(
        accepting(
            '<result><success>true</success><statusList xsi:nil="true"/></result>',
            _LIST,
            f"ADDTOLIST(?!.*{_UNKNOWN}).*{_ONE_KEY}",
        )
    ),
    "MK-LIST-2": Wrong(_done_again_is_a_failure),
    "MK-LIST-3": Wrong(of_request(sub("REMOVEFROMLIST", "ISMEMBEROFLIST"), _LIST)),
    "MK-LIST-4": Wrong(
        of_reply(sub(">false<", ">true<"), _LIST, f"REMOVEFROMLIST(?!.*{_UNKNOWN})")
    ),
    "MK-LIST-5": Wrong(
        refusing(20103, _LIST, f"ADDTOLIST.*<listMemberList>{_FIRST_KEY}{_UNKNOWN}<")
    ),
    "MK-LIST-6": Wrong(of_reply(reversed_items("leadStatus"), _LIST, "ISMEMBEROFLIST")),
    "MK-LIST-7": Wrong(of_reply(sub("<success>false<", "<success>true<"), _LIST)),
    "MK-LIST-8": Wrong(
        of_request(sub("<strict>false<", "<strict>true<"), _LIST, f"ADDTOLIST.*{_UNKNOWN}")
    ),
    "MK-LIST-9": Wrong(of_request(sub("<strict>true<", "<strict>false<"), _LIST)),
    "MK-LIST-10": Wrong(recoded(20111, 20110, _LIST)),
    "MK-LIST-11": Wrong(recoded(20102, 20110, _LIST)),
    "MK-LIST-12": Wrong(
        accepting("<result><success>false</success></result>", _LIST, ">27672544444444<")
    ),
    "MK-IMP-1": Wrong(of_reply(sub(">PROCESSING<", ">COMPLETE<"), _IMPORT)),
    "MK-IMP-2": Wrong(_imported_as("LISTONLY", known=False)),
    "MK-IMP-3": Wrong(_imported_as("LISTONLY", known=True)),
    "MK-IMP-4": Wrong(of_request(sub("LISTONLY", "UPSERTLEADS"), _IMPORT)),
    "MK-IMP-5": Wrong(of_reply(sub("<rowsIgnored>0<", "<rowsIgnored>1<"), _STATUS)),
    "MK-IMP-6": Wrong(recoded(20111, 20113, _IMPORT)),
    "MK-IMP-7": Wrong(recoded(20111, 20113, _STATUS)),
    "MK-IMP-8": Wrong(
        of_reply(sub("<endedTime>[^<]*</endedTime>", '<endedTime xsi:nil="true"/>'), _STATUS)
    ),
    "MK-IMP-9": Wrong(of_request(sub('("|&quot;)Doe, Jane("|&quot;)', "Doe"), _IMPORT)),
}

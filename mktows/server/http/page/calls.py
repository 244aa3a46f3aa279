"""The calls of the journal, newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import get_args

from mktows.contract import LATEST_VERSION, contract
from mktows.server.exchange import RecordedCall
from mktows.server.http.page.answers import NotShown, download, see_other
from mktows.server.http.page.asked import Asked, number_in
from mktows.server.http.page.searches import Searches
from mktows.server.http.page.view import View
from mktows.server.journal.queries import CallQuery, CallSummary, Outcome
from mktows.server.page.bodies import form_of
from mktows.server.page.call import opened
from mktows.server.page.calls import row_of, words_for
from mktows.server.page.comparing import compared
from mktows.server.page.copies import NotCopied, copies_of
from mktows.transport import HttpResponse

PAGE_CALLS = 100
"""Calls on one page."""
_LONGEST = 200  # characters of each text that is searched for
MOST_LISTED = 200
"""Calls in a list that grows while it is seen."""
_SHOWN_COPY = 20_000  # characters of a program that is shown and not only given
_AT = "Calls"
_NO_CALL = CallSummary(0, datetime(1970, 1, 1, tzinfo=UTC), "", "", "", None, None, "", 0.0, 0)


class CallViews:
    """Shows lists of calls.

    Args:
        view: The means.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._searches: Searches[CallQuery] = Searches()

    def routes(self) -> Iterator[tuple[str, str, Callable[..., HttpResponse]]]:
        """Return the routes: method, pattern of the path, and what answers."""
        yield "GET", "/", self.listed
        yield "POST", "/_page/calls/search", self.searched
        yield "GET", "/_page/calls/([0-9]+)", self.opened
        yield "GET", "/_page/calls/([0-9]+)/(request|reply)", self.downloaded
        yield "GET", "/_page/calls/([0-9]+)/(curl|pytest)", self.copied
        yield "GET", "/_page/compare", self.compared

    def query(self, asked: Asked) -> CallQuery | None:
        """Return the choice of calls that an address names; None for one that is not kept."""
        name = asked.query.get("search", "")
        return self._searches.get(name) if name else CallQuery()

    def listed(self, asked: Asked) -> HttpResponse:
        """Show a page of calls."""
        name = asked.query.get("search", "")
        kept = self.query(asked)
        query = kept or CallQuery()
        found, newer, older = self._page(query, asked.number("before"), asked.number("after"))
        return self._view.page(
            "calls.html",
            _AT,
            rows=[row_of(each) for each in found],
            newest=found[0].id if found else 0,
            newer=newer,
            older=older,
            query=query,
            search=name if kept is not None else "",
            forgotten=kept is None,
            live="before" not in asked.query and not newer,
            empty=row_of(_NO_CALL),
            most_rows=MOST_LISTED,
            words=words_for(query),
            operations=sorted(contract(LATEST_VERSION).operations),
        )

    def searched(self, asked: Asked) -> HttpResponse:
        """Keep a search, and lead to what it finds."""
        texts = {
            name: asked.form.get(name, "").strip()[:_LONGEST]
            for name in ("operation", "user_id", "text")
        }
        given = asked.form.get("outcome", "any")
        outcome: Outcome = "any"
        for each in get_args(Outcome):
            if given == each:
                outcome = each
        query = CallQuery(outcome=outcome, **texts)
        if query == CallQuery():
            return see_other("/")
        return see_other(f"/?search={self._searches.keep(query)}")

    def opened(self, asked: Asked, number: str) -> HttpResponse:
        """Show one call."""
        call = self._call(number)
        copies, trouble = None, ""
        try:
            copies = copies_of(call, asked.address)
        except NotCopied as error:
            trouble = str(error)
        name = asked.query.get("search", "")
        query = self.query(asked)
        beside = self._view.service.summaries
        newer = beside(query or CallQuery(), after=call.id, limit=1, oldest=True)
        older = beside(query or CallQuery(), before=call.id, limit=1)
        return self._view.page(
            "call.html",
            _AT,
            row=row_of(_summary(call)),
            status=call.status,
            call=opened(call),
            notes=call.notes,
            copies=copies if copies is not None and len(copies.curl) < _SHOWN_COPY else None,
            copied=copies is not None,
            trouble=trouble,
            newer=newer[0].id if newer else None,
            older=older[0].id if older else None,
            also=f"?search={name}" if name and query is not None else "",
        )

    def downloaded(self, _asked: Asked, number: str, part: str) -> HttpResponse:
        """Give the request or the reply of a call as a file."""
        call = self._call(number)
        text = call.request if part == "request" else call.reply
        name = f"call-{call.id}-{part}.{form_of(text)}"
        return download(name, "application/octet-stream", text.encode("utf-8", "replace"))

    def copied(self, asked: Asked, number: str, kind: str) -> HttpResponse:
        """Give a call as a program that makes it again."""
        call = self._call(number)
        try:
            copies = copies_of(call, asked.address)
        except NotCopied as error:
            raise NotShown(404, str(error)) from None
        name = f"call-{call.id}.sh" if kind == "curl" else f"test_call_{call.id}.py"
        text = copies.curl if kind == "curl" else copies.pytest
        return download(name, "application/octet-stream", text.encode())

    def compared(self, asked: Asked) -> HttpResponse:
        """Show two calls side by side."""
        numbers = asked.several.get("call", ())
        if len(numbers) != 2:
            raise NotShown(400, "Choose two calls to compare.")
        left, right = (self._call(each) for each in numbers)
        return self._view.page(
            "compare.html",
            _AT,
            rows=[row_of(_summary(each)) for each in (left, right)],
            parts=[
                ("Request", compared(left.request, right.request)),
                ("Reply", compared(left.reply, right.reply)),
            ],
        )

    def _call(self, number: str) -> RecordedCall:
        call = self._view.service.call(number_in(number))
        if call is None:
            raise NotShown(404, f"The journal has no call {number}: it may be forgotten.")
        return call

    def _page(
        self, query: CallQuery, before: int | None, after: int | None
    ) -> tuple[list[CallSummary], bool, bool]:
        """Return a page of calls, and whether there are newer and older ones."""
        asked = self._view.service.summaries
        if after is not None:
            found = asked(query, after=after, limit=PAGE_CALLS + 1, oldest=True)
            if len(found) > PAGE_CALLS:
                return found[1:], True, True
            before = None  # so few are newer that it is the first page
        found = asked(query, before=before, limit=PAGE_CALLS + 1)
        return found[:PAGE_CALLS], before is not None, len(found) > PAGE_CALLS


def _summary(call: RecordedCall) -> CallSummary:
    return CallSummary(
        id=call.id,
        at=call.at,
        operation=call.operation,
        version=call.version,
        user_id=call.user_id,
        status=call.status,
        code=call.code,
        fault=call.fault,
        milliseconds=call.milliseconds,
        findings=len(call.findings),
    )

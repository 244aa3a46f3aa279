"""The data of a backend that shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote, unquote

from mktows.server.browsing import Browser, Choice, Collection, TooMuch
from mktows.server.http.page.answers import NotShown, download, see_other
from mktows.server.http.page.asked import Asked, number_in
from mktows.server.http.page.searches import Searches
from mktows.server.http.page.view import View
from mktows.transport import HttpResponse

PAGE_ROWS = 50
"""Records on one page."""
_LONGEST = 200  # characters of a text that is searched for
_AT = "Data"
_FILES = {"yaml": "application/yaml", "json": "application/json"}


class DataViews:
    """Shows the data of a backend. Nothing is changed.

    Args:
        view: The means.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._searches: Searches[str] = Searches()

    def routes(self) -> Iterator[tuple[str, str, Callable[..., HttpResponse]]]:
        """Return the routes: method, pattern of the path, and what answers."""
        yield "GET", "/_page/data", self.overview
        yield "GET", "/_page/data/([^/]+)", self.listed
        yield "POST", "/_page/data/([^/]+)/search", self.searched
        yield "GET", "/_page/data/([^/]+)/([0-9]+)", self.opened
        yield "GET", "/_page/world[.](yaml|json)", self.exported

    def overview(self, _asked: Asked) -> HttpResponse:
        """Show what collections there are."""
        return self._view.page("data.html", _AT, collections=self._browser().collections())

    def listed(self, asked: Asked, name: str) -> HttpResponse:
        """Show a page of a collection."""
        collection = self._collection(name)
        kept = asked.query.get("search", "")
        search = self._searches.get(kept) if kept else ""
        choice = Choice(
            search=search or "",
            lead=asked.number("lead"),
            before=asked.number("before"),
            limit=PAGE_ROWS,
        )
        listing = self._browser().listing(collection.name, choice)
        if listing is None:
            raise NotShown(404, "There is no such collection any more.")
        given = {"lead": choice.lead, "search": kept if search else None}
        return self._view.page(
            "listing.html",
            _AT,
            collection=collection,
            listing=listing,
            choice=choice,
            forgotten=search is None,
            also="".join(f"&{name}={value}" for name, value in given.items() if value is not None),
        )

    def searched(self, asked: Asked, name: str) -> HttpResponse:
        """Keep a search, and lead to what it finds."""
        collection = self._collection(name)
        path = f"/_page/data/{quote(collection.name, safe='')}"
        text = asked.form.get("text", "").strip()[:_LONGEST]
        return see_other(f"{path}?search={self._searches.keep(text)}" if text else path)

    def opened(self, _asked: Asked, name: str, number: str) -> HttpResponse:
        """Show one record."""
        collection = self._collection(name)
        record = self._browser().record(collection.name, number_in(number))
        if record is None:
            raise NotShown(404, f"There is no such record, or it is gone: {number}.")
        return self._view.page(
            "record.html", _AT, collection=collection, record=record, number=number
        )

    def exported(self, _asked: Asked, form: str) -> HttpResponse:
        """Give all data as a file that the backend can begin with."""
        try:
            content = self._browser().export(json=form == "json")
        except TooMuch as error:
            raise NotShown(413, str(error)) from None
        return download(f"world.{form}", _FILES[form], content)

    def _browser(self) -> Browser:
        browser = self._view.service.browser()
        if browser is None:
            raise NotShown(404, "There are no data to look at.")
        return browser

    def _collection(self, name: str) -> Collection:
        wanted = unquote(name)
        for each in self._browser().collections():
            if each.name == wanted:
                return each
        raise NotShown(404, "There is no such collection.")

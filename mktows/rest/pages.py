"""Pages of records, by token or by offset, as an iterator that ends."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from mktows.facts.rest_endpoints import Endpoint
from mktows.rest.errors import BadAnswerError
from mktows.rest.reading import Answer, Record

Fetch = Callable[[str | None], Answer]


def next_token(endpoint: str, answer: Answer, seen: Container[str | None]) -> str | None:
    """Return the token of the page behind one; None where it is the last.

    An empty page may have another one behind it.

    Args:
        endpoint: The endpoint's name.
        answer: The page.
        seen: The tokens of the pages so far.

    Raises:
        BadAnswerError: The page leads nowhere: its token is missing, or was there before.
    """
    token, more = answer.next_page_token, answer.more
    if more is False or (more is None and token is None):
        return None
    if token is None:
        reason = "more remains, but there is no token for it"
    elif token in seen:
        reason = "the token of the next page was there before"
    else:
        return token
    raise BadAnswerError(reason, endpoint=endpoint, request_id=answer.request_id)


class Records(Iterator[Record]):
    """The records of all pages, fetched one page at a time.

    Attributes:
        position: The token to go on from later, in another program: nothing that was not handed
            out is missed. It is that of the page at hand until its last record was handed out.
            None before the first page and behind the last, but for activities, which always have
            one: what happens later comes behind it.
        pages: Pages that were fetched; a caller may set bounds by it.
    """

    def __init__(self, endpoint: Endpoint, fetch: Fetch, position: str | None = None) -> None:
        self.position = position
        self.pages = 0
        self._endpoint = endpoint
        self._fetch = fetch
        self._next = position
        self._seen = {position}
        self._page: Iterator[Record] = iter(())
        self._ended = False

    def __next__(self) -> Record:
        """The next record.

        Raises:
            RestError: A page could not be had; the same iterator goes on from there.
            BadAnswerError: A page leads nowhere: its token is missing, or was there before.
        """
        while True:
            for record in self._page:
                return record
            self.position = self._next
            if self._ended:
                raise StopIteration
            self._read_page()

    def _read_page(self) -> None:
        answer = self._fetch(self._next)
        self.pages += 1
        self._ended, token = not self._goes_on(answer), answer.next_page_token
        if token is not None or self._endpoint.paging != "date":
            self._next = token
        if not self._ended:
            self._seen.add(token)
        elif self._endpoint.paging != "date":
            self._next = None
        self._page = iter(answer.result)

    def _goes_on(self, answer: Answer) -> bool:
        """Tell whether a page has another one behind it; empty ones may have."""
        token = answer.next_page_token
        # Activities always have a token: an empty page is the last, where nothing is said.
        untold = answer.more is None and self._endpoint.paging == "date"
        if untold and (not answer.result or token in self._seen):
            return False
        try:
            return next_token(self._endpoint.name, answer, self._seen) is not None
        except BadAnswerError:
            self._ended = True
            raise


class OffsetRecords(Iterator[Record]):
    """The records of assets, whose pages are counted.

    Attributes:
        position: The offset of the next record.
        pages: Pages that were fetched.
    """

    def __init__(
        self, endpoint: Endpoint, fetch: Callable[[int], Answer], per_page: int, position: int = 0
    ) -> None:
        self.position = position
        self.pages = 0
        self._endpoint = endpoint
        self._fetch = fetch
        self._per_page = per_page
        self._last: list[Record] = []
        self._page: Iterator[Record] = iter(())
        self._ended = False

    def __next__(self) -> Record:
        """The next record.

        Raises:
            RestError: A page could not be had; the same iterator goes on from there.
            BadAnswerError: The same page came again.
        """
        while True:
            for record in self._page:
                self.position += 1
                return record
            if self._ended:
                raise StopIteration
            answer = self._fetch(self.position)
            found = list(answer.result)
            if found and found == self._last:
                self._ended = True
                raise BadAnswerError(
                    "the same page came again", endpoint=self._endpoint.name,
                    request_id=answer.request_id,
                )  # fmt: skip
            self.pages += 1
            self._ended = len(found) < self._per_page
            self._last, self._page = found, iter(found)

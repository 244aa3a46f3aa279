"""A request for the page, read: its path, its query and its form; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from mktows.server.http.page.answers import NotShown
from mktows.server.request_body import lower_headers
from mktows.transport import HttpRequest

MOST_FIELDS = 50
"""Fields of a query or of a form."""
_FORM = "application/x-www-form-urlencoded"
_NUMBER = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        path: Its path as it was written.
        query: The fields of its query; of one that came twice, the last.
        form: The fields of its form; likewise. They may hold leads.
        several: All values of the query's fields, in their order.
        headers: Its headers, by their names in lower case.
        address: The address of the server, without path.
    """

    path: str
    query: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    address: str = ""

    def number(self, name: str) -> int | None:
        """Return a number of the query; None where it is left out.

        Raises:
            NotShown: It is no number.
        """
        text = self.query.get(name, "")
        return number_in(text) if text else None


def read(request: HttpRequest) -> Asked:
    """Read a request.

    Raises:
        NotShown: Its query or form cannot be read.
    """
    parts = urlsplit(request.url)
    headers = lower_headers(request)
    pairs = _pairs(parts.query)
    several: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        several[name] = (*several.get(name, ()), value)
    form: dict[str, str] = {}
    if request.method == "POST":
        if headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
            raise NotShown(415, "The page takes forms alone.")
        try:
            form = dict(_pairs(request.body.decode("ascii")))
        except UnicodeDecodeError:
            raise NotShown(400, "The form cannot be read.") from None
    address = f"{parts.scheme}://{parts.netloc}"
    return Asked(parts.path, dict(pairs), form, several, headers, address)


def number_in(text: str) -> int:
    """Read a number.

    Raises:
        NotShown: It is none.
    """
    if not _NUMBER.fullmatch(text):
        raise NotShown(404, "There is no page with this number.")
    return int(text)


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise NotShown(400, "The address or the form has too many fields.") from None

"""The page of a service, as a browser without scripts sees it."""

from __future__ import annotations

import http.client
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from lxml import html


@dataclass(frozen=True)
class Seen:
    """An answer of the page."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    document: html.HtmlElement = field(repr=False)

    def texts(self, path: str) -> list[str]:
        """The texts of some elements, by an XPath, each without white space around it."""
        return [" ".join(each.text_content().split()) for each in self.document.xpath(path)]

    def links(self) -> list[str]:
        """The addresses of all links."""
        return [str(each) for each in self.document.xpath("//a/@href")]

    @property
    def token(self) -> str:
        """The token of the forms."""
        return str(self.document.xpath("//input[@name='token']/@value")[0])


def seen(
    url: str,
    path: str,
    *,
    form: Mapping[str, str] | None = None,
    method: str = "",
    headers: Mapping[str, str] | None = None,
) -> Seen:
    """Ask for a page, or post a form; no redirect is followed."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    told = dict(headers or {})
    body = None
    if form is not None:
        body = urlencode(form).encode()
        told.setdefault("Content-Type", "application/x-www-form-urlencoded")
    connection.request(method or ("GET" if form is None else "POST"), path, body, told)
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    named = {name.lower(): value for name, value in answer.getheaders()}
    parser = html.HTMLParser(encoding="utf-8")
    document = html.document_fromstring(read or b"<html></html>", parser=parser)
    return Seen(answer.status, named, read, document)

"""How lower-level exceptions become ours."""

from __future__ import annotations

import pytest
import requests

from mktows import HttpRequest, HttpResponse, RequestsTransport, RequestTimeout, TransportError
from mktows.transport import map_error

# What `requests` raises and what becomes of it: our class, and whether the request may have
# arrived. A new exception in `requests` makes the test below fail until somebody decides.
MAPPED = {
    "ChunkedEncodingError": ("IncompleteReply", True),
    "ConnectTimeout": ("RequestTimeout", False),
    "ConnectionError": ("ConnectionFailed", True),
    "ContentDecodingError": ("IncompleteReply", True),
    "HTTPError": ("ConnectionFailed", True),
    "InvalidHeader": ("ConnectionFailed", False),
    "InvalidJSONError": ("ConnectionFailed", True),
    "InvalidProxyURL": ("ConnectionFailed", False),
    "InvalidSchema": ("ConnectionFailed", False),
    "InvalidURL": ("ConnectionFailed", False),
    "JSONDecodeError": ("ConnectionFailed", True),
    "MissingSchema": ("ConnectionFailed", False),
    "ProxyError": ("ConnectionFailed", False),
    "ReadTimeout": ("RequestTimeout", True),
    "RequestException": ("ConnectionFailed", True),
    "RetryError": ("ConnectionFailed", True),
    "SSLError": ("ConnectionFailed", False),
    "StreamConsumedError": ("IncompleteReply", True),
    "Timeout": ("RequestTimeout", True),
    "TooManyRedirects": ("ConnectionFailed", True),
    "URLRequired": ("ConnectionFailed", True),
    "UnrewindableBodyError": ("ConnectionFailed", False),
}


def test_every_exception_of_requests_is_decided() -> None:
    known = {
        name
        for name, item in vars(requests.exceptions).items()
        if isinstance(item, type)
        and issubclass(item, requests.RequestException)
        and item.__module__ == "requests.exceptions"
    }
    assert known == set(MAPPED)


@pytest.mark.parametrize("name", sorted(set(MAPPED) - {"JSONDecodeError"}))
def test_it_becomes_ours_without_its_text(name: str) -> None:
    mapped = map_error(getattr(requests.exceptions, name)("http://user:word@proxy/"))
    assert (type(mapped).__name__, mapped.sent) == MAPPED[name]
    assert isinstance(mapped, TransportError)
    assert "word" not in str(mapped)


def test_a_timeout_of_the_socket_is_a_timeout() -> None:
    assert isinstance(map_error(requests.exceptions.ReadTimeout()), RequestTimeout)


def test_reprs_show_neither_body_nor_headers() -> None:
    request = HttpRequest("https://a/", {"x": "canary"}, b"canary", operation="getLead")
    assert "canary" not in repr(request)
    assert "canary" not in repr(HttpResponse(200, {"x": "canary"}, b"canary"))


def test_each_timeout_is_for_what_its_name_says(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def request(*_: object, timeout: object, **__: object) -> None:
        asked.append(timeout)
        raise requests.exceptions.ConnectTimeout

    monkeypatch.setattr(requests.Session, "request", request)
    with pytest.raises(RequestTimeout):
        RequestsTransport(connect_timeout=3, read_timeout=70).send(
            HttpRequest("http://a/", {}, b"")
        )
    assert asked == [(3, 70)]  # requests takes the time to connect first

"""Chromium without a window: pages as people see them, and whatever goes wrong on one."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

CHROMIUM = Path("/usr/bin/chromium")
SCREENSHOTS = os.environ.get("MKTOWS_SCREENSHOTS", "")
"""The folder that pictures of the page go to; empty for none."""
REBOUND = "rebound.example"
"""A name that the browser takes to be this machine, as after DNS rebinding."""
_FLAGS = (
    f"--host-resolver-rules=MAP {REBOUND} 127.0.0.1",
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_WAIT = 10_000  # milliseconds until what is waited for is taken to be missing
WIDE, NARROW = (1180, 760), (320, 640)

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, Page, sync_playwright
except ModuleNotFoundError:
    _MISSING = "playwright or axe-playwright-python is missing"
else:
    _MISSING = "" if CHROMIUM.is_file() else f"Chromium is missing: {CHROMIUM}"

needs_browser = pytest.mark.skipif(bool(_MISSING), reason=_MISSING)


@contextmanager
def strange_site(document: str) -> Iterator[str]:
    """Serve a document as another site does; its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(document.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def started_browser() -> Iterator[Browser]:
    """Run a browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Trouble:
    """What a page must not do: it is empty at the end of each test that does not expect some.

    Attributes:
        told: What went wrong, in words.
    """

    def __init__(self, page: Page, url: str) -> None:
        self.told: list[str] = []
        self._origin = urlsplit(url)[:2]
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.told.append(f"script failed: {error}"))
        page.on("dialog", self._dialog)
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.told.append(f"console: {message.text}")

    def _dialog(self, dialog: Any) -> None:
        self.told.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request: Any) -> None:
        if urlsplit(request.url)[:2] != self._origin:
            self.told.append(f"asked elsewhere: {request.url}")


@contextmanager
def opened(browser: Browser, url: str, *, clean: bool = True, **options: Any) -> Iterator[Page]:
    """Open a page as a new user; nothing may go wrong on it.

    Args:
        browser: The browser.
        url: The address.
        clean: Whether it is a defect if anything goes wrong.
        options: Those of a browser's context, such as `java_script_enabled`.
    """
    options = {**size(WIDE), **options}
    context = browser.new_context(service_workers="block", **options)
    context.set_default_timeout(_WAIT)
    try:
        page = context.new_page()
        trouble = Trouble(page, url)
        page.goto(url)
        yield page
        assert not clean or not trouble.told, trouble.told
    finally:
        context.close()


def barriers(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe finds on a page that keeps somebody out: of impact serious or critical."""
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if colours_alone:
        options["runOnly"] = ["color-contrast"]
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {node['html']} {node['failureSummary']}"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def size(of: tuple[int, int]) -> dict[str, Any]:
    """The option of a browser's context for a window's width and height."""
    return {"viewport": dict(zip(("width", "height"), of, strict=True))}


def overflow(page: Page) -> int:
    """By how many pixels a page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def picture(page: Page, name: str, *, height: int = WIDE[1]) -> None:
    """Keep a picture of a page, or of its upper part, where a folder for them is named."""
    if SCREENSHOTS:
        folder = Path(SCREENSHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        seen = page.viewport_size or {"width": WIDE[0], "height": WIDE[1]}
        part: Any = {"x": 0, "y": 0, "width": seen["width"], "height": min(height, seen["height"])}
        page.screenshot(path=folder / f"{name}.png", animations="disabled", clip=part)

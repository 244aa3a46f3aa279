"""What is written where: text of others, JSON documents, and progress on a terminal."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from mktows.cli import output
from mktows.cli.progress import LINE_SECONDS, Progress, progress
from mktows.limiting.limiter import Limiter
from mktows.limiting.limits import Limits


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], '{\n  "rows": [],\n  "end": "ü"\n}\n'),
        ([{"a": "é"}], '{\n  "rows": [\n    {"a": "é"}\n  ],\n  "end": "ü"\n}\n'),
        (
            [{"a": 1}, {"b": None}],
            '{\n  "rows": [\n    {"a": 1},\n    {"b": null}\n  ],\n  "end": "ü"\n}\n',
        ),
    ],
)
def test_a_document_is_written_as_its_items_come(
    capfdbinary: pytest.CaptureFixture[bytes], items: list[dict[str, object]], text: str
) -> None:
    document = output.JsonDocument("rows")
    for item in items:
        document.add(item)
    document.end({"end": "ü"})
    written = capfdbinary.readouterr().out.decode()
    assert written == text
    assert json.loads(written) == {"rows": items, "end": "ü"}


def test_one_document_is_written_in_utf_8(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    output.document({"a": ["é"]})
    assert capfdbinary.readouterr().out.decode() == '{\n  "a": [\n    "é"\n  ]\n}\n'


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put one in the place of stderr; within a test, since pytest has it until then."""
    for name in ("NO_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


def test_a_bar_shows_how_far_a_run_is(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress("sync [b]", 7, quiet=False) as bar:
        bar.advance(2)
        bar.advance(3)
    shown = screen.getvalue()
    assert "sync [b]" in shown
    assert "5/7" in shown


def test_a_bar_leaves_the_screen_while_others_write(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Shown:
        def start(self) -> None:
            calls.append("start")

        def stop(self) -> None:
            calls.append("stop")

        def add_task(self, *_: object, **__: object) -> int:
            return 0

    shown: Any = Shown()
    bar = Progress("sync", 7, bar=shown)
    with bar.paused():
        calls.append("elsewhere")  # stdout is no terminal, so nothing is in the way
    monkeypatch.setattr(sys, "stdout", Terminal())
    with bar.paused():
        calls.append("block")
    assert calls == ["elsewhere", "stop", "block", "start"]


def test_no_bar_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = terminal(monkeypatch)
    with progress("sync", 7, quiet=True) as bar:
        bar.advance(2)
    assert screen.getvalue() == ""
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    with progress("sync", 7, quiet=False) as bar, bar.paused():
        bar.advance(2)
    assert plain.getvalue() == ""


def test_lines_are_written_now_and_then_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = io.StringIO()
    monkeypatch.setattr(sys, "stderr", plain)
    now = 0.0
    bar = Progress(
        "sync", 1000, lines=True, limiter=Limiter(Limits(100, 20, 10)), clock=lambda: now
    )
    for _ in range(4):
        now += LINE_SECONDS / 2
        bar.advance(100)
    assert plain.getvalue() == (
        "mktows: sync: 200 of 1000, 20 a second, 40 s left, 0/100 calls in 20 s\n"
        "mktows: sync: 400 of 1000, 20 a second, 30 s left, 0/100 calls in 20 s\n"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" a\n b\tc ", "a b c"),
        ("\x1b[31m\u202e", "\\u001b[31m\\u202e"),
        ("é", "é"),
        ("x" * 500, "x" * 500),
        ("x" * 501, "x" * 500 + "..."),
    ],
)
def test_text_of_others_becomes_one_line(text: str, shown: str) -> None:
    assert output.one_line(text) == shown


def test_lines_stay_where_a_text_has_several() -> None:
    assert output.printable("a\nb") == "a\nb"
    assert output.printable("a\nb\x1b") == "a\nb\\u001b"


def test_a_reader_that_is_gone_is_told() -> None:
    assert str(output.lost(OSError())) == "standard output cannot be written: it is closed"

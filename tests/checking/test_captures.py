"""What toolkits logged of calls: each message is found, with its own headers and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mktows.checking.sources import envelopes_in

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDER = DATA / "toolkits"
_FIRST = re.compile(rb"Body\b[^>]*>\s*<(?:[\w.-]+:)?(\w+)")

# For each log its messages: line, first element, SOAPAction, Content-Type and status.
WRITTEN = {
    block.partition("\n")[0]: block.splitlines()[1:]
    for block in (DATA / "captures.txt").read_text(encoding="utf-8").strip().split("\n\n")
}


def messages_of(name: str) -> list[str]:
    found = []
    for each in envelopes_in((FOLDER / name).read_bytes()):
        first = _FIRST.search(each.data)
        assert first is not None
        transfer = each.transfer
        parts = (each.lines[0], first[1].decode(), transfer.action, transfer.content_type)
        found.append(" | ".join(str(part or "-") for part in (*parts, transfer.status)))
    return found


def test_every_log_of_a_toolkit_is_written_down() -> None:
    assert {path.name for path in FOLDER.glob("log_*")} - set(WRITTEN) == {
        "log_escaped_xml.log",
        "log_http_two_calls.log",
        "log_json_lines.log",
        "log_prefixed_lines.log",
        "log_apache_wire.log",
    }


@pytest.mark.parametrize("name", WRITTEN)
def test_the_messages_of_a_log_and_their_headers_are_these(name: str) -> None:
    assert messages_of(name) == WRITTEN[name]

"""An instance on which most calls find what they name."""

from __future__ import annotations

from datetime import datetime

from fuzz.corpus import FUZZ
from fuzz.http_text import request_of
from mktows.sandbox import Sandbox
from mktows.sandbox.world.files import demo_world

TIMESTAMP = "2013-08-05T09:57:10-07:00"
"""The moment of every call, which the corpus carries."""


def instance() -> Sandbox:
    """A sandbox of the demo world on which the corpus's syncs were made."""
    sandbox = Sandbox(world=demo_world(), now=lambda: datetime.fromisoformat(TIMESTAMP))
    for path in sorted((FUZZ / "corpus" / "calls").glob("sync*")):
        sandbox.send(request_of(path.read_bytes()))
    return sandbox

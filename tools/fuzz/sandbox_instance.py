"""An instance on which most calls find what they name."""

from __future__ import annotations

from datetime import datetime

from fuzz.corpus import FUZZ
from fuzz.http_text import request_of
from mktows.sandbox import Sandbox
from mktows.sandbox.custom_object_types import CustomObjectField, CustomObjectType
from mktows.sandbox.embedded import EmbeddedBackend
from mktows.sandbox.store_campaigns import Campaign

TIMESTAMP = "2013-08-05T09:57:10-07:00"
"""The moment of every call, which the corpus carries."""
_PROGRAM = "Trav-Demo-Program"
_PROGRAM_ID = 1970
_ROADSHOW = CustomObjectType(
    "RoadShow",
    "",
    "MKTOID",
    (
        CustomObjectField("MKTOID", "integer", key=True),
        CustomObjectField("rid", key=True),
        CustomObjectField("city"),
        CustomObjectField("zip", "integer"),
    ),
)


def instance() -> Sandbox:
    """A sandbox with a list, campaigns and a custom object type; the corpus's syncs were made."""
    backend = EmbeddedBackend()
    with backend.store.writing() as data:
        data.lists.add("Trav-Test-List")
        data.lists.add(f"{_PROGRAM}.Trav-Test-List", program_id=_PROGRAM_ID)
        data.campaigns.add(Campaign("Trigger", "trigger", id=4496))
        data.campaigns.add(Campaign("Trigger", "trigger", program_id=_PROGRAM_ID))
        data.campaigns.add(Campaign("Batch Campaign Example", "batch", program_id=_PROGRAM_ID))
        data.custom_objects.define(_ROADSHOW)
    sandbox = Sandbox(backend=backend, now=lambda: datetime.fromisoformat(TIMESTAMP))
    for path in sorted((FUZZ / "corpus" / "calls").glob("sync*")):
        sandbox.send(request_of(path.read_bytes()))
    return sandbox

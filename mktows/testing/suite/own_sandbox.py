"""A sandbox of the suite's own, for runs that name no endpoint."""

from __future__ import annotations

import time

from mktows.sandbox import Sandbox
from mktows.sandbox.custom_object_types import CustomObjectField, CustomObjectType
from mktows.sandbox.embedded import EmbeddedBackend
from mktows.sandbox.initial import PROGRAM, ProgressionStatus
from mktows.sandbox.store import Store
from mktows.sandbox.store_campaigns import BATCH, TRIGGER, Campaign
from mktows.sandbox.store_mobjects import StoredObject
from mktows.testing.suite.instance import CustomType, Known

_PROGRAM, _LIST, _BATCH, _REQUESTED = "Suite Program", "Suite List", "Suite Batch", "Suite Request"
_PROGRAM_ID = 900_001
_CUSTOM = CustomType("SuiteVisit", "MKTOID", "visit", ("place", "note"))


class OwnSandbox:
    """A sandbox in memory with everything that a clause needs.

    Attributes:
        sandbox: What answers.
        known: What it holds.
    """

    def __init__(self) -> None:
        self._store = Store(None)
        self.sandbox = Sandbox(backend=EmbeddedBackend(self._store))
        campaign = self._fill()
        self.known = Known(_LIST, (_PROGRAM, _LIST), str(campaign), (_PROGRAM, _BATCH), _CUSTOM)

    def close(self) -> None:
        """Close the sandbox; its data is gone."""
        self.sandbox.close()
        self._store.close()

    def _fill(self) -> int:
        """Make what no operation makes, and return the id of the requestable campaign."""
        now = int(time.time())
        attributes = {
            "Name": _PROGRAM,
            "Type": "Marketing Program",
            "Workspace Id": "1",
            "Workspace Name": "Default",
            "Tree Path": f"/Marketing Activities/Default/{_PROGRAM}",
            "Is Archived": "false",
        }
        with self._store.writing() as data:
            data.mobjects.load(StoredObject(PROGRAM, _PROGRAM_ID, now, now, attributes))
            data.programs.define_channel(
                "Suite Channel",
                [ProgressionStatus("Invited", 10, False), ProgressionStatus("Came", 20, True)],
            )
            data.programs.define_channel(
                "Another Channel",
                [ProgressionStatus("Seen", 10, True, ("Check-in Status", "None"))],
            )
            data.programs.define_tag("Suite Tag", ("One", "Two"))
            data.programs.set_tag(_PROGRAM_ID, "Channel", "Suite Channel")
            data.lists.add(_LIST)
            data.lists.add(f"{_PROGRAM}.{_LIST}", program_id=_PROGRAM_ID)
            data.custom_objects.define(
                CustomObjectType(
                    _CUSTOM.name,
                    "Visits",
                    _CUSTOM.link,
                    (
                        CustomObjectField(_CUSTOM.link, "integer", key=True),
                        CustomObjectField(_CUSTOM.key, key=True),
                        *(CustomObjectField(name) for name in _CUSTOM.fields),
                    ),
                )
            )
            data.campaigns.add(Campaign(_BATCH, BATCH, program_id=_PROGRAM_ID))
            data.campaigns.add(Campaign("Suite Again", TRIGGER, program_id=_PROGRAM_ID))
            return data.campaigns.add(Campaign(_REQUESTED, TRIGGER, program_id=_PROGRAM_ID))

"""The model's world as a sandbox's database, made once and copied for every run."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from unittest.mock import patch

from mktows.database import database as database_module
from mktows.database.connections import DatabaseConnections
from mktows.facts.lead_fields import LeadField
from mktows.facts.mobjects import ObjectField
from mktows.parameters.custom_types import CustomObjectField, CustomObjectType
from mktows.sandbox import Sandbox
from mktows.sandbox.campaigns.rows import Campaign
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.programs.model import Cost, ProgressionStatus
from mktows.sandbox.store import Store, Transaction
from support.sandbox_model import world


def define(data: Transaction) -> None:
    """Define what only an administrator can."""
    for name, field in world.FIELDS.items():
        data.leads.define_field(
            LeadField(name, field.display, field.type, field.writable, field.custom)
        )
    for kind, values in world.TAGS.items():
        data.programs.define_tag(kind, values)
    for name, statuses in world.CHANNELS.items():
        data.programs.define_channel(name, [_status(dict(each)) for each in statuses][::-1])
    for number, attributes in world.PROGRAMS.items():
        data.mobjects.load(
            StoredObject("Program", number, world.START, world.START, dict(attributes))
        )
        data.programs.load(
            number,
            tags=world.PROGRAM_TAGS[number],
            costs=[Cost(*cost) for cost in world.PROGRAM_COSTS[number]],
            tokens=world.PROGRAM_TOKENS[number],
        )
    for number, (name, program) in world.LISTS.items():
        data.lists.add(name, program_id=program, list_id=number)
    for number, campaign in world.CAMPAIGNS.items():
        data.campaigns.add(
            Campaign(
                campaign.name,
                campaign.kind,
                campaign.program,
                campaign.sources,
                campaign.description,
                number,
                campaign.list_id,
            )
        )
    for record in world.RECORD_KINDS.values():
        fields = [
            CustomObjectField(each, "integer" if each == record.link else "string", key=True)
            for each in record.keys
        ]
        if record.link not in record.keys:
            fields.append(CustomObjectField(record.link, "integer"))
        fields += [CustomObjectField(name, kind) for name, kind in record.others.items()]
        data.custom_objects.define(
            CustomObjectType(record.name, "Records of leads", record.link, tuple(fields))
        )
    data.mobjects.define_field(
        ObjectField("Opportunity", world.EXTERNAL_KEY, 100, external_key=True)
    )


def _status(attributes: dict[str, str]) -> ProgressionStatus:
    extra = [pair for pair in attributes.items() if pair[0] == "Check-in Status"]
    return ProgressionStatus(
        attributes["Status"],
        int(attributes["Step"]),
        attributes["Success"] == "true",
        extra[0] if extra else None,
    )


@cache
def _template() -> Path:
    file = Path(tempfile.mkdtemp(prefix="mktows-world-")) / "world.db"
    store = Store(file)
    with store.writing() as data:
        define(data)
    store.close()
    return file


def open_world(
    folder: Path, *, import_seconds: int, now: Callable[[], datetime]
) -> tuple[Sandbox, Store]:
    """A sandbox in the world, and its store."""
    file = folder / "world.db"
    shutil.copy(_template(), file)
    # A named file is written through to the disk at every call; this one need not outlive a crash.
    with patch.object(
        database_module,
        "DatabaseConnections",
        lambda path, **_: DatabaseConnections(path, durable=False),
    ):
        store = Store(file)
        sandbox = Sandbox(database=file, now=now)
    with store.writing() as data:
        data.instance.change(replace(data.instance.settings(), import_seconds=import_seconds))
    return sandbox, store

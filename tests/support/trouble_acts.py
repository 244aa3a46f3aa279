"""Writes that a bridge is troubled with, and how often the effect of each is there afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from mktows_bindings.v3_1 import types as t

from mktows import Client
from mktows.sandbox.world.world import (
    World,
    WorldCampaign,
    WorldChannel,
    WorldCustomObjectType,
    WorldField,
    WorldLead,
    WorldList,
    WorldProgram,
)

VERSION = "3_1"
LIST, PROGRAM, BATCH, TYPE, DEAL_KEY = "List", "Program", "Batch", "car", "DealKey"
_LIST_ID, _PROGRAM_ID, _TRIGGER_ID, _BATCH_ID = 1, 1000, 1, 2
_MEMBERS = f"{PROGRAM}.{LIST}"
_OPPORTUNITY, _ROLE = "Opportunity", "OpportunityPersonRole"


def lead(number: int) -> int:
    """The first of three leads that an act has for itself; the other two share an address."""
    return 2 + 3 * number


def world(acts: int) -> World:
    """A world in which so many acts have leads of their own; lead 1 is there for all."""
    leads = [WorldLead(id=1, email="lead1@example.com")]
    for number in range(acts):
        first = lead(number)
        leads.append(WorldLead(id=first, email=f"lead{first}@example.com"))
        leads += [WorldLead(id=first + more, email=_shared(number)) for more in (1, 2)]
    return World(
        lists=(WorldList(name=LIST, id=_LIST_ID),),
        channels=(WorldChannel(name="Blog"),),
        programs=(
            WorldProgram(
                name=PROGRAM,
                id=_PROGRAM_ID,
                channel="Blog",
                campaigns=(WorldCampaign(name=BATCH, kind="batch", id=_BATCH_ID),),
                lists=(WorldList(name=LIST, id=2),),
            ),
        ),
        campaigns=(WorldCampaign(name="Trigger", kind="trigger", id=_TRIGGER_ID),),
        opportunity_fields=(WorldField(name=DEAL_KEY, external_key=True),),
        custom_objects=(
            WorldCustomObjectType(
                name=TYPE, fields=(WorldField(name="vin", key=True), WorldField(name="colour"))
            ),
        ),
        leads=tuple(leads),
    )


class Held:
    """What the instance behind the bridge holds: its database, read as it lies on the disk."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(database, timeout=30, isolation_level=None)

    def close(self) -> None:
        self._connection.close()

    def count(self, query: str, *values: object) -> int:
        """The number that a query gives."""
        return int(self._connection.execute(query, values).fetchone()[0])

    def leads(self, email: str) -> int:
        """How many leads have an address."""
        return self.count("SELECT count(*) FROM lead WHERE email_key = ?", email.casefold())

    def is_gone(self, lead_id: int) -> int:
        """1 for a lead that is not there."""
        return 1 - self.count("SELECT count(*) FROM lead WHERE id = ?", lead_id)

    def is_member(self, list_id: int, lead_id: int) -> int:
        """1 for a member of a list."""
        query = "SELECT count(*) FROM list_member WHERE list_id = ? AND lead_id = ?"
        return self.count(query, list_id, lead_id)

    def last_name(self, lead_id: int, name: str) -> int:
        """1 where a lead has a last name."""
        query = "SELECT attributes ->> 'LastName' = ? FROM lead WHERE id = ?"
        return self.count(f"SELECT coalesce(({query}), 0)", name, lead_id)

    def runs(self, lead_id: int) -> int:
        """How often a lead went through a campaign."""
        return self.count("SELECT count(*) FROM run_lead WHERE lead_id = ?", lead_id)

    def runs_with(self, token: str) -> int:
        """How many runs of campaigns were given a token."""
        query = "SELECT count(*) FROM campaign_run WHERE instr(tokens, ?)"
        return self.count(query, token)

    def objects(self, kind: str, name: str) -> int:
        """How many programs or opportunities have a name."""
        query = "SELECT count(*) FROM mobject WHERE type = ? AND name_key = ?"
        return self.count(query, kind, name.casefold())

    def roles(self, lead_id: int) -> int:
        """How many roles a lead has."""
        query = "SELECT count(*) FROM mobject WHERE type = ? AND lead_id = ?"
        return self.count(query, _ROLE, lead_id)

    def costs(self, amount: int) -> int:
        """How many costs of programs have an amount."""
        return self.count("SELECT count(*) FROM program_cost WHERE amount = ?", str(amount))

    def custom_objects(self, vin: str, colour: str) -> int:
        """How many records have a key and a value."""
        query = "SELECT count(*) FROM custom_object WHERE attributes ->> 'vin' = ?"
        return self.count(f"{query} AND attributes ->> 'colour' = ?", vin, colour)

    def imports(self) -> int:
        """How many imports there ever were."""
        query = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'file_import'"
        return self.count(query)


@dataclass(frozen=True)
class Act:
    """One SOAP call that writes, with a number of its own.

    Attributes:
        operation: The operation.
        harmless: Whether it may be carried out twice.
        do: Makes the call, with what `begin` gave.
        counts: How often the effect of each of its rows is there.
        begin: What the old program did before, without any trouble.
        variant: What tells it from others of the operation.
    """

    operation: str
    harmless: bool
    do: Callable[[Client, int, Any], object]
    counts: Callable[[Held, int], Sequence[int]]
    begin: Callable[[Client, int], Any] = lambda *_: None
    variant: str = ""

    def __repr__(self) -> str:
        return f"{self.operation} {self.variant}".rstrip()


def _email(number: int, more: str = "") -> str:
    return f"new{number}{more}@example.com"


def _shared(number: int) -> str:
    return f"shared{number}@example.com"


def _attributes(values: Mapping[str, str]) -> t.ArrayOfAttribute:
    return t.ArrayOfAttribute(
        attribute=[t.Attribute(attr_name=n, attr_value=v) for n, v in values.items()]
    )


def _moved(number: int) -> t.LeadRecord:
    """A record that names a lead by one address, and gives it another."""
    return t.LeadRecord(
        email=_email(number, ".old"), lead_attribute_list=_attributes({"Email": _email(number)})
    )


def _pairs(values: Mapping[str, str]) -> t.ArrayOfAttrib:
    return t.ArrayOfAttrib(attrib=[t.Attrib(name=n, value=v) for n, v in values.items()])


def _deal(number: int, key: bool) -> t.MObject:
    external = t.Attrib(name=DEAL_KEY, value=f"D{number}") if key else None
    listed = _pairs({"Name": f"Deal {number}"})
    return t.MObject(type_value=_OPPORTUNITY, external_key=external, attrib_list=listed)


def _role(number: int) -> t.MObject:
    ends = [
        t.MObjAssociation(
            m_obj_type=_OPPORTUNITY, external_key=t.Attrib(name=DEAL_KEY, value=f"D{number}")
        ),
        t.MObjAssociation(m_obj_type="Lead", id=lead(number)),
    ]
    return t.MObject(
        type_value=_ROLE,
        attrib_list=_pairs({"Role": "Buyer"}),
        association_list=t.ArrayOfMObjAssociation(m_obj_association=ends),
    )


def _cost(number: int) -> t.MObject:
    cost = t.TypeAttrib(
        attr_type="Cost", attr_list=_pairs({"Month": "2014-02", "Amount": str(1000 + number)})
    )
    return t.MObject(
        type_value=PROGRAM,
        id=_PROGRAM_ID,
        type_attrib_list=t.ArrayOfTypeAttrib(type_attrib=[cost]),
    )


def _deal_id(client: Client, number: int) -> int:
    found: Any = client.get_mobjects(_OPPORTUNITY, external_key=(DEAL_KEY, f"D{number}"))
    return int(found.m_object_list.m_object[0].id)


def _begin_deal(client: Client, number: int) -> int:
    client.sync_mobjects([_deal(number, True), _role(number)], operation="UPSERT")
    return _deal_id(client, number)


def _import(client: Client, mode: Literal["UPSERTLEADS", "LISTONLY"], *rows: str) -> object:
    return client.import_to_list(
        program_name=PROGRAM, list_name=LIST, header="Email Address", rows=rows, mode=mode
    )


ACTS = (
    Act(
        "syncLead",
        True,
        lambda client, n, _: client.sync_lead({"Email": _email(n), "FirstName": str(n)}),
        lambda held, n: [held.leads(_email(n))],
    ),
    Act(
        "syncLead",
        False,
        lambda client, n, _: client.sync_lead(_moved(n)),
        lambda held, n: [held.leads(_email(n))],
        variant="to another address",
    ),
    Act(
        "syncMultipleLeads",
        True,
        lambda client, n, _: client.sync_multiple_leads(
            [{"Email": _email(n)}, {"Id": lead(n), "LastName": str(n)}, {"Email": _email(n, "b")}]
        ),
        lambda held, n: [
            held.leads(_email(n)),
            held.last_name(lead(n), str(n)),
            held.leads(_email(n, "b")),
        ],
    ),
    Act(
        "syncMultipleLeads",
        False,
        lambda client, n, _: client.sync_multiple_leads(
            [{"Email": _email(n)}, {"Email": _email(n, "b")}], dedup_enabled=False
        ),
        lambda held, n: [held.leads(_email(n)), held.leads(_email(n, "b"))],
        variant="duplicates",
    ),
    Act(
        "syncMultipleLeads",
        False,
        lambda client, n, _: client.sync_multiple_leads([{"Email": _email(n, "b")}, _moved(n)]),
        lambda held, n: [held.leads(_email(n, "b")), held.leads(_email(n))],
        variant="to another address",
    ),
    Act(
        "listOperation",
        True,
        lambda client, n, _: client.list_operation("ADDTOLIST", list_name=LIST, members=[lead(n)]),
        lambda held, n: [held.is_member(_LIST_ID, lead(n))],
    ),
    Act(
        "listOperation",
        True,
        lambda client, n, _: client.list_operation(
            "REMOVEFROMLIST", list_name=LIST, members=[lead(n)]
        ),
        lambda held, n: [1 - held.is_member(_LIST_ID, lead(n))],
        lambda client, n: client.list_operation("ADDTOLIST", list_name=LIST, members=[lead(n)]),
        variant="removing",
    ),
    Act(
        "importToList",
        False,
        lambda client, n, _: _import(client, "UPSERTLEADS", _email(n)),
        lambda held, _: [held.imports()],
    ),
    Act(
        "importToList",
        True,
        lambda client, n, _: _import(client, "LISTONLY", f"lead{lead(n)}@example.com"),
        lambda held, n: [held.is_member(2, lead(n))],
        variant="of leads that exist",
    ),
    Act(
        "requestCampaign",
        False,
        lambda client, n, _: client.request_campaign(
            leads=[("IDNUM", str(lead(n)))], campaign_id=_TRIGGER_ID
        ),
        lambda held, n: [held.runs(lead(n))],
    ),
    Act(
        "scheduleCampaign",
        False,
        lambda client, n, _: client.schedule_campaign(
            program_name=PROGRAM, campaign_name=BATCH, tokens={f"{{{{my.t{n}}}}}": "x"}
        ),
        lambda held, n: [held.runs_with(f"{{{{my.t{n}}}}}")],
    ),
    Act(
        "scheduleCampaign",
        False,
        lambda client, n, _: client.schedule_campaign(
            program_name=PROGRAM, campaign_name=BATCH, clone_to=f"Clone {n}"
        ),
        lambda held, n: [held.objects(PROGRAM, f"Clone {n}")],
        variant="in a clone",
    ),
    Act(
        "mergeLeads",
        False,
        lambda client, n, _: client.merge_leads({"IDNUM": lead(n)}, [{"IDNUM": lead(n) + 1}]),
        lambda held, n: [held.is_gone(lead(n) + 1)],
    ),
    Act(
        "mergeLeads",
        False,
        lambda client, n, _: client.merge_leads({"IDNUM": lead(n)}, [{"EMAIL": _shared(n)}]),
        lambda held, n: [held.is_gone(lead(n) + 1) + held.is_gone(lead(n) + 2)],
        variant="of an address that several have",
    ),
    *(
        Act(
            "syncCustomObjects",
            True,
            lambda client, n, _, mode=mode: client.sync_custom_objects(  # type: ignore[misc]
                TYPE,
                [({"vin": f"{n}"}, {"colour": "red"}), ({"vin": f"{n}b"}, {"colour": "blue"})],
                operation=mode,
            ),
            lambda held, n: [
                held.custom_objects(f"{n}", "red"),
                held.custom_objects(f"{n}b", "blue"),
            ],
            variant=mode,
        )
        for mode in ("UPSERT", "INSERT")
    ),
    Act(
        "deleteCustomObjects",
        True,
        lambda client, n, _: client.delete_custom_objects(TYPE, [{"vin": str(n)}]),
        lambda held, n: [1 - held.custom_objects(str(n), "red")],
        lambda client, n: client.sync_custom_objects(
            TYPE, [({"vin": str(n)}, {"colour": "red"})], operation="UPSERT"
        ),
    ),
    Act(
        "syncMObjects",
        True,
        lambda client, n, _: client.sync_mobjects([_deal(n, True), _role(n)], operation="UPSERT"),
        lambda held, n: [held.objects(_OPPORTUNITY, f"Deal {n}"), held.roles(lead(n))],
    ),
    Act(
        "syncMObjects",
        False,
        lambda client, n, _: client.sync_mobjects([_deal(n, False)], operation="INSERT"),
        lambda held, n: [held.objects(_OPPORTUNITY, f"Deal {n}")],
        variant="without a key",
    ),
    Act(
        "syncMObjects",
        False,
        lambda client, n, _: client.sync_mobjects([_cost(n)], operation="UPDATE"),
        lambda held, n: [held.costs(1000 + n)],
        variant="costs",
    ),
    Act(
        "deleteMObjects",
        True,
        lambda client, _, deal: client.delete_mobjects([(_OPPORTUNITY, deal)]),
        lambda held, n: [1 - held.objects(_OPPORTUNITY, f"Deal {n}")],
        _begin_deal,
    ),
)
"""Writes of every operation that writes."""

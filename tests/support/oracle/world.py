"""The world that both stores begin with: a little of everything that an instance can hold."""

from __future__ import annotations

from dataclasses import replace

from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.world.world import (
    World,
    WorldActivity,
    WorldCampaign,
    WorldChannel,
    WorldCompany,
    WorldCost,
    WorldCustomObjectType,
    WorldField,
    WorldForeignId,
    WorldLead,
    WorldList,
    WorldOpportunity,
    WorldParty,
    WorldProgram,
    WorldRole,
    WorldStatus,
)

IMPORT_SECONDS = 20
ZONE = "America/Chicago"
FOREIGN_FIELD = "ForeignId"
"""The lead field in which the bridge keeps foreign ids; the sandbox has them of their own."""
DEAL_KEY = "DealKey"
"""The external key of opportunities."""

LEAD_IDS = tuple(1001 + 3 * each for each in range(60))
COUNTRIES = ("Norway", "Peru", "Chad")
FIELDS = (
    WorldField(name="Rank", type="integer"),
    WorldField(name="Rate", type="float"),
    WorldField(name="Budget", type="currency"),
    WorldField(name="Agreed", type="boolean"),
    WorldField(name="LastSeen", display_name="Last Seen", type="datetime"),
    WorldField(name="Notes", type="text"),
    WorldField(name="Page__c", display_name="Page", type="url", rest_name="page_c"),
    WorldField(name="Frozen", type="string", writable=False),
    WorldField(name="CustomerKey", external_key=True),
    WorldField(name="AccountKey", external_key=True),
    WorldField(name=FOREIGN_FIELD),
    WorldField(name="LeadOwnerEmail"),
    WorldField(name="SfdcLeadId", rest_name="sfdcLeadId"),
    WorldField(name="SfdcLeadOwnerId", rest_name="sfdcLeadOwnerId"),
)
LISTS = ("Newsletter", "Customers", "Smith, Jones & Co", "Nobody", "Crowd")
"""Names of the lists of the lead database; the last but one is empty."""
CROWD = range(5001, 6101)
"""Leads of a crowded world, all in the list Crowd: more than a page, or a call, takes."""
CROWD_EMAIL = "crowd@example.org"
"""The address of the first of them, more than a page of REST has."""
_OF_ONE_ADDRESS = 320
FOREIGN_LEADS = frozenset(LEAD_IDS[2::8])
"""Leads with a foreign id."""
MEMBERS = {
    LISTS[0]: LEAD_IDS[::2],
    LISTS[1]: LEAD_IDS[::3],
    LISTS[2]: LEAD_IDS[::7],
    "Launch.Guests": LEAD_IDS[::9],
}
"""Leads in lists, by the lists' names."""
PROGRAM_LISTS = (("Launch", "Guests"), ("Launch", "Absentees"), ("Roadshow 2014", "Guests"))
"""Programs with their lists."""
TAGS = {"Season": ("Winter", "Summer"), "Region": ("North America", "EMEA", "Asia-Pacific")}
CHANNELS = ("Webinar", "Blog", "Trade Show")
COOKIES = tuple(f"id:561-HYG-937&token:_mch-example.com-1374552656411-{n}" for n in range(6))
TRIGGERS = ((201, "Welcome"), (202, "Launch.Thank You"), (203, "Call me"))
"""Ids and names of campaigns that requests may run, as replies show them."""
PROGRAM_IDS = (301, 302, 303, 304)
VINS = tuple(f"VIN{n}" for n in range(8))

BOOLEAN_FIELDS = ("electric",)
"""The boolean fields of custom objects."""
NUMBER_FIELDS = ("doors", "zip")
"""Fields of custom objects that hold numbers, and are no keys."""


def _email(number: int) -> str | None:
    """The address of the lead in a place: some have none, and some share one."""
    if number % 11 == 7:
        return None
    if number % 10 == 4:
        return f"shared{number // 20}@example.com"
    return f"person{number}@example.com"


EMAIL_OF = {lead_id: _email(n) for n, lead_id in enumerate(LEAD_IDS)}
"""The addresses of leads."""
EMAILS = tuple(dict.fromkeys(email for n in range(60) if (email := _email(n))))
"""All addresses."""
SHARED_EMAILS = tuple(each for each in EMAILS if each.startswith("shared"))


ONE_OF_THEIR_OWN = tuple(n for n in range(60) if n % 8 == 5 and n % 10 != 4 and n % 11 != 7)
"""Places of leads with an address of their own and no foreign id, each of which may get one."""


def _attributes(n: int) -> dict[str, str]:
    values = {
        "FirstName": ("George", "Ärö", "Ann & Bob", "<b>", "Li")[n % 5],
        "LastName": f"Person{n}",
        "Company": ("Example", "Other, Inc.")[n % 2],
        "Country": COUNTRIES[n % len(COUNTRIES)],
    }
    if n % 2:
        values["LeadScore"] = str(n - 20)
        values["Agreed"] = ("true", "false", "1", "0")[n // 2 % 4]
    if n % 3 == 0:
        values["Rate"] = ("1.5", "0.001", "-7", "28970000.25")[n // 3 % 4]
        values["Budget"] = ("28970000", "1.50", "1000000.1")[n // 3 % 3]
    if n % 4 == 0:
        values["DateofBirth"] = f"19{60 + n % 40}-0{1 + n % 9}-11"
        values["LastSeen"] = (
            "2014-01-02T10:00:00-06:00", "2013-07-09 16:44:28", "2014-01-03T00:30:00Z"
        )[n // 4 % 3]  # fmt: skip
        values["Notes"] = 'two\nlines, "quoted"'
    if n % 5 == 0:
        values["Rank"] = str(n * 1000)
        values["Page__c"] = f"https://example.com/{n}?a=b&c=d"
        values["Frozen"] = "as it was"
        values["LeadOwnerEmail"] = f"owner{n % 3}@example.com"
        values["SfdcLeadOwnerId"] = f"005D0000000{n % 3}"
    if n % 6 == 0:
        values["CustomerKey"] = f"C{n}"
        values["AccountKey"] = f"A{n // 12}"
        values["SfdcLeadId"] = f"00QD0000000{n:02}"
    return values


def _leads() -> tuple[WorldLead, ...]:
    made = []
    for n, lead_id in enumerate(LEAD_IDS):
        lists = [name for name, members in MEMBERS.items() if lead_id in members]
        made.append(
            WorldLead(
                id=lead_id,
                email=_email(n),
                attributes=_attributes(n),
                foreign_ids=(WorldForeignId(id=f"F-{n}"),) if lead_id in FOREIGN_LEADS else (),
                cookies=(COOKIES[n // 10],) if n % 10 == 3 else (),
                created=f"2014-01-{1 + n % 20:02}T08:{n:02}:00",
                lists=tuple(lists),
            )
        )
    return tuple(made)


def _activities() -> tuple[WorldActivity, ...]:
    made = []
    for n in range(150):
        lead = LEAD_IDS[n * 7 % 60 if n % 3 else n % 5]
        at = f"2014-02-{5 + n // 25:02}T{8 + n % 12:02}:{n % 6 * 7:02}:30"
        match n % 5:
            case 0:
                kind, asset = "Visit Webpage", "example.com/pricing"
                values = {
                    "Webpage ID": "12", "Webpage URL": "/pricing", "Query Parameters": "",
                    "Referrer URL": "", "Client IP Address": "192.0.2.1", "User Agent": "Mozilla",
                }  # fmt: skip
            case 1:
                kind, asset = "Change Data Value", "First Name"
                values = {
                    "Attribute Name": "First Name", "Old Value": "", "New Value": f"New {n}",
                    "Reason": "Form fill-out, URL: example.com",
                }  # fmt: skip
            case 2:
                kind, asset = "Fill Out Form", "Contact"
                values = {
                    "Webform ID": "44", "Form Fields": 'a:1:{s:1:"a";}', "Webpage ID": "12",
                    "Query Parameters": "x=1", "Referrer URL": "", "Client IP Address": "192.0.2.1",
                    "User Agent": "Mozilla",
                }  # fmt: skip
            case 3:
                kind, asset = "Open Email", "Newsletter March"
                values = {"Device": "unknown", "Is Mobile Device": "0"}
            case _:
                kind, asset = "Change Score", "Lead Score"
                values = {
                    "Attribute Name": "Lead Score", "Old Value": str(n), "New Value": str(n + 5),
                    "Reason": "Changed by Smart Campaign Launch.Thank You action Change Score",
                }  # fmt: skip
        made.append(WorldActivity(lead=lead, at=at, type=kind, asset=asset, attributes=values))
    return tuple(made)


def _opportunities() -> tuple[WorldOpportunity, ...]:
    made = []
    for n in range(8):
        roles = tuple(
            WorldRole(
                id=501 + 10 * n + each,
                lead=LEAD_IDS[(6 * n + each * 3) % 60],
                attributes={"Role": ("Champion", "Buyer", "Sponsor")[each % 3], "IsPrimary": "1"},
            )
            for each in range(n % 3 + 1)
        )
        made.append(
            WorldOpportunity(
                id=401 + 2 * n,
                attributes={
                    "Name": f"Deal {n // 2}",
                    "Stage": ("Open", "Won", "Lost")[n % 3],
                    "Type": ("New", "Renewal")[n % 2],
                    "Amount": ("1500.5", "28970000", "10")[n % 3],
                    DEAL_KEY: f"D{n}",
                    "externalOpportunityId": f"X{n}",
                    "IsWon": "1",
                },
                company=WorldCompany(field="AccountKey", value=f"A{n % 4}") if n % 2 else None,
                roles=roles,
            )
        )
    return tuple(made)


def _programs() -> tuple[WorldProgram, ...]:
    return (
        WorldProgram(
            id=301,
            name="Launch",
            channel="Webinar",
            type="Event",
            start="2014-03-01 11:00:00",
            end="2014-03-02 12:00:00",
            tags={"Season": "Winter", "Region": "EMEA"},
            costs=(
                WorldCost(month="2013-06", amount="1200", note="hall", id=1),
                WorldCost(month="2013-07", amount="50", id=2),
            ),
            tokens={"speaker": "George", "place": "Room & Board"},
            lists=(WorldList(name="Guests", id=21), WorldList(name="Absentees", id=22)),
            campaigns=(
                WorldCampaign(name="Thank You", kind="trigger", id=202, description="says so"),
                WorldCampaign(name="Follow-up", kind="batch", id=204, list="Launch.Guests"),
                WorldCampaign(name="Silent", kind="trigger", id=205, sources=()),
            ),
        ),
        WorldProgram(
            id=302,
            name="Roadshow 2014",
            channel="Trade Show",
            type="Event",
            folder="/Events",
            tags={"Region": "North America"},
            tokens={"message": "Hello"},
            lists=(WorldList(name="Guests", id=23),),
            campaigns=(WorldCampaign(name="Reminder", kind="batch", id=206),),
        ),
        WorldProgram(id=303, name="Newsletter March", channel="Blog", tags={"Season": "Summer"}),
        WorldProgram(id=304, name="Old, and archived", channel="Blog", archived=True),
    )


def oracle_world() -> World:
    """Return the world; the same each time."""
    return World(
        instance=Instance(zone=ZONE, import_seconds=IMPORT_SECONDS),
        lead_fields=FIELDS,
        opportunity_fields=(WorldField(name=DEAL_KEY, external_key=True),),
        tags=TAGS,
        channels=(
            WorldChannel(
                name="Webinar",
                statuses=(
                    WorldStatus(name="Invited", step=10, success=False),
                    WorldStatus(name="Registered", step=20, success=False),
                    WorldStatus(name="Attended", step=30, success=True),
                ),
            ),
            WorldChannel(name="Blog"),
            WorldChannel(
                name="Trade Show",
                statuses=(
                    WorldStatus(name="Met", step=10, success=False),
                    WorldStatus(name="Influenced", step=20, success=True),
                ),
            ),
        ),
        programs=_programs(),
        lists=tuple(
            WorldList(name=name, id=11 + place, description=f"List {place}")
            for place, name in enumerate(LISTS)
        ),
        campaigns=(
            WorldCampaign(name="Welcome", kind="trigger", id=201, description="new ones"),
            WorldCampaign(name="Call me", kind="trigger", id=203),
            WorldCampaign(name="Sales Only", kind="trigger", id=207, sources=("SALES",)),
            WorldCampaign(name="Off", kind="trigger", id=208, active=False),
        ),
        custom_objects=(
            WorldCustomObjectType(
                name="Car",
                link="owner",
                fields=(
                    WorldField(name="vin", key=True),
                    WorldField(name="owner", type="integer"),
                    WorldField(name="color"),
                    WorldField(name="doors", type="integer"),
                    WorldField(name="electric", type="boolean"),
                ),
                records=tuple(
                    {
                        "vin": vin,
                        "owner": str(LEAD_IDS[n * 5]),
                        "color": ("red", "blue, dark", "")[n % 3] or "none",
                        "doors": str(n % 4 + 2),
                        "electric": ("true", "0", "1", "false")[n % 4],
                    }
                    for n, vin in enumerate(VINS)
                ),
            ),
            WorldCustomObjectType(
                name="Roadshow",
                link="MKTOID",
                fields=(
                    WorldField(name="MKTOID", type="integer", key=True),
                    WorldField(name="rid", key=True),
                    WorldField(name="city"),
                    WorldField(name="zip", type="integer"),
                ),
                records=tuple(
                    {"MKTOID": str(LEAD_IDS[n % 10]), "rid": f"rid{n}", "city": f"City {n % 4}"}
                    for n in range(20)
                ),
            ),
        ),
        leads=_leads(),
        opportunities=_opportunities(),
        sales_persons=tuple(
            WorldParty(external_id=f"005D0000000{n}", attributes={"email": f"owner{n}@example.com"})
            for n in range(3)
        ),
        activities=_activities(),
    )


def crowded(world: World) -> World:
    """Return a world with many leads more."""
    crowd = tuple(
        WorldLead(
            id=lead_id,
            email=CROWD_EMAIL if n < _OF_ONE_ADDRESS else f"crowd{n}@example.org",
            attributes={"FirstName": f"Number {n}", "Rank": str(n)},
            created=f"2014-01-{1 + n % 28:02}T09:{n % 60:02}:00",
            lists=(LISTS[-1],),
        )
        for n, lead_id in enumerate(CROWD)
    )
    return replace(world, leads=(*world.leads, *crowd))


def behind_bridge(world: World) -> World:
    """Return a world as it is for a bridge: foreign ids were copied to a field, and are gone."""
    return replace(
        world,
        leads=tuple(
            replace(
                each,
                attributes={**each.attributes, FOREIGN_FIELD: each.foreign_ids[-1].id},
                foreign_ids=(),
            )
            if each.foreign_ids
            else each
            for each in world.leads
        ),
    )

"""The documented calls about MObjects, and their replies as they stand on the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from mktows_bindings.v2_1 import types as v2_1
from mktows_bindings.v2_2 import types as v2_2
from mktows_bindings.v2_3 import types as v2_3
from mktows_bindings.v2_7 import types as v2_7
from mktows_bindings.v3_1 import types as v3_1
from support.mobject_service import MObjectService

from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.sandbox.mobjects.rows import StoredObject


@pytest.fixture(params=[v2_1, v2_2, v2_3, v2_7, v3_1], ids=["2_1", "2_2", "2_3", "2_7", "3_1"])
def service(request: pytest.FixtureRequest) -> Iterator[MObjectService]:
    made = MObjectService(request.param)
    for number in range(2, 20):
        made.lead(FSPID=f"other {number}")
    yield made
    made.backend.close()


def last_ids(service: MObjectService, **last: int) -> None:
    """Let ids go on where those of the example do."""
    with service.backend.store.writing() as data:
        for kind, id in last.items():
            data.mobjects.load(StoredObject(kind, id, 0, 0, opportunity_id=1, lead_id=1))


def element(name: str, text: object) -> str:
    return f"<{name}>{text}</{name}>"


def status(id: int, status: str, key: str | None = None) -> str:
    """One mObjStatus; what there is not is absent, nothing is nil."""
    name = element("name", "opportunityId") + element("value", key)
    shown = element("externalKey", name) if key else ""
    return element("mObjStatus", element("id", id) + shown + element("status", status))


def statuses(operation: str, *listed: str) -> str:
    inner = element("result", element("mObjStatusList", "".join(listed)))
    return f"<ns1:success{operation}>{inner}</ns1:success{operation}>"


def attribs(**values: str) -> str:
    return "".join(
        element("attrib", element("name", name.replace("_", " ")) + element("value", value))
        for name, value in values.items()
    )


def test_an_opportunity_its_role_and_both_in_one_call(service: MObjectService) -> None:
    last_ids(service, **{OPPORTUNITY: 39, ROLE: 10})

    def opportunity(number: int, amount: str) -> object:
        return service.opportunity(
            f"Opportunity_{number}",
            ("Company", ("cAccountFSID", "C123")),
            opportunityId=f"Opportunity_{number}",
            Name=f"Opportunity {number} for ACME",
            IsClosed="1",
            IsWon="1",
            Amount=amount,
            CloseDate="2014-10-24",
            ExpectedRevenue="501",
            Probability="100",
        )

    def role(number: int) -> object:
        return service.role(
            ("Lead", ("FSPID", "12346")),
            ("Opportunity", ("opportunityId", f"Opportunity_{number}")),
            IsPrimary="1",
            Role="Marketing Manager",
        )

    def answer(*objects: object) -> str:
        return service.wire("syncMObjects", service.sync_params(*objects))

    assert answer(opportunity(4, "501.00")) == statuses(
        "SyncMObjects", status(40, "CREATED", "Opportunity_4")
    )
    assert answer(role(4)) == statuses("SyncMObjects", status(11, "CREATED"))
    assert answer(opportunity(5, "1500"), role(5)) == statuses(
        "SyncMObjects", status(41, "CREATED", "Opportunity_5"), status(12, "CREATED")
    )
    by_ids = service.role(("Lead", 6), ("Opportunity", 40), IsPrimary="1", Role="Manager")
    assert answer(by_ids) == statuses("SyncMObjects", status(13, "CREATED"))


def test_an_opportunity_without_a_key_and_roles_by_attributes(service: MObjectService) -> None:
    last_ids(service, **{OPPORTUNITY: 63, ROLE: 1})
    plain = service.entity("Opportunity", Name="Q1 2014", Amount="2000", Probability="80%")
    roles = [
        service.role(OpportunityId="64", PersonId="19", Role=name)
        for name in ("Influencer/Champion", "Decision Maker")
    ]
    assert service.wire("syncMObjects", service.sync_params(plain, mode="INSERT")) == statuses(
        "SyncMObjects", status(64, "CREATED")
    )
    assert service.wire("syncMObjects", service.sync_params(*roles, mode="INSERT")) == statuses(
        "SyncMObjects", status(2, "CREATED"), status(3, "CREATED")
    )


def test_a_cost_of_a_program_is_updated(service: MObjectService) -> None:
    cost = {"Month": "2013-06", "Amount": "2000", "Id": "153"}
    given = service.entity("Program", id=1970, groups=(("Cost", cost),))
    assert service.wire("syncMObjects", service.sync_params(given, mode="UPDATE")) == statuses(
        "SyncMObjects", status(1970, "UPDATED")
    )


def test_two_opportunities_are_deleted(service: MObjectService) -> None:
    service.sync(*(service.opportunity(str(number)) for number in range(1, 8)))
    given = service.entity("Opportunity", id=4), service.entity("Opportunity", id=7)
    assert service.wire("deleteMObjects", service.delete_params(*given)) == statuses(
        "DeleteMObjects", status(4, "DELETED"), status(7, "DELETED")
    )


def test_the_types_are_a_repeated_element_without_a_list(service: MObjectService) -> None:
    assert service.wire("listMObjects", service.types.ParamsListMObjects()) == (
        "<ns1:successListMObjects><result><objects>ActivityRecord</objects>"
        "<objects>LeadRecord</objects><objects>Opportunity</objects>"
        "<objects>OpportunityPersonRole</objects></result></ns1:successListMObjects>"
    )


def group(kind: str, **values: str) -> str:
    return element("typeAttrib", element("attrType", kind) + element("attrList", attribs(**values)))


# id, name, type, place in the tree, times, repeated groups
PROGRAMS: tuple[tuple[int, str, str, str, dict[str, str], list[str]], ...] = (
    (1001, "Program01", "Marketing Program", "/Training/Program01", {}, ["Content"]),
    (
        1002,
        "Coffee Promotion",
        "Marketing Program",
        "/Neelesh/Coffee Promotion",
        {},
        # The text of the example is HTML that is not on record.
        ["Content", group("Token", Name="testtoken", Value="&lt;p&gt;Coffee&lt;/p&gt;")],
    ),
    (
        1004,
        "elizprogramtest2",
        "Marketing Program",
        "/Elizabeth/elizprogramtest2",
        {},
        ["Email Blast"],
    ),
    (
        1005,
        "elizprogramtest3",
        "Marketing Program",
        "/Elizabeth/elizprogramtest3",
        {},
        ["Email Blast", group("Token", Name="My Token", Value="2011-12-25")],
    ),
    (
        1006,
        "Big Launch Webinar",
        "Marketing Event",
        "/MKTO Training/MKTO Events/Big Launch Webinar",
        {"Start_Date": "2011-08-01 11:00:00", "End_Date": "2011-08-01 02:00:00"},
        [
            "Webinar",
            group("Cost", Id="1", Month="2011-07-01", Amount="3000", Note="Speaker"),
            group("Cost", Id="2", Month="2011-07-01", Amount="1000", Note="Post-production"),
        ],
    ),
    (
        1007,
        "Lead Scoring",
        "Marketing Program",
        "/MKTO Training/MKTO Lead Lifecycle/Lead Scoring",
        {},
        ["Blog"],
    ),
)


@pytest.mark.parametrize("details", [None, False, True])
def test_programs_with_tags_costs_and_tokens(service: MObjectService, details: bool | None) -> None:
    stamp = "2009-12-31T18:00:00-06:00"
    times = element("createdAt", stamp) + element("updatedAt", stamp) if details else ""
    objects = ""
    for id, name, kind, path, dates, (channel, *groups) in PROGRAMS:
        shown = attribs(
            Name=name,
            Type=kind,
            Workspace_Id="1",
            Workspace_Name="Default",
            Tree_Path=f"/Marketing Activities/Default{path}",
            Is_Archived="false",
            **dates,
        )
        listed = group("Tag", Type="Channel", Value=channel) + "".join(groups)
        objects += element(
            "mObject",
            element("type", "Program")
            + element("id", id)
            + times
            + element("attribList", shown)
            + element("typeAttribList", listed),
        )
    params = service.find_params(
        "Program",
        ("Id", "LE", "1010"),
        ("Name", "NE", "elizprogramtest"),
        include_details=details,
    )
    reply = service.wire("getMObjects", params)
    before, _, rest = reply.partition("<newStreamPosition>")
    position, _, after = rest.partition("</newStreamPosition>")
    assert before == (
        "<ns1:successGetMObjects><result><returnCount>6</returnCount><hasMore>false</hasMore>"
    )
    assert position
    assert after == element("mObjectList", objects) + "</result></ns1:successGetMObjects>"


def test_nothing_found_has_a_position_and_no_list(service: MObjectService) -> None:
    reply = service.wire("getMObjects", service.find_params("Opportunity", id=1))
    before, _, rest = reply.partition("<newStreamPosition>")
    position, _, after = rest.partition("</newStreamPosition>")
    assert before == (
        "<ns1:successGetMObjects><result><returnCount>0</returnCount><hasMore>false</hasMore>"
    )
    assert position
    assert after == "</result></ns1:successGetMObjects>"

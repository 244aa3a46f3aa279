"""Steps of the operations on MObjects: list, describe, get, sync and delete."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.oracle.drawing import Draw
from support.oracle.messages import Steps
from support.oracle.world import DEAL_KEY, LEAD_IDS, PROGRAM_IDS

_OPPORTUNITY, _ROLE, _PROGRAM = "Opportunity", "OpportunityPersonRole", "Program"
_DAY = timedelta(days=1)
# Leads that play a role in an opportunity of the world.
_PLAYERS = tuple(LEAD_IDS[(6 * n + each * 3) % 60] for n in range(8) for each in range(n % 3 + 1))


def list_mobjects(draw: Draw) -> Steps:
    yield draw.call("listMObjects", draw.t.ParamsListMObjects())


def describe_mobject(draw: Draw) -> Steps:
    name = draw.pick(("ActivityRecord", "LeadRecord", _OPPORTUNITY, _ROLE, "leadrecord"))
    if draw.chance(0.1):
        name = draw.pick(("None", _PROGRAM, ""))
    yield draw.call("describeMObject", draw.t.ParamsDescribeMObject(object_name=name))


def get_mobjects(draw: Draw) -> Steps:
    kind = draw.pick((_OPPORTUNITY, _ROLE, _PROGRAM, _PROGRAM))
    match kind:
        case "Program":
            params = _programs(draw)
        case "Opportunity":
            params = _opportunities(draw)
        case _:
            params = _roles(draw)
    if kind == _PROGRAM:
        # The bridge has numbers of its own for the others: where they are asked for in another
        # way, what stands behind a position of the one side is not what does on the other.
        params.stream_position = draw.resumed("getMObjects")
    call = draw.call("getMObjects", params)
    for _ in range(4):
        answer = yield call
        if answer.message is None:
            return
        result = answer.message.result
        listed = result.m_object_list.m_object if result.m_object_list else ()
        for each in listed:
            known = {_OPPORTUNITY: draw.opportunities, _ROLE: draw.roles}.get(each.type_value)
            if known is not None and each.id not in known:
                known.append(each.id)
        if not result.has_more:
            return
        params.stream_position = draw.position("getMObjects", answer.position)
        call = draw.call("getMObjects", params, wrong=0.02)


def _criteria(draw: Draw, *criteria: tuple[str, str, str]) -> Any:
    t: Any = draw.t
    return t.ArrayOfMObjCriteria(
        m_obj_criteria=[
            t.MObjCriteria(attr_name=name, comparison=t.ComparisonEnum(how), attr_value=value)
            for name, how, value in criteria
        ]
    )


def _linked(draw: Draw, kind: str, number: int | None, key: Any = None) -> Any:
    t: Any = draw.t
    return t.ArrayOfMObjAssociation(
        m_obj_association=[t.MObjAssociation(m_obj_type=kind, id=number, external_key=key)]
    )


def _programs(draw: Draw) -> Any:
    params = draw.t.ParamsGetMObjects(type_value=_PROGRAM)
    params.include_details = draw.pick((None, True, False))
    match draw.rng.randrange(7):
        case 0:
            params.id = draw.pick((*PROGRAM_IDS, 99))
        case 1:
            name = draw.pick(("Launch", "launch", "Roadshow 2014", "None"))
            params.m_obj_criteria_list = _criteria(draw, ("Name", "EQ", name))
        case 2:
            how = draw.pick(("EQ", "NE", "LT", "LE", "GT", "GE"))
            params.m_obj_criteria_list = _criteria(draw, ("Id", how, str(draw.pick(PROGRAM_IDS))))
        case 3:
            params.m_obj_criteria_list = _criteria(
                draw, ("Tag Type", "EQ", "Season"), ("Tag Value", "EQ", "Winter")
            )
        case 4:
            when = str(draw.moment(-2 * _DAY, _DAY))
            name = draw.pick(("Created At", "Updated At"))
            params.m_obj_criteria_list = _criteria(draw, (name, draw.pick(("GE", "LE")), when))
        case 5:
            params.m_obj_criteria_list = _criteria(draw, ("Include Archive", "EQ", "true"))
        case _:
            pass
    if draw.chance(0.04):
        params.m_obj_criteria_list = _criteria(draw, ("pants", "EQ", "x"))
    return params


def _opportunities(draw: Draw) -> Any:
    t: Any = draw.t
    params = t.ParamsGetMObjects(type_value=_OPPORTUNITY)
    match draw.rng.randrange(6):
        case 0 | 1 | 2:
            value = f"D{draw.rng.randrange(9)}"
            params.external_key = t.Attrib(name=DEAL_KEY, value=value)
        case 3 | 4 if draw.opportunities:
            params.id = draw.pick(draw.opportunities)
        case 5:
            criterion = draw.pick((("Name", "EQ", "Deal 1"), ("Stage", "EQ", "Won")))
            params.m_obj_criteria_list = _criteria(draw, criterion)
        case _:
            key = t.Attrib(name=DEAL_KEY, value=f"D{draw.rng.randrange(9)}")
            params.m_obj_association_list = _linked(draw, _OPPORTUNITY, None, key)
    if draw.chance(0.04):
        params = t.ParamsGetMObjects(type_value=_OPPORTUNITY)
    return params


def _roles(draw: Draw) -> Any:
    t: Any = draw.t
    params = t.ParamsGetMObjects(type_value=_ROLE)
    match draw.rng.randrange(6):
        case 0 if draw.roles:
            params.id = draw.pick(draw.roles)
        case 1:
            key = t.Attrib(name=DEAL_KEY, value=f"D{draw.rng.randrange(9)}")
            params.m_obj_association_list = _linked(draw, _OPPORTUNITY, None, key)
        case 2 if draw.opportunities:
            number = draw.pick(draw.opportunities)
            params.m_obj_association_list = _linked(draw, _OPPORTUNITY, number)
        case _:
            lead = draw.pick(_PLAYERS) if draw.chance(0.9) else draw.lead_id()
            params.m_obj_association_list = _linked(draw, "Lead", lead)
    return params


def _learned(draw: Draw) -> Steps:
    """Look at opportunities and roles, so that later calls may name them by their ids."""
    if not draw.opportunities or draw.chance(0.2):
        params = draw.t.ParamsGetMObjects(
            type_value=_OPPORTUNITY,
            external_key=draw.t.Attrib(name=DEAL_KEY, value=f"D{draw.rng.randrange(8)}"),
        )
        answer = yield draw.call("getMObjects", params, wrong=0)
        _note(draw.opportunities, answer.message)
    if not draw.roles or draw.chance(0.2):
        params = draw.t.ParamsGetMObjects(
            type_value=_ROLE,
            m_obj_association_list=_linked(draw, "Lead", draw.pick(_PLAYERS)),
        )
        answer = yield draw.call("getMObjects", params, wrong=0)
        _note(draw.roles, answer.message)


def _note(known: list[int], message: Any) -> None:
    listed = message.result.m_object_list if message is not None else None
    for each in listed.m_object if listed else ():
        if each.id not in known:
            known.append(each.id)


def sync_mobjects(draw: Draw) -> Steps:
    t: Any = draw.t
    yield from _learned(draw)
    mode = draw.pick(("UPSERT", "UPSERT", "UPSERT", "INSERT", "UPDATE"))
    kinds = [_OPPORTUNITY, _OPPORTUNITY, _ROLE]
    if draw.chance(0.25):
        mode, kinds = "UPDATE", [_PROGRAM]
    made = {_OPPORTUNITY: _opportunity, _ROLE: _role, _PROGRAM: _program}
    objects = [made[draw.pick(kinds)](draw) for _ in range(draw.rng.randint(1, 4))]
    if draw.chance(0.06):
        mode, objects = "UPSERT", [_beyond_rest(draw)]
    params = t.ParamsSyncMObjects(
        m_object_list=t.ArrayOfMObject(m_object=objects), operation=t.SyncOperationEnum(mode)
    )
    answer = yield draw.call("syncMObjects", params, wrong=0.06)
    if answer.message is not None:
        statuses = answer.message.result.m_obj_status_list.m_obj_status
        for given, each in zip(objects, statuses, strict=False):
            if str(getattr(each.status, "value", each.status)) == "CREATED":
                known = draw.opportunities if given.type_value == _OPPORTUNITY else draw.roles
                known.append(each.id)


def _opportunity(draw: Draw) -> Any:
    t: Any = draw.t
    values = {
        "Name": draw.pick(("Deal X", "Ünï", "Deal 1")),
        "Stage": draw.pick(("Open", "Won", "")),
        "Amount": draw.pick(("1500.5", "28970000", "80")),
        "CloseDate": "2014-05-01",
        "IsClosed": draw.pick(("1", "0")),
    }
    values = {name: values[name] for name in draw.some(sorted(values), 1, 4)}
    if draw.chance(0.04):
        values["pants"] = "x"
    made = t.MObject(type_value=_OPPORTUNITY, attrib_list=draw.attribs(values))
    if draw.opportunities and draw.chance(0.35):
        made.id = draw.pick(draw.opportunities) if draw.chance(0.93) else 99
    else:
        made.external_key = t.Attrib(name=DEAL_KEY, value=f"D{draw.rng.randrange(12)}")
        if draw.chance(0.04):
            made.external_key.name = "Name"
    return made


def _beyond_rest(draw: Draw) -> Any:
    """An object that REST cannot write: it stands alone, since the others of a call would be."""
    if draw.roles and draw.chance(0.5):
        made = _role(draw)
        made.id, made.attrib_list = draw.pick(draw.roles), draw.attribs({"Role": "Another"})
        return made
    made = _opportunity(draw)
    key = draw.t.Attrib(name="AccountKey", value=f"A{draw.rng.randrange(4)}")
    made.association_list = _linked(draw, "Company", None, key)
    return made


def _role(draw: Draw) -> Any:
    t: Any = draw.t
    values = {"IsPrimary": draw.pick(("1", "1", "0"))}
    made = t.MObject(type_value=_ROLE)
    if draw.roles and draw.chance(0.35):
        # The bridge cannot change the name of a role that is there.
        made.id = draw.pick(draw.roles)
    else:
        # A name of its own: REST has one role of a lead with a name in an opportunity.
        values["Role"] = f"Buyer {draw.rng.randrange(10**6)}"
        values["PersonId"] = str(draw.lead_id(0.03))
        values["OpportunityId"] = str(draw.pick(draw.opportunities or [99]))
        if draw.chance(0.04):
            values.pop(draw.pick(("PersonId", "OpportunityId")))
    made.attrib_list = draw.attribs(values)
    return made


def _program(draw: Draw) -> Any:
    t: Any = draw.t
    groups = []
    for _ in range(draw.rng.randint(1, 2)):
        if draw.chance(0.5):
            values = {"Month": draw.pick(("2014-02", "2014-03")), "Amount": draw.pick(("12", "7"))}
            if draw.chance(0.3):
                values["Note"] = "hall"
            if draw.chance(0.05):
                values["Month"] = "2014-13"
            groups.append(t.TypeAttrib(attr_type="Cost", attr_list=draw.attribs(values)))
        else:
            kind, value = draw.pick(
                (("Season", "Winter"), ("Season", "Summer"), ("Region", "EMEA"))
            )
            if draw.chance(0.06):
                kind, value = draw.pick((("Channel", "None"), ("Season", "None"), ("None", "x")))
            values = {"Type": kind, "Value": value}
            groups.append(t.TypeAttrib(attr_type="Tag", attr_list=draw.attribs(values)))
    number = draw.pick(PROGRAM_IDS) if draw.chance(0.95) else 99
    return t.MObject(
        type_value=_PROGRAM, id=number, type_attrib_list=t.ArrayOfTypeAttrib(type_attrib=groups)
    )


def delete_mobjects(draw: Draw) -> Steps:
    t: Any = draw.t
    yield from _learned(draw)
    objects = []
    for _ in range(draw.rng.randint(1, 2)):
        if draw.opportunities and draw.chance(0.5):
            number = draw.pick(draw.opportunities)
            objects.append(t.MObject(type_value=_OPPORTUNITY, id=number))
        elif draw.roles:
            objects.append(t.MObject(type_value=_ROLE, id=draw.pick(draw.roles)))
        if draw.chance(0.04):
            objects.append(t.MObject(type_value=draw.pick((_ROLE, _OPPORTUNITY)), id=99))
        if draw.chance(0.02):
            objects.append(t.MObject(type_value=_PROGRAM, id=301))
    if not objects:
        return
    if draw.chance(0.15):
        objects.append(draw.pick(objects))
    params = t.ParamsDeleteMObjects(m_object_list=t.ArrayOfMObject(m_object=objects))
    yield draw.call("deleteMObjects", params, wrong=0.06)
    for each in objects:
        known = draw.opportunities if each.type_value == _OPPORTUNITY else draw.roles
        if each.id in known and draw.chance(0.8):
            known.remove(each.id)
    yield from sync_mobjects(draw)


STEPS = {
    "listMObjects": list_mobjects,
    "describeMObject": describe_mobject,
    "getMObjects": get_mobjects,
    "syncMObjects": sync_mobjects,
    "deleteMObjects": delete_mobjects,
}

"""Steps of getLead, getMultipleLeads, syncLead, syncMultipleLeads and mergeLeads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from support.oracle.drawing import NEW_EMAILS, Draw
from support.oracle.messages import Call, Steps
from support.oracle.world import (
    COOKIES,
    CROWD,
    CROWD_EMAIL,
    EMAILS,
    LEAD_IDS,
    LISTS,
    SHARED_EMAILS,
)

_DAY = timedelta(days=1)
_KEYS = (
    *("IDNUM", "EMAIL") * 6,
    *("COOKIE", "SFDCLEADID", "SFDCLEADOWNERID", "LEADOWNEREMAIL"),
)
_SHOWN = ("FirstName", "LastName", "Email", "Budget", "Rate", "Agreed", "LastSeen", "pants")


def looked_up(draw: Draw, kind: str, value: str) -> Call:
    """A getLead that is not made wrong."""
    key = draw.t.LeadKey(key_type=draw.t.LeadKeyRef(kind), key_value=value)
    return draw.call("getLead", draw.t.ParamsGetLead(lead_key=key), wrong=0)


def get_lead(draw: Draw) -> Steps:
    yield draw.call("getLead", draw.t.ParamsGetLead(lead_key=draw.lead_key(_KEYS, 0.1)))


def get_multiple_leads(draw: Draw) -> Steps:
    t: Any = draw.t
    params = t.ParamsGetMultipleLeads()
    least, most = 1, 25
    match draw.rng.randrange(10):
        case 0 | 1 | 2 | 3:
            kind = draw.pick(_KEYS)
            keys = [draw.key_of([kind])[1] for _ in range(draw.rng.randint(1, 12))]
            if draw.chance(0.1):
                keys += [str(each) for each in LEAD_IDS]
            if draw.is_crowded and draw.chance(0.5):
                kind = "IDNUM"
                keys = [str(each) for each in draw.some(CROWD, 90, 310)]
            if draw.chance(0.02):
                keys = []
            params.lead_selector = t.LeadKeySelector(
                key_type=t.LeadKeyRef(kind), key_values=draw.strings(keys)
            )
        case 4 | 5 | 6:
            number: int | None = None
            name: str | None = draw.pick((*LISTS[:3], "newsletter", "Launch.Guests", "None"))
            if draw.chance(0.25):
                name, number = None, draw.pick((11, 12, 13, 99))
            params.lead_selector = t.StaticListSelector(
                static_list_name=name, static_list_id=number
            )
            least = 5
            if draw.is_crowded and draw.chance(0.7):
                params.lead_selector = t.StaticListSelector(static_list_name=LISTS[-1])
                least, most = 100, 1001
        case 7 | 8:
            oldest = draw.moment(-8 * _DAY, -3 * _DAY)
            latest = draw.moment(-3 * _DAY, timedelta())
            if draw.chance(0.06):
                oldest = draw.moment(-50 * _DAY, -40 * _DAY)
            params.lead_selector = t.LastUpdateAtSelector(
                oldest_updated_at=oldest, latest_updated_at=draw.maybe(latest, 0.6)
            )
            least = 5
        case _:
            params.last_updated_at = draw.moment(-8 * _DAY, -2 * _DAY)
            least = 5
    if draw.chance(0.7):
        params.batch_size = draw.batch_size(least, most)
    if draw.chance(0.5):
        params.include_attributes = draw.strings(draw.some(_SHOWN, 1, 5))
    params.stream_position = draw.resumed("getMultipleLeads")
    call = draw.call("getMultipleLeads", params)
    for _ in range(12):
        answer = yield call
        if answer.message is None or not answer.message.result.remaining_count:
            return
        if draw.chance(0.1):
            params.batch_size = draw.batch_size(least, most)
        if draw.chance(0.15):
            yield from sync_lead(draw)
        params.stream_position = draw.position("getMultipleLeads", answer.position)
        call = draw.call("getMultipleLeads", params, wrong=0.02)


def sync_lead(draw: Draw) -> Steps:
    t: Any = draw.t
    cookie = draw.pick((*COOKIES, "id:561-HYG-937&token:_mch-new"))
    record = draw.record()
    if draw.chance(0.03):  # known by a cookie alone
        record = t.LeadRecord(lead_attribute_list=draw.attributes(draw.values()))
    params = t.ParamsSyncLead(
        lead_record=record,
        return_lead=draw.chance(0.6),
        marketo_cookie=draw.maybe(cookie, 0.12),
    )
    answer = yield draw.call("syncLead", params)
    if answer.message is not None:
        _remember(draw, answer.message.result.lead_id, params.lead_record)
        if draw.chance(0.3):
            yield looked_up(draw, "IDNUM", str(answer.message.result.lead_id))


def sync_multiple_leads(draw: Draw) -> Steps:
    t: Any = draw.t
    records = draw.records(8)
    if draw.chance(0.15):  # keys that others of the batch use change within it
        lead, email = draw.lead_id(0), draw.pick(NEW_EMAILS)
        records += [
            t.LeadRecord(email=email, lead_attribute_list=draw.attributes(draw.values())),
            t.LeadRecord(id=lead, lead_attribute_list=draw.attributes({"Email": email})),
            t.LeadRecord(email=email, lead_attribute_list=draw.attributes(draw.values())),
        ]
    if draw.chance(0.25):  # addresses of several leads
        records += [
            t.LeadRecord(email=each, lead_attribute_list=draw.attributes(draw.values()))
            for each in draw.some(SHARED_EMAILS, 1, 3)
        ]
    if draw.is_crowded and draw.chance(0.15):  # more than a call of REST takes
        records += [
            t.LeadRecord(email=f"{draw.pick(('crowd', 'many'))}{n}@example.org")
            for n in range(draw.pick((290, 300, 301)))
        ]
        records.append(t.LeadRecord(email=CROWD_EMAIL))
    if draw.chance(0.01):
        records = []
    params = t.ParamsSyncMultipleLeads(
        lead_record_list=t.ArrayOfLeadRecord(lead_record=records),
        dedup_enabled=draw.pick((None, None, True, True, False)),
    )
    answer = yield draw.call("syncMultipleLeads", params)
    if answer.message is not None:
        ids = [each.lead_id for each in answer.message.result.sync_status_list.sync_status]
        draw.batched.update(ids)
        for each, record in zip(ids, records, strict=False):
            _remember(draw, each, record)
        if draw.chance(0.3):
            keys = draw.strings(str(each) for each in ids)
            selector = t.LeadKeySelector(key_type=t.LeadKeyRef.IDNUM, key_values=keys)
            params = t.ParamsGetMultipleLeads(lead_selector=selector)
            yield draw.call("getMultipleLeads", params, wrong=0)


def merge_leads(draw: Draw) -> Steps:
    t: Any = draw.t

    def keys(wrong: float) -> Any:
        """A key of a lead without a foreign id: in REST a lead has one at most."""
        lead = draw.lead_id(wrong)
        while lead in draw.foreign_leads or lead in draw.batched:
            lead = draw.lead_id(wrong)
        place = LEAD_IDS.index(lead) if lead in LEAD_IDS else None
        if place is not None and draw.chance(0.3):
            own = _attributes_of_key(place)
            if own is not None:
                return draw.attributes(own)
        return draw.attributes({"IDNUM": str(lead)})

    params = t.ParamsMergeLeads(
        winning_lead_key_list=keys(0.04),
        losing_lead_key_lists=t.ArrayOfKeyList(
            key_list=[keys(0.02) for _ in range(draw.rng.randint(1, 3))]
        ),
    )
    if draw.chance(0.04):
        params.losing_lead_key_lists.key_list.append(params.winning_lead_key_list)
    losers = params.losing_lead_key_lists.key_list
    if draw.chance(0.04):
        losers.append(losers[0])
    if draw.chance(0.02):
        losers.clear()
    if draw.has("ParamsMergeLeads", "mergeInSales") and draw.chance(0.2):
        params.merge_in_sales = False
    answer = yield draw.call("mergeLeads", params, wrong=0.05)
    if answer.message is not None:
        merged = answer.message.result.merge_status
        listed = merged.losing_lead_id_list
        lost = listed.integer_item if listed else []
        if merged.error is None:
            draw.gone.update(lost)
        if draw.chance(0.5):
            yield looked_up(draw, "IDNUM", str(draw.pick([merged.winning_lead_id, *lost])))


def _attributes_of_key(place: int) -> dict[str, str] | None:
    """Another key of the lead in a place of the world, which no other lead has."""
    if place % 6 == 0:
        return {"SFDCLEADID": f"00QD0000000{place:02}"}
    email = f"person{place}@example.com"
    return {"EMAIL": email} if email in EMAILS else None


def _remember(draw: Draw, lead_id: int, record: Any) -> None:
    if record.foreign_sys_person_id is not None:
        draw.foreign_leads.add(lead_id)
    if lead_id > 0 and lead_id not in LEAD_IDS and lead_id not in draw.extra_leads:
        draw.extra_leads.append(lead_id)


STEPS = {
    "getLead": get_lead,
    "getMultipleLeads": get_multiple_leads,
    "syncLead": sync_lead,
    "syncMultipleLeads": sync_multiple_leads,
    "mergeLeads": merge_leads,
}

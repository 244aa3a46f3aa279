"""Valid requests of getLead, getMultipleLeads, syncLead, syncMultipleLeads and mergeLeads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mktows.contract import Contract
from mktows.facts import limits
from mktows.facts.key_types import COOKIE, EMAIL, IDNUM, LEAD_OWNER_EMAIL
from mktows.testing.valid_messages import realistic
from mktows.testing.valid_messages.realistic import Builder, Json, Objects, listed, object_of, some


def _get_lead(table: Contract) -> Objects:
    return object_of(table, "ParamsGetLead", {"leadKey": realistic.lead_keys()})


def _typed(table: Contract, name: str, required: Any, optional: Any = None) -> Objects:
    return object_of(table, name, {"@type": st.just(name), **required}, optional)


def _numbered_value(key_type: str) -> Callable[[int], str]:
    forms = {
        IDNUM: "{}",
        EMAIL: "{}@many.example",
        LEAD_OWNER_EMAIL: "{}@many.example",
        COOKIE: "id:561-HYG-937&token:_mch-many.example-1258067434006-{}",
    }
    return forms.get(key_type, "{:015}").format


def _key_selector(table: Contract, key_type: str) -> Objects:
    values = some(
        realistic.KEY_VALUES[key_type],
        numbered=_numbered_value(key_type),
        most=limits.KEYS_PER_SELECTOR,
        by=lambda value: value,
    )
    required = {"keyType": st.just(key_type), "keyValues": listed("stringItem", values)}
    return _typed(table, "LeadKeySelector", required)


def _key_selectors(table: Contract) -> Objects:
    """Up to a hundred different keys of one type."""
    return st.one_of(*(_key_selector(table, name) for name in realistic.KEY_VALUES))


def _list_selectors(table: Contract) -> Objects:
    """A static list by its name, which for a program's list has a dot, or by its id."""
    program_list = st.builds(
        lambda program, name: f"{program}.{name}", realistic.names, realistic.names
    )
    return st.one_of(
        _typed(table, "StaticListSelector", {"staticListName": realistic.names | program_list}),
        _typed(table, "StaticListSelector", {"staticListId": realistic.ids}),
    )


def _time_selectors(table: Contract) -> Objects:
    """A range of thirty days at most."""
    return realistic.ranges.flatmap(
        lambda found: _typed(
            table,
            "LastUpdateAtSelector",
            {"latestUpdatedAt": st.just(found[1]), "oldestUpdatedAt": st.just(found[0])},
        )
    )


def selectors(table: Contract) -> Objects:
    """Selectors of leads: by keys, by a static list, by the time of an update."""
    return st.one_of(_key_selectors(table), _list_selectors(table), _time_selectors(table))


_lead_positions = st.builds(
    lambda lead, until, since, done, left: f"id:{lead}:to:{until}:tl:{since}:os:{done}:rc:{left}",
    realistic.ids,
    st.integers(1_300_000_000, 1_700_000_000),
    st.integers(1_200_000_000, 1_300_000_000),
    st.integers(1, 10_000),
    st.integers(1, 10_000),
)


def _get_multiple_leads(table: Contract) -> Objects:
    fields = st.lists(st.sampled_from(sorted(realistic.LEAD_FIELDS)), max_size=4, unique=True)
    # Without Email among them, a reply shows no addresses (recorded).
    included = fields.map(lambda found: [*found, "Email"])
    more = {"streamPosition": _lead_positions, "includeAttributes": listed("stringItem", included)}
    sized = {**more, "batchSize": st.integers(1, limits.LEADS_PER_PAGE)}
    # With keys, a batchSize has no effect (recorded).
    by_keys = (_key_selectors(table), more)
    others = ((_list_selectors(table), sized), (_time_selectors(table), sized))
    return st.one_of(
        *(
            object_of(table, "ParamsGetMultipleLeads", {"leadSelector": selector}, optional)
            for selector, optional in (by_keys, *others)
        )
    )


def _lead_records(table: Contract) -> Objects:
    """Lead records with one key, or with a new email next to it."""
    foreign = {
        "ForeignSysPersonId": realistic.words,
        "ForeignSysType": st.sampled_from(("CUSTOM", "SFDC", "NETSUITE")),
    }
    keys: list[dict[str, SearchStrategy[Any]]] = [
        {"Id": realistic.ids},
        {"Email": realistic.emails},
        foreign,
    ]
    more = {"leadAttributeList": realistic.lead_attributes}
    return st.one_of(
        *(object_of(table, "LeadRecord", key, more) for key in keys),
        # Next to Id or foreign id an Email is changed only if it is an attribute too (documented).
        *(_with_new_email(table, key) for key in (keys[0], foreign)),
    )


def _with_new_email(table: Contract, key: Mapping[str, SearchStrategy[Any]]) -> Objects:
    return realistic.emails.flatmap(
        lambda email: object_of(
            table,
            "LeadRecord",
            {
                **key,
                "Email": st.just(email),
                "leadAttributeList": realistic.lead_attributes.map(
                    lambda found: {
                        "attribute": [
                            *found["attribute"],
                            {"attrName": "Email", "attrValue": email},
                        ]
                    }
                ),
            },
        )
    )


def _sync_lead(table: Contract) -> Objects:
    flag = {"returnLead": realistic.booleans}
    keyed = object_of(
        table,
        "ParamsSyncLead",
        {"leadRecord": _lead_records(table), **flag},
        {"marketoCookie": realistic.cookies},
    )
    # A cookie is attached only along with an attribute (recorded).
    by_cookie = object_of(
        table,
        "ParamsSyncLead",
        {
            "leadRecord": object_of(
                table, "LeadRecord", {"leadAttributeList": realistic.lead_attributes}
            ),
            "marketoCookie": realistic.cookies,
            **flag,
        },
    )
    return st.one_of(keyed, keyed, by_cookie)


def _lead_identity(record: Json) -> tuple[str, Any]:
    """The key of a lead record, which tells whether two records are of the same lead."""
    for name in ("Id", "ForeignSysPersonId", "Email"):
        if name in record:
            return name, record[name]
    return "", None


def _numbered_lead(number: int) -> Json:
    attribute = {"attrName": "Company", "attrValue": f"Company {number}"}
    return {"Email": f"{number}@many.example", "leadAttributeList": {"attribute": [attribute]}}


def _sync_multiple_leads(table: Contract) -> Objects:
    records = some(
        _lead_records(table), numbered=_numbered_lead, most=limits.LEADS_PER_SYNC, by=_lead_identity
    )
    return object_of(
        table,
        "ParamsSyncMultipleLeads",
        {"leadRecordList": listed("leadRecord", records)},
        {"dedupEnabled": st.just(True)},
    )


def _merge_leads(table: Contract) -> Objects:
    keys = st.lists(
        realistic.lead_keys(*realistic.MEMBER_KEYS),
        min_size=2,
        max_size=5,
        unique_by=realistic.key_of,
    )

    def named(key: Json) -> Json:
        return {"attribute": [{"attrName": key["keyType"], "attrValue": key["keyValue"]}]}

    return keys.flatmap(
        lambda found: object_of(
            table,
            "ParamsMergeLeads",
            {
                "winningLeadKeyList": st.just(named(found[0])),
                "losingLeadKeyLists": st.just({"keyList": [named(key) for key in found[1:]]}),
            },
        )
    )


REQUESTS: Mapping[str, Builder] = {
    "getLead": _get_lead,
    "getMultipleLeads": _get_multiple_leads,
    "mergeLeads": _merge_leads,
    "syncLead": _sync_lead,
    "syncMultipleLeads": _sync_multiple_leads,
}

"""Records that tests of several modules need; each is made once in a run."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from mktows.facts.key_types import IDNUM
from mktows.testing.suite.endpoint import (
    Endpoint,
    Made,
    attribs_xml,
    attribute_list,
    attributes_xml,
    by_email,
    lead_key,
)
from mktows.testing.suite.exchanges import Exchange
from mktows.testing.suite.expectations import needed, not_tried
from mktows.testing.suite.instance import CustomType
from mktows.text import escape

_T = TypeVar("_T")
_SECOND = 1.1  # replies have whole seconds, so the next moment is another


def _once(make: Callable[[Endpoint], _T]) -> Callable[[Endpoint], _T]:
    kept: weakref.WeakKeyDictionary[Endpoint, _T] = weakref.WeakKeyDictionary()

    @wraps(make)
    def made(endpoint: Endpoint) -> _T:
        if endpoint not in kept:
            kept[endpoint] = make(endpoint)
        return kept[endpoint]

    return made


@dataclass(frozen=True)
class History:
    """A lead to which several things happened.

    Attributes:
        activity_ids: What happened, the newest first.
    """

    lead: Made
    activity_ids: list[str]


@_once
def lead_with_history(endpoint: Endpoint) -> History:
    """A lead that was made, and changed several times.

    Raises:
        pytest.skip.Exception: The endpoint does not log it.
    """
    lead = endpoint.lead(FirstName="One")
    endpoint.sleep(_SECOND)
    for name in ("Two", "Three", "Four", "Five"):
        needed(
            endpoint.sync(
                by_email(lead.email) + attribute_list({"FirstName": name, "LastName": name})
            )
        )
    reply = endpoint.call(
        "getLeadActivity", f"{lead_key(IDNUM, lead.id)}<batchSize>100</batchSize>"
    )
    ids = [each.value("id") for each in needed(reply).all("activityRecordList/activityRecord")]
    if len(ids) < 4:
        not_tried(f"a lead that was changed four times has {len(ids)} activities")
    return History(lead, [each or "" for each in ids])


def list_call(
    endpoint: Endpoint, name: str, action: str, *members: str, strict: str = "false"
) -> Exchange:
    """Call listOperation with ids of leads."""
    keys = "".join(
        f"<leadKey><keyType>IDNUM</keyType><keyValue>{each}</keyValue></leadKey>"
        for each in members
    )
    return endpoint.call(
        "listOperation",
        f"<listOperation>{action}</listOperation><listKey><keyType>MKTOLISTNAME</keyType>"
        f"<keyValue>{escape(name)}</keyValue></listKey>"
        f"<listMemberList>{keys}</listMemberList><strict>{strict}</strict>",
    )


@_once
def list_members(endpoint: Endpoint) -> tuple[str, list[str]]:
    """The named list with some members of the suite's.

    Raises:
        pytest.skip.Exception: No list is named, or it takes no members.
    """
    name = endpoint.known.the_list()
    ids = [each.id for each in endpoint.leads(5)]
    needed(list_call(endpoint, name, "ADDTOLIST", *ids))
    return name, ids


def opportunity(attributes: dict[str, str], *, object_id: str = "") -> str:
    """An mObject."""
    if object_id:
        object_id = f"<id>{object_id}</id>"
    return (
        f"<mObject><type>Opportunity</type>{object_id}"
        f"<attribList>{attribs_xml(attributes)}</attribList></mObject>"
    )


def sync_objects(endpoint: Endpoint, operation: str, *objects: str) -> Exchange:
    """Call syncMObjects."""
    return endpoint.call(
        "syncMObjects",
        f"<mObjectList>{''.join(objects)}</mObjectList><operation>{operation}</operation>",
    )


@_once
def opportunities(endpoint: Endpoint) -> tuple[str, list[str]]:
    """More opportunities than a page holds, and the Type that marks them.

    Raises:
        pytest.skip.Exception: They cannot be made.
    """
    mark = endpoint.word()
    ids: list[str] = []
    for count in (100, 3):
        given = [opportunity({"Name": f"{mark} {n}", "Type": mark}) for n in range(count)]
        reply = sync_objects(endpoint, "INSERT", *given)
        ids += [each.value("id") or "" for each in needed(reply).all("mObjStatusList/mObjStatus")]
    if len(ids) != 103 or not all(ids):
        not_tried("syncMObjects does not report the ids of what it made")
    return mark, ids


def visit(kind: CustomType, lead: Made, key: str, attributes: dict[str, str]) -> str:
    """A custom object."""
    keys = attributes_xml({kind.link: lead.id, kind.key: key})
    return (
        f"<customObj><customObjKeyList>{keys}</customObjKeyList>"
        f"<customObjAttributeList>{attributes_xml(attributes)}</customObjAttributeList></customObj>"
    )


def sync_visits(endpoint: Endpoint, operation: str, *records: str, name: str = "") -> Exchange:
    """Call syncCustomObjects."""
    name = name or endpoint.known.the_custom_type().name
    return endpoint.call(
        "syncCustomObjects",
        f"<objTypeName>{escape(name)}</objTypeName><customObjList>{''.join(records)}"
        f"</customObjList><operation>{operation}</operation>",
    )


@_once
def visits(endpoint: Endpoint) -> tuple[CustomType, Made, list[str]]:
    """Some records of the named custom object type, with their lead and their keys.

    Raises:
        pytest.skip.Exception: No type is named, or they cannot be made.
    """
    kind = endpoint.known.the_custom_type()
    lead = endpoint.lead()
    keys = [f"{endpoint.word()}{number}" for number in range(5)]
    given = [visit(kind, lead, key, dict.fromkeys(kind.fields, "x")) for key in keys]
    needed(sync_visits(endpoint, "INSERT", *given))
    return kind, lead, keys

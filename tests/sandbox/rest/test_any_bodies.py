"""Whatever a body or a query holds, the REST face answers, and SOAP can read what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.rest_service import RestService

from mktows import Client
from mktows.facts.rest_endpoints import ENDPOINTS, Endpoint
from mktows.facts.rest_errors import SYSTEM_ERROR
from mktows.sandbox import Sandbox
from mktows.sandbox.rest.handlers import HANDLERS
from mktows.sandbox.world.world import (
    World,
    WorldActivityAttribute,
    WorldActivityType,
    WorldCampaign,
    WorldChannel,
    WorldLead,
    WorldList,
    WorldProgram,
)

WORLD = World(
    channels=(WorldChannel(name="Online"),),
    programs=(WorldProgram(id=1, name="P", channel="Online"),),
    lists=(WorldList(name="L", id=1),),
    campaigns=(WorldCampaign(name="C", kind="trigger", id=1),),
    activity_types=(
        WorldActivityType(
            id=7,
            api_name="email",
            name="Mail",
            primary=WorldActivityAttribute(api_name="name", name="Name"),
            attributes=(WorldActivityAttribute(api_name="shoe", name="Shoe", type="integer"),),
        ),
    ),
    leads=(WorldLead(id=1, email="a@x.org", lists=("L",)), WorldLead(id=2, email="a@x.org")),
)
NAMES = (
    *("action", "lookupField", "input", "partitionName", "asyncProcessing", "programName"),
    *("programStatus", "source", "reason", "formId", "programId", "leadFormFields"),
    *("visitorData", "cookie", "id", "email", "firstName", "leadScore", "doNotCall", "name"),
    *("displayName", "dataType", "description", "isHidden", "folder", "type"),
    *("leadId", "activityDate", "activityTypeId", "primaryAttributeValue", "attributes"),
    *("apiName", "value", "triggerName", "filterName", "primaryAttribute", "isPrimary"),
    *("leads", "tokens", "runAt", "cloneToProgramName"),
)
TEXTS = st.sampled_from(
    *(
        [
            *("", "a@x.org", "n@x.org", "updateOnly", "createDuplicate", "id", "email", "P"),
            *("Default", "1", "99", "\x00", "\ud800", "\uffff", "é", "9" * 30, "string", "shoe"),
            *("id:1&token:x", '{"id":1,"type":"Program"}', "9" * 500),
        ],
    )
)
PLAIN = TEXTS | st.none() | st.booleans() | st.sampled_from([0, 1, 2, -1, 10**30, 10**900, 1.5])
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=8,
)
LIKELY = st.fixed_dictionaries(
    {},
    optional={
        "email": st.sampled_from(["a@x.org", "n@x.org"]),
        "id": st.sampled_from([1, 2, 99]),
        **dict.fromkeys(("firstName", "leadScore", "doNotCall", "email"), PLAIN),
        **{"name": TEXTS, "displayName": TEXTS, "dataType": st.just("string")},
        "leadFormFields": st.fixed_dictionaries({"email": TEXTS, "firstName": PLAIN}),
        "cookie": TEXTS,
    },
)
ATTRIBUTES = st.lists(
    st.fixed_dictionaries(
        {"apiName": st.sampled_from(["shoe", "size", "name"])},
        optional={"name": PLAIN, "value": PLAIN, "dataType": PLAIN, "description": PLAIN},
    ),
    max_size=2,
)
MOMENTS = st.datetimes().map(lambda when: f"{when.isoformat()}+13:00") | TEXTS
ACTIVITIES = st.fixed_dictionaries(
    {
        "leadId": st.sampled_from([1, "2", 99]),
        "activityDate": MOMENTS,
        "activityTypeId": st.sampled_from([7, "7", 1]),
        "primaryAttributeValue": PLAIN,
    },
    optional={"attributes": ATTRIBUTES},
)
RUNS = st.fixed_dictionaries(
    {"leads": st.lists(LIKELY, max_size=2)},
    optional={
        "tokens": st.lists(st.fixed_dictionaries({"name": PLAIN, "value": PLAIN}), max_size=2),
        **{"runAt": MOMENTS, "cloneToProgramName": PLAIN},
    },
)
TYPES = st.fixed_dictionaries(
    dict.fromkeys(("apiName", "name", "triggerName", "filterName"), TEXTS),
    optional={"primaryAttribute": ATTRIBUTES.map(lambda each: each[0] if each else None)},
)
RECORDS = st.lists(
    st.fixed_dictionaries({"email": TEXTS, "firstName": PLAIN, "leadScore": PLAIN})
    | LIKELY
    | st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4),
    max_size=3,
)
MORE = st.fixed_dictionaries(
    {},
    optional={
        "action": st.sampled_from(["createOnly", "updateOnly", "createDuplicate"]),
        "lookupField": st.sampled_from(["id", "email", "shoe", "firstName"]),
        "programName": st.just("P"),
        "formId": st.just(1),
    },
)
BODIES = (
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
    | st.builds(lambda more, records: {**more, "input": records}, MORE, RECORDS)
    | st.builds(lambda records: {"input": records, "programName": "P", "formId": 1}, RECORDS)
    | st.fixed_dictionaries({"input": st.lists(ACTIVITIES, max_size=3) | RUNS})
    | st.fixed_dictionaries({"attributes": ATTRIBUTES})
    | TYPES
)
SERVED = [ENDPOINTS[name] for name in HANDLERS]


@pytest.fixture(scope="module")
def rest() -> Iterator[RestService]:
    with Sandbox(world=WORLD, rest=True) as sandbox:
        yield RestService(sandbox)


def path(endpoint: Endpoint) -> str:
    made = endpoint.path
    for name in endpoint.variables:
        made = made.replace(f"{{{name}}}", "1" if name in endpoint.numbers else "email")
    return made


@pytest.mark.parametrize(
    "endpoint", [each for each in SERVED if each.body == "json"], ids=lambda each: each.name
)
@given(body=BODIES)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_body_is_answered(rest: RestService, endpoint: Endpoint, body: dict[str, Any]) -> None:
    query = {each.name: "1" for each in endpoint.query if each.required}
    answer = rest.call(endpoint.method, path(endpoint), query, body=json.dumps(body).encode())
    assert str(SYSTEM_ERROR) not in [each["code"] for each in answer.get("errors", ())], answer


@pytest.mark.parametrize("endpoint", SERVED, ids=lambda each: each.name)
@given(data=st.data())
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_query_is_answered(rest: RestService, endpoint: Endpoint, data: st.DataObject) -> None:
    texts = TEXTS.filter(lambda text: "\ud800" not in text)
    query = {each.name: data.draw(texts) for each in endpoint.query if data.draw(st.booleans())}
    form = None
    if endpoint.body == "form":
        form = data.draw(st.dictionaries(st.sampled_from(NAMES), texts, max_size=3))
    answer = rest.call(endpoint.method, path(endpoint), query, form=form)
    assert str(SYSTEM_ERROR) not in [each["code"] for each in answer.get("errors", ())], answer


def test_soap_reads_what_came_of_it(rest: RestService) -> None:
    client: Any = Client(rest.sandbox.config(), transport=rest.sandbox)
    for number in range(1, 200):
        found = rest.get("/rest/v1/leads.json", filterType="id", filterValues=str(number))
        if found["result"]:
            assert client.get_lead(id=number).count == 1
            client.get_lead_activity(id=number)

"""The vendor's sample calls for imports, sent to a world in which they end likewise."""

from __future__ import annotations

import json
from typing import Any

from support.rest_service import RestService
from support.sample_calls import SampleCall, differences, needs_samples, sample_call, sample_text

from mktows.sandbox import Sandbox
from mktows.sandbox.world import World, WorldList

pytestmark = needs_samples
STATUS = "/bulk/v1/leads/batch/{id}.json"


def send(rest: RestService, text: str, **query: object) -> dict[str, Any]:
    boundary = text.partition("\n")[0].removeprefix("--").strip()
    response = rest.send(
        "POST",
        "/bulk/v1/leads.json",
        {"format": "csv", **query},
        body=text.replace("\n", "\r\n").encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    answer = json.loads(response.body)
    assert isinstance(answer, dict)
    return answer


def check(sample: SampleCall, answer: dict[str, Any], *allowed: str) -> None:
    assert differences(sample, answer) == set(allowed), answer


def test_an_import_is_taken_on_and_makes_leads() -> None:
    sample = sample_call("POST", "/bulk/v1/leads.json")
    with Sandbox(rest=True) as sandbox:
        rest = RestService(sandbox)
        answer = send(rest, sample_text("POST", "/bulk/v1/leads.json"))
        # The first import of a new instance has another number.
        check(sample, answer, "result[].batchId: value", "result[].importId: value")
        batch = answer["result"][0]["batchId"]
        (status,) = rest.get(f"/bulk/v1/leads/batch/{batch}.json")["result"]
        assert (status["numOfLeadsProcessed"], status["numOfRowsFailed"]) == (3, 0)


def test_an_import_stands_as_in_the_sample() -> None:
    sample = sample_call("GET", STATUS)
    (shown,) = sample.answer["result"]
    world = World(lists=(WorldList(id=1, name="L"),))
    rows = [f"{n}@example.com" for n in range(shown["numOfLeadsProcessed"])]
    rows += ["é@example.com"] * shown["numOfRowsFailed"]
    content = "\r\n".join(["email", *rows])
    head = 'Content-Disposition: form-data; name="file"; filename="leads.csv"'
    text = f"--planted\n{head}\nContent-Type: text/csv\n\n{content}\n--planted--\n"
    with Sandbox(world=world, rest=True) as sandbox:
        rest = RestService(sandbox)
        (started,) = send(rest, text.replace("\r\n", "\n"), listId=1)["result"]
        answer = sample.send(rest, started["batchId"])
        # The message is in words of our own.
        check(sample, answer, "result[].batchId: value", "result[].message: value")

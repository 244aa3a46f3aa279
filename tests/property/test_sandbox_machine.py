"""Client and sandbox, driven together by random steps, against a plain model of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from example_instance import define_examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from mktows import Client, Config, InvalidFault, NotFoundFault, Secret, lead_mapping, lead_mappings
from mktows.operations import KNOWN_VERSIONS
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.embedded import EmbeddedBackend
from mktows.sandbox.server import ThreadedServer

EMAILS = ["a@one.example", "b@two.example", "C@three.example"]
FOREIGN_IDS = ["F1", "F2", "F3"]
DISPLAY_NAMES = {
    "FirstName": "First Name",
    "LastName": "Last Name",
    "Company": "Company Name",
    "Website": "Website",
}
NAMES = list(DISPLAY_NAMES)
VALUES = ["", "x", "Ünï <&> ]]>", "🙂", "two words"]


@dataclass
class Lead:
    """A lead as the rules see it."""

    email: str | None = None
    foreign_ids: list[tuple[str, str]] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass
class Model:
    """What the service remembers, and how it decides: documented rules in plain Python."""

    leads: dict[int, Lead] = field(default_factory=dict)
    opportunities: dict[int, dict[str, str]] = field(default_factory=dict)
    history: list[tuple[str, str, int]] = field(default_factory=list)
    made: int = 0

    def sync(self, record: dict[str, Any], *, batch: bool, dedup: bool = True) -> tuple[str, int]:
        """Returns the status and the lead's id; raises LookupError and KeyError for the faults."""
        keys = {"Id", "Email", "ForeignSysPersonId", "ForeignSysType"}
        attributes = {name: value for name, value in record.items() if name not in keys}
        if "pants" in attributes:
            raise KeyError("pants")
        email = record.get("Email")
        foreign = None
        if "ForeignSysPersonId" in record:
            foreign = (record.get("ForeignSysType", "CUSTOM"), record["ForeignSysPersonId"])
        found, by_email = self._match(record.get("Id"), foreign, email, dedup)
        status = "UPDATED"
        if found is None:
            status = "CREATED"
            self.made += 1
            found = self.made
            self.leads[found] = Lead(email)
            self.history.append(("New Lead", "", found))
            if email and not attributes.get("Website"):
                # The service fills it in; a value given, even an empty one, comes after that.
                attributes = {"Website": email.partition("@")[2], **attributes}
        lead = self.leads[found]
        if email and not batch and not by_email:
            if status == "UPDATED" and lead.email != email:
                self.history.append(("Change Data Value", "Email Address", found))
            lead.email = email
        if foreign:
            for other in self.leads.values():
                if foreign in other.foreign_ids:
                    other.foreign_ids.remove(foreign)
            lead.foreign_ids.append(foreign)
        for name, value in attributes.items():
            if status == "UPDATED" and lead.attributes.get(name, "") != value:
                self.history.append(("Change Data Value", DISPLAY_NAMES[name], found))
        lead.attributes |= attributes
        return status, found

    def merge(self, winner: int, loser: int) -> None:
        """The winner keeps what it has, and goes on showing its own foreign id."""
        kept, lost = self.leads[winner], self.leads.pop(loser)
        kept.email = kept.email or lost.email
        kept.foreign_ids = lost.foreign_ids + kept.foreign_ids
        filled = {name: value for name, value in kept.attributes.items() if value}
        kept.attributes = {**lost.attributes, **filled}
        self.history = [
            (kind, asset, winner if whose == loser else whose)
            for kind, asset, whose in self.history
        ]
        self.history.append(("Merge Leads", "", winner))

    def _match(
        self, id: int | None, foreign: tuple[str, str] | None, email: str | None, dedup: bool
    ) -> tuple[int | None, bool]:
        if id is not None:
            if id not in self.leads:
                raise LookupError(id)
            return id, False
        for number, lead in self.leads.items():
            if foreign in lead.foreign_ids:
                return number, False
        if email and dedup:
            return max(self.by_email(email), default=None), True
        return None, True

    def by_email(self, email: str) -> list[int]:
        return [n for n, lead in self.leads.items() if (lead.email or "").lower() == email.lower()]

    def shown(self, number: int) -> dict[str, object]:
        """The lead as a mapping, as a reply shows it: empty attributes are left out."""
        lead = self.leads[number]
        mapping: dict[str, object] = {"Id": number}
        if lead.email:
            mapping["Email"] = lead.email
        if lead.foreign_ids:
            mapping["ForeignSysType"], mapping["ForeignSysPersonId"] = lead.foreign_ids[-1]
        return {**mapping, **{name: value for name, value in lead.attributes.items() if value}}


def subset(values: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


RECORDS = subset(
    {
        "Id": st.integers(1, 6),
        "Email": st.sampled_from(EMAILS),
        "ForeignSysPersonId": st.sampled_from(FOREIGN_IDS),
        **{name: st.sampled_from(VALUES) for name in NAMES},
    }
).filter(lambda record: record.keys() & {"Id", "Email", "ForeignSysPersonId"})
MAYBE_BAD = st.one_of(RECORDS, RECORDS, RECORDS.map(lambda record: {**record, "pants": "x"}))


class SandboxMachine(RuleBasedStateMachine):
    """Steps; each compares the answer, and the invariant compares all that is stored."""

    version = KNOWN_VERSIONS[-1]
    over_http = False

    @initialize()
    def start(self) -> None:
        self.model = Model()
        self.closing: list[Callable[[], object]] = []
        backend = EmbeddedBackend()
        define_examples(backend.store)
        sandbox = Sandbox(backend=backend)
        self.closing.append(sandbox.close)
        if self.over_http:
            server = ThreadedServer(sandbox)
            server.__enter__()
            self.closing.insert(0, lambda: server.__exit__(None, None, None))
            endpoint = server.endpoint(self.version)
            self.client = Client(Config(endpoint, SAMPLE_USER_ID, Secret(SAMPLE_KEY)))
            self.closing.insert(0, self.client.close)
        else:
            self.client = Client(sandbox.config(self.version), transport=sandbox)

    def teardown(self) -> None:
        for close in self.closing:
            close()

    @rule(record=MAYBE_BAD)
    def sync_lead(self, record: dict[str, Any]) -> None:
        try:
            expected = self.model.sync(record, batch=False)
        except KeyError:
            with pytest.raises(InvalidFault, match="20105"):
                self.client.sync_lead(record)
            return
        except LookupError:
            with pytest.raises(NotFoundFault, match="20103"):
                self.client.sync_lead(record)
            return
        result = self.client.sync_lead(record, return_lead=True)
        assert (result.sync_status.status.value, result.lead_id) == expected
        assert result.sync_status.lead_id == result.lead_id
        assert result.lead_record is not None
        assert lead_mapping(result.lead_record) == self.model.shown(result.lead_id)

    @rule(records=st.lists(MAYBE_BAD, min_size=1, max_size=6))
    def sync_multiple_leads(self, records: list[dict[str, Any]]) -> None:
        expected = []
        for record in records:
            try:
                expected.append(self.model.sync(record, batch=True))
            except LookupError:  # KeyError is one, too
                expected.append(("FAILED", record.get("Id", 0)))
        statuses = self.client.sync_multiple_leads(records).sync_status_list.sync_status
        assert [(s.status.value, s.lead_id) for s in statuses] == expected
        assert [bool(s.error) for s in statuses] == [e[0] == "FAILED" for e in expected]

    @rule(emails=st.lists(st.sampled_from(EMAILS), min_size=1, max_size=3))
    def sync_without_deduplication(self, emails: list[str]) -> None:
        records = [{"Email": email} for email in emails]
        expected = [self.model.sync(record, batch=True, dedup=False) for record in records]
        result = self.client.sync_multiple_leads(records, dedup_enabled=False)
        statuses = result.sync_status_list.sync_status
        assert [(s.status.value, s.lead_id) for s in statuses] == expected
        assert all(status == "CREATED" for status, _ in expected)

    @rule(email=st.sampled_from([*EMAILS, "A@ONE.example", "nobody@example.com"]))
    def get_lead_by_email(self, email: str) -> None:
        numbers = sorted(self.model.by_email(email), reverse=True)
        if not numbers:
            with pytest.raises(NotFoundFault, match="20103"):
                self.client.get_lead(email=email)
            return
        result = self.client.get_lead(email=email)
        assert result.count == len(numbers)
        assert lead_mappings(result) == [self.model.shown(number) for number in numbers]

    @rule(
        ids=st.lists(st.integers(1, 9), min_size=1, max_size=12),
        names=st.none() | st.lists(st.sampled_from([*NAMES, "Email", "pants"]), min_size=1),
    )
    def get_multiple_leads(self, ids: list[int], names: list[str] | None) -> None:
        result = self.client.get_multiple_leads(ids=ids, include_attributes=names)
        numbers = sorted({number for number in ids if number in self.model.leads})
        expected = [self.model.shown(number) for number in numbers]
        if names is not None:
            # Members that are not named come back nil as well, but for Id.
            shown = {"Id", *names}
            expected = [{n: v for n, v in lead.items() if n in shown} for lead in expected]
        assert (result.return_count, result.remaining_count) == (len(numbers), 0)
        assert result.new_stream_position == ""
        assert lead_mappings(result) == expected

    @rule(winner=st.integers(1, 6), loser=st.integers(1, 6))
    def merge_leads(self, winner: int, loser: int) -> None:
        keys = {"IDNUM": winner}, [{"IDNUM": loser}]
        if not {winner, loser} <= self.model.leads.keys():
            with pytest.raises(NotFoundFault, match="20103"):
                self.client.merge_leads(*keys)
            return
        status = self.client.merge_leads(*keys).merge_status.status.value
        assert status == ("FAILED" if winner == loser else "MERGED")
        if winner != loser:
            self.model.merge(winner, loser)

    @rule(lead=st.integers(1, 6), size=st.integers(1, 5))
    def get_lead_activity(self, lead: int, size: int) -> None:
        if lead not in self.model.leads:
            with pytest.raises(NotFoundFault, match="20103"):
                self.client.get_lead_activity(id=lead)
            return
        seen: list[tuple[str, str]] = []
        position = None
        remaining = 1
        while remaining:
            page = self.client.get_lead_activity(id=lead, start_position=position, batch_size=size)
            found = page.activity_record_list
            records = found.activity_record if found else []
            seen += [(each.activity_type, each.mktg_asset_name or "") for each in records]
            position, remaining = page.new_start_position, page.remaining_count
        expected = [(kind, asset) for kind, asset, whose in self.model.history if whose == lead]
        # What happened in one second comes in the order of ids, the last first.
        assert sorted(seen) == sorted(expected)

    @rule(key=st.sampled_from(["O1", "O2"]), name=st.sampled_from(["One", "Two"]))
    def upsert_opportunity(self, key: str, name: str) -> None:
        bindings = self.client.contract.bindings
        values = {"opportunityId": key, "Name": name}
        opportunity = bindings.MObject(
            type_value="Opportunity",
            external_key=bindings.Attrib(name="opportunityId", value=key),
            attrib_list=bindings.ArrayOfAttrib(
                attrib=[bindings.Attrib(name=n, value=v) for n, v in values.items()]
            ),
        )
        known = [n for n, o in self.model.opportunities.items() if o["opportunityId"] == key]
        reply = self.client.sync_mobjects([opportunity], operation="UPSERT")
        (status,) = reply.m_obj_status_list.m_obj_status
        assert status.id is not None
        if known:
            assert (status.status.value, status.id) == ("UPDATED", known[0])
        else:
            assert status.status.value == "CREATED"
            assert status.id not in self.model.opportunities
        assert status.external_key is not None
        self.model.opportunities[status.id] = values

    @rule(number=st.integers(1, 4))
    def delete_opportunity(self, number: int) -> None:
        reply = self.client.delete_mobjects([("Opportunity", number)])
        (status,) = reply.m_obj_status_list.m_obj_status
        existed = self.model.opportunities.pop(number, None) is not None
        assert (status.id, status.status.value) == (number, "DELETED" if existed else "UNCHANGED")

    @invariant()
    def everything_stored_is_as_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        numbers = sorted(self.model.leads)
        found: list[dict[str, object]] = []
        for start in range(0, len(numbers), 100):
            result = self.client.get_multiple_leads(ids=numbers[start : start + 100])
            found += lead_mappings(result)
        assert found == [self.model.shown(number) for number in numbers]
        position = self.client.contract.bindings.StreamPosition()
        changes = self.client.get_lead_changes(start_position=position, batch_size=1000)
        listed = changes.lead_change_record_list
        happened = [
            (each.activity_type, each.mktg_asset_name or "", int(each.mkt_person_id))
            for each in (listed.lead_change_record if listed else [])
        ]
        assert happened == self.model.history
        result_of_all = self.client.get_mobjects("Opportunity", criteria=[("Id", "GE", 0)])
        objects = result_of_all.m_object_list.m_object if result_of_all.m_object_list else []
        stored = {
            o.id: {a.name: a.value for a in (o.attrib_list.attrib if o.attrib_list else [])}
            for o in objects
        }
        assert stored == self.model.opportunities


class OldVersionMachine(SandboxMachine):
    """The same through the oldest contract."""

    version = KNOWN_VERSIONS[0]


class HttpMachine(SandboxMachine):
    """The same over HTTP."""

    over_http = True


TestInProcess = SandboxMachine.TestCase
TestInProcess.settings = settings(max_examples=60, stateful_step_count=30)
TestOldVersion = OldVersionMachine.TestCase
TestOldVersion.settings = settings(max_examples=15, stateful_step_count=20)
TestOverHttp = HttpMachine.TestCase
TestOverHttp.settings = settings(max_examples=10, stateful_step_count=15)

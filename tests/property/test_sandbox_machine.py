"""All operations of the sandbox, driven by random steps and compared with a plain model."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from support.sandbox_inputs import (
    ANY_KEYS,
    BACK,
    COOKIES,
    CRITERIA,
    DAY,
    DEAL_KEYS,
    EMAILS,
    GOOD_RECORDS,
    LEAD_IDS,
    LEAD_KEYS,
    LEADS,
    LINKS,
    LIST_NAMES,
    MODES,
    OBJECT_IDS,
    OPPORTUNITIES,
    PROGRAM_LISTS,
    PROGRAMS,
    RECORD_KEYS,
    RECORD_NAMES,
    ROLES,
    SIZES,
    TOKENS,
    TYPES,
    mostly,
)
from support.sandbox_model import (
    campaigns,
    clock,
    custom_objects,
    definitions,
    history,
    leads,
    lists,
    mobjects,
    world,
)
from support.sandbox_model.state import Fault, State
from support.sandbox_pages import Stream, plain
from support.sandbox_world import open_world
from xsdata.models.datatype import XmlDateTime

from mktows import NO_RETRY, Client, Config, Secret, ServiceFault, SoapFault
from mktows.contract import KNOWN_VERSIONS, contract
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.server.http.server import ThreadedServer
from mktows.transport import HttpRequest, HttpResponse, RequestsTransport, Transport

Mistake = tuple[Callable[[Client], object], bytes, bytes, int | None]

_SINCE = datetime.fromtimestamp(world.START, UTC)
_BOTH = b"</includeTypes><excludeTypes><activityType>MergeLeads</activityType></excludeTypes>"

Step = TypeVar("Step", bound=Callable[..., None])

# What the client would not send: a call, what to write over in its envelope, and the fault's code.
MISTAKES: dict[str, Mistake] = {
    "unknown key type": (lambda c: c.get_lead(id=1), b"IDNUM", b"PANTS", 20102),
    "no key": (lambda c: c.get_lead(id=1), b"<keyValue>1</keyValue>", b"<keyValue/>", 20101),
    "unknown operation": (lambda c: c.get_lead(id=1), b"paramsGetLead", b"paramsGetLeads", 20019),
    "no operation": (lambda c: c.get_lead(id=1), b"paramsGetLead", b"pants", 20012),
    "no XML": (lambda c: c.get_lead(id=1), b"<keyValue>", b"<keyValue>&", None),
    "signature": (lambda c: c.get_lead(id=1), b"<requestSignature>", b"<requestSignature>0", 20014),
    "activity type": (
        lambda c: c.get_lead_changes(since=_SINCE, include_types=["NewLead"]),
        b"NewLead",
        b"New",
        20107,
    ),
    "both filters": (
        lambda c: c.get_lead_changes(since=_SINCE, include_types=["NewLead"]),
        b"</includeTypes>",
        _BOTH,
        20110,
    ),
    "position of leads": (
        lambda c: c.get_multiple_leads(ids=[1], stream_position="POS"),
        b"POS",
        b"id:1:to:2",
        20122,
    ),
    "position of objects": (
        lambda c: c.get_mobjects("Program", stream_position="POS"),
        b"POS",
        b"cG9z",
        20122,
    ),
    "position of custom objects": (
        lambda c: c.get_custom_objects("Car", stream_position="POS"),
        b"POS",
        b'{"ky":["1"],"os":1}',
        20122,
    ),
    "no lead": (
        lambda c: c.sync_lead({"Email": "new@example.com"}),
        b"leadRecord>",
        b"pants>",
        20104,
    ),
    "member": (
        lambda c: c.list_operation("ADDTOLIST", list_name="Newsletter", members=[1]),
        b"<keyValue>1<",
        b"<keyValue>null<",
        20102,
    ),
    "list operation": (
        lambda c: c.list_operation("ADDTOLIST", list_name="Newsletter", members=[1]),
        b"ADDTOLIST",
        b"ADD",
        20110,
    ),
    "id and name of a campaign": (
        lambda c: c.request_campaign(campaign_id=22, leads=[("IDNUM", "1")]),
        b"</leadList>",
        b"</leadList><campaignName>Follow up</campaignName>",
        20110,
    ),
    "no mode": (
        lambda c: c.sync_custom_objects("Car", [({"vin": "1"}, {})], operation="UPSERT"),
        b"<operation>UPSERT</operation>",
        b"",
        20109,
    ),
}


DRIVEN: set[str] = set()


def drives(*operations: str) -> Callable[[Step], Step]:
    """Mark a step with the operations that it calls, which is checked at every call of it."""
    DRIVEN.update(operations)

    def mark(step: Step) -> Step:
        @wraps(step)
        def checked(self: SandboxMachine, calls: Any = None, **given: Any) -> None:
            self.wire.sent.clear()
            for each in calls or [given]:
                step(self, **each)
            assert self.wire.sent >= set(operations)

        return cast("Step", checked)

    return mark


def several(**arguments: st.SearchStrategy[Any]) -> Callable[[Step], Step]:
    """A rule that calls a step up to four times: changes meet each other more often so."""
    calls = st.lists(st.fixed_dictionaries(arguments), min_size=1, max_size=4)
    return cast("Callable[[Step], Step]", rule(calls=calls))


class Wire:
    """A transport that can write over requests, and notes which operations were called."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.sent: set[str] = set()
        self._edit = (b"", b"")

    @contextmanager
    def writing(self, new: bytes, *, over: bytes) -> Iterator[None]:
        self._edit = (over, new)
        try:
            yield
        finally:
            self._edit = (b"", b"")

    def send(self, request: HttpRequest) -> HttpResponse:
        old, new = self._edit
        if old:
            assert old in request.body
            request = replace(request, body=request.body.replace(old, new))
        self.sent.add(request.operation)
        return self._inner.send(request)


class SandboxMachine(RuleBasedStateMachine):
    """Steps; each compares the reply with the model's, and the end all that can be read."""

    version = KNOWN_VERSIONS[-1]
    guids = True
    over_http = False

    @initialize(
        import_seconds=st.sampled_from([0, 60]), known=st.lists(LEADS, min_size=11, max_size=13)
    )
    def start(self, import_seconds: int, known: list[leads.Given]) -> None:
        self.now = datetime.fromtimestamp(world.START, UTC)
        self.closing = ExitStack()
        folder = Path(tempfile.mkdtemp(prefix="mktows-machine-"))
        self.closing.callback(shutil.rmtree, folder)
        sandbox, self.store = open_world(
            folder, import_seconds=import_seconds, now=lambda: self.now
        )
        self.closing.callback(self.store.close)
        self.closing.enter_context(sandbox)
        config = sandbox.config(self.version)
        inner: Transport = sandbox
        if self.over_http:
            server = self.closing.enter_context(ThreadedServer(sandbox))
            config = Config(server.endpoint(self.version), SAMPLE_USER_ID, Secret(SAMPLE_KEY))
            inner = RequestsTransport()
            self.closing.callback(inner.close)
        self.wire = Wire(inner)
        # What is drawn are texts, of which types would allow the known ones alone.
        client: Any = Client(config, transport=self.wire, retry=NO_RETRY, now=lambda: self.now)
        self.client = client
        self.types: Any = self.client.contract.bindings
        self.model = State(import_seconds=import_seconds)
        self.streams: list[Stream] = []
        self.touched: set[int] = set()
        new = [replace(each, id=None, email=each.email or EMAILS[0]) for each in known]
        self.sync_multiple_leads(given=new[1:], dedup=False)
        self.sync_lead(given=new[0], returned=False, cookie=COOKIES[0], workspace=None)
        self.make_belongings()

    def make_belongings(self) -> None:
        """Let leads have something from the start, so that merging and deleting meets it."""
        deals = [
            mobjects.Given("Opportunity", key=(world.EXTERNAL_KEY, key)) for key in ("D1", "D2")
        ]
        roles = [
            mobjects.Given(mobjects.ROLE, values={"OpportunityId": deal, "PersonId": lead})
            for deal, lead in (("1", "1"), ("1", "2"), ("2", "2"))
        ]
        self.sync_mobjects(given=[*deals, *roles], mode="INSERT")
        records = [({"MKTOID": lead, "rid": "1"}, {"city": lead}) for lead in ("1", "2", "3", "10")]
        self.sync_custom_objects(name="Roadshow", given=records, bad=[], mode="INSERT")
        self.import_to_list(
            where=("Launch", "Attendees"),
            columns=["{{my.message}}"],
            rows=[(email, ["x"]) for email in EMAILS],
            mode="LISTONLY",
            clear=False,
            campaign="Letters",
            bad=False,
        )

    def teardown(self) -> None:
        if not hasattr(self, "closing"):
            return
        with self.closing:
            if sys.exc_info()[0] is None:  # otherwise that failure is the one to tell of
                self.everything_is_as_the_model_says()

    # Comparing

    def agree(self, expect: Callable[[], Any], call: Callable[[], Any]) -> bool:
        """Have the same answer, or the same fault, from the model and from the sandbox."""
        clock.advance(self.model, int(self.now.timestamp()))
        try:
            expected = expect()
        except Fault as fault:
            expected = fault.code
        try:
            found = plain(call())
        except SoapFault as refused:
            found = _code(refused)
        assert found == expected, f"the sandbox says {found}, the model {expected}"
        for stream in self.streams:
            stream.watch(self.in_stream(stream))
        return not isinstance(expected, int)

    def begin(self, stream: Stream) -> None:
        """Read the first page; the others wait for later steps."""
        clock.advance(self.model, int(self.now.timestamp()))
        stream.begin(self.in_stream(stream))
        self.read_page(stream)
        if not stream.done:
            self.streams.append(stream)

    def read_page(self, stream: Stream) -> None:
        answered = self.agree(stream.expected, stream.read)
        if not answered:
            stream.done = True
        elif stream.done:
            stream.close()

    def in_stream(self, stream: Stream) -> set[Any]:
        try:
            return set(stream.keys())
        except Fault:
            return set()

    def drain(self, stream: Stream) -> None:
        while not stream.done:
            self.read_page(stream)

    @invariant()
    def what_was_touched_is_as_the_model_says(self) -> None:
        if getattr(self, "touched", None):
            self.drain(self.leads_by_keys("IDNUM", [str(each) for each in self.touched], None))
            for lead in self.touched & self.model.leads.keys():
                self.drain(self.activities(("IDNUM", str(lead)), None, None, None, 100))
            self.touched = set()

    def everything_is_as_the_model_says(self) -> None:
        self.imports_are_as_the_model_says()
        self.now += timedelta(hours=1)  # whatever waits has been done by then
        self.imports_are_as_the_model_says()
        for stream in self.streams:
            self.drain(stream)
        made = [str(each) for each in range(1, self.model.leads_made + 1)]
        for start in range(0, len(made), 100):
            self.drain(self.leads_by_keys("IDNUM", made[start : start + 100], None))
        self.drain(self.leads_by_time(self.model.now - 29 * DAY, None, None, 100))
        self.drain(self.changes(world.START, None, None, 1000))
        for each in self.model.lists.values():
            self.drain(self.leads_of_list(each.id, None, 1000))
        for every in ("Opportunity", "OpportunityPersonRole"):
            self.drain(self.objects(mobjects.Query(every, criteria=(("Id", "GE", "0"),))))
        archived = (("Include Archive", "EQ", "true"),)
        self.drain(self.objects(mobjects.Query("Program", criteria=archived, details=True)))
        for kind in world.RECORD_KINDS.values():
            self.drain(self.records(kind.name, {}, [], 100))
        for key_type, values in (("COOKIE", COOKIES), ("EMAIL", EMAILS)):
            for value in values:
                self.get_lead(key=(key_type, value))
        with self.store.reading() as data:  # no operation tells of runs
            runs = [
                (each.campaign_id, each.run_at, each.ended_at, each.tokens, each.leads)
                for each in data.campaigns.runs()
            ]
        expected = [
            (each.campaign, each.run_at, each.ended_at, each.tokens, each.leads)
            for each in self.model.runs
        ]
        assert runs == expected, f"the sandbox ran {runs}, the model {expected}"

    def imports_are_as_the_model_says(self) -> None:
        clock.advance(self.model, int(self.now.timestamp()))
        for each in self.model.lists.values():
            if each.latest is not None:
                program, _, name = each.name.partition(".")
                self.get_import_to_list_status(where=(program, name))

    # Time

    @rule(seconds=st.sampled_from([1, 1, 30, 60, 61, 3600, DAY, 20 * DAY]))
    def let_time_pass(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    # Leads

    @several(
        given=LEADS,
        returned=st.booleans(),
        cookie=st.sampled_from([None, *COOKIES]),
        workspace=st.sampled_from([None, None, None, None, None, "default", "Elsewhere"]),
    )
    @drives("syncLead")
    def sync_lead(
        self, given: leads.Given, returned: bool, cookie: str | None, workspace: str | None
    ) -> None:
        def expected() -> object:
            if workspace == "Elsewhere":
                raise Fault(20110)
            return leads.sync_lead(self.model, given, returned, cookie)

        made = self.model.leads_made
        self.agree(
            expected,
            lambda: self.client.sync_lead(
                self.record(given),
                return_lead=returned,
                marketo_cookie=cookie,
                workspace=workspace,
            ),
        )
        self.touched |= {made + 1, *([given.id] if given.id else [])}

    @several(
        given=st.lists(LEADS, min_size=1, max_size=6),
        dedup=st.sampled_from([None, True, True, False]),
    )
    @drives("syncMultipleLeads")
    def sync_multiple_leads(self, given: list[leads.Given], dedup: bool | None) -> None:
        made = self.model.leads_made
        self.agree(
            lambda: leads.sync_multiple(self.model, given, dedup),
            lambda: self.client.sync_multiple_leads(map(self.record, given), dedup_enabled=dedup),
        )
        self.touched |= set(range(made + 1, self.model.leads_made + 1))
        self.touched |= {each.id for each in given if each.id}

    @several(
        winner=LEAD_KEYS,
        losers=st.lists(
            st.one_of(LEAD_KEYS, LEAD_KEYS, LEAD_KEYS, ANY_KEYS), min_size=1, max_size=2
        ),
        also=st.sampled_from([None, None, None, ("EMAIL", EMAILS[0])]),
    )
    @drives("mergeLeads")
    def merge_leads(
        self, winner: tuple[str, str], losers: list[tuple[str, str]], also: Any
    ) -> None:
        winners = dict([winner, *([also] if also and also[0] != winner[0] else [])])
        self.agree(
            lambda: leads.merge(self.model, [*winners.items()], [[each] for each in losers]),
            lambda: self.client.merge_leads(
                winners,
                [dict([each]) for each in losers],
                merge_in_sales=True if self.version == "2_7" else None,
            ),
        )
        self.touched |= {int(value) for kind, value in (winner, *losers) if kind == "IDNUM"}

    @rule(key=ANY_KEYS)
    @drives("getLead")
    def get_lead(self, key: tuple[str, str]) -> None:
        self.agree(lambda: leads.get_lead(self.model, *key), lambda: self.client.get_lead(key))

    @rule(
        key_type=st.sampled_from(["IDNUM", "EMAIL", "COOKIE", "LEADOWNEREMAIL", "SFDCLEADID"]),
        ids=st.lists(LEAD_IDS, min_size=1),
        texts=st.lists(st.sampled_from([*EMAILS, *COOKIES, "owner@example.com"]), min_size=1),
        include=st.none()
        | st.lists(st.sampled_from(["Email", "FirstName", "ForeignSysType", "Company", "pants"])),
    )
    @drives("getMultipleLeads")
    def read_leads_by_keys(
        self, key_type: str, ids: list[int], texts: list[str], include: list[str] | None
    ) -> None:
        values = [str(each) for each in ids] if key_type == "IDNUM" else texts
        self.begin(self.leads_by_keys(key_type, values, include))

    @rule(number=st.integers(11, 17), by_name=st.booleans(), size=SIZES)
    @drives("getMultipleLeads")
    def read_leads_of_list(self, number: int, by_name: bool, size: int | None) -> None:
        known = self.model.lists.get(number)
        self.begin(self.leads_of_list(number, known.name if known and by_name else None, size))

    @rule(oldest=BACK, latest=st.none() | BACK, size=SIZES)
    @drives("getMultipleLeads")
    def read_leads_by_time(self, oldest: int, latest: int | None, size: int | None) -> None:
        now = int(self.now.timestamp())
        upper = None if latest is None else now - latest
        self.begin(self.leads_by_time(now - oldest, upper, None, size))

    @rule()
    def read_leads_of_too_long_a_time(self) -> None:
        now = int(self.now.timestamp())
        found = self.selector(
            "LastUpdateAtSelector", oldest_updated_at=self.wire_time(now - 30 * DAY - 1)
        )

        def refused() -> None:
            raise Fault(20022)

        self.agree(refused, lambda: self.client.get_multiple_leads(found))

    # Activities

    @rule(
        key=ANY_KEYS,
        include=TYPES,
        exclude=TYPES,
        oldest=st.none() | BACK,
        latest=st.none() | BACK,
        size=SIZES,
    )
    @drives("getLeadActivity")
    def read_activities(
        self,
        key: tuple[str, str],
        include: Any,
        exclude: Any,
        oldest: int | None,
        latest: int | None,
        size: int | None,
    ) -> None:
        now = int(self.now.timestamp())
        bounds = (oldest and now - oldest, latest and now - latest)
        self.begin(self.activities(key, include, None if include else exclude, bounds, size))

    @rule(
        since=BACK,
        include=TYPES,
        exclude=TYPES,
        names=TYPES,
        select=st.none() | st.sampled_from(["keys", "list", "time"]),
        ids=st.lists(LEAD_IDS, max_size=4),
        number=st.integers(11, 15),
        size=SIZES,
    )
    @drives("getLeadChanges")
    def read_changes(
        self,
        since: int,
        include: Any,
        exclude: Any,
        names: Any,
        select: str | None,
        ids: list[int],
        number: int,
        size: int | None,
    ) -> None:
        oldest = int(self.now.timestamp()) - since
        if self.version in ("2_1", "2_2"):
            names = None
        if self.version == "2_1":
            select = None
        selector: Any = None
        latest = None
        if select == "keys":
            selector = self.key_selector("IDNUM", [str(each) for each in ids])
        elif select == "list":
            selector = self.selector("StaticListSelector", static_list_id=number)
        elif select == "time":
            latest = int(self.now.timestamp()) - 2
            selector = self.selector(
                "LastUpdateAtSelector",
                oldest_updated_at=self.wire_time(min(oldest + 1, latest)),
                latest_updated_at=self.wire_time(latest),
            )

        def chosen() -> set[int] | None:
            if select == "list":
                known = self.model.lists.get(number)
                return set() if known is None else known.members
            return set(ids) if select == "keys" else None

        stream = self.changes(
            oldest,
            (include, None if include else exclude, names),
            (selector, chosen, (min(oldest + 1, latest), latest) if latest else None),
            size,
        )
        self.begin(replace(stream, era=lambda: self.times_cleared(number)))

    # Streams of pages

    @precondition(lambda self: self.streams)
    @rule(data=st.data())
    def read_on(self, data: st.DataObject) -> None:
        stream = data.draw(st.sampled_from(self.streams).map(self.streams.index))
        self.read_page(self.streams[stream])
        if self.streams[stream].done:
            del self.streams[stream]

    # Lists

    @several(
        operation=st.sampled_from(
            ["ADDTOLIST", "ADDTOLIST", "REMOVEFROMLIST", "ISMEMBEROFLIST", "CLEARLIST"]
        ),
        name=LIST_NAMES,
        members=st.lists(LEAD_IDS, max_size=5),
        strict=st.sampled_from([None, True, False]),
    )
    @drives("listOperation")
    def list_operation(
        self, operation: str, name: str, members: list[int], strict: bool | None
    ) -> None:
        if operation not in [each.value for each in self.types.ListOperationType]:
            operation = "REMOVEFROMLIST"
        self.agree(
            lambda: lists.list_operation(self.model, operation, name, members, strict),
            lambda: self.client.list_operation(
                operation, list_name=name, members=members, strict=strict
            ),
        )
        self.touched |= set(members)

    @several(
        where=PROGRAM_LISTS,
        columns=st.lists(
            st.sampled_from(
                ["{{my.message}}", "First Name", "Lead Score", "Company Name", "Annual Revenue"]
            ),
            unique=True,
            max_size=3,
        ),
        rows=st.lists(
            st.tuples(
                st.sampled_from(["", *EMAILS]),
                st.lists(st.sampled_from(["x, y", "7", "", 'say "so"', "Ünï"]), max_size=3),
            ),
            min_size=1,
            max_size=5,
        ),
        mode=st.sampled_from(["UPSERTLEADS", "UPSERTLEADS", "LISTONLY"]),
        clear=st.booleans(),
        campaign=st.sampled_from(["Letters", "Mailing", "letters", "Mailing", None, "None"]),
        bad=st.sampled_from([False] * 9 + [True]),
    )
    @drives("importToList")
    def import_to_list(
        self,
        where: tuple[str, str],
        columns: list[str],
        rows: list[tuple[str, list[str]]],
        mode: str,
        clear: bool,
        campaign: str | None,
        bad: bool,
    ) -> None:
        header = ["Email Address", *columns, *(["FirstName"] if bad else [])]
        # Some rows get a cell too few or too many.
        cells = [[email, *rest, *[""] * (len(columns) - len(rest))] for email, rest in rows]
        self.agree(
            lambda: lists.import_to_list(self.model, *where, header, cells, mode, clear, campaign),
            lambda: self.client.import_to_list(
                program_name=where[0],
                list_name=where[1],
                header=_line(header),
                rows=map(_line, cells),
                mode=mode,
                clear_list=clear,
                campaign_name=campaign,
            ),
        )

    @rule(where=PROGRAM_LISTS)
    @drives("getImportToListStatus")
    def get_import_to_list_status(self, where: tuple[str, str]) -> None:
        self.agree(
            lambda: lists.import_status(self.model, *where),
            lambda: self.client.get_import_to_list_status(
                program_name=where[0], list_name=where[1]
            ),
        )

    # Campaigns

    @rule(
        source=st.sampled_from(["MKTOWS", "SALES"]),
        name=st.sampled_from([None, "", "WELCOME", "launch.welcome", "l", "Follow up"]),
        exact=st.sampled_from([None, True, False]),
    )
    @drives("getCampaignsForSource")
    def get_campaigns_for_source(self, source: str, name: str | None, exact: bool | None) -> None:
        self.agree(
            lambda: campaigns.for_source(self.model, source, name or None, exact),
            lambda: self.client.get_campaigns_for_source(source, name=name, exact_name=exact),
        )

    @several(
        source=st.sampled_from(["MKTOWS"] * 5 + ["SALES"]),
        number=st.sampled_from([21, 22, 22, 21, 22, 23, 24, 99]),
        names=st.sampled_from(
            [
                *[None, ("Launch", "Welcome"), ("launch", "WELCOME")] * 3,
                ("Launch", "Follow up"),
                ("Copy 1", "Welcome"),
                ("Launch", "Mailing"),
            ]
        ),
        keys=mostly(st.lists(LEAD_KEYS, min_size=1, max_size=3), st.lists(ANY_KEYS, max_size=2)),
        tokens=TOKENS,
    )
    @drives("requestCampaign")
    def request_campaign(
        self,
        source: str,
        number: int,
        names: tuple[str, str] | None,
        keys: list[tuple[str, str]],
        tokens: dict[str, str],
    ) -> None:
        if names is None:
            target: dict[str, Any] = {"campaign_id": number}
        else:
            target = {"program_name": names[0], "campaign_name": names[1], "tokens": tokens}
        self.agree(
            lambda: campaigns.request(
                self.model,
                source,
                keys,
                campaign_id=None if names else number,
                names=names,
                tokens=tokens if names else None,
            ),
            lambda: self.client.request_campaign(leads=keys, source=source, **target),
        )

    @several(
        names=st.sampled_from(
            [
                *[("Launch", "Mailing"), ("LAUNCH", "letters")] * 3,
                *(("Copy 1", "Letters"), ("Launch", "Welcome"), ("None", "Mailing")),
            ]
        ),
        delay=st.sampled_from([None, -5, 0, 1, 45, 90]),
        clone=st.sampled_from([None, None, None, "Copy 1", "Copy 2", "LAUNCH"]),
        tokens=TOKENS,
    )
    @drives("scheduleCampaign")
    def schedule_campaign(
        self,
        names: tuple[str, str],
        delay: int | None,
        clone: str | None,
        tokens: dict[str, str],
    ) -> None:
        run_at = None if delay is None else self.now + timedelta(seconds=delay)

        def call() -> object:
            return self.client.schedule_campaign(
                program_name=names[0], campaign_name=names[1], run_at=run_at, tokens=tokens
            )

        def call_with_clone() -> object:
            # Documented for every version, and declared in the last alone.
            end = b"</ns1:paramsScheduleCampaign>"
            member = f"<cloneToProgramName>{clone}</cloneToProgramName>".encode()
            with self.wire.writing(member + end, over=end):
                return call()

        moment = None if run_at is None else int(run_at.timestamp())
        self.agree(
            lambda: campaigns.schedule(self.model, *names, moment, clone, tokens),
            call if clone is None else call_with_clone,
        )

    @rule(really=st.sampled_from([False] * 9 + [True]))
    def clone_until_the_day_is_full(self, really: bool) -> None:
        if really and len(self.model.programs) < 6:
            for place in range(11):
                self.schedule_campaign(
                    names=("Launch", "Letters"), delay=None, clone=f"Full {place}", tokens={}
                )

    # MObjects

    @rule(given=st.lists(st.one_of(OPPORTUNITIES, ROLES, PROGRAMS), max_size=5), mode=MODES)
    @drives("syncMObjects")
    def sync_mobjects(self, given: list[mobjects.Given], mode: str) -> None:
        def expected() -> object:
            if not given:
                raise Fault(20109)
            return mobjects.sync(self.model, given, mode)

        self.agree(
            expected,
            lambda: self.client.sync_mobjects(map(self.mobject, given), operation=mode),
        )

    @rule(count=st.integers(40, 100))
    def insert_many_opportunities(self, count: int) -> None:
        if self.model.opportunities_made < 200:
            self.sync_mobjects(
                given=[mobjects.Given("Opportunity", values={"Name": "M"})] * count, mode="INSERT"
            )

    @several(
        given=st.lists(
            st.tuples(
                st.sampled_from(["Opportunity", "Opportunity", "OpportunityPersonRole"]),
                OBJECT_IDS,
            ),
            min_size=1,
            max_size=3,
        ),
        bad=st.sampled_from([[], [], [("Program", 5001)]]),
    )
    @drives("deleteMObjects")
    def delete_mobjects(self, given: list[tuple[str, int]], bad: list[tuple[str, int]]) -> None:
        self.agree(
            lambda: mobjects.delete(self.model, given + bad),
            lambda: self.client.delete_mobjects(given + bad),
        )

    @rule(
        kind=st.sampled_from(["Opportunity", "OpportunityPersonRole", "Program"]),
        number=st.sampled_from([None, None, None, 1, 5001]),
        key=mostly(st.none(), DEAL_KEYS),
        criteria=st.lists(CRITERIA, max_size=2, unique_by=lambda each: each[0]),
        links=st.lists(LINKS, max_size=1),
        details=st.booleans(),
    )
    @drives("getMObjects")
    def get_mobjects(
        self,
        kind: str,
        number: int | None,
        key: Any,
        criteria: list[tuple[str, str, str]],
        links: list[mobjects.Link],
        details: bool,
    ) -> None:
        asked = tuple(map(self.dated, criteria))
        query = mobjects.Query(kind, number, key, asked, tuple(links), details)
        self.begin(self.objects(query))

    # Custom objects

    @several(
        name=RECORD_NAMES,
        given=st.lists(GOOD_RECORDS, min_size=1, max_size=4),
        bad=st.lists(
            st.tuples(
                RECORD_KEYS,
                st.dictionaries(
                    st.sampled_from(["MKTOID", "rid", "vin", "city", "color", "nameasdf"]),
                    st.sampled_from(["x", "x", "1", "2"]),
                    max_size=1,
                ),
            ),
            max_size=1,
        ),
        mode=MODES,
    )
    @drives("syncCustomObjects")
    def sync_custom_objects(self, name: str, given: list[Any], bad: list[Any], mode: str) -> None:
        # Half of the good ones are of the other type, and that does not make a bad record of each.
        fitting = [each for each in given if ("vin" in each[0]) == (name == "Car")] or given
        self.agree(
            lambda: custom_objects.sync(self.model, name, fitting + bad, mode),
            lambda: self.client.sync_custom_objects(name, fitting + bad, operation=mode),
        )

    @several(
        name=RECORD_NAMES,
        given=st.lists(
            GOOD_RECORDS.map(lambda each: each[0]) | RECORD_KEYS, min_size=1, max_size=3
        ),
    )
    @drives("deleteCustomObjects")
    def delete_custom_objects(self, name: str, given: list[dict[str, str]]) -> None:
        self.agree(
            lambda: custom_objects.delete(self.model, name, given),
            lambda: self.client.delete_custom_objects(name, given),
        )

    @rule(
        name=RECORD_NAMES,
        keys=st.just({}) | st.fixed_dictionaries({"MKTOID": LEAD_IDS.map(str)}),
        include=st.lists(st.sampled_from(["city", "color", "None"]), max_size=2),
        size=SIZES,
    )
    @drives("getCustomObjects")
    def get_custom_objects(
        self, name: str, keys: dict[str, str], include: list[str], size: int | None
    ) -> None:
        if name == "Car":
            keys = {"vin": "1"} if keys else {}
        self.begin(self.records(name, keys, include, size))

    # What no call changes

    @rule(
        name=st.sampled_from(["ActivityRecord", "LeadRecord", "Opportunity", "Program"]),
        channels=st.none()
        | st.lists(st.sampled_from(["stall", "Letter", "None"]), min_size=1, max_size=2),
        tags=st.none()
        | st.dictionaries(
            st.sampled_from(["season", "Budget", "None"]),
            st.lists(st.sampled_from(["Winter", "LARGE", "None"]), max_size=2),
            min_size=1,
        ),
    )
    @drives("describeMObject", "getChannels", "getTags", "listMObjects")
    def read_definitions(
        self, name: str, channels: list[str] | None, tags: dict[str, list[str]] | None
    ) -> None:
        def described() -> dict[str, Any]:
            metadata = plain(self.client.describe_mobject(name))["metadata"]
            assert metadata["name"] == name
            found = {each["name"]: each for each in metadata["field_list"]}
            wanted = definitions.described_fields(name)
            return {
                field: {member: found[field].get(member) for member in members}
                for field, members in wanted.items()
            }

        self.agree(lambda: definitions.described_fields(name), described)
        self.agree(
            lambda: {"tags": definitions.channels(channels)},
            lambda: self.client.get_channels(channels),
        )
        self.agree(lambda: {"tag_list": definitions.tags(tags)}, lambda: self.client.get_tags(tags))
        self.agree(lambda: {"objects": definitions.TYPES}, self.client.list_mobjects)

    # Mistakes

    @rule(name=st.sampled_from(sorted(MISTAKES)))
    def make_a_mistake(self, name: str) -> None:
        call, old, new, code = MISTAKES[name]

        def refused() -> object:
            return {"code": code}

        def called() -> object:
            try:
                with self.wire.writing(new, over=old):
                    return call(self.client)
            except SoapFault as fault:
                return {"code": _code(fault)}

        self.agree(refused, called)

    # Streams

    def leads_by_keys(self, key_type: str, values: list[str], include: Any) -> Stream:
        selector = self.key_selector(key_type, values)
        return self._leads(
            selector, lambda: leads.chosen(self.model, key_type, values), include, 1000
        )

    def leads_of_list(self, number: int, name: str | None, size: int | None) -> Stream:
        selector = self.selector(
            "StaticListSelector",
            static_list_id=None if name else number,
            static_list_name=name,
        )
        known = self.model.lists
        stream = self._leads(
            selector, lambda: sorted(known[number].members) if number in known else [], None, size
        )
        return replace(stream, era=lambda: self.times_cleared(number))

    def leads_by_time(
        self, oldest: int, latest: int | None, include: Any, size: int | None
    ) -> Stream:
        selector = self.selector(
            "LastUpdateAtSelector",
            oldest_updated_at=self.wire_time(oldest),
            latest_updated_at=None if latest is None else self.wire_time(latest),
        )
        # The first page fixes "until now".
        until = int(self.now.timestamp()) if latest is None else latest
        return self._leads(
            selector, lambda: leads.updated_between(self.model, oldest, until), include, size
        )

    def _leads(
        self, selector: Any, keys: Callable[[], list[int]], include: Any, size: int | None
    ) -> Stream:
        def reply(page: list[int], left: int) -> dict[str, Any]:
            listed = [leads.shown(self.model, each, include) for each in page]
            counts: dict[str, Any] = {"return_count": len(page), "remaining_count": left}
            return {**counts, "lead_record_list": listed} if listed else counts

        return Stream(
            lambda position: self.client.get_multiple_leads(
                selector,
                stream_position=position,
                batch_size=size,
                include_attributes=include,
            ),
            keys,
            reply,
            size or 100,
            "new_stream_position",
            lambda position, left, _: bool(position) == bool(left),
        )

    def activities(
        self, key: tuple[str, str], include: Any, exclude: Any, bounds: Any, size: int | None
    ) -> Stream:
        wanted = _wanted(include, exclude, None, bounds)
        oldest, latest = bounds or (None, None)

        def keys() -> list[history.Place]:
            lead = max(leads.named(self.model, *key))
            found = history.places(self.model, lambda each: each.lead == lead and wanted(each))
            return [(-at, -number) for at, number in reversed(found)]

        def reply(page: list[history.Place], left: int) -> dict[str, Any]:
            listed = [
                history.shown_activity(self.model, (-at, -n), guids=self.guids) for at, n in page
            ]
            counts: dict[str, Any] = {"return_count": len(page), "remaining_count": left}
            return {**counts, "activity_record_list": listed} if listed else counts

        return Stream(
            lambda position: self.client.get_lead_activity(
                key,
                include_types=include,
                exclude_types=exclude,
                start_position=position or self.start_position(oldest, latest),
                batch_size=size,
            ),
            keys,
            reply,
            size or 100,
            "new_start_position",
            self.echoes(oldest, latest),
        )

    def changes(self, oldest: int, filters: Any, select: Any, size: int | None) -> Stream:
        include, exclude, names = filters or (None, None, None)
        selector, chosen, bounds = select or (None, None, None)
        wanted = _wanted(include, exclude, names, (oldest, None))
        within = _wanted(None, None, None, bounds)

        def keys() -> list[history.Place]:
            among = chosen and chosen()
            return history.places(
                self.model,
                lambda each: (
                    (among is None or each.lead in among) and wanted(each) and within(each)
                ),
            )

        def reply(page: list[history.Place], left: int) -> dict[str, Any]:
            listed = [history.shown_change(self.model, each, guids=self.guids) for each in page]
            counts: dict[str, Any] = {"return_count": len(page), "remaining_count": left}
            return {**counts, "lead_change_record_list": listed} if listed else counts

        return Stream(
            lambda position: self.client.get_lead_changes(
                start_position=position or self.start_position(oldest, None),
                selector=selector,
                include_types=include,
                exclude_types=exclude,
                activity_names=names and [history.TYPES[each].upper() for each in names],
                batch_size=size,
            ),
            keys,
            reply,
            size or 100,
            "new_start_position",
            self.echoes(oldest, None),
        )

    def times_cleared(self, number: int) -> int:
        return self.model.lists[number].cleared if number in self.model.lists else 0

    def echoes(self, oldest: int | None, latest: int | None) -> Callable[[Any, int, Any], bool]:
        """Positions of activities carry the caller's dates, and the last record's id."""

        def check(position: Any, left: int, last: Any) -> bool:
            del left
            expected = plain(self.start_position(oldest, latest))
            if last is not None:
                expected["offset"] = f"ID:{abs(last[1])}"
            return bool(plain(position) == expected)

        return check

    def objects(self, query: mobjects.Query) -> Stream:
        def keys() -> list[int]:
            mobjects.check(query)
            return mobjects.find(self.model, query)

        def reply(page: list[int], left: int) -> dict[str, Any]:
            listed = [mobjects.shown(self.model, query, each) for each in page]
            counts: dict[str, Any] = {"return_count": len(page), "has_more": left > 0}
            return {**counts, "m_object_list": listed} if listed else counts

        return Stream(
            lambda position: self.client.get_mobjects(
                query.kind,
                id=query.id,
                external_key=query.key,
                criteria=query.criteria or None,
                associations=[self.link(each) for each in query.links] or None,
                include_details=query.details,
                stream_position=position,
            ),
            keys,
            reply,
            100,
            "new_stream_position",
            lambda position, *_: bool(position),
        )

    def records(
        self, name: str, asked: dict[str, str], include: list[str], size: int | None
    ) -> Stream:
        def reply(page: list[Any], left: int) -> dict[str, Any]:
            return {
                "obj_type_name": custom_objects.kind_named(name).name,
                "return_count": len(page),
                "remaining_count": left,
                "custom_obj_list": [
                    custom_objects.shown(self.model, name, each, include) for each in page
                ],
            }

        return Stream(
            lambda position: self.client.get_custom_objects(
                name,
                keys=asked or None,
                include_attributes=include,
                stream_position=position,
                batch_size=size,
            ),
            lambda: custom_objects.find(self.model, name, asked),
            reply,
            size or 100,
            "new_stream_position",
            lambda position, *_: bool(position),
        )

    # Messages

    def record(self, given: leads.Given) -> Any:
        """A lead record; the client would take `Email` for the key, not for an attribute."""
        types = self.types
        attributes = [
            types.Attribute(attr_name=name, attr_type=None, attr_value=value)
            for name, value in given.values.items()
        ]
        kind = given.foreign_type if given.foreign_id else None
        return types.LeadRecord(
            id=given.id,
            email=given.email,
            foreign_sys_person_id=given.foreign_id,
            foreign_sys_type=types.ForeignSysType(kind) if kind else None,
            lead_attribute_list=types.ArrayOfAttribute(attribute=attributes)
            if attributes
            else None,
        )

    def mobject(self, given: mobjects.Given) -> Any:
        types = self.types
        groups = [
            types.TypeAttrib(attr_type=kind, attr_list=self.attribs(members))
            for kind, members in given.groups
        ]
        links = [self.link(each) for each in given.links]
        return types.MObject(
            type_value=given.kind,
            id=given.id,
            external_key=given.key and types.Attrib(name=given.key[0], value=given.key[1]),
            attrib_list=self.attribs(given.values) if given.values else None,
            type_attrib_list=types.ArrayOfTypeAttrib(type_attrib=groups) if groups else None,
            association_list=types.ArrayOfMObjAssociation(m_obj_association=links)
            if links
            else None,
        )

    def attribs(self, values: dict[str, str]) -> Any:
        return self.types.ArrayOfAttrib(
            attrib=[self.types.Attrib(name=name, value=value) for name, value in values.items()]
        )

    def link(self, link: mobjects.Link) -> Any:
        key = link.key and self.types.Attrib(name=link.key[0], value=link.key[1])
        return self.types.MObjAssociation(m_obj_type=link.kind, id=link.id, external_key=key)

    def dated(self, criterion: tuple[str, str, str]) -> tuple[str, str, str]:
        name, comparison, value = criterion
        if name not in ("Created At", "Updated At"):
            return criterion
        return name, comparison, (self.now - timedelta(seconds=int(value))).isoformat()

    def selector(self, kind: str, **values: Any) -> Any:
        return getattr(self.types, kind)(**values)

    def key_selector(self, key_type: str, values: list[str]) -> Any:
        return self.selector(
            "LeadKeySelector",
            key_type=self.types.LeadKeyRef(key_type),
            key_values=self.types.ArrayOfString(string_item=values),
        )

    def wire_time(self, moment: int) -> XmlDateTime:
        return XmlDateTime.from_datetime(datetime.fromtimestamp(moment, UTC))

    def start_position(self, oldest: int | None, latest: int | None) -> Any:
        return self.types.StreamPosition(
            latest_created_at=None if latest is None else self.wire_time(latest),
            oldest_created_at=None if oldest is None else self.wire_time(oldest),
            activity_created_at=None,
            offset=None,
        )


def _wanted(include: Any, exclude: Any, names: Any, bounds: Any) -> Callable[[Any], bool]:
    """Whether activity filters and bounds of time let an activity pass."""
    oldest, latest = bounds or (None, None)

    def wanted(each: Any) -> bool:
        return (
            all(
                listed is None or each.type in [history.TYPES[name] for name in listed]
                for listed in (include, names)
            )
            and each.type not in [history.TYPES[name] for name in exclude or ()]
            and (oldest is None or each.at >= oldest)
            and (latest is None or each.at <= latest)
        )

    return wanted


def _code(refused: SoapFault) -> int | None:
    return refused.service_code if isinstance(refused, ServiceFault) else None


def _line(cells: list[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(cells)
    return text.getvalue()


class OldVersionMachine(SandboxMachine):
    """The same through the oldest contract."""

    version = KNOWN_VERSIONS[0]
    guids = False


class HttpMachine(SandboxMachine):
    """The same over HTTP."""

    over_http = True


class OldVersionOverHttpMachine(OldVersionMachine):
    """The same over HTTP, through the oldest contract."""

    over_http = True


def _run(machine: type[SandboxMachine], part: float, steps: int) -> None:
    examples = max(int(settings().max_examples * part), 2)
    run_state_machine_as_test(
        machine, settings=settings(max_examples=examples, stateful_step_count=steps)
    )


@pytest.mark.slow
def test_the_sandbox_answers_as_the_model_says() -> None:
    _run(SandboxMachine, 0.3, 40)


def test_each_operation_of_the_contract_is_driven() -> None:
    assert contract(KNOWN_VERSIONS[-1]).operations.keys() == DRIVEN


@pytest.mark.slow
def test_the_sandbox_answers_as_the_model_says_in_the_oldest_version() -> None:
    _run(OldVersionMachine, 0.15, 30)


def test_the_sandbox_answers_as_the_model_says_over_http() -> None:
    _run(HttpMachine, 0.08, 20)


def test_the_sandbox_answers_as_the_model_says_over_http_in_the_oldest_version() -> None:
    _run(OldVersionOverHttpMachine, 0.05, 20)

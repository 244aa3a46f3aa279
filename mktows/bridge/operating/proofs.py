"""Proofs that an instance can be bridged: credentials, permissions and fields, by reading calls."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

from mktows.bridge.backend import OPERATIONS
from mktows.bridge.fields import LeadFields
from mktows.bridge.instance import Instance
from mktows.bridge.settings import BridgeUser
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.rest.calling import Attempt
from mktows.rest.client import RestClient
from mktows.rest.errors import AccessError, NotFoundError, RestError

State = Literal["ok", "missing", "unproven"]
_DEADLINE = 60.0

# A call that reads little and needs a permission, and the operations that the permission is for.
_PROBES: Mapping[str, tuple[Mapping[str, object], tuple[str, ...]]] = {
    "get_leads": (
        {"filterType": "id", "filterValues": [1], "fields": ["id"]},
        ("getLead", "getMultipleLeads", "requestCampaign", "syncLead", "syncMultipleLeads",
         "mergeLeads", "listOperation"),
    ),
    "get_lists": ({"batchSize": 1}, ("getMultipleLeads", "listOperation", "importToList")),
    "get_activity_types": ({}, ("getLeadActivity", "getLeadChanges")),
    "get_campaigns": (
        {"batchSize": 1}, ("getCampaignsForSource", "requestCampaign", "scheduleCampaign"),
    ),
    "list_custom_objects": (
        {}, ("getCustomObjects", "syncCustomObjects", "deleteCustomObjects"),
    ),
    "describe_opportunity": (
        {}, ("describeMObject", "getMObjects", "syncMObjects", "deleteMObjects"),
    ),
    "get_channels": ({"maxReturn": 1}, ("getChannels", "getMObjects", "syncMObjects")),
    "get_tag_types": ({"maxReturn": 1}, ("getTags",)),
}  # fmt: skip
# The call by which an operation writes or runs. What reads cannot prove that it is allowed.
_WRITES: Mapping[str, str] = {
    "syncLead": "sync_leads",
    "syncMultipleLeads": "sync_leads",
    "mergeLeads": "merge_leads",
    "listOperation": "add_to_list",
    "importToList": "import_leads",
    "requestCampaign": "trigger_campaign",
    "scheduleCampaign": "schedule_campaign",
    "syncCustomObjects": "sync_custom_objects",
    "deleteCustomObjects": "delete_custom_objects",
    "syncMObjects": "sync_opportunities",
    "deleteMObjects": "delete_opportunities",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome of one proof.

    Attributes:
        state: `ok`; `missing`, so that calls will fail; or `unproven`, which calls alone will show.
        what: What was to be proven.
        text: What was found, and what to do.
    """

    state: State
    what: str
    text: str


@dataclass(slots=True)
class Prover:
    """Proves one instance.

    Args:
        instance: The instance.
        users: The SOAP users who call it.

    Attributes:
        calls: Attempts of REST calls so far; that for a token counts against no limit.
    """

    instance: Instance
    users: Collection[BridgeUser]
    calls: int = 0

    def proofs(self) -> Iterator[Proof]:
        """Prove one thing after another, beginning with the credentials."""
        client = self.instance.client.with_options(deadline=_DEADLINE, on_attempt=self._count)
        try:
            identity = client.identity()
        except RestError as error:
            yield Proof(
                "missing",
                "credentials",
                f"no token came ({type(error).__name__}): compare url, client_id and "
                "client_secret with the custom service in LaunchPoint",
            )
            return
        yield Proof("ok", "credentials", f"the API user is {identity.scope or 'not told'}")
        yield from self._fields(client)
        yield from self._workspaces(client)
        wanted = self._operations()
        for name, (query, operations) in _PROBES.items():
            used = sorted(wanted & {*operations})
            if used:
                yield _proven(name, used, partial(client.call, name, query=query))
        for permission, used in self._writes(wanted).items():
            yield Proof(
                "unproven",
                permission,
                f"reading cannot prove it: the role needs it for {', '.join(used)}",
            )

    def _fields(self, client: RestClient) -> Iterator[Proof]:
        name = "describe_leads"
        found: list[LeadFields] = []

        def learn() -> None:
            found.append(self.instance.describe(client))

        yield _proven(name, ["every operation on leads"], learn)
        for fields in found:
            count = len(fields.by_rest)
            yield Proof("ok", "lead fields", f"{count} have a name in both APIs")
            known = {each.rest_name for each in fields.by_rest.values()}
            for kind, field in self.instance.tenant.foreign_fields.items():
                if field in known:
                    yield Proof("ok", f"foreign_fields.{kind}", "the field is there")
                else:
                    yield Proof(
                        "missing",
                        f"foreign_fields.{kind}",
                        f"no lead field has the REST name {field}: correct it, or make the field",
                    )

    def _workspaces(self, client: RestClient) -> Iterator[Proof]:
        aimed = self.instance.tenant.workspaces
        if not aimed:
            return
        try:
            names = {each.get("name") for each in client.get_lead_partitions()}
        except RestError as error:
            yield _failed("get_lead_partitions", ["workspaces"], error)
            return
        for workspace, partition in aimed.items():
            if partition in names:
                yield Proof("ok", f"workspaces.{workspace}", "the lead partition is there")
            else:
                yield Proof(
                    "missing",
                    f"workspaces.{workspace}",
                    f"there is no lead partition {partition}: correct its name",
                )

    def _operations(self) -> set[str]:
        """The operations that some user may call."""
        return {
            name
            for name, each in OPERATIONS.items()
            if any(user.may_call(name, each.right) for user in self.users)
        }

    def _writes(self, wanted: set[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for operation in sorted(wanted & _WRITES.keys()):
            permission = ENDPOINTS[_WRITES[operation]].permission
            found.setdefault(permission, []).append(operation)
        return found

    def _count(self, _attempt: Attempt) -> None:
        self.calls += 1


def _proven(name: str, used: list[str], call: Callable[[], object]) -> Proof:
    try:
        call()
    except NotFoundError:
        pass  # the instance has none, and says so to who may ask
    except RestError as error:
        return _failed(name, used, error)
    return Proof("ok", ENDPOINTS[name].permission or name, f"for {', '.join(used)}")


def _failed(name: str, used: list[str], error: RestError) -> Proof:
    permission = ENDPOINTS[name].permission
    lost = f"{', '.join(used)} will fail"
    if isinstance(error, AccessError):
        text = f"{lost} ({error.code}): give the role of the API user this permission"
    else:
        text = f"{lost} ({type(error).__name__} {error.code or ''}".rstrip() + "): try again later"
    return Proof("missing", permission or name, text)

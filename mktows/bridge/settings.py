"""The settings of a bridge: instances of the REST API, and the SOAP users that call them."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Literal, get_args

from mktows.contract import LATEST_VERSION, contract
from mktows.errors import ConfigError
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.limiting.limits import quota_zone
from mktows.rest.settings import RestConfig
from mktows.server.authentication import WINDOW
from mktows.server.journal.journal import Bounds
from mktows.signing import Secret

Right = Literal["read", "write", "run"]
"""The right to read, to write data, and to run campaigns and imports."""
RIGHTS: frozenset[Right] = frozenset(get_args(Right))
OPERATIONS = frozenset(contract(LATEST_VERSION).operations)
"""The names of all operations, as the WSDL has them."""
Several = Literal["newest", "last_updated"]
"""The lead that an address means which several have."""
CompanyFields = Literal["drop", "fail"]
"""The fate of fields that REST refuses since they are those of a company."""

TIMEOUT = timedelta(seconds=75)
"""Time that a call may take: clients were seen to wait for 90 seconds."""
UNKNOWN_KEPT = timedelta(minutes=10)
"""Time for which a call is not made again whose outcome is unknown."""
SCAN_CALLS = 20
"""REST calls that a scan of activities makes for one SOAP call."""

JOURNAL_CALLS = Bounds().calls
"""Calls that are recorded, if not said otherwise."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """One instance of the REST API.

    Attributes:
        rest: Where it is, as whom it is called, and the limits.
        zone: The zone that replies show times in, and that times without an offset are meant in.
        foreign_fields: The REST name of the field that holds foreign ids, by their type: SOAP
            alone knew a member for them.
        workspaces: The name of the lead partition, by that of the workspace that callers aim at.
        several: The lead that an address means which several have: the newest, or the one that was
            changed last.
        company_fields: The fate of fields of a lead's company where REST refuses to write them: the
            lead is written without them, or not at all.
        show_false: Whether an attribute that is false is shown; the one record of a real lead that
            is known shows none.
        scan_calls: REST calls that a scan of activities makes for one SOAP call.
    """

    rest: RestConfig
    zone: tzinfo = field(default_factory=quota_zone)
    foreign_fields: Mapping[str, str] = field(default_factory=dict)
    workspaces: Mapping[str, str] = field(default_factory=dict)
    several: Several = "newest"
    company_fields: CompanyFields = "drop"
    show_false: bool = False
    scan_calls: int = SCAN_CALLS


@dataclass(frozen=True, slots=True)
class BridgeUser:
    """A SOAP user.

    Attributes:
        key: The key that requests are signed with.
        tenant: The name of the instance.
        rights: The rights.
        operations: The operations that the user may call, as far as the rights allow; None for all.
    """

    key: Secret = field(repr=False)
    tenant: str
    rights: frozenset[Right] = RIGHTS
    operations: frozenset[str] | None = None

    def may_call(self, operation: str, right: Right) -> bool:
        """Tell whether the user may call an operation that takes a right."""
        allowed = self.operations is None or operation in self.operations
        return allowed and right in self.rights


@dataclass(frozen=True, slots=True)
class BridgeSettings:
    """All settings of a bridge.

    Attributes:
        tenants: The instances by their names.
        users: The SOAP users by their ids.
        database: The state, and the calls that were answered: an SQLite file, or the URL of a
            PostgreSQL database, `postgresql://...`; None for a file that is gone when the bridge is
            closed, and with it what is known of imports and unknown outcomes.
        timeout: Time that a call may take.
        window: Age at which a timestamp is refused as expired.
        any_timestamp: Whether a signed timestamp that cannot be read is accepted.
        strict: Whether a call with findings is refused.
        repeat_unknown: Whether a call is made again although the outcome of the last one is
            unknown.
        journal_calls: How many calls are recorded; the oldest go first.
        journal_bodies: Whether their envelopes are kept, too, which hold leads.

    Raises:
        ConfigError: A user has the vendor's public sample id or key, no instance, or a right or
            operation that there is not.
    """

    tenants: Mapping[str, Tenant]
    users: Mapping[str, BridgeUser] = field(repr=False)
    database: str | Path | None = field(default=None, repr=False)  # it may hold a password
    timeout: timedelta = TIMEOUT
    window: timedelta = WINDOW
    any_timestamp: bool = False
    strict: bool = False
    repeat_unknown: bool = False
    journal_calls: int = JOURNAL_CALLS
    journal_bodies: bool = False

    def __post_init__(self) -> None:
        if not self.users:
            raise ConfigError("there is no SOAP user")
        for user_id, user in self.users.items():
            if user_id == SAMPLE_USER_ID or user.key.reveal() == SAMPLE_KEY:
                raise ConfigError(
                    "a SOAP user has the vendor's public sample id or key, which everybody knows"
                )
            if not user.key.reveal():
                raise ConfigError(f"the SOAP user {user_id} has no key")
            if user.tenant not in self.tenants:
                raise ConfigError(
                    f"the SOAP user {user_id} is of {user.tenant!r}, which is no tenant"
                )
            if not user.rights <= RIGHTS:
                raise ConfigError(
                    f"the rights of the SOAP user {user_id} must be of {', '.join(sorted(RIGHTS))}"
                )
            unknown = sorted((user.operations or frozenset()) - OPERATIONS)
            if unknown:
                near = difflib.get_close_matches(unknown[0], OPERATIONS, n=1)
                raise ConfigError(
                    f"{unknown[0]!r}, which the SOAP user {user_id} may call, is no operation"
                    + (f": is {near[0]} meant?" if near else "")
                )

"""Answers syncLead and syncMultipleLeads: which lead a record means, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import (
    BAD_PARAMETER,
    LEAD_DETAIL_REQUIRED,
    LEAD_KEY_REQUIRED,
)
from mktows.facts.key_types import IDNUM
from mktows.facts.lead_fields import LeadField
from mktows.sandbox.context import Context
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.cookies import attach
from mktows.sandbox.leads.keys import lead_not_found
from mktows.sandbox.leads.records import Incoming, create, shown, write
from mktows.sandbox.leads.rows import Lead, LeadRows, email_key
from mktows.sandbox.operation import Operation
from mktows.sandbox.scalars import MAX_ID, trimmed
from mktows.server.refusals import Reason, Refusal

LEAD_RECORD_MISSING = Reason(
    "lead-record-missing",
    LEAD_DETAIL_REQUIRED,
    "",
    "documented",
    "The vendor's table of errors has this code for a missing LeadRecord.",
    "message",
)
LEAD_RECORD_EMPTY = Reason(
    "lead-record-empty",
    LEAD_DETAIL_REQUIRED,
    "",
    "inferred",
    "A record without key and attributes is taken for a missing one.",
    "message",
)
LEAD_RECORDS_MISSING = Reason(
    "lead-records-missing",
    LEAD_DETAIL_REQUIRED,
    "",
    "guess",
    "The WSDL requires the list; nothing says what an empty one does.",
    "message",
)
RECORD_KEY_MISSING = Reason(
    "record-key-missing",
    LEAD_KEY_REQUIRED,
    "",
    "documented",
    "Prose wants Id, foreign id or Email in each record; the code follows its title.",
    "message",
)
RECORD_KEY_AS_ATTRIBUTE = Reason(
    "record-key-as-attribute",
    LEAD_KEY_REQUIRED,
    "",
    "guess",
    "Prose wants a key member; clients that could write none worked so for years.",
    "message",
    noted_as="lead-key-as-attribute",
)
LEAD_IN_OTHER_WORKSPACE = Reason(
    "lead-in-other-workspace",
    BAD_PARAMETER,
    "Lead {lead} is not in workspace {workspace}",
    "documented",
    "Prose calls it an error; the code is a guess.",
    "instance",
)
WORKSPACE_UNKNOWN = Reason(
    "workspace-unknown",
    BAD_PARAMETER,
    "Workspace {workspace} is not valid",
    "documented",
    "Without workspaces only Default may be named; for others, and in the code, it is a guess.",
    "instance",
)


def sync_lead(context: Context, params: Any) -> object:
    """Create or update one lead, and let a browser belong to it."""
    types, leads = context.types, context.data.leads
    workspace = _workspace(context)
    if params.lead_record is None:
        raise LEAD_RECORD_MISSING.refusal()
    incoming = Incoming.read(params.lead_record, _emails(context).get("leadRecord"))
    cookie = trimmed(params.marketo_cookie)
    if cookie is None:
        incoming = incoming.keyed()
    if not incoming.has_key and not incoming.values:
        raise LEAD_RECORD_EMPTY.refusal()
    if not incoming.has_key and cookie is None:
        raise RECORD_KEY_MISSING.refusal()
    fields = leads.fields()
    _check(context, incoming, fields)
    match = _match(leads, incoming, cookie)
    if match is None:
        status = types.LeadSyncStatus.CREATED
        target = create(context, incoming, fields, workspace=workspace or DEFAULT_WORKSPACE)
    else:
        status = types.LeadSyncStatus.UPDATED
        target = match.lead
        if workspace not in (None, target.workspace) and not match.by_email:
            raise LEAD_IN_OTHER_WORKSPACE.refusal(lead=target.id, workspace=workspace)
        write(context, target, incoming, fields, new_email=match.new_email)
    if cookie is not None and incoming.values:
        # A record without attributes does not attach its cookie (recorded).
        attach(context, target, cookie)
    returned = None
    if params.return_lead:
        returned = shown(context, leads.load([target.id]), fields)[0]
    return types.SuccessSyncLead(
        result=types.ResultSyncLead(
            lead_id=target.id,
            sync_status=types.SyncStatus(lead_id=target.id, status=status, error=None),
            lead_record=returned,
        )
    )


def sync_multiple_leads(context: Context, params: Any) -> object:
    """Create or update leads in the order given; a bad record fails by itself."""
    types, leads = context.types, context.data.leads
    if params.lead_record_list is None or not params.lead_record_list.lead_record:
        raise LEAD_RECORDS_MISSING.refusal()
    # Absent means true: duplicates take an explicit wish (a guess).
    dedup = params.dedup_enabled is None or params.dedup_enabled
    emails = _emails(context)
    records = [
        Incoming.read(each, emails.get(f"leadRecordList.leadRecord[{place}]")).keyed()
        for place, each in enumerate(params.lead_record_list.lead_record)
    ]
    fields = leads.fields()
    leads.prefetch(
        ids=[each.id for each in records if each.id is not None],
        foreign_ids=[each.foreign_id for each in records if each.foreign_id is not None],
        emails=[each.email for each in records if each.email is not None] if dedup else (),
    )
    statuses = []
    for incoming in records:
        try:
            # All checks come before the first write, so a failed record leaves no trace.
            _check(context, incoming, fields)
            target = _batch_target(leads, incoming, dedup=dedup)
        except Refusal as failure:
            statuses.append(
                types.SyncStatus(
                    lead_id=incoming.id or 0,
                    status=types.LeadSyncStatus.FAILED,
                    error=failure.message,
                )
            )
            continue
        status = types.LeadSyncStatus.UPDATED
        if target is None:
            status = types.LeadSyncStatus.CREATED
            target = create(context, incoming, fields)
        else:
            # Unlike in syncLead, an address beside another key changes nothing (documented).
            write(context, target, incoming, fields)
        statuses.append(types.SyncStatus(lead_id=target.id, status=status, error=None))
    return types.SuccessSyncMultipleLeads(
        result=types.ResultSyncMultipleLeads(
            sync_status_list=types.ArrayOfSyncStatus(sync_status=statuses)
        )
    )


def _emails(context: Context) -> dict[str, str]:
    """Return the addresses of `Email` in other letter case by the paths of their records."""
    found: dict[str, str] = {}
    for path, text in context.call.undeclared.items():
        holder, _, name = path.rpartition(".")
        if name.lower() == "email":
            found.setdefault(holder, text)
    return found


def _check(context: Context, incoming: Incoming, fields: Mapping[str, LeadField]) -> None:
    if incoming.by_attribute:
        context.call.tolerate(RECORD_KEY_AS_ATTRIBUTE)
    incoming.check_names(context.call.operation, fields)
    if context.call.strict:
        incoming.check_values(context.call.operation, fields)


def _workspace(context: Context) -> str | None:
    """Return the workspace the caller aims at, as it is defined; None where none was named.

    Raises:
        Refusal: 20110, there is no such workspace (the code is a guess). Where workspaces are
            off there is only the default one (documented).
    """
    named = trimmed(context.call.workspace)
    if named is None:
        return None
    workspace = context.instance.workspace(named)
    if workspace is None:
        raise WORKSPACE_UNKNOWN.refusal(workspace=named)
    return workspace


def _by_id(leads: LeadRows, lead_id: int) -> Lead:
    found = leads.get(lead_id) if 0 < lead_id <= MAX_ID else None
    if found is None:
        raise lead_not_found(IDNUM, lead_id)
    return found


@dataclass(frozen=True, slots=True)
class _Match:
    """The lead a syncLead call means.

    Attributes:
        lead: The lead.
        by_email: Whether its address alone told it; then the workspace does not count.
        new_email: The address to give it.
    """

    lead: Lead
    by_email: bool = False
    new_email: str | None = field(default=None, repr=False)


def _match(leads: LeadRows, incoming: Incoming, cookie: str | None) -> _Match | None:
    """Return the lead of a syncLead call; None if it is a new one.

    Id goes before foreign id before cookie before email (documented; the cookie's place
    a guess). A foreign id that is new leaves the choice to the keys behind it. An address that
    was the key is the lead's already; beside another key it replaces the lead's address
    (documented, and recorded for the id).
    """
    if incoming.id is not None:
        return _Match(_by_id(leads, incoming.id), new_email=incoming.email)
    if incoming.foreign_id is not None:
        holder = leads.by_foreign_id(incoming.foreign_id)
        if holder is not None:
            return _Match(holder, new_email=incoming.email)
    known = None if incoming.email is None else leads.newest_by_email(incoming.email)
    owner = None if cookie is None else leads.by_cookie(cookie)
    if owner is not None:
        if incoming.email is None:
            return _Match(owner)
        if owner.email is None and known is None:
            # An anonymous visitor makes himself known (documented).
            return _Match(owner, new_email=incoming.email)
        if owner.email is not None and email_key(owner.email) == email_key(incoming.email):
            return _Match(owner)
    # Whoever used this browser before, the address decides (a guess).
    return None if known is None else _Match(known, by_email=True)


def _batch_target(leads: LeadRows, incoming: Incoming, *, dedup: bool) -> Lead | None:
    """Return the lead a record of syncMultipleLeads means; there are no cookies here."""
    if not incoming.has_key:
        raise RECORD_KEY_MISSING.refusal()
    if incoming.id is not None:
        return _by_id(leads, incoming.id)
    if incoming.foreign_id is not None:
        holder = leads.by_foreign_id(incoming.foreign_id)
        if holder is not None:
            return holder
    if incoming.email is not None and dedup:
        return leads.newest_by_email(incoming.email)
    return None


OPERATIONS = {
    "syncLead": Operation(
        sync_lead,
        "all keys and their precedence, cookies, workspaces, activities",
        ("documented", "recorded", "inferred"),
        ("`AnonymousIP`, `LeadScore` and the like, which the service filled, stay as written",),
        writes=True,
    ),
    "syncMultipleLeads": Operation(
        sync_multiple_leads,
        "keys, `dedupEnabled`, outcomes per record, activities",
        ("documented", "recorded", "inferred"),
        (
            "a record with an unknown attribute or Id fails alone, with the fault's text as its "
            "error; the call may have failed",
        ),
        writes=True,
    ),
}

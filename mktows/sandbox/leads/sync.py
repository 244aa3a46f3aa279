"""Answers syncLead and syncMultipleLeads: which lead a record means, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from mktows.facts.key_types import IDNUM
from mktows.parameters.keys import email_key, lead_not_found
from mktows.parameters.lead_records import (
    LEAD_IN_OTHER_WORKSPACE,
    RECORD_KEY_MISSING,
    WORKSPACE_UNKNOWN,
    Incoming,
    LeadsToSync,
    LeadToSync,
    check_record,
)
from mktows.parameters.scalars import MAX_ID, trimmed
from mktows.replies import leads as replies
from mktows.sandbox.context import Context
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.cookies import attach
from mktows.sandbox.leads.records import create, shown, write
from mktows.sandbox.leads.rows import Lead, LeadRows
from mktows.sandbox.operation import Operation
from mktows.server.refusals import Refusal


def sync_lead(context: Context, params: Any) -> object:
    """Create or update one lead, and let a browser belong to it."""
    leads = context.data.leads
    workspace = _workspace(context)
    asked = LeadToSync.read(context.call, params)
    incoming, cookie = asked.record, asked.cookie
    fields = leads.fields()
    check_record(context.call, incoming, fields)
    match = _match(leads, incoming, cookie)
    if match is None:
        target = create(context, incoming, fields, workspace=workspace or DEFAULT_WORKSPACE)
    else:
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
    return replies.synced(context.types, target.id, created=match is None, returned=returned)


def sync_multiple_leads(context: Context, params: Any) -> object:
    """Create or update leads in the order given; a bad record fails by itself."""
    types, leads = context.types, context.data.leads
    asked = LeadsToSync.read(context.call, params)
    records, dedup = asked.records, asked.dedup
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
            check_record(context.call, incoming, fields)
            target = _batch_target(leads, incoming, dedup=dedup)
        except Refusal as failure:
            statuses.append(replies.status(types, incoming.id or 0, error=failure.message))
            continue
        created = target is None
        if target is None:
            target = create(context, incoming, fields)
        else:
            # Unlike in syncLead, an address beside another key changes nothing (documented).
            write(context, target, incoming, fields)
        statuses.append(replies.status(types, target.id, created=created))
    return replies.all_synced(types, statuses)


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

"""Answers syncLead and syncMultipleLeads: which lead a record means, and what becomes of it."""

from __future__ import annotations

from typing import Any

from mktows.sandbox.context import Context
from mktows.sandbox.emulated import Emulated
from mktows.sandbox.faults import Refusal, refusal
from mktows.sandbox.lead_records import Incoming, create, lead_not_found, shown, write
from mktows.sandbox.store_leads import Lead, LeadRows, email_key
from mktows.sandbox.values import MAX_ID, trimmed

_WORKSPACE = "default"


def sync_lead(context: Context, params: Any) -> object:
    """Create or update one lead, and let a browser belong to it."""
    types, leads = context.types, context.data.leads
    _check_workspace(context)
    if params.lead_record is None:
        raise refusal(20104)
    incoming = Incoming.read(params.lead_record)
    cookie = trimmed(params.marketo_cookie)
    if not incoming.has_key and not incoming.values:
        raise refusal(20104)
    if params.return_lead is None:
        raise refusal(20109, "returnLead is required")
    if not incoming.has_key and cookie is None:
        raise refusal(20101)
    fields = leads.fields()
    incoming.check_names(context.call.operation, fields)
    target, by_email = _single_target(leads, incoming, cookie)
    status = types.LeadSyncStatus.UPDATED
    if target is None:
        status = types.LeadSyncStatus.CREATED
        target = create(leads, incoming, fields, context.now)
    else:
        # An address that was the key is the lead's already; beside another key it replaces the
        # lead's address (documented, and recorded for the id).
        new_email = None if by_email else incoming.email
        write(leads, target, incoming, fields, context.now, new_email=new_email)
    if cookie is not None and incoming.values:
        # A record without attributes does not attach its cookie (recorded).
        _attach_cookie(leads, target, cookie, context.now)
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
        raise refusal(20104)
    # Absent means true: duplicates take an explicit wish (a guess).
    dedup = params.dedup_enabled is None or params.dedup_enabled
    records = [Incoming.read(each) for each in params.lead_record_list.lead_record]
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
            incoming.check_names(context.call.operation, fields)
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
            target = create(leads, incoming, fields, context.now)
        else:
            # Unlike in syncLead, an address beside another key changes nothing (documented).
            write(leads, target, incoming, fields, context.now)
        statuses.append(types.SyncStatus(lead_id=target.id, status=status, error=None))
    return types.SuccessSyncMultipleLeads(
        result=types.ResultSyncMultipleLeads(
            sync_status_list=types.ArrayOfSyncStatus(sync_status=statuses)
        )
    )


def _check_workspace(context: Context) -> None:
    """Allow only the one workspace of an instance where workspaces are off (documented)."""
    named = trimmed(context.call.workspace)
    if named is not None and named.casefold() != _WORKSPACE:
        raise refusal(20110, f"Workspace {named} is not valid")


def _by_id(leads: LeadRows, lead_id: int) -> Lead:
    found = leads.get(lead_id) if 0 < lead_id <= MAX_ID else None
    if found is None:
        raise lead_not_found("IDNUM", lead_id)
    return found


def _single_target(
    leads: LeadRows, incoming: Incoming, cookie: str | None
) -> tuple[Lead | None, bool]:
    """Return the lead of a syncLead call, and whether its address was what found it.

    Id goes before foreign id before cookie before email (documented; the cookie's place
    inferred). A foreign id that is new leaves the choice to the keys behind it.
    """
    if incoming.id is not None:
        return _by_id(leads, incoming.id), False
    if incoming.foreign_id is not None:
        holder = leads.by_foreign_id(incoming.foreign_id)
        if holder is not None:
            return holder, False
    by_email = None if incoming.email is None else leads.newest_by_email(incoming.email)
    owner = None if cookie is None else leads.by_cookie(cookie)
    if owner is None or incoming.email is None:
        return (owner, False) if owner is not None else (by_email, True)
    if owner.email is None:
        # An anonymous visitor makes himself known: as a lead we have, or as himself.
        return (owner, False) if by_email is None else (by_email, True)
    if email_key(owner.email) == email_key(incoming.email):
        return owner, True
    return by_email, True  # someone else uses this browser now: the address decides


def _batch_target(leads: LeadRows, incoming: Incoming, *, dedup: bool) -> Lead | None:
    """Return the lead a record of syncMultipleLeads means; there are no cookies here."""
    if not incoming.has_key:
        raise refusal(20101)
    if incoming.id is not None:
        return _by_id(leads, incoming.id)
    if incoming.foreign_id is not None:
        holder = leads.by_foreign_id(incoming.foreign_id)
        if holder is not None:
            return holder
    if incoming.email is not None and dedup:
        return leads.newest_by_email(incoming.email)
    return None


def _attach_cookie(leads: LeadRows, target: Lead, cookie: str, now: int) -> None:
    owner = leads.by_cookie(cookie)
    if owner is None or owner.id != target.id:
        leads.set_cookie(target, cookie)
        target.updated_at = now
        leads.mark(target)


OPERATIONS = {
    "syncLead": Emulated(
        sync_lead,
        "all keys and their precedence, cookies, workspaces",
        ("documented", "recorded", "inferred"),
        writes=True,
    ),
    "syncMultipleLeads": Emulated(
        sync_multiple_leads,
        "keys, `dedupEnabled`, outcomes per record",
        ("documented", "recorded", "inferred"),
        ("a record with an unknown attribute or Id fails alone; the call may have failed",),
        writes=True,
    ),
}

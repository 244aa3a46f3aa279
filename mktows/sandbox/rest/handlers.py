"""All handlers of the REST face, by the endpoint's name: one line per module."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.sandbox.rest import (
    activities,
    activity_types,
    campaigns,
    channels,
    companies,
    custom_activities,
    custom_object_types,
    custom_objects,
    exports,
    folders,
    imports,
    lead_fields,
    leads,
    leads_sync,
    lists,
    opportunities,
    program_members,
    programs,
    smart_campaigns,
    static_lists,
    usage,
)
from mktows.sandbox.rest.context import Handler

HANDLERS: Mapping[str, Handler] = {
    **activities.HANDLERS,
    **activity_types.HANDLERS,
    **campaigns.HANDLERS,
    **custom_activities.HANDLERS,
    **channels.HANDLERS,
    **companies.HANDLERS,
    **custom_activities.HANDLERS,
    **custom_object_types.HANDLERS,
    **custom_objects.HANDLERS,
    **exports.HANDLERS,
    **imports.HANDLERS,
    **folders.HANDLERS,
    **lead_fields.HANDLERS,
    **leads.HANDLERS,
    **leads_sync.HANDLERS,
    **lists.HANDLERS,
    **opportunities.HANDLERS,
    **program_members.HANDLERS,
    **smart_campaigns.HANDLERS,
    **programs.HANDLERS,
    **static_lists.HANDLERS,
    **usage.HANDLERS,
}
"""Handlers by the endpoint's name; an endpoint without one is answered with 610."""

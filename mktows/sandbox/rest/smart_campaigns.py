"""Answers calls for smart campaigns as assets: reads, makes, changes and deletes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from mktows.facts.mobjects import PROGRAM
from mktows.facts.rest_endpoints import ASSETS_PER_DEFAULT_PAGE, ASSETS_PER_PAGE
from mktows.facts.rest_errors import (
    FOLDER_UNKNOWN,
    NO_ASSETS,
    NOTHING_FOUND,
    RULE_VIOLATED,
)
from mktows.sandbox.campaigns.rows import (
    DEFAULT,
    MKTOWS,
    TRIGGER,
    Campaign,
    CampaignQuery,
    ListedCampaign,
)
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.assets import (
    FOLDER,
    PROGRAM_FOLDER,
    read_description,
    read_folder,
    read_name,
)
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.moments import asset_text, moment_given
from mktows.sandbox.rest.paging import offset_page
from mktows.sandbox.rest.refusals import refusal

_PAGES = "https://app.sandbox.example/#SC{id}A1"
"""The address at which people would see a campaign."""


def _get_smart_campaigns(context: RestContext) -> Answer:
    call = context.call
    offset, size = offset_page(call, default=ASSETS_PER_DEFAULT_PAGE, most=ASSETS_PER_PAGE)
    folder = call.text("folder")
    kind, folder_id = (None, None) if folder is None else read_folder(folder)
    query = CampaignQuery(
        program_id=folder_id if kind == PROGRAM_FOLDER else None,
        folder_id=folder_id if kind == FOLDER else None,
        # Without it, and with `false`, all are meant (described).
        active=call.flag("isActive") or None,
        earliest=moment_given(call, "earliestUpdatedAt", context.zone),
        latest=moment_given(call, "latestUpdatedAt", context.zone),
    )
    return _found(context.data.campaigns.listed(query, skip=offset, limit=size))


def _get_smart_campaign(context: RestContext) -> Answer:
    return _found(_listed(context, context.call.number_in_path("id")))


def _get_smart_campaign_by_name(context: RestContext) -> Answer:
    query = CampaignQuery(names=[context.call.text("name") or ""])
    return _found(context.data.campaigns.listed(query, limit=ASSETS_PER_PAGE))


def _create_smart_campaign(context: RestContext) -> Answer:
    """Make a campaign without rules: neither a batch nor a trigger campaign yet (described)."""
    form = context.call.members("name", "folder", "description")
    made = Campaign("", DEFAULT, sources=(), active=False)
    return _added(context, made, form)


def _clone_smart_campaign(context: RestContext) -> Answer:
    """Make a copy of a campaign, which is not active (a sample)."""
    form = context.call.members("name", "folder", "description")
    return _added(context, replace(_known(context), active=False), form)


def _update_smart_campaign(context: RestContext) -> Answer:
    form = context.call.members("name", "description")
    changed = _known(context)
    name = changed.name
    if form.get("name") is not None:
        name = read_name(form["name"])
        if name.casefold() != changed.name.casefold():
            _check_free(context, name, changed.program_id)
    description = read_description(form, changed.description)
    context.data.campaigns.change(
        replace(changed, name=name, description=description, updated_at=context.now)
    )
    return _found(_listed(context, changed.id))


def _activate_smart_campaign(context: RestContext) -> Answer:
    return _switched(context, active=True)


def _deactivate_smart_campaign(context: RestContext) -> Answer:
    return _switched(context, active=False)


def _delete_smart_campaign(context: RestContext) -> Answer:
    gone = _known(context)
    if gone.kind == TRIGGER and gone.active:
        raise refusal(RULE_VIOLATED, problem="An active campaign cannot be deleted")
    context.data.campaigns.delete(gone.id or 0)
    return Answer([{"id": gone.id}])


def _known(context: RestContext) -> Campaign:
    """Return the campaign that a path names.

    Raises:
        RestRefusal: There is none with this id.
    """
    found = context.data.campaigns.find_by_id(context.call.number_in_path("id"))
    if found is None:
        raise refusal(NOTHING_FOUND)
    return found


def _listed(context: RestContext, campaign_id: int | None) -> list[ListedCampaign]:
    return context.data.campaigns.listed(CampaignQuery(ids=[campaign_id or 0]), limit=1)


def _added(context: RestContext, like: Campaign, form: Mapping[str, Any]) -> Answer:
    """Make a campaign like another, with the name and in the folder that a form says."""
    kind, folder_id = read_folder(form.get("folder"))
    name = read_name(form.get("name"))
    program_id = folder_id if kind == PROGRAM_FOLDER else None
    if program_id is not None and context.data.mobjects.get(PROGRAM, program_id) is None:
        raise refusal(FOLDER_UNKNOWN)
    _check_free(context, name, program_id)
    made = replace(
        like,
        id=None,
        name=name,
        description=read_description(form, like.description),
        program_id=program_id,
        # Folders of campaigns are not kept: any id is one (a guess).
        folder_id=folder_id if program_id is None else None,
        created_at=context.now,
        updated_at=context.now,
    )
    return _found(_listed(context, context.data.campaigns.add(made)))


def _check_free(context: RestContext, name: str, program_id: int | None) -> None:
    if context.data.campaigns.find(name, program_id=program_id) is not None:
        raise refusal(RULE_VIOLATED, problem="A smart campaign of this name already exists")


def _switched(context: RestContext, *, active: bool) -> Answer:
    """Switch a trigger campaign on or off; one that is as it is wanted stays so (a guess)."""
    switched = _known(context)
    if switched.kind != TRIGGER:
        raise refusal(RULE_VIOLATED, problem="The campaign is no trigger campaign")
    if switched.active != active:
        context.data.campaigns.change(replace(switched, active=active, updated_at=context.now))
    return Answer([{"id": switched.id}])


def _found(listed: list[ListedCampaign]) -> Answer:
    if not listed:
        return Answer(warnings=[NO_ASSETS])
    return Answer([_told(each) for each in listed])


def _told(listed: ListedCampaign) -> dict[str, Any]:
    """Return a campaign; what cannot be seen here is as in the samples."""
    campaign = listed.campaign
    folder: dict[str, Any] = {}
    if campaign.program_id is not None:
        folder = {
            "folder": {"id": campaign.program_id, "type": PROGRAM_FOLDER},
            "parentProgramId": campaign.program_id,
        }
    elif campaign.folder_id is not None:
        folder = {"folder": {"id": campaign.folder_id, "type": FOLDER}}
    active = campaign.kind == TRIGGER and campaign.active
    return {
        "id": listed.id,
        "name": campaign.name,
        "description": campaign.description,
        "createdAt": asset_text(campaign.created_at),
        "updatedAt": asset_text(campaign.updated_at),
        **folder,
        "status": _status(listed),
        "type": campaign.kind,
        "isSystem": False,
        "isActive": active,
        "isRequestable": campaign.is_for(MKTOWS),
        "isCommunicationLimitEnabled": False,
        "recurrence": {"weekdayOnly": False},
        "qualificationRuleType": "once",
        "workspace": listed.workspace,
        "smartListId": listed.id,
        "flowId": listed.id,
        "computedUrl": _PAGES.format(id=listed.id),
    }


def _status(listed: ListedCampaign) -> str:
    """Return the vendor's word for a campaign's state; which one stands for what is inferred."""
    if listed.campaign.kind == TRIGGER:
        return "Active" if listed.campaign.active else "Inactive"
    return "Single Run" if listed.has_run else "Never Run"


HANDLERS: Mapping[str, Handler] = {
    "get_smart_campaigns": _get_smart_campaigns,
    "get_smart_campaign": _get_smart_campaign,
    "get_smart_campaign_by_name": _get_smart_campaign_by_name,
    "create_smart_campaign": _create_smart_campaign,
    "update_smart_campaign": _update_smart_campaign,
    "clone_smart_campaign": _clone_smart_campaign,
    "activate_smart_campaign": _activate_smart_campaign,
    "deactivate_smart_campaign": _deactivate_smart_campaign,
    "delete_smart_campaign": _delete_smart_campaign,
}

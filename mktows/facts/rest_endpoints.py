"""The endpoints of the vendor's REST API: the one table of what can be called, and how.

Paths, parameters and what is required are the vendor's machine-readable description's, which a
test compares; what only the vendor's prose has is marked so. Timeouts, permissions, paging and most
greatest numbers are documented in prose. What writes, and whether a second time does harm, is
inferred from what an endpoint does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

ASSETS_PER_PAGE = 200
"""Assets of a page at most (documented)."""
ASSETS_PER_DEFAULT_PAGE = 20
"""Assets of a page where no number is asked for (documented)."""
RECORDS_PER_PAGE = 300
"""Records of a page of the lead database at most, and where no number is asked for (documented)."""
RECORDS_PER_CALL = 300
"""Records that a call writes or deletes, and values that a filter has, at most (documented)."""
ACTIVITY_TYPES_PER_CALL = 10
"""Types that one call for activities may ask for (documented)."""
ACTIVITY_LEADS_PER_CALL = 30
"""Leads that one call for activities may ask for (documented)."""
LOSERS_PER_MERGE = 25
"""Leads that one call merges into another (documented, since March 2026)."""

Kind = Literal["string", "integer", "boolean", "array"]
Body = Literal["none", "json", "form", "file"]
"""`form` is x-www-form-urlencoded; `file` is multipart with one part of that name."""
Paging = Literal["none", "position", "date", "offset"]
"""`position`: a token comes where more remains. `date`: a token is asked for first, and always
comes. `offset`: the caller counts."""
Repeat = Literal["harmless", "by action", "harmful"]
"""The harm of a write that is carried out twice: `by action` is harmless unless it may create what
nothing keeps from being there twice."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the query of a call.

    Attributes:
        name: Its name.
        kind: Its type; values of an `array` are sent with commas between them.
        required: Whether a call without it is refused.
        most: The greatest number, or the greatest number of an array's values; None for no limit.
        choices: The values that there are; none where any is allowed.
        prose_only: Whether the machine-readable description lacks it.
        also: How the vendor's prose spells it, where that differs.
    """

    name: str
    kind: Kind = "string"
    required: bool = False
    most: int | None = None
    choices: tuple[str, ...] = ()
    prose_only: bool = False
    also: str = ""


@dataclass(frozen=True)
class Endpoint:
    """One method of one path.

    Attributes:
        name: What the client and the sandbox call it.
        method: The HTTP method.
        path: The path, with the names of its variable parts in braces.
        query: The parameters in the query.
        body: The form of its body; where the description lets a body be left out, so may a call.
        paging: How further pages are had.
        writes: Whether it changes something.
        repeat: Whether a second time does harm.
        timeout: Seconds after which the service itself gives up.
        permission: What the caller's role needs; empty where any will do.
        prose_only: Whether the machine-readable description lacks the whole endpoint.
        numbers: The variable parts of the path that are numbers.
    """

    name: str
    method: str
    path: str
    query: tuple[Parameter, ...] = ()
    body: Body = "none"
    paging: Paging = "none"
    writes: bool = False
    repeat: Repeat = "harmless"
    timeout: float = 30.0
    permission: str = ""
    prose_only: bool = False
    numbers: tuple[str, ...] = ()

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the path's variable parts, in order."""
        return tuple(_VARIABLE.findall(self.path))

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters in the query, by name."""
        return {each.name: each for each in self.query}


_VARIABLE = re.compile(r"\{(\w+)\}")
_NUMBERS = ("batchId", "campaignId", "id", "leadId", "listId", "programId")


def _text(name: str, *choices: str, required: bool = False, prose_only: bool = False) -> Parameter:
    return Parameter(name, "string", required, None, choices, prose_only)


def _number(name: str, most: int | None = None, *, required: bool = False) -> Parameter:
    return Parameter(name, "integer", required, most)


def _flag(name: str) -> Parameter:
    return Parameter(name, "boolean")


def _many(
    name: str, most: int | None = None, *, required: bool = False, prose_only: bool = False
) -> Parameter:
    return Parameter(name, "array", required, most, (), prose_only)


def _endpoint(
    name: str,
    method: str,
    path: str,
    *query: Parameter,
    body: Body = "none",
    paging: Paging = "none",
    repeat: Repeat = "harmless",
    timeout: float = 30.0,
    permission: str = "",
    prose_only: bool = False,
) -> Endpoint:
    """Make a row: what is no GET writes."""
    numbers = tuple(each for each in _VARIABLE.findall(path) if each in _NUMBERS)
    writes = method != "GET" and path != IDENTITY_PATH
    return Endpoint(
        name, method, path, query, body, paging, writes, repeat, timeout, permission, prose_only,
        numbers,
    )  # fmt: skip


IDENTITY_PATH = "/identity/oauth/token"

_PAGE = (_number("batchSize", RECORDS_PER_PAGE), _text("nextPageToken"))
_OFFSET = (_number("maxReturn", ASSETS_PER_PAGE), _number("offset"))
_FILTER = (
    _text("filterType", required=True),
    _many("filterValues", RECORDS_PER_CALL, required=True),
    _many("fields"),
    *_PAGE,
)
_UPDATED = (_text("earliestUpdatedAt"), _text("latestUpdatedAt"))
_IDS = _many("id", RECORDS_PER_CALL)

_READ_LEADS, _WRITE_LEADS = "Read-Only Lead", "Read-Write Lead"
_READ_ASSETS, _WRITE_ASSETS = "Read-Only Assets", "Read-Write Assets"
_READ_ACTIVITIES, _WRITE_ACTIVITIES = "Read-Only Activity", "Read-Write Activity"
_READ_CAMPAIGNS, _RUN_CAMPAIGNS = "Read-Only Campaign", "Execute Campaign"
_READ_OBJECTS, _WRITE_OBJECTS = "Read-Only Custom Object", "Read-Write Custom Object"
_READ_DEALS, _WRITE_DEALS = "Read-Only Opportunity", "Read-Write Opportunity"
_READ_COMPANIES, _WRITE_COMPANIES = "Read-Only Company", "Read-Write Company"
_READ_SALES, _WRITE_SALES = "Read-Only Sales Person", "Read-Write Sales Person"
_FIELD_SCHEMA = "Read-Write Schema Standard Field"
_CUSTOM_FIELD_SCHEMA = "Read-Write Schema Custom Field"
_OBJECT_SCHEMA = "Read-Write Custom Object Type"
_ACTIVITY_SCHEMA = "Read-Write Activity Metadata"
_READ_ACTIVITY_SCHEMA = "Read-Only Activity Metadata"

# Seconds (documented, for each family of endpoints).
_ASSET, _SYNC = 300.0, 90.0

EXPORT_STATUSES = ("created", "queued", "processing", "cancelled", "completed", "failed")
"""The words by which a list of exports is narrowed down; answers write them with a capital."""

_V1, _ASSET_V1, _BULK = "/rest/v1", "/rest/asset/v1", "/bulk/v1"
_ROWS = (
    # Identity: outside the quota.
    _endpoint(
        "identity", "GET", IDENTITY_PATH,
        _text("client_id", required=True), _text("client_secret", required=True),
        _text("grant_type", "client_credentials", required=True),
    ),
    # Leads.
    _endpoint("describe_leads", "GET", f"{_V1}/leads/describe.json", permission=_READ_LEADS),
    _endpoint("describe2_leads", "GET", f"{_V1}/leads/describe2.json", permission=_READ_LEADS),
    _endpoint(
        "get_lead_fields", "GET", f"{_V1}/leads/schema/fields.json", *_PAGE,
        paging="position", permission=_FIELD_SCHEMA,
    ),
    _endpoint(
        "get_lead_field", "GET", f"{_V1}/leads/schema/fields/{{fieldApiName}}.json",
        permission=_FIELD_SCHEMA,
    ),
    _endpoint(
        "create_lead_fields", "POST", f"{_V1}/leads/schema/fields.json", body="json",
        repeat="harmful", permission=_CUSTOM_FIELD_SCHEMA,
    ),
    _endpoint(
        "get_leads", "GET", f"{_V1}/leads.json", *_FILTER,
        paging="position", timeout=60.0, permission=_READ_LEADS,
    ),
    _endpoint(
        "get_lead", "GET", f"{_V1}/lead/{{leadId}}.json", _many("fields"), permission=_READ_LEADS
    ),
    _endpoint(
        "sync_leads", "POST", f"{_V1}/leads.json", body="json",
        repeat="by action", timeout=_SYNC, permission=_WRITE_LEADS,
    ),
    _endpoint(
        "delete_leads", "POST", f"{_V1}/leads/delete.json", _IDS, body="json",
        permission=_WRITE_LEADS,
    ),
    _endpoint(
        # Neither description nor prose has it any more; clients use it (recorded).
        "delete_leads_by_former_method", "DELETE", f"{_V1}/leads.json", _IDS, body="json",
        permission=_WRITE_LEADS, prose_only=True,
    ),
    _endpoint(
        "merge_leads", "POST", f"{_V1}/leads/{{leadId}}/merge.json",
        _number("leadId"), _many("leadIds", LOSERS_PER_MERGE), _flag("mergeInCRM"),
        repeat="harmful", timeout=180.0, permission=_WRITE_LEADS,
    ),
    _endpoint(
        "associate_lead", "POST", f"{_V1}/leads/{{leadId}}/associate.json",
        _text("cookie", required=True), timeout=60.0, permission=_WRITE_LEADS,
    ),
    _endpoint(
        "push_leads", "POST", f"{_V1}/leads/push.json", body="json",
        repeat="harmful", timeout=_SYNC, permission=_WRITE_LEADS,
    ),
    _endpoint(
        "submit_form", "POST", f"{_V1}/leads/submitForm.json", body="json",
        repeat="harmful", permission=_WRITE_LEADS,
    ),
    _endpoint(
        "get_lead_partitions", "GET", f"{_V1}/leads/partitions.json", permission=_READ_LEADS
    ),
    _endpoint(
        "get_lists_of_lead", "GET", f"{_V1}/leads/{{leadId}}/listMembership.json", *_PAGE,
        paging="position", permission=_READ_LEADS,
    ),
    _endpoint(
        "get_programs_of_lead", "GET", f"{_V1}/leads/{{leadId}}/programMembership.json", *_PAGE,
        *_UPDATED, _text("filterType"), _many("filterValues"),
        paging="position", permission=_READ_LEADS,
    ),
    _endpoint(
        "get_leads_of_program", "GET", f"{_V1}/leads/programs/{{programId}}.json",
        _many("fields"), *_PAGE, paging="position", permission=_READ_LEADS,
    ),
    # Static lists and their members.
    _endpoint(
        "get_lists", "GET", f"{_V1}/lists.json", _many("id", RECORDS_PER_CALL), _many("name"),
        _many("programName"), _many("workspaceName"), *_PAGE,
        paging="position", permission=_READ_LEADS,
    ),
    _endpoint("get_list", "GET", f"{_V1}/lists/{{listId}}.json", permission=_READ_LEADS),
    _endpoint(
        "get_leads_of_list", "GET", f"{_V1}/lists/{{listId}}/leads.json", _many("fields"), *_PAGE,
        paging="position", timeout=60.0, permission=_READ_LEADS,
    ),
    _endpoint(
        "get_leads_of_list_by_former_path", "GET", f"{_V1}/list/{{listId}}/leads.json",
        _many("fields"), *_PAGE, paging="position", timeout=60.0, permission=_READ_LEADS,
    ),
    _endpoint(
        "add_to_list", "POST", f"{_V1}/lists/{{listId}}/leads.json", _IDS, body="json",
        permission=_WRITE_LEADS,
    ),
    _endpoint(
        "remove_from_list", "DELETE", f"{_V1}/lists/{{listId}}/leads.json",
        _many("id", RECORDS_PER_CALL, required=True), body="json", permission=_WRITE_LEADS,
    ),
    _endpoint(
        "is_member_of_list", "GET", f"{_V1}/lists/{{listId}}/leads/ismember.json", _IDS,
        body="json", permission=_READ_LEADS,
    ),
    # Activities.
    _endpoint(
        "get_activity_types", "GET", f"{_V1}/activities/types.json", permission=_READ_ACTIVITIES
    ),
    _endpoint(
        "get_paging_token", "GET", f"{_V1}/activities/pagingtoken.json",
        _text("sinceDatetime", required=True), timeout=300.0, permission=_READ_ACTIVITIES,
    ),
    _endpoint(
        "get_activities", "GET", f"{_V1}/activities.json", _text("nextPageToken", required=True),
        _many("activityTypeIds", ACTIVITY_TYPES_PER_CALL, required=True), _many("assetIds"),
        _number("listId"), _many("leadIds", ACTIVITY_LEADS_PER_CALL),
        _number("batchSize", RECORDS_PER_PAGE), paging="date", permission=_READ_ACTIVITIES,
    ),
    _endpoint(
        "get_lead_changes", "GET", f"{_V1}/activities/leadchanges.json",
        _text("nextPageToken", required=True), _many("fields", required=True), _number("listId"),
        _many("leadIds", ACTIVITY_LEADS_PER_CALL), _number("batchSize", RECORDS_PER_PAGE),
        paging="date", permission=_READ_ACTIVITIES,
    ),
    _endpoint(
        "get_deleted_leads", "GET", f"{_V1}/activities/deletedleads.json",
        _text("nextPageToken", required=True), _number("batchSize", RECORDS_PER_PAGE),
        paging="date", permission=_READ_ACTIVITIES,
    ),
    _endpoint(
        "add_custom_activities", "POST", f"{_V1}/activities/external.json", body="json",
        repeat="harmful", timeout=_SYNC, permission=_WRITE_ACTIVITIES,
    ),
    _endpoint(
        "get_custom_activity_types", "GET", f"{_V1}/activities/external/types.json",
        permission=_READ_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "describe_custom_activity_type", "GET",
        f"{_V1}/activities/external/type/{{apiName}}/describe.json", _flag("draft"),
        permission=_READ_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "create_custom_activity_type", "POST", f"{_V1}/activities/external/type.json",
        body="json", repeat="harmful", permission=_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "update_custom_activity_type", "POST", f"{_V1}/activities/external/type/{{apiName}}.json",
        body="json", permission=_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "approve_custom_activity_type", "POST",
        f"{_V1}/activities/external/type/{{apiName}}/approve.json", permission=_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "discard_custom_activity_type_draft", "POST",
        f"{_V1}/activities/external/type/{{apiName}}/discardDraft.json",
        permission=_ACTIVITY_SCHEMA,
    ),
    _endpoint(
        "delete_custom_activity_type", "POST",
        f"{_V1}/activities/external/type/{{apiName}}/delete.json", permission=_ACTIVITY_SCHEMA,
    ),
    *(
        _endpoint(
            f"{action}_custom_activity_attributes", "POST",
            f"{_V1}/activities/external/type/{{apiName}}/attributes/{action}.json", body="json",
            repeat="harmful" if action == "create" else "harmless", permission=_ACTIVITY_SCHEMA,
        )
        for action in ("create", "update", "delete")
    ),
    # Campaigns.
    _endpoint(
        "get_campaigns", "GET", f"{_V1}/campaigns.json", _many("id", RECORDS_PER_CALL),
        _many("name"), _many("programName"), _many("workspaceName"), *_PAGE,
        _flag("isTriggerable"), paging="position", permission=_READ_CAMPAIGNS,
    ),
    _endpoint(
        "get_campaign", "GET", f"{_V1}/campaigns/{{campaignId}}.json", permission=_READ_CAMPAIGNS
    ),
    _endpoint(
        "trigger_campaign", "POST", f"{_V1}/campaigns/{{campaignId}}/trigger.json", body="json",
        repeat="harmful", permission=_RUN_CAMPAIGNS,
    ),
    _endpoint(
        "schedule_campaign", "POST", f"{_V1}/campaigns/{{campaignId}}/schedule.json", body="json",
        repeat="harmful", timeout=_ASSET, permission=_RUN_CAMPAIGNS,
    ),
    # Custom objects.
    _endpoint(
        "list_custom_objects", "GET", f"{_V1}/customobjects.json", _many("names"),
        permission=_READ_OBJECTS,
    ),
    _endpoint(
        "describe_custom_object", "GET", f"{_V1}/customobjects/{{customObjectName}}/describe.json",
        permission=_READ_OBJECTS,
    ),
    _endpoint(
        "get_custom_objects", "GET", f"{_V1}/customobjects/{{customObjectName}}.json", *_FILTER,
        body="json", paging="position", permission=_READ_OBJECTS,
    ),
    _endpoint(
        "sync_custom_objects", "POST", f"{_V1}/customobjects/{{customObjectName}}.json",
        body="json", repeat="by action", timeout=120.0, permission=_WRITE_OBJECTS,
    ),
    _endpoint(
        "delete_custom_objects", "POST", f"{_V1}/customobjects/{{customObjectName}}/delete.json",
        body="json", timeout=60.0, permission=_WRITE_OBJECTS,
    ),
    _endpoint(
        "list_custom_object_types", "GET", f"{_V1}/customobjects/schema.json", _many("names"),
        _text("state", "draft", "approved", "approvedWithDraft"), permission=_OBJECT_SCHEMA,
    ),
    _endpoint(
        "sync_custom_object_type", "POST", f"{_V1}/customobjects/schema.json", body="json",
        repeat="by action", permission=_OBJECT_SCHEMA,
    ),
    _endpoint(
        "describe_custom_object_type", "GET",
        f"{_V1}/customobjects/schema/{{apiName}}/describe.json",
        _text("state", "draft", "approved", "approvedWithDraft"), permission=_OBJECT_SCHEMA,
    ),
    _endpoint(
        "add_custom_object_fields", "POST",
        f"{_V1}/customobjects/schema/{{apiName}}/addField.json", body="json",
        repeat="harmful", permission=_OBJECT_SCHEMA,
    ),
    _endpoint(
        "update_custom_object_field", "POST",
        f"{_V1}/customobjects/schema/{{apiName}}/{{fieldApiName}}/updateField.json", body="json",
        permission=_OBJECT_SCHEMA,
    ),
    _endpoint(
        "delete_custom_object_fields", "POST",
        f"{_V1}/customobjects/schema/{{apiName}}/deleteField.json", body="json",
        permission=_OBJECT_SCHEMA,
    ),
    *(
        _endpoint(
            f"{name}_custom_object_type", "POST",
            f"{_V1}/customobjects/schema/{{apiName}}/{action}.json", permission=_OBJECT_SCHEMA,
        )
        for name, action in (
            ("approve", "approve"), ("discard_draft_of", "discardDraft"), ("delete", "delete")
        )
    ),
    _endpoint(
        "get_custom_object_data_types", "GET", f"{_V1}/customobjects/schema/fieldDataTypes.json",
        permission=_OBJECT_SCHEMA,
    ),
    # Opportunities and their roles.
    _endpoint(
        "describe_opportunity", "GET", f"{_V1}/opportunities/describe.json", permission=_READ_DEALS
    ),
    _endpoint(
        "get_opportunities", "GET", f"{_V1}/opportunities.json", *_FILTER, body="json",
        paging="position", permission=_READ_DEALS,
    ),
    _endpoint(
        "sync_opportunities", "POST", f"{_V1}/opportunities.json", body="json",
        repeat="by action", timeout=60.0, permission=_WRITE_DEALS,
    ),
    _endpoint(
        "delete_opportunities", "POST", f"{_V1}/opportunities/delete.json", body="json",
        timeout=60.0, permission=_WRITE_DEALS,
    ),
    _endpoint(
        "describe_opportunity_role", "GET", f"{_V1}/opportunities/roles/describe.json",
        permission=_READ_DEALS,
    ),
    _endpoint(
        "get_opportunity_roles", "GET", f"{_V1}/opportunities/roles.json", *_FILTER, body="json",
        paging="position", permission=_READ_DEALS,
    ),
    _endpoint(
        "sync_opportunity_roles", "POST", f"{_V1}/opportunities/roles.json", body="json",
        repeat="by action", timeout=60.0, permission=_WRITE_DEALS,
    ),
    _endpoint(
        "delete_opportunity_roles", "POST", f"{_V1}/opportunities/roles/delete.json", body="json",
        timeout=60.0, permission=_WRITE_DEALS,
    ),
    # Companies and sales persons.
    _endpoint(
        "describe_companies", "GET", f"{_V1}/companies/describe.json", permission=_READ_COMPANIES
    ),
    _endpoint(
        "get_companies", "GET", f"{_V1}/companies.json", *_FILTER,
        paging="position", permission=_READ_COMPANIES,
    ),
    _endpoint(
        "sync_companies", "POST", f"{_V1}/companies.json", body="json",
        repeat="by action", timeout=60.0, permission=_WRITE_COMPANIES,
    ),
    _endpoint(
        "delete_companies", "POST", f"{_V1}/companies/delete.json", body="json",
        timeout=60.0, permission=_WRITE_COMPANIES,
    ),
    _endpoint(
        "get_company_fields", "GET", f"{_V1}/companies/schema/fields.json", *_PAGE,
        paging="position", permission=_FIELD_SCHEMA,
    ),
    _endpoint(
        "get_company_field", "GET", f"{_V1}/companies/schema/fields/{{fieldApiName}}.json",
        permission=_FIELD_SCHEMA,
    ),
    _endpoint(
        "describe_sales_persons", "GET", f"{_V1}/salespersons/describe.json",
        permission=_READ_SALES,
    ),
    _endpoint(
        "get_sales_persons", "GET", f"{_V1}/salespersons.json", *_FILTER,
        paging="position", permission=_READ_SALES,
    ),
    _endpoint(
        "sync_sales_persons", "POST", f"{_V1}/salespersons.json", body="json",
        repeat="by action", timeout=60.0, permission=_WRITE_SALES,
    ),
    _endpoint(
        "delete_sales_persons", "POST", f"{_V1}/salespersons/delete.json", body="json",
        timeout=60.0, permission=_WRITE_SALES,
    ),
    # Imports.
    _endpoint(
        "import_leads", "POST", f"{_BULK}/leads.json",
        _text("format", "csv", "tsv", "ssv", required=True), _text("lookupField"),
        _text("partitionName"), _number("listId"),
        body="file", repeat="harmful", timeout=_ASSET, permission=_WRITE_LEADS,
    ),
    _endpoint(
        "get_import_status", "GET", f"{_BULK}/leads/batch/{{batchId}}.json",
        permission=_WRITE_LEADS,
    ),
    _endpoint(
        "get_import_failures", "GET", f"{_BULK}/leads/batch/{{batchId}}/failures.json",
        permission=_WRITE_LEADS,
    ),
    _endpoint(
        "get_import_warnings", "GET", f"{_BULK}/leads/batch/{{batchId}}/warnings.json",
        permission=_WRITE_LEADS,
    ),
    # Exports. One that is made twice does nothing more until it is enqueued.
    *(
        row
        for kind, subject, permission in (
            ("lead", "leads", _READ_LEADS), ("activity", "activities", _READ_ACTIVITIES)
        )
        for path in (f"{_BULK}/{subject}/export",)
        for row in (
            _endpoint(
                f"get_{kind}_exports", "GET", f"{path}.json",
                Parameter("status", "array", choices=EXPORT_STATUSES), *_PAGE,
                paging="position", permission=permission,
            ),
            _endpoint(
                f"create_{kind}_export", "POST", f"{path}/create.json", body="json",
                permission=permission,
            ),
            *(
                _endpoint(
                    f"{action}_{kind}_export", "POST", f"{path}/{{exportId}}/{action}.json",
                    # The second time is refused, as if the first had been.
                    repeat="harmful" if action == "enqueue" else "harmless",
                    permission=permission,
                )
                for action in ("enqueue", "cancel")
            ),
            _endpoint(
                f"get_{kind}_export_status", "GET", f"{path}/{{exportId}}/status.json",
                permission=permission,
            ),
            _endpoint(
                f"get_{kind}_export_file", "GET", f"{path}/{{exportId}}/file.json",
                timeout=_ASSET, permission=permission,
            ),
        )
    ),
    # Assets: programs.
    _endpoint(
        "get_program", "GET", f"{_ASSET_V1}/program/{{id}}.json",
        timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_program_by_name", "GET", f"{_ASSET_V1}/program/byName.json",
        _text("name", required=True), _flag("includeTags"), _flag("includeCosts"),
        timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_programs_by_tag", "GET", f"{_ASSET_V1}/program/byTag.json",
        _text("tagType", required=True), _text("tagValue", required=True), *_OFFSET,
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_programs", "GET", f"{_ASSET_V1}/programs.json", *_OFFSET,
        _text("filterType", "id", "programId", "folderId", "workspace"), *_UPDATED,
        _many("filterValues", prose_only=True), _text("status", prose_only=True),
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "update_program", "POST", f"{_ASSET_V1}/program/{{id}}.json", body="form",
        repeat="harmful", timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "approve_program", "POST", f"{_ASSET_V1}/program/{{id}}/approve.json",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "unapprove_program", "POST", f"{_ASSET_V1}/program/{{id}}/unapprove.json",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "delete_program", "POST", f"{_ASSET_V1}/program/{{id}}/delete.json",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "update_program_tag", "POST", f"{_ASSET_V1}/program/{{id}}/tag/{{tagType}}.json",
        _text("tagValue", required=True, prose_only=True),
        timeout=_ASSET, permission=_WRITE_ASSETS, prose_only=True,
    ),
    _endpoint(
        "delete_program_tag", "POST", f"{_ASSET_V1}/program/{{id}}/tag/{{tagType}}/delete.json",
        timeout=_ASSET, permission=_WRITE_ASSETS, prose_only=True,
    ),
    # Assets: channels, tags, tokens, folders.
    _endpoint(
        "get_channels", "GET", f"{_ASSET_V1}/channels.json", *_OFFSET,
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_channel_by_name", "GET", f"{_ASSET_V1}/channel/byName.json",
        Parameter("Name", required=True, also="name"), timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_tag_types", "GET", f"{_ASSET_V1}/tagTypes.json", *_OFFSET,
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_tag_type_by_name", "GET", f"{_ASSET_V1}/tagType/byName.json",
        _text("name", required=True), timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_tokens", "GET", f"{_ASSET_V1}/folder/{{id}}/tokens.json",
        _text("folderType", "Folder", "Program"), timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "add_token", "POST", f"{_ASSET_V1}/folder/{{id}}/tokens.json", body="form",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "delete_token", "POST", f"{_ASSET_V1}/folder/{{id}}/tokens/delete.json", body="form",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "get_folder", "GET", f"{_ASSET_V1}/folder/{{id}}.json",
        _text("type", "Folder", "Program", required=True),
        timeout=_ASSET, permission=_READ_ASSETS,
    ),
    # Assets: smart campaigns.
    _endpoint(
        "get_smart_campaigns", "GET", f"{_ASSET_V1}/smartCampaigns.json", *_OFFSET,
        _text("folder"), *_UPDATED, _flag("isActive"),
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_smart_campaign", "GET", f"{_ASSET_V1}/smartCampaign/{{id}}.json",
        timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_smart_campaign_by_name", "GET", f"{_ASSET_V1}/smartCampaign/byName.json",
        _text("name", required=True), timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "create_smart_campaign", "POST", f"{_ASSET_V1}/smartCampaigns.json", body="form",
        repeat="harmful", timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "update_smart_campaign", "POST", f"{_ASSET_V1}/smartCampaign/{{id}}.json", body="json",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "clone_smart_campaign", "POST", f"{_ASSET_V1}/smartCampaign/{{id}}/clone.json",
        body="form", repeat="harmful", timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    *(
        _endpoint(
            f"{action}_smart_campaign", "POST",
            f"{_ASSET_V1}/smartCampaign/{{id}}/{action}.json",
            timeout=_ASSET, permission=_WRITE_ASSETS,
        )
        for action in ("activate", "deactivate", "delete")
    ),
    # Assets: static lists.
    _endpoint(
        "get_static_lists", "GET", f"{_ASSET_V1}/staticLists.json", *_OFFSET,
        _text("folder"), *_UPDATED,
        paging="offset", timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_static_list", "GET", f"{_ASSET_V1}/staticList/{{id}}.json",
        timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "get_static_list_by_name", "GET", f"{_ASSET_V1}/staticList/byName.json",
        _text("name", required=True), timeout=_ASSET, permission=_READ_ASSETS,
    ),
    _endpoint(
        "create_static_list", "POST", f"{_ASSET_V1}/staticLists.json", body="form",
        repeat="harmful", timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "update_static_list", "POST", f"{_ASSET_V1}/staticList/{{id}}.json", body="form",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    _endpoint(
        "delete_static_list", "POST", f"{_ASSET_V1}/staticList/{{id}}/delete.json",
        timeout=_ASSET, permission=_WRITE_ASSETS,
    ),
    # Usage.
    _endpoint("get_daily_usage", "GET", f"{_V1}/stats/usage.json"),
    _endpoint("get_daily_errors", "GET", f"{_V1}/stats/errors.json"),
    _endpoint("get_weekly_usage", "GET", f"{_V1}/stats/usage/last7days.json"),
    _endpoint("get_weekly_errors", "GET", f"{_V1}/stats/errors/last7days.json"),
)  # fmt: skip

ENDPOINTS: Mapping[str, Endpoint] = {each.name: each for each in _ROWS}
"""The endpoints by name."""

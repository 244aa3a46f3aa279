"""A call of every method of the REST client, with all of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from mktows.rest import RestClient

Act = Callable[[RestClient], Any]

TIME = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPAN = {"startAt": "2026-03-01T00:00:00Z", "endAt": "2026-03-02T00:00:00Z"}
UPDATED: dict[str, Any] = {"earliest_updated_at": TIME, "latest_updated_at": TIME}
PAGE: dict[str, Any] = {"batch_size": 2, "position": "t"}
ASSETS: dict[str, Any] = {"max_return": 2, "offset": 2}
SEARCH: dict[str, Any] = {"filter_type": "id", "filter_values": ["planted-1", "planted-2"]}
RECORD = {"name": "planted-body", "amount": 1.5}
KEYS = [{"externalOpportunityId": "planted-body"}]
ATTRIBUTE = {"apiName": "a", "name": "A", "dataType": "string"}
FOLDER = {"id": 7, "type": "Folder"}
FIELD = {"displayName": "planted-body", "name": "x", "dataType": "string"}
NAMED: dict[str, Any] = {
    "ids": [1, 2],
    "names": ["a"],
    "program_names": ["b"],
    "workspace_names": ["c"],
}

CALLS: dict[str, tuple[Act, ...]] = {
    "describe_leads": (lambda c: c.describe_leads(),),
    "describe2_leads": (lambda c: c.describe2_leads(),),
    "get_lead_fields": (lambda c: c.get_lead_fields(**PAGE),),
    "get_lead_field": (lambda c: c.get_lead_field("email"),),
    "create_lead_fields": (lambda c: c.create_lead_fields([FIELD]),),
    "get_leads": (lambda c: c.get_leads("id", [1, 2], fields=["email"], **PAGE),),
    "get_lead": (lambda c: c.get_lead(7, fields=["email"]),),
    "sync_leads": (
        lambda c: c.sync_leads([RECORD], partition_name="Default"),
        lambda c: c.sync_leads([RECORD], action="createDuplicate"),
        lambda c: c.sync_leads([{"id": 7}], action="updateOnly", lookup_field="id"),
    ),
    "delete_leads": (lambda c: c.delete_leads([7]),),
    "delete_leads_by_former_method": (lambda c: c.delete_leads_by_former_method([7]),),
    "merge_leads": (lambda c: c.merge_leads(7, [8, 9], merge_in_crm=True),),
    "associate_lead": (lambda c: c.associate_lead(7, "id:123&token:x"),),
    "push_leads": (
        lambda c: c.push_leads(
            [RECORD],
            program_name="p",
            program_status="s",
            source="s",
            reason="r",
            partition_name="Default",
        ),
    ),
    "submit_form": (
        lambda c: c.submit_form(
            7,
            {"email": "planted-body"},
            visitor_data={"pageURL": "https://x.example"},
            cookie="x",
            program_id=8,
        ),
    ),
    "get_lead_partitions": (lambda c: c.get_lead_partitions(),),
    "get_lists_of_lead": (lambda c: c.get_lists_of_lead(7, **PAGE),),
    "get_programs_of_lead": (lambda c: c.get_programs_of_lead(7, **SEARCH, **UPDATED, **PAGE),),
    "get_leads_of_program": (lambda c: c.get_leads_of_program(7, fields=["email"], **PAGE),),
    "get_lists": (lambda c: c.get_lists(**NAMED, **PAGE),),
    "get_list": (lambda c: c.get_list(7),),
    "get_leads_of_list": (lambda c: c.get_leads_of_list(7, fields=["email"], **PAGE),),
    "get_leads_of_list_by_former_path": (
        lambda c: c.get_leads_of_list_by_former_path(7, fields=["email"], **PAGE),
    ),
    "add_to_list": (lambda c: c.add_to_list(7, [8]),),
    "remove_from_list": (lambda c: c.remove_from_list(7, [8]),),
    "is_member_of_list": (lambda c: c.is_member_of_list(7, [8]),),
    "get_activity_types": (lambda c: c.get_activity_types(),),
    "get_paging_token": (
        lambda c: c.get_paging_token(TIME),
        lambda c: c.get_paging_token("2026-03-01T00:00:00Z"),
    ),
    "get_activities": (
        lambda c: c.get_activities(
            "t", [1, 2], asset_ids=[3], list_id=4, lead_ids=[5], batch_size=6
        ),
    ),
    "get_lead_changes": (
        lambda c: c.get_lead_changes("t", ["email"], list_id=4, lead_ids=[5], batch_size=6),
    ),
    "get_deleted_leads": (lambda c: c.get_deleted_leads("t", batch_size=6),),
    "add_custom_activities": (
        lambda c: c.add_custom_activities(
            [
                {
                    "leadId": 7,
                    "activityDate": TIME,
                    "activityTypeId": 100001,
                    "primaryAttributeValue": "planted-body",
                    "attributes": [{"apiName": "a", "value": 1.5}],
                }
            ]
        ),
    ),
    "create_custom_activity_type": (
        lambda c: c.create_custom_activity_type(
            "x",
            "X",
            trigger_name="t",
            filter_name="f",
            primary_attribute=ATTRIBUTE,
            description="d",
        ),
    ),
    "get_custom_activity_types": (lambda c: c.get_custom_activity_types(),),
    "describe_custom_activity_type": (lambda c: c.describe_custom_activity_type("x", draft=True),),
    "update_custom_activity_type": (
        lambda c: c.update_custom_activity_type(
            "x",
            "planted-body",
            trigger_name="t",
            filter_name="f",
            primary_attribute=ATTRIBUTE,
            description="d",
        ),
    ),
    "approve_custom_activity_type": (lambda c: c.approve_custom_activity_type("x"),),
    "discard_custom_activity_type_draft": (lambda c: c.discard_custom_activity_type_draft("x"),),
    "delete_custom_activity_type": (lambda c: c.delete_custom_activity_type("x"),),
    "create_custom_activity_attributes": (
        lambda c: c.create_custom_activity_attributes("x", [ATTRIBUTE]),
    ),
    "update_custom_activity_attributes": (
        lambda c: c.update_custom_activity_attributes("x", [ATTRIBUTE]),
    ),
    "delete_custom_activity_attributes": (
        lambda c: c.delete_custom_activity_attributes("x", ["a"]),
    ),
    "get_campaigns": (lambda c: c.get_campaigns(**NAMED, is_triggerable=True, **PAGE),),
    "trigger_campaign": (lambda c: c.trigger_campaign(7, [8], tokens={"{{my.x}}": "y"}),),
    "schedule_campaign": (
        lambda c: c.schedule_campaign(
            7, run_at=TIME, tokens={"{{my.x}}": "y"}, clone_to_program_name="n"
        ),
        lambda c: c.schedule_campaign(7),
    ),
    "list_custom_objects": (lambda c: c.list_custom_objects(names=["car"]),),
    "describe_custom_object": (lambda c: c.describe_custom_object("car"),),
    "get_custom_objects": (
        lambda c: c.get_custom_objects("car", **SEARCH, fields=["vin"], **PAGE),
        lambda c: c.get_custom_objects("car", keys=KEYS, fields=["vin"], **PAGE),
    ),
    "sync_custom_objects": (
        lambda c: c.sync_custom_objects("car", [RECORD]),
        lambda c: c.sync_custom_objects("car", [RECORD], action="updateOnly", dedupe_by="idField"),
    ),
    "delete_custom_objects": (
        lambda c: c.delete_custom_objects("car", [RECORD], delete_by="idField"),
    ),
    "list_custom_object_types": (
        lambda c: c.list_custom_object_types(names=["car"], state="draft"),
    ),
    "sync_custom_object_type": (
        lambda c: c.sync_custom_object_type(
            "car",
            display_name="Car",
            plural_name="Cars",
            description="d",
            show_in_lead_detail=True,
        ),
        lambda c: c.sync_custom_object_type("car", action="updateOnly", description="d"),
    ),
    "describe_custom_object_type": (
        lambda c: c.describe_custom_object_type("car", state="approved"),
    ),
    "add_custom_object_fields": (lambda c: c.add_custom_object_fields("car", [FIELD]),),
    "update_custom_object_field": (
        lambda c: c.update_custom_object_field("car", "vin", {"displayName": "VIN"}),
    ),
    "delete_custom_object_fields": (lambda c: c.delete_custom_object_fields("car", ["vin"]),),
    "approve_custom_object_type": (lambda c: c.approve_custom_object_type("car"),),
    "discard_draft_of_custom_object_type": (
        lambda c: c.discard_draft_of_custom_object_type("car"),
    ),
    "delete_custom_object_type": (lambda c: c.delete_custom_object_type("car"),),
    "get_custom_object_data_types": (lambda c: c.get_custom_object_data_types(),),
    "describe_opportunity": (lambda c: c.describe_opportunity(),),
    "get_opportunities": (
        lambda c: c.get_opportunities(**SEARCH, fields=["name"], **PAGE),
        lambda c: c.get_opportunities(keys=KEYS, fields=["name"], **PAGE),
    ),
    "sync_opportunities": (lambda c: c.sync_opportunities([RECORD]),),
    "delete_opportunities": (lambda c: c.delete_opportunities(KEYS),),
    "describe_opportunity_role": (lambda c: c.describe_opportunity_role(),),
    "get_opportunity_roles": (
        lambda c: c.get_opportunity_roles(**SEARCH, fields=["role"], **PAGE),
        lambda c: c.get_opportunity_roles(keys=KEYS),
    ),
    "sync_opportunity_roles": (lambda c: c.sync_opportunity_roles([RECORD]),),
    "delete_opportunity_roles": (lambda c: c.delete_opportunity_roles(KEYS),),
    "describe_companies": (lambda c: c.describe_companies(),),
    "get_companies": (lambda c: c.get_companies(**SEARCH, fields=["company"], **PAGE),),
    "sync_companies": (lambda c: c.sync_companies([RECORD]),),
    "delete_companies": (lambda c: c.delete_companies([{"externalCompanyId": "x"}]),),
    "get_company_fields": (lambda c: c.get_company_fields(**PAGE),),
    "get_company_field": (lambda c: c.get_company_field("industry"),),
    "describe_sales_persons": (lambda c: c.describe_sales_persons(),),
    "get_sales_persons": (lambda c: c.get_sales_persons(**SEARCH, fields=["email"], **PAGE),),
    "sync_sales_persons": (lambda c: c.sync_sales_persons([RECORD]),),
    "delete_sales_persons": (lambda c: c.delete_sales_persons([{"externalSalesPersonId": "x"}]),),
    "import_leads": (
        lambda c: c.import_leads(
            b"email\r\nplanted-body\r\n", lookup_field="email", partition_name="p", list_id=7
        ),
    ),
    "get_import_status": (lambda c: c.get_import_status(7),),
    "get_import_failures": (lambda c: c.get_import_failures(7),),
    "get_import_warnings": (lambda c: c.get_import_warnings(7),),
    "create_lead_export": (
        lambda c: c.create_lead_export(
            ["email"], {"createdAt": SPAN}, format="TSV", column_names={"email": "planted-body"}
        ),
    ),
    "create_activity_export": (
        lambda c: c.create_activity_export({"createdAt": SPAN, "activityTypeIds": [1]}),
        lambda c: c.create_activity_export({"createdAt": SPAN}, fields=["leadId"]),
    ),
    "get_lead_exports": (lambda c: c.get_lead_exports(statuses=["completed"], **PAGE),),
    "get_activity_exports": (lambda c: c.get_activity_exports(statuses=["queued"], **PAGE),),
    "enqueue_lead_export": (lambda c: c.enqueue_lead_export("x-1"),),
    "enqueue_activity_export": (lambda c: c.enqueue_activity_export("x-1"),),
    "cancel_lead_export": (lambda c: c.cancel_lead_export("x-1"),),
    "cancel_activity_export": (lambda c: c.cancel_activity_export("x-1"),),
    "get_lead_export_status": (lambda c: c.get_lead_export_status("x-1"),),
    "get_activity_export_status": (lambda c: c.get_activity_export_status("x-1"),),
    "get_lead_export_file": (lambda c: c.get_lead_export_file("x-1"),),
    "get_activity_export_file": (lambda c: c.get_activity_export_file("x-1", first=1, last=2),),
    "get_program": (lambda c: c.get_program(7),),
    "get_program_by_name": (
        lambda c: c.get_program_by_name("x", include_tags=True, include_costs=False),
    ),
    "get_programs_by_tag": (lambda c: c.get_programs_by_tag("t", "v", **ASSETS),),
    "get_programs": (
        lambda c: c.get_programs(
            filter_type="id", filter_values=[7], status="on", **UPDATED, **ASSETS
        ),
    ),
    "update_program": (
        lambda c: c.update_program(
            7,
            name="n",
            description="d",
            tags=[{"tagType": "t", "tagValue": "v"}],
            costs=[{"startDate": "2026-01-01", "cost": 200, "note": "n"}],
            costs_destructive_update=True,
            start_date=TIME,
            end_date=TIME,
        ),
    ),
    "approve_program": (lambda c: c.approve_program(7),),
    "unapprove_program": (lambda c: c.unapprove_program(7),),
    "delete_program": (lambda c: c.delete_program(7),),
    "update_program_tag": (lambda c: c.update_program_tag(7, "t", "v"),),
    "delete_program_tag": (lambda c: c.delete_program_tag(7, "t"),),
    "get_channels": (lambda c: c.get_channels(**ASSETS),),
    "get_channel_by_name": (lambda c: c.get_channel_by_name("x"),),
    "get_tag_types": (lambda c: c.get_tag_types(**ASSETS),),
    "get_tag_type_by_name": (lambda c: c.get_tag_type_by_name("x"),),
    "get_tokens": (lambda c: c.get_tokens(7, folder_type="Program"),),
    "add_token": (lambda c: c.add_token(7, "x", "text", "planted-body", folder_type="Folder"),),
    "delete_token": (lambda c: c.delete_token(7, "x", "text", folder_type="Folder"),),
    "get_folder": (lambda c: c.get_folder(7, folder_type="Folder"),),
    "get_smart_campaigns": (
        lambda c: c.get_smart_campaigns(folder="7", is_active=True, **UPDATED, **ASSETS),
    ),
    "get_smart_campaign": (lambda c: c.get_smart_campaign(7),),
    "get_smart_campaign_by_name": (lambda c: c.get_smart_campaign_by_name("x"),),
    "get_campaign": (lambda c: c.get_campaign(7),),
    "create_smart_campaign": (lambda c: c.create_smart_campaign("n", FOLDER, description="d"),),
    "update_smart_campaign": (lambda c: c.update_smart_campaign(7, name="n", description="d"),),
    "clone_smart_campaign": (lambda c: c.clone_smart_campaign(7, "n", FOLDER, description="d"),),
    "activate_smart_campaign": (lambda c: c.activate_smart_campaign(7),),
    "deactivate_smart_campaign": (lambda c: c.deactivate_smart_campaign(7),),
    "delete_smart_campaign": (lambda c: c.delete_smart_campaign(7),),
    "get_static_lists": (lambda c: c.get_static_lists(folder="7", **UPDATED, **ASSETS),),
    "get_static_list": (lambda c: c.get_static_list(7),),
    "get_static_list_by_name": (lambda c: c.get_static_list_by_name("x"),),
    "create_static_list": (lambda c: c.create_static_list("n", FOLDER, description="d"),),
    "update_static_list": (lambda c: c.update_static_list(7, name="n", description="d"),),
    "delete_static_list": (lambda c: c.delete_static_list(7),),
    "get_daily_usage": (lambda c: c.get_daily_usage(),),
    "get_daily_errors": (lambda c: c.get_daily_errors(),),
    "get_weekly_usage": (lambda c: c.get_weekly_usage(),),
    "get_weekly_errors": (lambda c: c.get_weekly_errors(),),
}

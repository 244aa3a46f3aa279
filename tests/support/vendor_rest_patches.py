"""Patches of the vendor's description of its REST API, each with its reason.

They do no more than what the vendor's own sample calls and prose show. A test finds the sample, or
the example of `vendor_rest_prose`, that each patch is needed for.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

from support.swagger import JSON, Node

TIME = r"^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d|[+-]\d{4}|Z\+0000))?$"
"""The spellings of a time, and a date alone."""
Change = Callable[[Node], None]


@dataclass(frozen=True)
class Patch:
    """A change to the description.

    Attributes:
        name: What it is called in the test.
        reason: What shows that the description is not so.
        change: What changes a description that was converted to OpenAPI 3.
        files: The vendor's files that it changes.
    """

    name: str
    reason: str
    change: Change
    files: tuple[str, ...] = ("mapi",)


def _schemas(described: Node) -> Node:
    schemas: Node = described["components"]["schemas"]
    return schemas


def _optional(schema: str, *members: str) -> Change:
    """Members that may be missing; all, where none is named."""

    def change(described: Node) -> None:
        node = _schemas(described)[schema]
        left = [each for each in node["required"] if members and each not in members]
        assert left != node["required"], f"{schema} does not require {members}"
        if left:
            node["required"] = left
        else:
            del node["required"]

    return change


def _nullable(schema: str, *members: str) -> Change:
    def change(described: Node) -> None:
        for each in members:
            _schemas(described)[schema]["properties"][each]["nullable"] = True

    return change


def _all(*changes: Change) -> Change:
    def change(described: Node) -> None:
        for each in changes:
            each(described)

    return change


def _any_of_texts(schema: str, member: str) -> Change:
    def change(described: Node) -> None:
        del _schemas(described)[schema]["properties"][member]["enum"]

    return change


def _envelope(described: Node) -> None:
    for name, schema in _schemas(described).items():
        if name.startswith("ResponseOf") and "success" in schema["properties"]:
            schema["required"] = ["requestId", "success"]


def _times(described: Node) -> None:
    for schema in _schemas(described).values():
        for member in schema.get("properties", {}).values():
            if member.get("format") == "date-time":
                del member["format"]
                member["pattern"] = TIME


def _own_records(described: Node) -> None:
    schemas = _schemas(described)
    schemas["CustomObjectInput"] = copy.deepcopy(schemas["CustomObject"])
    del schemas["CustomObjectInput"]["required"]
    for name in ("LookupCustomObject", "SyncCustomObject", "DeleteCustomObject"):
        schemas[f"{name}Request"]["properties"]["input"]["items"] = {
            "$ref": "#/components/schemas/CustomObjectInput"
        }


def _own_activities(described: Node) -> None:
    schemas = _schemas(described)
    schemas["CustomActivityInput"] = copy.deepcopy(schemas["CustomActivity"])
    schemas["CustomActivityInput"]["required"] = [
        "leadId", "activityDate", "activityTypeId", "primaryAttributeValue"
    ]  # fmt: skip
    schemas["CustomActivityRequest"]["properties"]["input"]["items"] = {
        "$ref": "#/components/schemas/CustomActivityInput"
    }


def _attribute_values(described: Node) -> None:
    del _schemas(described)["Attribute"]["properties"]["value"]["type"]


def _body_of_remove(described: Node) -> None:
    path = "/rest/v1/lists/{listId}/leads.json"
    described["paths"][path]["delete"]["requestBody"]["required"] = False


def _channel_name(described: Node) -> None:
    parameters = described["paths"]["/rest/asset/v1/channel/byName.json"]["get"]["parameters"]
    (given,) = parameters
    given["required"] = False
    parameters.append({**given, "name": "name"})


def _folder_of_asset(described: Node) -> None:
    schemas = _schemas(described)
    schemas["FolderOfAsset"] = {
        "type": "object",
        "required": ["type"],
        "properties": {
            "type": {"type": "string"},
            "id": {"type": "integer"},
            "value": {"type": "integer"},
            "folderName": {"type": "string"},
        },
    }
    for name in ("ProgramResponse", "BrowseAllPrograms"):
        schemas[name]["properties"]["folder"] = {"$ref": "#/components/schemas/FolderOfAsset"}


def _folder_of_tokens(described: Node) -> None:
    _schemas(described)["TokenResponse"]["properties"]["folder"] = {
        "type": "object",
        "required": ["type", "value"],
        "properties": {"type": {"type": "string"}, "value": {"type": "integer"}},
    }


def _program_filters(described: Node) -> None:
    parameters = described["paths"]["/rest/asset/v1/programs.json"]["get"]["parameters"]
    parameters += [
        {"name": "status", "in": "query", "schema": {"type": "string"}},
        {
            "name": "filterValues",
            "in": "query",
            "schema": {"type": "array", "items": {"type": "string"}},
        },
    ]


def _folder_of_clone(described: Node) -> None:
    schemas = _schemas(described)
    schemas["FolderOfClone"] = copy.deepcopy(schemas["Folder"])
    schemas["FolderOfClone"]["properties"]["type"]["enum"].append("folder")
    schemas["CloneSmartCampaignRequest"]["properties"]["folder"] = {
        "$ref": "#/components/schemas/FolderOfClone"
    }


def _json_in_forms(described: Node) -> None:
    for operations in described["paths"].values():
        for operation in operations.values():
            content = operation.get("requestBody", {}).get("content", {})
            for media in content.values():
                name = media["schema"].get("$ref", "").rpartition("/")[2]
                members = _schemas(described).get(name, {}).get("properties", {})
                media["encoding"] = {
                    member: {"contentType": JSON}
                    for member, schema in members.items()
                    if "$ref" in schema or schema.get("type") in ("array", "object")
                }


def _former_deletion(described: Node) -> None:
    now = described["paths"]["/rest/v1/leads/delete.json"]["post"]
    described["paths"]["/rest/v1/leads.json"]["delete"] = {**now, "operationId": "formerDelete"}


def _tags_of_programs(described: Node) -> None:
    for action, query in (("", [("tagValue", True)]), ("/delete", [])):
        path = f"/rest/asset/v1/program/{{id}}/tag/{{tagType}}{action}.json"
        described["paths"][path] = {
            "post": {
                "operationId": f"tag{action}",
                "parameters": [
                    *_path_parameters(id="integer", tagType="string"),
                    *(
                        {"name": name, "in": "query", "required": required}
                        | {"schema": {"type": "string"}}
                        for name, required in query
                    ),
                ],
                "responses": {
                    "200": {
                        "description": "",
                        "content": {
                            JSON: {"schema": {"$ref": "#/components/schemas/ResponseOfIdResponse"}}
                        },
                    }
                },
            }
        }


def _path_parameters(**kinds: str) -> list[Node]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": kind}}
        for name, kind in kinds.items()
    ]


def _files_of_imports(described: Node) -> None:
    for kind in ("failures", "warnings"):
        path = f"/bulk/v1/leads/batch/{{batchId}}/{kind}.json"
        content = described["paths"][path]["get"]["responses"]["200"]["content"]
        for media in ("text/csv", "text/tab-separated-values", "text/plain"):
            content[media] = {"schema": {}}


def _statuses_of_exports(described: Node) -> None:
    for subject in ("leads", "activities"):
        for each in described["paths"][f"/bulk/v1/{subject}/export.json"]["get"]["parameters"]:
            if each["name"] == "status":
                each["schema"]["items"]["enum"] = each["schema"].pop("enum")


def _column_names(described: Node) -> None:
    _schemas(described)["ColumnHeaderNames"] = {
        "type": "object",
        "additionalProperties": {"type": "string"},
    }


def _status(*statuses: str) -> Change:
    """Statuses whose bodies are anything."""

    def change(described: Node) -> None:
        for operations in described["paths"].values():
            for operation in operations.values():
                for status in statuses:
                    operation["responses"][status] = {"description": "in prose"}

    return change


def _refused_identity(described: Node) -> None:
    texts = {"error": {"type": "string"}, "error_description": {"type": "string"}}
    schema = {"type": "object", "required": ["error"], "properties": texts}
    for operation in described["paths"]["/identity/oauth/token"].values():
        for status in ("400", "401"):
            operation["responses"][status] = {
                "description": "in prose",
                "content": {JSON: {"schema": schema}},
            }


_BOTH = ("mapi", "asset")
PATCHES: tuple[Patch, ...] = (
    Patch(
        "envelope", "samples lack errors and warnings; a refused call lacks its result", _envelope
    ),
    Patch(
        "times", "samples spell offsets without colon, Z+0000, and dates alone", _times, _BOTH
    ),
    Patch(
        "object-records", "samples send records without a GUID and a place", _own_records
    ),
    Patch(
        "object-outcomes", "a record that was skipped has no GUID",
        _optional("CustomObject", "marketoGUID"),
    ),
    Patch(
        "company-outcomes", "a company that was skipped has no id",
        _optional("CompanyResponse", "id"),
    ),
    Patch(
        "activities",
        "samples send them without id and errors, and answer with id, GUID and status",
        _all(_own_activities, _optional("CustomActivity")),
    ),
    Patch(
        "attribute-names", "attributes of custom activities have an API name instead",
        _optional("Attribute", "name"),
    ),
    Patch("attribute-values", "values of attributes are texts and numbers", _attribute_values),
    Patch(
        "attribute-deletion", "attributes are deleted by their API names alone",
        _optional("CustomActivityTypeAttribute", "name"),
    ),
    Patch(
        "object-description",
        "samples of standard objects lack these members; in other samples the API name is `name`",
        _optional(
            "ObjectMetaData", "apiName", "pluralName", "status", "version", "fields",
            "description", "displayName", "relationships",
        ),
    ),
    Patch(
        "object-drafts", "a type that was never approved has null for these",
        _nullable("ObjectMetaData", "createdAt", "updatedAt", "idField"),
    ),
    Patch(
        "related-object", "one sample has `object` for `relatedTo`",
        _optional("ObjectRelation", "relatedTo"),
    ),
    Patch(
        "type-update", "an update of a type sends no display name",
        _optional("SyncCustomObjectTypeRequest", "displayName"),
    ),
    Patch("list-removal", "a sample removes leads by the query alone", _body_of_remove),
    Patch(
        "import-queued", "an import that waits has processed nothing",
        _optional("ImportLeadResponse", "numOfLeadsProcessed"),
    ),
    Patch(
        "export-statuses", "the words stand at the array, of whose values they are one each",
        _statuses_of_exports,
    ),
    Patch("former-deletion", "clients delete leads by another method", _former_deletion),
    Patch("export-headings", "prose: an object has a heading for each field", _column_names),
    Patch(
        "export-fields", "prose: an export of activities has all fields if none are named",
        _optional("ExportActivityRequest", "fields"),
    ),
    Patch("import-files", "prose: failures and warnings are files", _files_of_imports),
    Patch(
        "lead-field", "a sample lacks this member", _optional("LeadField", "isApiCreated")
    ),
    Patch(
        "lead-field-text", "samples have null for it", _nullable("LeadField", "description")
    ),
    Patch(
        "campaign-outcomes", "what runs a campaign answers with its id alone",
        _optional("Campaign", "name", "type", "createdAt", "updatedAt"),
    ),
    Patch("channel-name", "prose and sample spell the parameter `name`", _channel_name, ("asset",)),
    Patch(
        "channel-texts", "samples have null for it",
        _nullable("ChannelProgression", "description"), ("asset",),
    ),
    Patch(
        "program-folder", "samples have `value` for `id`", _folder_of_asset, ("asset",)
    ),
    Patch(
        "program-types", "samples have Default, Event, Engagement, Email",
        _all(_any_of_texts("ProgramResponse", "type"), _any_of_texts("BrowseAllPrograms", "type")),
        ("asset",),
    ),
    Patch(
        "program-status", "samples have an empty status",
        _all(
            _any_of_texts("ProgramResponse", "status"),
            _any_of_texts("BrowseAllPrograms", "status"),
        ),
        ("asset",),
    ),
    Patch(
        "program-parts", "samples have null where tags or costs were not asked for",
        _nullable("ProgramResponse", "costs", "tags"), ("asset",),
    ),
    Patch("forms", "samples send objects in forms as JSON", _json_in_forms, ("asset",)),
    Patch(
        "clone-folder", "a sample has the type of a folder in lower case", _folder_of_clone,
        ("asset",),
    ),
    Patch("program-filters", "two parameters stand in prose alone", _program_filters, ("asset",)),
    Patch("program-tags", "two endpoints stand in prose alone", _tags_of_programs, ("asset",)),
    Patch("token-folder", "samples have an object for it", _folder_of_tokens, ("asset",)),
    Patch(
        "smart-campaigns", "samples lack these members",
        _all(
            _optional(
                "SmartCampaignResponse", "folder", "maxMembers", "qualificationRuleInterval",
                "qualificationRuleUnit",
            ),
            _optional(
                "Recurrence", "startAt", "endAt", "intervalType", "interval", "weekdayMask",
                "dayOfMonth", "dayOfWeek", "weekOfMonth",
            ),
        ),
        ("asset",),
    ),
    Patch(
        "static-lists", "samples lack these members",
        _optional("StaticListResponse", "description", "url", "workspace"), ("asset",),
    ),
    Patch(
        "sizes", "prose: a body or an address that is too long", _status("413", "414"), _BOTH
    ),
    Patch(
        "identity-refused", "prose: credentials that are wrong", _refused_identity, ("identity",)
    ),
)  # fmt: skip

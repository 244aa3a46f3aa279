# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Classes of every version since 2_1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from xsdata.models.datatype import XmlDateTime

from mktows_bindings.runtime import Open, Reply

__NAMESPACE__ = "http://www.marketo.com/mktows/"
__all__ = [
    "ActivityType",
    "ActivityTypeFilter",
    "ArrayOfActivityType",
    "ArrayOfAttrib",
    "ArrayOfAttribute",
    "ArrayOfBase64Binary",
    "ArrayOfCampaignRecord",
    "ArrayOfCustomObj",
    "ArrayOfInteger",
    "ArrayOfKeyList",
    "ArrayOfLeadKey",
    "ArrayOfLeadRecord",
    "ArrayOfLeadStatus",
    "ArrayOfMObjAssociation",
    "ArrayOfMObjCriteria",
    "ArrayOfMObjFieldMetadata",
    "ArrayOfMObject",
    "ArrayOfProgressionStatus",
    "ArrayOfString",
    "ArrayOfSyncCustomObjStatus",
    "ArrayOfSyncStatus",
    "ArrayOfTag",
    "ArrayOfTagStatus",
    "ArrayOfTypeAttrib",
    "ArrayOfVersionedItem",
    "Attrib",
    "Attribute",
    "CampaignRecord",
    "ComparisonEnum",
    "CustomObj",
    "ForeignSysType",
    "ImportToListModeEnum",
    "ImportToListStatusEnum",
    "LastUpdateAtSelector",
    "LeadKey",
    "LeadKeyRef",
    "LeadKeySelector",
    "LeadMergeStatusEnum",
    "LeadRecord",
    "LeadSelector",
    "LeadStatus",
    "LeadSyncStatus",
    "ListKey",
    "ListKeyType",
    "MObjAssociation",
    "MObjCriteria",
    "MObjFieldMetadata",
    "MObjStatusEnum",
    "MObject",
    "MObjectMetadata",
    "MObjectTypeEnum",
    "MergeStatus",
    "MktowsContextHeaderInfo",
    "ParamsDeleteCustomObjects",
    "ParamsDeleteMObjects",
    "ParamsDescribeMObject",
    "ParamsGetCampaignsForSource",
    "ParamsGetChannels",
    "ParamsGetCustomObjects",
    "ParamsGetImportToListStatus",
    "ParamsGetLead",
    "ParamsGetLeadActivity",
    "ParamsGetMObjects",
    "ParamsGetMultipleLeads",
    "ParamsGetTags",
    "ParamsImportToList",
    "ParamsListMObjects",
    "ParamsRequestCampaign",
    "ParamsSyncCustomObjects",
    "ParamsSyncMObjects",
    "ParamsSyncMultipleLeads",
    "ProgressionStatus",
    "ReqCampSourceType",
    "ResultDeleteCustomObjects",
    "ResultDescribeMObject",
    "ResultGetCampaignsForSource",
    "ResultGetChannels",
    "ResultGetCustomObjects",
    "ResultGetImportToListStatus",
    "ResultGetLead",
    "ResultGetMObjects",
    "ResultGetMultipleLeads",
    "ResultGetTags",
    "ResultImportToList",
    "ResultListMObjects",
    "ResultListOperation",
    "ResultMergeLeads",
    "ResultRequestCampaign",
    "ResultScheduleCampaign",
    "ResultSyncCustomObjects",
    "ResultSyncLead",
    "ResultSyncMultipleLeads",
    "StaticListSelector",
    "StreamPosition",
    "SuccessDeleteCustomObjects",
    "SuccessDescribeMObject",
    "SuccessGetCampaignsForSource",
    "SuccessGetChannels",
    "SuccessGetCustomObjects",
    "SuccessGetImportToListStatus",
    "SuccessGetLead",
    "SuccessGetMObjects",
    "SuccessGetMultipleLeads",
    "SuccessGetTags",
    "SuccessImportToList",
    "SuccessListMObjects",
    "SuccessListOperation",
    "SuccessMergeLeads",
    "SuccessRequestCampaign",
    "SuccessScheduleCampaign",
    "SuccessSyncCustomObjects",
    "SuccessSyncLead",
    "SuccessSyncMultipleLeads",
    "SyncCustomObjStatus",
    "SyncOperationEnum",
    "SyncStatus",
    "SyncStatusEnum",
    "Tag",
    "TagStatus",
    "TypeAttrib",
    "VersionedItem",
]


class ActivityType(Enum):
    """
    The types of activities, as activityFilter takes them.

    Replies and activityNameFilter use display names instead: as a rule the value split at its
    capitals, a run of capitals being one word, such as Visit Webpage for VisitWebpage and SFDC
    Activity for SFDCActivity. Values that deviate give their display name.

    Attributes:
        NewSFDCOpprtnty: Display name: New SFDC Opportunity.
        RemoveFromFlow: Display name: Remove from Flow.
        PushLeadToSales: Display name, presumably: Sync Lead to SFDC.
        AddToList: Display name: Add to List.
        RemoveFromList: Display name: Remove from List.
        PushLeadUpdatesToSales: Display name, presumably: Sync Lead Updates to SFDC.
        DeleteLeadFromSales: Display name, presumably: Delete Lead from SFDC.
        AssocWithOpprtntyInSales: Display name, presumably: Add to Opportunity.
        DissocFromOpprtntyInSales: Display name, presumably: Remove from Opportunity.
        UpdateOpprtntyInSales: Display name, presumably: Update Opportunity.
        AddtoSFDCCampaign: Display name: Add to SFDC Campaign. The value has a lower-case t.
        RemoveFromSFDCCampaign: Display name: Remove from SFDC Campaign.
        ChangeStatusInSFDCCampaign: Display name: Change Status in SFDC Campaign.
        ChangeStatusInProgression: Display name: Change Status in Progression.
        ChangeFieldInProgram: Display name, presumably: Change Program Data.
        EnrichWithDatacom: Display name: Enrich with Data.com.
    """

    VisitWebpage = "VisitWebpage"
    FillOutForm = "FillOutForm"
    ClickLink = "ClickLink"
    SendEmail = "SendEmail"
    EmailDelivered = "EmailDelivered"
    EmailBounced = "EmailBounced"
    UnsubscribeEmail = "UnsubscribeEmail"
    OpenEmail = "OpenEmail"
    ClickEmail = "ClickEmail"
    NewLead = "NewLead"
    ChangeDataValue = "ChangeDataValue"
    LeadAssigned = "LeadAssigned"
    NewSFDCOpprtnty = "NewSFDCOpprtnty"
    Wait = "Wait"
    RunSubflow = "RunSubflow"
    RemoveFromFlow = "RemoveFromFlow"
    PushLeadToSales = "PushLeadToSales"
    CreateTask = "CreateTask"
    ConvertLead = "ConvertLead"
    ChangeScore = "ChangeScore"
    ChangeOwner = "ChangeOwner"
    AddToList = "AddToList"
    RemoveFromList = "RemoveFromList"
    SFDCActivity = "SFDCActivity"
    EmailBouncedSoft = "EmailBouncedSoft"
    PushLeadUpdatesToSales = "PushLeadUpdatesToSales"
    DeleteLeadFromSales = "DeleteLeadFromSales"
    SFDCActivityUpdated = "SFDCActivityUpdated"
    SFDCMergeLeads = "SFDCMergeLeads"
    MergeLeads = "MergeLeads"
    ResolveConflicts = "ResolveConflicts"
    AssocWithOpprtntyInSales = "AssocWithOpprtntyInSales"
    DissocFromOpprtntyInSales = "DissocFromOpprtntyInSales"
    UpdateOpprtntyInSales = "UpdateOpprtntyInSales"
    DeleteLead = "DeleteLead"
    SendAlert = "SendAlert"
    SendSalesEmail = "SendSalesEmail"
    OpenSalesEmail = "OpenSalesEmail"
    ClickSalesEmail = "ClickSalesEmail"
    AddtoSFDCCampaign = "AddtoSFDCCampaign"
    RemoveFromSFDCCampaign = "RemoveFromSFDCCampaign"
    ChangeStatusInSFDCCampaign = "ChangeStatusInSFDCCampaign"
    ReceiveSalesEmail = "ReceiveSalesEmail"
    InterestingMoment = "InterestingMoment"
    RequestCampaign = "RequestCampaign"
    SalesEmailBounced = "SalesEmailBounced"
    ChangeLeadPartition = "ChangeLeadPartition"
    ChangeRevenueStage = "ChangeRevenueStage"
    ChangeRevenueStageManually = "ChangeRevenueStageManually"
    ComputeDataValue = "ComputeDataValue"
    ChangeStatusInProgression = "ChangeStatusInProgression"
    ChangeFieldInProgram = "ChangeFieldInProgram"
    EnrichWithDatacom = "EnrichWithDatacom"
    ChangeSegment = "ChangeSegment"
    ResolveRuleset = "ResolveRuleset"
    SmartCampaignTest = "SmartCampaignTest"
    SmartCampaignTestTrigger = "SmartCampaignTestTrigger"


@dataclass(slots=True, kw_only=True)
class ArrayOfBase64Binary:
    """
    A list of binary values.

    No operation uses it.
    """

    base64_binary: list[bytes] = field(
        repr=False,
        default_factory=list,
        metadata={
            "name": "base64Binary",
            "type": "Element",
            "namespace": "",
            "format": "base64",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfInteger:
    """
    A list of integers: the ids of the losing leads of a merge.
    """

    integer_item: list[int] = field(
        default_factory=list,
        metadata={
            "name": "integerItem",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfString:
    """
    A list of texts.

    What the items are depends on the field: key values, attribute names, activity names, lines
    of an import or tag values.
    """

    string_item: list[str] = field(
        repr=False,
        default_factory=list,
        metadata={
            "name": "stringItem",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class Attrib:
    """
    A name with a value, in MObjects, tokens and progression statuses.

    Leads, activities and custom objects use Attribute instead, whose members have other names.

    Attributes:
        name: Name of an attribute; in an external key, the custom field that serves as key;
            of a program token, the full form such as {{my.message}}.
        value: Always text; in requests booleans of MObjects are written as 1 or 0.
    """

    name: str = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    value: str = field(
        repr=False,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class Attribute:
    """
    A named value of a lead, an activity or a custom object.

    It also serves as a key in mergeLeads and in the operations on custom objects.

    Attributes:
        attr_name: In leads the API name of the field, such as FirstName; in activities a
            label, such as Old Value; in mergeLeads a lead key type, such as IDNUM.
        attr_type: Data type such as string, integer, url or date. Replies fill it for leads
            and leave it nil for activities and custom objects; in requests it is ignored.
        attr_value: Always text. Activities keep empty values as empty elements, whereas a
            text attribute of a lead without a value is left out altogether.
    """

    attr_name: str = field(
        metadata={
            "name": "attrName",
            "type": "Element",
            "namespace": "",
        }
    )
    attr_type: None | str = field(
        default=None,
        metadata={
            "name": "attrType",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    attr_value: str = field(
        repr=False,
        metadata={
            "name": "attrValue",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class CampaignRecord:
    """
    A smart campaign that can be requested.

    Attributes:
        id: The id that requestCampaign takes as campaignId.
        name: Need not be unique. A campaign local to a program is named with it:
            Program.Campaign.
        description: Empty if there is none.
    """

    id: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    name: str = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    description: str = field(
        repr=False,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


class ComparisonEnum(Enum):
    """
    The comparisons: equal, not equal, less, less or equal, greater, greater or equal.

    Attributes:
        EQ: Equal.
        NE: Not equal.
        LT: Less than.
        LE: Less than or equal.
        GT: Greater than.
        GE: Greater than or equal.
    """

    EQ = "EQ"
    NE = "NE"
    LT = "LT"
    LE = "LE"
    GT = "GT"
    GE = "GE"


class ForeignSysType(Enum):
    """
    The kinds of systems that a foreign id can come from.

    Attributes:
        CUSTOM: A system other than SFDC and NETSUITE.
        SFDC: Salesforce.
        NETSUITE: NetSuite.
    """

    CUSTOM = "CUSTOM"
    SFDC = "SFDC"
    NETSUITE = "NETSUITE"


class ImportToListModeEnum(Enum):
    """
    The ways to treat the rows of an import.

    Attributes:
        UPSERTLEADS: Presumably creates missing leads, updates existing ones and puts them
            all into the list.
        LISTONLY: Presumably adds only leads that exist to the list and passes over the
            others.
    """

    UPSERTLEADS = "UPSERTLEADS"
    LISTONLY = "LISTONLY"


class ImportToListStatusEnum(Enum):
    """
    The states of an import.

    Attributes:
        PROCESSING: The import is waiting or running.
        COMPLETE: The import has run to its end.
        FAILED: The import could not be carried out.
        CANCELED: The import was stopped.
    """

    PROCESSING = "PROCESSING"
    COMPLETE = "COMPLETE"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


class LeadKeyRef(Enum):
    """
    The kinds of lead keys.

    A bad one is fault 20102.

    Attributes:
        IDNUM: The id of the lead.
        COOKIE: A tracking cookie: the value of the browser cookie _mkto_trk.
        EMAIL: The email address; several leads may share one.
        LEADOWNEREMAIL: The email address of the lead's owner; matches all leads of the
            owner.
        SFDCACCOUNTID: The id of the account in the CRM; may match several leads.
        SFDCCONTACTID: The id of the contact in the CRM.
        SFDCLEADID: The id of the lead in the CRM.
        SFDCLEADOWNERID: The id of the lead's owner in the CRM; matches all leads of the
            owner.
        SFDCOPPTYID: The id of the opportunity in the CRM; may match several leads.
    """

    IDNUM = "IDNUM"
    COOKIE = "COOKIE"
    EMAIL = "EMAIL"
    LEADOWNEREMAIL = "LEADOWNEREMAIL"
    SFDCACCOUNTID = "SFDCACCOUNTID"
    SFDCCONTACTID = "SFDCCONTACTID"
    SFDCLEADID = "SFDCLEADID"
    SFDCLEADOWNERID = "SFDCLEADOWNERID"
    SFDCOPPTYID = "SFDCOPPTYID"


class LeadMergeStatusEnum(Enum):
    """
    The outcomes of a merge.

    Attributes:
        MERGED: The losing leads were merged into the winning one.
        FAILED: Nothing was merged; error says why.
    """

    MERGED = "MERGED"
    FAILED = "FAILED"


@dataclass(slots=True, kw_only=True)
class LeadSelector:
    """
    A choice of leads, in one of three ways.

    It is abstract: the element carries an xsi:type that names LeadKeySelector,
    StaticListSelector or LastUpdateAtSelector, with a prefix bound to the namespace of this
    contract. Without it the service cannot interpret the selector.
    """


class LeadSyncStatus(Enum):
    """
    The outcomes for a lead in syncLead and syncMultipleLeads.

    In every recorded call of syncLead an error came as a fault, not as the status FAILED.

    Attributes:
        CREATED: A new lead was created.
        UPDATED: An existing lead was matched. This is also said where a field could not be
            written.
        FAILED: Nothing was written; error says why.
    """

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    FAILED = "FAILED"


class ListKeyType(Enum):
    """
    The kinds of list keys.

    Attributes:
        MKTOLISTNAME: The name of the list.
        MKTOSALESUSERID: Presumably the id of a sales user, for the list of that user.
        SFDCLEADOWNERID: Presumably the id of a lead owner in the CRM, for the list of that
            owner.
    """

    MKTOLISTNAME = "MKTOLISTNAME"
    MKTOSALESUSERID = "MKTOSALESUSERID"
    SFDCLEADOWNERID = "SFDCLEADOWNERID"


@dataclass(slots=True, kw_only=True)
class MObjFieldMetadata:
    """
    The description of one field of an object type.

    All members are always present; those without a value are nil.

    Attributes:
        name: Name of the field in the API.
        description: What the field means, in words; nil if there is no text.
        display_name: Name of the field as shown to users; filled for the fields of the lead
            database, nil for those of ActivityRecord.
        source_object: Object that the value comes from, such as Event, Campaign, Lead or
            Company.
        data_type: Recorded: integer, string, boolean, float, datetime, dateTime and Array.
            The spelling differs between object types.
        size: Presumably the greatest length, in digits or characters; nil if unstated.
        is_readonly: A field can presumably be written only if both isReadonly and
            isUpdateBlocked are false.
        is_update_blocked: Whether updates through the API are kept from the field. Writing
            such a lead field is silently ignored.
        is_name: Whether the field names the record; nil for the fields of the lead database.
        is_primary_key: Whether the field is the key of the record.
        is_custom: Whether the field is not one of the service's own.
        is_dynamic: Whether the field is not a member of the record but an entry of the list
            that dynamicFieldRef names.
        dynamic_field_ref: The member that holds the field, such as leadAttributeList; nil
            unless isDynamic is true.
        updated_at: When the description last changed.
    """

    name: str = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    description: None | str = field(
        repr=False,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    display_name: None | str = field(
        repr=False,
        metadata={
            "name": "displayName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    source_object: None | str = field(
        repr=False,
        metadata={
            "name": "sourceObject",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    data_type: str = field(
        metadata={
            "name": "dataType",
            "type": "Element",
            "namespace": "",
        }
    )
    size: None | int = field(
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        }
    )
    is_readonly: bool = field(
        metadata={
            "name": "isReadonly",
            "type": "Element",
            "namespace": "",
        }
    )
    is_update_blocked: bool = field(
        metadata={
            "name": "isUpdateBlocked",
            "type": "Element",
            "namespace": "",
        }
    )
    is_name: None | bool = field(
        metadata={
            "name": "isName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        }
    )
    is_primary_key: bool = field(
        metadata={
            "name": "isPrimaryKey",
            "type": "Element",
            "namespace": "",
        }
    )
    is_custom: bool = field(
        metadata={
            "name": "isCustom",
            "type": "Element",
            "namespace": "",
        }
    )
    is_dynamic: bool = field(
        metadata={
            "name": "isDynamic",
            "type": "Element",
            "namespace": "",
        }
    )
    dynamic_field_ref: None | str = field(
        repr=False,
        metadata={
            "name": "dynamicFieldRef",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    updated_at: XmlDateTime = field(
        metadata={
            "name": "updatedAt",
            "type": "Element",
            "namespace": "",
        }
    )


class MObjStatusEnum(Enum):
    """
    The outcomes for an MObject.

    Attributes:
        CREATED: A new object was created.
        UPDATED: An existing object was written.
        DELETED: In deleteMObjects only.
        FAILED: The object was not written or deleted; error says why.
        UNCHANGED: Nothing was changed; in deleteMObjects presumably because there is no such
            object.
        SKIPPED: The operation does not apply, such as UPDATE where there is no such object.
    """

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"
    FAILED = "FAILED"
    UNCHANGED = "UNCHANGED"
    SKIPPED = "SKIPPED"


class MObjectTypeEnum(Enum):
    """
    Names of object types.

    No operation uses this enumeration, and none knows OpportunityLeadRole: the role's type is
    OpportunityPersonRole.

    Attributes:
        Opportunity: An opportunity.
        OpportunityLeadRole: Not known to any operation; OpportunityPersonRole is.
        Program: A program, which can be read and updated only.
    """

    Opportunity = "Opportunity"
    OpportunityLeadRole = "OpportunityLeadRole"
    Program = "Program"


@dataclass(slots=True, kw_only=True)
class MktowsContextHeaderInfo:
    """
    The header that names the workspace for a lead of syncLead.

    Attributes:
        target_workspace: Workspace whose primary partition gets a new lead, unless an
            assignment rule matches. A lead found by its Id, its foreign id or a cookie has
            to be in that partition already; for a lead found by Email the header does not
            matter. Without workspaces only Default is allowed.
    """

    target_workspace: str = field(
        repr=False,
        metadata={
            "name": "targetWorkspace",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsDescribeMObject:
    """
    Request of describeMObject: the object type to describe.

    Attributes:
        object_name: ActivityRecord, LeadRecord, Opportunity or OpportunityPersonRole;
            another name is presumably fault 20110.
    """

    object_name: str = field(
        repr=False,
        metadata={
            "name": "objectName",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetImportToListStatus:
    """
    Request of getImportToListStatus: program and list of the import.

    Both are required in practice, though the schema has them optional.

    Attributes:
        program_name: Program that the list belongs to; required in practice.
        list_name: List that was imported into; required in practice.
    """

    program_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "programName",
            "type": "Element",
            "namespace": "",
        },
    )
    list_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "listName",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsListMObjects:
    """
    Request of listMObjects: it has no content.
    """


class ReqCampSourceType(Enum):
    """
    The sources of a campaign request.

    Attributes:
        MKTOWS: The web service, that is this API.
        SALES: The sales tool.
    """

    MKTOWS = "MKTOWS"
    SALES = "SALES"


@dataclass(slots=True, kw_only=True)
class ResultListMObjects(Reply):
    """
    Result of listMObjects: the names of the object types.

    Attributes:
        objects: One element per name, without a list around them. Recorded: ActivityRecord,
            LeadRecord, Opportunity and OpportunityPersonRole; Program is not listed, though
            getMObjects knows it.
    """

    objects: list[str] = field(
        repr=False,
        default_factory=list,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultRequestCampaign(Reply):
    """
    Result of requestCampaign: whether the request was accepted.
    """

    success: bool = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ResultScheduleCampaign(Reply):
    """
    Result of scheduleCampaign: whether the campaign was scheduled.
    """

    success: bool = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class StreamPosition:
    """
    A position in a stream of activities or changes.

    To start, give time stamps of your own or only empty members, which count as absent; then
    send back the position of the last reply unchanged, as a changed one gives unpredictable
    results. In replies all four members are present, and nil where they have no value. A
    position not understood is fault 20122, one with nothing left is fault 20123.

    Attributes:
        latest_created_at: Presumably the upper bound for the times of activities.
        oldest_created_at: Presumably the lower bound for the times of activities.
            getLeadChanges returns it as it was given.
        activity_created_at: Of unknown use; nil in all recorded replies.
        offset: Opaque text that says where to go on, such as ID:1024814. Recorded: sent on
            its own, it continues getLeadActivity and getLeadChanges.
    """

    latest_created_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "latestCreatedAt",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    oldest_created_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "oldestCreatedAt",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    activity_created_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "activityCreatedAt",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    offset: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


class SyncOperationEnum(Enum):
    """
    The ways to write objects: update, create or both.

    Attributes:
        UPSERT: Update what exists, create what does not.
        INSERT: Create only; what exists is left as it is.
        UPDATE: Update only; nothing is created.
    """

    UPSERT = "UPSERT"
    INSERT = "INSERT"
    UPDATE = "UPDATE"


class SyncStatusEnum(Enum):
    """
    The outcomes for a custom object record.

    UNCHANGED and SKIPPED are documented too, though they are missing here: a reader should be
    prepared for them.

    Attributes:
        CREATED: A new record was created.
        UPDATED: An existing record was written.
        DELETED: In deleteCustomObjects only.
        FAILED: The record was not written or deleted; error says why.
    """

    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"
    FAILED = "FAILED"


@dataclass(slots=True, kw_only=True)
class VersionedItem:
    """
    An item with a name and a time stamp.

    No operation uses it.
    """

    id: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    name: str = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    type_value: None | str = field(
        default=None,
        metadata={
            "name": "type",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    description: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    timestamp: XmlDateTime = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfActivityType:
    """
    A list of activity types, by their enumeration names.
    """

    activity_type: list[ActivityType] = field(
        default_factory=list,
        metadata={
            "name": "activityType",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfAttrib:
    """
    A list of names with values.
    """

    attrib: list[Attrib] = field(
        default_factory=list,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfAttribute:
    """
    A list of attributes.

    Replies sort the attributes of leads and of custom objects by name; those of an activity
    come in an order fixed by its type.
    """

    attribute: list[Attribute] = field(
        default_factory=list,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfCampaignRecord:
    """
    A list of smart campaigns.
    """

    campaign_record: list[CampaignRecord] = field(
        default_factory=list,
        metadata={
            "name": "campaignRecord",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfMObjFieldMetadata:
    """
    A list of field descriptions.
    """

    field_value: list[MObjFieldMetadata] = field(
        default_factory=list,
        metadata={
            "name": "field",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfVersionedItem:
    """
    A list of versioned items.

    No operation uses it.
    """

    versioned_item: list[VersionedItem] = field(
        default_factory=list,
        metadata={
            "name": "versionedItem",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class LastUpdateAtSelector(LeadSelector):
    """
    Selects leads whose data changed or who had a new activity in a time range.

    The range may span at most 30 days; in getMultipleLeads a longer one is fault 20022.

    Attributes:
        latest_updated_at: End of the range; absent presumably means now. In getLeadChanges
            it stands for latestCreatedAt of the position.
        oldest_updated_at: Start of the range. In getLeadChanges it stands for
            oldestCreatedAt of the position.
    """

    latest_updated_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "latestUpdatedAt",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    oldest_updated_at: XmlDateTime = field(
        metadata={
            "name": "oldestUpdatedAt",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class LeadKey:
    """
    A key to look up leads by, of one of several kinds.

    IDNUM and COOKIE identify one lead; the other kinds may match several.

    Attributes:
        key_value: Always text. Recorded for listOperation: an IDNUM beyond the range of an
            int, or nil, is refused with a fault.
    """

    key_type: Open[LeadKeyRef] = field(
        metadata={
            "name": "keyType",
            "type": "Element",
            "namespace": "",
        }
    )
    key_value: str = field(
        repr=False,
        metadata={
            "name": "keyValue",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class LeadKeySelector(LeadSelector):
    """
    Selects leads by up to 100 keys of one kind.

    Further keys are ignored in getMultipleLeads and a fault in getLeadChanges.

    Attributes:
        key_values: Up to 100 values. In getMultipleLeads a value that matches no lead is
            passed over without a fault.
    """

    key_type: LeadKeyRef = field(
        metadata={
            "name": "keyType",
            "type": "Element",
            "namespace": "",
        }
    )
    key_values: ArrayOfString = field(
        metadata={
            "name": "keyValues",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ListKey:
    """
    A key to find a static list by.

    Attributes:
        key_value: For MKTOLISTNAME the name of the list. An unknown list is fault 20111.
    """

    key_type: ListKeyType = field(
        metadata={
            "name": "keyType",
            "type": "Element",
            "namespace": "",
        }
    )
    key_value: str = field(
        repr=False,
        metadata={
            "name": "keyValue",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class MObjAssociation:
    """
    A reference to another object, by id or by external key.

    In requests of syncMObjects it may name, by external key, an object created earlier in the
    same call.

    Attributes:
        m_obj_type: Lead, Company or Opportunity.
        id: Id of the other object; not needed with an external key.
        external_key: A custom field of the other object and its value. ForeignSysPersonId of
            a lead cannot be used.
    """

    m_obj_type: str = field(
        metadata={
            "name": "mObjType",
            "type": "Element",
            "namespace": "",
        }
    )
    id: None | int = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )
    external_key: None | Attrib = field(
        default=None,
        metadata={
            "name": "externalKey",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class MObjCriteria:
    """
    A condition on one attribute of an MObject.

    Attributes:
        attr_name: Documented for Program: Id, Name, CRM Id, Created At, Updated At, Tag
            Type, Tag Value, Workspace Id, Workspace Name or Include Archive; for
            Opportunity: Name, Type or Stage; for OpportunityPersonRole: Role. Two conditions
            on Created At or on Updated At make a range; Tag Type and Tag Value can occur
            once each, and of Workspace Id and Workspace Name only one.
        attr_value: Value to compare with; for Include Archive, true includes archived
            programs.
    """

    attr_name: str = field(
        metadata={
            "name": "attrName",
            "type": "Element",
            "namespace": "",
        }
    )
    comparison: ComparisonEnum = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    attr_value: None | object = field(
        repr=False,
        default=None,
        metadata={
            "name": "attrValue",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class MergeStatus:
    """
    The outcome of a merge.

    Attributes:
        winning_lead_id: The id of the lead that remains.
        losing_lead_id_list: The ids of the leads merged into it.
        error: Why the merge failed; nil if it did not.
    """

    winning_lead_id: None | int = field(
        default=None,
        metadata={
            "name": "winningLeadId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    losing_lead_id_list: None | ArrayOfInteger = field(
        default=None,
        metadata={
            "name": "losingLeadIdList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    status: Open[LeadMergeStatusEnum] = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    error: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def losing_lead_ids(self) -> list[int]:
        """The items of `losing_lead_id_list`; empty where there is none."""
        found = self.losing_lead_id_list
        return found.integer_item if found else []


@dataclass(slots=True, kw_only=True)
class ParamsGetCampaignsForSource:
    """
    Request of getCampaignsForSource: source and name of the campaigns.

    Attributes:
        source: MKTOWS for campaigns that this API may request.
        name: Name of a campaign or, unless exactName is true, any part of it.
        exact_name: Whether the whole name must match; absent means false.
    """

    source: ReqCampSourceType = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    name: None | str = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    exact_name: None | bool = field(
        default=None,
        metadata={
            "name": "exactName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetMultipleLeads:
    """
    Request of getMultipleLeads: a selector, a position and the fields wanted.

    All parameters but the position are repeated for each page.

    Attributes:
        lead_selector: Which leads to read; in practice exactly one is required.
        last_updated_at: Deprecated; presumably an old form of LastUpdateAtSelector.
        stream_position: newStreamPosition of the last page, unchanged; absent or empty for
            the first page.
        batch_size: Greatest number of leads in a page. Both 1000 and 100 are documented as
            its limit, and 200 is recommended for speed; with a LeadKeySelector it has no
            reliable effect.
        include_attributes: Names of the lead fields wanted; absent or empty means all. Email
            comes back nil unless it is named too; Id is always filled.
    """

    lead_selector: None | LeadSelector = field(
        default=None,
        metadata={
            "name": "leadSelector",
            "type": "Element",
            "namespace": "",
        },
    )
    last_updated_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "lastUpdatedAt",
            "type": "Element",
            "namespace": "",
        },
    )
    stream_position: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "streamPosition",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    batch_size: None | int = field(
        default=None,
        metadata={
            "name": "batchSize",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    include_attributes: None | ArrayOfString = field(
        default=None,
        metadata={
            "name": "includeAttributes",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsImportToList:
    """
    Request of importToList: the list, the rows and what to do with them. clearList and
    campaignName are documented as optional, though the schema requires their elements.

    Attributes:
        import_file_header: Display names of the columns, such as First Name and not
            FirstName, separated by commas in one line. Columns may also be tokens such as
            {{my.message}}, which require a campaignName.
        import_file_rows: One line of comma-separated values per lead, with as many columns
            as the header.
        list_name: Name of an existing static list in the program.
        clear_list: Whether to empty the list first; false appends the rows.
        campaign_name: Campaign of the same program that uses the tokens of the rows in its
            next run, after which they are discarded; it may be nil if there are no token
            columns.
    """

    program_name: str = field(
        repr=False,
        metadata={
            "name": "programName",
            "type": "Element",
            "namespace": "",
        },
    )
    import_file_header: str = field(
        repr=False,
        metadata={
            "name": "importFileHeader",
            "type": "Element",
            "namespace": "",
        },
    )
    import_file_rows: ArrayOfString = field(
        metadata={
            "name": "importFileRows",
            "type": "Element",
            "namespace": "",
        }
    )
    import_list_mode: ImportToListModeEnum = field(
        metadata={
            "name": "importListMode",
            "type": "Element",
            "namespace": "",
        }
    )
    list_name: str = field(
        repr=False,
        metadata={
            "name": "listName",
            "type": "Element",
            "namespace": "",
        },
    )
    clear_list: bool = field(
        metadata={
            "name": "clearList",
            "type": "Element",
            "namespace": "",
        }
    )
    campaign_name: None | str = field(
        repr=False,
        metadata={
            "name": "campaignName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultGetImportToListStatus(Reply):
    """
    Result of getImportToListStatus: status and counts of the import.

    Attributes:
        ended_time: Nil while the import is running.
        estimated_time: Of unknown unit; nil in the recorded reply.
        estimated_rows: Presumably the number of rows in the import.
        rows_ignored: Presumably the number of rows passed over. Recorded: it counted all
            rows before any was imported.
        import_summary: Text about the import; nil while it is running.
    """

    status: Open[ImportToListStatusEnum] = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    started_time: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "startedTime",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    ended_time: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "endedTime",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    estimated_time: None | int = field(
        default=None,
        metadata={
            "name": "estimatedTime",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    estimated_rows: None | int = field(
        default=None,
        metadata={
            "name": "estimatedRows",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    rows_imported: None | int = field(
        default=None,
        metadata={
            "name": "rowsImported",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    rows_failed: None | int = field(
        default=None,
        metadata={
            "name": "rowsFailed",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    rows_ignored: None | int = field(
        default=None,
        metadata={
            "name": "rowsIgnored",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    import_summary: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "importSummary",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultImportToList(Reply):
    """
    Result of importToList: the status of the import just started.

    Attributes:
        import_status: PROCESSING in the recorded reply; getImportToListStatus tells how it
            goes on.
    """

    import_status: Open[ImportToListStatusEnum] = field(
        metadata={
            "name": "importStatus",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class StaticListSelector(LeadSelector):
    """
    Selects the members of a static list, given by its name or by its id.

    Attributes:
        static_list_name: Name of the list; for a list inside a program its full name,
            Program.List. In getMultipleLeads an unknown name gives an empty result, not a
            fault.
        static_list_id: Id of the list, in place of its name. Recorded: nil without a name is
            a fault.
    """

    static_list_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "staticListName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    static_list_id: None | int = field(
        default=None,
        metadata={
            "name": "staticListId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class SuccessListMObjects(Reply):
    """
    Reply of listMObjects: the names of the object types.
    """

    result: ResultListMObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessRequestCampaign(Reply):
    """
    Reply of requestCampaign: whether the request was accepted.
    """

    result: ResultRequestCampaign = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessScheduleCampaign(Reply):
    """
    Reply of scheduleCampaign: whether the campaign was scheduled.
    """

    result: ResultScheduleCampaign = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SyncStatus:
    """
    The outcome of a sync for one lead.

    Attributes:
        lead_id: The id of the lead; presumably 0 for a new lead that failed.
        error: Why the lead failed; nil if it did not.
    """

    lead_id: int = field(
        metadata={
            "name": "leadId",
            "type": "Element",
            "namespace": "",
        }
    )
    status: Open[LeadSyncStatus] = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    error: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class Tag:
    """
    A type of program tags and its values.

    Attributes:
        type_value: Name of the tag type; not needed in getChannels.
        values: Values of the tag type; in getChannels the names of channels.
    """

    type_value: None | str = field(
        default=None,
        metadata={
            "name": "type",
            "type": "Element",
            "namespace": "",
        },
    )
    values: None | ArrayOfString = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def string_items(self) -> list[str]:
        """The items of `values`; empty where there is none."""
        found = self.values
        return found.string_item if found else []


@dataclass(slots=True, kw_only=True)
class ActivityTypeFilter:
    """
    A choice of activity types, either those wanted or those unwanted. includeTypes and
    excludeTypes exclude each other; giving both is refused, presumably as a bad parameter.

    A filter with neither, or with empty lists, lets every type pass. A bad type is fault 20107.

    Attributes:
        include_types: Only activities of these types are returned. In getLeadChanges it is
            deprecated in favor of activityNameFilter, which is known since 2_3.
        exclude_types: Activities of these types are left out.
    """

    include_types: None | ArrayOfActivityType = field(
        default=None,
        metadata={
            "name": "includeTypes",
            "type": "Element",
            "namespace": "",
        },
    )
    exclude_types: None | ArrayOfActivityType = field(
        default=None,
        metadata={
            "name": "excludeTypes",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfKeyList:
    """
    A list of keys, each consisting of one or more attributes. mergeLeads takes one key for each
    losing lead, deleteCustomObjects one for each record.

    Attributes:
        key_list: The attributes that make up one key.
    """

    key_list: list[ArrayOfAttribute] = field(
        default_factory=list,
        metadata={
            "name": "keyList",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfLeadKey:
    """
    A list of lead keys.
    """

    lead_key: list[LeadKey] = field(
        default_factory=list,
        metadata={
            "name": "leadKey",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfMObjAssociation:
    """
    A list of references to other objects.
    """

    m_obj_association: list[MObjAssociation] = field(
        default_factory=list,
        metadata={
            "name": "mObjAssociation",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfMObjCriteria:
    """
    A list of conditions, all of which must presumably hold.
    """

    m_obj_criteria: list[MObjCriteria] = field(
        default_factory=list,
        metadata={
            "name": "mObjCriteria",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfSyncStatus:
    """
    A list of outcomes for leads.
    """

    sync_status: list[SyncStatus] = field(
        default_factory=list,
        metadata={
            "name": "syncStatus",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfTag:
    """
    A list of tag types.
    """

    tag: list[Tag] = field(
        default_factory=list,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class CustomObj:
    """
    A record of a custom object type.

    It belongs to a lead; a lead can have many. Types, their keys and their fields are defined
    in the administration interface.

    Attributes:
        custom_obj_key_list: The key fields, such as the link to the lead. Reading accepts
            some of the keys, writing presumably needs all; newer types accept only dedupe
            fields here, and a link field that is none goes into customObjAttributeList.
        custom_obj_attribute_list: The other fields; a type has at most 50 of its own.
    """

    custom_obj_key_list: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "customObjKeyList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    custom_obj_attribute_list: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "customObjAttributeList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def custom_obj_keys(self) -> list[Attribute]:
        """The items of `custom_obj_key_list`; empty where there is none."""
        found = self.custom_obj_key_list
        return found.attribute if found else []

    @property
    def custom_obj_attributes(self) -> list[Attribute]:
        """The items of `custom_obj_attribute_list`; empty where there is none."""
        found = self.custom_obj_attribute_list
        return found.attribute if found else []


@dataclass(slots=True, kw_only=True)
class LeadRecord:
    """
    A lead: its identifiers and the attributes that have a value.

    Its members are to be spelled exactly as here: the service ignores elements it does not
    know. A lower-case id, for instance, had no effect and the lead was created anew; leadId,
    foreignSysPersonId and foreignSysType, seen in examples, are ignored as well.

    Attributes:
        id: The id of the lead, as with the lead key type IDNUM; always filled in replies. In
            requests it goes before all other keys.
        email: The email address; several leads may share one. Nil if the lead has none, and
            in getMultipleLeads also if includeAttributes is given without naming it.
        foreign_sys_person_id: The id of the person in another system, unique among leads; a
            lead may have several. It is not visible in the user interface and once set can
            be reassigned to another lead, but not changed or deleted. Nil in all recorded
            replies.
        foreign_sys_type: The system of the foreign id; must accompany ForeignSysPersonId.
            Nil in all recorded replies.
        lead_attribute_list: The other fields of the lead; nil if there is none to return.
            The status is UPDATED even where a value for a read-only or update-blocked field
            was passed over.
    """

    id: None | int = field(
        default=None,
        metadata={
            "name": "Id",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    email: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "Email",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    foreign_sys_person_id: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "ForeignSysPersonId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    foreign_sys_type: None | Open[ForeignSysType] = field(
        default=None,
        metadata={
            "name": "ForeignSysType",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    lead_attribute_list: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "leadAttributeList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def lead_attributes(self) -> list[Attribute]:
        """The items of `lead_attribute_list`; empty where there is none."""
        found = self.lead_attribute_list
        return found.attribute if found else []


@dataclass(slots=True, kw_only=True)
class LeadStatus:
    """
    The outcome of a list operation for one lead.

    Attributes:
        lead_key: The key of the lead, of the same kind as in the request.
        status: Whether the lead is a member (ISMEMBEROFLIST), or whether it was added or
            removed. It is false for a lead that does not exist.
    """

    lead_key: LeadKey = field(
        metadata={
            "name": "leadKey",
            "type": "Element",
            "namespace": "",
        }
    )
    status: bool = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class MObjectMetadata:
    """
    The description of an object type.

    Attributes:
        name: Name of the type, as listMObjects returns it.
        description: What the type is, in words; nil if there is no text.
        is_custom: Whether the type is not one of the service's own; false for
            ActivityRecord.
        is_virtual: Whether the type is a composition that exists in the API only, such as
            ActivityRecord and LeadRecord.
        updated_at: When the description last changed.
    """

    name: str = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    description: None | str = field(
        repr=False,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    is_custom: bool = field(
        metadata={
            "name": "isCustom",
            "type": "Element",
            "namespace": "",
        }
    )
    is_virtual: bool = field(
        metadata={
            "name": "isVirtual",
            "type": "Element",
            "namespace": "",
        }
    )
    field_list: ArrayOfMObjFieldMetadata = field(
        metadata={
            "name": "fieldList",
            "type": "Element",
            "namespace": "",
        }
    )
    updated_at: XmlDateTime = field(
        metadata={
            "name": "updatedAt",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def fields(self) -> list[MObjFieldMetadata]:
        """The items of `field_list`; empty where there is none."""
        found = self.field_list
        return found.field_value if found else []


@dataclass(slots=True, kw_only=True)
class ParamsGetChannels:
    """
    Request of getChannels: the channels wanted.

    Attributes:
        tag: Names the channels wanted in its values; absent means all channels.
    """

    tag: None | Tag = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetCustomObjects:
    """
    Request of getCustomObjects: a type, keys, a position and the fields wanted.

    All parameters but the position are repeated for each page.

    Attributes:
        obj_type_name: Name of the type, in any case.
        stream_position: newStreamPosition of the last page, unchanged; absent or empty for
            the first page.
        batch_size: Greatest number of records in a page; above 100 it is capped.
        custom_obj_key_list: Key fields that a record must match; some of them will do, such
            as the link to the lead alone.
        include_attributes: Names of the fields wanted; an empty list means all.
    """

    obj_type_name: str = field(
        metadata={
            "name": "objTypeName",
            "type": "Element",
            "namespace": "",
        }
    )
    stream_position: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "streamPosition",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    batch_size: None | int = field(
        default=None,
        metadata={
            "name": "batchSize",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    custom_obj_key_list: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "customObjKeyList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    include_attributes: ArrayOfString = field(
        metadata={
            "name": "includeAttributes",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetLead:
    """
    Request of getLead: the key of the leads.
    """

    lead_key: LeadKey = field(
        metadata={
            "name": "leadKey",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ProgressionStatus:
    """
    A progression status of a channel, as names with values.

    Attributes:
        progression_status: Names recorded, in this order: Status, Step, for some channels
            Check-in Status or Webinar Behavior, and Success with the value true or false.
    """

    progression_status: None | ArrayOfAttrib = field(
        default=None,
        metadata={
            "name": "progressionStatus",
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def attribs(self) -> list[Attrib]:
        """The items of `progression_status`; empty where there is none."""
        found = self.progression_status
        return found.attrib if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetCampaignsForSource(Reply):
    """
    Result of getCampaignsForSource: all campaigns found.

    Attributes:
        return_count: Number of campaigns in the list.
        campaign_record_list: The campaigns, sorted by name and then by id; presumably nil if
            there are none.
    """

    return_count: int = field(
        metadata={
            "name": "returnCount",
            "type": "Element",
            "namespace": "",
        }
    )
    campaign_record_list: None | ArrayOfCampaignRecord = field(
        default=None,
        metadata={
            "name": "campaignRecordList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def campaign_records(self) -> list[CampaignRecord]:
        """The items of `campaign_record_list`; empty where there is none."""
        found = self.campaign_record_list
        return found.campaign_record if found else []


@dataclass(slots=True, kw_only=True)
class ResultMergeLeads(Reply):
    """
    Result of mergeLeads: the outcome of the merge.
    """

    merge_status: MergeStatus = field(
        metadata={
            "name": "mergeStatus",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetImportToListStatus(Reply):
    """
    Reply of getImportToListStatus: status and counts of the import.
    """

    result: ResultGetImportToListStatus = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessImportToList(Reply):
    """
    Reply of importToList: the status of the import just started.
    """

    result: ResultImportToList = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SyncCustomObjStatus:
    """
    The outcome of a sync or delete for one custom object record.

    It bears its name also in the reply of deleteCustomObjects.

    Attributes:
        obj_type_name: The type's name as defined; it may differ in case from the one in the
            request, where case does not matter.
        custom_obj_key_list: The key of the record, with attrType nil.
        status: UNCHANGED and SKIPPED are documented beside the values of the enumeration.
        error: Why the record failed; nil if it did not.
    """

    obj_type_name: str = field(
        metadata={
            "name": "objTypeName",
            "type": "Element",
            "namespace": "",
        }
    )
    custom_obj_key_list: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "customObjKeyList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    status: Open[SyncStatusEnum] = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    error: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def custom_obj_keys(self) -> list[Attribute]:
        """The items of `custom_obj_key_list`; empty where there is none."""
        found = self.custom_obj_key_list
        return found.attribute if found else []


@dataclass(slots=True, kw_only=True)
class TypeAttrib:
    """
    A group of attributes that an object may have several times.

    Only programs have such groups: Tag, Cost and Token.

    Attributes:
        attr_type: Kind of the group: Tag, Cost or Token. Writing is documented for Tag and
            Cost.
        attr_list: Tag has Type and Value, both required and already known to the instance;
            Cost has Month (written 2013-06, read back like 2011-07-01) and Amount, both
            required, and optionally Id and Note; Token has Name and Value. A Cost with an Id
            changes that row, one without presumably adds a row; a Tag of the type Channel
            presumably sets the channel.
    """

    attr_type: str = field(
        metadata={
            "name": "attrType",
            "type": "Element",
            "namespace": "",
        }
    )
    attr_list: None | ArrayOfAttrib = field(
        default=None,
        metadata={
            "name": "attrList",
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def attrs(self) -> list[Attrib]:
        """The items of `attr_list`; empty where there is none."""
        found = self.attr_list
        return found.attrib if found else []


@dataclass(slots=True, kw_only=True)
class ArrayOfCustomObj:
    """
    A list of custom object records.
    """

    custom_obj: list[CustomObj] = field(
        default_factory=list,
        metadata={
            "name": "customObj",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfLeadRecord:
    """
    A list of leads.
    """

    lead_record: list[LeadRecord] = field(
        default_factory=list,
        metadata={
            "name": "leadRecord",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfLeadStatus:
    """
    A list of outcomes of a list operation.
    """

    lead_status: list[LeadStatus] = field(
        default_factory=list,
        metadata={
            "name": "leadStatus",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfProgressionStatus:
    """
    A list of progression statuses, sorted by name and not by step.
    """

    progression_status_item: list[ProgressionStatus] = field(
        default_factory=list,
        metadata={
            "name": "progressionStatusItem",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfSyncCustomObjStatus:
    """
    A list of outcomes for custom object records.
    """

    sync_custom_obj_status: list[SyncCustomObjStatus] = field(
        default_factory=list,
        metadata={
            "name": "syncCustomObjStatus",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfTypeAttrib:
    """
    A list of attribute groups of an object.
    """

    type_attrib: list[TypeAttrib] = field(
        default_factory=list,
        metadata={
            "name": "typeAttrib",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsDeleteCustomObjects:
    """
    Request of deleteCustomObjects: the keys of the records of one type.

    Attributes:
        obj_type_name: Name of the type, in any case.
        custom_obj_key_lists: One key per record; presumably all key fields must be given.
    """

    obj_type_name: str = field(
        metadata={
            "name": "objTypeName",
            "type": "Element",
            "namespace": "",
        }
    )
    custom_obj_key_lists: ArrayOfKeyList = field(
        metadata={
            "name": "customObjKeyLists",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetLeadActivity:
    """
    Request of getLeadActivity: a lead, a filter and a position.

    All parameters but the position are repeated for each page.

    Attributes:
        activity_filter: Types of activities; absent or empty means all types.
        start_position: newStartPosition of the last page; absent for the first page.
        batch_size: Greatest number of activities in a page; above 100 it is capped.
    """

    lead_key: LeadKey = field(
        metadata={
            "name": "leadKey",
            "type": "Element",
            "namespace": "",
        }
    )
    activity_filter: None | ActivityTypeFilter = field(
        default=None,
        metadata={
            "name": "activityFilter",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    start_position: None | StreamPosition = field(
        default=None,
        metadata={
            "name": "startPosition",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    batch_size: None | int = field(
        default=None,
        metadata={
            "name": "batchSize",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetMObjects:
    """
    Request of getMObjects: which objects to read.

    An object must presumably meet all conditions. Recorded, most likely for this operation: a
    request without any is refused with fault 10001, Parameter required; reading all programs
    with type and includeDetails alone is documented nevertheless.

    Attributes:
        type_value: Opportunity, OpportunityPersonRole or Program.
        id: Reads the object with this id.
        external_key: Reads the object with this external key.
        m_obj_criteria_list: Conditions on attributes.
        m_obj_association_list: Reads objects associated with the given leads, companies or
            opportunities.
        include_details: For programs only: asks for all attributes. Recorded: tags, costs
            and tokens were returned without it.
        stream_position: newStreamPosition of the last page, unchanged; absent or empty for
            the first page.
    """

    type_value: str = field(
        metadata={
            "name": "type",
            "type": "Element",
            "namespace": "",
        }
    )
    id: None | int = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )
    external_key: None | Attrib = field(
        default=None,
        metadata={
            "name": "externalKey",
            "type": "Element",
            "namespace": "",
        },
    )
    m_obj_criteria_list: None | ArrayOfMObjCriteria = field(
        default=None,
        metadata={
            "name": "mObjCriteriaList",
            "type": "Element",
            "namespace": "",
        },
    )
    m_obj_association_list: None | ArrayOfMObjAssociation = field(
        default=None,
        metadata={
            "name": "mObjAssociationList",
            "type": "Element",
            "namespace": "",
        },
    )
    include_details: None | bool = field(
        default=None,
        metadata={
            "name": "includeDetails",
            "type": "Element",
            "namespace": "",
        },
    )
    stream_position: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "streamPosition",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsGetTags:
    """
    Request of getTags: the tag types wanted.

    Attributes:
        tag_list: Tag types wanted; absent means all.
    """

    tag_list: None | ArrayOfTag = field(
        default=None,
        metadata={
            "name": "tagList",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsRequestCampaign:
    """
    Request of requestCampaign: the campaign and the leads.

    The campaign is given either by campaignId alone, or by programName and campaignName
    together with programTokenList, which may be empty. Any other combination is refused as a
    bad parameter.

    Attributes:
        campaign_id: Id of the campaign; not together with programName or campaignName.
        lead_list: Keys of existing leads, of any type but COOKIE. At most 100 are taken, the
            rest is ignored.
        program_name: Program of the campaign; goes with campaignName and programTokenList.
        campaign_name: Name of the campaign; goes with programName and programTokenList.
        program_token_list: Tokens for this run, named in full such as {{my.message}}; may be
            empty. Goes with programName and campaignName.
    """

    source: ReqCampSourceType = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    campaign_id: None | int = field(
        default=None,
        metadata={
            "name": "campaignId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    lead_list: None | ArrayOfLeadKey = field(
        default=None,
        metadata={
            "name": "leadList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    program_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "programName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    campaign_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "campaignName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    program_token_list: None | ArrayOfAttrib = field(
        default=None,
        metadata={
            "name": "programTokenList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultDescribeMObject(Reply):
    """
    Result of describeMObject: the description of the object type.
    """

    metadata: MObjectMetadata = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ResultGetTags(Reply):
    """
    Result of getTags: the tag types and their values.

    Attributes:
        tag_list: The tag types, in the order of their definition.
    """

    tag_list: ArrayOfTag = field(
        metadata={
            "name": "tagList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def tags(self) -> list[Tag]:
        """The items of `tag_list`; empty where there is none."""
        found = self.tag_list
        return found.tag if found else []


@dataclass(slots=True, kw_only=True)
class ResultSyncLead(Reply):
    """
    Result of syncLead: id, outcome and, if asked for, the lead itself.

    Attributes:
        lead_id: The id of the lead, the same as in syncStatus.
        lead_record: The complete lead after the change; nil unless returnLead was true.
    """

    lead_id: int = field(
        metadata={
            "name": "leadId",
            "type": "Element",
            "namespace": "",
        }
    )
    sync_status: SyncStatus = field(
        metadata={
            "name": "syncStatus",
            "type": "Element",
            "namespace": "",
        }
    )
    lead_record: None | LeadRecord = field(
        default=None,
        metadata={
            "name": "leadRecord",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultSyncMultipleLeads(Reply):
    """
    Result of syncMultipleLeads: an outcome for each lead.

    Attributes:
        sync_status_list: One entry per lead, presumably in the order of the request.
    """

    sync_status_list: ArrayOfSyncStatus = field(
        metadata={
            "name": "syncStatusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def sync_statuses(self) -> list[SyncStatus]:
        """The items of `sync_status_list`; empty where there is none."""
        found = self.sync_status_list
        return found.sync_status if found else []


@dataclass(slots=True, kw_only=True)
class SuccessGetCampaignsForSource(Reply):
    """
    Reply of getCampaignsForSource: all campaigns found.
    """

    result: ResultGetCampaignsForSource = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessMergeLeads(Reply):
    """
    Reply of mergeLeads: the outcome of the merge.
    """

    result: ResultMergeLeads = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class MObject:
    """
    An opportunity, an opportunity role or a program.

    Members without a value are absent; none of them is ever nil.

    Attributes:
        type_value: Opportunity, OpportunityPersonRole or Program.
        id: Assigned by the service. It is the key of updates and, in deleteMObjects,
            required.
        external_key: A custom field of this object type with its value, to serve as key. It
            is not kept unique: of several objects with the same one the object added last is
            taken. An OpportunityPersonRole cannot have one.
        created_at: Read-only.
        updated_at: Read-only.
        attrib_list: The plain attributes. An OpportunityPersonRole requires OpportunityId
            and PersonId (the id of the lead), unless associations stand in for them.
        type_attrib_list: Groups that can occur several times: Tag, Cost and Token of a
            program.
        association_list: References of an Opportunity to a Company, or of an
            OpportunityPersonRole to a Lead and an Opportunity. Not to be spelled
            mObjAssociationList here.
    """

    type_value: str = field(
        metadata={
            "name": "type",
            "type": "Element",
            "namespace": "",
        }
    )
    id: None | int = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )
    external_key: None | Attrib = field(
        default=None,
        metadata={
            "name": "externalKey",
            "type": "Element",
            "namespace": "",
        },
    )
    created_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "createdAt",
            "type": "Element",
            "namespace": "",
        },
    )
    updated_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "updatedAt",
            "type": "Element",
            "namespace": "",
        },
    )
    attrib_list: None | ArrayOfAttrib = field(
        default=None,
        metadata={
            "name": "attribList",
            "type": "Element",
            "namespace": "",
        },
    )
    type_attrib_list: None | ArrayOfTypeAttrib = field(
        default=None,
        metadata={
            "name": "typeAttribList",
            "type": "Element",
            "namespace": "",
        },
    )
    association_list: None | ArrayOfMObjAssociation = field(
        default=None,
        metadata={
            "name": "associationList",
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def attribs(self) -> list[Attrib]:
        """The items of `attrib_list`; empty where there is none."""
        found = self.attrib_list
        return found.attrib if found else []

    @property
    def type_attribs(self) -> list[TypeAttrib]:
        """The items of `type_attrib_list`; empty where there is none."""
        found = self.type_attrib_list
        return found.type_attrib if found else []

    @property
    def associations(self) -> list[MObjAssociation]:
        """The items of `association_list`; empty where there is none."""
        found = self.association_list
        return found.m_obj_association if found else []


@dataclass(slots=True, kw_only=True)
class ParamsSyncCustomObjects:
    """
    Request of syncCustomObjects: up to 100 records of one type.

    Attributes:
        obj_type_name: Name of the type, in any case; an unknown one is fault 20110.
        custom_obj_list: At most 100 records.
        operation: Documented as required, though the schema has it optional.
    """

    obj_type_name: str = field(
        metadata={
            "name": "objTypeName",
            "type": "Element",
            "namespace": "",
        }
    )
    custom_obj_list: ArrayOfCustomObj = field(
        metadata={
            "name": "customObjList",
            "type": "Element",
            "namespace": "",
        }
    )
    operation: None | SyncOperationEnum = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsSyncMultipleLeads:
    """
    Request of syncMultipleLeads: the leads to create or update.

    Each lead is looked up by Id, else by foreign id, else by Email as dedupEnabled says. Other
    than in syncLead, an Email beside an Id or a foreign id is not written unless it is also in
    the attribute list.

    Attributes:
        lead_record_list: Leads, each with Id, foreign id or Email. No more than 300 are
            advised; further ones are processed all the same.
        dedup_enabled: If true, a lead without Id and foreign id is matched by its Email. If
            false, such a lead is always created, even if that makes a duplicate. What
            absence means is not documented.
    """

    lead_record_list: ArrayOfLeadRecord = field(
        metadata={
            "name": "leadRecordList",
            "type": "Element",
            "namespace": "",
        }
    )
    dedup_enabled: None | bool = field(
        default=None,
        metadata={
            "name": "dedupEnabled",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class ResultDeleteCustomObjects(Reply):
    """
    Result of deleteCustomObjects: an outcome for each record.

    Attributes:
        delete_custom_obj_status_list: One entry per record; the entries are called
            syncCustomObjStatus here as well.
    """

    delete_custom_obj_status_list: ArrayOfSyncCustomObjStatus = field(
        metadata={
            "name": "deleteCustomObjStatusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def delete_custom_obj_statuses(self) -> list[SyncCustomObjStatus]:
        """The items of `delete_custom_obj_status_list`; empty where there is none."""
        found = self.delete_custom_obj_status_list
        return found.sync_custom_obj_status if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetCustomObjects(Reply):
    """
    Result of getCustomObjects: a page of records.

    Attributes:
        obj_type_name: The type's name as defined; recorded: RoadShow was asked for and
            Roadshow returned.
        return_count: Number of records in this page.
        remaining_count: Number of records after this page; 0 in the last one.
        new_stream_position: Position for the next page; not empty, even in the last one.
        custom_obj_list: The records, in ascending order of key values; an empty element if
            none match.
    """

    obj_type_name: str = field(
        metadata={
            "name": "objTypeName",
            "type": "Element",
            "namespace": "",
        }
    )
    return_count: int = field(
        metadata={
            "name": "returnCount",
            "type": "Element",
            "namespace": "",
        }
    )
    remaining_count: int = field(
        metadata={
            "name": "remainingCount",
            "type": "Element",
            "namespace": "",
        }
    )
    new_stream_position: str = field(
        repr=False,
        metadata={
            "name": "newStreamPosition",
            "type": "Element",
            "namespace": "",
        },
    )
    custom_obj_list: None | ArrayOfCustomObj = field(
        default=None,
        metadata={
            "name": "customObjList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def custom_objs(self) -> list[CustomObj]:
        """The items of `custom_obj_list`; empty where there is none."""
        found = self.custom_obj_list
        return found.custom_obj if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetLead(Reply):
    """
    Result of getLead: the leads that match the key.

    Attributes:
        count: Number of leads that match; never 0, as no match is a fault.
        lead_record_list: Recorded for leads with the same email address: the highest Id
            comes first.
    """

    count: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    lead_record_list: None | ArrayOfLeadRecord = field(
        default=None,
        metadata={
            "name": "leadRecordList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def lead_records(self) -> list[LeadRecord]:
        """The items of `lead_record_list`; empty where there is none."""
        found = self.lead_record_list
        return found.lead_record if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetMultipleLeads(Reply):
    """
    Result of getMultipleLeads: a page of leads.

    Attributes:
        return_count: Number of leads in this page.
        remaining_count: Exact number of leads after this page; 0 in the last one.
        new_stream_position: Position for the next page; empty in the last one.
        lead_record_list: The leads, in ascending order of Id; presumably nil if there are
            none.
    """

    return_count: int = field(
        metadata={
            "name": "returnCount",
            "type": "Element",
            "namespace": "",
        }
    )
    remaining_count: int = field(
        metadata={
            "name": "remainingCount",
            "type": "Element",
            "namespace": "",
        }
    )
    new_stream_position: str = field(
        repr=False,
        metadata={
            "name": "newStreamPosition",
            "type": "Element",
            "namespace": "",
        },
    )
    lead_record_list: None | ArrayOfLeadRecord = field(
        default=None,
        metadata={
            "name": "leadRecordList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def lead_records(self) -> list[LeadRecord]:
        """The items of `lead_record_list`; empty where there is none."""
        found = self.lead_record_list
        return found.lead_record if found else []


@dataclass(slots=True, kw_only=True)
class ResultListOperation(Reply):
    """
    Result of listOperation: overall outcome and the status of single leads.

    Attributes:
        success: Whether the status of every lead is true; so false as soon as one of several
            leads is no member.
        status_list: Status of single leads. Nil if adding or removing succeeded for all;
            always filled for ISMEMBEROFLIST.
    """

    success: bool = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    status_list: None | ArrayOfLeadStatus = field(
        default=None,
        metadata={
            "name": "statusList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def statuses(self) -> list[LeadStatus]:
        """The items of `status_list`; empty where there is none."""
        found = self.status_list
        return found.lead_status if found else []


@dataclass(slots=True, kw_only=True)
class ResultSyncCustomObjects(Reply):
    """
    Result of syncCustomObjects: an outcome for each record.

    Attributes:
        sync_custom_obj_status_list: One entry per record, in the order of the request.
    """

    sync_custom_obj_status_list: ArrayOfSyncCustomObjStatus = field(
        metadata={
            "name": "syncCustomObjStatusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def sync_custom_obj_statuses(self) -> list[SyncCustomObjStatus]:
        """The items of `sync_custom_obj_status_list`; empty where there is none."""
        found = self.sync_custom_obj_status_list
        return found.sync_custom_obj_status if found else []


@dataclass(slots=True, kw_only=True)
class SuccessDescribeMObject(Reply):
    """
    Reply of describeMObject: the description of the object type.
    """

    result: ResultDescribeMObject = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetTags(Reply):
    """
    Reply of getTags: the tag types and their values.
    """

    result: ResultGetTags = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessSyncLead(Reply):
    """
    Reply of syncLead: id, outcome and, if asked for, the lead itself.
    """

    result: ResultSyncLead = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessSyncMultipleLeads(Reply):
    """
    Reply of syncMultipleLeads: an outcome for each lead.
    """

    result: ResultSyncMultipleLeads = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class TagStatus:
    """
    A channel with its progression statuses.

    Attributes:
        tag_value: Name of the channel.
    """

    tag_value: str = field(
        repr=False,
        metadata={
            "name": "tagValue",
            "type": "Element",
            "namespace": "",
        },
    )
    status_list: ArrayOfProgressionStatus = field(
        metadata={
            "name": "statusList",
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def statuses(self) -> list[ProgressionStatus]:
        """The items of `status_list`; empty where there is none."""
        found = self.status_list
        return found.progression_status_item if found else []


@dataclass(slots=True, kw_only=True)
class ArrayOfMObject:
    """
    A list of MObjects.
    """

    m_object: list[MObject] = field(
        default_factory=list,
        metadata={
            "name": "mObject",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfTagStatus:
    """
    A list of channels, sorted by name.
    """

    tag_status: list[TagStatus] = field(
        default_factory=list,
        metadata={
            "name": "tagStatus",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class SuccessDeleteCustomObjects(Reply):
    """
    Reply of deleteCustomObjects: an outcome for each record.
    """

    result: ResultDeleteCustomObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetCustomObjects(Reply):
    """
    Reply of getCustomObjects: a page of records.
    """

    result: ResultGetCustomObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetLead(Reply):
    """
    Reply of getLead: the leads that match the key.
    """

    result: ResultGetLead = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetMultipleLeads(Reply):
    """
    Reply of getMultipleLeads: a page of leads.
    """

    result: ResultGetMultipleLeads = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessListOperation(Reply):
    """
    Reply of listOperation: overall outcome and the status of single leads.
    """

    result: ResultListOperation = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessSyncCustomObjects(Reply):
    """
    Reply of syncCustomObjects: an outcome for each record.
    """

    result: ResultSyncCustomObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ParamsDeleteMObjects:
    """
    Request of deleteMObjects: the objects to delete.

    Attributes:
        m_object_list: Objects given by type and id; the type is Opportunity or
            OpportunityPersonRole.
    """

    m_object_list: ArrayOfMObject = field(
        metadata={
            "name": "mObjectList",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ParamsSyncMObjects:
    """
    Request of syncMObjects: up to 100 objects and what to do with them.

    Attributes:
        m_object_list: At most 100 objects. They are processed in order, so one may refer by
            external key to another before it.
        operation: Programs take UPDATE only, by id.
    """

    m_object_list: ArrayOfMObject = field(
        metadata={
            "name": "mObjectList",
            "type": "Element",
            "namespace": "",
        }
    )
    operation: SyncOperationEnum = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class ResultGetChannels(Reply):
    """
    Result of getChannels: the channels and their progression statuses.

    Attributes:
        tags: The channels, sorted by name, whatever the order of the request.
    """

    tags: ArrayOfTagStatus = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )

    @property
    def tag_statuses(self) -> list[TagStatus]:
        """The items of `tags`; empty where there is none."""
        found = self.tags
        return found.tag_status if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetMObjects(Reply):
    """
    Result of getMObjects: a page of objects.

    Attributes:
        return_count: Number of objects in this page.
        has_more: Whether another page follows.
        new_stream_position: Position for the next page, several thousand characters of
            opaque text. It is never empty, not even in the last page.
        m_object_list: The objects, in ascending order of id; presumably absent if there are
            none.
    """

    return_count: int = field(
        metadata={
            "name": "returnCount",
            "type": "Element",
            "namespace": "",
        }
    )
    has_more: bool = field(
        metadata={
            "name": "hasMore",
            "type": "Element",
            "namespace": "",
        }
    )
    new_stream_position: str = field(
        repr=False,
        metadata={
            "name": "newStreamPosition",
            "type": "Element",
            "namespace": "",
        },
    )
    m_object_list: None | ArrayOfMObject = field(
        default=None,
        metadata={
            "name": "mObjectList",
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def m_objects(self) -> list[MObject]:
        """The items of `m_object_list`; empty where there is none."""
        found = self.m_object_list
        return found.m_object if found else []


@dataclass(slots=True, kw_only=True)
class SuccessGetChannels(Reply):
    """
    Reply of getChannels: the channels and their progression statuses.
    """

    result: ResultGetChannels = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetMObjects(Reply):
    """
    Reply of getMObjects: a page of objects.
    """

    result: ResultGetMObjects = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )

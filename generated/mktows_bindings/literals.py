# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The values of each enumeration, as types: those that any version has."""

from typing import Literal, TypeAlias

ActivityType: TypeAlias = Literal[
    "VisitWebpage",
    "FillOutForm",
    "ClickLink",
    "SendEmail",
    "EmailDelivered",
    "EmailBounced",
    "UnsubscribeEmail",
    "OpenEmail",
    "ClickEmail",
    "NewLead",
    "ChangeDataValue",
    "LeadAssigned",
    "NewSFDCOpprtnty",
    "Wait",
    "RunSubflow",
    "RemoveFromFlow",
    "PushLeadToSales",
    "CreateTask",
    "ConvertLead",
    "ChangeScore",
    "ChangeOwner",
    "AddToList",
    "RemoveFromList",
    "SFDCActivity",
    "EmailBouncedSoft",
    "PushLeadUpdatesToSales",
    "DeleteLeadFromSales",
    "SFDCActivityUpdated",
    "SFDCMergeLeads",
    "MergeLeads",
    "ResolveConflicts",
    "AssocWithOpprtntyInSales",
    "DissocFromOpprtntyInSales",
    "UpdateOpprtntyInSales",
    "DeleteLead",
    "SendAlert",
    "SendSalesEmail",
    "OpenSalesEmail",
    "ClickSalesEmail",
    "AddtoSFDCCampaign",
    "RemoveFromSFDCCampaign",
    "ChangeStatusInSFDCCampaign",
    "ReceiveSalesEmail",
    "InterestingMoment",
    "RequestCampaign",
    "SalesEmailBounced",
    "ChangeLeadPartition",
    "ChangeRevenueStage",
    "ChangeRevenueStageManually",
    "ComputeDataValue",
    "ChangeStatusInProgression",
    "ChangeFieldInProgram",
    "EnrichWithDatacom",
    "ChangeSegment",
    "ResolveRuleset",
    "SmartCampaignTest",
    "SmartCampaignTestTrigger",
]
ComparisonEnum: TypeAlias = Literal["EQ", "NE", "LT", "LE", "GT", "GE"]
ForeignSysType: TypeAlias = Literal["CUSTOM", "SFDC", "NETSUITE"]
ImportToListModeEnum: TypeAlias = Literal["UPSERTLEADS", "LISTONLY"]
ImportToListStatusEnum: TypeAlias = Literal["PROCESSING", "COMPLETE", "FAILED", "CANCELED"]
LeadKeyRef: TypeAlias = Literal[
    "IDNUM",
    "COOKIE",
    "EMAIL",
    "LEADOWNEREMAIL",
    "SFDCACCOUNTID",
    "SFDCCONTACTID",
    "SFDCLEADID",
    "SFDCLEADOWNERID",
    "SFDCOPPTYID",
]
LeadMergeStatusEnum: TypeAlias = Literal["MERGED", "FAILED"]
LeadSyncStatus: TypeAlias = Literal["CREATED", "UPDATED", "FAILED"]
ListKeyType: TypeAlias = Literal["MKTOLISTNAME", "MKTOSALESUSERID", "SFDCLEADOWNERID"]
ListOperationType: TypeAlias = Literal["ADDTOLIST", "ISMEMBEROFLIST", "REMOVEFROMLIST", "CLEARLIST"]
MObjStatusEnum: TypeAlias = Literal[
    "CREATED", "UPDATED", "DELETED", "FAILED", "UNCHANGED", "SKIPPED"
]
MObjectTypeEnum: TypeAlias = Literal["Opportunity", "OpportunityLeadRole", "Program"]
ReqCampSourceType: TypeAlias = Literal["MKTOWS", "SALES"]
SyncOperationEnum: TypeAlias = Literal["UPSERT", "INSERT", "UPDATE"]
SyncStatusEnum: TypeAlias = Literal["CREATED", "UPDATED", "DELETED", "FAILED"]

"""The clauses of the contract that the suite tests, each with an id that stays.

What a clause rests on is its strength: `documented` by the vendor or laid down in the WSDL or in
SOAP 1.1, `recorded` from the service, or `inferred`, which an endpoint may well see otherwise.
Of several facts that a clause asserts, the weakest counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strength = Literal["documented", "recorded", "inferred"]


@dataclass(frozen=True, slots=True)
class Clause:
    """One claim about what an endpoint does.

    Attributes:
        id: Such as `MK-AUTH-1`; `S11` in front for what SOAP 1.1 lays down.
        claim: One sentence.
        strength: What it rests on.
        operations: Those that it is about; empty for all.
    """

    id: str
    claim: str
    strength: Strength
    operations: tuple[str, ...] = ()


CLAUSES = (
    Clause("MK-AUTH-1", "A wrong signature is refused with 20014", "recorded", ("listMObjects",)),
    Clause(
        "MK-AUTH-2",
        "A signature in upper case is refused with 20014",
        "inferred",
        ("listMObjects",),
    ),
    Clause("MK-AUTH-3", "An unknown user id is refused with 20014", "recorded", ("listMObjects",)),
    Clause(
        "MK-AUTH-4",
        "A call without the authentication header is refused with 20014",
        "inferred",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-5",
        "A header without one of its three members is refused with 20014",
        "inferred",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-6",
        "A signature made with the key read as hexadecimal digits is refused with 20014",
        "documented",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-7",
        "A signed timestamp of days ago is refused with 20016",
        "inferred",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-8",
        "One header serves several calls, also of several operations",
        "documented",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-9",
        "A timestamp like 2014-05-12 10:00:00 -0400 is accepted",
        "recorded",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-10",
        "A timestamp with microseconds and without an offset is accepted",
        "recorded",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-11", "The signature is over the timestamp as sent", "documented", ("listMObjects",)
    ),
    Clause(
        "MK-AUTH-12",
        "A timestamp that is wrongly signed and old is refused for its signature",
        "inferred",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-13",
        "The member partnerId of the header is let pass",
        "documented",
        ("listMObjects",),
    ),
    Clause(
        "MK-AUTH-14",
        "The refusal of a signature has the texts of the service",
        "recorded",
        ("listMObjects",),
    ),
    Clause(
        "MK-MSG-1",
        "What is not well-formed XML is a fault Bad Request without a code",
        "recorded",
        ("listMObjects",),
    ),
    Clause(
        "MK-MSG-2",
        "An unescaped ampersand is a fault Bad Request without a code",
        "recorded",
        ("syncLead",),
    ),
    Clause("MK-MSG-3", "An unknown operation is refused with 20019", "documented"),
    Clause(
        "MK-MSG-4",
        "A body that holds no request of the contract is refused with 20012",
        "inferred",
    ),
    Clause(
        "MK-MSG-5",
        "A message with a document type declaration is refused",
        "inferred",
        ("describeMObject",),
    ),
    Clause("MK-TOL-1", "Children stand in any order", "recorded", ("getLead",)),
    Clause(
        "MK-TOL-2",
        "Children qualified with the contract's namespace are read",
        "recorded",
        ("getLead",),
    ),
    Clause("MK-TOL-3", "An unknown element is ignored", "recorded", ("getLead",)),
    Clause(
        "MK-TOL-4",
        "An element whose name is in the wrong letter case is ignored",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-TOL-5",
        "The body tells the operation, whatever SOAPAction says",
        "recorded",
        ("listMObjects",),
    ),
    Clause("MK-TOL-6", "Prefixes and default namespaces are free", "recorded", ("listMObjects",)),
    Clause("MK-TOL-7", "The path of any version is answered", "inferred", ("listMObjects",)),
    Clause(
        "MK-TOL-8",
        "Booleans are read as true, false, 1, 0, True and False",
        "documented",
        ("syncLead",),
    ),
    Clause("MK-TOL-9", "The attrType of a request is ignored", "recorded", ("syncLead",)),
    Clause(
        "MK-TOL-10",
        "An empty optional element is an absent one",
        "documented",
        ("getLeadActivity", "getMultipleLeads", "syncLead"),
    ),
    Clause(
        "MK-LEAD-1", "A lead is found by its id, and by its address", "documented", ("getLead",)
    ),
    Clause("MK-LEAD-2", "All leads of an address come, the newest first", "recorded", ("getLead",)),
    Clause(
        "MK-LEAD-3",
        "The count of getLead by an address is the number of its leads",
        "recorded",
        ("getLead",),
    ),
    Clause(
        "MK-LEAD-4",
        "A key that no lead has is a fault 20103, never a count of 0",
        "recorded",
        ("getLead",),
    ),
    Clause(
        "MK-LEAD-5", "The fault 20103 names type and value of the key", "recorded", ("getLead",)
    ),
    Clause(
        "MK-LEAD-6", "Attributes of a lead come in alphabetical order", "recorded", ("getLead",)
    ),
    Clause("MK-LEAD-7", "An unknown type of key is refused with 20102", "documented", ("getLead",)),
    Clause("MK-LEAD-8", "getLead without a key is refused", "documented", ("getLead",)),
    Clause("MK-LEAD-9", "Addresses match in any letter case", "inferred", ("getLead",)),
    Clause("MK-SYNC-1", "An unknown address makes a lead", "documented", ("syncLead",)),
    Clause("MK-SYNC-2", "A known address updates its lead", "documented", ("syncLead",)),
    Clause(
        "MK-SYNC-3",
        "The leadId of the result and of its status are the same",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-4",
        "A lead found by its Id takes the address beside it",
        "documented",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-5",
        "An unknown Id is a fault 20103, and nothing is made",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-6", "A foreign id makes a lead, and finds it again", "documented", ("syncLead",)
    ),
    Clause("MK-SYNC-7", "The Id decides before the foreign id", "documented", ("syncLead",)),
    Clause(
        "MK-SYNC-8",
        "The foreign id decides before the address, which is written",
        "documented",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-9",
        "Of several leads with an address the newest is updated",
        "documented",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-10",
        "A lead is returned as it is after the change, with all its values",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-11",
        "An unknown attribute is a fault 20105, and nothing is written",
        "recorded",
        ("syncLead",),
    ),
    Clause("MK-SYNC-12", "The fault 20105 names the attribute", "recorded", ("syncLead",)),
    Clause(
        "MK-SYNC-13",
        "A call without a record, or with an empty one, is refused with 20104",
        "inferred",
        ("syncLead",),
    ),
    Clause("MK-SYNC-14", "A record without a key is refused with 20101", "inferred", ("syncLead",)),
    Clause(
        "MK-SYNC-15",
        "A cookie is attached to its lead, which is then found by it",
        "documented",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-16",
        "A new lead gets the domain of its address as Website",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-17", "Attributes that are not sent stay as they are", "inferred", ("syncLead",)
    ),
    Clause("MK-SYNC-18", "An empty value clears its attribute", "inferred", ("syncLead",)),
    Clause(
        "MK-SYNC-19",
        "The workspace Default can be named, also in lower case",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-SYNC-20",
        "Attributes of a lead are read back as they were written",
        "documented",
        ("syncLead",),
    ),
    Clause(
        "MK-TXT-1",
        "Characters of markup in a value come back as they were sent",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-TXT-2",
        "Characters of every script come back as they were sent",
        "inferred",
        ("syncLead",),
    ),
    Clause(
        "MK-BATCH-1",
        "Statuses come in the order of the records",
        "inferred",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-BATCH-2", "With dedup an address finds its lead", "documented", ("syncMultipleLeads",)
    ),
    Clause(
        "MK-BATCH-3",
        "Without dedup an address makes another lead",
        "recorded",
        ("syncMultipleLeads",),
    ),
    Clause("MK-BATCH-4", "Dedup is the default", "inferred", ("syncMultipleLeads",)),
    Clause(
        "MK-BATCH-5",
        "A bad record fails alone, and those beside it are written",
        "inferred",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-BATCH-6",
        "In a batch an address beside an Id is not written",
        "documented",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-BATCH-7",
        "In a batch an address among the attributes is written",
        "documented",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-BATCH-8",
        "A record of a batch sees what the one before it did",
        "inferred",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-BATCH-9",
        "In a batch the foreign id decides before the address",
        "documented",
        ("syncMultipleLeads",),
    ),
    Clause("MK-MULTI-1", "Leads of keys come by id", "inferred", ("getMultipleLeads",)),
    Clause(
        "MK-MULTI-2",
        "Keys that match nothing are a success with counts of 0",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-3",
        "The returnCount of getMultipleLeads is the number of its leads",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause("MK-MULTI-4", "Only the attributes asked for come", "documented", ("getMultipleLeads",)),
    Clause(
        "MK-MULTI-5",
        "With includeAttributes, an address that is not named does not come",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-6",
        "With includeAttributes, an address that is named stands in Email",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-7",
        "With includeAttributes, the Id comes always",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-8",
        "A range of more than 30 days is refused with 20022",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-9",
        "A static list of an unknown name is a success with a count of 0",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-10",
        "getMultipleLeads without a selector is refused",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-MULTI-11", "Keys behind the hundredth are ignored", "documented", ("getMultipleLeads",)
    ),
    Clause(
        "MK-MULTI-12",
        "A lead is not in a range of time before it was made",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause("MK-PAGE-1", "Pages of activities are complete", "documented", ("getLeadActivity",)),
    Clause("MK-PAGE-2", "Pages of changes are complete", "documented", ("getLeadChanges",)),
    Clause("MK-PAGE-3", "Pages of list members are complete", "documented", ("getMultipleLeads",)),
    Clause("MK-PAGE-4", "Pages of changed leads are complete", "documented", ("getMultipleLeads",)),
    Clause("MK-PAGE-5", "Pages of objects are complete", "documented", ("getMObjects",)),
    Clause(
        "MK-PAGE-6", "Pages of custom objects are complete", "documented", ("getCustomObjects",)
    ),
    Clause(
        "MK-PAGE-7",
        "A garbled position of getLeadActivity is refused with 20122",
        "documented",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-PAGE-8",
        "A garbled position of getLeadChanges is refused with 20122",
        "documented",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-PAGE-9",
        "A garbled position of getMultipleLeads is refused with 20122",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-PAGE-10",
        "A garbled position of getMObjects is refused with 20122",
        "documented",
        ("getMObjects",),
    ),
    Clause(
        "MK-PAGE-11",
        "A garbled position of getCustomObjects is refused with 20122",
        "documented",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-PAGE-12",
        "The remainingCount is the number of records that follow",
        "inferred",
        ("getLeadActivity", "getMultipleLeads", "getCustomObjects"),
    ),
    Clause("MK-PAGE-13", "The same position gives the same page", "inferred", ("getLeadActivity",)),
    Clause("MK-MERGE-1", "A merge tells who won and who lost", "documented", ("mergeLeads",)),
    Clause("MK-MERGE-2", "A loser is gone", "inferred", ("mergeLeads",)),
    Clause(
        "MK-MERGE-3",
        "The winner keeps its values and takes what it lacks",
        "inferred",
        ("mergeLeads",),
    ),
    Clause("MK-MERGE-4", "An unknown loser is a fault 20103", "documented", ("mergeLeads",)),
    Clause(
        "MK-MERGE-5",
        "An unknown winner is a fault 20103, and the losers stay",
        "inferred",
        ("mergeLeads",),
    ),
    Clause(
        "MK-NIL-1",
        "A lead without a foreign id has a nil ForeignSysPersonId and ForeignSysType",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-NIL-2",
        "An Email that is not in includeAttributes is nil",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-NIL-3",
        "A leadAttributeList without attributes is nil",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-NIL-4",
        "A text attribute of a lead without a value is absent",
        "documented",
        ("getMultipleLeads",),
    ),
    Clause(
        "MK-NIL-5",
        "The attrType of a lead's attribute is filled",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause("MK-NIL-6", "The error of syncLead without one is nil", "recorded", ("syncLead",)),
    Clause(
        "MK-NIL-7",
        "The leadRecord of syncLead is nil where the lead is not returned",
        "recorded",
        ("syncLead",),
    ),
    Clause(
        "MK-NIL-8",
        "The error of a record in syncMultipleLeads without one is nil",
        "recorded",
        ("syncMultipleLeads",),
    ),
    Clause(
        "MK-NIL-9",
        "The statusList of an addition that succeeds completely is nil",
        "recorded",
        ("listOperation",),
    ),
    Clause(
        "MK-NIL-10",
        "The newStreamPosition of the last page of leads is empty",
        "recorded",
        ("getMultipleLeads",),
    ),
    Clause("MK-NIL-11", "The leadRecordList of no leads is nil", "inferred", ("getMultipleLeads",)),
    Clause(
        "MK-NIL-12",
        "All four members of a newStartPosition are there, nil or filled",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-13",
        "An activity without a campaign or an asset has an empty campaign or mktgAssetName",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-14",
        "The members of an activity about a person and an organisation are nil",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-15",
        "The attrType of an activity's attribute is nil",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-16",
        "The activityRecordList of no activities is nil",
        "inferred",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-17",
        "An Old Value of a field that had none is empty",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-NIL-18",
        "The campaign of a change without one is absent",
        "recorded",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-NIL-19",
        "The leadChangeRecordList of no changes is nil",
        "inferred",
        ("getLeadChanges",),
    ),
    Clause("MK-NIL-20", "The mObjectList of no objects is absent", "inferred", ("getMObjects",)),
    Clause(
        "MK-NIL-21",
        "The newStreamPosition of the last page of objects is filled",
        "recorded",
        ("getMObjects",),
    ),
    Clause(
        "MK-NIL-22",
        "The externalKey and error that the status of an object lacks are absent",
        "recorded",
        ("syncMObjects",),
    ),
    Clause(
        "MK-NIL-23",
        "The customObjList of no custom objects is empty",
        "recorded",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-NIL-24",
        "The displayName and dynamicFieldRef that a described field lacks are nil",
        "recorded",
        ("describeMObject",),
    ),
    Clause("MK-NIL-25", "The error of a merge without one is nil", "recorded", ("mergeLeads",)),
    Clause(
        "MK-NIL-26",
        "The estimatedTime of a finished import is nil",
        "inferred",
        ("getImportToListStatus",),
    ),
    Clause("MK-ACT-1", "Activities come newest first", "recorded", ("getLeadActivity",)),
    Clause("MK-ACT-2", "A new lead is logged once", "inferred", ("getLeadActivity",)),
    Clause("MK-ACT-3", "A new lead tells its source", "recorded", ("getLeadActivity",)),
    Clause(
        "MK-ACT-4",
        "Each change of a field is logged with its old and its new value",
        "inferred",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-5",
        "A change made by a call has the reason SOAP API",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-6",
        "The last attribute of every activity is Lead ID",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-7",
        "The mktPersonId of an activity is the lead's id",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-8", "Only activities of the included types come", "documented", ("getLeadActivity",)
    ),
    Clause(
        "MK-ACT-9", "Activities of excluded types do not come", "documented", ("getLeadActivity",)
    ),
    Clause(
        "MK-ACT-10",
        "Included and excluded types together are refused as a bad parameter",
        "inferred",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-11",
        "An unknown type of activity is refused with 20107",
        "documented",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-12",
        "Activities of an unknown lead are a fault 20103",
        "recorded",
        ("getLeadActivity",),
    ),
    Clause(
        "MK-ACT-13",
        "The returnCount of getLeadActivity is the number of its activities",
        "documented",
        ("getLeadActivity",),
    ),
    Clause("MK-CHG-1", "Changes come oldest first", "recorded", ("getLeadChanges",)),
    Clause(
        "MK-CHG-2",
        "With a LeadKeySelector, changes of these leads alone come",
        "documented",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-CHG-3",
        "Only changes of the names in activityNameFilter come",
        "documented",
        ("getLeadChanges",),
    ),
    Clause("MK-CHG-4", "An unknown name matches nothing", "inferred", ("getLeadChanges",)),
    Clause(
        "MK-CHG-5",
        "A LeadKeySelector of more than 100 keys is refused as a bad parameter",
        "documented",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-CHG-6",
        "The oldestCreatedAt of the request comes back with its offset",
        "recorded",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-CHG-7",
        "The returnCount of getLeadChanges is the number of its changes",
        "documented",
        ("getLeadChanges",),
    ),
    Clause(
        "MK-CHG-8",
        "getLeadChanges without a startPosition is refused",
        "documented",
        ("getLeadChanges",),
    ),
    Clause("MK-LIST-1", "A lead that is added is a member", "documented", ("listOperation",)),
    Clause("MK-LIST-2", "Adding a member again is no failure", "recorded", ("listOperation",)),
    Clause("MK-LIST-3", "A member that is removed is none", "documented", ("listOperation",)),
    Clause(
        "MK-LIST-4", "A lead that is no member has a false status", "recorded", ("listOperation",)
    ),
    Clause(
        "MK-LIST-5",
        "An unknown lead has a false status, and is no fault",
        "recorded",
        ("listOperation",),
    ),
    Clause(
        "MK-LIST-6",
        "A test of membership tells a status for every key, in the order of the keys",
        "documented",
        ("listOperation",),
    ),
    Clause(
        "MK-LIST-7",
        "The success of listOperation is true where every status is, and false elsewhere",
        "inferred",
        ("listOperation",),
    ),
    Clause(
        "MK-LIST-8", "Without strict, what can be done is done", "documented", ("listOperation",)
    ),
    Clause(
        "MK-LIST-9",
        "With strict, nothing is done unless all can be",
        "documented",
        ("listOperation",),
    ),
    Clause("MK-LIST-10", "An unknown list is a fault 20111", "documented", ("listOperation",)),
    Clause(
        "MK-LIST-11",
        "The text null as a key is refused with 20102",
        "recorded",
        ("listOperation",),
    ),
    Clause(
        "MK-LIST-12", "A key beyond the range of ids is a fault", "recorded", ("listOperation",)
    ),
    Clause("MK-IMP-1", "An import is answered by PROCESSING", "documented", ("importToList",)),
    Clause(
        "MK-IMP-2",
        "UPSERTLEADS makes a lead that is missing, and a member of it",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause(
        "MK-IMP-3",
        "UPSERTLEADS updates a lead that is there",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause(
        "MK-IMP-4",
        "LISTONLY makes no lead, and members of those that are there",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause(
        "MK-IMP-5",
        "A finished import is COMPLETE, and counts its rows",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause(
        "MK-IMP-6",
        "An import into an unknown list is a fault 20111 or 20110",
        "inferred",
        ("importToList",),
    ),
    Clause(
        "MK-IMP-7",
        "The status of an import into an unknown list is a fault 20111 or 20110",
        "inferred",
        ("getImportToListStatus",),
    ),
    Clause(
        "MK-IMP-8",
        "A finished import tells when it ran",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause(
        "MK-IMP-9",
        "A row with a comma is quoted",
        "inferred",
        ("importToList", "getImportToListStatus"),
    ),
    Clause("MK-CAMP-1", "Campaigns come by name and id", "recorded", ("getCampaignsForSource",)),
    Clause(
        "MK-CAMP-2",
        "The returnCount of getCampaignsForSource is the number of its campaigns",
        "documented",
        ("getCampaignsForSource",),
    ),
    Clause(
        "MK-CAMP-3", "A part of a name finds campaigns", "documented", ("getCampaignsForSource",)
    ),
    Clause(
        "MK-CAMP-4", "An exact name finds that name alone", "documented", ("getCampaignsForSource",)
    ),
    Clause(
        "MK-CAMP-5",
        "A request of an unknown campaign is a fault 20113",
        "documented",
        ("requestCampaign",),
    ),
    Clause(
        "MK-CAMP-6",
        "An id and a name of a campaign together are refused as a bad parameter",
        "documented",
        ("requestCampaign",),
    ),
    Clause("MK-CAMP-7", "A campaign is requested", "documented", ("requestCampaign",)),
    Clause(
        "MK-CAMP-8",
        "A request for an unknown lead is a fault 20103",
        "inferred",
        ("requestCampaign",),
    ),
    Clause(
        "MK-CAMP-9",
        "Leads of a request behind the hundredth are ignored",
        "documented",
        ("requestCampaign",),
    ),
    Clause(
        "MK-CAMP-10",
        "Scheduling an unknown campaign is a fault 20113",
        "documented",
        ("scheduleCampaign",),
    ),
    Clause("MK-CAMP-11", "A campaign is scheduled", "documented", ("scheduleCampaign",)),
    Clause(
        "MK-MOBJ-1",
        "listMObjects names the four objects, in their order",
        "documented",
        ("listMObjects",),
    ),
    Clause("MK-MOBJ-2", "Every listed object is described", "documented", ("describeMObject",)),
    Clause(
        "MK-MOBJ-3",
        "Describing an unknown object is refused as a bad parameter",
        "inferred",
        ("describeMObject",),
    ),
    Clause(
        "MK-MOBJ-4",
        "An ActivityRecord is described by its eleven fields",
        "documented",
        ("describeMObject",),
    ),
    Clause(
        "MK-MOBJ-5",
        "Fields of leads are described as members of leadAttributeList",
        "recorded",
        ("describeMObject",),
    ),
    Clause(
        "MK-MOBJ-6",
        "A new object is CREATED by INSERT and by UPSERT",
        "inferred",
        ("syncMObjects",),
    ),
    Clause(
        "MK-MOBJ-7",
        "Attributes of an object are read back as they were written",
        "inferred",
        ("syncMObjects", "getMObjects"),
    ),
    Clause(
        "MK-MOBJ-8",
        "An object that is there is UPDATED by UPDATE and by UPSERT",
        "documented",
        ("syncMObjects",),
    ),
    Clause(
        "MK-MOBJ-9",
        "INSERT of an object that is there, and UPDATE of a missing one, is SKIPPED or UNCHANGED",
        "documented",
        ("syncMObjects",),
    ),
    Clause(
        "MK-MOBJ-10",
        "A bad object fails alone, and those beside it are written",
        "inferred",
        ("syncMObjects",),
    ),
    Clause(
        "MK-MOBJ-11", "An object is DELETED once, then UNCHANGED", "inferred", ("deleteMObjects",)
    ),
    Clause("MK-MOBJ-12", "A deleted object is gone", "documented", ("deleteMObjects",)),
    Clause(
        "MK-MOBJ-13",
        "getMObjects of opportunities without anything to select by is a fault 10001",
        "inferred",
        ("getMObjects",),
    ),
    Clause("MK-MOBJ-14", "Criteria select and are combined", "inferred", ("getMObjects",)),
    Clause(
        "MK-MOBJ-15",
        "A role ties a lead to an opportunity",
        "documented",
        ("syncMObjects", "getMObjects"),
    ),
    Clause(
        "MK-MOBJ-16",
        "The returnCount of getMObjects is the number of its objects",
        "documented",
        ("getMObjects",),
    ),
    Clause("MK-MOBJ-17", "Programs cannot be made", "documented", ("syncMObjects",)),
    Clause("MK-MOBJ-18", "Every program has a channel", "documented", ("getMObjects",)),
    Clause(
        "MK-COBJ-1",
        "An unknown custom object type is a fault 20110",
        "recorded",
        ("syncCustomObjects",),
    ),
    Clause(
        "MK-COBJ-2",
        "A custom object is CREATED, then UPDATED",
        "documented",
        ("syncCustomObjects",),
    ),
    Clause(
        "MK-COBJ-3",
        "Attributes of a custom object are read back as they were written",
        "recorded",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-COBJ-4",
        "Attributes of a custom object come in alphabetical order",
        "recorded",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-COBJ-5",
        "The link alone finds all records of a lead",
        "documented",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-COBJ-6",
        "The name of a custom object type is found in any letter case, and told in one",
        "recorded",
        ("getCustomObjects",),
    ),
    Clause(
        "MK-COBJ-7",
        "A custom object with an unknown attribute fails alone",
        "recorded",
        ("syncCustomObjects",),
    ),
    Clause(
        "MK-COBJ-8", "The error names the unknown attribute", "recorded", ("syncCustomObjects",)
    ),
    Clause(
        "MK-COBJ-9",
        "A custom object is DELETED once, then UNCHANGED",
        "inferred",
        ("deleteCustomObjects",),
    ),
    Clause("MK-COBJ-10", "A deleted custom object is gone", "documented", ("deleteCustomObjects",)),
    Clause(
        "MK-COBJ-11",
        "INSERT of a custom object that is there, and UPDATE of a missing one, is SKIPPED",
        "inferred",
        ("syncCustomObjects",),
    ),
    Clause(
        "MK-COBJ-12",
        "The status of a custom object tells its keys",
        "recorded",
        ("syncCustomObjects",),
    ),
    Clause("MK-TAG-1", "Channels come by name", "recorded", ("getChannels",)),
    Clause(
        "MK-TAG-2",
        "Only the channels that are named come, and unknown ones are left out",
        "inferred",
        ("getChannels",),
    ),
    Clause("MK-TAG-3", "A status tells its members in order", "recorded", ("getChannels",)),
    Clause("MK-TAG-4", "Statuses come by name", "recorded", ("getChannels",)),
    Clause("MK-TAG-5", "Channels are no tags", "documented", ("getTags",)),
    Clause(
        "MK-TAG-6",
        "Only the type of tag that is named comes, with all its values",
        "inferred",
        ("getTags",),
    ),
    Clause(
        "MK-WSDL-1",
        "The WSDL at ?WSDL holds nothing that breaks a caller of the contract",
        "documented",
    ),
    Clause("S11-HTTP-1", "A success has status 200", "recorded"),
    Clause("S11-HTTP-2", "A fault has status 500", "documented"),
    Clause(
        "S11-HTTP-3",
        "An envelope has the content type text/xml, and no charset but UTF-8",
        "recorded",
    ),
    Clause("S11-ENV-1", "Every answer is an envelope of SOAP 1.1", "documented"),
    Clause("S11-ENV-2", "A Body has one child", "documented"),
    Clause(
        "MK-ENV-1",
        "A success is wrapped in success and the operation's name, qualified",
        "documented",
    ),
    Clause("MK-ENV-2", "Everything below the wrapper is in no namespace", "documented"),
    Clause("MK-ENV-3", "A reply has no header", "recorded"),
    Clause(
        "MK-XSD-1", "Every success is valid against the schema for two validators", "documented"
    ),
    Clause(
        "S11-FLT-1",
        "A fault has the members of SOAP 1.1, in order and in no namespace",
        "documented",
    ),
    Clause(
        "S11-FLT-2",
        "The faultcode is Client, qualified with a prefix that is bound to SOAP's namespace",
        "recorded",
    ),
    Clause(
        "MK-FLT-1", "A fault's detail is a serviceException with name, message and code", "recorded"
    ),
    Clause("MK-FLT-2", "A fault's code is the same in faultstring, message and code", "recorded"),
    Clause("MK-FLT-3", "The name of a serviceException is mktServiceException", "recorded"),
    Clause("MK-FMT-1", "Moments are whole seconds with a numeric offset", "recorded"),
    Clause("MK-FMT-2", "Booleans are written true and false", "recorded"),
    Clause("MK-FMT-3", "Counts and ids are written as plain digits", "recorded"),
)

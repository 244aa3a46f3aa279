# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Classes of the versions 2_1 to 2_7."""

from __future__ import annotations

from dataclasses import dataclass, field

from xsdata.models.datatype import XmlDateTime

from mktows_bindings.runtime import Reply
from mktows_bindings.types.since_2_1 import (
    ArrayOfAttrib,
    ArrayOfAttribute,
    Attribute,
    LeadRecord,
    StreamPosition,
)

__NAMESPACE__ = "http://www.marketo.com/mktows/"
__all__ = [
    "ActivityRecord",
    "ArrayOfActivityRecord",
    "ArrayOfLeadChangeRecord",
    "AuthenticationHeaderInfo",
    "LeadActivityList",
    "LeadChangeRecord",
    "ParamsScheduleCampaign",
    "ParamsSyncLead",
    "ResultGetLeadChanges",
    "SuccessGetLeadActivity",
    "SuccessGetLeadChanges",
]


@dataclass(slots=True, kw_only=True)
class AuthenticationHeaderInfo:
    """
    The header that authenticates a request.

    Only the time stamp and the user id are signed, not the body; a header may be used for many
    calls until its time stamp is too old. Unknown user or wrong signature: fault 20014; time
    stamp too old: fault 20016; client barred: fault 20013.

    Attributes:
        mktows_user_id: Access id of the API user, as generated for the instance.
        request_signature: HMAC-SHA1 of requestTimestamp directly followed by mktowsUserId,
            as 40 lower-case hexadecimal digits. Its key is the text of the encryption key in
            UTF-8, not decoded even if it looks like hexadecimal digits.
        request_timestamp: Time of signing, such as 2024-05-17T09:30:00-05:00. It is signed
            as the very text that is sent.
        audit: Of undocumented use; clients do not send it.
        mode: Reserved for internal use; clients do not send it.
    """

    mktows_user_id: str = field(
        repr=False,
        metadata={
            "name": "mktowsUserId",
            "type": "Element",
            "namespace": "",
        },
    )
    request_signature: str = field(
        repr=False,
        metadata={
            "name": "requestSignature",
            "type": "Element",
            "namespace": "",
        },
    )
    request_timestamp: str = field(
        repr=False,
        metadata={
            "name": "requestTimestamp",
            "type": "Element",
            "namespace": "",
        },
    )
    audit: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )
    mode: None | int = field(
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ActivityRecord:
    """
    One activity of a lead, as getLeadActivity returns it.

    Attributes:
        id: An int up to 2_3, a long since 2_7. The order of ids does not strictly follow the
            order in time.
        activity_date_time: Time of the activity in whole seconds, with the UTC offset of the
            instance.
        activity_type: Display name of the type, such as Visit Webpage where activityFilter
            has VisitWebpage.
        mktg_asset_name: The page, form, email or other asset concerned, or the display name
            of a changed field; empty if there is none.
        activity_attributes: Details, depending on the type. Lead ID comes last; a value that
            is empty still has its element.
        campaign: Name of the campaign whose flow step caused the activity; empty if none
            did.
        person_name: Name of the lead; nil in all recorded replies.
        mkt_person_id: The id of the lead, as text.
        foreign_sys_id: Foreign id of the lead; nil in all recorded replies.
        org_name: Name of the company; nil in all recorded replies.
        foreign_sys_org_id: Foreign id of the company; nil in all recorded replies.
    """

    id: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    activity_date_time: XmlDateTime = field(
        metadata={
            "name": "activityDateTime",
            "type": "Element",
            "namespace": "",
        }
    )
    activity_type: str = field(
        metadata={
            "name": "activityType",
            "type": "Element",
            "namespace": "",
        }
    )
    mktg_asset_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "mktgAssetName",
            "type": "Element",
            "namespace": "",
        },
    )
    activity_attributes: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "activityAttributes",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    campaign: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    person_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "personName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    mkt_person_id: str = field(
        repr=False,
        metadata={
            "name": "mktPersonId",
            "type": "Element",
            "namespace": "",
        },
    )
    foreign_sys_id: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "foreignSysId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    org_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "orgName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    foreign_sys_org_id: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "foreignSysOrgId",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def attributes(self) -> list[Attribute]:
        """The items of `activity_attributes`; empty where there is none."""
        found = self.activity_attributes
        return found.attribute if found else []


@dataclass(slots=True, kw_only=True)
class LeadChangeRecord:
    """
    One new lead, changed field or other activity, as getLeadChanges returns it.

    It lacks the person and organization members of ActivityRecord.

    Attributes:
        id: An int up to 2_3, a long since 2_7.
        activity_date_time: Time of the change in whole seconds, with the UTC offset of the
            instance.
        activity_type: Display name of the type, such as New Lead or Change Data Value.
        mktg_asset_name: The asset concerned; for Change Data Value the display name of the
            changed field.
        activity_attributes: Details, depending on the type; for Change Data Value among
            others Old Value, New Value and Reason. Lead ID comes last; a value that is empty
            still has its element.
        campaign: Name of the campaign whose flow step caused the change; absent if none did.
        mkt_person_id: The id of the lead, as text.
    """

    id: int = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )
    activity_date_time: XmlDateTime = field(
        metadata={
            "name": "activityDateTime",
            "type": "Element",
            "namespace": "",
        }
    )
    activity_type: str = field(
        metadata={
            "name": "activityType",
            "type": "Element",
            "namespace": "",
        }
    )
    mktg_asset_name: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "mktgAssetName",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    activity_attributes: None | ArrayOfAttribute = field(
        default=None,
        metadata={
            "name": "activityAttributes",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )
    campaign: None | str = field(
        repr=False,
        default=None,
        metadata={
            "type": "Element",
            "namespace": "",
        },
    )
    mkt_person_id: str = field(
        repr=False,
        metadata={
            "name": "mktPersonId",
            "type": "Element",
            "namespace": "",
        },
    )

    @property
    def attributes(self) -> list[Attribute]:
        """The items of `activity_attributes`; empty where there is none."""
        found = self.activity_attributes
        return found.attribute if found else []


@dataclass(slots=True, kw_only=True)
class ParamsScheduleCampaign:
    """
    Request of scheduleCampaign: a batch campaign of a program and its time.

    Attributes:
        campaign_name: Name of a batch campaign in the program.
        campaign_run_at: When to run it; absent means now.
        program_token_list: Tokens for this run, named in full such as {{my.message}}. They
            are dropped after the run.
    """

    program_name: str = field(
        repr=False,
        metadata={
            "name": "programName",
            "type": "Element",
            "namespace": "",
        },
    )
    campaign_name: str = field(
        repr=False,
        metadata={
            "name": "campaignName",
            "type": "Element",
            "namespace": "",
        },
    )
    campaign_run_at: None | XmlDateTime = field(
        default=None,
        metadata={
            "name": "campaignRunAt",
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
class ArrayOfActivityRecord:
    """
    A list of activities.
    """

    activity_record: list[ActivityRecord] = field(
        default_factory=list,
        metadata={
            "name": "activityRecord",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ArrayOfLeadChangeRecord:
    """
    A list of changes.
    """

    lead_change_record: list[LeadChangeRecord] = field(
        default_factory=list,
        metadata={
            "name": "leadChangeRecord",
            "type": "Element",
            "namespace": "",
        },
    )


@dataclass(slots=True, kw_only=True)
class ParamsSyncLead:
    """
    Request of syncLead: the lead to create or update.

    The lead is looked up by Id, else by foreign id, else (at this place presumably) by cookie,
    else by Email; of several leads with the same address the one added last is updated. A match
    by Id or foreign id replaces the Email if one is given. An Id without a lead is fault 20103;
    any other key without one creates a lead.

    Attributes:
        lead_record: An attribute of unknown name is fault 20105, and nothing is written.
        return_lead: Whether to return the complete lead as it is after the change.
        marketo_cookie: Value of the browser cookie _mkto_trk, with both its parts id and
            token, to be attached to the lead: an anonymous lead becomes known. Recorded: the
            attribute list must not be empty for it to work.
    """

    lead_record: LeadRecord = field(
        metadata={
            "name": "leadRecord",
            "type": "Element",
            "namespace": "",
        }
    )
    return_lead: bool = field(
        metadata={
            "name": "returnLead",
            "type": "Element",
            "namespace": "",
        }
    )
    marketo_cookie: None | str = field(
        repr=False,
        default=None,
        metadata={
            "name": "marketoCookie",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )


@dataclass(slots=True, kw_only=True)
class LeadActivityList(Reply):
    """
    Result of getLeadActivity: a page of activities of a lead.

    Other than in all other operations the reply holds it in an element leadActivityList, not
    result.

    Attributes:
        return_count: Number of activities in this page.
        remaining_count: Number of activities after this page; 0 in the last one. With
            several types in the filter it says only whether there are more.
        new_start_position: Position for the next page.
        activity_record_list: The activities, newest first; presumably nil if there are none.
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
    new_start_position: StreamPosition = field(
        metadata={
            "name": "newStartPosition",
            "type": "Element",
            "namespace": "",
        }
    )
    activity_record_list: None | ArrayOfActivityRecord = field(
        default=None,
        metadata={
            "name": "activityRecordList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def activity_records(self) -> list[ActivityRecord]:
        """The items of `activity_record_list`; empty where there is none."""
        found = self.activity_record_list
        return found.activity_record if found else []


@dataclass(slots=True, kw_only=True)
class ResultGetLeadChanges(Reply):
    """
    Result of getLeadChanges: a page of changes.

    Attributes:
        return_count: Number of changes in this page.
        remaining_count: Number of changes after this page; 0 in the last one.
        new_start_position: Position for the next page. oldestCreatedAt is as given in the
            request, with its own UTC offset.
        lead_change_record_list: The changes, in ascending order of time and id; presumably
            nil if there are none.
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
    new_start_position: StreamPosition = field(
        metadata={
            "name": "newStartPosition",
            "type": "Element",
            "namespace": "",
        }
    )
    lead_change_record_list: None | ArrayOfLeadChangeRecord = field(
        default=None,
        metadata={
            "name": "leadChangeRecordList",
            "type": "Element",
            "namespace": "",
            "nillable": True,
        },
    )

    @property
    def lead_change_records(self) -> list[LeadChangeRecord]:
        """The items of `lead_change_record_list`; empty where there is none."""
        found = self.lead_change_record_list
        return found.lead_change_record if found else []


@dataclass(slots=True, kw_only=True)
class SuccessGetLeadActivity(Reply):
    """
    Reply of getLeadActivity: a page of activities of a lead.

    Its child is called leadActivityList; in all other replies it is result.
    """

    lead_activity_list: LeadActivityList = field(
        metadata={
            "name": "leadActivityList",
            "type": "Element",
            "namespace": "",
        }
    )


@dataclass(slots=True, kw_only=True)
class SuccessGetLeadChanges(Reply):
    """
    Reply of getLeadChanges: a page of changes.
    """

    result: ResultGetLeadChanges = field(
        metadata={
            "type": "Element",
            "namespace": "",
        }
    )

"""One method for each operation: plain arguments to a request message, a reply to its result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mktows.errors import ProtocolError, RequestError
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.facts.limits import (
    CUSTOM_OBJECTS_PER_SYNC,
    KEYS_PER_SELECTOR,
    LEADS_PER_CAMPAIGN_REQUEST,
    LEADS_PER_SYNC,
    MEMBERS_PER_LIST_OPERATION,
    MOBJECTS_PER_SYNC,
    RECORDS_PER_BATCH,
)
from mktows.import_lines import import_lines
from mktows.values import Records, at_most, attribute_text

if TYPE_CHECKING:
    from mktows_bindings import literals
    from mktows_bindings import v3_1 as b
    from xsdata.models.datatype import XmlDateTime

    from mktows.import_lines import Row

    Lead = b.LeadRecord | Mapping[str, object]
    LeadKeyType = literals.LeadKeyRef | b.LeadKeyRef
    Key = int | str | tuple[LeadKeyType, str | int] | b.LeadKey | Lead
    Pair = b.Attrib | tuple[str, object] | Mapping[str, object]
    Moment = datetime | XmlDateTime
    ActivityTypes = Iterable[literals.ActivityType | b.ActivityType]
    MObject = b.MObject | Mapping[str, object] | tuple[str, int]
    ObjectKey = int | tuple[str, object] | Mapping[str, object]
    Associations = (
        Mapping[str, ObjectKey]
        | Iterable[tuple[str, ObjectKey] | Mapping[str, object] | b.MObjAssociation]
    )
    Comparison = literals.ComparisonEnum | b.ComparisonEnum
    Criterion = b.MObjCriteria | tuple[str, Comparison, object]
    SyncOperation = literals.SyncOperationEnum | b.SyncOperationEnum
    CampaignSource = literals.ReqCampSourceType | b.ReqCampSourceType
    Attributes = b.ArrayOfAttribute | Mapping[str, object]
    CustomObject = b.CustomObj | Mapping[str, object] | tuple[Attributes, Attributes]


class OperationMethods(ABC):
    """The 23 operations, over one way to make a call.

    Every method makes one call, and raises what `Client.call` raises. None means "not sent".
    Enumeration values may be given as members or as their texts, datetimes with an offset. More
    than the documented number of records is refused before anything is sent.

    A lead key is a Marketo id, an email address, a pair of key type and value such as
    `("SFDCLEADID", "00Q…")`, a `LeadKey`, or a lead that has an Id or an Email.
    """

    _records: Records

    @abstractmethod
    def call(self, params: object, *, workspace: str | None = None) -> Any:
        """Make a call and return its success message."""

    def _result(self, name: str, /, *, workspace: str | None = None, **values: object) -> Any:
        params = self._records.make(f"Params{name}", **values)
        return _held(self.call(params, workspace=workspace).result)

    # Leads

    def get_lead(
        self, key: Key | None = None, *, email: str | None = None, id: int | None = None
    ) -> b.ResultGetLead:
        """Return all leads that match one key.

        An address that several leads share returns them all.

        Args:
            key: The lead; or give `email` or `id`.
            email: An email address, whatever its form.
            id: A Marketo id.

        Raises:
            NotFoundFault: No lead matches.
        """
        return self._result("GetLead", lead_key=self._records.lead_key(key, email=email, id=id))

    def get_multiple_leads(
        self,
        selector: b.LeadSelector | None = None,
        *,
        keys: Iterable[Key] | None = None,
        emails: Iterable[str] | None = None,
        ids: Iterable[int] | None = None,
        list_name: str | None = None,
        since: Moment | None = None,
        until: Moment | None = None,
        stream_position: str | None = None,
        batch_size: int | None = None,
        include_attributes: Iterable[str] | None = None,
    ) -> b.ResultGetMultipleLeads:
        """Return a page of the leads that keys, a list or a time range choose.

        At most 100 keys: the service ignores the others without a word, so more are refused here.
        With `include_attributes` only those fields come back; then `Email` is empty unless named.

        Args:
            selector: By keys, by static list or by time of the last change; or give one of those
                that follow.
            keys: Lead keys, all of one type.
            emails: Email addresses, whatever their form.
            ids: Marketo ids.
            list_name: A static list; one of a program is named `Program.List`.
            since: Leads that changed, or that something happened to, from this moment on.
            until: With `since`: up to this moment, 30 days later at most.
            stream_position: `new_stream_position` of the page before; repeat all else with it.
            batch_size: Leads per page; 200 is recommended, 1000 the most.
            include_attributes: Names of the fields wanted; None or none for all.
        """
        return self._result(
            "GetMultipleLeads",
            lead_selector=self._records.selector(
                selector,
                keys=_key_list(keys, emails, ids),
                list_name=list_name,
                since=since,
                until=until,
            ),
            stream_position=stream_position,
            batch_size=batch_size,
            include_attributes=self._records.array("ArrayOfString", include_attributes),
        )

    def sync_lead(
        self,
        lead: Lead,
        *,
        return_lead: bool = False,
        marketo_cookie: str | None = None,
        workspace: str | None = None,
        move_cookie: bool | None = None,
    ) -> b.ResultSyncLead:
        """Create or update one lead: by Id, else foreign id, else cookie, else Email.

        Args:
            lead: A mapping such as `{"Email": "t@t.com", "FirstName": "George"}`, or a record.
            return_lead: Whether the reply holds the whole lead after the change.
            marketo_cookie: The visitor's `_mkto_trk` cookie, to be attached to the lead.
            workspace: Where a new lead goes, in instances that have workspaces.
            move_cookie: Of a meaning that is stated nowhere; since 3_1.

        Raises:
            NotFoundFault: The lead has an Id that does not exist.
            InvalidFault: An attribute is unknown; then nothing was written.
        """
        return self._result(
            "SyncLead",
            lead_record=self._records.lead(lead),
            return_lead=return_lead,
            marketo_cookie=marketo_cookie,
            move_cookie=move_cookie,
            workspace=workspace,
        )

    def sync_multiple_leads(
        self, leads: Iterable[Lead], *, dedup_enabled: bool | None = True
    ) -> b.ResultSyncMultipleLeads:
        """Create or update up to 300 leads: each by Id, else foreign id, else Email.

        The reply has one status for each lead, in the order given; a lead that fails does not
        hinder the others.

        Args:
            leads: Mappings or records.
            dedup_enabled: False creates a new lead, a duplicate maybe, for every record that has
                neither Id nor foreign id.
        """
        records = map(self._records.lead, at_most(leads, LEADS_PER_SYNC, "leads"))
        return self._result(
            "SyncMultipleLeads",
            lead_record_list=self._records.array("ArrayOfLeadRecord", records),
            dedup_enabled=dedup_enabled,
        )

    def merge_leads(
        self,
        winner: Key | b.ArrayOfAttribute,
        losers: Iterable[Key | b.ArrayOfAttribute],
        *,
        merge_in_sales: bool | None = None,
    ) -> b.ResultMergeLeads:
        """Merge losing leads into a winning one, which keeps its values.

        Args:
            winner: A lead key of any type but COOKIE; a mapping may hold it as `{"IDNUM": 2}`.
            losers: One such key for each losing lead, 300 at most.
            merge_in_sales: Whether to merge in the CRM too; since 2_7.
        """
        keys = map(self._records.key_list, at_most(losers, RECORDS_PER_BATCH, "losing leads"))
        return self._result(
            "MergeLeads",
            winning_lead_key_list=self._records.key_list(winner),
            losing_lead_key_lists=self._records.array("ArrayOfKeyList", keys),
            merge_in_sales=merge_in_sales,
        )

    # Activities

    def get_lead_activity(
        self,
        key: Key | None = None,
        *,
        email: str | None = None,
        id: int | None = None,
        include_types: ActivityTypes | None = None,
        exclude_types: ActivityTypes | None = None,
        start_position: b.StreamPosition | None = None,
        batch_size: int | None = None,
    ) -> b.LeadActivityList:
        """Return a page of one lead's activities, newest first.

        Args:
            key: The lead, or use `email` or `id`.
            email: The lead's email address.
            id: The lead's Marketo id.
            include_types: Only these types; not together with `exclude_types`.
            exclude_types: All but these types.
            start_position: `new_start_position` of the page before.
            batch_size: Records per page, 100 at most.
        """
        params = self._records.make(
            "ParamsGetLeadActivity",
            lead_key=self._records.lead_key(key, email=email, id=id),
            activity_filter=self._activity_filter(include_types, exclude_types),
            start_position=start_position,
            batch_size=batch_size,
        )
        return _held(self.call(params).lead_activity_list)

    def get_lead_changes(
        self,
        *,
        since: Moment | None = None,
        start_position: b.StreamPosition | None = None,
        selector: b.LeadSelector | None = None,
        keys: Iterable[Key] | None = None,
        list_name: str | None = None,
        include_types: ActivityTypes | None = None,
        exclude_types: ActivityTypes | None = None,
        activity_names: Iterable[str] | None = None,
        batch_size: int | None = None,
    ) -> b.ResultGetLeadChanges:
        """Return a page of changes across leads, oldest first.

        Args:
            since: Changes from this moment on; or give a `start_position`.
            start_position: `new_start_position` of the page before.
            selector: Only these leads; since 2_2. Or give `keys` or `list_name`.
            keys: Only the leads of these keys, which are of one type; 100 at most.
            list_name: Only the members of this static list.
            include_types: Only these types.
            exclude_types: All but these types.
            activity_names: Only activities of these display names; since 2_3.
            batch_size: Records per page, 1000 at most.
        """
        if (since is None) == (start_position is None):
            raise RequestError("give either since or start_position")
        if start_position is None:
            start_position = self._records.make("StreamPosition", oldest_created_at=since)
        if keys is not None or list_name is not None:
            selector = self._records.selector(selector, keys=keys, list_name=list_name)
        elif selector is not None:
            selector = self._records.selector(selector)
        return self._result(
            "GetLeadChanges",
            start_position=start_position,
            activity_filter=self._activity_filter(include_types, exclude_types),
            activity_name_filter=self._records.array("ArrayOfString", activity_names),
            batch_size=batch_size,
            lead_selector=selector,
        )

    # Static lists

    def list_operation(
        self,
        operation: literals.ListOperationType | b.ListOperationType,
        *,
        list_name: str | None = None,
        list_key: b.ListKey | tuple[literals.ListKeyType | b.ListKeyType, str | int] | None = None,
        members: Iterable[Key],
        strict: bool | None = None,
        skip_activity_log: bool | None = None,
    ) -> b.ResultListOperation:
        """Add leads to a static list, remove them, or ask whether they are in it.

        Args:
            operation: `ADDTOLIST`, `REMOVEFROMLIST` or `ISMEMBEROFLIST`.
            list_name: The list's name; or give a `list_key`.
            list_key: Key type and value.
            members: Lead keys, 1000 at most; the service is known to take Marketo ids alone.
            strict: Whether nothing happens if any part would fail.
            skip_activity_log: Only in 2_1 and 2_2.
        """
        if (list_name is None) == (list_key is None):
            raise RequestError("give either list_name or list_key")
        keys = at_most(members, MEMBERS_PER_LIST_OPERATION, "list members")
        return self._result(
            "ListOperation",
            list_operation=self._records.choice("ListOperationType", operation),
            list_key=self._records.key_pair(
                "ListKeyType", list_key or ("MKTOLISTNAME", list_name), "ListKey"
            ),
            list_member_list=self._lead_keys(keys),
            strict=strict,
            skip_activity_log=skip_activity_log,
        )

    def import_to_list(
        self,
        *,
        program_name: str,
        list_name: str,
        header: str | Iterable[str] | None = None,
        rows: Iterable[Row],
        mode: literals.ImportToListModeEnum | b.ImportToListModeEnum = "UPSERTLEADS",
        clear_list: bool = False,
        campaign_name: str | None = None,
    ) -> b.ResultImportToList:
        """Start an import of CSV rows into an existing list of a program.

        Args:
            program_name: The program that holds the list.
            list_name: The list.
            header: The columns, as a line of CSV or one by one: display names, such as
                `Email Address`, or token names. None for those of rows that are mappings.
            rows: One for each lead: values by column, or in the order of the columns, or a line of
                CSV. For their number no limit is documented.
            mode: `UPSERTLEADS`, or `LISTONLY` to add only leads that exist.
            clear_list: Whether the list is emptied first.
            campaign_name: The campaign of the program that uses the token columns.
        """
        header_line, lines = import_lines(header, rows)
        return self._result(
            "ImportToList",
            program_name=program_name,
            import_file_header=header_line,
            import_file_rows=self._records.array("ArrayOfString", lines),
            import_list_mode=self._records.choice("ImportToListModeEnum", mode),
            list_name=list_name,
            clear_list=clear_list,
            campaign_name=campaign_name,
        )

    def get_import_to_list_status(
        self, *, program_name: str, list_name: str
    ) -> b.ResultGetImportToListStatus:
        """Return how far an import is; ask at most once a minute."""
        return self._result("GetImportToListStatus", program_name=program_name, list_name=list_name)

    # Campaigns

    def get_campaigns_for_source(
        self,
        source: CampaignSource = "MKTOWS",
        *,
        name: str | None = None,
        exact_name: bool | None = None,
    ) -> b.ResultGetCampaignsForSource:
        """Return the campaigns that `request_campaign` can run.

        Args:
            source: `MKTOWS` for this API, `SALES` for the sales tool.
            name: Only campaigns whose name holds this text, or is it with `exact_name`.
            exact_name: Whether the whole name must match.
        """
        return self._result(
            "GetCampaignsForSource",
            source=self._records.choice("ReqCampSourceType", source),
            name=name,
            exact_name=exact_name,
        )

    def request_campaign(
        self,
        *,
        leads: Iterable[Key],
        campaign_id: int | None = None,
        program_name: str | None = None,
        campaign_name: str | None = None,
        tokens: Mapping[str, object] | None = None,
        source: CampaignSource = "MKTOWS",
    ) -> b.ResultRequestCampaign:
        """Run existing leads through a trigger campaign.

        Args:
            leads: Lead keys, 100 at most: the service ignores the others, so more are refused.
            campaign_id: The campaign; or give its program and name.
            program_name: With `campaign_name`.
            campaign_name: With `program_name`; the service then expects tokens, if only none.
            tokens: Program tokens by full name, such as `{"{{my.topic}}": "SOAP"}`.
            source: See `get_campaigns_for_source`.
        """
        by_name = program_name is not None and campaign_name is not None
        halves = (program_name is None) != (campaign_name is None)
        if halves or by_name == (campaign_id is not None):
            raise RequestError("give either campaign_id, or program_name and campaign_name")
        if campaign_id is not None and tokens is not None:
            raise RequestError("tokens go with program_name and campaign_name, not campaign_id")
        keys = at_most(leads, LEADS_PER_CAMPAIGN_REQUEST, "leads")
        return self._result(
            "RequestCampaign",
            source=self._records.choice("ReqCampSourceType", source),
            campaign_id=campaign_id,
            lead_list=self._lead_keys(keys),
            program_name=program_name,
            campaign_name=campaign_name,
            program_token_list=self._records.attribs((tokens or {}) if by_name else None),
        )

    def schedule_campaign(
        self,
        *,
        program_name: str,
        campaign_name: str,
        run_at: Moment | None = None,
        tokens: Mapping[str, object] | None = None,
        clone_to: str | None = None,
    ) -> b.ResultScheduleCampaign:
        """Run a batch campaign, now or at a moment.

        Args:
            program_name: The program that holds the campaign.
            campaign_name: The campaign.
            run_at: When; None for now.
            tokens: Program tokens for this run, by full name.
            clone_to: The name of a new program: the program is cloned under it, and the campaign
                of the clone is run. At most 10 such calls a day. The contract has it since 3_1.
        """
        return self._result(
            "ScheduleCampaign",
            program_name=program_name,
            clone_to_program_name=clone_to,
            campaign_name=campaign_name,
            campaign_run_at=run_at,
            program_token_list=self._records.attribs(tokens),
        )

    # MObjects

    def list_mobjects(self) -> b.ResultListMObjects:
        """Return the names of the MObject types; the customary call to test credentials."""
        return self._result("ListMObjects")

    def describe_mobject(self, object_name: str) -> b.ResultDescribeMObject:
        """Return the fields of an MObject type that `list_mobjects` names."""
        return self._result("DescribeMObject", object_name=object_name)

    def get_mobjects(
        self,
        type: str,
        *,
        id: int | None = None,
        external_key: Pair | None = None,
        criteria: Iterable[Criterion] | None = None,
        associations: Associations | None = None,
        include_details: bool | None = None,
        stream_position: str | None = None,
    ) -> b.ResultGetMObjects:
        """Return a page of up to 100 objects that meet all conditions given.

        Args:
            type: `Opportunity`, `OpportunityPersonRole` or `Program`.
            id: The object's id.
            external_key: Name and value of its external key, as a pair or a mapping.
            criteria: Such as `("Name", "EQ", "Q1 2014")`.
            associations: Objects that it must be associated with, such as `{"Lead": 6}`, or
                `[("Opportunity", {"opportunityId": "Opportunity_4"})]`.
            include_details: Whether programs come with all their attributes.
            stream_position: `new_stream_position` of the page before.
        """
        conditions = None if criteria is None else [self._criterion(c) for c in criteria]
        return self._result(
            "GetMObjects",
            type_value=type,
            id=id,
            external_key=self._records.external_key(external_key),
            m_obj_criteria_list=self._records.array("ArrayOfMObjCriteria", conditions),
            m_obj_association_list=self._records.associations(associations),
            include_details=include_details,
            stream_position=stream_position,
        )

    def sync_mobjects(
        self, objects: Iterable[MObject], *, operation: SyncOperation
    ) -> b.ResultSyncMObjects:
        """Create or update up to 100 objects; each has its own status, in the order given.

        Args:
            objects: Records, or mappings such as `{"type": "Opportunity", "externalKey":
                {"opportunityId": "Opportunity_4"}, "attributes": {"Amount": 501}}`. They may have
                `associations` as `get_mobjects` takes them; programs have `tags` such as
                `{"Channel": "Webinar"}` and `costs` such as
                `[{"Month": "2013-06", "Amount": 2000}]`.
            operation: `INSERT`, `UPDATE` or `UPSERT`; programs can only be updated.
        """
        records = map(self._records.mobject, at_most(objects, MOBJECTS_PER_SYNC, "objects"))
        return self._result(
            "SyncMObjects",
            m_object_list=self._records.array("ArrayOfMObject", records),
            operation=self._records.choice("SyncOperationEnum", operation),
        )

    def delete_mobjects(self, objects: Iterable[MObject]) -> b.ResultDeleteMObjects:
        """Delete up to 300 opportunities or roles, each given as type and id."""
        records = map(self._records.mobject, at_most(objects, RECORDS_PER_BATCH, "objects"))
        return self._result(
            "DeleteMObjects", m_object_list=self._records.array("ArrayOfMObject", records)
        )

    # Custom objects

    def get_custom_objects(
        self,
        type_name: str,
        *,
        keys: Attributes | None = None,
        include_attributes: Iterable[str] = (),
        stream_position: str | None = None,
        batch_size: int | None = None,
    ) -> b.ResultGetCustomObjects:
        """Return a page of a custom object type's records.

        Args:
            type_name: The type, in any case.
            keys: Some or all of the key fields.
            include_attributes: Names of the fields wanted; none for all.
            stream_position: `new_stream_position` of the page before.
            batch_size: Records per page, 100 at most.
        """
        return self._result(
            "GetCustomObjects",
            obj_type_name=type_name,
            stream_position=stream_position,
            batch_size=batch_size,
            custom_obj_key_list=None if keys is None else self._records.attributes(keys),
            include_attributes=self._records.array("ArrayOfString", include_attributes),
        )

    def sync_custom_objects(
        self,
        type_name: str,
        objects: Iterable[CustomObject],
        *,
        operation: SyncOperation | None = None,
    ) -> b.ResultSyncCustomObjects:
        """Create or update up to 100 records; each has its own status, in the order given.

        Args:
            type_name: The type, in any case.
            objects: Records, mappings with `keys` and `attributes`, or pairs of both.
            operation: `INSERT`, `UPDATE` or `UPSERT`.
        """
        given = at_most(objects, CUSTOM_OBJECTS_PER_SYNC, "records")
        records = map(self._records.custom_object, given)
        return self._result(
            "SyncCustomObjects",
            obj_type_name=type_name,
            custom_obj_list=self._records.array("ArrayOfCustomObj", records),
            operation=None
            if operation is None
            else self._records.choice("SyncOperationEnum", operation),
        )

    def delete_custom_objects(
        self, type_name: str, keys: Iterable[Attributes]
    ) -> b.ResultDeleteCustomObjects:
        """Delete up to 300 records, each given by all its keys."""
        lists = map(self._records.attributes, at_most(keys, RECORDS_PER_BATCH, "records"))
        return self._result(
            "DeleteCustomObjects",
            obj_type_name=type_name,
            custom_obj_key_lists=self._records.array("ArrayOfKeyList", lists),
        )

    # Channels and tags

    def get_channels(self, names: Iterable[str] | None = None) -> b.ResultGetChannels:
        """Return channels with their progression statuses; None for all channels."""
        tag = names and self._records.make(
            "Tag", values=self._records.array("ArrayOfString", names)
        )
        return self._result("GetChannels", tag=tag or None)

    def get_tags(self, tags: Mapping[str, Iterable[str]] | None = None) -> b.ResultGetTags:
        """Return tag types with their values; None for all, else type to the values wanted."""
        items = None
        if tags is not None:
            items = [
                self._records.make(
                    "Tag", type_value=name, values=self._records.array("ArrayOfString", values)
                )
                for name, values in tags.items()
            ]
        return self._result("GetTags", tag_list=self._records.array("ArrayOfTag", items))

    # Parts

    def _activity_filter(self, include: ActivityTypes | None, exclude: ActivityTypes | None) -> Any:
        if include is not None and exclude is not None:
            raise RequestError("include_types and exclude_types exclude each other")
        if include is None and exclude is None:
            return None

        def types(values: ActivityTypes | None) -> Any:
            if values is None:
                return None
            members = [self._records.choice("ActivityType", value) for value in values]
            return self._records.array("ArrayOfActivityType", members)

        return self._records.make(
            "ActivityTypeFilter", include_types=types(include), exclude_types=types(exclude)
        )

    def _lead_keys(self, keys: Iterable[Key]) -> Any:
        return self._records.array("ArrayOfLeadKey", self._records.lead_keys(keys))

    def _criterion(self, criterion: Criterion) -> Any:
        if not isinstance(criterion, tuple):
            return criterion
        name, comparison, value = criterion
        return self._records.make(
            "MObjCriteria",
            attr_name=name,
            comparison=self._records.choice("ComparisonEnum", comparison),
            attr_value=attribute_text(value, name),
        )


def _key_list(
    keys: Iterable[Key] | None, emails: Iterable[str] | None, ids: Iterable[int] | None
) -> Iterable[Any] | None:
    """The one of them that is given, as lead keys."""
    given = [each for each in (keys, emails, ids) if each is not None]
    if len(given) > 1:
        raise RequestError("give exactly one of keys, emails and ids")
    if emails is not None:
        return [(EMAIL, value) for value in at_most(emails, KEYS_PER_SELECTOR, "emails")]
    if ids is not None:
        return [(IDNUM, value) for value in at_most(ids, KEYS_PER_SELECTOR, "ids")]
    return keys


def _held(result: Any) -> Any:
    """The one child of a success message, which no caller should have to check for None."""
    if result is None:
        raise ProtocolError("the reply holds no result")
    return result

"""One method for each operation: plain arguments to a request message, a reply to its result."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mktows.errors import ProtocolError, RequestError
from mktows.facts.key_types import EMAIL, IDNUM
from mktows.facts.limits import KEYS_PER_SELECTOR, LEADS_PER_CAMPAIGN_REQUEST
from mktows.values import Records

if TYPE_CHECKING:
    from mktows_bindings import v3_1 as b
    from xsdata.models.datatype import XmlDateTime

    Lead = b.LeadRecord | Mapping[str, object]
    Key = b.LeadKey | tuple[b.LeadKeyRef | str, str]
    Pair = b.Attrib | tuple[str, object]
    Moment = datetime | XmlDateTime
    ActivityTypes = Iterable[b.ActivityType | str]


class OperationMethods(ABC):
    """The 23 operations, over one way to make a call.

    Every method makes one call, and raises what `Client.call` raises. None means "not sent".
    Enumeration values may be given as members or as their texts, datetimes with an offset.
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
        """Return all leads that match one key: a key, an email address or a Marketo id.

        An address that several leads share returns them all.

        Raises:
            NotFoundFault: No lead matches.
        """
        return self._result("GetLead", lead_key=self._records.lead_key(key, email=email, id=id))

    def get_multiple_leads(
        self,
        selector: b.LeadSelector | None = None,
        *,
        emails: Iterable[str] | None = None,
        ids: Iterable[int] | None = None,
        stream_position: str | None = None,
        batch_size: int | None = None,
        include_attributes: Iterable[str] | None = None,
    ) -> b.ResultGetMultipleLeads:
        """Return a page of the leads that a selector, email addresses or ids choose.

        At most 100 keys: the service ignores the others without a word, so more are refused here.
        With `include_attributes` only those fields come back; then `Email` is empty unless named.

        Args:
            selector: By keys, by static list or by time of the last change.
            emails: Instead of a selector: email addresses.
            ids: Instead of a selector: Marketo ids.
            stream_position: `new_stream_position` of the page before; repeat all else with it.
            batch_size: Leads per page; 200 is recommended, 1000 the most.
            include_attributes: Names of the fields wanted; None or none for all.
        """
        return self._result(
            "GetMultipleLeads",
            lead_selector=self._selector(selector, emails, ids),
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
            leads: Mappings or records. More than 300 are not supported by the service.
            dedup_enabled: False creates a new lead, a duplicate maybe, for every record that has
                neither Id nor foreign id.
        """
        records = [self._records.lead(lead) for lead in leads]
        return self._result(
            "SyncMultipleLeads",
            lead_record_list=self._records.array("ArrayOfLeadRecord", records),
            dedup_enabled=dedup_enabled,
        )

    def merge_leads(
        self,
        winner: Mapping[str, object],
        losers: Iterable[Mapping[str, object]],
        *,
        merge_in_sales: bool | None = None,
    ) -> b.ResultMergeLeads:
        """Merge losing leads into a winning one, which keeps its values.

        Args:
            winner: Key type and value, such as `{"IDNUM": 2}`.
            losers: One such mapping for each losing lead.
            merge_in_sales: Whether to merge in the CRM too; since 2_7.
        """
        keys = [self._records.attributes(loser) for loser in losers]
        return self._result(
            "MergeLeads",
            winning_lead_key_list=self._records.attributes(winner),
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
        include_types: ActivityTypes | None = None,
        exclude_types: ActivityTypes | None = None,
        activity_names: Iterable[str] | None = None,
        batch_size: int | None = None,
    ) -> b.ResultGetLeadChanges:
        """Return a page of changes across leads, oldest first.

        Args:
            since: Changes from this moment on; or give a `start_position`.
            start_position: `new_start_position` of the page before.
            selector: Only these leads; since 2_2.
            include_types: Only these types.
            exclude_types: All but these types.
            activity_names: Only activities of these display names; since 2_3.
            batch_size: Records per page, 1000 at most.
        """
        if (since is None) == (start_position is None):
            raise RequestError("give either since or start_position")
        if start_position is None:
            start_position = self._records.make("StreamPosition", oldest_created_at=since)
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
        operation: b.ListOperationType | str,
        *,
        list_name: str | None = None,
        list_key: b.ListKey | tuple[b.ListKeyType | str, str] | None = None,
        members: Iterable[int | Key],
        strict: bool | None = None,
        skip_activity_log: bool | None = None,
    ) -> b.ResultListOperation:
        """Add leads to a static list, remove them, or ask whether they are in it.

        Args:
            operation: `ADDTOLIST`, `REMOVEFROMLIST` or `ISMEMBEROFLIST`.
            list_name: The list's name; or give a `list_key`.
            list_key: Key type and value.
            members: Marketo ids, 1000 at most.
            strict: Whether nothing happens if any part would fail.
            skip_activity_log: Only in 2_1 and 2_2.
        """
        if (list_name is None) == (list_key is None):
            raise RequestError("give either list_name or list_key")
        keys = [(IDNUM, str(member)) if isinstance(member, int) else member for member in members]
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
        header: str,
        rows: Iterable[str],
        mode: b.ImportToListModeEnum | str = "UPSERTLEADS",
        clear_list: bool = False,
        campaign_name: str | None = None,
    ) -> b.ResultImportToList:
        """Start an import of CSV rows into an existing list of a program.

        Args:
            program_name: The program that holds the list.
            list_name: The list.
            header: One CSV line of display names, such as `Email Address`, or token names.
            rows: One CSV line for each lead.
            mode: `UPSERTLEADS`, or `LISTONLY` to add only leads that exist.
            clear_list: Whether the list is emptied first.
            campaign_name: The campaign of the program that uses the token columns.
        """
        return self._result(
            "ImportToList",
            program_name=program_name,
            import_file_header=header,
            import_file_rows=self._records.array("ArrayOfString", rows),
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
        source: b.ReqCampSourceType | str = "MKTOWS",
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
        source: b.ReqCampSourceType | str = "MKTOWS",
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
        keys = list(leads)
        if len(keys) > LEADS_PER_CAMPAIGN_REQUEST:
            raise RequestError(
                f"{len(keys)} lead keys: the service ignores all after the "
                f"{LEADS_PER_CAMPAIGN_REQUEST}th"
            )
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
        criteria: Iterable[b.MObjCriteria | tuple[str, b.ComparisonEnum | str, object]]
        | None = None,
        associations: Iterable[b.MObjAssociation] | None = None,
        include_details: bool | None = None,
        stream_position: str | None = None,
    ) -> b.ResultGetMObjects:
        """Return a page of up to 100 objects that meet all conditions given.

        Args:
            type: `Opportunity`, `OpportunityPersonRole` or `Program`.
            id: The object's id.
            external_key: Name and value of its external key.
            criteria: Such as `("Name", "EQ", "Q1 2014")`.
            associations: Objects that it must be associated with.
            include_details: Whether programs come with all their attributes.
            stream_position: `new_stream_position` of the page before.
        """
        conditions = None if criteria is None else [self._criterion(c) for c in criteria]
        return self._result(
            "GetMObjects",
            type_value=type,
            id=id,
            external_key=self._records.attrib(external_key),
            m_obj_criteria_list=self._records.array("ArrayOfMObjCriteria", conditions),
            m_obj_association_list=self._records.array("ArrayOfMObjAssociation", associations),
            include_details=include_details,
            stream_position=stream_position,
        )

    def sync_mobjects(
        self, objects: Iterable[b.MObject], *, operation: b.SyncOperationEnum | str
    ) -> b.ResultSyncMObjects:
        """Create or update up to 100 objects; each has its own status, in the order given.

        Args:
            objects: `MObject` records, which `mktows.types` has.
            operation: `INSERT`, `UPDATE` or `UPSERT`; programs can only be updated.
        """
        return self._result(
            "SyncMObjects",
            m_object_list=self._records.array("ArrayOfMObject", objects),
            operation=self._records.choice("SyncOperationEnum", operation),
        )

    def delete_mobjects(
        self, objects: Iterable[b.MObject | tuple[str, int]]
    ) -> b.ResultDeleteMObjects:
        """Delete opportunities or their roles, each given as type and id."""
        records = [
            self._records.make("MObject", type_value=item[0], id=item[1])
            if isinstance(item, tuple)
            else item
            for item in objects
        ]
        return self._result(
            "DeleteMObjects", m_object_list=self._records.array("ArrayOfMObject", records)
        )

    # Custom objects

    def get_custom_objects(
        self,
        type_name: str,
        *,
        keys: Mapping[str, object] | None = None,
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
        objects: Iterable[b.CustomObj | tuple[Mapping[str, object], Mapping[str, object]]],
        *,
        operation: b.SyncOperationEnum | str | None = None,
    ) -> b.ResultSyncCustomObjects:
        """Create or update up to 100 records, each given as its keys and its other fields."""
        records = [
            self._records.make(
                "CustomObj",
                custom_obj_key_list=self._records.attributes(item[0]),
                custom_obj_attribute_list=self._records.attributes(item[1]),
            )
            if isinstance(item, tuple)
            else item
            for item in objects
        ]
        return self._result(
            "SyncCustomObjects",
            obj_type_name=type_name,
            custom_obj_list=self._records.array("ArrayOfCustomObj", records),
            operation=None
            if operation is None
            else self._records.choice("SyncOperationEnum", operation),
        )

    def delete_custom_objects(
        self, type_name: str, keys: Iterable[Mapping[str, object]]
    ) -> b.ResultDeleteCustomObjects:
        """Delete records, each given by all its keys."""
        lists = [self._records.attributes(item) for item in keys]
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

    def _selector(
        self,
        selector: b.LeadSelector | None,
        emails: Iterable[str] | None,
        ids: Iterable[int] | None,
    ) -> Any:
        given = [value for value in (selector, emails, ids) if value is not None]
        if len(given) != 1:
            raise RequestError("give exactly one of selector, emails and ids")
        if selector is None:
            key_type = EMAIL if ids is None else IDNUM
            texts = emails if ids is None else [str(value) for value in ids]
            selector = self._records.make(
                "LeadKeySelector",
                key_type=self._records.choice("LeadKeyRef", key_type),
                key_values=self._records.array("ArrayOfString", texts),
            )
        values = getattr(selector, "key_values", None)
        if values is not None and len(values.string_item) > KEYS_PER_SELECTOR:
            count = len(values.string_item)
            raise RequestError(
                f"{count} keys: the service ignores all after the {KEYS_PER_SELECTOR}th"
            )
        return selector

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

    def _lead_keys(self, keys: Iterable[object]) -> Any:
        items = [self._records.key_pair("LeadKeyRef", key, "LeadKey") for key in keys]
        return self._records.array("ArrayOfLeadKey", items)

    def _criterion(
        self, criterion: b.MObjCriteria | tuple[str, b.ComparisonEnum | str, object]
    ) -> Any:
        if not isinstance(criterion, tuple):
            return criterion
        name, comparison, value = criterion
        return self._records.make(
            "MObjCriteria",
            attr_name=name,
            comparison=self._records.choice("ComparisonEnum", comparison),
            attr_value=value,
        )


def _held(result: Any) -> Any:
    """The one child of a success message, which no caller should have to check for None."""
    if result is None:
        raise ProtocolError("the reply holds no result")
    return result

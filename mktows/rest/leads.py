"""Leads: their fields, reading, writing, merging, and what they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mktows.errors import RequestError
from mktows.rest.base import (
    ACTIONS,
    CREATE_OR_UPDATE,
    UPDATE_ONLY,
    Data,
    RestMethods,
    Time,
    as_ids,
    check_action,
    listed,
)
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record

CREATE_DUPLICATE = "createDuplicate"
_ID = "id"


class LeadMethods(RestMethods):
    """The endpoints of leads."""

    def describe_leads(self) -> list[Record]:
        """Return the fields of leads, with their names in both APIs.

        An entry may lack `rest` or `soap` (recorded), where a field is in one of them alone.
        """
        return self._all("describe_leads")

    def describe2_leads(self) -> list[Record]:
        """Return the fields of leads, and which of them a filter may search by (documented)."""
        return self._all("describe2_leads")

    def get_lead_fields(
        self, *, batch_size: int | None = None, position: str | None = None
    ) -> Answer:
        """Return a page of the fields of leads, with who made and who sees each."""
        return self._ask("get_lead_fields", batchSize=batch_size, nextPageToken=position)

    def iter_lead_fields(self, *, position: str | None = None) -> Records:
        """Iterate over the fields of leads."""
        return self._iterate("get_lead_fields", position)

    def get_lead_field(self, name: str) -> Record:
        """Return one field of leads by its REST name.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_lead_field", {"fieldApiName": name})

    def create_lead_fields(self, fields: Iterable[Data]) -> list[Outcome]:
        """Create custom fields, each with `displayName`, `name` and `dataType`.

        Fields cannot be deleted. A call whose outcome is unknown is not repeated.
        """
        return self._write_many("create_lead_fields", fields)

    def get_leads(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the leads that have one of some values in a field.

        Args:
            filter_type: The field, such as `id` or `email`.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            fields: Names of the fields wanted; by default id, email, names and times.
            batch_size: Leads of a page, 300 at most.
            position: The token of the page before.

        Raises:
            InvalidError: More than 1000 leads match (1003), or the field cannot be searched (1011).
        """
        return self._ask(
            "get_leads",
            filterType=filter_type,
            filterValues=listed(filter_values),
            fields=listed(fields),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_leads(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the leads of `get_leads`."""
        return self._iterate(
            "get_leads",
            position,
            filterType=filter_type,
            filterValues=listed(filter_values),
            fields=listed(fields),
        )

    def get_lead(self, lead_id: int, *, fields: Iterable[str] | None = None) -> Record:
        """Return one lead by its id.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_lead", {"leadId": lead_id}, fields=listed(fields))

    def sync_leads(
        self,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        lookup_field: str = "email",
        partition_name: str | None = None,
    ) -> list[Outcome]:
        """Create or update leads, 300 and 900 KB per call, and tell the outcome of each.

        The lookup field is always sent: an instance's own default may be another (recorded).
        Two calls at once with one key can make two leads (documented).

        Args:
            records: Leads by their REST names. Company fields are refused (1021).
            action: `createOrUpdate`, `createOnly`, `updateOnly` or `createDuplicate`. A call with
                the second or last is not repeated when its outcome is unknown.
            lookup_field: The field that tells leads apart; `id` goes with `updateOnly` alone.
            partition_name: Where to create.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which leads it had.
        """
        check_action("sync_leads", action, (*ACTIONS, CREATE_DUPLICATE))
        if lookup_field == _ID and action != UPDATE_ONLY:
            raise RequestError(f"{_ID} goes with {UPDATE_ONLY} alone", "sync_leads.lookup_field")
        return self._write_many(
            "sync_leads",
            records,
            action=action,
            lookupField=lookup_field,
            partitionName=partition_name,
        )

    def delete_leads(self, lead_ids: Iterable[int]) -> list[Outcome]:
        """Delete leads by their ids, 300 per call."""
        return self._write_many("delete_leads", as_ids(lead_ids))

    def delete_leads_by_former_method(self, lead_ids: Iterable[int]) -> list[Outcome]:
        """Delete leads as `delete_leads` does, by the method that older clients use."""
        return self._write_many("delete_leads_by_former_method", as_ids(lead_ids))

    def merge_leads(
        self, lead_id: int, loser_ids: Sequence[int], *, merge_in_crm: bool | None = None
    ) -> None:
        """Merge leads into one, which keeps its values where it has any.

        Args:
            lead_id: The lead that stays.
            loser_ids: 1 to 25 leads that go (documented, since March 2026).
            merge_in_crm: Whether to merge in the CRM too.

        Raises:
            OutcomeUnknown: Some may be gone: look for them.
        """
        self._ask(
            "merge_leads", {"leadId": lead_id}, leadIds=listed(loser_ids), mergeInCRM=merge_in_crm
        )

    def associate_lead(self, lead_id: int, cookie: str) -> None:
        """Give the activities of a cookie to a lead."""
        self._ask("associate_lead", {"leadId": lead_id}, cookie=cookie)

    def push_leads(
        self,
        records: Iterable[Data],
        *,
        program_name: str,
        program_status: str | None = None,
        source: str | None = None,
        reason: str | None = None,
        lookup_field: str = "email",
        partition_name: str | None = None,
    ) -> list[Outcome]:
        """Create or update leads as members of a program, 300 per call.

        It starts what waits for new members, so a call whose outcome is unknown is not repeated.
        """
        return self._write_many(
            "push_leads",
            records,
            programName=program_name,
            programStatus=program_status,
            source=source,
            reason=reason,
            lookupField=lookup_field,
            partitionName=partition_name,
        )

    def submit_form(
        self,
        form_id: int,
        fields: Data,
        *,
        visitor_data: Data | None = None,
        cookie: str | None = None,
        program_id: int | None = None,
    ) -> Outcome:
        """Submit a form for one lead, as if somebody had filled it out. It is not repeated."""
        given = {"leadFormFields": fields, "visitorData": visitor_data, "cookie": cookie}
        record = {name: value for name, value in given.items() if value is not None}
        (outcome,) = self._write_many("submit_form", [record], formId=form_id, programId=program_id)
        return outcome

    def get_lead_partitions(self) -> list[Record]:
        """Return the partitions that the user sees."""
        return self._all("get_lead_partitions")

    def get_lists_of_lead(
        self, lead_id: int, *, batch_size: int | None = None, position: str | None = None
    ) -> Answer:
        """Return a page of the static lists that a lead is in."""
        return self._ask(
            "get_lists_of_lead", {"leadId": lead_id}, batchSize=batch_size, nextPageToken=position
        )

    def iter_lists_of_lead(self, lead_id: int, *, position: str | None = None) -> Records:
        """Iterate over the static lists that a lead is in."""
        return self._iterate("get_lists_of_lead", position, {"leadId": lead_id})

    def get_programs_of_lead(
        self,
        lead_id: int,
        *,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the programs that a lead is a member of."""
        return self._ask(
            "get_programs_of_lead",
            {"leadId": lead_id},
            filterType=filter_type,
            filterValues=listed(filter_values),
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_programs_of_lead(
        self,
        lead_id: int,
        *,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the programs that a lead is a member of."""
        return self._iterate(
            "get_programs_of_lead",
            position,
            {"leadId": lead_id},
            filterType=filter_type,
            filterValues=listed(filter_values),
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
        )

    def get_leads_of_program(
        self,
        program_id: int,
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the members of a program, each with its `membership`."""
        return self._ask(
            "get_leads_of_program",
            {"programId": program_id},
            fields=listed(fields),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_leads_of_program(
        self,
        program_id: int,
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the members of a program."""
        return self._iterate(
            "get_leads_of_program", position, {"programId": program_id}, fields=listed(fields)
        )

"""Activities: types, reading from a moment on, and activities of one's own."""

from __future__ import annotations

from collections.abc import Iterable

from mktows.errors import RequestError
from mktows.rest.base import Data, RestMethods, Time, listed
from mktows.rest.errors import BadAnswerError
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record


class ActivityMethods(RestMethods):
    """The endpoints of activities.

    Pages may be empty or short though more remain, and reading a week of one lead can take hours
    on a busy instance (recorded). The iterators go on through them; their `pages` counts the calls,
    and their `position` is where to go on, also tomorrow.
    """

    def get_activity_types(self) -> list[Record]:
        """Return the types of activities, with their attributes. Ids are an instance's own."""
        return self._all("get_activity_types")

    def get_paging_token(self, since: Time) -> str:
        """Return the token of the first page from a moment on."""
        answer = self._ask("get_paging_token", sinceDatetime=since)
        if answer.next_page_token is None:
            raise BadAnswerError(
                "the answer has no token",
                endpoint="get_paging_token",
                request_id=answer.request_id,
            )
        return answer.next_page_token

    def get_activities(
        self,
        position: str,
        activity_type_ids: Iterable[int],
        *,
        asset_ids: Iterable[int] | None = None,
        list_id: int | None = None,
        lead_ids: Iterable[int] | None = None,
        batch_size: int | None = None,
    ) -> Answer:
        """Return a page of activities, oldest first.

        Args:
            position: A token, the first one of `get_paging_token`.
            activity_type_ids: 1 to 10 types (documented).
            asset_ids: Assets, with one type alone.
            list_id: A static list of less than 10,000 leads.
            lead_ids: 1 to 30 leads (documented).
            batch_size: Activities of a page, 300 at most.
        """
        return self._ask(
            "get_activities",
            nextPageToken=position,
            activityTypeIds=listed(activity_type_ids),
            assetIds=listed(asset_ids),
            listId=list_id,
            leadIds=listed(lead_ids),
            batchSize=batch_size,
        )

    def iter_activities(
        self,
        activity_type_ids: Iterable[int],
        *,
        since: Time | None = None,
        position: str | None = None,
        asset_ids: Iterable[int] | None = None,
        list_id: int | None = None,
        lead_ids: Iterable[int] | None = None,
    ) -> Records:
        """Iterate over activities, from a moment or a position on."""
        return self._iterate(
            "get_activities",
            self._begin(since, position),
            activityTypeIds=listed(activity_type_ids),
            assetIds=listed(asset_ids),
            listId=list_id,
            leadIds=listed(lead_ids),
        )

    def get_lead_changes(
        self,
        position: str,
        fields: Iterable[str],
        *,
        list_id: int | None = None,
        lead_ids: Iterable[int] | None = None,
        batch_size: int | None = None,
    ) -> Answer:
        """Return a page of new leads and of changes to some fields; see `get_activities`."""
        return self._ask(
            "get_lead_changes",
            nextPageToken=position,
            fields=listed(fields),
            listId=list_id,
            leadIds=listed(lead_ids),
            batchSize=batch_size,
        )

    def iter_lead_changes(
        self,
        fields: Iterable[str],
        *,
        since: Time | None = None,
        position: str | None = None,
        list_id: int | None = None,
        lead_ids: Iterable[int] | None = None,
    ) -> Records:
        """Iterate over new leads and changes to some fields, from a moment or a position on."""
        return self._iterate(
            "get_lead_changes",
            self._begin(since, position),
            fields=listed(fields),
            listId=list_id,
            leadIds=listed(lead_ids),
        )

    def get_deleted_leads(self, position: str, *, batch_size: int | None = None) -> Answer:
        """Return a page of leads that were deleted; see `get_activities`."""
        return self._ask("get_deleted_leads", nextPageToken=position, batchSize=batch_size)

    def iter_deleted_leads(
        self, *, since: Time | None = None, position: str | None = None
    ) -> Records:
        """Iterate over leads that were deleted, from a moment or a position on."""
        return self._iterate("get_deleted_leads", self._begin(since, position))

    def add_custom_activities(self, activities: Iterable[Data]) -> list[Outcome]:
        """Add activities of custom types, 300 per call.

        Each has `leadId`, `activityDate`, `activityTypeId`, `primaryAttributeValue` and
        `attributes`. Nothing keeps one from being there twice, so a call whose outcome is unknown
        is not repeated.
        """
        return self._write_many("add_custom_activities", activities)

    def get_custom_activity_types(self) -> list[Record]:
        """Return the custom types of activities, each as it is live, or else its draft."""
        return self._all("get_custom_activity_types")

    def describe_custom_activity_type(self, api_name: str, *, draft: bool | None = None) -> Record:
        """Return a custom type as it is live, or its draft."""
        return self._one("describe_custom_activity_type", {"apiName": api_name}, draft=draft)

    def create_custom_activity_type(
        self,
        api_name: str,
        name: str,
        *,
        trigger_name: str,
        filter_name: str,
        primary_attribute: Data,
        description: str | None = None,
    ) -> Record:
        """Create a type of activities, as a draft; 10 types at most (documented)."""
        body = {
            "apiName": api_name,
            "name": name,
            "triggerName": trigger_name,
            "filterName": filter_name,
            "primaryAttribute": primary_attribute,
            "description": description,
        }
        answer = self._send("create_custom_activity_type", None, body)
        return self._first("create_custom_activity_type", answer)

    def update_custom_activity_type(
        self,
        api_name: str,
        name: str,
        *,
        trigger_name: str,
        filter_name: str,
        primary_attribute: Data,
        description: str | None = None,
    ) -> Record:
        """Change the draft of a type; all but the description is required (described)."""
        body = {
            "apiName": api_name,
            "name": name,
            "triggerName": trigger_name,
            "filterName": filter_name,
            "primaryAttribute": primary_attribute,
            "description": description,
        }
        answer = self._send("update_custom_activity_type", {"apiName": api_name}, body)
        return self._first("update_custom_activity_type", answer)

    def approve_custom_activity_type(self, api_name: str) -> Record:
        """Make the draft of a type the live version, by which activities can be added."""
        return self._one("approve_custom_activity_type", {"apiName": api_name})

    def discard_custom_activity_type_draft(self, api_name: str) -> Record:
        """Forget the draft of a type that has a live version."""
        return self._one("discard_custom_activity_type_draft", {"apiName": api_name})

    def delete_custom_activity_type(self, api_name: str) -> Record:
        """Delete a type that nothing uses."""
        return self._one("delete_custom_activity_type", {"apiName": api_name})

    def create_custom_activity_attributes(
        self, api_name: str, attributes: Iterable[Data]
    ) -> Record:
        """Add attributes to a type, each with `apiName`, `name` and `dataType`; 20 at most."""
        return self._attributes("create", api_name, attributes)

    def update_custom_activity_attributes(
        self, api_name: str, attributes: Iterable[Data]
    ) -> Record:
        """Change attributes of a type."""
        return self._attributes("update", api_name, attributes)

    def delete_custom_activity_attributes(self, api_name: str, names: Iterable[str]) -> Record:
        """Delete attributes of a type by their API names."""
        return self._attributes("delete", api_name, [{"apiName": each} for each in names])

    def _attributes(self, action: str, api_name: str, attributes: Iterable[Data]) -> Record:
        name = f"{action}_custom_activity_attributes"
        body = {"attributes": list(attributes)}
        return self._first(name, self._send(name, {"apiName": api_name}, body))

    def _begin(self, since: Time | None, position: str | None) -> str:
        if position is not None and since is None:
            return position
        if since is not None and position is None:
            return self.get_paging_token(since)
        raise RequestError("give a moment or a position to begin with")

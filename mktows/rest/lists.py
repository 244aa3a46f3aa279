"""Static lists of the lead database, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable

from mktows.rest.base import RestMethods, as_ids, listed
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record


class ListMethods(RestMethods):
    """The endpoints of static lists and their members."""

    def get_lists(
        self,
        *,
        ids: Iterable[int] | None = None,
        names: Iterable[str] | None = None,
        program_names: Iterable[str] | None = None,
        workspace_names: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of static lists; names with a comma cannot be sent (documented)."""
        return self._ask(
            "get_lists",
            id=listed(ids),
            name=listed(names),
            programName=listed(program_names),
            workspaceName=listed(workspace_names),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_lists(
        self,
        *,
        ids: Iterable[int] | None = None,
        names: Iterable[str] | None = None,
        program_names: Iterable[str] | None = None,
        workspace_names: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over static lists."""
        return self._iterate(
            "get_lists",
            position,
            id=listed(ids),
            name=listed(names),
            programName=listed(program_names),
            workspaceName=listed(workspace_names),
        )

    def get_list(self, list_id: int) -> Record:
        """Return one static list.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_list", {"listId": list_id})

    def get_leads_of_list(
        self,
        list_id: int,
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the leads in a static list, 300 at most."""
        return self._ask(
            "get_leads_of_list",
            {"listId": list_id},
            fields=listed(fields),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_leads_of_list(
        self,
        list_id: int,
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the leads in a static list."""
        return self._iterate(
            "get_leads_of_list", position, {"listId": list_id}, fields=listed(fields)
        )

    def get_leads_of_list_by_former_path(
        self,
        list_id: int,
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page as `get_leads_of_list` does, by the path that older clients use."""
        return self._ask(
            "get_leads_of_list_by_former_path",
            {"listId": list_id},
            fields=listed(fields),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def iter_leads_of_list_by_former_path(
        self,
        list_id: int,
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate as `iter_leads_of_list` does, by the path that older clients use."""
        return self._iterate(
            "get_leads_of_list_by_former_path",
            position,
            {"listId": list_id},
            fields=listed(fields),
        )

    def add_to_list(self, list_id: int, lead_ids: Iterable[int]) -> list[Outcome]:
        """Add leads to a static list, 300 per call; one that does not exist is skipped (1004)."""
        return self._write_many("add_to_list", as_ids(lead_ids), {"listId": list_id})

    def remove_from_list(self, list_id: int, lead_ids: Iterable[int]) -> list[Outcome]:
        """Remove leads from a static list, 300 per call; one not in it is skipped (1015)."""
        return self._ids("remove_from_list", lead_ids, {"listId": list_id})

    def is_member_of_list(self, list_id: int, lead_ids: Iterable[int]) -> list[Outcome]:
        """Tell of leads whether they are in a static list, 300 per call.

        The status of each is `memberof`, `notmemberof` or `skipped`.
        """
        return self._ids("is_member_of_list", lead_ids, {"listId": list_id})

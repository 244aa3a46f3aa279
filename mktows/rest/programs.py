"""Assets: programs, their tags, channels, tokens and folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mktows.rest.base import Data, RestMethods, Time, listed
from mktows.rest.pages import OffsetRecords
from mktows.rest.reading import Answer, Record


class ProgramMethods(RestMethods):
    """The endpoints of programs and what belongs to them. Pages of assets have no token."""

    def get_program(self, program_id: int) -> Record:
        """Return a program with its tags and costs.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_program", {"id": program_id})

    def get_program_by_name(
        self,
        name: str,
        *,
        include_tags: bool | None = None,
        include_costs: bool | None = None,
    ) -> Record | None:
        """Return the program of a name, None where there is none."""
        return self._found(
            "get_program_by_name",
            name=name,
            includeTags=include_tags,
            includeCosts=include_costs,
        )

    def get_programs_by_tag(
        self, tag_type: str, tag_value: str, *, max_return: int | None = None, offset: int = 0
    ) -> Answer:
        """Return a page of the programs that have a tag, in no order; 200 at most."""
        return self._ask(
            "get_programs_by_tag",
            tagType=tag_type,
            tagValue=tag_value,
            maxReturn=max_return,
            offset=offset,
        )

    def iter_programs_by_tag(
        self, tag_type: str, tag_value: str, *, offset: int = 0
    ) -> OffsetRecords:
        """Iterate over the programs that have a tag."""
        return self._iterate_assets(
            "get_programs_by_tag", offset, tagType=tag_type, tagValue=tag_value
        )

    def get_programs(
        self,
        *,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        status: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        max_return: int | None = None,
        offset: int = 0,
    ) -> Answer:
        """Return a page of programs, without tags and costs; 20 by default and 200 at most.

        Args:
            filter_type: `id`, `programId`, `folderId` or `workspace`.
            filter_values: Its values (in the vendor's prose alone).
            status: In the vendor's prose alone.
            earliest_updated_at: Without parts of seconds.
            latest_updated_at: The same.
            max_return: Programs of a page.
            offset: Programs to pass over.
        """
        return self._ask(
            "get_programs",
            filterType=filter_type,
            filterValues=listed(filter_values),
            status=status,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
            maxReturn=max_return,
            offset=offset,
        )

    def iter_programs(
        self,
        *,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        status: str | None = None,
        earliest_updated_at: Time | None = None,
        latest_updated_at: Time | None = None,
        offset: int = 0,
    ) -> OffsetRecords:
        """Iterate over programs."""
        return self._iterate_assets(
            "get_programs",
            offset,
            filterType=filter_type,
            filterValues=listed(filter_values),
            status=status,
            earliestUpdatedAt=earliest_updated_at,
            latestUpdatedAt=latest_updated_at,
        )

    def update_program(
        self,
        program_id: int,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[Data] | None = None,
        costs: Sequence[Data] | None = None,
        costs_destructive_update: bool | None = None,
        start_date: Time | None = None,
        end_date: Time | None = None,
    ) -> Record:
        """Change a program; its channel and type cannot be (documented).

        Args:
            program_id: The program.
            name: Its new name.
            description: Its new description.
            tags: Objects with `tagType` and `tagValue`.
            costs: Objects with `startDate`, `cost` (whole) and `note`, which are added.
            costs_destructive_update: Whether they replace the costs there are.
            start_date: When an event begins.
            end_date: When it ends.

        Raises:
            OutcomeUnknown: It may be changed; costs would be there twice, so it is not repeated.
        """
        return self._post_form(
            "update_program",
            {"id": program_id},
            {
                "name": name,
                "description": description,
                "tags": tags,
                "costs": costs,
                "costsDestructiveUpdate": costs_destructive_update,
                "startDate": start_date,
                "endDate": end_date,
            },
        )

    def approve_program(self, program_id: int) -> Record:
        """Approve a program."""
        return self._one("approve_program", {"id": program_id})

    def unapprove_program(self, program_id: int) -> Record:
        """Take the approval of a program back."""
        return self._one("unapprove_program", {"id": program_id})

    def delete_program(self, program_id: int) -> Record:
        """Delete a program with all that is in it."""
        return self._one("delete_program", {"id": program_id})

    def update_program_tag(self, program_id: int, tag_type: str, tag_value: str) -> Record:
        """Give a program a tag (in the vendor's prose alone)."""
        path = {"id": program_id, "tagType": tag_type}
        return self._one("update_program_tag", path, tagValue=tag_value)

    def delete_program_tag(self, program_id: int, tag_type: str) -> Record:
        """Take a tag from a program (in the vendor's prose alone)."""
        return self._one("delete_program_tag", {"id": program_id, "tagType": tag_type})

    def get_channels(self, *, max_return: int | None = None, offset: int = 0) -> Answer:
        """Return a page of channels with their statuses."""
        return self._ask("get_channels", maxReturn=max_return, offset=offset)

    def iter_channels(self, *, offset: int = 0) -> OffsetRecords:
        """Iterate over channels."""
        return self._iterate_assets("get_channels", offset)

    def get_channel_by_name(self, name: str) -> Record | None:
        """Return the channel of a name, None where there is none."""
        return self._found("get_channel_by_name", Name=name)

    def get_tag_types(self, *, max_return: int | None = None, offset: int = 0) -> Answer:
        """Return a page of the types of tags."""
        return self._ask("get_tag_types", maxReturn=max_return, offset=offset)

    def iter_tag_types(self, *, offset: int = 0) -> OffsetRecords:
        """Iterate over the types of tags."""
        return self._iterate_assets("get_tag_types", offset)

    def get_tag_type_by_name(self, name: str) -> Record | None:
        """Return a type of tags with its values, as one text; None where there is none."""
        return self._found("get_tag_type_by_name", name=name)

    def get_tokens(self, folder_id: int, *, folder_type: str | None = None) -> list[Record]:
        """Return the tokens of a folder or program, which `folder_type` says."""
        return self._all("get_tokens", {"id": folder_id}, folderType=folder_type)

    def add_token(
        self, folder_id: int, name: str, type: str, value: str, *, folder_type: str
    ) -> Record:
        """Set a token of a folder or program.

        Args:
            folder_id: The folder or program.
            name: The token's name, without `my.`.
            type: `date`, `number`, `rich text`, `score`, `sfdc campaign` or `text`.
            value: Its value.
            folder_type: `Folder` or `Program`.
        """
        form = {"name": name, "type": type, "value": value, "folderType": folder_type}
        return self._post_form("add_token", {"id": folder_id}, form)

    def delete_token(self, folder_id: int, name: str, type: str, *, folder_type: str) -> Record:
        """Delete a token of a folder or program."""
        form = {"name": name, "type": type, "folderType": folder_type}
        return self._post_form("delete_token", {"id": folder_id}, form)

    def get_folder(self, folder_id: int, *, folder_type: str) -> Record:
        """Return a folder, or a program as a folder; `folder_type` is `Folder` or `Program`.

        Raises:
            NotFoundError: There is none.
        """
        return self._one("get_folder", {"id": folder_id}, type=folder_type)

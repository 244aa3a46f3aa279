"""Custom objects: their records, and what makes their types."""

from __future__ import annotations

from collections.abc import Iterable

from mktows.rest.base import (
    CREATE_OR_UPDATE,
    DEDUPE_FIELDS,
    UPDATE_ONLY,
    Data,
    RestMethods,
    check_action,
    check_dedupe,
    filtered,
    listed,
)
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record


class CustomObjectMethods(RestMethods):
    """The endpoints of custom objects."""

    def list_custom_objects(self, *, names: Iterable[str] | None = None) -> list[Record]:
        """Return the types of custom objects that are approved."""
        return self._all("list_custom_objects", names=listed(names))

    def describe_custom_object(self, name: str) -> Record:
        """Return a type with its fields, dedupe fields and what can be searched by.

        Raises:
            NotFoundError: There is none of that name.
        """
        return self._one("describe_custom_object", {"customObjectName": name})

    def get_custom_objects(
        self,
        name: str,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of records of a custom object, 300 at most.

        Args:
            name: The API name of the type.
            filter_type: A field that can be searched by, as its description says.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            keys: Instead: records that hold every dedupe field, 1 to 300.
            fields: Names of the fields wanted.
            batch_size: Records of a page.
            position: The token of the page before.
        """
        call = filtered(
            "get_custom_objects",
            {"customObjectName": name},
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
            batch_size=batch_size,
        )
        return self._page(call, position)

    def iter_custom_objects(
        self,
        name: str,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the records of `get_custom_objects`."""
        call = filtered(
            "get_custom_objects",
            {"customObjectName": name},
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
        )
        return self._pages(call, position)

    def sync_custom_objects(
        self,
        name: str,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        dedupe_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Create or update records of a custom object, and tell the outcome of each.

        Up to 300 records and 900 KB go into a call.

        Args:
            name: The API name of the type.
            records: Records, each with every dedupe field, or with `marketoGUID`.
            action: `createOrUpdate`, `createOnly` or `updateOnly`. A call with the second is not
                repeated when its outcome is unknown.
            dedupe_by: `dedupeFields`, or `idField` with `updateOnly`; always sent.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which records it had.
        """
        check_dedupe("sync_custom_objects", action, dedupe_by)
        return self._write_many(
            "sync_custom_objects",
            records,
            {"customObjectName": name},
            action=action,
            dedupeBy=dedupe_by,
        )

    def delete_custom_objects(
        self,
        name: str,
        records: Iterable[Data],
        *,
        delete_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Delete records of a custom object, 300 per call.

        Args:
            name: The API name of the type.
            records: The dedupe fields of each, or the id.
            delete_by: `dedupeFields` or `idField`; always sent.
        """
        check_dedupe("delete_custom_objects", UPDATE_ONLY, delete_by)
        return self._write_many(
            "delete_custom_objects", records, {"customObjectName": name}, deleteBy=delete_by
        )

    def list_custom_object_types(
        self, *, names: Iterable[str] | None = None, state: str | None = None
    ) -> list[Record]:
        """Return types of custom objects, drafts too.

        Args:
            names: Their API names; all by default.
            state: `draft`, `approved` or `approvedWithDraft`.
        """
        return self._all("list_custom_object_types", names=listed(names), state=state)

    def sync_custom_object_type(
        self,
        api_name: str,
        *,
        display_name: str | None = None,
        action: str = CREATE_OR_UPDATE,
        plural_name: str | None = None,
        description: str | None = None,
        show_in_lead_detail: bool | None = None,
    ) -> None:
        """Create or update the draft of a type; 10 types at most (documented)."""
        check_action("sync_custom_object_type", action)
        self._send(
            "sync_custom_object_type",
            None,
            {
                "action": action,
                "apiName": api_name,
                "displayName": display_name,
                "pluralName": plural_name,
                "description": description,
                "showInLeadDetail": show_in_lead_detail,
            },
        )

    def describe_custom_object_type(self, api_name: str, *, state: str | None = None) -> Record:
        """Return a type as its draft or its approved version has it."""
        return self._one("describe_custom_object_type", {"apiName": api_name}, state=state)

    def add_custom_object_fields(self, api_name: str, fields: Iterable[Data]) -> None:
        """Add fields to the draft of a type, each with `name`, `displayName` and `dataType`.

        50 fields at most (documented). The call is not repeated when its outcome is unknown.
        """
        self._send("add_custom_object_fields", {"apiName": api_name}, {"input": list(fields)})

    def update_custom_object_field(self, api_name: str, field: str, changes: Data) -> None:
        """Change a field of the draft of a type."""
        self._send(
            "update_custom_object_field", {"apiName": api_name, "fieldApiName": field}, changes
        )

    def delete_custom_object_fields(self, api_name: str, names: Iterable[str]) -> None:
        """Delete fields from the draft of a type."""
        fields = [{"name": each} for each in names]
        self._send("delete_custom_object_fields", {"apiName": api_name}, {"input": fields})

    def approve_custom_object_type(self, api_name: str) -> None:
        """Approve the draft of a type."""
        self._ask("approve_custom_object_type", {"apiName": api_name})

    def discard_draft_of_custom_object_type(self, api_name: str) -> None:
        """Discard the draft of a type."""
        self._ask("discard_draft_of_custom_object_type", {"apiName": api_name})

    def delete_custom_object_type(self, api_name: str) -> None:
        """Delete a type with all its records."""
        self._ask("delete_custom_object_type", {"apiName": api_name})

    def get_custom_object_data_types(self) -> list[str]:
        """Return the data types that a field can have."""
        return self._all("get_custom_object_data_types")

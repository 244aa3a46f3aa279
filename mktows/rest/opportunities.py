"""Opportunities, and the roles of leads in them."""

from __future__ import annotations

from collections.abc import Iterable

from mktows.rest.base import (
    CREATE_OR_UPDATE,
    DEDUPE_FIELDS,
    UPDATE_ONLY,
    Data,
    RestMethods,
    check_dedupe,
    filtered,
)
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record


class OpportunityMethods(RestMethods):
    """The endpoints of opportunities and roles, which a native CRM sync disables (1018)."""

    def describe_opportunity(self) -> Record:
        """Return the fields of opportunities, and what can be searched by."""
        return self._one("describe_opportunity")

    def get_opportunities(
        self,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of opportunities, 300 at most.

        Args:
            filter_type: A field that can be searched by, as its description says.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            keys: Instead: records that hold every dedupe field, 1 to 300.
            fields: Names of the fields wanted.
            batch_size: Records of a page.
            position: The token of the page before.
        """
        call = filtered(
            "get_opportunities",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
            batch_size=batch_size,
        )
        return self._page(call, position)

    def iter_opportunities(
        self,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the records of `get_opportunities`."""
        call = filtered(
            "get_opportunities",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
        )
        return self._pages(call, position)

    def sync_opportunities(
        self,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        dedupe_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Create or update opportunities, 300 and 900 KB per call, and tell the outcome of each.

        Args:
            records: Opportunities, each with `externalOpportunityId`.
            action: `createOrUpdate`, `createOnly` or `updateOnly`. A call with the second is not
                repeated when its outcome is unknown.
            dedupe_by: `dedupeFields`, or `idField` with `updateOnly`; always sent.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which records it had.
        """
        check_dedupe("sync_opportunities", action, dedupe_by)
        return self._write_many(
            "sync_opportunities", records, None, action=action, dedupeBy=dedupe_by
        )

    def delete_opportunities(
        self,
        records: Iterable[Data],
        *,
        delete_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Delete opportunities, 300 per call.

        Args:
            records: The dedupe fields of each, or the id.
            delete_by: `dedupeFields` or `idField`; always sent.
        """
        check_dedupe("delete_opportunities", UPDATE_ONLY, delete_by)
        return self._write_many("delete_opportunities", records, None, deleteBy=delete_by)

    def describe_opportunity_role(self) -> Record:
        """Return the fields of roles, and what can be searched by."""
        return self._one("describe_opportunity_role")

    def get_opportunity_roles(
        self,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of roles, 300 at most.

        Args:
            filter_type: A field that can be searched by, as its description says.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            keys: Instead: records that hold every dedupe field, 1 to 300.
            fields: Names of the fields wanted.
            batch_size: Records of a page.
            position: The token of the page before.
        """
        call = filtered(
            "get_opportunity_roles",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
            batch_size=batch_size,
        )
        return self._page(call, position)

    def iter_opportunity_roles(
        self,
        filter_type: str | None = None,
        filter_values: Iterable[object] | None = None,
        *,
        keys: Iterable[Data] | None = None,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the records of `get_opportunity_roles`."""
        call = filtered(
            "get_opportunity_roles",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            keys=keys,
            fields=fields,
        )
        return self._pages(call, position)

    def sync_opportunity_roles(
        self,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        dedupe_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Create or update roles, 300 and 900 KB per call, and tell the outcome of each.

        Args:
            records: Roles, each with `externalOpportunityId`, `leadId` and `role`.
            action: `createOrUpdate`, `createOnly` or `updateOnly`. A call with the second is not
                repeated when its outcome is unknown.
            dedupe_by: `dedupeFields`, or `idField` with `updateOnly`; always sent.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which records it had.
        """
        check_dedupe("sync_opportunity_roles", action, dedupe_by)
        return self._write_many(
            "sync_opportunity_roles", records, None, action=action, dedupeBy=dedupe_by
        )

    def delete_opportunity_roles(
        self,
        records: Iterable[Data],
        *,
        delete_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Delete roles, 300 per call.

        Args:
            records: The dedupe fields of each, or the id.
            delete_by: `dedupeFields` or `idField`; always sent.
        """
        check_dedupe("delete_opportunity_roles", UPDATE_ONLY, delete_by)
        return self._write_many("delete_opportunity_roles", records, None, deleteBy=delete_by)

"""Companies and sales persons."""

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


class CompanyMethods(RestMethods):
    """The endpoints of companies and sales persons, which a native CRM sync disables (1018)."""

    def describe_companies(self) -> Record:
        """Return the fields of companies, and what can be searched by."""
        return self._one("describe_companies")

    def get_companies(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of companies, 300 at most.

        Args:
            filter_type: A field that can be searched by, as its description says.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            fields: Names of the fields wanted.
            batch_size: Records of a page.
            position: The token of the page before.
        """
        call = filtered(
            "get_companies",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            fields=fields,
            batch_size=batch_size,
        )
        return self._page(call, position)

    def iter_companies(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the records of `get_companies`."""
        call = filtered(
            "get_companies",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            fields=fields,
        )
        return self._pages(call, position)

    def sync_companies(
        self,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        dedupe_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Create or update companies, 300 and 900 KB per call, and tell the outcome of each.

        Args:
            records: Companies, each with `externalCompanyId`.
            action: `createOrUpdate`, `createOnly` or `updateOnly`. A call with the second is not
                repeated when its outcome is unknown.
            dedupe_by: `dedupeFields`, or `idField` with `updateOnly`; always sent.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which records it had.
        """
        check_dedupe("sync_companies", action, dedupe_by)
        return self._write_many("sync_companies", records, None, action=action, dedupeBy=dedupe_by)

    def delete_companies(
        self,
        records: Iterable[Data],
        *,
        delete_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Delete companies, 300 per call.

        Args:
            records: The dedupe fields of each, or the id.
            delete_by: `dedupeFields` or `idField`; always sent.
        """
        check_dedupe("delete_companies", UPDATE_ONLY, delete_by)
        return self._write_many("delete_companies", records, None, deleteBy=delete_by)

    def get_company_fields(
        self, *, batch_size: int | None = None, position: str | None = None
    ) -> Answer:
        """Return a page of the fields of companies, with who made and who sees each."""
        return self._ask("get_company_fields", batchSize=batch_size, nextPageToken=position)

    def iter_company_fields(self, *, position: str | None = None) -> Records:
        """Iterate over the fields of companies."""
        return self._iterate("get_company_fields", position)

    def get_company_field(self, name: str) -> Record:
        """Return one field of companies by its REST name."""
        return self._one("get_company_field", {"fieldApiName": name})

    def describe_sales_persons(self) -> Record:
        """Return the fields of sales persons, and what can be searched by."""
        return self._one("describe_sales_persons")

    def get_sales_persons(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of sales persons, 300 at most.

        Args:
            filter_type: A field that can be searched by, as its description says.
            filter_values: 1 to 300 values; one with a comma cannot be sent (documented).
            fields: Names of the fields wanted.
            batch_size: Records of a page.
            position: The token of the page before.
        """
        call = filtered(
            "get_sales_persons",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            fields=fields,
            batch_size=batch_size,
        )
        return self._page(call, position)

    def iter_sales_persons(
        self,
        filter_type: str,
        filter_values: Iterable[object],
        *,
        fields: Iterable[str] | None = None,
        position: str | None = None,
    ) -> Records:
        """Iterate over the records of `get_sales_persons`."""
        call = filtered(
            "get_sales_persons",
            None,
            filter_type=filter_type,
            filter_values=filter_values,
            fields=fields,
        )
        return self._pages(call, position)

    def sync_sales_persons(
        self,
        records: Iterable[Data],
        *,
        action: str = CREATE_OR_UPDATE,
        dedupe_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Create or update sales persons, 300 and 900 KB per call, and tell the outcome of each.

        Args:
            records: Sales persons, each with `externalSalesPersonId`.
            action: `createOrUpdate`, `createOnly` or `updateOnly`. A call with the second is not
                repeated when its outcome is unknown.
            dedupe_by: `dedupeFields`, or `idField` with `updateOnly`; always sent.

        Raises:
            OutcomeUnknown: A call may have been carried out; `outcomes` tells which records it had.
        """
        check_dedupe("sync_sales_persons", action, dedupe_by)
        return self._write_many(
            "sync_sales_persons", records, None, action=action, dedupeBy=dedupe_by
        )

    def delete_sales_persons(
        self,
        records: Iterable[Data],
        *,
        delete_by: str = DEDUPE_FIELDS,
    ) -> list[Outcome]:
        """Delete sales persons, 300 per call.

        Args:
            records: The dedupe fields of each, or the id.
            delete_by: `dedupeFields` or `idField`; always sent.
        """
        check_dedupe("delete_sales_persons", UPDATE_ONLY, delete_by)
        return self._write_many("delete_sales_persons", records, None, deleteBy=delete_by)

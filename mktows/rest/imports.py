"""Bulk imports of leads from files."""

from __future__ import annotations

from mktows.rest.base import RestMethods
from mktows.rest.reading import Record
from mktows.rest.writing import ImportFile, rest_call


class ImportMethods(RestMethods):
    """The endpoints of bulk imports."""

    def import_leads(
        self,
        content: bytes | ImportFile,
        *,
        format: str = "csv",
        lookup_field: str = "email",
        partition_name: str | None = None,
        list_id: int | None = None,
    ) -> Record:
        """Import a file of leads, whose first row has REST names, and return its `batchId`.

        10 imports wait or run at most (1016), 2 run at a time. The API has no list of imports, so
        a call whose outcome is unknown is not repeated.

        Args:
            content: The file, below 10 MB; in UTF-8.
            format: `csv`, `tsv` or `ssv`.
            lookup_field: The field that tells leads apart; `id` updates alone. Always sent.
            partition_name: Where to create.
            list_id: A static list that they are added to.
        """
        file = content if isinstance(content, ImportFile) else ImportFile(content)
        query = {
            "format": format,
            "lookupField": lookup_field,
            "partitionName": partition_name,
            "listId": list_id,
        }
        answer = self._answer(rest_call("import_leads", query=query, file=file))
        return self._first("import_leads", answer)

    def get_import_status(self, batch_id: int) -> Record:
        """Return how far an import is: `Queued`, `Importing`, `Complete` or `Failed`.

        `numOfLeadsProcessed` does not count failures (documented). Its id is known for 7 days.
        """
        return self._one("get_import_status", {"batchId": batch_id})

    def get_import_failures(self, batch_id: int) -> bytes:
        """Return the rows that failed, as a file with the reason in one column more."""
        return self._ask("get_import_failures", {"batchId": batch_id}).file or b""

    def get_import_warnings(self, batch_id: int) -> bytes:
        """Return the rows with a warning, as a file with the reason in one column more."""
        return self._ask("get_import_warnings", {"batchId": batch_id}).file or b""

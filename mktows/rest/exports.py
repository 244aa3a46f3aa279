"""Bulk exports of leads and activities into files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mktows.errors import RequestError
from mktows.rest.base import Data, RestMethods, listed
from mktows.rest.errors import NotFoundError
from mktows.rest.pages import Records
from mktows.rest.reading import Answer, Record
from mktows.rest.writing import rest_call

PART_BYTES = 8 * 1024 * 1024
"""Bytes of a file that one call brings where its parts are iterated over."""


class ExportMethods(RestMethods):
    """The endpoints of bulk exports.

    A job is created, then enqueued. Two jobs of an instance run at a time and 10 wait or run; more,
    and more than 500 MB of files in a day, are 1029 (documented). Its status changes once a minute
    at most, and its file is kept for 7 days. `enqueue_…` is not repeated where its outcome is
    unknown, since the second time would be refused: the status tells.
    """

    def create_lead_export(
        self,
        fields: Iterable[str],
        filter: Data,
        *,
        format: str = "CSV",
        column_names: Mapping[str, str] | None = None,
    ) -> Record:
        """Create a job that exports leads, and return its `exportId`.

        Args:
            fields: REST names of the columns.
            filter: One of `createdAt` and `updatedAt`, each with `startAt` and `endAt` at most 31
                days later, `staticListName`, `staticListId`, `smartListName` and `smartListId`.
                Not every instance has `updatedAt` and the smart lists (1035).
            format: `CSV`, `TSV` or `SSV`.
            column_names: What columns are called in the file, by REST names.
        """
        return self._create("lead", filter, listed(fields), format, column_names)

    def create_activity_export(
        self,
        filter: Data,
        *,
        fields: Iterable[str] | None = None,
        format: str = "CSV",
        column_names: Mapping[str, str] | None = None,
    ) -> Record:
        """Create a job that exports activities, and return its `exportId`.

        Deleted leads are not among them (documented).

        Args:
            filter: `createdAt`, with `startAt` and `endAt` at most 31 days later, and what else
                narrows it down: `activityTypeIds`, `primaryAttributeValueIds`,
                `primaryAttributeValues`.
            fields: The columns; None for all.
            format: `CSV`, `TSV` or `SSV`.
            column_names: What columns are called in the file.
        """
        return self._create("activity", filter, listed(fields), format, column_names)

    def get_lead_exports(
        self,
        *,
        statuses: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the jobs of the last 7 days that export leads."""
        return self._page_of("lead", statuses, batch_size, position)

    def iter_lead_exports(
        self, *, statuses: Iterable[str] | None = None, position: str | None = None
    ) -> Records:
        """Iterate over the jobs of the last 7 days that export leads."""
        return self._iterate("get_lead_exports", position, status=listed(statuses))

    def get_activity_exports(
        self,
        *,
        statuses: Iterable[str] | None = None,
        batch_size: int | None = None,
        position: str | None = None,
    ) -> Answer:
        """Return a page of the jobs of the last 7 days that export activities."""
        return self._page_of("activity", statuses, batch_size, position)

    def iter_activity_exports(
        self, *, statuses: Iterable[str] | None = None, position: str | None = None
    ) -> Records:
        """Iterate over the jobs of the last 7 days that export activities."""
        return self._iterate("get_activity_exports", position, status=listed(statuses))

    def enqueue_lead_export(self, export_id: str) -> Record:
        """Have a job that was created done as soon as there is room."""
        return self._act("enqueue_lead_export", export_id)

    def enqueue_activity_export(self, export_id: str) -> Record:
        """Have a job that was created done as soon as there is room."""
        return self._act("enqueue_activity_export", export_id)

    def cancel_lead_export(self, export_id: str) -> Record:
        """Cancel a job that is not done yet."""
        return self._act("cancel_lead_export", export_id)

    def cancel_activity_export(self, export_id: str) -> Record:
        """Cancel a job that is not done yet."""
        return self._act("cancel_activity_export", export_id)

    def get_lead_export_status(self, export_id: str) -> Record:
        """Return how far a job is: `Created`, `Queued`, `Processing`, `Completed` and so on."""
        return self._one("get_lead_export_status", {"exportId": export_id})

    def get_activity_export_status(self, export_id: str) -> Record:
        """Return how far a job is: `Created`, `Queued`, `Processing`, `Completed` and so on."""
        return self._one("get_activity_export_status", {"exportId": export_id})

    def get_lead_export_file(
        self, export_id: str, *, first: int = 0, last: int | None = None
    ) -> bytes:
        """Return the file of a job that is completed, or the bytes from `first` to `last` of it."""
        return self._file("get_lead_export_file", export_id, first, last)

    def iter_lead_export_file(self, export_id: str, *, first: int = 0) -> Iterator[bytes]:
        """Iterate over the parts of the file of a job, from a byte on."""
        return self._parts("lead", export_id, first)

    def get_activity_export_file(
        self, export_id: str, *, first: int = 0, last: int | None = None
    ) -> bytes:
        """Return the file of a job that is completed, or the bytes from `first` to `last` of it."""
        return self._file("get_activity_export_file", export_id, first, last)

    def iter_activity_export_file(self, export_id: str, *, first: int = 0) -> Iterator[bytes]:
        """Iterate over the parts of the file of a job, from a byte on."""
        return self._parts("activity", export_id, first)

    def _create(
        self,
        kind: str,
        filter: Data,
        fields: list[object] | None,
        format: str,
        column_names: Mapping[str, str] | None,
    ) -> Record:
        name = f"create_{kind}_export"
        if not filter:
            raise RequestError("a filter is needed", name)
        body: dict[str, object] = {"format": format, "filter": filter}
        if fields is not None:
            body["fields"] = fields
        if column_names is not None:
            body["columnHeaderNames"] = column_names
        return self._first(name, self._send(name, None, body))

    def _page_of(
        self,
        kind: str,
        statuses: Iterable[str] | None,
        batch_size: int | None,
        position: str | None,
    ) -> Answer:
        return self._ask(
            f"get_{kind}_exports",
            status=listed(statuses),
            batchSize=batch_size,
            nextPageToken=position,
        )

    def _act(self, name: str, export_id: str) -> Record:
        answer = self._answer(rest_call(name, path={"exportId": export_id}))
        return self._first(name, answer)

    def _file(self, name: str, export_id: str, first: int, last: int | None) -> bytes:
        part = None if (first, last) == (0, None) else (first, last)
        answer = self._answer(rest_call(name, path={"exportId": export_id}, part=part))
        content = answer.file or b""
        if part is None or answer.is_part:
            return content
        return content[first:] if last is None else content[first : last + 1]

    def _parts(self, kind: str, export_id: str, first: int) -> Iterator[bytes]:
        path = {"exportId": export_id}
        status = self._one(f"get_{kind}_export_status", path)
        size = status.get("fileSize")
        if not isinstance(size, int):
            name = f"get_{kind}_export_file"
            raise NotFoundError("the job is not completed, and has no file", endpoint=name)
        while first < size:
            last = min(first + PART_BYTES, size) - 1
            content = self._file(f"get_{kind}_export_file", export_id, first, last)
            if not content:
                return
            yield content
            first += len(content)

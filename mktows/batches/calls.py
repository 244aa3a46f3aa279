"""The operations that take many records, each as a run calls it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from mktows.batches.outcomes import Fate, Status, answered
from mktows.errors import ProtocolError, RequestError
from mktows.facts.limits import (
    CUSTOM_OBJECTS_PER_SYNC,
    LEADS_PER_SYNC,
    MEMBERS_PER_LIST_OPERATION,
    MOBJECTS_PER_SYNC,
    RECORDS_PER_BATCH,
)
from mktows.methods import OperationMethods

if TYPE_CHECKING:
    from mktows_bindings import literals
    from mktows_bindings import v3_1 as b

    from mktows.methods import Attributes, CustomObject, Key, Lead, MObject, SyncOperation
    from mktows.transport import HttpRequest

_LEAD_STATUSES = ("CREATED", "UPDATED", "FAILED")
T_contra = TypeVar("T_contra", contravariant=True)


class BatchClient(OperationMethods):
    """The needs of a batch call: to call, and to write a message without sending it."""

    @abstractmethod
    def build_request(self, params: object, *, workspace: str | None = None) -> HttpRequest:
        """Return the signed HTTP request for a message, without sending it."""


class _Written(OperationMethods):
    """The operations over nothing: a message is written, and not sent."""

    def __init__(self, client: BatchClient) -> None:
        self._client = client
        self._records = client._records

    def call(self, params: object, *, workspace: str | None = None) -> Any:
        self._client.build_request(params, workspace=workspace)
        raise _Sound


class _Sound(Exception):
    """The message can be sent."""


class _Call(ABC, Generic[T_contra]):
    """The part that batch calls share: their one-call method gives one status for each record."""

    most: int

    def __init__(self, client: BatchClient) -> None:
        self._records = client._records
        self._client = client
        self._checking = _Written(client)

    def prepare(self, item: T_contra) -> Any:
        """See `BatchCall.prepare`."""
        return item

    @abstractmethod
    def keys(self, record: Any) -> Iterable[Hashable]:
        """See `BatchCall.keys`."""

    @abstractmethod
    def called(self, methods: OperationMethods, records: Sequence[Any]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""

    def send(self, records: Sequence[Any]) -> list[Status]:
        """See `BatchCall.send`."""
        found = self.called(self._client, records)
        if len(found) != len(records):
            raise ProtocolError(
                f"sent {len(records)} records and got {len(found)} statuses: which record each "
                "belongs to cannot be told"
            )
        return found

    def check(self, record: Any) -> None:
        """See `BatchCall.check`."""
        try:
            self.called(self._checking, [record])
        except _Sound:
            return


class SyncLeads(_Call["Lead"]):
    """Leads, by syncMultipleLeads.

    Args:
        client: Makes the calls.
        dedup_enabled: See `Client.sync_multiple_leads`.
    """

    most = LEADS_PER_SYNC

    def __init__(self, client: BatchClient, *, dedup_enabled: bool | None = True) -> None:
        super().__init__(client)
        self._dedup = dedup_enabled

    def prepare(self, item: Lead) -> b.LeadRecord:
        """See `BatchCall.prepare`."""
        record: b.LeadRecord = self._records.lead(item)
        return record

    def keys(self, record: b.LeadRecord) -> Iterator[Hashable]:
        """See `BatchCall.keys`: Id, address without its letter case, foreign id."""
        if record.id is not None:
            yield "Id", str(record.id)
        if record.email:
            yield "Email", str(record.email).strip().casefold()
        if record.foreign_sys_person_id is not None:
            yield "ForeignSysPersonId", str(record.foreign_sys_person_id).strip().casefold()

    def called(self, methods: OperationMethods, records: Sequence[Lead]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        result = methods.sync_multiple_leads(records, dedup_enabled=self._dedup)
        return [
            answered(
                _word(each.status), each.lead_id or 0, each.error or None, listed=_LEAD_STATUSES
            )
            for each in result.sync_statuses
        ]


class _MObjects(_Call["MObject"]):
    """Objects, by id and external key, their own and of opportunities they name."""

    def prepare(self, item: MObject) -> b.MObject:
        """See `BatchCall.prepare`."""
        record: b.MObject = self._records.mobject(item)
        return record

    def keys(self, record: b.MObject) -> Iterator[Hashable]:
        """See `BatchCall.keys`."""
        return _mobject_keys(record)


class SyncMObjects(_MObjects):
    """Opportunities, roles and programs, by syncMObjects.

    Args:
        client: Makes the calls.
        operation: `INSERT`, `UPDATE` or `UPSERT`.
    """

    most = MOBJECTS_PER_SYNC

    def __init__(self, client: BatchClient, operation: SyncOperation) -> None:
        super().__init__(client)
        self._operation = self._records.choice("SyncOperationEnum", operation)

    def called(self, methods: OperationMethods, records: Sequence[MObject]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        result = methods.sync_mobjects(records, operation=self._operation)
        return _mobject_statuses(result.m_obj_statuses)


class DeleteMObjects(_MObjects):
    """Opportunities and roles, by deleteMObjects."""

    most = RECORDS_PER_BATCH

    def called(self, methods: OperationMethods, records: Sequence[MObject]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        return _mobject_statuses(methods.delete_mobjects(records).m_obj_statuses)


class SyncCustomObjects(_Call["CustomObject"]):
    """Records of a custom object type, by syncCustomObjects.

    Args:
        client: Makes the calls.
        type_name: The type.
        operation: `INSERT`, `UPDATE` or `UPSERT`; None for what the service does by itself.
    """

    most = CUSTOM_OBJECTS_PER_SYNC

    def __init__(
        self,
        client: BatchClient,
        type_name: str,
        operation: SyncOperation | None = None,
    ) -> None:
        super().__init__(client)
        self._type_name = type_name
        self._operation = (
            None if operation is None else self._records.choice("SyncOperationEnum", operation)
        )

    def prepare(self, item: CustomObject) -> b.CustomObj:
        """See `BatchCall.prepare`."""
        record: b.CustomObj = self._records.custom_object(item)
        return record

    def keys(self, record: b.CustomObj) -> Iterator[Hashable]:
        """See `BatchCall.keys`: all its keys together."""
        yield _key_list(record.custom_obj_keys)

    def called(self, methods: OperationMethods, records: Sequence[CustomObject]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        result = methods.sync_custom_objects(self._type_name, records, operation=self._operation)
        return _custom_statuses(result.sync_custom_obj_statuses)


class DeleteCustomObjects(_Call["Attributes"]):
    """Records of a custom object type, by deleteCustomObjects.

    Args:
        client: Makes the calls.
        type_name: The type.
    """

    most = RECORDS_PER_BATCH

    def __init__(self, client: BatchClient, type_name: str) -> None:
        super().__init__(client)
        self._type_name = type_name

    def prepare(self, item: Attributes) -> Any:
        """See `BatchCall.prepare`."""
        return self._records.attributes(item)

    def keys(self, record: b.ArrayOfAttribute) -> Iterator[Hashable]:
        """See `BatchCall.keys`: all its keys together."""
        yield _key_list(record.attribute)

    def called(self, methods: OperationMethods, records: Sequence[Any]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        result = methods.delete_custom_objects(self._type_name, records)
        return _custom_statuses(result.delete_custom_obj_statuses)


class ChangeList(_Call["Key"]):
    """Members of a static list, added or removed by listOperation.

    Args:
        client: Makes the calls.
        operation: `ADDTOLIST` or `REMOVEFROMLIST`.
        list_name: The list's name; or give a `list_key`.
        list_key: Key type and value.

    Raises:
        RequestError: The operation is another.
    """

    most = MEMBERS_PER_LIST_OPERATION

    def __init__(
        self,
        client: BatchClient,
        operation: literals.ListOperationType | b.ListOperationType,
        *,
        list_name: str | None = None,
        list_key: b.ListKey | tuple[b.ListKeyType | str, str] | None = None,
    ) -> None:
        super().__init__(client)
        self._operation = self._records.choice("ListOperationType", operation)
        if self._operation.value not in ("ADDTOLIST", "REMOVEFROMLIST"):
            raise RequestError("batches of members can be added to a list, or removed from it")
        self._list = {"list_name": list_name, "list_key": list_key}
        if (list_name is None) == (list_key is None):
            raise RequestError("give either list_name or list_key")

    def prepare(self, item: Key) -> b.LeadKey:
        """See `BatchCall.prepare`."""
        record: b.LeadKey = self._records.lead_key(item)
        return record

    def keys(self, record: b.LeadKey) -> Iterator[Hashable]:
        """See `BatchCall.keys`."""
        yield _word(record.key_type), record.key_value

    def called(self, methods: OperationMethods, records: Sequence[Any]) -> list[Status]:
        """Make one call, and return the statuses of its reply."""
        arguments: dict[str, Any] = self._list
        result = methods.list_operation(self._operation, members=records, **arguments)
        found = result.statuses
        if result.success and not found:
            # Of a complete success the service says nothing more.
            return [Status(Fate.WRITTEN)] * len(records)
        return [
            Status(Fate.WRITTEN)
            if each.status
            else Status(Fate.FAILED, error="the lead was not added or removed")
            for each in found
        ]


def _mobject_keys(record: b.MObject) -> Iterator[Hashable]:
    named = [(record.type_value, record.id, record.external_key)]
    named += [
        (each.m_obj_type, each.id, each.external_key)
        for each in record.associations
        if each.m_obj_type == "Opportunity"  # others are not written by these calls
    ]
    for kind, id, external in named:
        if id is not None:
            yield kind, str(id)
        if external is not None:
            yield kind, external.name, str(external.value).casefold()
    attributes = {each.name: each.value for each in record.attribs if each.value}
    if "OpportunityId" in attributes:
        yield "Opportunity", str(attributes["OpportunityId"])


def _mobject_statuses(statuses: Iterable[b.MObjStatus]) -> list[Status]:
    return [answered(_word(each.status), each.id or 0, each.error or None) for each in statuses]


def _custom_statuses(statuses: Iterable[b.SyncCustomObjStatus]) -> list[Status]:
    return [answered(_word(each.status), 0, each.error or None) for each in statuses]


def _key_list(keys: Iterable[b.Attribute]) -> Hashable:
    return tuple(
        sorted((str(each.attr_name).casefold(), str(each.attr_value).casefold()) for each in keys)
    )


def _word(value: object) -> str | None:
    """The text of an enumeration's member; None where a reply lacks it."""
    return getattr(value, "value", None)

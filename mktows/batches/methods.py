"""A method for each operation that takes many records: any iterable in, one outcome for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from mktows.batches.calls import (
    BatchClient,
    ChangeList,
    DeleteCustomObjects,
    DeleteMObjects,
    SyncCustomObjects,
    SyncLeads,
    SyncMObjects,
)
from mktows.batches.run import WORKERS, BatchRun

if TYPE_CHECKING:
    from mktows_bindings import literals
    from mktows_bindings import v3_1 as b

    from mktows.methods import Attributes, CustomObject, Key, Lead, MObject, SyncOperation


class BatchMethods(BatchClient):
    """The operations that take many records, for any number of them.

    Each method returns a `BatchRun`: iterating it makes the calls, up to `workers` at the same
    time, and yields one outcome for each record, in input order. A record that fails stops
    nothing. All raise `RequestError` where a batch size or a number of workers is out of range.
    """

    def batch_sync_leads(
        self,
        leads: Iterable[Lead],
        *,
        dedup_enabled: bool | None = True,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Create or update any number of leads, by syncMultipleLeads.

        Leads that share an Id, an address or a foreign id are written in input order.

        Args:
            leads: Mappings or records.
            dedup_enabled: See `sync_multiple_leads`.
            batch_size: Leads of a call; 300 by default, and at most.
            workers: Calls in flight, 10 at most.
        """
        call = SyncLeads(self, dedup_enabled=dedup_enabled)
        return BatchRun(call, leads, batch_size=batch_size, workers=workers)

    def batch_sync_mobjects(
        self,
        objects: Iterable[MObject],
        *,
        operation: SyncOperation,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Create or update any number of objects, by syncMObjects.

        What names the same object, or an opportunity written before, is written in input order.

        Args:
            objects: Mappings or records.
            operation: `INSERT`, `UPDATE` or `UPSERT`; programs can only be updated.
            batch_size: Objects of a call; 100 by default, and at most.
            workers: Calls in flight, 10 at most.
        """
        call = SyncMObjects(self, operation)
        return BatchRun(call, objects, batch_size=batch_size, workers=workers)

    def batch_delete_mobjects(
        self,
        objects: Iterable[MObject],
        *,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Delete any number of opportunities or roles, such as `("Opportunity", 7)`."""
        return BatchRun(DeleteMObjects(self), objects, batch_size=batch_size, workers=workers)

    def batch_sync_custom_objects(
        self,
        type_name: str,
        objects: Iterable[CustomObject],
        *,
        operation: SyncOperation | None = None,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Create or update any number of records of a type, by syncCustomObjects.

        Args:
            type_name: The type.
            objects: Records, mappings with `keys` and `attributes`, or pairs of both.
            operation: `INSERT`, `UPDATE` or `UPSERT`.
            batch_size: Records of a call; 100 by default, and at most.
            workers: Calls in flight, 10 at most.
        """
        call = SyncCustomObjects(self, type_name, operation)
        return BatchRun(call, objects, batch_size=batch_size, workers=workers)

    def batch_delete_custom_objects(
        self,
        type_name: str,
        keys: Iterable[Attributes],
        *,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Delete any number of records of a type, each given by all its keys."""
        call = DeleteCustomObjects(self, type_name)
        return BatchRun(call, keys, batch_size=batch_size, workers=workers)

    def batch_list_operation(
        self,
        operation: literals.ListOperationType | b.ListOperationType,
        members: Iterable[Key],
        *,
        list_name: str | None = None,
        list_key: b.ListKey | tuple[b.ListKeyType | str, str] | None = None,
        batch_size: int | None = None,
        workers: int = WORKERS,
    ) -> BatchRun[Any, Any]:
        """Add any number of leads to a static list, or remove them.

        Args:
            operation: `ADDTOLIST` or `REMOVEFROMLIST`.
            members: Lead keys.
            list_name: The list's name; or give a `list_key`.
            list_key: Key type and value.
            batch_size: Leads of a call; 1000 by default, and at most.
            workers: Calls in flight, 10 at most.

        Raises:
            RequestError: The operation is another, or a list is not named in one way.
        """
        call = ChangeList(self, operation, list_name=list_name, list_key=list_key)
        return BatchRun(call, members, batch_size=batch_size, workers=workers)

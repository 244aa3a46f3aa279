"""The embedded backend behind short calls: attributes are keywords, results come unwrapped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from mktows_bindings.v2_7 import types as v2_7
from xsdata.models.datatype import XmlDateTime

from mktows.codec import Codec
from mktows.contract import contract
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.store import Transaction
from mktows.server.backend import Call
from mktows.server.refusals import Refusal
from support.example_instance import define_examples

START = datetime(2014, 2, 13, 12, 0, tzinfo=UTC)


class Service:
    """A backend, the version it is called in, and the moment of the next call."""

    def __init__(self, types: ModuleType = v2_7) -> None:
        self.types: Any = types
        self.backend = Emulator()
        define_examples(self.backend.store)
        self.now = START
        self.workspace: str | None = None
        self.strict = False

    def call(self, operation: str, params: object) -> Any:
        call = Call(operation, self.types, "user", self.workspace, self.now, self.strict)
        return self.backend.answer(call, params)

    def wire(self, operation: str, params: object) -> str:
        """The reply as it stands in the envelope: where nil, empty and absent differ."""
        version = self.types.__name__.split(".")[1].removeprefix("v")
        contract_ = contract(version)
        element = contract_.operations[operation].reply
        return Codec(contract_).encode(element, self.call(operation, params), service=True).text

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """What an administrator does, for which there is no operation."""
        with self.backend.store.writing() as data:
            yield data

    def record(
        self,
        *,
        id: int | None = None,
        email: str | None = None,
        foreign: str | None = None,
        kind: str | None = None,
        attributes: dict[str, str] | None = None,
        **more: str,
    ) -> Any:
        pairs = {**(attributes or {}), **more}
        return self.types.LeadRecord(
            id=id,
            email=email,
            foreign_sys_person_id=foreign,
            foreign_sys_type=None if kind is None else self.types.ForeignSysType(kind),
            lead_attribute_list=self.types.ArrayOfAttribute(
                attribute=[
                    self.types.Attribute(attr_name=name, attr_type="string", attr_value=value)
                    for name, value in pairs.items()
                ]
            )
            if pairs
            else None,
        )

    def sync(self, *, cookie: str | None = None, returned: bool = True, **record: Any) -> Any:
        params = self.types.ParamsSyncLead(
            lead_record=self.record(**record), return_lead=returned, marketo_cookie=cookie
        )
        return self.call("syncLead", params).result

    def batch(self, *records: Any, dedup: bool | None = None) -> list[tuple[int, str, str | None]]:
        params = self.types.ParamsSyncMultipleLeads(
            lead_record_list=self.types.ArrayOfLeadRecord(lead_record=list(records)),
            dedup_enabled=dedup,
        )
        statuses = self.call("syncMultipleLeads", params).result.sync_status_list.sync_status
        return [(each.lead_id, each.status.value, each.error) for each in statuses]

    def get(self, key_type: str, value: str) -> list[Any]:
        key = self.types.LeadKey(key_type=self.types.LeadKeyRef(key_type), key_value=value)
        result = self.call("getLead", self.types.ParamsGetLead(lead_key=key)).result
        records: list[Any] = result.lead_record_list.lead_record
        assert result.count == len(records)
        return records

    def ids(self, key_type: str, value: str) -> list[int]:
        return [record.id for record in self.get(key_type, value)]

    def page(self, selector: Any = None, **more: Any) -> Any:
        include = more.pop("include", None)
        if include is not None:
            more["include_attributes"] = self.types.ArrayOfString(string_item=include)
        params = self.types.ParamsGetMultipleLeads(lead_selector=selector, **more)
        return self.call("getMultipleLeads", params).result

    def keys(self, key_type: str, *values: str) -> Any:
        return self.types.LeadKeySelector(
            key_type=self.types.LeadKeyRef(key_type),
            key_values=self.types.ArrayOfString(string_item=list(values)),
        )

    def since(self, oldest: datetime, latest: datetime | None = None) -> Any:
        return self.types.LastUpdateAtSelector(
            oldest_updated_at=XmlDateTime.from_datetime(oldest),
            latest_updated_at=None if latest is None else XmlDateTime.from_datetime(latest),
        )


def values(record: Any) -> dict[str, str]:
    listed = record.lead_attribute_list
    return {each.attr_name: each.attr_value for each in (listed.attribute if listed else ())}


@contextmanager
def refused(code: int, message: str = "") -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """Demand a refusal with a code and a piece of its message."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code == code
    assert message in caught.value.message

"""The embedded backend behind short calls about MObjects: attributes are keywords."""

from __future__ import annotations

from datetime import UTC, datetime
from types import ModuleType
from typing import Any

from mktows_bindings.v2_7 import types as v2_7

from mktows.codec import Codec
from mktows.contract import contract
from mktows.sandbox.emulator import Emulator
from mktows.server.backend import Call
from support.example_instance import define_examples

START = datetime(2014, 10, 24, 17, 0, tzinfo=UTC)

Key = tuple[str, str]
Link = tuple[str, int | Key]


class MObjectService:
    """The backend behind short calls; one lead (id 1) with FSPID 12346 and company C123."""

    def __init__(self, types: ModuleType = v2_7) -> None:
        self.types: Any = types
        self.backend = Emulator()
        define_examples(self.backend.store)
        self.now = START
        self.lead(FSPID="12346", cAccountFSID="C123")

    def call(self, operation: str, params: object) -> Any:
        call = Call(operation, self.types, "user", None, self.now)
        reply: Any = self.backend.answer(call, params)
        return reply.result

    def wire(self, operation: str, params: object) -> str:
        """The reply as it stands in the envelope: where nil, empty and absent differ."""
        contract_ = contract(self.types.__name__.split(".")[1].removeprefix("v"))
        call = Call(operation, self.types, "user", None, self.now)
        element = contract_.operations[operation].reply
        return (
            Codec(contract_).encode(element, self.backend.answer(call, params), service=True).text
        )

    def lead(self, **values: str) -> int:
        types = self.types
        attributes = [types.Attribute(attr_name=n, attr_value=v) for n, v in values.items()]
        record = types.LeadRecord(
            foreign_sys_person_id=values["FSPID"],
            lead_attribute_list=types.ArrayOfAttribute(attribute=attributes),
        )
        result = self.call("syncLead", types.ParamsSyncLead(lead_record=record, return_lead=False))
        lead_id: int = result.lead_id
        return lead_id

    def key(self, pair: Key | None) -> Any:
        return None if pair is None else self.types.Attrib(name=pair[0], value=pair[1])

    def attribs(self, values: dict[str, str]) -> Any:
        return self.types.ArrayOfAttrib(attrib=[self.key(pair) for pair in values.items()])

    def links(self, links: tuple[Link, ...]) -> Any:
        return [
            self.types.MObjAssociation(m_obj_type=kind, id=to)
            if isinstance(to, int)
            else self.types.MObjAssociation(m_obj_type=kind, external_key=self.key(to))
            for kind, to in links
        ]

    def entity(
        self,
        kind: str,
        *links: Link,
        id: int | None = None,
        key: Key | None = None,
        groups: tuple[tuple[str, dict[str, str]], ...] = (),
        **values: str,
    ) -> Any:
        types = self.types
        listed = [
            types.TypeAttrib(attr_type=name, attr_list=self.attribs(members))
            for name, members in groups
        ]
        return types.MObject(
            type_value=kind,
            id=id,
            external_key=self.key(key),
            attrib_list=self.attribs(values) if values else None,
            type_attrib_list=types.ArrayOfTypeAttrib(type_attrib=listed) if listed else None,
            association_list=types.ArrayOfMObjAssociation(m_obj_association=self.links(links))
            if links
            else None,
        )

    def opportunity(self, name: str, *links: Link, **values: Any) -> Any:
        return self.entity("Opportunity", *links, key=("opportunityId", name), **values)

    def role(self, *links: Link, **values: Any) -> Any:
        return self.entity("OpportunityPersonRole", *links, **values)

    def sync_params(self, *objects: Any, mode: str = "UPSERT") -> Any:
        types = self.types
        return types.ParamsSyncMObjects(
            m_object_list=types.ArrayOfMObject(m_object=list(objects)),
            operation=types.SyncOperationEnum(mode),
        )

    def sync(self, *objects: Any, mode: str = "UPSERT") -> list[Any]:
        result = self.call("syncMObjects", self.sync_params(*objects, mode=mode))
        listed: list[Any] = result.m_obj_status_list.m_obj_status
        return listed

    def outcomes(self, *objects: Any, mode: str = "UPSERT") -> list[tuple[int | None, str]]:
        return [(each.id, each.status.value) for each in self.sync(*objects, mode=mode)]

    def failure(self, given: Any, mode: str = "UPSERT") -> str:
        (status,) = self.sync(given, mode=mode)
        assert status.status.value == "FAILED"
        return str(status.error)

    def delete_params(self, *objects: Any) -> Any:
        types = self.types
        return types.ParamsDeleteMObjects(
            m_object_list=types.ArrayOfMObject(m_object=list(objects))
        )

    def delete(self, *objects: Any) -> list[Any]:
        result = self.call("deleteMObjects", self.delete_params(*objects))
        listed: list[Any] = result.m_obj_status_list.m_obj_status
        return listed

    def find_params(
        self,
        kind: str,
        *criteria: tuple[str, str, object],
        links: tuple[Link, ...] = (),
        key: Key | None = None,
        **more: Any,
    ) -> Any:
        types = self.types
        listed = [
            types.MObjCriteria(attr_name=n, comparison=types.ComparisonEnum(c), attr_value=v)
            for n, c, v in criteria
        ]
        return types.ParamsGetMObjects(
            type_value=kind,
            external_key=self.key(key),
            m_obj_criteria_list=types.ArrayOfMObjCriteria(m_obj_criteria=listed),
            m_obj_association_list=types.ArrayOfMObjAssociation(
                m_obj_association=self.links(links)
            ),
            **more,
        )

    def find(self, kind: str, *criteria: tuple[str, str, object], **more: Any) -> Any:
        return self.call("getMObjects", self.find_params(kind, *criteria, **more))

    def ids(self, kind: str, *criteria: tuple[str, str, object], **more: Any) -> list[int]:
        result = self.find(kind, *criteria, **more)
        objects = result.m_object_list.m_object if result.m_object_list else []
        assert result.return_count == len(objects)
        return [each.id for each in objects]

    def one(self, kind: str, id: int) -> Any:
        (found,) = self.find(kind, id=id).m_object_list.m_object
        return found


def values(listed: Any) -> dict[str, str]:
    return {each.name: each.value for each in listed.attrib}


def groups(found: Any) -> list[tuple[str, dict[str, str]]]:
    return [(each.attr_type, values(each.attr_list)) for each in found.type_attrib_list.type_attrib]

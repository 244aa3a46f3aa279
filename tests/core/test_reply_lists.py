"""The lists of replies, which are lists also where nothing came, and the values of enumerations."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from mktows_bindings import literals

from mktows.contract import KNOWN_VERSIONS, contract

LISTS = [
    (version, operation.reply_type, field.type_name, inner.attribute)
    for version in KNOWN_VERSIONS
    for operation in contract(version).operations.values()
    for field in contract(version).types[operation.reply_type].fields
    for inner in contract(version).types[field.type_name].fields
    if len(contract(version).types.get(inner.type_name, ((),) * 4)[3]) == 1
    and contract(version).types[inner.type_name].fields[0].many
]


def test_most_replies_hold_a_list() -> None:
    assert len({result for _, _, result, _ in LISTS}) >= 13


@pytest.mark.parametrize(("version", "_reply", "result", "attribute"), LISTS)
def test_a_list_of_a_reply_has_a_property_that_is_a_list(
    version: str, _reply: str, result: str, attribute: str
) -> None:
    table = contract(version)
    cls: Any = table.binding(result)
    field = next(each for each in table.types[result].fields if each.attribute == attribute)
    (inner,) = table.types[field.type_name].fields
    values: dict[str, Any] = {each.attribute: None for each in table.types[result].fields}
    properties = [name for name, item in vars(cls).items() if isinstance(item, property)]
    items = [object(), object()]
    full = cls(**{**values, attribute: table.binding(field.type_name)(**{inner.attribute: items})})
    assert [name for name in properties if getattr(full, name) is items]
    for name in properties:
        assert getattr(cls(**values), name) == []


def test_a_list_is_named_after_its_element() -> None:
    bindings: Any = contract("2_7").bindings
    status = bindings.SyncStatus(lead_id=7, status=None, error=None)
    listed = bindings.ArrayOfSyncStatus(sync_status=[status])
    assert bindings.ResultSyncMultipleLeads(sync_status_list=listed).sync_statuses == [status]
    role = bindings.MObject(type_value="OpportunityPersonRole")
    assert (role.attribs, role.type_attribs, role.associations) == ([], [], [])


def test_an_enumeration_has_its_values_of_all_versions_as_a_type() -> None:
    values: dict[str, set[str]] = {}
    for version in KNOWN_VERSIONS:
        for name in contract(version).enumerations:
            members: Any = contract(version).binding(name)
            values.setdefault(name, set()).update(member.value for member in members)
    assert {name: set(get_args(getattr(literals, name))) for name in values} == values

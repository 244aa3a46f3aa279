"""Tells whether two types are the same on the wire, whatever they are called."""

from __future__ import annotations

from collections.abc import Iterator

from mktows.diffing.model import ComplexType, Contract, Field, Group, QName, TypeRef
from mktows.diffing.simple_types import relation, values

Shape = tuple[object, ...]


def field_key(contract: Contract, field: Field) -> str:
    """The key that a field is matched by: qualified or not, it is the same one."""
    return field.name.local if field.declared_here else contract.label(field.name)


def qualification(contract: Contract, field: Field) -> str:
    """The namespace of a field's name, so that it can be matched with another contract's."""
    if field.name.namespace in ("", contract.namespace):
        return "qualified" if field.name.namespace else "unqualified"
    return f"qualified by {field.name.namespace}"


def stand_ins(contract: Contract, ref: TypeRef) -> set[str]:
    """The types that may stand in for one by xsi:type, as they are matched."""
    names = contract.derived.get(ref, ()) if isinstance(ref, QName) else ()
    return {contract.label(name) for name in names}


def shape(group: Group, keys: dict[int, str], *, ordered: bool) -> Shape:
    """The grouping of the fields that have a key (by id), without groups that group nothing.

    Where order does not matter, in a choice or all, the items are sorted; also elsewhere unless
    `ordered`.
    """
    items: list[object] = []
    for item in group.items:
        if isinstance(item, Field):
            if id(item) in keys:
                items.append(keys[id(item)])
            continue
        inner = shape(item, keys, ordered=ordered)
        if not inner[3:]:
            continue
        if group.kind == "sequence" and inner[:3] == ("sequence", 1, 1):
            items += inner[3:]
        else:
            items.append(inner)
    if not ordered or group.kind != "sequence":
        items.sort(key=repr)
    occurs = group.fewest, group.most
    if len(items) == 1 and isinstance(items[0], tuple) and occurs == (1, 1):
        return items[0]  # a group of one group
    return (group.kind if len(items) > 1 else "sequence", *occurs, *items)


def same_on_the_wire(old: Contract, one: TypeRef, new: Contract, other: TypeRef) -> bool:
    """Tell whether two types allow the same messages.

    Two types of one name count as the same: what changed in them is found where they are declared.
    """
    pending: list[tuple[TypeRef, TypeRef]] = [(one, other)]
    seen: set[tuple[int, int]] = set()
    first = True
    while pending:
        ours, theirs = pending.pop()
        if not first and _label(old, ours) == _label(new, theirs) is not None:
            continue
        first = False
        a, b = old.resolve(ours), new.resolve(theirs)
        if (id(a), id(b)) in seen:
            continue
        seen.add((id(a), id(b)))
        if not isinstance(a, ComplexType) and not isinstance(b, ComplexType):
            if relation(values(old, a), values(new, b)) != "equal":
                return False
            continue
        if not isinstance(a, ComplexType) or not isinstance(b, ComplexType):
            return False
        if stand_ins(old, ours) != stand_ins(new, theirs):
            return False
        pairs = _paired(old, a, new, b)
        if pairs is None:
            return False
        pending += pairs
    return True


def _label(contract: Contract, ref: TypeRef) -> str | None:
    return contract.label(ref) if isinstance(ref, QName) else None


def _paired(
    old: Contract, a: ComplexType, new: Contract, b: ComplexType
) -> list[tuple[TypeRef, TypeRef]] | None:
    """The types of two complex types' fields side by side, None where the two differ."""
    one, other = old.whole(a), new.whole(b)
    if (a.abstract, a.mixed, one.text is None) != (b.abstract, b.mixed, other.text is None):
        return None
    ours = {field_key(old, field): field for field, _ in one.fields()}
    theirs = {field_key(new, field): field for field, _ in other.fields()}
    if ours.keys() != theirs.keys() or any(
        _facts(old, ours[key]) != _facts(new, theirs[key]) for key in ours
    ):
        return None
    shapes = [
        shape(item.content, {id(field): key for key, field in fields.items()}, ordered=True)
        for item, fields in ((one, ours), (other, theirs))
    ]
    if shapes[0] != shapes[1]:
        return None
    return [*_texts(one, other), *((ours[key].type, theirs[key].type) for key in ours)]


def _texts(one: ComplexType, other: ComplexType) -> Iterator[tuple[TypeRef, TypeRef]]:
    if one.text is not None and other.text is not None:
        yield one.text, other.text


def _facts(contract: Contract, field: Field) -> tuple[object, ...]:
    return field.least, field.most, field.nillable, field.default, qualification(contract, field)

"""Every difference between two declarations of one name: elements, types and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mktows.diffing.model import ComplexType, Contract, Field, Group, QName, SimpleType, TypeRef
from mktows.diffing.renames import likely_names
from mktows.diffing.same import field_key, qualification, same_on_the_wire, shape, stand_ins
from mktows.diffing.simple_types import facet_relation, relation, values
from mktows.diffing.simple_types import shape as simple_shape
from mktows.diffing.usage import Directions

_TYPE_KINDS = {
    "widened": "type-widened",
    "narrowed": "type-narrowed",
    "changed": "type-changed",
    "equal": "type-name-changed",
}
_FACET_KINDS = {
    "widened": "restriction-loosened",
    "narrowed": "restriction-tightened",
    "changed": "restriction-changed",
}


@dataclass(frozen=True)
class Change:
    """A difference before it is judged.

    Attributes:
        kind: A rule's id, without the direction where it has one.
        path: Where it is.
        directions: Those in which it can reach the wire.
        old: What stood there, None for nothing.
        new: What stands there, None for nothing.
        hint: What else may help.
    """

    kind: str
    path: str
    directions: Directions
    old: str | None = None
    new: str | None = None
    hint: str = ""


class TypeComparison:
    """Compares declarations of two contracts.

    Attributes:
        moved: Namespaces, as the old contract has them, in which a field without form of its own
            came to be qualified or not.
    """

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new = old, new
        self.moved: set[str] = set()

    def elements(self, path: str, dirs: Directions, old: Field, new: Field) -> Iterator[Change]:
        """What changed in a global element, its anonymous type included."""
        owner = old.name.namespace
        yield from self._field_facts(path, dirs, old, new, owner)
        yield from self._references(path, dirs, old.type, new.type, owner)

    def types(self, path: str, dirs: Directions, old: QName, new: QName) -> Iterator[Change]:
        """What changed in a named type."""
        ours, theirs = self._old.types[old], self._new.types[new]
        if isinstance(ours, SimpleType) and isinstance(theirs, SimpleType):
            yield from self._simple(path, dirs, ours, theirs)
        elif isinstance(ours, ComplexType) and isinstance(theirs, ComplexType):
            yield from self._complex(path, dirs, ours, theirs, old.namespace)
        else:
            kinds = [
                "simple type" if isinstance(item, SimpleType) else "complex type"
                for item in (ours, theirs)
            ]
            yield Change("type-changed", path, dirs, *kinds)

    # Complex types

    def _complex(
        self, path: str, dirs: Directions, old: ComplexType, new: ComplexType, owner: str
    ) -> Iterator[Change]:
        if old.abstract != new.abstract:
            kind = "abstract-added" if new.abstract else "abstract-removed"
            yield Change(kind, path, dirs, _abstract(old), _abstract(new))
        bases = self._base(self._old, old), self._base(self._new, new)
        if bases[0] != bases[1]:
            yield Change("base-changed", path, dirs, *bases)
            # What a type has from its base may have moved: its content is compared as a whole.
            old, new = self._old.whole(old), self._new.whole(new)
        mixed = ["text between" if item.mixed else "no text between" for item in (old, new)]
        if old.mixed != new.mixed:
            yield Change("content-model-changed", path, dirs, *mixed)
        if old.text is not None and new.text is not None:
            yield from self._references(path, dirs, old.text, new.text, owner)
        elif old.text is not new.text:
            texts = ["child elements" if item.text is None else "text" for item in (old, new)]
            yield Change("content-model-changed", path, dirs, *texts)
        yield from self._fields(path, dirs, old, new, owner)

    def _base(self, contract: Contract, item: ComplexType) -> str | None:
        if item.base is None:
            return None
        label = contract.label(item.base)
        return label if item.extends else f"restriction of {label}"

    def _fields(
        self, path: str, dirs: Directions, old: ComplexType, new: ComplexType, owner: str
    ) -> Iterator[Change]:
        ours = {field_key(self._old, field): (field, opt) for field, opt in old.fields()}
        theirs = {field_key(self._new, field): (field, opt) for field, opt in new.fields()}
        gone = {key: ours[key] for key in ours if key not in theirs}
        come = {key: theirs[key] for key in theirs if key not in ours}
        names = likely_names(gone, come, lambda a, b: self._alike(a[0], b[0]))
        old_branches = {id(field) for field in old.content.branches()}
        new_branches = {id(field) for field in new.content.branches()}
        for key, (field, optional) in gone.items():
            kind = f"{_sort_of(field, optional, old_branches)}-removed"
            hint = f"perhaps {names[key]} now" if key in names else ""
            yield Change(
                kind, f"{path}/{key}", dirs, old=self._shown(self._old, field.type), hint=hint
            )
        former = {new_name: old_name for old_name, new_name in names.items()}
        for key, (field, optional) in come.items():
            kind = f"{_sort_of(field, optional, new_branches)}-added"
            hint = f"perhaps {former[key]} before" if key in former else ""
            yield Change(
                kind, f"{path}/{key}", dirs, new=self._shown(self._new, field.type), hint=hint
            )
        common = [key for key in ours if key in theirs]
        for key in common:
            before, after = ours[key][0], theirs[key][0]
            place = f"{path}/{key}"
            yield from self._field_facts(place, dirs, before, after, owner)
            yield from self._references(place, dirs, before.type, after.type, owner)
        yield from _grouping(
            path,
            dirs,
            (old.content, {id(ours[key][0]): key for key in common}),
            (new.content, {id(theirs[key][0]): key for key in common}),
            # Beside a branch that came or went, a choice shows in nothing but this.
            freed=[
                key
                for key in common
                if ours[key][1] != theirs[key][1] and ours[key][0].least == theirs[key][0].least
            ],
        )

    def _alike(self, old: Field, new: Field) -> bool:
        """Whether a field may have been renamed into another."""
        facts = [(f.least, f.most, f.nillable, f.name.local[:1] == "@") for f in (old, new)]
        return facts[0] == facts[1] and (
            self._shown(self._old, old.type) == self._shown(self._new, new.type)
        )

    def _field_facts(
        self, path: str, dirs: Directions, old: Field, new: Field, owner: str
    ) -> Iterator[Change]:
        """What changed in a field besides its type."""
        if old.least != new.least:
            kind = "min-occurs-raised" if new.least > old.least else "min-occurs-lowered"
            yield Change(kind, path, dirs, str(old.least), str(new.least))
        if old.most != new.most:
            raised = new.most is None or (old.most is not None and new.most > old.most)
            kind = "max-occurs-raised" if raised else "max-occurs-lowered"
            yield Change(kind, path, dirs, _most(old), _most(new))
        if old.nillable != new.nillable:
            kind = "nillable-added" if new.nillable else "nillable-removed"
            yield Change(kind, path, dirs, _nillable(old), _nillable(new))
        if old.default != new.default:
            yield Change("default-changed", path, dirs, old.default or None, new.default or None)
        forms = qualification(self._old, old), qualification(self._new, new)
        if forms[0] != forms[1]:
            if self._moved_by_default(old, new, owner):
                self.moved.add(owner)
            else:
                yield Change("qualification-changed", path, dirs, *forms)

    def _moved_by_default(self, old: Field, new: Field, owner: str) -> bool:
        """Whether nothing but the schema's elementFormDefault put a field in another namespace."""
        if any(f.form or not f.declared_here or f.name.local[:1] == "@" for f in (old, new)):
            return False
        now = self._new.namespace if owner == self._old.namespace else owner
        return self._old.forms.get(owner) != self._new.forms.get(now)

    # References

    def _references(
        self, path: str, dirs: Directions, old: TypeRef, new: TypeRef, owner: str
    ) -> Iterator[Change]:
        """What changed between the types that two fields are declared with."""
        shown = self._shown(self._old, old), self._shown(self._new, new)
        named = isinstance(old, QName) and isinstance(new, QName)
        if named and shown[0] == shown[1]:
            return
        before, after = self._old.resolve(old), self._new.resolve(new)
        if isinstance(before, ComplexType) and isinstance(after, ComplexType):
            if named:
                same = same_on_the_wire(self._old, old, self._new, new)
                yield Change("type-name-changed" if same else "type-changed", path, dirs, *shown)
                return
            if isinstance(old, QName) or isinstance(new, QName):
                # Nothing can stand in for a type without a name.
                lost, won = stand_ins(self._old, old), stand_ins(self._new, new)
                kind = "narrowed" if lost else "widened" if won else "name-changed"
                yield Change(f"type-{kind}", path, dirs, *shown)
            yield from self._complex(path, dirs, before, after, owner)
        elif isinstance(before, ComplexType) or isinstance(after, ComplexType):
            kind = "type-changed"
            if isinstance(after, QName) and after.local == "anyType":
                kind = "type-widened"
            elif isinstance(before, QName) and before.local == "anyType":
                kind = "type-narrowed"
            yield Change(kind, path, dirs, *shown)
        elif isinstance(old, SimpleType) and isinstance(new, SimpleType):
            yield from self._simple(path, dirs, old, new)
        else:
            how = relation(values(self._old, before), values(self._new, after))
            yield Change(_TYPE_KINDS[how], path, dirs, *shown)

    def _shown(self, contract: Contract, ref: TypeRef) -> str:
        return "(anonymous type)" if isinstance(ref, ComplexType) else simple_shape(contract, ref)

    # Simple types

    def _simple(
        self, path: str, dirs: Directions, old: SimpleType, new: SimpleType
    ) -> Iterator[Change]:
        if old.base is None or new.base is None:
            shapes = simple_shape(self._old, old), simple_shape(self._new, new)
            if shapes[0] != shapes[1]:
                yield Change("type-changed", path, dirs, *shapes)
            return
        yield from self._references(path, dirs, old.base, new.base, "")
        if old.values and new.values:
            for value in set(old.values) - set(new.values):
                yield Change("enumeration-value-removed", f"{path}/{value}", dirs, old=value)
            for value in set(new.values) - set(old.values):
                yield Change("enumeration-value-added", f"{path}/{value}", dirs, new=value)
        elif old.values or new.values:
            kind = "restriction-tightened" if new.values else "restriction-loosened"
            before, after = (", ".join(item.values) or None for item in (old, new))
            yield Change(kind, f"{path}/enumeration", dirs, before, after)
        for name in sorted(old.facets.keys() | new.facets.keys()):
            before, after = old.facets.get(name), new.facets.get(name)
            how = facet_relation(name, before, after)
            if how != "equal":
                yield Change(_FACET_KINDS[how], f"{path}/{name}", dirs, before, after)


def _sort_of(field: Field, optional: bool, branches: set[int]) -> str:
    if id(field) in branches:
        return "branch"
    return "optional-field" if optional else "required-field"


def _grouping(
    path: str,
    dirs: Directions,
    old: tuple[Group, dict[int, str]],
    new: tuple[Group, dict[int, str]],
    *,
    freed: list[str],
) -> Iterator[Change]:
    """Whether the fields that both have are grouped and ordered alike, and demanded alike."""
    before, after = shape(*old, ordered=True), shape(*new, ordered=True)
    if shape(*old, ordered=False) != shape(*new, ordered=False):
        yield Change("content-model-changed", path, dirs, _line(before), _line(after))
        return
    if before != after:
        yield Change("fields-reordered", path, dirs, _line(before), _line(after))
    if freed:
        texts = [
            f"{', '.join(freed)}: {'in' if in_choice else 'not in'} a group that may do without"
            for in_choice in (_free(old, freed), _free(new, freed))
        ]
        yield Change("content-model-changed", path, dirs, *texts)


def _free(side: tuple[Group, dict[int, str]], keys: list[str]) -> bool:
    group, names = side
    return any(names.get(id(field)) == keys[0] and free for field, free in group.fields())


def _line(item: object) -> str:
    """A grouping in one line, such as `sequence(a, choice{0,1}(b, c))`."""
    if not isinstance(item, tuple):
        return str(item)
    kind, least, most, *items = item
    occurs = (
        "" if (least, most) == (1, 1) else f"{{{least},{'unbounded' if most is None else most}}}"
    )
    return f"{kind}{occurs}({', '.join(map(_line, items))})"


def _abstract(item: ComplexType) -> str:
    return "abstract" if item.abstract else "concrete"


def _nillable(field: Field) -> str:
    return "nillable" if field.nillable else "not nillable"


def _most(field: Field) -> str:
    return "unbounded" if field.most is None else str(field.most)

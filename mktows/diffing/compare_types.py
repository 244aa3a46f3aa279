"""Every difference between two declarations of one name: elements, types and their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from mktows.diffing.model import ComplexType, Contract, Field, Group, QName, SimpleType, TypeRef
from mktows.diffing.renames import likely_names
from mktows.diffing.rule import LEVELS, Kind, Rule
from mktows.diffing.same import field_key, qualification, same_on_the_wire, shape, stand_ins
from mktows.diffing.simple_types import facet_relation, relation, values
from mktows.diffing.simple_types import shape as simple_shape
from mktows.diffing.usage import Directions

_I, _A, _B = LEVELS

OPTIONAL_FIELD_ADDED = Kind(
    "optional-field-added",
    "optional-field-removed",
    "An element or attribute that may be absent came to a type.",
    (
        _I,
        _A,
        "Callers need not send it; a server that does not know it ignores or refuses it.",
    ),
    (
        _A,
        _I,
        "A caller that does not know it ignores or refuses it; servers need not send it.",
    ),
)

OPTIONAL_FIELD_REMOVED = Kind(
    "optional-field-removed",
    "optional-field-added",
    "An element or attribute that may be absent left a type.",
    (
        _A,
        _I,
        "What a caller sends in it is ignored or refused; servers can do without it.",
    ),
    (
        _I,
        _A,
        "Callers can do without it; what a server sends in it is ignored or refused.",
    ),
)

REQUIRED_FIELD_ADDED = Kind(
    "required-field-added",
    "required-field-removed",
    "An element or attribute that must stand came to a type.",
    (
        _B,
        _A,
        "Callers do not send what is demanded; a server does not know what it is sent.",
    ),
    (
        _A,
        _B,
        "A caller does not know what it is sent; servers do not send what is demanded.",
    ),
)

REQUIRED_FIELD_REMOVED = Kind(
    "required-field-removed",
    "required-field-added",
    "An element or attribute that had to stand left a type.",
    (
        _A,
        _B,
        "What a caller sends is not known any more; a server misses what it demands.",
    ),
    (
        _B,
        _A,
        "A caller misses what it relies on; what a server sends is not known any more.",
    ),
)

BRANCH_ADDED = Kind(
    "branch-added",
    "branch-removed",
    "A field came to a choice: it may stand where only others could.",
    (
        _I,
        _B,
        "Callers need not choose it; a server may get it in the place of what it knows.",
    ),
    (
        _B,
        _I,
        "A caller may get it in the place of what it knows; servers need not choose it.",
    ),
)

BRANCH_REMOVED = Kind(
    "branch-removed",
    "branch-added",
    "A field left a choice: one of the others must stand in its place.",
    (_B, _I, "A caller may choose what is refused now; servers can do without it."),
    (_I, _B, "Callers can do without it; a server may choose what is refused now."),
)

MIN_OCCURS_LOWERED = Kind(
    "min-occurs-lowered",
    "min-occurs-raised",
    "A field may stand less often than it had to, or be absent.",
    (_I, _B, "What callers send is still enough; a server may miss what it relies on."),
    (_B, _I, "A caller may miss what it relies on; what servers send is still enough."),
)

MIN_OCCURS_RAISED = Kind(
    "min-occurs-raised",
    "min-occurs-lowered",
    "A field must stand, or stand more often than it had to.",
    (_B, _I, "Callers may not send what is demanded now; servers get what they know."),
    (_I, _B, "Callers get what they know; servers may not send what is demanded now."),
)

MAX_OCCURS_RAISED = Kind(
    "max-occurs-raised",
    "max-occurs-lowered",
    "A field may stand more often than it could.",
    (_I, _B, "What callers send is still allowed; a server may get more than it can hold."),
    (_B, _I, "A caller may get more than it can hold; what servers send is still allowed."),
)

MAX_OCCURS_LOWERED = Kind(
    "max-occurs-lowered",
    "max-occurs-raised",
    "A field may stand less often than it could.",
    (_B, _I, "A caller may send more than is allowed; servers can hold what they get."),
    (_I, _B, "Callers can hold what they get; a server may send more than is allowed."),
)

NILLABLE_ADDED = Kind(
    "nillable-added",
    "nillable-removed",
    "A field may be nil.",
    (_I, _B, "Callers need not send nil; a server may get nil where it relies on a value."),
    (_B, _I, "A caller may get nil where it relies on a value; servers need not send nil."),
)

NILLABLE_REMOVED = Kind(
    "nillable-removed",
    "nillable-added",
    "A field may not be nil any more.",
    (_B, _I, "A caller may send a nil that is refused now; servers get a value always."),
    (_I, _B, "Callers get a value always; a server may send a nil that is refused now."),
)

TYPE_WIDENED = Kind(
    "type-widened",
    "type-narrowed",
    "A type holds all values that it held, and more.",
    (_I, _B, "What callers send still fits; a server may get a value that its type lacks."),
    (_B, _I, "A caller may get a value that its type lacks; what servers send still fits."),
)

TYPE_NARROWED = Kind(
    "type-narrowed",
    "type-widened",
    "A type holds some of the values that it held, and no others.",
    (_B, _I, "A caller may send a value that is refused now; servers get what they know."),
    (_I, _B, "Callers get what they know; a server may send a value that is refused now."),
)

TYPE_CHANGED = Kind(
    "type-changed",
    "type-changed",
    "A type was replaced by one that neither includes nor is included by it.",
    (
        _B,
        _B,
        "A caller may send a value that is refused now; a server may get a strange one.",
    ),
    (
        _B,
        _B,
        "A caller may get a strange value; a server may send one that is refused now.",
    ),
)

TYPE_NAME_CHANGED = Kind(
    "type-name-changed",
    "type-name-changed",
    "A type was replaced by one of another name, or without one, and of the same content.",
    (_I, _I, "Messages stay the same; generated stubs name the type."),
    (_I, _I, "Messages stay the same; generated stubs name the type."),
)

BASE_CHANGED = Kind(
    "base-changed",
    "base-changed",
    "A complex type is derived from another type, or in another way.",
    (_I, _I, "Generated stubs show it; what it does to messages is found on its own."),
    (_I, _I, "Generated stubs show it; what it does to messages is found on its own."),
)

FIELDS_REORDERED = Kind(
    "fields-reordered",
    "fields-reordered",
    "Fields of a sequence stand in another order.",
    (_B, _B, "A strict server refuses the old order; a strict old server the new one."),
    (
        _B,
        _B,
        "A strict caller refuses or misreads the new order, and new ones the old order.",
    ),
)

CONTENT_MODEL_CHANGED = Kind(
    "content-model-changed",
    "content-model-changed",
    "Fields were grouped anew (sequence, choice, all, repeated groups), or text came or went.",
    (_B, _B, "Old requests may break the new grouping, and new ones the old grouping."),
    (_B, _B, "New replies may break the old grouping, and old ones the new grouping."),
)

QUALIFICATION_CHANGED = Kind(
    "qualification-changed",
    "qualification-changed",
    "A field came into the schema's namespace or left it.",
    (_B, _B, "The element has another name: each side misses the one it knows."),
    (_B, _B, "The element has another name: each side misses the one it knows."),
)

DEFAULT_CHANGED = Kind(
    "default-changed",
    "default-changed",
    "A field's default or fixed value changed, or what a wildcard lets pass.",
    (
        _A,
        _A,
        "An empty or absent field means something else; a fixed value refuses others.",
    ),
    (
        _A,
        _A,
        "An empty or absent field means something else; a fixed value refuses others.",
    ),
)

ENUMERATION_VALUE_ADDED = Kind(
    "enumeration-value-added",
    "enumeration-value-removed",
    "A value came to an enumeration.",
    (_I, _B, "Callers need not send it; a server may get a value that it does not know."),
    (_B, _I, "A caller may get a value that it does not know; servers need not send it."),
)

ENUMERATION_VALUE_REMOVED = Kind(
    "enumeration-value-removed",
    "enumeration-value-added",
    "A value left an enumeration.",
    (_B, _I, "A caller may send a value that is refused now; servers can do without it."),
    (_I, _B, "Callers can do without it; a server may send a value that is refused now."),
)

RESTRICTION_LOOSENED = Kind(
    "restriction-loosened",
    "restriction-tightened",
    "A simple type's facet or enumeration lets more pass, or is gone.",
    (_I, _B, "What callers send still passes; a server may get a value beyond its bounds."),
    (_B, _I, "A caller may get a value beyond its bounds; what servers send still passes."),
)

RESTRICTION_TIGHTENED = Kind(
    "restriction-tightened",
    "restriction-loosened",
    "A simple type's facet or enumeration lets less pass, or is new.",
    (_B, _I, "A caller may send a value that is refused now; servers get what they know."),
    (_I, _B, "Callers get what they know; a server may send a value that is refused now."),
)

RESTRICTION_CHANGED = Kind(
    "restriction-changed",
    "restriction-changed",
    "A simple type's facet was replaced by one that cannot be compared with it.",
    (_B, _B, "Old values may be refused now; a server may get values that it refuses."),
    (_B, _B, "A caller may get values that it refuses; old values may be refused now."),
)

ABSTRACT_ADDED = Kind(
    "abstract-added",
    "abstract-removed",
    "A type became abstract: only types derived from it may stand in messages.",
    (_B, _I, "A caller may send the type itself, refused now; servers get what they know."),
    (_I, _B, "Callers get what they know; a server may send the type itself, refused now."),
)

ABSTRACT_REMOVED = Kind(
    "abstract-removed",
    "abstract-added",
    "A type is not abstract any more: it may stand in messages itself.",
    (_I, _B, "Callers need not send the type itself; a server may get it."),
    (_B, _I, "A caller may get the type itself; servers need not send it."),
)

_TYPE_KINDS = {
    "widened": TYPE_WIDENED,
    "narrowed": TYPE_NARROWED,
    "changed": TYPE_CHANGED,
    "equal": TYPE_NAME_CHANGED,
}
_FACET_KINDS = {
    "widened": RESTRICTION_LOOSENED,
    "narrowed": RESTRICTION_TIGHTENED,
    "changed": RESTRICTION_CHANGED,
}


@dataclass(frozen=True)
class Change:
    """A difference before it is judged.

    Attributes:
        kind: What was found: a rule, or a kind with a rule for each direction.
        path: Where it is.
        directions: Those in which it can reach the wire.
        old: What stood there, None for nothing.
        new: What stands there, None for nothing.
        hint: What else may help.
    """

    kind: Kind | Rule
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
        """Compare a global element, its anonymous type included."""
        owner = old.name.namespace
        yield from self._field_facts(path, dirs, old, new, owner)
        yield from self._references(path, dirs, old.type, new.type, owner)

    def types(self, path: str, dirs: Directions, old: QName, new: QName) -> Iterator[Change]:
        """Compare a named type."""
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
            yield Change(TYPE_CHANGED, path, dirs, *kinds)

    # Complex types

    def _complex(
        self, path: str, dirs: Directions, old: ComplexType, new: ComplexType, owner: str
    ) -> Iterator[Change]:
        if old.abstract != new.abstract:
            kind = ABSTRACT_ADDED if new.abstract else ABSTRACT_REMOVED
            yield Change(kind, path, dirs, _abstract(old), _abstract(new))
        bases = self._base(self._old, old), self._base(self._new, new)
        if bases[0] != bases[1]:
            yield Change(BASE_CHANGED, path, dirs, *bases)
            # What a type has from its base may have moved: its content is compared as a whole.
            old, new = self._old.whole(old), self._new.whole(new)
        mixed = ["text between" if item.mixed else "no text between" for item in (old, new)]
        if old.mixed != new.mixed:
            yield Change(CONTENT_MODEL_CHANGED, path, dirs, *mixed)
        if old.text is not None and new.text is not None:
            yield from self._references(path, dirs, old.text, new.text, owner)
        elif old.text is not new.text:
            texts = ["child elements" if item.text is None else "text" for item in (old, new)]
            yield Change(CONTENT_MODEL_CHANGED, path, dirs, *texts)
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
            kind = _sort_of(field, optional, old_branches).gone
            hint = f"perhaps {names[key]} now" if key in names else ""
            yield Change(
                kind, f"{path}/{key}", dirs, old=self._shown(self._old, field.type), hint=hint
            )
        former = {new_name: old_name for old_name, new_name in names.items()}
        for key, (field, optional) in come.items():
            kind = _sort_of(field, optional, new_branches).come
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
        """Tell whether a field may have been renamed into another."""
        facts = [(f.least, f.most, f.nillable, f.name.local[:1] == "@") for f in (old, new)]
        return facts[0] == facts[1] and (
            self._shown(self._old, old.type) == self._shown(self._new, new.type)
        )

    def _field_facts(
        self, path: str, dirs: Directions, old: Field, new: Field, owner: str
    ) -> Iterator[Change]:
        """Compare a field, but for its type."""
        if old.least != new.least:
            kind = MIN_OCCURS_RAISED if new.least > old.least else MIN_OCCURS_LOWERED
            yield Change(kind, path, dirs, str(old.least), str(new.least))
        if old.most != new.most:
            raised = new.most is None or (old.most is not None and new.most > old.most)
            kind = MAX_OCCURS_RAISED if raised else MAX_OCCURS_LOWERED
            yield Change(kind, path, dirs, _most(old), _most(new))
        if old.nillable != new.nillable:
            kind = NILLABLE_ADDED if new.nillable else NILLABLE_REMOVED
            yield Change(kind, path, dirs, _nillable(old), _nillable(new))
        if old.default != new.default:
            yield Change(DEFAULT_CHANGED, path, dirs, old.default or None, new.default or None)
        forms = qualification(self._old, old), qualification(self._new, new)
        if forms[0] != forms[1]:
            if self._moved_by_default(old, new, owner):
                self.moved.add(owner)
            else:
                yield Change(QUALIFICATION_CHANGED, path, dirs, *forms)

    def _moved_by_default(self, old: Field, new: Field, owner: str) -> bool:
        """Tell whether elementFormDefault alone put a field in another namespace."""
        if any(f.form or not f.declared_here or f.name.local[:1] == "@" for f in (old, new)):
            return False
        now = self._new.namespace if owner == self._old.namespace else owner
        return self._old.forms.get(owner) != self._new.forms.get(now)

    # References

    def _references(
        self, path: str, dirs: Directions, old: TypeRef, new: TypeRef, owner: str
    ) -> Iterator[Change]:
        """Compare the types that two fields are declared with."""
        shown = self._shown(self._old, old), self._shown(self._new, new)
        named = isinstance(old, QName) and isinstance(new, QName)
        if named and shown[0] == shown[1]:
            return
        before, after = self._old.resolve(old), self._new.resolve(new)
        if isinstance(before, ComplexType) and isinstance(after, ComplexType):
            if named:
                same = same_on_the_wire(self._old, old, self._new, new)
                yield Change(TYPE_NAME_CHANGED if same else TYPE_CHANGED, path, dirs, *shown)
                return
            if isinstance(old, QName) or isinstance(new, QName):
                # Nothing can stand in for a type without a name.
                lost, won = stand_ins(self._old, old), stand_ins(self._new, new)
                kind = TYPE_NARROWED if lost else TYPE_WIDENED if won else TYPE_NAME_CHANGED
                yield Change(kind, path, dirs, *shown)
            yield from self._complex(path, dirs, before, after, owner)
        elif isinstance(before, ComplexType) or isinstance(after, ComplexType):
            kind = TYPE_CHANGED
            if isinstance(after, QName) and after.local == "anyType":
                kind = TYPE_WIDENED
            elif isinstance(before, QName) and before.local == "anyType":
                kind = TYPE_NARROWED
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
                yield Change(TYPE_CHANGED, path, dirs, *shapes)
            return
        yield from self._references(path, dirs, old.base, new.base, "")
        if old.values and new.values:
            for value in set(old.values) - set(new.values):
                yield Change(ENUMERATION_VALUE_REMOVED, f"{path}/{value}", dirs, old=value)
            for value in set(new.values) - set(old.values):
                yield Change(ENUMERATION_VALUE_ADDED, f"{path}/{value}", dirs, new=value)
        elif old.values or new.values:
            kind = RESTRICTION_TIGHTENED if new.values else RESTRICTION_LOOSENED
            before, after = (", ".join(item.values) or None for item in (old, new))
            yield Change(kind, f"{path}/enumeration", dirs, before, after)
        for name in sorted(old.facets.keys() | new.facets.keys()):
            before, after = old.facets.get(name), new.facets.get(name)
            how = facet_relation(name, before, after)
            if how != "equal":
                yield Change(_FACET_KINDS[how], f"{path}/{name}", dirs, before, after)


class _Sort(NamedTuple):
    """The kinds of a field that came to a type, and of one that left it."""

    come: Kind
    gone: Kind


def _sort_of(field: Field, optional: bool, branches: set[int]) -> _Sort:
    if id(field) in branches:
        return _Sort(BRANCH_ADDED, BRANCH_REMOVED)
    if optional:
        return _Sort(OPTIONAL_FIELD_ADDED, OPTIONAL_FIELD_REMOVED)
    return _Sort(REQUIRED_FIELD_ADDED, REQUIRED_FIELD_REMOVED)


def _grouping(
    path: str,
    dirs: Directions,
    old: tuple[Group, dict[int, str]],
    new: tuple[Group, dict[int, str]],
    *,
    freed: list[str],
) -> Iterator[Change]:
    """Tell whether the fields that both have are grouped and ordered alike, and demanded alike."""
    before, after = shape(*old, ordered=True), shape(*new, ordered=True)
    if shape(*old, ordered=False) != shape(*new, ordered=False):
        yield Change(CONTENT_MODEL_CHANGED, path, dirs, _line(before), _line(after))
        return
    if before != after:
        yield Change(FIELDS_REORDERED, path, dirs, _line(before), _line(after))
    if freed:
        texts = [
            f"{', '.join(freed)}: {'in' if in_choice else 'not in'} a group that may do without"
            for in_choice in (_free(old, freed), _free(new, freed))
        ]
        yield Change(CONTENT_MODEL_CHANGED, path, dirs, *texts)


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

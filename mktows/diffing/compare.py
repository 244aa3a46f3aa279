"""Every difference between two contracts."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from mktows.diffing.compare_types import Change, TypeComparison
from mktows.diffing.findings import Finding
from mktows.diffing.model import ComplexType, Contract, Operation, QName
from mktows.diffing.renames import likely_names
from mktows.diffing.rule import BOTH, LEVELS, NONE, Kind, Rule, single
from mktows.diffing.same import same_on_the_wire
from mktows.diffing.usage import REPLY, REQUEST, Directions, Usage, usage

_Thing = TypeVar("_Thing")
_NOTHING: Directions = frozenset()


def compare(old: Contract, new: Contract) -> list[Finding]:
    """Return what changed from one contract to another, the gravest first.

    Names of messages, parts and bindings, prefixes, the order of declarations and documentation are
    no part of the contract: no message and no ordinary stub shows them.
    """
    findings = {found.fingerprint: found for found in _Comparison(old, new).findings()}
    return sorted(findings.values(), key=_order)


def _order(finding: Finding) -> tuple[int, str, str, str, str]:
    gravest = max(LEVELS.index(finding.rule.caller), LEVELS.index(finding.rule.server))
    return -gravest, finding.path, finding.rule.id, finding.old or "", finding.new or ""


_I, _A, _B = LEVELS

DERIVED_TYPE_ADDED = Kind(
    "derived-type-added",
    "derived-type-removed",
    "A type may stand in, by xsi:type, for a type that messages hold.",
    (_I, _B, "Callers need not send it; a server may get a type that it does not know."),
    (_B, _I, "A caller may get a type that it does not know; servers need not send it."),
)

DERIVED_TYPE_REMOVED = Kind(
    "derived-type-removed",
    "derived-type-added",
    "A type may not stand in, by xsi:type, for a type that messages hold any more.",
    (_B, _I, "A caller may send a type that is refused now; servers can do without it."),
    (_I, _B, "Callers can do without it; a server may send a type that is refused now."),
)

HEADER_ADDED = Kind(
    "header-added",
    "header-removed",
    "The binding names one more header of an operation.",
    (_A, _A, "It may be demanded of callers; a server may not know it."),
    (_A, _A, "A caller may not know it; it may be demanded of servers."),
)

HEADER_REMOVED = Kind(
    "header-removed",
    "header-added",
    "The binding names one header of an operation less.",
    (_A, _A, "A caller still sends it; a server may demand it."),
    (_A, _A, "A caller may rely on it; a server still sends it."),
)

ELEMENT_CHANGED = Kind(
    "element-changed",
    "element-changed",
    "The element in an operation's Body is another one, or none.",
    (_B, _B, "Servers look for the element that they know."),
    (_B, _B, "Callers look for the element that they know."),
)

OPERATION_ADDED = single(
    "operation-added",
    BOTH,
    _I,
    _B,
    "An operation is new.",
    "Callers need not call it; a server may be asked for what it does not know.",
    reverse="operation-removed",
)

OPERATION_REMOVED = single(
    "operation-removed",
    BOTH,
    _B,
    _I,
    "An operation is gone.",
    "A caller may call what is not answered any more; servers are not asked for it.",
    reverse="operation-added",
)

SOAP_ACTION_CHANGED = single(
    "soap-action-changed",
    "request",
    _B,
    _B,
    "An operation's SOAPAction changed.",
    "Many servers find the operation by it, and know only theirs.",
)

FAULT_ADDED = single(
    "fault-added",
    "reply",
    _A,
    _I,
    "An operation declares one more fault.",
    "A caller may get a detail that it does not know; servers need not send it.",
    reverse="fault-removed",
)

FAULT_REMOVED = single(
    "fault-removed",
    "reply",
    _I,
    _A,
    "An operation declares one fault less.",
    "Callers can do without it; a server may send a detail that is not known any more.",
    reverse="fault-added",
)

FAULT_CHANGED = single(
    "fault-changed",
    "reply",
    _B,
    _B,
    "The element in a declared fault's detail is another one.",
    "Callers look for the element that they know.",
)

STYLE_CHANGED = single(
    "style-changed",
    BOTH,
    _B,
    _B,
    "Style or use of an operation's messages changed (document or rpc, literal or encoded).",
    "The same parts make another envelope.",
)

TRANSPORT_CHANGED = single(
    "transport-changed",
    BOTH,
    _B,
    _B,
    "The binding's transport changed.",
    "Callers and servers do not meet.",
)

NAMESPACE_CHANGED = single(
    "namespace-changed",
    BOTH,
    _B,
    _B,
    "The namespace of the messages' elements changed.",
    "Every element in Body and Header has another name.",
)

ELEMENT_FORM_DEFAULT_CHANGED = single(
    "element-form-default-changed",
    BOTH,
    _B,
    _B,
    "A schema's elementFormDefault changed, and fields came into the namespace or left it.",
    "Every field without form of its own has another name.",
)

TYPE_ADDED = single(
    "type-added",
    NONE,
    _I,
    _I,
    "A named type is new.",
    "The fields that hold it, and the types it can stand in for, are judged on their own.",
    reverse="type-removed",
)

TYPE_REMOVED = single(
    "type-removed",
    NONE,
    _I,
    _I,
    "A named type is gone.",
    "The fields that held it, and the types it could stand in for, are judged on their own.",
    reverse="type-added",
)

UNUSED_TYPE_CHANGED = single(
    "unused-type-changed",
    NONE,
    _I,
    _I,
    "A type or element changed that no message of both contracts holds.",
    "It does not reach the wire.",
)

UNUSED_ELEMENT_ADDED = single(
    "unused-element-added",
    NONE,
    _I,
    _I,
    "A global element is new that no message holds.",
    "It does not reach the wire.",
    reverse="unused-element-removed",
)

UNUSED_ELEMENT_REMOVED = single(
    "unused-element-removed",
    NONE,
    _I,
    _I,
    "A global element is gone that no message held.",
    "It did not reach the wire.",
    reverse="unused-element-added",
)

SERVICE_CHANGED = single(
    "service-changed",
    NONE,
    _I,
    _I,
    "The names of port type, service or ports changed.",
    "Generated stubs are named after them; messages stay the same.",
)

ADDRESS_CHANGED = single(
    "address-changed",
    NONE,
    _I,
    _I,
    "A port's address changed.",
    "Callers are configured with the address that they call.",
)

WSDL_NAMESPACE_CHANGED = single(
    "wsdl-namespace-changed",
    NONE,
    _I,
    _I,
    "The WSDL's own namespace changed, not that of the messages.",
    "It names messages, ports and bindings, which do not reach the wire.",
)


class _Comparison:
    def __init__(self, old: Contract, new: Contract) -> None:
        self.old, self.new = old, new
        self.used: tuple[Usage, Usage] = (usage(old), usage(new))

    def findings(self) -> Iterator[Finding]:
        yield from self._whole()
        yield from self._operations()
        yield from self._services()
        for change in self._changes():
            yield from _judged(change)
        yield from self._type_names()
        yield from self._substitutes()
        yield from self._unused_elements()

    # What holds for the whole contract

    def _whole(self) -> Iterator[Finding]:
        old, new = self.old, self.new
        yield from _if_changed(NAMESPACE_CHANGED, "contract", old.namespace, new.namespace)
        if (old.definitions, new.definitions) != (old.namespace, new.namespace):
            yield from _if_changed(
                WSDL_NAMESPACE_CHANGED, "contract", old.definitions, new.definitions
            )
        yield from _if_changed(TRANSPORT_CHANGED, "contract", old.transport, new.transport)

    def _services(self) -> Iterator[Finding]:
        old, new = self.old, self.new
        yield from _if_changed(SERVICE_CHANGED, "port type", old.port_type, new.port_type)
        names = [
            ", ".join(f"{service}/{port}" for service, port, _ in contract.services)
            for contract in (old, new)
        ]
        yield from _if_changed(SERVICE_CHANGED, "service", *names)
        ours, theirs = ({s[:2]: s[2] for s in each.services} for each in (old, new))
        for name in ours.keys() & theirs.keys():
            path = f"service {'/'.join(name)}"
            yield from _if_changed(ADDRESS_CHANGED, path, ours[name], theirs[name])

    # Operations

    def _operations(self) -> Iterator[Finding]:
        ours, theirs = self.old.operations, self.new.operations
        yield from _come_and_gone(
            (OPERATION_ADDED, OPERATION_REMOVED),
            "",
            _message_types(self.old),
            _message_types(self.new),
            operator.eq,
        )
        for name in ours.keys() & theirs.keys():
            yield from self._operation(ours[name], theirs[name])

    def _operation(self, old: Operation, new: Operation) -> Iterator[Finding]:
        name = old.name
        yield from _if_changed(SOAP_ACTION_CHANGED, name, old.action, new.action)
        yield from _if_changed(STYLE_CHANGED, name, old.style, new.style)
        for direction in (REQUEST, REPLY):
            elements = [
                self._body(contract, operation, direction)
                for contract, operation in ((self.old, old), (self.new, new))
            ]
            rule = ELEMENT_CHANGED.rule(direction)
            yield from _if_changed(rule, f"{name}/{direction}", *elements)
        for direction, ours, theirs in (
            (REQUEST, old.headers, new.headers),
            (REPLY, old.reply_headers, new.reply_headers),
        ):
            before = {self.old.label(header) for header in ours}
            after = {self.new.label(header) for header in theirs}
            for header in before - after:
                path = f"{name}/{direction}/header {header}"
                yield Finding(HEADER_REMOVED.rule(direction), path, old=header)
            for header in after - before:
                path = f"{name}/{direction}/header {header}"
                yield Finding(HEADER_ADDED.rule(direction), path, new=header)
        yield from self._faults(old, new)

    def _body(self, contract: Contract, operation: Operation, direction: str) -> str:
        if direction == REPLY and operation.one_way:
            return "(no reply)"
        element = operation.request if direction == REQUEST else operation.reply
        return "(empty)" if element is None else contract.label(element)

    def _faults(self, old: Operation, new: Operation) -> Iterator[Finding]:
        """Compare the faults, whose elements are sent and whose names are not."""
        before = {name: self.old.label(element) for name, element in old.faults.items()}
        after = {name: self.new.label(element) for name, element in new.faults.items()}
        for name in before.keys() & after.keys():
            path = f"{old.name}/fault {name}"
            yield from _if_changed(FAULT_CHANGED, path, before[name], after[name])
        gone, come = (
            [(element, name) for name, element in one.items() if name not in other]
            for one, other in ((before, after), (after, before))
        )
        # The same element under another name is no change.
        stay = Counter(element for element, _ in gone) & Counter(element for element, _ in come)
        gone, come = _left(gone, stay), _left(come, stay)
        for (element, name), (new_element, new_name) in zip(gone, come, strict=False):
            path = f"{old.name}/fault {min(name, new_name)}"
            hint = f"named {name} before, {new_name} now"
            yield Finding(FAULT_CHANGED, path, element, new_element, hint)
        for element, name in gone[len(come) :]:
            yield Finding(FAULT_REMOVED, f"{old.name}/fault {name}", old=element)
        for element, name in come[len(gone) :]:
            yield Finding(FAULT_ADDED, f"{old.name}/fault {name}", new=element)

    # Elements and types

    def _changes(self) -> Iterator[Change]:
        comparison = TypeComparison(self.old, self.new)
        old_used, new_used = self.used
        for label, (ours, theirs) in _common(self.old, self.new, "elements").items():
            path = _path(
                f"element {label}",
                old_used.element_paths.get(ours),
                new_used.element_paths.get(theirs),
            )
            directions = _shared(old_used.elements, ours, new_used.elements, theirs)
            yield from comparison.elements(
                path, directions, self.old.elements[ours], self.new.elements[theirs]
            )
        for label, (ours, theirs) in _common(self.old, self.new, "types").items():
            path = _path(
                f"type {label}", old_used.type_paths.get(ours), new_used.type_paths.get(theirs)
            )
            directions = _shared(old_used.carried, ours, new_used.carried, theirs)
            yield from comparison.types(path, directions, ours, theirs)
        yield from self._forms(comparison.moved)

    def _forms(self, moved: Iterable[str]) -> Iterator[Change]:
        """One finding for each namespace whose default moved fields into it or out of it."""
        namespaces = set(moved)
        for namespace in sorted(namespaces):
            before = self.old.forms[namespace]
            after = "unqualified" if before == "qualified" else "qualified"
            path = "schema" if namespace == self.old.namespace else f"schema {namespace}"
            yield Change(ELEMENT_FORM_DEFAULT_CHANGED, path, _NOTHING, before, after)

    def _type_names(self) -> Iterator[Finding]:
        ours = {self.old.label(name): name for name in self.old.types}
        theirs = {self.new.label(name): name for name in self.new.types}
        yield from _come_and_gone(
            (TYPE_ADDED, TYPE_REMOVED),
            "type ",
            ours,
            theirs,
            lambda a, b: same_on_the_wire(self.old, a, self.new, b),
        )

    def _substitutes(self) -> Iterator[Finding]:
        """Types that may stand in for others by xsi:type, or may not any more."""
        sides = tuple(zip((self.old, self.new), self.used, strict=True))
        before, after = (_stand_ins(contract, used) for contract, used in sides)
        declared = [
            {
                (contract.label(name), each)
                for name, found in used.declared.items()
                for each in found
            }
            for contract, used in sides
        ]
        in_both = declared[0] & declared[1]
        # An abstract type stands in for nothing; that a type became abstract is found elsewhere.
        abstract = {
            contract.label(name)
            for contract, _ in sides
            for name, item in contract.types.items()
            if isinstance(item, ComplexType) and item.abstract
        }
        for label, direction in before.keys() | after.keys():
            if label in abstract:
                continue
            ours, theirs = (table.get((label, direction), set()) for table in (before, after))
            for bases, kind in (
                (ours - theirs, DERIVED_TYPE_REMOVED),
                (theirs - ours, DERIVED_TYPE_ADDED),
            ):
                if known := sorted(base for base in bases if (base, direction) in in_both):
                    rule = kind.rule(direction)
                    yield _one_sided(rule, f"type {label}", f"for {', '.join(known)}")

    def _unused_elements(self) -> Iterator[Finding]:
        labels = [{c.label(name) for name in c.elements} for c in (self.old, self.new)]
        for contract, used, others, rule in (
            (self.old, self.used[0], labels[1], UNUSED_ELEMENT_REMOVED),
            (self.new, self.used[1], labels[0], UNUSED_ELEMENT_ADDED),
        ):
            for name in contract.elements:
                label = contract.label(name)
                if label not in others and name not in used.elements:
                    ref = contract.elements[name].type
                    text = contract.label(ref) if isinstance(ref, QName) else "(anonymous type)"
                    yield _one_sided(rule, f"element {label}", text)


def _left(faults: list[tuple[str, str]], stay: Counter[str]) -> list[tuple[str, str]]:
    """Faults, as element and name, without so many of each element."""
    count = Counter(stay)
    left = []
    for element, name in sorted(faults):
        if count[element]:
            count[element] -= 1
        else:
            left.append((element, name))
    return left


def _stand_ins(contract: Contract, used: Usage) -> dict[tuple[str, str], set[str]]:
    """Type and direction to the types that messages are declared with and it is derived from."""
    found: dict[tuple[str, str], set[str]] = {}
    for name in contract.types:
        for base in contract.bases(name):
            for direction in used.declared.get(base, _NOTHING):
                found.setdefault((contract.label(name), direction), set()).add(contract.label(base))
    return found


def _one_sided(rule: Rule, path: str, text: str) -> Finding:
    """Names that came or went."""
    return (
        Finding(rule, path, text, None)
        if rule.id.endswith("-removed")
        else Finding(rule, path, None, text)
    )


def _message_types(contract: Contract) -> dict[str, list[str | None]]:
    """Operation to the types of its messages, which tell it by another name."""
    found = {}
    for operation in contract.operations.values():
        elements = [each for each in (operation.request, operation.reply) if each is not None]
        types = [contract.elements[element].type for element in elements]
        found[operation.name] = [
            contract.label(ref) if isinstance(ref, QName) else None for ref in types
        ]
    return found


def _judged(change: Change) -> Iterator[Finding]:
    """A change as one finding for each direction in which it can reach the wire."""
    kind = change.kind
    if isinstance(kind, Rule):
        yield Finding(kind, change.path, change.old, change.new, change.hint)
        return
    for direction in sorted(change.directions):
        yield Finding(kind.rule(direction), change.path, change.old, change.new, change.hint)
    if not change.directions:
        hint = "; ".join(each for each in (kind.name, change.hint) if each)
        yield Finding(UNUSED_TYPE_CHANGED, change.path, change.old, change.new, hint)


def _if_changed(rule: Rule, path: str, old: str, new: str) -> Iterator[Finding]:
    if old != new:
        yield Finding(rule, path, old, new)


def _come_and_gone(
    rules: tuple[Rule, Rule],
    prefix: str,
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    same: Callable[[_Thing, _Thing], bool],
) -> Iterator[Finding]:
    """Findings for what is in one of two tables only; a likely new name is a hint.

    Args:
        rules: That of what came, and that of what is gone.
        prefix: What stands before a name in a path.
        old: The things by name.
        new: The same later.
        same: Tells whether two things may be one under two names.
    """
    added, removed = rules
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    names = likely_names({n: old[n] for n in gone}, {n: new[n] for n in come}, same)
    for name in gone:
        hint = f"perhaps {names[name]} now" if name in names else ""
        yield Finding(removed, f"{prefix}{name}", old=name, hint=hint)
    former = {new_name: old_name for old_name, new_name in names.items()}
    for name in come:
        hint = f"perhaps {former[name]} before" if name in former else ""
        yield Finding(added, f"{prefix}{name}", new=name, hint=hint)


def _common(old: Contract, new: Contract, what: str) -> dict[str, tuple[QName, QName]]:
    """Elements or types that both contracts have, by label."""
    theirs = {new.label(name): name for name in getattr(new, what)}
    return {
        label: (name, theirs[label])
        for name in getattr(old, what)
        if (label := old.label(name)) in theirs
    }


def _shared(
    old: dict[QName, Directions], ours: QName, new: dict[QName, Directions], theirs: QName
) -> Directions:
    return old.get(ours, _NOTHING) & new.get(theirs, _NOTHING)


def _path(default: str, old: str | None, new: str | None) -> str:
    return old if old is not None and old == new else default

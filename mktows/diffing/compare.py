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
from mktows.diffing.rules import KINDS, LEVELS, RULES, Rule
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
        yield from _if_changed("namespace-changed", "contract", old.namespace, new.namespace)
        if (old.definitions, new.definitions) != (old.namespace, new.namespace):
            yield from _if_changed(
                "wsdl-namespace-changed", "contract", old.definitions, new.definitions
            )
        yield from _if_changed("transport-changed", "contract", old.transport, new.transport)

    def _services(self) -> Iterator[Finding]:
        old, new = self.old, self.new
        yield from _if_changed("service-changed", "port type", old.port_type, new.port_type)
        names = [
            ", ".join(f"{service}/{port}" for service, port, _ in contract.services)
            for contract in (old, new)
        ]
        yield from _if_changed("service-changed", "service", *names)
        ours, theirs = ({s[:2]: s[2] for s in each.services} for each in (old, new))
        for name in ours.keys() & theirs.keys():
            path = f"service {'/'.join(name)}"
            yield from _if_changed("address-changed", path, ours[name], theirs[name])

    # Operations

    def _operations(self) -> Iterator[Finding]:
        ours, theirs = self.old.operations, self.new.operations
        yield from _come_and_gone(
            "operation", "", _message_types(self.old), _message_types(self.new), operator.eq
        )
        for name in ours.keys() & theirs.keys():
            yield from self._operation(ours[name], theirs[name])

    def _operation(self, old: Operation, new: Operation) -> Iterator[Finding]:
        name = old.name
        yield from _if_changed("soap-action-changed", name, old.action, new.action)
        yield from _if_changed("style-changed", name, old.style, new.style)
        for direction in (REQUEST, REPLY):
            elements = [
                self._body(contract, operation, direction)
                for contract, operation in ((self.old, old), (self.new, new))
            ]
            yield from _if_changed(f"{direction}-element-changed", f"{name}/{direction}", *elements)
        for direction, ours, theirs in (
            (REQUEST, old.headers, new.headers),
            (REPLY, old.reply_headers, new.reply_headers),
        ):
            before = {self.old.label(header) for header in ours}
            after = {self.new.label(header) for header in theirs}
            for header in before - after:
                path = f"{name}/{direction}/header {header}"
                yield Finding(RULES[f"{direction}-header-removed"], path, old=header)
            for header in after - before:
                path = f"{name}/{direction}/header {header}"
                yield Finding(RULES[f"{direction}-header-added"], path, new=header)
        yield from self._faults(old, new)

    def _body(self, contract: Contract, operation: Operation, direction: str) -> str:
        if direction == REPLY and operation.one_way:
            return "(no reply)"
        element = operation.request if direction == REQUEST else operation.reply
        return "(empty)" if element is None else contract.label(element)

    def _faults(self, old: Operation, new: Operation) -> Iterator[Finding]:
        """What changed in the faults, whose elements are sent and whose names are not."""
        before = {name: self.old.label(element) for name, element in old.faults.items()}
        after = {name: self.new.label(element) for name, element in new.faults.items()}
        for name in before.keys() & after.keys():
            path = f"{old.name}/fault {name}"
            yield from _if_changed("fault-changed", path, before[name], after[name])
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
            yield Finding(RULES["fault-changed"], path, element, new_element, hint)
        for element, name in gone[len(come) :]:
            yield Finding(RULES["fault-removed"], f"{old.name}/fault {name}", old=element)
        for element, name in come[len(gone) :]:
            yield Finding(RULES["fault-added"], f"{old.name}/fault {name}", new=element)

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
            yield Change("element-form-default-changed", path, _NOTHING, before, after)

    def _type_names(self) -> Iterator[Finding]:
        ours = {self.old.label(name): name for name in self.old.types}
        theirs = {self.new.label(name): name for name in self.new.types}
        yield from _come_and_gone(
            "type",
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
            for bases, kind in ((ours - theirs, "removed"), (theirs - ours, "added")):
                if known := sorted(base for base in bases if (base, direction) in in_both):
                    rule = RULES[f"{direction}-derived-type-{kind}"]
                    yield _one_sided(rule, f"type {label}", f"for {', '.join(known)}")

    def _unused_elements(self) -> Iterator[Finding]:
        labels = [{c.label(name) for name in c.elements} for c in (self.old, self.new)]
        for contract, used, others, kind in (
            (self.old, self.used[0], labels[1], "removed"),
            (self.new, self.used[1], labels[0], "added"),
        ):
            for name in contract.elements:
                label = contract.label(name)
                if label not in others and name not in used.elements:
                    ref = contract.elements[name].type
                    text = contract.label(ref) if isinstance(ref, QName) else "(anonymous type)"
                    rule = RULES[f"unused-element-{kind}"]
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
    """What came or went."""
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
    if change.kind not in KINDS:
        yield Finding(RULES[change.kind], change.path, change.old, change.new, change.hint)
        return
    for direction in sorted(change.directions):
        rule = RULES[f"{direction}-{change.kind}"]
        yield Finding(rule, change.path, change.old, change.new, change.hint)
    if not change.directions:
        rule = RULES["unused-type-changed"]
        hint = "; ".join(each for each in (change.kind, change.hint) if each)
        yield Finding(rule, change.path, change.old, change.new, hint)


def _if_changed(rule: str, path: str, old: str, new: str) -> Iterator[Finding]:
    if old != new:
        yield Finding(RULES[rule], path, old, new)


def _come_and_gone(
    what: str,
    prefix: str,
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    same: Callable[[_Thing, _Thing], bool],
) -> Iterator[Finding]:
    """Findings for what is in one of two tables only; a likely new name is a hint."""
    gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
    names = likely_names({n: old[n] for n in gone}, {n: new[n] for n in come}, same)
    for name in gone:
        hint = f"perhaps {names[name]} now" if name in names else ""
        yield Finding(RULES[f"{what}-removed"], f"{prefix}{name}", old=name, hint=hint)
    former = {new_name: old_name for old_name, new_name in names.items()}
    for name in come:
        hint = f"perhaps {former[name]} before" if name in former else ""
        yield Finding(RULES[f"{what}-added"], f"{prefix}{name}", new=name, hint=hint)


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

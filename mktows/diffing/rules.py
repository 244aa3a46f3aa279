"""The table of everything that can be found, and how grave it is for whom.

The levels follow from two questions, asked for either audience. A caller made for the old contract
sends the messages of the old one and has to read those of the new; a server made for the old
contract has to read the messages of the new one and sends those of the old. Whoever has to read
what the other contract alone allows, or misses what it demands, breaks. So a widened request
breaks servers and a widened reply callers, and all is reversed when the contracts change places.
"""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = ("info", "attention", "breaking")
"""From harmless to grave. `breaking`: messages that one side sends are not valid for the other, and
ordinary programs fail on them or misread them. `attention`: messages hold or lack something that
the other contract does not know, which lenient programs pass over and strict ones refuse. `info`:
no message of this audience is affected."""

AUDIENCES = ("caller", "server")
BOTH, NONE = "both", "none"


@dataclass(frozen=True)
class Rule:
    """One kind of difference.

    Attributes:
        id: Stable, for reports and waivers.
        purpose: What it finds, in one sentence.
        direction: `request`, `reply`, `both`, or `none` for what no message shows.
        caller: Level for a program that calls the service and was made for the old contract.
        server: Level for a program that answers and was made for the old contract.
        reason: Why these levels.
        reverse: Id of the rule that finds the same change made backwards.
        opposite: Id of the rule that finds the same change in the other direction, None where there
            is no such thing.
    """

    id: str
    purpose: str
    direction: str
    caller: str
    server: str
    reason: str
    reverse: str
    opposite: str | None

    def level(self, audience: str) -> str:
        """Level for an audience, `caller` or `server`."""
        return self.caller if audience == "caller" else self.server


@dataclass(frozen=True)
class _Kind:
    """A kind of difference that is judged apart in requests and in replies."""

    name: str
    reverse: str
    purpose: str
    request: tuple[str, str, str]
    reply: tuple[str, str, str]


_I, _A, _B = "info", "attention", "breaking"

_KINDS = (
    _Kind(
        "optional-field-added",
        "optional-field-removed",
        "An element or attribute that may be absent came to a type.",
        (_I, _A, "Callers need not send it; a server that does not know it ignores or refuses it."),
        (_A, _I, "A caller that does not know it ignores or refuses it; servers need not send it."),
    ),
    _Kind(
        "optional-field-removed",
        "optional-field-added",
        "An element or attribute that may be absent left a type.",
        (_A, _I, "What a caller sends in it is ignored or refused; servers can do without it."),
        (_I, _A, "Callers can do without it; what a server sends in it is ignored or refused."),
    ),
    _Kind(
        "required-field-added",
        "required-field-removed",
        "An element or attribute that must stand came to a type.",
        (_B, _A, "Callers do not send what is demanded; a server does not know what it is sent."),
        (_A, _B, "A caller does not know what it is sent; servers do not send what is demanded."),
    ),
    _Kind(
        "required-field-removed",
        "required-field-added",
        "An element or attribute that had to stand left a type.",
        (_A, _B, "What a caller sends is not known any more; a server misses what it demands."),
        (_B, _A, "A caller misses what it relies on; what a server sends is not known any more."),
    ),
    _Kind(
        "branch-added",
        "branch-removed",
        "A field came to a choice: it may stand where only others could.",
        (_I, _B, "Callers need not choose it; a server may get it in the place of what it knows."),
        (_B, _I, "A caller may get it in the place of what it knows; servers need not choose it."),
    ),
    _Kind(
        "branch-removed",
        "branch-added",
        "A field left a choice: one of the others must stand in its place.",
        (_B, _I, "A caller may choose what is refused now; servers can do without it."),
        (_I, _B, "Callers can do without it; a server may choose what is refused now."),
    ),
    _Kind(
        "min-occurs-lowered",
        "min-occurs-raised",
        "A field may stand less often than it had to, or be absent.",
        (_I, _B, "What callers send is still enough; a server may miss what it relies on."),
        (_B, _I, "A caller may miss what it relies on; what servers send is still enough."),
    ),
    _Kind(
        "min-occurs-raised",
        "min-occurs-lowered",
        "A field must stand, or stand more often than it had to.",
        (_B, _I, "Callers may not send what is demanded now; servers get what they know."),
        (_I, _B, "Callers get what they know; servers may not send what is demanded now."),
    ),
    _Kind(
        "max-occurs-raised",
        "max-occurs-lowered",
        "A field may stand more often than it could.",
        (_I, _B, "What callers send is still allowed; a server may get more than it can hold."),
        (_B, _I, "A caller may get more than it can hold; what servers send is still allowed."),
    ),
    _Kind(
        "max-occurs-lowered",
        "max-occurs-raised",
        "A field may stand less often than it could.",
        (_B, _I, "A caller may send more than is allowed; servers can hold what they get."),
        (_I, _B, "Callers can hold what they get; a server may send more than is allowed."),
    ),
    _Kind(
        "nillable-added",
        "nillable-removed",
        "A field may be nil.",
        (_I, _B, "Callers need not send nil; a server may get nil where it relies on a value."),
        (_B, _I, "A caller may get nil where it relies on a value; servers need not send nil."),
    ),
    _Kind(
        "nillable-removed",
        "nillable-added",
        "A field may not be nil any more.",
        (_B, _I, "A caller may send a nil that is refused now; servers get a value always."),
        (_I, _B, "Callers get a value always; a server may send a nil that is refused now."),
    ),
    _Kind(
        "type-widened",
        "type-narrowed",
        "A type holds all values that it held, and more.",
        (_I, _B, "What callers send still fits; a server may get a value that its type lacks."),
        (_B, _I, "A caller may get a value that its type lacks; what servers send still fits."),
    ),
    _Kind(
        "type-narrowed",
        "type-widened",
        "A type holds some of the values that it held, and no others.",
        (_B, _I, "A caller may send a value that is refused now; servers get what they know."),
        (_I, _B, "Callers get what they know; a server may send a value that is refused now."),
    ),
    _Kind(
        "type-changed",
        "type-changed",
        "A type was replaced by one that neither includes nor is included by it.",
        (_B, _B, "A caller may send a value that is refused now; a server may get a strange one."),
        (_B, _B, "A caller may get a strange value; a server may send one that is refused now."),
    ),
    _Kind(
        "type-name-changed",
        "type-name-changed",
        "A type was replaced by one of another name, or without one, and of the same content.",
        (_I, _I, "Messages stay the same; generated stubs name the type."),
        (_I, _I, "Messages stay the same; generated stubs name the type."),
    ),
    _Kind(
        "base-changed",
        "base-changed",
        "A complex type is derived from another type, or in another way.",
        (_I, _I, "Generated stubs show it; what it does to messages is found on its own."),
        (_I, _I, "Generated stubs show it; what it does to messages is found on its own."),
    ),
    _Kind(
        "fields-reordered",
        "fields-reordered",
        "Fields of a sequence stand in another order.",
        (_B, _B, "A strict server refuses the old order; a strict old server the new one."),
        (_B, _B, "A strict caller refuses or misreads the new order, and new ones the old order."),
    ),
    _Kind(
        "content-model-changed",
        "content-model-changed",
        "Fields were grouped anew (sequence, choice, all, repeated groups), or text came or went.",
        (_B, _B, "Old requests may break the new grouping, and new ones the old grouping."),
        (_B, _B, "New replies may break the old grouping, and old ones the new grouping."),
    ),
    _Kind(
        "qualification-changed",
        "qualification-changed",
        "A field came into the schema's namespace or left it.",
        (_B, _B, "The element has another name: each side misses the one it knows."),
        (_B, _B, "The element has another name: each side misses the one it knows."),
    ),
    _Kind(
        "default-changed",
        "default-changed",
        "A field's default or fixed value changed, or what a wildcard lets pass.",
        (_A, _A, "An empty or absent field means something else; a fixed value refuses others."),
        (_A, _A, "An empty or absent field means something else; a fixed value refuses others."),
    ),
    _Kind(
        "enumeration-value-added",
        "enumeration-value-removed",
        "A value came to an enumeration.",
        (_I, _B, "Callers need not send it; a server may get a value that it does not know."),
        (_B, _I, "A caller may get a value that it does not know; servers need not send it."),
    ),
    _Kind(
        "enumeration-value-removed",
        "enumeration-value-added",
        "A value left an enumeration.",
        (_B, _I, "A caller may send a value that is refused now; servers can do without it."),
        (_I, _B, "Callers can do without it; a server may send a value that is refused now."),
    ),
    _Kind(
        "restriction-loosened",
        "restriction-tightened",
        "A simple type's facet or enumeration lets more pass, or is gone.",
        (_I, _B, "What callers send still passes; a server may get a value beyond its bounds."),
        (_B, _I, "A caller may get a value beyond its bounds; what servers send still passes."),
    ),
    _Kind(
        "restriction-tightened",
        "restriction-loosened",
        "A simple type's facet or enumeration lets less pass, or is new.",
        (_B, _I, "A caller may send a value that is refused now; servers get what they know."),
        (_I, _B, "Callers get what they know; a server may send a value that is refused now."),
    ),
    _Kind(
        "restriction-changed",
        "restriction-changed",
        "A simple type's facet was replaced by one that cannot be compared with it.",
        (_B, _B, "Old values may be refused now; a server may get values that it refuses."),
        (_B, _B, "A caller may get values that it refuses; old values may be refused now."),
    ),
    _Kind(
        "abstract-added",
        "abstract-removed",
        "A type became abstract: only types derived from it may stand in messages.",
        (_B, _I, "A caller may send the type itself, refused now; servers get what they know."),
        (_I, _B, "Callers get what they know; a server may send the type itself, refused now."),
    ),
    _Kind(
        "abstract-removed",
        "abstract-added",
        "A type is not abstract any more: it may stand in messages itself.",
        (_I, _B, "Callers need not send the type itself; a server may get it."),
        (_B, _I, "A caller may get the type itself; servers need not send it."),
    ),
    _Kind(
        "derived-type-added",
        "derived-type-removed",
        "A type may stand in, by xsi:type, for a type that messages hold.",
        (_I, _B, "Callers need not send it; a server may get a type that it does not know."),
        (_B, _I, "A caller may get a type that it does not know; servers need not send it."),
    ),
    _Kind(
        "derived-type-removed",
        "derived-type-added",
        "A type may not stand in, by xsi:type, for a type that messages hold any more.",
        (_B, _I, "A caller may send a type that is refused now; servers can do without it."),
        (_I, _B, "Callers can do without it; a server may send a type that is refused now."),
    ),
    _Kind(
        "header-added",
        "header-removed",
        "The binding names one more header of an operation.",
        (_A, _A, "It may be demanded of callers; a server may not know it."),
        (_A, _A, "A caller may not know it; it may be demanded of servers."),
    ),
    _Kind(
        "header-removed",
        "header-added",
        "The binding names one header of an operation less.",
        (_A, _A, "A caller still sends it; a server may demand it."),
        (_A, _A, "A caller may rely on it; a server still sends it."),
    ),
    _Kind(
        "element-changed",
        "element-changed",
        "The element in an operation's Body is another one, or none.",
        (_B, _B, "Servers look for the element that they know."),
        (_B, _B, "Callers look for the element that they know."),
    ),
)


def _single(
    name: str,
    direction: str,
    caller: str,
    server: str,
    purpose: str,
    reason: str,
    *,
    reverse: str | None = None,
) -> Rule:
    return Rule(name, purpose, direction, caller, server, reason, reverse or name, None)


_SINGLES = (
    _single(
        "operation-added",
        BOTH,
        _I,
        _B,
        "An operation is new.",
        "Callers need not call it; a server may be asked for what it does not know.",
        reverse="operation-removed",
    ),
    _single(
        "operation-removed",
        BOTH,
        _B,
        _I,
        "An operation is gone.",
        "A caller may call what is not answered any more; servers are not asked for it.",
        reverse="operation-added",
    ),
    _single(
        "soap-action-changed",
        "request",
        _B,
        _B,
        "An operation's SOAPAction changed.",
        "Many servers find the operation by it, and know only theirs.",
    ),
    _single(
        "fault-added",
        "reply",
        _A,
        _I,
        "An operation declares one more fault.",
        "A caller may get a detail that it does not know; servers need not send it.",
        reverse="fault-removed",
    ),
    _single(
        "fault-removed",
        "reply",
        _I,
        _A,
        "An operation declares one fault less.",
        "Callers can do without it; a server may send a detail that is not known any more.",
        reverse="fault-added",
    ),
    _single(
        "fault-changed",
        "reply",
        _B,
        _B,
        "The element in a declared fault's detail is another one.",
        "Callers look for the element that they know.",
    ),
    _single(
        "style-changed",
        BOTH,
        _B,
        _B,
        "Style or use of an operation's messages changed (document or rpc, literal or encoded).",
        "The same parts make another envelope.",
    ),
    _single(
        "transport-changed",
        BOTH,
        _B,
        _B,
        "The binding's transport changed.",
        "Callers and servers do not meet.",
    ),
    _single(
        "namespace-changed",
        BOTH,
        _B,
        _B,
        "The namespace of the messages' elements changed.",
        "Every element in Body and Header has another name.",
    ),
    _single(
        "element-form-default-changed",
        BOTH,
        _B,
        _B,
        "A schema's elementFormDefault changed, and fields came into the namespace or left it.",
        "Every field without form of its own has another name.",
    ),
    _single(
        "type-added",
        NONE,
        _I,
        _I,
        "A named type is new.",
        "The fields that hold it, and the types it can stand in for, are judged on their own.",
        reverse="type-removed",
    ),
    _single(
        "type-removed",
        NONE,
        _I,
        _I,
        "A named type is gone.",
        "The fields that held it, and the types it could stand in for, are judged on their own.",
        reverse="type-added",
    ),
    _single(
        "unused-type-changed",
        NONE,
        _I,
        _I,
        "A type or element changed that no message of both contracts holds.",
        "It does not reach the wire.",
    ),
    _single(
        "unused-element-added",
        NONE,
        _I,
        _I,
        "A global element is new that no message holds.",
        "It does not reach the wire.",
        reverse="unused-element-removed",
    ),
    _single(
        "unused-element-removed",
        NONE,
        _I,
        _I,
        "A global element is gone that no message held.",
        "It did not reach the wire.",
        reverse="unused-element-added",
    ),
    _single(
        "service-changed",
        NONE,
        _I,
        _I,
        "The names of port type, service or ports changed.",
        "Generated stubs are named after them; messages stay the same.",
    ),
    _single(
        "address-changed",
        NONE,
        _I,
        _I,
        "A port's address changed.",
        "Callers are configured with the address that they call.",
    ),
    _single(
        "wsdl-namespace-changed",
        NONE,
        _I,
        _I,
        "The WSDL's own namespace changed, not that of the messages.",
        "It names messages, ports and bindings, which do not reach the wire.",
    ),
)


def _expanded(kind: _Kind) -> tuple[Rule, Rule]:
    return (
        Rule(
            f"request-{kind.name}",
            kind.purpose,
            "request",
            *kind.request,
            reverse=f"request-{kind.reverse}",
            opposite=f"reply-{kind.name}",
        ),
        Rule(
            f"reply-{kind.name}",
            kind.purpose,
            "reply",
            *kind.reply,
            reverse=f"reply-{kind.reverse}",
            opposite=f"request-{kind.name}",
        ),
    )


RULES: dict[str, Rule] = {
    rule.id: rule for rule in (*(r for kind in _KINDS for r in _expanded(kind)), *_SINGLES)
}
"""Every rule by its id."""
KINDS = frozenset(kind.name for kind in _KINDS)
"""What is found in requests and replies apart: each is two rules, `request-` and `reply-` it."""

"""The meaning of an element that the contract does not have in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mktows.checking.findings import listed, nearest
from mktows.checking.rule import Example, Rule, Words
from mktows.contract import KNOWN_VERSIONS, ComplexType, Contract
from mktows.contract import contract as contract_of

_LEAD_IDS = frozenset({"id", "leadid"})

# Spellings of the vendor's prose and examples, by type; the WSDL's names win.
_PROSE: dict[str, dict[str, str]] = {
    "LeadRecord": {
        "foreignSysPersonId": "ForeignSysPersonId",
        "foreignSysType": "ForeignSysType",
    },
    "ActivityTypeFilter": {
        "includeAttributes": "includeTypes",
        "excludeAttributes": "excludeTypes",
    },
    "ParamsGetCustomObjects": {
        "objectTypeName": "objTypeName",
        "customObjKeyLists": "customObjKeyList",
    },
    "ParamsSyncCustomObjects": {
        "objectTypeName": "objTypeName",
        "customObjectList": "customObjList",
    },
    "ParamsDeleteCustomObjects": {"objectTypeName": "objTypeName"},
    "MObject": {"mObjAssociationList": "associationList"},
}

AUTH_PARTNER_ID = Rule(
    "auth-partner-id",
    "note",
    "documented",
    "partnerId is documented for technology partners in every version, but declared late.",
    "partnerId is declared in {others}, not in {version}; a check by the schema refuses it",
    "send it only if the vendor gave you one",
    example=Example(
        edit=("</requestTimestamp>", "</requestTimestamp><partnerId>x</partnerId>"), version="2_7"
    ),
)

ELEMENT_DOCUMENTED_ONLY = Rule(
    "element-documented-only",
    "note",
    "documented",
    "Some elements are documented for every version, but declared late.",
    "{name} is declared in {others}, not in {version}; a check by the schema refuses it",
    "speak version {suggested}",
    example=Example(
        body=(
            "<ns1:paramsScheduleCampaign><programName>Trav-Demo-Program</programName>"
            "<campaignName>Batch Campaign Example</campaignName>"
            "<cloneToProgramName>TestProgramCloneFromSOAP</cloneToProgramName>"
            "<programTokenList><attrib><name>{{my.message}}</name>"
            "<value>Updated message</value></attrib></programTokenList>"
            "</ns1:paramsScheduleCampaign>"
        ),
        version="2_7",
    ),
)

# Documented, and read, in every version, but declared in late ones alone.
_DOCUMENTED = {
    ("ParamsScheduleCampaign", "cloneToProgramName"): ELEMENT_DOCUMENTED_ONLY,
    ("AuthenticationHeaderInfo", "partnerId"): AUTH_PARTNER_ID,
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """The probable meaning of an unknown element.

    Attributes:
        rule: The rule that it breaks.
        member: The element of its parent that was meant, None where it was none of them.
        details: What the rule's templates are filled with.
    """

    rule: Rule
    member: str | None
    details: Mapping[str, object]


AUTH_FIELD_UNKNOWN = Rule(
    "auth-field-unknown",
    "warning",
    "inferred",
    "What the AuthenticationHeader does not declare is passed over.",
    "AuthenticationHeader has no {name}",
    "leave it out",
    example=Example(edit=("<mktowsUserId>", "<x>1</x><mktowsUserId>")),
)

ELEMENT_UNKNOWN = Rule(
    "element-unknown",
    "warning",
    "recorded",
    "An element that the WSDL does not know is silently passed over.",
    "{parent} has no {name}: it is passed over",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><colour/><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
    of_reply=Words("{parent} has no {name}", "{hint}"),
)

ELEMENT_CASE = Rule(
    "element-case",
    "warning",
    "recorded",
    "An element in the wrong letter case is unknown, so it is silently passed over.",
    "{parent} has no {name}: letter case counts, so it is passed over",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><KeyType>EMAIL</KeyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
    of_reply=Words("{parent} has no {name}: letter case counts", "write {expected}"),
)

ELEMENT_PROSE_NAME = Rule(
    "element-prose-name",
    "warning",
    "inferred",
    "Some names in the vendor's prose are not those of the WSDL, and have no effect.",
    "{parent} has no {name}: the vendor's prose misnames {expected}",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><foreignSysPersonId>7</foreignSysPersonId>"
            "<ForeignSysType>SFDC</ForeignSysType><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ELEMENT_MISPLACED = Rule(
    "element-misplaced",
    "warning",
    "inferred",
    "An element counts only in its own place; elsewhere it is silently passed over.",
    "{parent} has no {name}: it belongs {place}",
    "put {name} {place}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><attribute><attrName>Company</attrName>"
            "<attrValue>Marketo</attrValue></attribute><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ELEMENT_OTHER_VERSION = Rule(
    "element-other-version",
    "warning",
    "documented",
    "What a version does not know it passes over.",
    "{parent} has no {name} in version {version}; it is in {others}",
    "leave it out, or call version {suggested}",
    example=Example(
        body=(
            "<ns1:paramsListOperation><listOperation>ADDTOLIST</listOperation><listKey>"
            "<keyType>MKTOLISTNAME</keyType><keyValue>Trav-Test-List</keyValue></listKey>"
            "<listMemberList><leadKey><keyType>IDNUM</keyType>"
            "<keyValue>89</keyValue></leadKey></listMemberList><strict>false</strict>"
            "<skipActivityLog>true</skipActivityLog></ns1:paramsListOperation>"
        )
    ),
    of_reply=Words(
        "{parent} has no {name} in version {version}; it is in {others}",
        "leave it out, or judge the reply by version {suggested}",
    ),
)

LEAD_ID_MISNAMED = Rule(
    "lead-id-misnamed",
    "warning",
    "recorded",
    "A lead's Id in other letters was passed over, and the update created a new lead.",
    "{name} is not Id: it is passed over, so another key decides, or a new lead is made",
    "write Id",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><id>7</id><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
    of_reply=Words("{name} is not Id", "write Id"),
)

LEAD_EMAIL_CASE = Rule(
    "lead-email-case",
    "warning",
    "inferred",
    "Clients that could write email alone, not Email, named leads so for years.",
    "{name} is not Email: it counts only where no Email stands",
    "write Email",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><email>t@t.com</email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
    of_reply=Words("{name} is not Email", "write Email"),
)

LEAD_ATTRIBUTE_AS_ELEMENT = Rule(
    "lead-attribute-as-element",
    "warning",
    "inferred",
    "Lead fields other than the four keys are attributes in leadAttributeList.",
    "{name} stands as an element of leadRecord: it is passed over",
    "put it into leadAttributeList as an attribute with attrName and attrValue",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><FirstName>George</FirstName>"
            "<Email>t@t.com</Email><leadAttributeList><attribute>"
            "<attrName>FirstName</attrName><attrValue>George</attrValue></attribute>"
            "<attribute><attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
    of_reply=Words(
        "{name} stands as an element of leadRecord",
        "put it into leadAttributeList as an attribute with attrName and attrValue",
    ),
)


def meaning_of(
    contract: Contract, item: ComplexType, name: str, above: Sequence[ComplexType]
) -> Meaning:
    """The meaning of an element that its parent's type does not have.

    Args:
        contract: The version's contract.
        item: The parent's type.
        name: The element's local name.
        above: The types around the parent, outermost first.
    """
    own = {field.element for field in item.fields}
    within = {"name": name, "parent": item.name}
    if item.name == "LeadRecord" and name.lower() in _LEAD_IDS:
        return Meaning(LEAD_ID_MISNAMED, "Id", {"name": name})
    if item.name == "LeadRecord" and name.lower() == "email":
        return Meaning(LEAD_EMAIL_CASE, "Email", {"name": name})
    meant = _PROSE.get(item.name, {}).get(name)
    if meant in own:
        return Meaning(ELEMENT_PROSE_NAME, meant, {**within, "expected": meant})
    meant = next((known for known in own if known.lower() == name.lower()), None)
    if meant:
        return Meaning(ELEMENT_CASE, meant, {**within, "expected": meant})
    others = [
        version for version in KNOWN_VERSIONS if contract_of(version).declares(item.name, name)
    ]
    if others:
        nearby = min(others, key=lambda other: _distance(other, contract.version))
        details = {
            **within,
            "version": contract.version,
            "others": listed(others, "and"),
            "suggested": nearby,
        }
        rule = _DOCUMENTED.get((item.name, name), ELEMENT_OTHER_VERSION)
        return Meaning(rule, None, {key: details[key] for key in rule.details})
    place = _place(contract, item, name, above)
    if place:
        return Meaning(ELEMENT_MISPLACED, None, {**within, "place": place})
    meant = nearest(name, sorted(own), cutoff=0.75)
    if meant:
        return Meaning(ELEMENT_UNKNOWN, meant, {**within, "hint": f"write {meant}"})
    if item.name == "LeadRecord":
        return Meaning(LEAD_ATTRIBUTE_AS_ELEMENT, None, {"name": name})
    if item.name == "AuthenticationHeaderInfo":
        return Meaning(AUTH_FIELD_UNKNOWN, None, {"name": name})
    holds = f"{item.name} holds {listed(own_in_order(item), 'and')}" if own else "it takes nothing"
    return Meaning(ELEMENT_UNKNOWN, None, {**within, "hint": f"leave it out; {holds}"})


def unknown(item: ComplexType, name: str) -> Meaning:
    """The meaning of an element that no thought was given to."""
    details = {"name": name, "parent": item.name, "hint": "leave it out"}
    return Meaning(ELEMENT_UNKNOWN, None, details)


def own_in_order(item: ComplexType) -> list[str]:
    """The elements of a type, as the WSDL orders them."""
    return [field.element for field in item.fields]


def _distance(version: str, other: str) -> int:
    return abs(KNOWN_VERSIONS.index(version) - KNOWN_VERSIONS.index(other))


def _place(
    contract: Contract, item: ComplexType, name: str, above: Iterable[ComplexType]
) -> str | None:
    """The place of an element that stands one level too high or too low."""
    below = _path_down(contract, item, name, 2)
    if below:
        return f"into {'.'.join(below)}"
    for outer in above:
        for field in outer.fields:
            if field.element == name:
                return f"into {outer.name}, further out"
    return None


def _path_down(contract: Contract, item: ComplexType, name: str, depth: int) -> list[str] | None:
    types = [(field.element, contract.types.get(field.type_name)) for field in item.fields]
    for element, inner in types:
        if inner and any(field.element == name for field in inner.fields):
            return [element]
    for element, inner in types:
        if inner and depth > 1:
            path = _path_down(contract, inner, name, depth - 1)
            if path:
                return [element, *path]
    return None

"""The text of a simple value, held against its type."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Callable
from typing import Any

from mktows.checking.findings import MAX_FINDINGS, Findings, listed, nearest, shown_value
from mktows.checking.masks import is_masked
from mktows.checking.nodes import Node
from mktows.checking.rule import Example, Rule
from mktows.contract import KNOWN_VERSIONS, Contract, Field
from mktows.contract import contract as contract_of
from mktows.facts.activity_types import ENUMERATION_BY_DISPLAY_NAME, LATER
from mktows.moments import date_time_form

_WHITE = " \t\r\n"
_NUMBER = re.compile(r"[+-]?[0-9]+")
_YEAR = re.compile(r"-?(?:[0-9]{4}|[1-9][0-9]{4,})(?=-)")
_RANGES = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
_FORMS = {
    "boolean": "true or false",
    "int": "a whole number",
    "long": "a whole number",
    "integer": "a whole number",
    "dateTime": "it like 2013-07-09T16:44:28-05:00",
    "base64Binary": "it in Base64",
}

VALUE_TYPE = Rule(
    "value-type",
    "error",
    "documented",
    "Values are of the type that the WSDL gives them; in a request others are refused (20110).",
    "{name} is not a valid {type}",
    "write {form}",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:StaticListSelector">'
            "<staticListName>Trav-Test-List</staticListName></leadSelector>"
            "<batchSize>many</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

VALUE_RANGE = Rule(
    "value-range",
    "error",
    "recorded",
    "Numbers are in the range of their type; in a request others are refused.",
    "{name} is beyond the range of {type}",
    "write a number from {least} to {most}",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Id>27672544444444</Id><Email>t@t.com</Email>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

VALUE_EMPTY = Rule(
    "value-empty",
    "note",
    "recorded",
    "An empty optional element is taken as absent, though its type allows no empty text.",
    "{name} is empty, which is no {type}",
    "leave it out",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>VisitWebpage</activityType></includeTypes></activityFilter>"
            "<batchSize></batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)

TIME_LOOSE = Rule(
    "time-loose",
    "warning",
    "inferred",
    "Callers wrote times in other forms than ISO 8601, as Ruby prints them, and were answered.",
    "{name} is a time in a form that the schema does not know",
    "write it like 2013-07-09T16:44:28-05:00",
    example=Example(
        body=(
            "<ns1:paramsGetMultipleLeads>"
            '<leadSelector xsi:type="ns1:LastUpdateAtSelector">'
            "<oldestUpdatedAt>2013-07-01 23:58:14 -0700</oldestUpdatedAt></leadSelector>"
            "<batchSize>100</batchSize></ns1:paramsGetMultipleLeads>"
        )
    ),
)

VALUE_MASKED = Rule(
    "value-masked",
    "note",
    "inferred",
    "Logs mask values, which cannot be judged then.",
    "{name} is masked, so its value was not judged",
    "judge the message as it was on the wire",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Id>***</Id>"
            "<leadAttributeList><attribute><attrName>FirstName</attrName>"
            "<attrValue>[FILTERED]</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>false</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

VALUE_YEAR = Rule(
    "value-year",
    "error",
    "guess",
    "XML Schema has no year 0, and validators know no year beyond the range of long.",
    "{name} has a year that validators refuse",
    "write a year of four digits",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LastUpdateAtSelector">'
            "<oldestUpdatedAt>0000-02-12T11:51:08-08:00</oldestUpdatedAt></leadSelector>"
            "</ns1:paramsGetMultipleLeads>"
        )
    ),
)

VALUE_ENUMERATION = Rule(
    "value-enumeration",
    "error",
    "documented",
    "Values count exactly; in requests others are refused (20102 key, 20107 activity, 20110).",
    "{name} is no {type}{shown}",
    "{hint}",
    example=Example(
        body=(
            "<ns1:paramsGetLead><leadKey><keyType>EMIAL</keyType>"
            "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
        )
    ),
)

VALUE_BOOLEAN_CASE = Rule(
    "value-boolean-case",
    "note",
    "documented",
    "Vendor examples write True and False, which the schema does not know.",
    "{name} is a boolean in other letters than true or false",
    "write true or false",
    example=Example(
        body=(
            "<ns1:paramsSyncLead><leadRecord><Email>t@t.com</Email><leadAttributeList>"
            "<attribute><attrName>FirstName</attrName>"
            "<attrValue>George</attrValue></attribute><attribute>"
            "<attrName>LastName</attrName>"
            "<attrValue>of the Jungle</attrValue></attribute></leadAttributeList></leadRecord>"
            "<returnLead>False</returnLead></ns1:paramsSyncLead>"
        )
    ),
)

ACTIVITY_TYPE_LATER = Rule(
    "activity-type-later",
    "warning",
    "recorded",
    "Later clients ask for types of activities that no known version lists.",
    "{name} is {value}, which no known version lists",
    "use it where the endpoint knows it; a check by the schema refuses it",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>AttendEvent</activityType></includeTypes></activityFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)

ACTIVITY_TYPE_DISPLAY_NAME = Rule(
    "activity-type-display-name",
    "error",
    "documented",
    "includeTypes and excludeTypes take names of the enumeration (20107).",
    "{name} holds a display name{shown}",
    "write {expected}",
    example=Example(
        body=(
            "<ns1:paramsGetLeadActivity><leadKey><keyType>EMAIL</keyType>"
            "<keyValue>t@t.com</keyValue></leadKey><activityFilter><includeTypes>"
            "<activityType>Visit Webpage</activityType></includeTypes></activityFilter>"
            "<batchSize>10</batchSize></ns1:paramsGetLeadActivity>"
        )
    ),
)


VALUE_MISSING = Rule(
    "value-missing",
    "error",
    "inferred",
    "A required number, time or word that is empty counts as missing (20109, and its like).",
    "{name} is empty",
    "give it a value",
    example=Example(
        body=(
            '<ns1:paramsGetMultipleLeads><leadSelector xsi:type="ns1:LastUpdateAtSelector">'
            "<oldestUpdatedAt></oldestUpdatedAt></leadSelector></ns1:paramsGetMultipleLeads>"
        )
    ),
)


class ValueCheck:
    """Checks simple values of one message.

    Args:
        contract: The version's contract.
        found: Takes what is found.
        reply: Whether the service wrote the message.
    """

    def __init__(self, contract: Contract, found: Findings, *, reply: bool) -> None:
        self._contract = contract
        self._runtime: Any = importlib.import_module("mktows_bindings.runtime")
        self._found = found
        self._reply = reply

    def _note(self, rule: Rule, node: Node, path: str, **details: object) -> None:
        self._found.add(rule, node.line, path, **details)

    def check(self, node: Node, path: str, field: Field, *, needed: bool) -> None:
        """Look at the text of an element of a simple type.

        Args:
            node: The element.
            path: Its path.
            field: The contract's declaration of it.
            needed: Whether a request is refused without it.
        """
        type_name = field.type_name
        text = node.first_text.strip(_WHITE)
        if not text and type_name != "base64Binary" and not self._reply:
            if needed and type_name not in ("string", "anySimpleType"):
                self._note(VALUE_MISSING, node, path, name=node.name)
                return
            if type_name not in ("string", "anySimpleType"):
                self._note(VALUE_EMPTY, node, path, name=node.name, type=type_name)
                return
        if type_name in ("string", "anySimpleType"):
            return
        if is_masked(text):
            self._note(VALUE_MASKED, node, path, name=node.name)
        elif type_name in self._contract.enumerations:
            self._enumeration(node, path, type_name)
        elif type_name == "boolean":
            self._boolean(node, path, text)
        elif type_name in _RANGES and _NUMBER.fullmatch(text):
            least, most = _RANGES[type_name]
            if not least <= _number(text) <= most:
                self._note(
                    VALUE_RANGE, node, path, name=node.name, type=type_name, least=least, most=most
                )
        elif type_name == "dateTime" and self._is_of_no_year(text):
            self._note(VALUE_YEAR, node, path, name=node.name)
        elif type_name == "dateTime" and self._is_loose_time(text):
            self._note(TIME_LOOSE, node, path, name=node.name)
        elif not self._reads(node, type_name):
            self._note(
                VALUE_TYPE, node, path, name=node.name, type=type_name, form=_FORMS[type_name]
            )

    def _boolean(self, node: Node, path: str, text: str) -> None:
        if text in ("true", "false", "1", "0"):
            return
        if text.lower() in ("true", "false") and not self._reply:
            self._note(VALUE_BOOLEAN_CASE, node, path, name=node.name)
        else:
            self._note(
                VALUE_TYPE, node, path, name=node.name, type="boolean", form=_FORMS["boolean"]
            )

    def _enumeration(self, node: Node, path: str, type_name: str) -> None:
        values = _values(self._contract.version, type_name)
        text = node.first_text
        if text in values:
            return
        meant = ENUMERATION_BY_DISPLAY_NAME.get(text) if type_name == "ActivityType" else None
        if meant in values:
            shown = f" ({text})"
            self._note(
                ACTIVITY_TYPE_DISPLAY_NAME, node, path, name=node.name, shown=shown, expected=meant
            )
            return
        if type_name == "ActivityType" and text.strip(_WHITE) in LATER and not self._reply:
            self._note(ACTIVITY_TYPE_LATER, node, path, name=node.name, value=text.strip(_WHITE))
            return
        few = self._found.counts[VALUE_ENUMERATION.id] < MAX_FINDINGS
        others = [version for version in KNOWN_VERSIONS if text in _values(version, type_name)]
        meant = nearest(text, values) if few else None
        if text.strip() in values:
            hint = "remove the white space around it"
        elif others:
            ask = "judge it by" if self._reply else "call"
            hint = f"{ask} version {listed(others)}, or write {listed(values)}"
        else:
            hint = f"write {meant or listed(values)}"
        padded = text.strip() in values and not self._reply
        self._note(
            VALUE_ENUMERATION.at("warning") if padded else VALUE_ENUMERATION,
            node,
            path,
            name=node.name,
            type=type_name,
            shown=shown_value(text.strip()) if self._found.shows_values else "",
            hint=hint,
        )

    def _is_of_no_year(self, text: str) -> bool:
        """Tell whether a time is of a year that validators do not know, and otherwise one."""
        year = _YEAR.match(text)
        if year is None or abs(_number(year[0])) in range(1, _RANGES["long"][1] + 1):
            return False
        try:
            self._runtime.date_time_of(text.replace(year[0], "2000", 1))
        except ValueError:
            return False
        return True

    def _is_loose_time(self, text: str) -> bool:
        if self._reply or date_time_form(text) is None:
            return False
        try:
            self._runtime.date_time_of(text)
        except ValueError:
            return True
        return False

    def _reads(self, node: Node, type_name: str) -> bool:
        values: dict[str, Callable[[str], object]] = {
            "integer": self._runtime.integer_of,
            "dateTime": self._runtime.date_time_of,
            "base64Binary": self._runtime.base64_of,
        }
        if type_name not in values:
            return False  # an int or long without digits
        text = node.first_text.strip(_WHITE)
        if not text:
            return type_name == "base64Binary"
        try:
            values[type_name](text)
        except ValueError:
            return False
        return True


@functools.cache
def _values(version: str, type_name: str) -> dict[str, None]:
    """The values of an enumeration, in the order of the WSDL."""
    contract = contract_of(version)
    if type_name not in contract.enumerations:
        return {}
    return {member.value: None for member in contract.binding(type_name)}  # type: ignore[attr-defined]  # an Enum


def _number(text: str) -> int:
    """A whole number; one beyond any range where it is so long that int() may refuse it."""
    digits = text.lstrip("+-").lstrip("0")[:30] or "0"
    return -int(digits) if text.startswith("-") else int(digits)

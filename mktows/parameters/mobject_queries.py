"""Reads what getMObjects asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, Protocol

from mktows.facts.faults import BAD_PARAMETER, PARAMETER_REQUIRED, SEVERE_INTERNAL_ERROR
from mktows.facts.mobjects import (
    ATTRIBUTE_CRITERIA,
    COMPANY,
    CREATED_AT,
    ID,
    INCLUDE_ARCHIVE,
    PROGRAM,
    READ,
    SEARCHED_BY,
    TAG_TYPE,
    TAG_VALUE,
    UPDATED_AT,
    WORKSPACE_ID,
    WORKSPACE_NAME,
)
from mktows.parameters.mobjects import EXTERNAL_KEY_UNKNOWN, Key, key_pair, object_type
from mktows.parameters.scalars import boolean, enum_text, id_number, moment, simple_text, trimmed
from mktows.server.refusals import Reason

CRITERIA_MISSING = Reason(
    "criteria-missing",
    SEVERE_INTERNAL_ERROR,
    "No selection criteria found in request",
    "recorded",
    "Text and code are recorded for a selection call; that it was getMObjects is inferred.",
    "message",
    disputed="Prose advises to read all programs without a condition, so programs may be.",
    string="Parameter required",
    cause=True,
)
CRITERION_INCOMPLETE = Reason(
    "criterion-incomplete",
    PARAMETER_REQUIRED,
    "attrName and comparison are required",
    "documented",
    "The WSDL requires both; the code follows its title.",
    "message",
)
CRITERION_VALUE_MISSING = Reason(
    "criterion-value-missing",
    PARAMETER_REQUIRED,
    "attrValue of {name} is required",
    "documented",
    "The WSDL requires attrValue; an empty one is a value.",
    "message",
)
CRITERION_VALUE_UNREADABLE = Reason(
    "criterion-value-unreadable",
    BAD_PARAMETER,
    "attrValue of {name} is not valid",
    "inferred",
    "Ids are numbers and Created At and Updated At are times; the code follows its title.",
    "message",
)
CRITERION_UNKNOWN = Reason(
    "criterion-unknown",
    BAD_PARAMETER,
    "{name} is not a criterion of {type}",
    "documented",
    "Prose lists the criteria of each type; the code is a guess.",
    "message",
)
CRITERION_REPEATED = Reason(
    "criterion-repeated",
    BAD_PARAMETER,
    "{name} is given more than once",
    "documented",
    "Prose allows Tag Type and Tag Value once each; the code is a guess.",
    "message",
)
WORKSPACE_CRITERION_REPEATED = Reason(
    "workspace-criterion-repeated",
    BAD_PARAMETER,
    "more than one workspace is given",
    "documented",
    "Prose allows one workspace, by id or by name; the code is a guess.",
    "message",
)
ASSOCIATION_KEY_MISSING = Reason(
    "association-key-missing",
    PARAMETER_REQUIRED,
    "id or externalKey of {type} is required",
    "documented",
    "Prose lets an association refer by id or external key; the code follows its title.",
    "message",
)


class KnowsKeys(Protocol):
    """Tells what an instance takes for an external key."""

    def is_external_key(self, kind: str, name: str) -> bool:
        """Tell whether objects of a type may be found by this field."""

    def is_lead_key(self, name: str) -> bool:
        """Tell whether leads and companies may be referred to by this field."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition on an attribute, a time or an id.

    Attributes:
        name: Its name, such as `Created At`.
        comparison: EQ, NE, LT, LE, GT or GE.
        value: An id is a whole number, a time is in seconds since 1970, `Include Archive` is a
            boolean, and anything else a text.
    """

    name: str
    comparison: str
    value: str | float = field(repr=False)


@dataclass(frozen=True, slots=True)
class Association:
    """An object that others are to belong to.

    Attributes:
        kind: Its type.
        id: Its id, which counts where there is a key too.
        key: Its external key.
    """

    kind: str
    id: int | None
    key: Key | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class ObjectsToGet:
    """The objects of a getMObjects call: those that meet every condition (inferred).

    Attributes:
        kind: Their type.
        id: The id of the only one.
        key: The external key of the only one.
        criteria: Conditions on what they have.
        associations: What they belong to.
        details: Whether tags, costs and the like are asked for.
    """

    kind: str
    id: int | None
    key: Key | None = field(repr=False)
    criteria: Sequence[Criterion]
    associations: Sequence[Association]
    details: bool

    @classmethod
    def read(cls, kind: str, params: Any, instance: KnowsKeys, zone: tzinfo) -> ObjectsToGet:
        """Read the parameters of a getMObjects call, behind its type and its position.

        Args:
            kind: The type.
            params: The parameters.
            instance: The instance.
            zone: The zone of a time without an offset.

        Raises:
            Refusal: No condition is given (programs alone may be read without: 19 of the open
                questions), or one that makes no sense for this type.
        """
        listed = params.m_obj_criteria_list
        criteria = () if listed is None else listed.m_obj_criteria
        listed = params.m_obj_association_list
        associations = () if listed is None else listed.m_obj_association
        key = key_pair(params.external_key)
        unconditional = params.id is None and key is None and not criteria and not associations
        if kind != PROGRAM and unconditional:
            raise CRITERIA_MISSING.refusal()
        if key is not None and not instance.is_external_key(kind, key[0]):
            raise EXTERNAL_KEY_UNKNOWN.refusal(name=key[0], type=kind)
        _check_repeats([trimmed(each.attr_name) or "" for each in criteria])
        return cls(
            kind,
            params.id,
            key,
            [_criterion(kind, each, zone) for each in criteria],
            [_association(each, instance) for each in associations],
            bool(params.include_details),
        )


def read_kind(params: Any) -> str:
    """Return the type that a getMObjects call is about.

    Raises:
        Refusal: There is none, or one that cannot be read.
    """
    return object_type(params.type_value, READ)


def _check_repeats(names: list[str]) -> None:
    """Hold to how often a criterion may be given (documented)."""
    count = Counter(names)
    for name in (TAG_TYPE, TAG_VALUE):
        if count[name] > 1:
            raise CRITERION_REPEATED.refusal(name=name)
    if count[WORKSPACE_ID] + count[WORKSPACE_NAME] > 1:
        raise WORKSPACE_CRITERION_REPEATED.refusal()


def _criterion(kind: str, given: Any, zone: tzinfo) -> Criterion:
    name = trimmed(given.attr_name)
    comparison = enum_text(given.comparison)
    if name is None or comparison is None:
        raise CRITERION_INCOMPLETE.refusal()
    if given.attr_value is None:
        raise CRITERION_VALUE_MISSING.refusal(name=name)
    value = simple_text(given.attr_value) or ""
    if name == ID:
        number = id_number(value)
        if number is None:
            raise CRITERION_VALUE_UNREADABLE.refusal(name=ID)
        return Criterion(name, comparison, number)
    if name in (CREATED_AT, UPDATED_AT):
        when = moment(value, zone)
        if when is None:
            raise CRITERION_VALUE_UNREADABLE.refusal(name=name)
        return Criterion(name, comparison, when.timestamp())
    if name in ATTRIBUTE_CRITERIA[kind] or (kind == PROGRAM and name in (TAG_TYPE, TAG_VALUE)):
        return Criterion(name, comparison, value)
    if kind == PROGRAM and name == INCLUDE_ARCHIVE:
        return Criterion(name, comparison, boolean(value) or False)
    raise CRITERION_UNKNOWN.refusal(name=name, type=kind)


def _association(given: Any, instance: KnowsKeys) -> Association:
    kind = object_type(given.m_obj_type, SEARCHED_BY)
    key = key_pair(given.external_key)
    if given.id is None and key is None:
        raise ASSOCIATION_KEY_MISSING.refusal(type=kind)
    if kind == COMPANY and given.id is None and key and not instance.is_lead_key(key[0]):
        raise EXTERNAL_KEY_UNKNOWN.refusal(name=key[0], type=COMPANY)
    return Association(kind, given.id, key)

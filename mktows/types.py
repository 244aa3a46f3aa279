"""Stable names for the bindings that users need, those of the latest version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mktows.contract import LATEST_VERSION, contract

if TYPE_CHECKING:
    from mktows_bindings.v3_1 import (
        ArrayOfAttrib,
        ArrayOfAttribute,
        ArrayOfMObjAssociation,
        ArrayOfString,
        ArrayOfTypeAttrib,
        Attrib,
        Attribute,
        CustomObj,
        LastUpdateAtSelector,
        LeadKey,
        LeadKeySelector,
        LeadRecord,
        ListKey,
        MObjAssociation,
        MObjCriteria,
        MObject,
        StaticListSelector,
        StreamPosition,
        Tag,
        TypeAttrib,
    )

__all__ = [
    "ArrayOfAttrib",
    "ArrayOfAttribute",
    "ArrayOfMObjAssociation",
    "ArrayOfString",
    "ArrayOfTypeAttrib",
    "Attrib",
    "Attribute",
    "CustomObj",
    "LastUpdateAtSelector",
    "LeadKey",
    "LeadKeySelector",
    "LeadRecord",
    "ListKey",
    "MObjAssociation",
    "MObjCriteria",
    "MObject",
    "StaticListSelector",
    "StreamPosition",
    "Tag",
    "TypeAttrib",
]


def __getattr__(name: str) -> object:
    """Load the bindings when the first of them is asked for."""
    if name in __all__:
        return contract(LATEST_VERSION).binding(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

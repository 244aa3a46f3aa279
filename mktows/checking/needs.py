"""The members of a request that a call cannot do without, apart from what the schema requires."""

from __future__ import annotations

from collections.abc import Sequence

from mktows.contract import ComplexType, Field

# Members that the schema calls optional, and the vendor's prose requires.
_DEMANDED = frozenset(
    {
        ("ParamsGetImportToListStatus", "programName"),
        ("ParamsGetImportToListStatus", "listName"),
        ("ParamsSyncCustomObjects", "operation"),
    }
)
# Lists whose pairs need a name.
_NAMED = ("programTokenList", "attribList")
# Items of lists that say what a call is about: one that is nil is one without its own members.
_ITEMS = frozenset(
    {
        *("leadRecord", "leadKey", "mObject", "mObjCriteria", "mObjAssociation", "customObj"),
        *("keyList", "attribute", "typeAttrib"),
    }
)
# Members that the schema requires, and that calls were carried out without: all but the first two
# are inferred, since nothing says that such a call was refused.
_SPARED = frozenset(
    {
        ("ParamsImportToList", "clearList"),  # optional in the vendor's prose
        ("ParamsImportToList", "campaignName"),  # likewise
        ("ParamsSyncLead", "returnLead"),
        ("ParamsGetCustomObjects", "includeAttributes"),
        ("Attrib", "name"),
        ("Attrib", "value"),
    }
)


def is_needed(around: Sequence[ComplexType], path: str, field: Field) -> bool:
    """Tell whether a call is refused that lacks a member, or in which it is nil.

    Args:
        around: The types around the member, outermost first.
        path: The path of the element that holds it.
        field: The member.
    """
    owner = around[-1].name
    if (owner, field.element) in _DEMANDED:
        return True
    if not field.required:
        return field.element in _ITEMS or (field.element == "attrib" and path.endswith(_NAMED))
    if (owner, field.element) in _SPARED:
        return field.element == "name" and path.rpartition(".")[0].endswith(_NAMED)
    if (owner, field.element) == ("Attribute", "attrValue"):
        return not _holds_values(around, path)
    return True


def is_told_elsewhere(around: Sequence[ComplexType], path: str, field: Field) -> bool:
    """Tell whether another rule tells of a needed text that is empty; see `is_needed`."""
    owner = around[-1].name
    return (
        (owner, field.element) == ("LeadKey", "keyValue")
        or owner in ("AuthenticationHeaderInfo", "MktowsContextHeaderInfo")
        or (owner == "Attribute" and path.startswith("paramsMergeLeads"))
    )


def _holds_values(around: Sequence[ComplexType], path: str) -> bool:
    """Tell whether attributes are values of a lead or custom object, and not its keys."""
    return any(each.name == "LeadRecord" for each in around) or "customObjAttributeList" in path

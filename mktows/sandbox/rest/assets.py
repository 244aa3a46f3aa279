"""Members of calls that all kinds of assets share: names, descriptions, folders; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktows.exact_json import read_json
from mktows.facts.rest_errors import (
    BLANK,
    DATA_BAD,
    FOLDER_INCOMPATIBLE,
    FOLDER_UNKNOWN,
    RULE_VIOLATED,
    VALUE_MISSING,
)
from mktows.sandbox.rest.refusals import refusal

FOLDER, PROGRAM_FOLDER = "Folder", "Program"
"""The two types of folders: a program is one, too."""
_TYPES = {each.lower(): each for each in (FOLDER, PROGRAM_FOLDER)}
_LONGEST_NAME = 255


def read_folder(given: object) -> tuple[str, int]:
    """Return the type and the id of a folder, given as JSON in a text, or as what it says.

    The type's letter case does not count (a sample).

    Raises:
        RestRefusal: It is none.
    """
    if given in (None, ""):
        raise refusal(VALUE_MISSING, name="folder")
    try:
        read = read_json(given) if isinstance(given, str) else given
    except ValueError:
        read = None
    match read:
        case {"id": int(folder_id), "type": str(kind)} if not isinstance(folder_id, bool):
            if kind.lower() not in _TYPES:
                raise refusal(FOLDER_INCOMPATIBLE)
            if folder_id < 1:
                raise refusal(FOLDER_UNKNOWN)
            return _TYPES[kind.lower()], folder_id
    raise refusal(DATA_BAD, problem="folder is no JSON object with id and type")


def read_name(given: object) -> str:
    """Return the name of an asset.

    Raises:
        RestRefusal: It is none.
    """
    if given is None:
        raise refusal(VALUE_MISSING, name="name")
    name = str(given).strip()
    if not name:
        raise refusal(BLANK, name="name")
    if len(name) > _LONGEST_NAME:
        raise refusal(RULE_VIOLATED, problem=f"name is longer than {_LONGEST_NAME} characters")
    return name


def read_description(form: Mapping[str, Any], default: str) -> str:
    """Return the description that a form gives, or the default."""
    given = form.get("description")
    return default if given is None else str(given)

"""`mktows sync --dry-run`: what would be sent, and what the service's description says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from mktows.cli import output
from mktows.cli.failures import InputError
from mktows.transfer.csv_rows import Problem
from mktows.transfer.leads import KEY_COLUMNS

if TYPE_CHECKING:
    from mktows.cli.sync import CheckedFile
    from mktows.client import Client

MAX_TOLD = 20
"""Values that are listed; the others are counted."""
_OBJECT = "LeadRecord"
_OWN = (*KEY_COLUMNS, "ForeignSysType")
_BOOLEANS = frozenset({"true", "false", "1", "0", "yes", "no", "t", "f"})


def told(client: Client, file: CheckedFile, *, clear_empty: bool, batch_size: int) -> int:
    """Tell what would be sent; 0 where the service's description has nothing against it, else 1.

    Makes one call, which reads the description of lead fields.

    Raises:
        InputError: The file is no longer what it was.
        MktowsError: The call failed.
    """
    fields = _described(client)
    unknown: Counter[str] = Counter()
    objections = 0
    for item in file.leads(clear_empty=clear_empty):
        if isinstance(item, Problem):
            raise InputError(f"{file.name}:{item.line}: the file changed while it was read")
        for name, value in item.lead.items():
            if name in _OWN:
                continue
            field = fields.get(name)
            if field is None:
                unknown[name] += 1
                continue
            reason = objection(field.data_type or "", field.size, str(value))
            if reason is not None:
                objections += 1
                if objections <= MAX_TOLD:
                    output.line(f"{file.name}:{item.line}: {name}: {reason}")
    if objections > MAX_TOLD:
        output.line(f"{file.name}: {objections - MAX_TOLD} values more")
    for name, count in unknown.items():
        output.line(f"{file.name}: {output.one_line(name)}: no field is so named ({count} rows)")
    calls = -(-file.total // batch_size)
    output.line(f"{file.name}: {file.total} leads in {calls} calls would be sent; nothing was")
    return 1 if objections or unknown else 0


def objection(data_type: str, length: int | None, value: str) -> str | None:
    """Tell why a value will not be taken as it is by a field; None where nothing is known.

    It never repeats the value.

    Args:
        data_type: The field's type, as the service describes it.
        length: The longest text that it keeps; None where that is not described.
        value: The value.
    """
    if not value:
        return None
    if length and len(value) > length:
        return f"{len(value)} characters, of which the field keeps {length}"
    kind = data_type.lower()
    test = _TESTS.get(kind)
    return None if test is None or test(value.strip()) else f"this is no {kind}"


def _described(client: Client) -> Mapping[str, Any]:
    metadata: Any = client.describe_mobject(_OBJECT).metadata
    held = getattr(metadata, "field_list", None)
    held = getattr(held, "field_value", held)
    return {each.name: each for each in held or ()}


def _is_number(value: str) -> bool:
    return re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", value) is not None


def _is_date(value: str) -> bool:
    try:
        date.fromisoformat(value[:10])
    except ValueError:
        return False
    return True


def _is_datetime(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


_TESTS: dict[str, Callable[[str], bool]] = {
    "integer": lambda value: re.fullmatch(r"[+-]?[0-9]{1,10}", value) is not None,
    "score": lambda value: re.fullmatch(r"[+-]?[0-9]{1,10}", value) is not None,
    "float": _is_number,
    "currency": _is_number,
    "percent": _is_number,
    "boolean": lambda value: value.lower() in _BOOLEANS,
    "date": _is_date,
    "datetime": _is_datetime,
}

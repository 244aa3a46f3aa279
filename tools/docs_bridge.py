"""The parts of the page on the bridge that are made from the code, by name."""

from __future__ import annotations

from collections.abc import Callable

from docs_rest import settings
from docs_tables import table

from mktows.bridge.backend import OPERATIONS
from mktows.bridge.refusals import refusal_for
from mktows.bridge.settings import BridgeSettings, BridgeUser, Tenant
from mktows.facts.rest_errors import CODES
from mktows.rest.errors import error_of_code

_GRADES = {
    "carried": "carried",
    "approximate": "**approximate**",
    "gone": "**gone**",
}
_REPEATABLE = {True: "yes", False: "**once**"}


def operations() -> str:
    """Each operation: how far it is carried, the REST calls and the right that it takes."""
    rows = [
        (
            f"`{name}`",
            _GRADES[each.grade],
            each.summary,
            each.calls,
            each.right,
            "by content" if callable(each.repeatable) else _REPEATABLE[each.repeatable],
        )
        for name, each in sorted(OPERATIONS.items())
    ]
    headings = ("Operation", "", "How", "REST calls", "Right", "May be sent again")
    return table(headings, rows)


def lost() -> str:
    """What each operation cannot do or tell by REST."""
    lines = []
    for name, each in sorted(OPERATIONS.items()):
        if each.lost:
            lines.append(f"- `{name}`: {'; '.join(each.lost)}.")
    return "\n".join(lines)


def faults() -> str:
    """The fault of SOAP for each code of REST that takes the whole call with it."""
    rows: dict[str, list[str]] = {}
    for code in CODES:
        refused = refusal_for(error_of_code(code, endpoint="x"), "the operation")
        rows.setdefault(str(refused.code), []).append(str(code))
    return table(
        ("SOAP fault", "REST codes"),
        [(fault, ", ".join(codes)) for fault, codes in sorted(rows.items())],
    )


def parts() -> dict[str, Callable[[], str]]:
    """The parts by name."""
    return {
        "bridge_operations": operations,
        "bridge_lost": lost,
        "bridge_faults": faults,
        "bridge_settings": lambda: settings(BridgeSettings),
        "bridge_tenant": lambda: settings(Tenant),
        "bridge_user": lambda: settings(BridgeUser),
    }

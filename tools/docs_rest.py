"""The parts of the page on the REST API that are made from the code, by name."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from docs_tables import described, first_line, table

from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.rest_errors import CODES
from mktows.rest import RestClient, RestConfig
from mktows.rest import errors as rest_errors
from mktows.rest.errors import CLASSES, RestError
from mktows.sandbox import CustomService, Habits, RestSettings

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_AGAIN = {
    "renew": "once, with a new token",
    "soon": "until the deadline",
    "later": "until the deadline, unless it is a limit of the day",
    "if harmless": "three times, where a second time does no harm",
    "no": "never",
}


def settings(kind: type[DataclassInstance]) -> str:
    """The members of a class of settings, with their defaults."""
    defaults = {
        each.name: f"`{_default(each.default)}`"
        if each.default is not dataclasses.MISSING
        else f"`{each.default_factory.__name__}()`"  # type: ignore[union-attr]
        for each in dataclasses.fields(kind)
        if (each.default, each.default_factory) != (dataclasses.MISSING, dataclasses.MISSING)
    }
    rows = [
        (f"`{name}`", defaults.get(name, "must be given"), text)
        for name, text in described(kind, "Attributes")
    ]
    return table(("Setting", "Default", "Meaning"), rows)


def _default(value: object) -> str:
    """A default as the table shows it; the members of a set in their order."""
    return ", ".join(sorted(value)) if isinstance(value, frozenset) else repr(value)


def errors() -> str:
    """The classes of errors, with the codes that each stands for."""
    rows = []
    for name, kind in inspect.getmembers(rest_errors, inspect.isclass):
        if issubclass(kind, RestError) and kind is not RestError:
            codes = [str(code) for code, each in sorted(CLASSES.items()) if each is kind]
            rows.append((f"`{name}`", first_line(kind), ", ".join(codes)))
    return table(("Class", "Meaning", "Codes"), rows)


def again() -> str:
    """The rule of repeating, by what the attempt ended in."""
    rows = [("the connection failed before a byte was sent", "until the deadline")]
    rows += [
        (", ".join(str(each.code) for each in CODES.values() if each.again == moment), text)
        for moment, text in _AGAIN.items()
        if moment != "no"
    ]
    doubt = "a timeout, a lost connection, an answer that is cut or is no JSON, HTTP status 5xx"
    rows += [(doubt, _AGAIN["if harmless"]), ("another code", _AGAIN["no"])]
    return table(("The attempt ended in", "It is repeated"), rows)


def harmful() -> str:
    """The writes that are not repeated once they may have been carried out."""
    rows = [
        (f"`{each.name}`", "with `createOnly` or `createDuplicate`" if by_action else "always")
        for each in ENDPOINTS.values()
        if (by_action := each.repeat == "by action") or each.repeat == "harmful"
    ]
    return table(("Method", "Never twice"), rows)


def methods() -> str:
    """Every endpoint with its method and the permission that it needs."""
    rows = [
        (
            f"`{each.name}`",
            first_line(getattr(RestClient, each.name)),
            f"`{each.method} {each.path}`",
            each.permission,
        )
        for each in ENDPOINTS.values()
    ]
    return table(("Method", "It does", "Endpoint", "Permission"), rows)


def parts() -> dict[str, Callable[[], str]]:
    """The parts by name."""
    return {
        "rest_config": lambda: settings(RestConfig),
        "rest_settings": lambda: settings(RestSettings),
        "rest_services": lambda: settings(CustomService),
        "rest_habits": lambda: settings(Habits),
        "rest_errors": errors,
        "rest_again": again,
        "rest_harmful": harmful,
        "rest_methods": methods,
    }

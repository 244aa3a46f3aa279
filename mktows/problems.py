"""Why a value cannot be written, and where: what is asked after the codec has failed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, NamedTuple

from mktows.contract import Contract, Field


class Problem(NamedTuple):
    """A value that cannot stand in a message.

    Attributes:
        path: Element names from below the message down to it, with places in lists.
        reason: What is wrong; never the value.
    """

    path: list[str]
    reason: str


class _Found(Exception):
    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem([], reason)


def problem_of(contract: Contract, type_name: str, value: object) -> Problem | None:
    """The first problem of a value that should be of a type, None when there is none."""
    try:
        _Search(contract).complex(type_name, value)
    except _Found as found:
        return found.problem
    return None


class _Search:
    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._runtime: Any = importlib.import_module("mktows_bindings.runtime")
        self._texts: dict[str, Callable[[Any], str]] = {
            "string": self._runtime.text,
            "anySimpleType": self._runtime.any_text,
            "boolean": self._runtime.boolean_text,
            "int": self._runtime.int_text,
            "long": self._runtime.long_text,
            "integer": self._runtime.integer_text,
            "dateTime": self._runtime.date_time_text,
            "base64Binary": self._runtime.base64_text,
        }

    def complex(self, declared: str, value: object) -> None:
        """Search a value of a complex type."""
        name = type(value).__name__
        item = self._contract.types.get(name)
        if item is None or not self._contract.is_a(name, declared):
            raise _Found(f"expected {declared}, got {self._runtime.shown(value)}")
        if item.abstract:
            raise _Found(f"{name} is abstract: use a type derived from it")
        binding = self._contract.binding(name)
        own = self._try(lambda: self._runtime.namesake(value, binding, self._contract.version))
        for field in item.fields:
            self._within(field.element, lambda f=field: self._field(f, getattr(own, f.attribute)))  # type: ignore[misc]

    def _field(self, field: Field, value: object) -> None:
        if field.many:
            for index, item in enumerate(self._try(lambda: self._runtime.listed(value))):
                self._within(f"[{index}]", lambda item=item: self._value(field, item))  # type: ignore[misc]
        elif value is not None:
            self._value(field, value)
        elif field.required and not field.nillable:
            raise _Found("a required value is missing")

    def _value(self, field: Field, value: object) -> None:
        type_name = field.type_name
        if type_name == "string" and not isinstance(value, str):
            raise _Found(f"expected str, got {self._runtime.shown(value)}")
        if type_name in self._texts:
            self._try(lambda: self._texts[type_name](value))
        elif type_name in self._contract.enumerations:
            enumeration = self._contract.binding(type_name)
            self._try(lambda: self._runtime.enum_text(value, enumeration))
        else:
            self.complex(type_name, value)

    def _try(self, write: Callable[[], Any]) -> Any:
        try:
            return write()
        except self._runtime.Unwritable as error:
            raise _Found(str(error)) from None

    def _within(self, step: str, search: Callable[[], None]) -> None:
        try:
            search()
        except _Found as found:
            path = found.problem.path
            if path and path[0].startswith("["):
                path[0] = step + path[0]
            else:
                path.insert(0, step)
            raise

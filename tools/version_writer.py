"""One version's package: all that the version has, taken from where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codec_writer import CodecWriter
from share_writer import TABLES
from shares import Share
from version_model import VersionModel


class VersionWriter:
    """Writes the package of one version."""

    def __init__(self, package: str, model: VersionModel, found: Sequence[Share]) -> None:
        """Take the version, and the shares of all versions."""
        self._package = package
        self._model = model
        self._version = model.source.version
        self._shares = [share for share in found if self._version in share.versions]

    def modules(self) -> Iterator[tuple[str, str]]:
        """The path of each below the whole package, and its text."""
        for name, lines in {
            "__init__": self._init(),
            "types": self._types(),
            "codec": self._codec(),
            "contract": self._contract(),
        }.items():
            yield f"v{self._version}/{name}.py", "\n".join(lines) + "\n"

    def _init(self) -> Iterator[str]:
        types = f"{self._package}.v{self._version}.types"
        yield f'"""The classes of version {self._version}."""'
        yield from ["", "from typing import TYPE_CHECKING", "", f"from {types} import *", ""]
        yield from ["if not TYPE_CHECKING:", f"    from {types} import __all__"]

    def _types(self) -> Iterator[str]:
        names = self._having("types")
        yield f'"""The classes of version {self._version}, each where it stands once for all."""'
        yield from ["", "from typing import TYPE_CHECKING", ""]
        yield f"from {self._package}.types import {', '.join(sorted(names))}"
        yield from (f"from {self._package}.types.{name} import *" for name in names)
        yield from ["", "if not TYPE_CHECKING:"]
        yield "    # Type checkers follow the stars, and cannot read a list that is put together."
        yield f"    __all__ = sorted([{', '.join(f'*{name}.__all__' for name in names)}])"

    def _codec(self) -> Iterator[str]:
        yield f'"""Writes and reads the types of version {self._version}."""'
        yield from ["", *self._imports("codec")]
        yield f"from {self._package}.runtime import Unreadable as Unreadable"
        yield from ["", *self._tables("codec")]
        marks = ", ".join(map(repr, CodecWriter(self._model).marks()))
        yield f"XSI_MARKS: tuple[str, ...] = ({marks},)"

    def _contract(self) -> Iterator[str]:
        yield f'"""The contract of version {self._version}: what the classes do not say."""'
        yield from ["", *self._imports("contract"), ""]
        yield f'VERSION = "{self._version}"'
        yield f'NAMESPACE = "{self._model.source.namespace}"'
        yield from self._tables("contract")

    def _imports(self, module: str) -> Iterator[str]:
        names = sorted([*self._having(module), *(table.type_name for table in TABLES[module])])
        yield f"from {self._package}.{module} import {', '.join(names)}"

    def _tables(self, module: str) -> Iterator[str]:
        for table in TABLES[module]:
            yield from table.joined(self._having(module, table.name))

    def _having(self, module: str, table: str | None = None) -> list[str]:
        """The names of the shares that have units of a module, or entries of a table."""
        return [
            share.name
            for share in self._shares
            if any(unit.module == module and table in (None, unit.table) for unit in share.units)
        ]

"""The modules of what some versions share: classes, codec, entries of the contract tables."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import codec_writer
import contract_writer
from shares import Share
from units import Table, names_defined, names_read

PACKAGES = {
    "types": '''\
"""The classes, each of them once for all versions that have it.

A module's name tells those versions; `mktows_bindings.vX_Y.types` has all classes of version X_Y.
"""
''',
    "codec": codec_writer.PACKAGE,
    "contract": contract_writer.PACKAGE,
}
"""The packages that hold a module for each share, and what their own modules say."""

TABLES: dict[str, tuple[Table, ...]] = {
    "types": (),
    "codec": codec_writer.TABLES,
    "contract": contract_writer.TABLES,
}
_TITLES = {
    "types": "Classes of",
    "codec": "Writes and reads types of",
    "contract": "Entries of the contract of",
}


class ShareWriter:
    """Writes the modules of all shares, which import from each other."""

    def __init__(self, package: str, found: Sequence[Share], imports: Mapping[str, str]) -> None:
        """Take the shares, and what the classes import from elsewhere: name to module."""
        self._package = package
        self._shares = found
        self._foreign = {"types": imports, "codec": codec_writer.FOREIGN, "contract": {}}
        self._homes: dict[str, list[tuple[Share, str]]] = {}
        for share in found:
            for unit in share.units:
                for name in names_defined(unit):
                    home = f"{package}.{unit.module}.{share.name}"
                    self._homes.setdefault(name, []).append((share, home))

    def modules(self) -> Iterator[tuple[str, str]]:
        """The path of each below the package, and its text."""
        for module, text in PACKAGES.items():
            yield f"{module}/__init__.py", text
            for share in self._shares:
                if any(unit.module == module for unit in share.units):
                    yield f"{module}/{share.name}.py", self._text(module, share)

    def _text(self, module: str, share: Share) -> str:
        units = [unit for unit in share.units if unit.module == module]
        entries = {
            table: [unit.text for unit in units if unit.table == table.name]
            for table in TABLES[module]
        }
        here = f"{self._package}.{module}.{share.name}"
        imported: dict[str, set[str]] = defaultdict(set)
        for name in {name for unit in units for name in names_read(unit)}:
            imported[self._home(name, module, share) or here].add(name)
        imported.pop(here, None)
        if any(entries.values()):
            types = {table.type_name for table in entries if entries[table]}
            imported[f"{self._package}.{module}"] = types
        lines = [f'"""{_TITLES[module]} {share.phrase}."""', ""]
        lines += ["from __future__ import annotations", "", *_imports(imported, self._package)]
        lines += sorted({unit.frame for unit in units} - {""})
        if module == "types":
            lines.append(f"__all__ = {sorted(unit.name for unit in units)!r}")
        lines += [f"{unit.text}\n" for unit in units if not unit.table]
        for table in entries:
            if entries[table]:
                lines += table.lines(entries[table])
        return "\n".join(lines) + "\n"

    def _home(self, name: str, module: str, share: Share) -> str | None:
        """The module that has a name which a share's module reads; None for a local variable."""
        for owner, home in self._homes.get(name, ()):
            if set(share.versions) <= set(owner.versions):
                return home
        found = self._foreign[module].get(name)
        return f"{self._package}{found}" if found and found.startswith(".") else found


def _imports(imported: Mapping[str, set[str]], package: str) -> Iterator[str]:
    """Import statements: the standard library's, those of others, our own."""
    groups: dict[int, list[str]] = {}
    for home in sorted(imported):
        root = home.partition(".")[0]
        group = 2 if root == package else 0 if root in sys.stdlib_module_names else 1
        names = ", ".join(sorted(imported[home]))
        groups.setdefault(group, []).append(f"from {home} import {names}")
    for group in sorted(groups):
        yield from (*groups[group], "")

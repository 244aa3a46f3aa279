"""The modules of the bindings: what versions share, and a package for each version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from codec_writer import CodecWriter
from contract_writer import contract_units
from literals_writer import literals
from share_writer import ShareWriter
from shares import shares
from units import Unit
from version_model import VersionModel
from version_writer import VersionWriter


class Module(NamedTuple):
    """A module to write: its path below the package, its text, the WSDLs that it is made from."""

    path: str
    text: str
    wsdl: str


def modules(package: str, models: Sequence[VersionModel]) -> Iterator[Module]:
    """Every module that is made from the WSDLs; the models come oldest first."""
    found = shares({model.source.version: list(_units(model)) for model in models})
    imports = {name: home for model in models for name, home in model.imports.items()}
    for path, text in ShareWriter(package, found, imports).modules():
        yield Module(path, text, "*.wsdl")
    for model in models:
        for path, text in VersionWriter(package, model, found).modules():
            yield Module(path, text, model.source.path.name)
    yield Module("literals.py", literals(models), "*.wsdl")


def _units(model: VersionModel) -> Iterator[Unit]:
    """All that makes up a version, in the order in which it is written."""
    namespace = f'__NAMESPACE__ = "{model.source.namespace}"'
    for name, text in model.classes.items():
        yield Unit("types", "", name, text, namespace)
    yield from CodecWriter(model).units()
    yield from contract_units(model)

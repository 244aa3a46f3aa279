"""One version's types: the text of each class as xsdata makes it, and the model it made it from."""

from __future__ import annotations

import ast
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple

from lxml import etree
from reply_classes import OPEN, open_classes
from wsdl_source import XS, WsdlSource
from xsdata.codegen.models import Attr, Class
from xsdata.codegen.transformer import ResourceTransformer
from xsdata.codegen.writer import CodeWriter
from xsdata.formats.dataclass.filters import Filters
from xsdata.formats.dataclass.generator import DataclassGenerator
from xsdata.formats.mixins import GeneratorResult
from xsdata.models.config import GeneratorConfig
from xsdata.models.enums import DataType
from xsdata.utils.package import module_path, package_path

_PACKAGE = "bindings"
_KEEPER = "KeepsEveryEnumeration"
_HIDDEN_TYPES = frozenset({DataType.STRING, DataType.ANY_SIMPLE_TYPE, DataType.BASE64_BINARY})
_SHOWN_TEXTS = frozenset(
    {"activityType", "attrName", "attrType", "dataType", "mObjType", "name", "objTypeName", "type"}
)


class FieldModel(NamedTuple):
    """One child element of a type, as the schema has it."""

    element: str
    attribute: str
    type_name: str
    least: int
    many: bool
    nillable: bool


class TypeModel(NamedTuple):
    """One complex type; `fields` are its own, those of its base come before them."""

    name: str
    base: str | None
    abstract: bool
    fields: tuple[FieldModel, ...]


@dataclass(frozen=True)
class VersionModel:
    """What a version's modules are written from.

    Attributes:
        source: The WSDL.
        types: The complex types, in the order of the schema.
        enumerations: The names of the enumerations, in the order of the schema.
        classes: Class to its text, bases first.
        imports: What those texts take from elsewhere: name to module.
    """

    source: WsdlSource
    types: tuple[TypeModel, ...]
    enumerations: tuple[str, ...]
    classes: dict[str, str]
    imports: dict[str, str]


def read_version(source: WsdlSource, config: Path) -> VersionModel:
    """Let xsdata make the classes of a WSDL, in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="mktows-") as name:
        folder = Path(name).resolve()
        schema = folder / "types.xsd"
        schema.write_bytes(_types_only(source))
        settings = GeneratorConfig.read(config)
        settings.output.package = f"{_PACKAGE}.types"
        with _generating(source, folder) as generator:
            ResourceTransformer(config=settings).process([schema.as_uri()])
        _forget(_PACKAGE)
        text = (folder / _PACKAGE / "types.py").read_text(encoding="utf-8")
    types, enumerations = tuple(generator.types), tuple(generator.enumerations)
    classes, imports = _taken_apart(text)
    classes |= open_classes(source, types, enumerations, classes)
    return VersionModel(source, types, enumerations, classes, imports | OPEN)


def _taken_apart(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The classes and the imports of a module."""
    lines = text.splitlines()
    classes: dict[str, str] = {}
    imports: dict[str, str] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            classes[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
        elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
            imports |= {alias.name: str(node.module) for alias in node.names}
    return classes, imports


def _types_only(source: WsdlSource) -> bytes:
    """The schema without its global elements.

    xsdata makes one class for a type and another for the element of that type, and numbers them
    where their names differ only in case (ParamsGetLead1). The contract table tells which element
    carries which type, so the types alone are enough.
    """
    schema = etree.fromstring(etree.tostring(source.schema))
    for element in schema.findall(XS + "element"):
        schema.remove(element)
    # xsdata leaves out an enumeration that no type uses: here is one that uses them all.
    keeper = etree.SubElement(schema, f"{XS}complexType", name=_KEEPER)
    sequence = etree.SubElement(keeper, f"{XS}sequence")
    prefix = next(p for p, uri in source.schema.nsmap.items() if uri == source.namespace)
    for enumeration in schema.findall(f"{XS}simpleType"):
        name = enumeration.get("name", "")
        type_name = f"{prefix}:{name}" if prefix else name
        etree.SubElement(sequence, f"{XS}element", name=name, type=type_name)
    return etree.tostring(schema, xml_declaration=True, encoding="UTF-8")


@contextlib.contextmanager
def _generating(source: WsdlSource, target: Path) -> Iterator[type[_Generator]]:
    """Let xsdata write below the working folder, import from it, and find ruff on PATH."""

    class Generator(_Generator):
        wsdl = source
        types: ClassVar[list[TypeModel]] = []
        enumerations: ClassVar[list[str]] = []

    # They remember the working folder of an earlier run in this process.
    package_path.cache_clear()
    module_path.cache_clear()
    before = Path.cwd()
    path, modules = os.environ["PATH"], list(sys.path)
    CodeWriter.register_generator("dataclasses", Generator)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    os.environ["RUFF_NO_CACHE"] = "true"
    os.chdir(target)
    try:
        yield Generator
    finally:
        os.chdir(before)
        os.environ["PATH"] = path
        del os.environ["RUFF_NO_CACHE"]
        sys.path[:] = modules
        CodeWriter.register_generator("dataclasses", DataclassGenerator)


def _forget(package: str) -> None:
    """Drop what xsdata imported to try its own output; the folder is a temporary one."""
    root = package.partition(".")[0]
    for name in [n for n in sys.modules if n == root or n.startswith(f"{root}.")]:
        del sys.modules[name]


class _Filters(Filters):
    """Keeps people's data out of reprs: a text shows only where it is a name from the contract."""

    def field_definition(self, obj: Class, attr: Attr, parent_namespace: str | None) -> str:
        definition = super().field_definition(obj, attr, parent_namespace)
        datatype = attr.types[0].datatype
        if datatype in _HIDDEN_TYPES and attr.local_name not in _SHOWN_TEXTS:
            return definition.replace("field(", "field(repr=False, ", 1)
        return definition

    def class_params(self, obj: Class) -> Iterator[tuple[str, str]]:
        """The members that have something said about them; bare names would say it again."""
        return (param for param in super().class_params(obj) if param[1])


class _Generator(DataclassGenerator):
    """Xsdata's generator, which also keeps the model that it writes the classes from."""

    wsdl: WsdlSource
    types: ClassVar[list[TypeModel]]
    enumerations: ClassVar[list[str]]

    @classmethod
    def init_filters(cls, config: GeneratorConfig) -> Filters:
        return _Filters(config)

    def render(self, classes: list[Class]) -> Iterator[GeneratorResult]:
        classes = [item for item in classes if item.name != _KEEPER]
        self.types.extend(self._type(item) for item in classes if not item.is_enumeration)
        self.enumerations.extend(item.name for item in classes if item.is_enumeration)
        yield from super().render(classes)

    def _type(self, item: Class) -> TypeModel:
        fields = tuple(
            FieldModel(
                element=attr.local_name,
                attribute=self.filters.field_name(attr.name, item.name),
                type_name=attr.types[0].name,
                least=self._min_occurs(item, attr),
                many=attr.is_list,
                nillable=attr.is_nillable,
            )
            for attr in item.attrs
        )
        base = item.extensions[0].type.name if item.extensions else None
        return TypeModel(item.name, base, item.abstract, fields)

    def _min_occurs(self, item: Class, attr: Attr) -> int:
        """What the schema says: xsdata calls every anySimpleType optional."""
        if attr.types[0].name != "anySimpleType":
            return attr.restrictions.min_occurs or 0
        path = f"{XS}complexType[@name='{item.name}']//{XS}element[@name='{attr.local_name}']"
        element = self.wsdl.schema.find(path)
        return int(element.get("minOccurs", "1")) if element is not None else 0

"""The text of a world file as a tree of nodes, each with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from json import dumps

from mktows.extras import named

try:
    import yaml
except ModuleNotFoundError as error:
    raise named(error) from error

MAX_DEPTH = 20
"""Depth to which a world file may nest; the format itself needs less than half of it."""

# PyYAML's own reader is some ten times slower than libyaml, which not every build has.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_PAIR = re.compile(
    r"(?<!\\)((?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


class BadText(Exception):
    """The text is no tree; `line` and `column` count from 1."""

    def __init__(self, reason: str, line: int = 1, column: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


@dataclass(slots=True)
class Scalar:
    """A text as it stands in the file, not as YAML would interpret it."""

    line: int
    column: int
    text: str = field(repr=False)
    quoted: bool

    @property
    def is_nothing(self) -> bool:
        """True where it says that there is no value."""
        return not self.quoted and self.text in ("", "~", "null")


@dataclass(slots=True)
class Listed:
    """Nodes in order."""

    line: int
    column: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapped:
    """Nodes by keys, in order; a key may stand twice."""

    line: int
    column: int
    pairs: list[tuple[Scalar, Node]] = field(default_factory=list)


Node = Scalar | Listed | Mapped


def read_nodes(text: str, *, json: bool = False) -> Node:
    """Return the one document of a YAML text.

    What YAML adds to plain lists and mappings is refused: aliases and anchors, which let a small
    file stand for a huge one, tags, keys that are no texts, and several documents.

    Args:
        text: The text.
        json: Whether it is JSON; that is YAML too, but for tabs between the values and for how
            characters beyond the basic plane are escaped.

    Raises:
        BadText: It cannot be read.
    """
    if json:
        text = _PAIR.sub(_joined, text.replace("\t", " "))
    try:
        events = _placed(yaml.parse(text, Loader=_LOADER))
        kind, _, line, column = next(events)
        if kind == "StreamEnd":
            raise BadText("there is nothing in it")
        root = _node(events, *next(events), depth=0)
        next(events)  # the end of the document
        kind, _, line, column = next(events)
        if kind != "StreamEnd":
            raise BadText("there is more than one document in it", line, column)
        return root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        # What PyYAML says of it differs between its versions.
        said = error.problem or error.context or "no reason given"
        raise BadText(f"this cannot be read as YAML ({said})", *place) from None
    except yaml.YAMLError as error:
        position = getattr(error, "position", 0)
        before = text[:position]
        column = len(before) - before.rfind("\n")
        raise BadText("a character that YAML cannot hold", before.count("\n") + 1, column) from None


def write_nodes(value: object, *, json: bool) -> str:
    """Mappings, lists and scalars as a text that reads as they stand.

    Args:
        value: What it holds.
        json: Whether as JSON; else as YAML.
    """
    if json:
        return f"{dumps(value, ensure_ascii=False, indent=1)}\n"
    text: str = yaml.dump(value, Dumper=_DUMPER, allow_unicode=True, sort_keys=False)
    return text


_Event = tuple[str, yaml.Event, int, int]


def _placed(events: Iterator[yaml.Event]) -> Iterator[_Event]:
    for event in events:
        kind = type(event).__name__.removesuffix("Event")
        if kind == "StreamStart":
            continue
        mark = event.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        if getattr(event, "anchor", None) is not None:
            raise BadText("anchors and aliases are not allowed; repeat the value", line, column)
        if getattr(event, "tag", None) is not None:
            raise BadText("tags are not allowed; write the value alone", line, column)
        yield kind, event, line, column


def _node(
    events: Iterator[_Event], kind: str, event: yaml.Event, line: int, column: int, *, depth: int
) -> Node:
    if depth > MAX_DEPTH:
        raise BadText("this is nested too deep", line, column)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(line, column, event.value, quoted=bool(event.style))
    if kind == "SequenceStart":
        listed = Listed(line, column)
        for item in events:
            if item[0] == "SequenceEnd":
                break
            listed.items.append(_node(events, *item, depth=depth + 1))
        return listed
    mapped = Mapped(line, column)
    for item in events:
        if item[0] == "MappingEnd":
            break
        key = _node(events, *item, depth=depth + 1)
        if not isinstance(key, Scalar):
            raise BadText("a key must be a text", key.line, key.column)
        mapped.pairs.append((key, _node(events, *next(events), depth=depth + 1)))
    return mapped


def nodes_of(value: object) -> tuple[Node, list[str]]:
    """Plain Python values as nodes; the line of each is its place in the list of paths, from 1.

    Mappings, lists and tuples hold texts, whole numbers, booleans, None, dates and datetimes.

    Raises:
        BadText: A value is none of these, or is nested too deep.
    """
    paths: list[str] = []
    return _python_node(value, "", paths, depth=0), paths


def _python_node(value: object, path: str, paths: list[str], *, depth: int) -> Node:
    paths.append(path)
    line = len(paths)
    if depth > MAX_DEPTH:
        raise BadText(f"{path[:200]}: this is nested too deep")
    if isinstance(value, Mapping):
        mapped = Mapped(line, 1)
        for key, item in value.items():
            if not isinstance(key, str):
                raise BadText(f"{path or 'the world'}: a key must be a text")
            inner = f"{path}.{key}" if path else key
            named = Scalar(line, 1, key, quoted=True)
            mapped.pairs.append((named, _python_node(item, inner, paths, depth=depth + 1)))
        return mapped
    if isinstance(value, list | tuple):
        listed = Listed(line, 1)
        for index, item in enumerate(value):
            listed.items.append(_python_node(item, f"{path}[{index}]", paths, depth=depth + 1))
        return listed
    if isinstance(value, bool):
        return Scalar(line, 1, "true" if value else "false", quoted=False)
    if isinstance(value, int):
        return Scalar(line, 1, str(value), quoted=False)
    if isinstance(value, date):  # or a datetime
        return Scalar(line, 1, value.isoformat(), quoted=True)
    if value is None or isinstance(value, str):
        return Scalar(line, 1, value or "", quoted=value is not None)
    kind = type(value).__name__
    raise BadText(f"{path or 'the world'}: a {kind} is nothing that a world holds; give a text")


def _joined(found: re.Match[str]) -> str:
    units = bytes.fromhex(found[2].replace("\\u", ""))
    return found[1] + units.decode("utf-16-be")

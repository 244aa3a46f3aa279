"""Reads worlds from YAML or JSON files, and says line by line what is wrong with one."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import itertools
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from os import PathLike
from pathlib import Path as FilePath
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from mktows.sandbox.world.nodes import (
    BadText,
    Listed,
    Mapped,
    Node,
    Scalar,
    nodes_of,
    read_nodes,
    write_nodes,
)
from mktows.sandbox.world.rules import problems_of
from mktows.sandbox.world.world import Path, World, WorldError

MAX_WORLD_BYTES = 64 * 1024 * 1024
"""Largest world file; a hundred thousand leads take about 20 megabytes."""
_SHOWN = 20  # problems told of one file
_MOST = 1000  # problems after which a file is read no further

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_EXPECTED = {str: "a text", int: "a whole number", bool: "true or false"}


def demo_world() -> World:
    """The small instance that comes with the package: the vendor's documented examples."""
    file = resources.files("mktows.sandbox.world") / "demo.yaml"
    return parse_world(file.read_text(encoding="utf-8"), "the demo world")


def read_world(path: str | FilePath) -> World:
    """Read a world from a file.

    `mktows.sandbox.world.world` says what it holds, and the demo world is an example of everything.

    Args:
        path: The file, in UTF-8: YAML, or JSON if its name ends in `.json`.

    Raises:
        WorldError: The file cannot be read, or something in it is wrong.
    """
    path = FilePath(path)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_WORLD_BYTES + 1)
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from error
    if len(data) > MAX_WORLD_BYTES:
        raise WorldError(f"{path} is larger than {MAX_WORLD_BYTES} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorldError(f"cannot read {path}: it is not UTF-8 (byte {error.start})") from None
    return parse_world(text, str(path), json=path.suffix.lower() == ".json")


def parse_world(text: str, name: str = "the world", *, json: bool = False) -> World:
    """Read a world from a text.

    Args:
        text: YAML.
        name: What problems call it.
        json: Whether it is JSON.

    Raises:
        WorldError: Something in it is wrong; every problem of one kind of check is told.
    """
    try:
        root = read_nodes(text, json=json)
    except BadText as error:
        raise WorldError(f"{name}:{error.line}:{error.column}: {error.reason}") from None
    return _world_of(root, lambda line, column: f"{name}:{line}:{column}")


def as_world(given: World | Mapping[str, object] | str | PathLike[str]) -> World:
    """A world, from a file's path or from plain values; a world stays as it is.

    Args:
        given: A path, or a mapping with the members of a world file, in which dates and datetimes
            may stand for their texts.

    Raises:
        WorldError: The file cannot be read, or something is wrong; of plain values each problem
            begins with its path, such as `leads[3].email`.
    """
    if isinstance(given, World):
        return given
    if not isinstance(given, Mapping):
        return read_world(FilePath(given))
    try:
        root, paths = nodes_of(given)
    except BadText as error:
        raise WorldError(error.reason) from None
    return _world_of(root, lambda line, _: paths[line - 1] or "the world")


def _world_of(root: Node, shown: Callable[[int, int], str]) -> World:
    """Make a world of nodes; `shown` gives the text for a place."""
    reader = _Reader()
    world: Any = None
    with contextlib.suppress(_Enough):
        world = reader.read(root, World, ())
    if not reader.problems:
        found = itertools.islice(problems_of(world), _MOST)
        reader.problems += [(*reader.place(path), reason) for path, reason in found]
    if reader.problems:
        raise _error(reader.problems, shown)
    return world  # type: ignore[no-any-return]  # a World, since there are no problems


def _error(problems: list[tuple[int, int, str]], shown: Callable[[int, int], str]) -> WorldError:
    problems = sorted(set(problems))
    lines = [f"{shown(line, column)}: {why}" for line, column, why in problems[:_SHOWN]]
    if len(problems) > _SHOWN:
        at_least = "at least " if len(problems) >= _MOST else ""
        lines.append(f"and {at_least}{len(problems) - _SHOWN} more")
    return WorldError(*lines)


def world_text(world: World, *, json: bool = False) -> str:
    """A world as the text of a world file, without members that are as by default.

    Args:
        world: The world.
        json: Whether as JSON; else as YAML.
    """
    return write_nodes(_plain(world), json=json)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        members = {}
        for each in dataclasses.fields(value):
            held, default = getattr(value, each.name), each.default
            if each.default_factory is not dataclasses.MISSING:
                default = each.default_factory()
            if held != default:
                members[each.name] = _plain(held)
        return members
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value


class _Enough(Exception):
    """There are more problems than anyone reads."""


class _Reader:
    """Makes dataclasses of nodes, and notes what does not fit instead of raising."""

    def __init__(self) -> None:
        self.problems: list[tuple[int, int, str]] = []
        self._places: dict[Path, Node] = {}

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column of what is at a path, or of what is around it."""
        while path not in self._places:
            path = path[:-1]
        node = self._places[path]
        return node.line, node.column

    def read(self, node: Node, expected: Any, path: Path) -> Any:
        """Return the value of a node; None, with the problem noted, if it is not as expected."""
        self._places[path] = node
        origin, inner = get_origin(expected), get_args(expected)
        if origin is UnionType:
            (expected,) = (each for each in inner if each is not NoneType)
            if isinstance(node, Scalar) and node.is_nothing:
                return None
            return self.read(node, expected, path)
        if origin is tuple:
            if not isinstance(node, Listed):
                return self._bad(node, "a list was expected")
            return tuple(
                self.read(item, inner[0], (*path, index)) for index, item in enumerate(node.items)
            )
        if origin is Mapping:
            return {
                key: self.read(value, inner[1], (*path, key))
                for key, value in self._pairs(node, path).items()
            }
        if dataclasses.is_dataclass(expected):
            return self._record(node, expected, path)
        return self._scalar(node, expected)

    def _scalar(self, node: Node, expected: Any) -> Any:
        what = _EXPECTED[expected]
        if not isinstance(node, Scalar):
            return self._bad(node, f"{what} was expected")
        if node.is_nothing:
            return self._bad(node, f"there is no value; {what} was expected (a text may be quoted)")
        if expected is str:
            return node.text
        if not node.quoted:
            if expected is bool and node.text in ("true", "false"):
                return node.text == "true"
            if expected is int and _INTEGER.fullmatch(node.text):
                return int(node.text)
        return self._bad(node, f"{what} was expected")

    def _record(self, node: Node, expected: Any, path: Path) -> Any:
        hints = _hints(expected)
        given: dict[str, Any] = {}
        sound = isinstance(node, Mapped)
        for key, value in self._pairs(node, path, hints).items():
            given[key] = self.read(value, hints[key], (*path, key))
        for member in dataclasses.fields(expected):
            default = member.default, member.default_factory
            if sound and member.name not in given and default == (dataclasses.MISSING,) * 2:
                self._bad(node, f"{member.name} is missing")
        # Members that have a default may be left empty as well.
        return expected(**given) if not self.problems else None

    def _pairs(
        self, node: Node, path: Path, known: Mapping[str, object] | None = None
    ) -> dict[str, Node]:
        if not isinstance(node, Mapped):
            self._bad(node, "names with values were expected")
            return {}
        found: dict[str, Node] = {}
        for key, value in node.pairs:
            if known is not None and key.text not in known:
                close = difflib.get_close_matches(key.text, known, 1)
                advice = f"did you mean {close[0]}?" if close else f"known: {', '.join(known)}"
                self._bad(key, f"{key.text!r} is not known here; {advice}")
            elif key.text in found:
                self._bad(key, f"{key.text!r} stands here twice")
            else:
                found[key.text] = value
                self._places[(*path, key.text)] = key
        return found

    def _bad(self, node: Node, reason: str) -> None:
        self.problems.append((node.line, node.column, reason))
        if len(self.problems) >= _MOST:
            raise _Enough


@cache
def _hints(expected: Any) -> dict[str, Any]:
    return get_type_hints(expected)

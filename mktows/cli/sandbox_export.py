"""`mktows sandbox export`: the content of a sandbox's database as a world file."""

from __future__ import annotations

import json
import os
from pathlib import Path

from mktows.cli import output
from mktows.cli.failures import InputError
from mktows.database.failures import DatabaseFailed
from mktows.errors import ConfigError
from mktows.sandbox.store import Store
from mktows.sandbox.world.export import written_world
from mktows.sandbox.world.files import MAX_WORLD_BYTES
from mktows.sandbox.world.rules import problems_of


def export_world(path: str, *, database: str, overwrite: bool) -> int:
    """Write a world file; 0 if a sandbox can begin with it, else 1.

    Raises:
        ConfigError: The database is none of a sandbox, or cannot be read.
        InputError: The file cannot be written, is there already, or would be too large to be read.
    """
    target = Path(path)
    if target.exists() and not overwrite:
        raise InputError(f"{path}: is there already; --overwrite replaces it")
    if not Path(database).is_file():
        raise ConfigError(f"{database} is no database of a sandbox: there is no such file")
    try:
        store = Store(database, quiet=True)
        try:
            with store.reading() as data:
                written = written_world(data, json=target.suffix.lower() == ".json")
        finally:
            store.close()
    except DatabaseFailed as error:
        raise ConfigError(f"cannot read {database}: {error}") from error
    text, world = written.content, written.world
    if len(text) > MAX_WORLD_BYTES:
        raise InputError(
            f"{path}: would have {len(text)} bytes, and a world file has {MAX_WORLD_BYTES} at most"
        )
    _write(target, text)
    for each in written.left_out:
        output.note(f"{path}: without {each}, which no world file can hold")
    problems = 0
    for where, reason in problems_of(world):
        problems += 1
        output.problem(f"{path}: {json.dumps(where)}: {reason}")
    output.line(f"{path}: {len(world.leads)} leads, {len(world.activities)} activities")
    return 1 if problems else 0


def _write(target: Path, data: bytes) -> None:
    made = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        made.replace(target)
    except OSError as error:
        raise InputError(f"{target}: cannot be written: {error.strerror}") from error

"""`mktows bridge snapshot`, `calls` and `unknown`: what a bridge keeps."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mktows.bridge.operating.settings_file import read_state_place
from mktows.bridge.operating.snapshots import BadSnapshot, loaded, written
from mktows.bridge.state.store import SCHEMA, BridgeStore
from mktows.cli import output
from mktows.cli.bridge_opened import opened_bridge, tenant_of
from mktows.cli.calls import Selection, selected, shown
from mktows.cli.failures import InputError, UsageError
from mktows.database.failures import DatabaseFailed
from mktows.database.shared import open_shared
from mktows.errors import ConfigError

_LONGEST = 64 * 1024 * 1024


def snapshot(config: str, *, tenant: str | None, load: str | None) -> int:
    """Print the lead fields of a tenant as JSON; with a file to load, put them right first."""
    text = None if load is None else _text(load)
    with opened_bridge(config) as bridge:
        instance = bridge.instances[tenant_of(bridge, tenant)]
        client = instance.client.with_options()
        if text is None:
            fields = instance.describe(client)
        elif bridge.settings.database is None:
            raise ConfigError(f"{config}: without database, what is loaded would be gone at once")
        else:
            known = instance.known_fields()
            try:
                fields = loaded(text, known or instance.describe(client))
            except BadSnapshot as error:
                raise InputError(f"{load}: {error}") from None
            instance.keep_fields(fields)
        output.document(written(fields))
    return 0


def calls(config: str, selection: Selection, *, call_id: int | None, as_json: bool) -> int:
    """Print a list of the calls that a bridge has answered, or one in full."""
    with _state(config) as (store, _):
        found = selected(store.database, selection, call_id, "the bridge's database")
    return shown(found, as_json=as_json)


def unknown(config: str, *, allow: str | None) -> int:
    """List the calls whose outcome is unknown, or let one of them be made again."""
    with _state(config) as (store, tenants):
        matches = [
            (name, str(each["digest"]), each)
            for name in tenants
            for each in _unknown_of(store, name)
        ]
        if allow is None:
            for name, digest, each in matches:
                since = datetime.fromtimestamp(each["since"], UTC).isoformat(timespec="seconds")
                output.line(f"{digest[:16]}  {name}  {each['operation']}  {since}")
            return 0
        meant = [(name, digest) for name, digest, _ in matches if digest.startswith(allow)]
        if len(meant) != 1:
            many = "several" if meant else "no"
            raise UsageError(f"{many} calls of unknown outcome begin with {output.one_line(allow)}")
        ((name, digest),) = meant
        with store.writing(name) as rows:
            if not rows.allow(digest):
                raise UsageError("its outcome is not unknown any more")
        output.note(f"{digest[:16]} may be made again: the next such call will be carried out")
    return 0


@contextmanager
def _state(config: str) -> Iterator[tuple[BridgeStore, tuple[str, ...]]]:
    """The state of the bridge that serves, for which no secrets are needed."""
    place = read_state_place(Path(config))
    if place.database is None:
        raise ConfigError(f"{config}: without database, nothing is known of a bridge that serves")
    if isinstance(place.database, Path) and not place.database.is_file():
        raise ConfigError(f"there is no {place.database} yet: no bridge has served with {config}")
    database = open_shared(SCHEMA, place.database)
    try:
        yield BridgeStore(database), place.tenants
    except DatabaseFailed as error:
        raise ConfigError(f"the bridge's database cannot be used: {error}") from error
    finally:
        database.close()


def _unknown_of(store: BridgeStore, name: str) -> list[Mapping[str, Any]]:
    with store.reading(name) as rows:
        return rows.unknown_outcomes()


def _text(load: str) -> str:
    try:
        if load == "-":
            data = sys.stdin.buffer.read(_LONGEST + 1)
        else:
            with Path(load).open("rb") as file:
                data = file.read(_LONGEST + 1)
        if len(data) > _LONGEST:
            raise InputError(f"{load} is too long for a snapshot")
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"cannot read {load}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InputError(f"{load} is not UTF-8") from None

"""Custom objects: records of leads, found by their keys."""

from __future__ import annotations

from collections.abc import Iterable

from support.sandbox_model import world
from support.sandbox_model.state import Fault, Record, RecordFailed, Reply, State, without
from support.sandbox_model.world import RecordKind

Key = tuple[str, ...]
Given = tuple[dict[str, str], dict[str, str]]  # keys, other values


def kind_named(name: str) -> RecordKind:
    """Letter case does not count in the names of types."""
    if name.casefold() not in world.RECORD_KINDS:
        raise Fault(20110)
    return world.RECORD_KINDS[name.casefold()]


def sync(state: State, name: str, records: Iterable[Given], mode: str) -> Reply:
    """Records are handled in order; a bad one fails by itself."""
    kind = kind_named(name)
    statuses = []
    for keys, values in records:
        error = None
        try:
            status = _sync(state, kind, keys, values, mode)
        except RecordFailed as failure:
            status, error = "FAILED", failure.code or ...
        statuses.append(_status(kind, keys, status, error))
    return {"sync_custom_obj_status_list": statuses}


def _status(kind: RecordKind, keys: dict[str, str], status: str, error: object) -> Reply:
    echoed = [(key, None, keys[key]) for key in kind.keys if key in keys]
    return without(
        {
            "obj_type_name": kind.name,
            "custom_obj_key_list": echoed or None,
            "status": status,
            "error": error,
        }
    )


def _key(kind: RecordKind, keys: dict[str, str]) -> Key:
    if keys.keys() != set(kind.keys) or not all(keys.values()):
        raise RecordFailed(None)
    if kind.link in keys and not keys[kind.link].isdecimal():
        raise RecordFailed(None)
    return tuple(keys[each] for each in kind.keys)


def _sync(
    state: State, kind: RecordKind, keys: dict[str, str], values: dict[str, str], mode: str
) -> str:
    if (keys.keys() | values.keys()) - {*kind.keys, kind.link, *kind.others}:
        raise RecordFailed(None)
    key = _key(kind, keys)
    # Among the other values a key may be repeated, but not changed.
    if any(name in kind.keys and values[name].strip() != keys[name] for name in values):
        raise RecordFailed(None)
    link = {**values, **keys}.get(kind.link)
    if link is not None and not link.isdecimal():
        raise RecordFailed(None)
    records = state.records[kind.name]
    found = records.get(key)
    if mode == ("UPDATE" if found is None else "INSERT"):
        return "SKIPPED"
    if link is None and found is None:
        raise RecordFailed(None)
    if link is not None and int(link) not in state.leads:
        raise RecordFailed(None)
    if found is None:
        own = {each: keys[each] for each in kind.keys if each != kind.link}
        target = records[key] = Record(int(link or 0), own)
    else:
        target = found
        target.lead = int(link) if link is not None else found.lead
    for each, text in ((name, text.strip()) for name, text in values.items()):
        # A value that is not of its field's type is passed over.
        if each not in kind.others:
            continue
        if text and kind.others[each] == "integer" and not text.isdecimal():
            continue
        target.values.pop(each, None)
        if text:
            target.values[each] = text
    return "CREATED" if found is None else "UPDATED"


def delete(state: State, name: str, listed: Iterable[dict[str, str]]) -> Reply:
    kind = kind_named(name)
    statuses = []
    for keys in listed:
        error: object = None
        try:
            gone = state.records[kind.name].pop(_key(kind, keys), None)
            status = "UNCHANGED" if gone is None else "DELETED"
        except RecordFailed:
            status, error = "FAILED", ...
        statuses.append(_status(kind, keys, status, error))
    return {"delete_custom_obj_status_list": statuses}


def find(state: State, name: str, keys: dict[str, str]) -> list[tuple[object, ...]]:
    """Places of the records with these keys, in order: links as numbers, other keys as texts."""
    kind = kind_named(name)
    return sorted(
        tuple(
            int(value) if name == kind.link else value
            for name, value in zip(kind.keys, key, strict=True)
        )
        for key in state.records[kind.name]
        if all(dict(zip(kind.keys, key, strict=True))[name] == keys[name] for name in keys)
    )


def shown(state: State, name: str, place: tuple[object, ...], include: list[str]) -> Reply:
    kind = kind_named(name)
    key = tuple(map(str, place))
    record = state.records[kind.name][key]
    values = {**record.values, kind.link: str(record.lead)}
    others = [
        (each, None, values[each])
        for each in sorted(values)
        if each not in kind.keys and (not include or each in include)
    ]
    return without(
        {
            "custom_obj_key_list": [(each, None, values[each]) for each in kind.keys],
            "custom_obj_attribute_list": others or None,
        }
    )

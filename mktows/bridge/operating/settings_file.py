"""The settings file of a bridge: TOML in, `BridgeSettings` out. It holds no secret."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from mktows.bridge.operating.secret_places import CONTAINER_SECRETS, HOW, secret_of
from mktows.bridge.settings import (
    RIGHTS,
    BridgeSettings,
    BridgeUser,
    CompanyFields,
    Right,
    Several,
    Tenant,
)
from mktows.errors import ConfigError
from mktows.limiting.limits import quota_zone
from mktows.limiting.settings import parse_rate
from mktows.rest.settings import DEFAULT_RATE, RestConfig
from mktows.signing import Secret

_TOP = {
    "database": object,
    "timeout_seconds": (int, float),
    "window_minutes": (int, float),
    "any_timestamp": bool,
    "strict": bool,
    "repeat_unknown": bool,
    "journal_calls": int,
    "journal_bodies": bool,
    "tenants": dict,
    "users": dict,
}
_TENANT = {
    "url": str,
    "client_id": str,
    "client_secret": object,
    "rate": str,
    "concurrency": int,
    "daily_calls": int,
    "zone": str,
    "show_false": bool,
    "scan_calls": int,
    "foreign_fields": dict,
    "workspaces": dict,
    "several": str,
    "company_fields": str,
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "several": get_args(Several),
    "company_fields": get_args(CompanyFields),
}
_USER = {"tenant": str, "key": object, "rights": list, "operations": list}
_KINDS = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "a table",
}
_LONGEST_FILE = 1024 * 1024


def read_settings(
    path: Path,
    environ: Mapping[str, str] = os.environ,
    *,
    container_secrets: Path = CONTAINER_SECRETS,
) -> BridgeSettings:
    """Read a settings file, and the secrets from where it says that they are.

    Relative paths begin at the file's folder.

    Args:
        path: The file.
        environ: The environment, which may hold secrets.
        container_secrets: The folder in which a container finds its secrets.

    Raises:
        ConfigError: It cannot be read, or a setting in it is wrong; the text says which, and what
            to do, and shows no value.
    """
    try:
        return _Reading(path, environ, container_secrets).settings(_document(path))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


@dataclass(frozen=True, slots=True)
class StatePlace:
    """The place of a bridge's state, and the tenants in it.

    Attributes:
        database: The file or URL; None where the state is gone with the bridge.
        tenants: The names of the tenants.
    """

    database: str | Path | None = field(repr=False)  # it may hold a password
    tenants: tuple[str, ...]


def read_state_place(
    path: Path,
    environ: Mapping[str, str] = os.environ,
    *,
    container_secrets: Path = CONTAINER_SECRETS,
) -> StatePlace:
    """Read of a settings file where the state is; of the secrets, no other is needed.

    Raises:
        ConfigError: The file cannot be read, or that is not in it.
    """
    try:
        document = _document(path)
        _check(document, "", _TOP, required=("tenants",))
        database = None
        if "database" in document:
            database = _Reading(path, environ, container_secrets).database(document["database"])
        return StatePlace(database, tuple(document["tenants"]))
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from None


def _document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(_LONGEST_FILE + 1)
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}") from None
    if len(text) > _LONGEST_FILE:
        raise ConfigError("is too long for a file of settings")
    try:
        return tomllib.loads(text.decode())
    except UnicodeDecodeError:
        raise ConfigError("is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"is no TOML: {error}") from None


@dataclass(frozen=True)
class _Reading:
    """The reading of one file."""

    path: Path
    environ: Mapping[str, str]
    containers: Path

    def settings(self, document: dict[str, Any]) -> BridgeSettings:
        """The settings of a document."""
        _check(document, "", _TOP, required=("tenants", "users"))
        given: dict[str, Any] = {
            name: document[name]
            for name in (
                "any_timestamp",
                "strict",
                "repeat_unknown",
                "journal_calls",
                "journal_bodies",
            )
            if name in document
        }
        if given.get("journal_calls", 0) < 0:
            raise ConfigError("journal_calls must be 0 or more; 0 records none")
        if "database" in document:
            given["database"] = self.database(document["database"])
        for name, setting, unit in (
            ("timeout_seconds", "timeout", "seconds"),
            ("window_minutes", "window", "minutes"),
        ):
            if name in document:
                given[setting] = _span(name, document[name], unit)
        return BridgeSettings(
            tenants={
                name: self._tenant(name, table) for name, table in _tables(document, "tenants")
            },
            users={name: self._user(name, table) for name, table in _tables(document, "users")},
            **given,
        )

    def database(self, given: Any) -> str | Path:
        """The place of the state: a file, or a URL, which stands elsewhere with its password."""
        if not isinstance(given, str):
            return str(self._secret(given, "database").reveal())
        if "://" not in given:
            return self.path.parent / given
        if urlsplit(given).password is not None:
            raise ConfigError("database: this URL has a password: " + HOW)
        return given

    def _tenant(self, name: str, table: dict[str, Any]) -> Tenant:
        where = f"tenants.{name}"
        _check(table, where, _TENANT, required=("url", "client_id", "client_secret"))
        rest: dict[str, Any] = {
            each: table[each] for each in ("concurrency", "daily_calls") if each in table
        }
        given: dict[str, Any] = {
            each: table[each] for each in ("show_false", "scan_calls") if each in table
        }
        for each in ("foreign_fields", "workspaces"):
            if each in table:
                given[each] = _texts(table[each], f"{where}.{each}")
        for each, choices in _CHOICES.items():
            if each in table:
                if table[each] not in choices:
                    raise ConfigError(f"{where}.{each}: must be {' or '.join(choices)}")
                given[each] = table[each]
        if given.get("scan_calls", 1) < 1:
            raise ConfigError(f"{where}.scan_calls: must be 1 or more")
        if "zone" in table:
            given["zone"] = _zone(table["zone"], f"{where}.zone")
        secret = self._secret(table["client_secret"], f"{where}.client_secret")
        try:
            if "rate" in table:
                rest["rate_calls"], rest["rate_seconds"] = parse_rate(
                    table["rate"], "rate", DEFAULT_RATE
                )
            config = RestConfig(table["url"], table["client_id"], secret, **rest)
        except ConfigError as error:
            raise ConfigError(f"[{where}]: {error}") from None
        return Tenant(config, **given)

    def _user(self, name: str, table: dict[str, Any]) -> BridgeUser:
        where = f"users.{name}"
        _check(table, where, _USER, required=("tenant", "key"))
        key = self._secret(table["key"], f"{where}.key")
        rights = RIGHTS
        if "rights" in table:
            rights = _rights(table["rights"], f"{where}.rights")
        operations = None
        if "operations" in table:
            operations = frozenset(_names(table["operations"], f"{where}.operations"))
        return BridgeUser(key, table["tenant"], rights, operations)

    def _secret(self, given: Any, what: str) -> Secret:
        return secret_of(
            given,
            what,
            folder=self.path.parent,
            environ=self.environ,
            containers=self.containers,
        )


def _tables(document: dict[str, Any], name: str) -> Iterable[tuple[str, dict[str, Any]]]:
    if not document[name]:
        raise ConfigError(f"[{name}] is empty: it takes a table for each, such as [{name}.one]")
    for each, table in document[name].items():
        if not isinstance(table, dict):
            raise ConfigError(f"{name}.{each} must be a table: write [{name}.{each}]")
        yield each, table


def _check(
    table: dict[str, Any], where: str, known: Mapping[str, Any], *, required: tuple[str, ...]
) -> None:
    """Check the names and types of a table's members."""
    place = f"[{where}]" if where else "the top of the file"
    for name, value in table.items():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            what = f"is {near[0]} meant?" if near else f"known are {', '.join(known)}"
            raise ConfigError(f"{name!r} in {place} is no setting: {what}")
        kind = known[name]
        if kind is object:
            continue
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            words = "a number" if isinstance(kind, tuple) else _KINDS[kind]
            raise ConfigError(f"{name} in {place} must be {words}")
    for name in required:
        if name not in table:
            raise ConfigError(f"{name} is missing in {place}: add it")


def _span(name: str, value: float, unit: str) -> timedelta:
    if not 0 < value <= 24 * 3600:
        raise ConfigError(f"{name} must be greater than 0 and no longer than a day")
    return timedelta(**{unit: value})


def _zone(name: str, where: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # of no time zone, it is a KeyError
        default = quota_zone()
        raise ConfigError(f"{where}: no time zone is known by that name, as {default} is") from None


def _names(given: list[Any], where: str) -> list[str]:
    if not all(isinstance(each, str) for each in given):
        raise ConfigError(f"{where} must be a list of texts")
    return given


def _rights(given: list[Any], where: str) -> frozenset[Right]:
    names = _names(given, where)
    if not {*names} <= RIGHTS:
        raise ConfigError(f"{where} must be of {', '.join(sorted(RIGHTS))}")
    return frozenset(each for each in RIGHTS if each in names)


def _texts(given: dict[str, Any], where: str) -> dict[str, str]:
    for name, value in given.items():
        if not isinstance(value, str):
            raise ConfigError(f"{name} in [{where}] must be a text")
    return given

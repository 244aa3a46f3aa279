"""`mktows sandbox calls`: the calls that a sandbox has answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from mktows.cli import output
from mktows.cli.failures import UsageError
from mktows.errors import ConfigError, HttpStatusError, ProtocolError
from mktows.transport import HttpRequest, RequestsTransport

if TYPE_CHECKING:
    from mktows.database.shared import SharedDatabase

_HINT = "mktows sandbox calls --help"


@dataclass(frozen=True, slots=True)
class Selection:
    """The choice of calls that are shown."""

    operation: str | None
    user_id: str | None
    failed: bool
    last: int


def calls(
    selection: Selection,
    *,
    call_id: int | None,
    database: str | None,
    url: str | None,
    as_json: bool,
) -> int:
    """Print a list of calls, or one in full."""
    if (database is None) == (url is None):
        raise UsageError("give one of --database and --url", hint=_HINT)
    if url is not None:
        found = _asked(url.rstrip("/"), selection, call_id)
    else:
        found = _read(Path(str(database)), selection, call_id)
    return shown(found, as_json=as_json)


def shown(found: Any, *, as_json: bool) -> int:
    """Print calls, or one of them in full."""
    if as_json:
        output.document(found)
    elif isinstance(found, dict):
        _show(found)
    else:
        for each in found:
            output.line(_summary(each))
    return 0


def _read(path: Path, selection: Selection, call_id: int | None) -> Any:
    from mktows.database.database import Database
    from mktows.database.failures import DatabaseFailed
    from mktows.database.files import application_id_of
    from mktows.sandbox.store import SCHEMA as SANDBOX
    from mktows.server.store import SCHEMA as SERVICE

    if not path.is_file():
        raise ConfigError(f"{path} is no database of a sandbox: there is no such file")
    try:
        alone = application_id_of(path) == SERVICE.application_id
    except OSError:
        alone = False  # to open it says why
    database = Database(SERVICE if alone else SANDBOX, path, quiet=True)
    try:
        return selected(database, selection, call_id, str(path))
    except DatabaseFailed as error:
        raise ConfigError(f"cannot read {path}: {error}") from error
    finally:
        database.close()


def selected(database: SharedDatabase, selection: Selection, call_id: int | None, name: str) -> Any:
    """Return the calls of a database as JSON, or one of them.

    Args:
        database: An open database with calls.
        selection: Which calls.
        call_id: The one call; None for a list.
        name: The database's name, for errors.

    Raises:
        ConfigError: There is no such call.
        DatabaseFailed: It cannot be read.
    """
    from mktows.server.http.control import call_members
    from mktows.server.store import CallStore

    with CallStore(database).reading() as data:
        if call_id is not None:
            one = data.journal.get(call_id)
            if one is None:
                raise ConfigError(f"{name} has no call {call_id}: it may be forgotten")
            return call_members(one)
        found = data.journal.select(
            operation=selection.operation,
            user_id=selection.user_id,
            failed=selection.failed,
            last=selection.last,
        )
        return [call_members(each) for each in found]


def _asked(url: str, selection: Selection, call_id: int | None) -> Any:
    if not url.startswith(("http://", "https://")):
        raise UsageError("--url: give the address of a sandbox, such as http://127.0.0.1:8017")
    query = {"last": str(selection.last), "failed": "true" if selection.failed else "false"}
    if selection.operation is not None:
        query["operation"] = selection.operation
    if selection.user_id is not None:
        query["user"] = selection.user_id
    path = f"calls?{urlencode(query)}" if call_id is None else f"calls/{call_id}"
    transport = RequestsTransport()
    try:
        response = transport.send(HttpRequest(f"{url}/_control/{path}", {}, b"", method="GET"))
    finally:
        transport.close()
    try:
        found = json.loads(response.body)
    except ValueError:
        found = None
    if response.status == 200 and isinstance(found, dict | list):
        return found
    if isinstance(found, dict) and isinstance(found.get("error"), str):
        raise ProtocolError(f"the sandbox answered: {found['error']}")
    raise HttpStatusError(
        f"no sandbox with --control answers at {url} (HTTP status {response.status})",
        status=response.status,
    )


def _summary(call: dict[str, Any]) -> str:
    columns = [
        f"{call['id']:>6}",
        call["at"],
        f"{call['operation'] or '-':<22}",
        call["version"],
        f"{call['milliseconds']:>8.1f} ms",
        call["outcome"],
    ]
    findings = len(call["findings"])
    if findings:
        columns.append(f"({findings} finding{'s' if findings > 1 else ''})")
    return "  ".join(output.printable(column) for column in columns)


def _show(call: dict[str, Any]) -> None:
    for name in ("id", "at", "operation", "version", "user_id", "outcome", "milliseconds"):
        output.line(f"{name + ':':<14}{output.one_line(str(call[name]))}")
    for each in call["findings"]:
        said = ": ".join(filter(None, (each["rule"], each["path"], each["reason"])))
        output.line(f"finding:      {output.one_line(said)}")
    for each in call["notes"]:
        output.line(f"note:         {output.one_line(each)}")
    for name in ("request", "reply"):
        output.line("")
        output.line(output.printable(call[name]))

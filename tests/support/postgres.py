"""A PostgreSQL server of the test's own: on a socket in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

_PATIENCE = 60
_OPTIONS = (
    *("-c", "listen_addresses="),
    *("-c", "fsync=off"),
    *("-c", "full_page_writes=off"),
    *("-c", "max_connections=200"),
    *("-c", "shared_buffers=16MB"),
)
# All may come in without a password but one.
LOCKED_OUT = "locked_out"
_ACCESS = f"local all {LOCKED_OUT} scram-sha-256\nlocal all all trust\n"


def programs() -> Path | None:
    """The folder of the server's programs: the newest of Debian's, or the one on PATH."""
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(folders, key=lambda path: int(path.parts[-3]))
    found = str(newest[-1]) if newest else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _open_folder() -> Path:
    """A folder for temporary files that every user can reach: root's own may be for root alone."""
    chosen = Path(tempfile.gettempdir()).resolve()
    reached = all(each.stat().st_mode & stat.S_IXOTH for each in (chosen, *chosen.parents))
    return chosen if reached else Path("/tmp")  # mkdtemp makes a folder of its own


class PostgresServer:
    """A server that is started and stopped."""

    def __init__(self, bin: Path) -> None:
        self._bin = bin
        # The server refuses to be root; Debian's package brings a user for it.
        self._user = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        # Short, and open to the server's user: pytest's own folders are neither.
        self._folder = Path(
            tempfile.mkdtemp(prefix="pg-", dir=_open_folder() if self._user else None)
        )
        if self._user:
            shutil.chown(self._folder, *self._user.values())
        self._data = self._folder / "data"
        self._run("initdb", "-U", "postgres", "-E", "UTF8", "--no-locale", "-A", "trust", "-N")
        (self._data / "pg_hba.conf").write_text(_ACCESS)
        self.start()

    def start(self) -> None:
        options = " ".join([*_OPTIONS, "-k", str(self._folder)])
        log = str(self._folder / "log")
        self._run("pg_ctl", "start", "-w", "-l", log, "-o", options)

    def stop(self, mode: str = "fast") -> None:
        """Stop it; `immediate` is as when the machine goes down."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def restart(self) -> None:
        self.stop()
        self.start()

    def close(self) -> None:
        try:
            self.stop("immediate")
        finally:
            shutil.rmtree(self._folder)

    def url(self, database: str, user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self._folder}"

    def new_url(self, options: str = "") -> str:
        """The URL of a new database."""
        name = f"test_{uuid.uuid4().hex[:12]}"
        self.query(f"CREATE DATABASE {name} {options}")
        return self.url(name)

    def query(self, statement: str, database: str = "postgres") -> str:
        """Run a statement as a person at the server would, and return what it shows."""
        done = self._program("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement,
                             "-h", str(self._folder), "-U", "postgres", database)  # fmt: skip
        return done.stdout.strip()

    def log(self) -> str:
        return (self._folder / "log").read_text(encoding="utf-8")

    def _run(self, name: str, *arguments: str) -> None:
        self._program(name, *arguments, "-D", str(self._data))

    def _program(self, name: str, *command: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [str(self._bin / name), *command],
            cwd=self._folder,
            # What the server keeps open must not be what is waited for here.
            stdout=subprocess.PIPE if name == "psql" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if name == "psql" else subprocess.DEVNULL,
            text=True,
            timeout=_PATIENCE,
            check=False,
            **self._user,  # type: ignore[call-overload]
        )
        assert done.returncode == 0, f"{name} {command}: {done.stdout}"
        return done  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server; a test that stops it starts it again."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL's server is not here: Debian's package postgresql brings it")
    server = PostgresServer(found)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(params=["sqlite", "postgres"])
def shared_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a database that is new: a file, and then a database of a server."""
    if request.param == "sqlite":
        return str(tmp_path / "shared.db")
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.new_url()

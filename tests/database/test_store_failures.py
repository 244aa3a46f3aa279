"""A database that fails: its disk, its file or a lock. Callers are refused, the log tells once."""

from __future__ import annotations

import logging
import os
import resource
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mktows import NO_RETRY, Client, HttpRequest, InternalFault
from mktows.database import connections as store_connections
from mktows.database.failures import (
    DatabaseFailed,
    FailureLog,
    UnusableDatabase,
    failure_of,
    gone,
)
from mktows.sandbox import Sandbox, tables
from mktows.sandbox import emulator as embedded
from mktows.sandbox.control import Control
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.store import Store
from mktows.sandbox.world.world import World, WorldChannel, WorldList, WorldProgram

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="open files cannot be deleted there"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "leads.db"


@pytest.fixture(autouse=True)
def told(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """The lines of the sandbox's log."""
    caplog.set_level(logging.WARNING, logger="mktows.server")
    return lambda: [each.getMessage() for each in caplog.records]


def opened(path: Path) -> tuple[Sandbox, Client]:
    sandbox = Sandbox(database=path)
    return sandbox, Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)


def write(client: Client, number: int) -> bool:
    """Write a lead; tell whether that was answered with success."""
    try:
        client.sync_lead({"Email": f"canary{number}@example.com", "FirstName": "canary" * 1000})
    except InternalFault as fault:
        refused = fault
    else:
        return True
    assert refused.service_code == 20011
    assert "canary" not in f"{refused!r} {refused} {refused.service_message}"
    return False


def on_disk(path: Path) -> set[str]:
    """The addresses that another program finds in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return {email for (email,) in connection.execute("SELECT email_key FROM lead")}


def emails(numbers: list[int]) -> set[str]:
    return {f"canary{number}@example.com" for number in numbers}


# Whose files they are


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_is_for_its_owner_alone(path: Path) -> None:
    with umask(0):
        sandbox, client = opened(path)
        assert write(client, 1)
        names = sorted(each.name for each in path.parent.iterdir())
        assert names == ["leads.db", "leads.db-shm", "leads.db-wal"]
        assert {mode(each) for each in path.parent.iterdir()} == {0o600}
        sandbox.close()
    assert mode(path) == 0o600


def test_it_is_so_before_anything_is_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    connect = sqlite3.connect

    def connecting(*given: object, **named: object) -> sqlite3.Connection:
        if path.name in str(given[0]):
            modes.append(mode(path))
        return connect(*given, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", connecting)
    with umask(0):
        Store(path).close()
    assert set(modes) == {0o600}


def test_a_private_database_is_for_its_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with umask(0), Sandbox():
        (folder,) = tmp_path.iterdir()
        assert mode(folder) == 0o700
        assert {mode(each) for each in folder.iterdir()} == {0o600}


def test_the_target_of_a_link_that_leads_nowhere_is_for_its_owner_alone(path: Path) -> None:
    link = path.with_name("link.db")
    link.symlink_to(path)
    with umask(0):
        Store(link).close()
    assert mode(path) == 0o600
    assert link.is_symlink()


@pytest.mark.parametrize("given", [0o644, 0o660, 0o400 | 0o200])
def test_the_mode_of_a_file_that_is_there_is_left_alone(path: Path, given: int) -> None:
    Store(path).close()
    path.chmod(given)
    Store(path).close()
    assert mode(path) == given
    empty = path.with_name("empty.db")
    empty.touch()
    empty.chmod(given)
    Store(empty).close()
    assert mode(empty) == given


# A file that is gone


def delete(path: Path) -> None:
    path.unlink()


def move_away(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def delete_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def delete_the_log(path: Path) -> None:
    path.with_name(f"{path.name}-wal").unlink()


def replace_by_a_copy(path: Path) -> None:
    copy = path.with_name("copy.db")
    shutil.copy(path, copy)
    copy.replace(path)


def replace_by_another(path: Path) -> None:
    other = path.with_name("other.db")
    Store(other).close()
    other.replace(path)


def replace_all(path: Path) -> None:
    for each in list(path.parent.iterdir()):
        each.unlink()
    Store(path).close()


@pytest.mark.parametrize(
    ("lose", "reason"),
    [
        (delete, "it was deleted while in use"),
        (move_away, "it was deleted while in use"),
        (delete_the_folder, "it was deleted while in use"),
        (delete_the_log, "its log (-wal) was deleted while in use"),
        (replace_by_a_copy, "it was replaced by another file while in use"),
        (replace_by_another, "it was replaced by another file while in use"),
        (replace_all, "it was replaced by another file while in use"),
    ],
)
def test_no_call_is_answered_from_a_file_that_is_gone(
    path: Path, told: Callable[[], list[str]], lose: Callable[[Path], None], reason: str
) -> None:
    sandbox, client = opened(path)
    assert write(client, 0)
    lose(path)
    left = path.exists()
    assert [write(client, number) for number in range(1, 26)] == [False] * 25
    with pytest.raises(InternalFault) as caught:
        client.get_lead(email="canary0@example.com")
    assert f"The database cannot be used: {reason}" in (caught.value.service_message or "")
    sandbox.close()
    (line,) = told()
    assert line == (
        f"the database {path} cannot be written: {reason}; stop the sandbox and start it again"
    )
    assert path.exists() == left


def test_what_is_committed_to_a_file_that_is_gone_is_no_success(path: Path) -> None:
    store = Store(path)

    def lose_meanwhile() -> None:
        with store.writing() as data:
            data.leads.create("a@example.com", 0)
            path.unlink()

    with pytest.raises(DatabaseFailed, match="deleted"):
        lose_meanwhile()
    store.close()


def test_a_file_that_is_put_back_serves_again(
    path: Path, told: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mktows.database.failures._SETTLED_SECONDS", 0)
    sandbox, client = opened(path)
    away = path.with_name("away.db")
    path.rename(away)
    assert not write(client, 1)
    assert not write(client, 2)
    away.rename(path)
    assert write(client, 3)
    assert [call.code for call in sandbox.calls()] == [20011, 20011, None]
    sandbox.close()
    assert [line.partition(str(path))[2][:22] for line in told()] == [
        " cannot be written: it", " can be used again"
    ]  # fmt: skip
    assert on_disk(path) == emails([3])


# A disk that is full


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """Let no file of this process grow over a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_that_cannot_grow_is_told_once_and_no_answered_lead_is_lost(
    path: Path, told: Callable[[], list[str]]
) -> None:
    sandbox, client = opened(path)
    with no_more_than(1_500_000):
        answered = [number for number in range(300) if write(client, number)]
        refused = 300 - len(answered)
        assert on_disk(path) == emails(answered)
    assert answered
    assert refused
    assert write(client, 1000)
    sandbox.close()
    assert on_disk(path) == emails([*answered, 1000])
    (line,) = told()
    assert line.startswith(f"the database {path} cannot be written: ")
    assert "(SQLITE_" in line
    assert "canary" not in line


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    command = [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_told_once_and_no_answered_lead_is_lost(
    small_disk: Path, told: Callable[[], list[str]]
) -> None:
    path = small_disk / "leads.db"
    sandbox, client = opened(path)
    answered = [number for number in range(300) if write(client, number)]
    assert 0 < len(answered) < 300
    assert on_disk(path) == emails(answered)
    sandbox.close()
    assert on_disk(path) == emails(answered)
    (line,) = told()
    assert line == (
        f"the database {path} cannot be written: database or disk is full (SQLITE_FULL)"
    )


def test_a_disk_with_no_room_for_a_database_is_refused(small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(b" " * 2_000_000)
    with pytest.raises(UnusableDatabase, match="database or disk is full"):
        Store(small_disk / "leads.db")


# A file that is read-only, damaged or locked


@contextmanager
def without_privileges() -> Iterator[Path]:
    """A folder where the modes of files count for us, too."""
    is_root = os.geteuid() == 0
    # Others than root must get there: the folder of temporary files may be for root alone.
    folder = Path(tempfile.mkdtemp(prefix="mktows-test-", dir="/tmp" if is_root else None))
    if is_root:
        os.chown(folder, 65534, -1)
        os.seteuid(65534)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        shutil.rmtree(folder)


def test_a_file_that_may_not_be_written_is_refused() -> None:
    with without_privileges() as folder:
        path = folder / "leads.db"
        Store(path).close()
        path.chmod(0o400)
        with pytest.raises(UnusableDatabase, match="attempt to write a readonly database"):
            Sandbox(database=path)
        Store(path).close()  # the calls in it can be read
        path.chmod(0o000)
        with pytest.raises(UnusableDatabase, match="unable to open database file"):
            Store(path)
        folder.chmod(0o555)
        with pytest.raises(UnusableDatabase, match="Permission denied"):
            Store(folder / "new.db")
        folder.chmod(0o000)
        with pytest.raises(UnusableDatabase, match=r"leads\.db.*: Permission denied"):
            Store(path)
        folder.chmod(0o777)


def damage(path: Path, *names: str) -> None:
    """Write over the first page of each table and index; of all that are not the schema's own."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
        pages = [page for name, page in rows if not names or name in names]
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xaa" * 4096)


def test_a_damaged_file_is_told_once(path: Path, told: Callable[[], list[str]]) -> None:
    sandbox, client = opened(path)
    assert write(client, 1)
    sandbox.close()
    damage(path, "lead", "call", "activity")
    sandbox, client = opened(path)
    for number in range(5):
        assert not write(client, number)
        with pytest.raises(InternalFault):
            client.get_lead(email="canary1@example.com")
    answer = Control(sandbox).answer(
        HttpRequest("http://localhost/_control/calls", {}, b"", method="GET")
    )
    assert answer.status == 503
    assert b"malformed" in answer.body
    sandbox.close()
    (line,) = told()
    assert "database disk image is malformed (SQLITE_CORRUPT" in line


def test_a_lock_that_stays_is_told_once(
    path: Path, told: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_connections, "BUSY_TIMEOUT_MS", 50)
    sandbox, client = opened(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [write(client, number) for number in range(3)] == [False] * 3
        other.execute("ROLLBACK")
    assert write(client, 4)
    sandbox.close()
    (line,) = told()
    assert line == f"the database {path} cannot be written: database is locked (SQLITE_BUSY)"


# What is no database of ours, or not whole


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("PRAGMA user_version = -1", "no version of mktows writes its user_version, -1"),
        ("PRAGMA user_version = 0", "no version of mktows writes its user_version, 0"),
        ("PRAGMA user_version = -2147483648", "its user_version, -2147483648"),
        ("PRAGMA application_id = 0", "it belongs to another program"),
        ("DROP TABLE activity", "it is damaged: its table activity is missing"),
        ("ALTER TABLE lead RENAME TO leads", "it is damaged: its table lead is missing"),
    ],
)
def test_marks_that_no_version_makes_are_refused(path: Path, change: str, reason: str) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(change)
        connection.commit()
    before = path.read_bytes()
    with pytest.raises(UnusableDatabase, match=reason):
        Store(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_the_mark_of_ours_alone_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {tables.APPLICATION_ID}")
    with pytest.raises(UnusableDatabase, match="its user_version, 0"):
        Store(path)


def test_what_is_no_regular_file_is_refused(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(UnusableDatabase, match="no regular file"):
        Store(path)


# What else must not be lost, and what is said


def test_work_that_waits_is_not_lost_with_the_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(
        instance=Instance(import_seconds=60),
        channels=(WorldChannel(name="C"),),
        programs=(WorldProgram(id=1, name="P", channel="C", lists=(WorldList(name="L"),)),),
    )
    now = datetime.now(UTC)
    with Sandbox(database=path, world=world) as sandbox:
        client = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY)
        sandbox.clock.set(now)
        client.import_to_list(
            program_name="P", list_name="L", header="Email Address", rows=["late@example.com"]
        )

        def fail(*_: object) -> None:
            raise DatabaseFailed("database or disk is full (SQLITE_FULL)", "SQLITE_FULL")

        sandbox.clock.set(now + timedelta(seconds=61))
        later = Client(sandbox.config(), transport=sandbox, retry=NO_RETRY, now=sandbox.clock.now)
        with monkeypatch.context() as patched:
            patched.setattr(embedded, "JOBS", dict.fromkeys(embedded.JOBS, fail))
            with pytest.raises(InternalFault):
                later.get_lead(email="late@example.com")
        assert later.get_lead(email="late@example.com").count == 1


def test_a_failure_is_told_again_once_it_has_been_over(told: Callable[[], list[str]]) -> None:
    clock = [0.0]
    log = FailureLog("x.db", lambda: clock[0])
    full = DatabaseFailed("full", "SQLITE_FULL")
    lost = gone("it was deleted")

    def after(seconds: float) -> None:
        clock[0] += seconds

    for _ in range(3):
        log.failed(full, writing=True)
        log.worked(writing=True)  # what is small still fits
        log.failed(DatabaseFailed("full, in other words", "SQLITE_FULL"), writing=True)
        after(1)
    after(100)
    log.worked(writing=False)  # reading always worked
    log.failed(full, writing=True)
    assert len(told()) == 1
    log.failed(lost, writing=False)
    assert len(told()) == 2
    after(100)
    log.worked(writing=False)
    assert len(told()) == 2  # one of the two is over
    log.worked(writing=True)
    log.worked(writing=True)
    log.failed(full, writing=True)
    assert told() == [
        "the database x.db cannot be written: full",
        "the database x.db cannot be read: it was deleted",
        "the database x.db can be used again",
        "the database x.db cannot be written: full",
    ]


def test_an_error_of_ours_is_no_failure_of_the_disk(path: Path) -> None:
    assert failure_of(ValueError("x")) is None
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE x (a UNIQUE)")
        connection.execute("INSERT INTO x VALUES (1)")
        for wrong in ("INSERT INTO x VALUES (1)", "SELECT nothing", "SELECT * FROM nowhere"):
            with pytest.raises(sqlite3.Error) as caught:
                connection.execute(wrong)
            assert failure_of(caught.value) is None

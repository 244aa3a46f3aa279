"""Private databases hold leads, so they do not outlive their process for long."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mktows.database import temporary
from mktows.database.temporary import TemporaryFolder, sweep
from mktows.sandbox import Sandbox

KILLED = """
import os, signal
from mktows.sandbox import Sandbox
from mktows.database import temporary
sandbox = Sandbox()
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_what_a_killed_process_leaves_is_deleted(parent: Path) -> None:
    path = os.pathsep.join(p for p in sys.path if p)
    subprocess.run(
        [sys.executable, "-c", KILLED],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(parent)},
        timeout=60,
        check=False,
    )
    (left,) = parent.iterdir()
    assert (left / "sandbox.db").exists()
    sweep(str(parent))
    assert list(parent.iterdir()) == []


def test_a_new_sandbox_sweeps(parent: Path) -> None:
    folder = TemporaryFolder()
    os.close(folder._lock)  # as when its process dies
    temporary._sweep_once.cache_clear()  # as in another process
    with Sandbox():
        pass
    assert list(parent.iterdir()) == []


def test_what_is_in_use_is_left_alone(parent: Path) -> None:
    with Sandbox() as sandbox:
        sweep(str(parent))
        assert sandbox.config()
        (used,) = parent.iterdir()
        assert (used / "sandbox.db").exists()
    assert list(parent.iterdir()) == []


def test_what_is_not_ours_is_left_alone(parent: Path) -> None:
    (parent / "mktows-sandbox-x").mkdir()
    (parent / "mktows-sandbox-y").write_text("")
    (parent / "elsewhere").mkdir()
    (parent / "elsewhere" / "owner.lock").write_text("")
    (parent / "mktows-sandbox-z").symlink_to(parent / "elsewhere")
    (parent / "mktows-sandbox-x" / "owner.lock").symlink_to(parent / "elsewhere" / "owner.lock")
    sweep(str(parent))
    assert len(list(parent.iterdir())) == 4
    assert (parent / "elsewhere" / "owner.lock").exists()


def test_a_folder_that_another_process_deletes_meanwhile_is_passed_over(
    parent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = parent / "mktows-sandbox-gone"
    gone.mkdir()
    scandir = os.scandir

    @contextlib.contextmanager
    def slow_scandir(path: str) -> Iterator[list[os.DirEntry[str]]]:
        with scandir(path) as entries:
            found = list(entries)
        gone.rmdir()
        yield found

    with monkeypatch.context() as patched:  # some Pythons use it to list a folder as well
        patched.setattr("mktows.database.temporary.os.scandir", slow_scandir)
        sweep(str(parent))
    assert list(parent.iterdir()) == []


def test_deleting_twice_is_harmless(parent: Path) -> None:
    folder = TemporaryFolder()
    folder.delete()
    folder.delete()
    assert list(parent.iterdir()) == []

"""Folders for private databases: locked while they are used, and deleted when their owner died."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path

_PREFIX = "mktows-sandbox-"
_LOCK = "owner.lock"


class TemporaryFolder:
    """A folder that is gone after `delete`, and otherwise when the next one is made.

    The lock on a file in it dies with the process, however that ends; where there are no such
    locks (on Windows), what a killed process leaves behind stays.
    """

    def __init__(self) -> None:
        _sweep_once(tempfile.gettempdir())
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        # Locked before it has the name that `sweep` looks for.
        unnamed = self.path / f"{_LOCK}.new"
        self._lock = os.open(unnamed, os.O_CREAT | os.O_RDWR, 0o600)
        _take(self._lock)
        if sys.platform != "win32":
            unnamed.rename(self.path / _LOCK)

    def delete(self) -> None:
        """Delete the folder and what is in it. May be called twice."""
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
            shutil.rmtree(self.path, ignore_errors=True)


def sweep(parent: str) -> None:
    """Delete the folders of this user whose owners have died: leads are people."""
    if sys.platform == "win32":
        return
    with os.scandir(parent) as entries:
        ours = [entry.path for entry in entries if _is_ours(entry)]
    for folder in ours:
        try:
            lock = os.open(f"{folder}/{_LOCK}", os.O_RDWR | os.O_NOFOLLOW)
        except OSError:
            continue  # not one of these, or somebody else deletes it
        try:
            if _take(lock):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(lock)


def _is_ours(entry: os.DirEntry[str]) -> bool:
    if sys.platform == "win32" or not entry.name.startswith(_PREFIX):
        return False
    try:
        return entry.stat(follow_symlinks=False).st_uid == os.getuid()
    except FileNotFoundError:
        return False  # its owner has just deleted it


@functools.cache
def _sweep_once(parent: str) -> None:
    sweep(parent)


def _take(lock: int) -> bool:
    """Lock a file for this process, unless another one has."""
    if sys.platform != "win32":
        import fcntl

        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True

"""The files of a database: made for their owner alone, and known again."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from mktows.database.failures import gone

_OWNER_ALONE = 0o600
_HEAD, _MARK = 100, 68  # the length of a database's header, and where it has this mark
_NEW = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)


def make_for_owner(path: Path) -> None:
    """Make an empty file that its owner alone may read, unless there is a file.

    SQLite gives the files beside it, which hold the newest leads, the same mode.

    Raises:
        OSError: It cannot be made.
    """
    # Resolved, since a link that leads nowhere would count as a file here, and not for SQLite.
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path.resolve(), _NEW, _OWNER_ALONE))


def make_with_content(path: Path, content: bytes) -> bool:
    """Make a file that its owner alone may read, complete at once, unless there is a file.

    It is written under another name beside it, to the disk, and then given its own: at no moment
    does anybody see a part of it, and of several processes one makes it.

    Returns:
        Whether it was made here.

    Raises:
        OSError: It cannot be made.
    """
    target = path.resolve()
    unnamed = target.with_name(f".{target.name}.{secrets.token_hex(8)}.new")
    try:
        os.close(os.open(unnamed, _NEW, _OWNER_ALONE))
        with unnamed.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(unnamed, target)  # which replaces no file, as renaming would
        except FileExistsError:
            return False
    finally:
        unnamed.unlink(missing_ok=True)
    return True


def application_id_of(path: Path) -> int:
    """Return the `application_id` that a database file bears; 0 where it bears none.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return int.from_bytes(head[_MARK : _MARK + 4], "big")


class OpenFiles:
    """The files of a database that is open, as they are now.

    A file that is deleted or replaced is written to all the same, by its open connections, and
    what is written is lost with the last of them.

    Args:
        path: The database; a connection to it, with its log, is open as long as this is asked.
        owner: Whose database it is.
    """

    def __init__(self, path: Path, owner: str) -> None:
        self._owner = owner
        self._path = str(path)
        found = [(each, _identity(each)) for each in (self._path, f"{path.resolve()}-wal")]
        self._known = [(each, identity) for each, identity in found if identity is not None]

    def check(self) -> None:
        """Tell whether they are the same still.

        Raises:
            DatabaseFailed: One is gone, or is another one.
        """
        for path, known in self._known:
            found = _identity(path)
            if found != known:
                file = "it" if path == self._path else "its log (-wal)"
                what = "was deleted" if found is None else "was replaced by another file"
                raise gone(f"{file} {what} while in use; stop {self._owner} and start it again")


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - on the way of every call
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise gone(f"{path} cannot be looked at: {error.strerror}") from None
    return found.st_dev, found.st_ino

"""A file that one process has at a time."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from mktows.transfer.failures import InputError


def hold_alone(file: IO[bytes], path: Path) -> None:
    """Keep other processes from the file, until it is closed.

    Args:
        file: The open file.
        path: Where it was opened.

    Raises:
        InputError: Another process has it, or had it and removed it just now.
    """
    try:
        import fcntl
    except ImportError:  # Windows, which does not let two open it for writing by itself
        return
    refused = InputError(f"{path}: another process is at work with this journal")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise refused from None
    try:
        same = os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        same = False
    if not same:
        raise refused

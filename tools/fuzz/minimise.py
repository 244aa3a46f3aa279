"""Makes an input that fails small, while it fails in the same way."""

from __future__ import annotations

import traceback
from collections.abc import Callable


def signature(run: Callable[[bytes], None], data: bytes) -> tuple[str, ...] | None:
    """How an input fails: the exception's class and the places it came through; None if not."""
    try:
        run(data)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        places = [
            f"{frame.filename}:{frame.lineno}" for frame in frames if "fuzz" in frame.filename
        ]
        last = frames[-1]
        return (type(error).__name__, f"{last.filename}:{last.lineno}", *places)
    return None


def minimise(run: Callable[[bytes], None], data: bytes) -> bytes:
    """Leave out every part that the failure does not need: halves first, single bytes last."""
    wanted = signature(run, data)
    assert wanted is not None, "the input does not fail"
    size = max(1, len(data) // 2)
    while True:
        start, shorter = 0, False
        while start < len(data):
            candidate = data[:start] + data[start + size :]
            if signature(run, candidate) == wanted:
                data, shorter = candidate, True
            else:
                start += size
        if size > 1:
            size //= 2
        elif not shorter:
            return data

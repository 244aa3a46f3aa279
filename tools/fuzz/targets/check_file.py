"""The checks of a file: one message, or a log that holds some."""

from __future__ import annotations

from fuzz.targets.check import KEY, sound
from mktows.checking import check, check_file
from mktows.checking.nodes import UnreadableXml, read

FORM = "text"
CORPUS = ("logs", "requests", "faults")


def target(data: bytes) -> None:
    """Check a file.

    Nothing is raised; the findings are the same again, at lines that the file has. A file that
    is one document gives what checking the document gives.
    """
    found = check_file(data, key=KEY)
    assert found == check_file(data, key=KEY)
    sound(found, data)
    try:
        read(data)
    except UnreadableXml:
        return
    assert found == check(data, key=KEY)

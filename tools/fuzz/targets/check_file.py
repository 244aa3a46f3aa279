"""The checks of a file: one message, or a log that holds some."""

from __future__ import annotations

from fuzz.targets.check import KEY, sound
from mktows.checking import check, check_file
from mktows.checking.envelopes import ENVELOPE_NOT_FOUND
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
    whole = check(data, key=KEY)
    # A log that is a document of its own holds envelopes, and is none. Checked as a document it is
    # told to be none, beside what is wrong with its XML.
    assert found == whole or ENVELOPE_NOT_FOUND.id in {each.rule for each in whole}

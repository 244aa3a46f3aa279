"""The vendor's own programs, cut out of its documentation wherever a folder of those pages is.

They are not ours to copy, so they are read, filled in and run where they lie.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mktows import Client

_FOLDER = os.environ.get("MKTOWS_VENDOR_PAGES")
MISSING = "MKTOWS_VENDOR_PAGES names no folder of the vendor's pages"

_TITLE = re.compile(r"^title: (\S+)$", re.MULTILINE)
# `request = prepareThis();`, and the same behind `//` for each alternative that the page offers.
_CHOICE = re.compile(r"^( *)(?://)?( *\S[^\n/]*= ?(prepare\w+)\(\);) *$", re.MULTILINE)


@dataclass(frozen=True)
class VendorProgram:
    """A program as the page of an operation shows it, or one of the alternatives it shows.

    Attributes:
        operation: The operation it calls.
        choice: Which of its functions prepares the request; empty if there is but one request.
        source: Its text, with the placeholders of the page.
    """

    operation: str
    choice: str
    source: str

    def __str__(self) -> str:
        return f"{self.operation}-{self.choice}" if self.choice else self.operation


def vendor_programs(language: str) -> list[VendorProgram]:
    """All programs in a language, in the order of the pages; none without a folder of pages."""
    if not _FOLDER:
        return []
    found = []
    for page in sorted(path for path in Path(_FOLDER).iterdir() if path.is_file()):
        text = page.read_text(encoding="utf-8")
        title = _TITLE.search(text)
        for source in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL):
            assert title is not None, page.name
            found += [
                VendorProgram(title[1], choice, chosen) for choice, chosen in _alternatives(source)
            ]
    return found


def _alternatives(source: str) -> list[tuple[str, str]]:
    def chosen(choice: str) -> str:
        def line(found: re.Match[str]) -> str:
            return found[1] + ("" if found[3] == choice else "//") + found[2]

        return _CHOICE.sub(line, source)

    return [(each[3], chosen(each[3])) for each in _CHOICE.finditer(source)] or [("", source)]


def filled_in(source: str, replacements: dict[str, str]) -> str:
    """A source with what its page leaves open filled in.

    Args:
        source: The program.
        replacements: Regular expressions, each of which must be found, to what comes instead.
    """
    for pattern, text in replacements.items():
        source, count = re.subn(pattern, text.replace("\\", r"\\"), source)
        assert count, f"the program has no {pattern}"
    return source


def assert_objects_written(client: Client) -> None:
    """What the programs of the page of syncMObjects leave behind, in whichever language."""
    (program,) = _found(client, "Program", 1970)
    costs = [
        {each.name: each.value for each in group.attr_list.attrib}
        for group in program.type_attrib_list.type_attrib
        if group.attr_type == "Cost"
    ]
    (cost,) = costs
    assert {"Id": "153", "Amount": "2000"}.items() <= cost.items()
    (deal,) = _found(client, "Opportunity", 40)
    assert _values(deal) == {"Name": "Q1 2014", "Amount": "2000", "Probability": "80%"}
    (role,) = _found(client, "OpportunityPersonRole", 11)
    assert {"OpportunityId": "7", "PersonId": "6", "Role": "Influencer/Champion"}.items() <= (
        _values(role).items()
    )


def _found(client: Client, kind: str, id: int) -> Any:
    found = client.get_mobjects(kind, id=id).m_object_list
    assert found is not None
    return found.m_object


def _values(found: Any) -> dict[str, str]:
    return {each.name: each.value for each in found.attrib_list.attrib}

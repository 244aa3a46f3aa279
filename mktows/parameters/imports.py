"""Reads what importToList and getImportToListStatus ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.faults import CAMPAIGN_NOT_FOUND, LIST_NOT_FOUND, PARAMETER_REQUIRED
from mktows.facts.lead_fields import LeadField
from mktows.parameters.import_rows import (
    IMPORT_ROW_UNREADABLE,
    BadRow,
    ImportRow,
    is_token,
    read_row,
)
from mktows.parameters.lead_records import Incoming
from mktows.parameters.scalars import enum_text, trimmed
from mktows.server.refusals import Reason, Refusal

IMPORT_PARAMETER_MISSING = Reason(
    "import-parameter-missing",
    PARAMETER_REQUIRED,
    "{name} is required",
    "documented",
    "The WSDL requires mode, header and rows; the code follows its title.",
    "message",
)
IMPORT_CAMPAIGN_MISSING = Reason(
    "import-campaign-missing",
    PARAMETER_REQUIRED,
    "importFileHeader has a token: campaignName is required",
    "documented",
    "Prose wants a campaign for token columns; the code follows its title.",
    "message",
)
IMPORT_CAMPAIGN_UNKNOWN = Reason(
    "import-campaign-unknown",
    CAMPAIGN_NOT_FOUND,
    "No campaign {name} found in the program",
    "documented",
    "Prose wants a campaign of the same program; the code follows its title.",
    "instance",
)
IMPORT_LIST_UNNAMED = Reason(
    "import-list-unnamed",
    PARAMETER_REQUIRED,
    "programName and listName are required",
    "documented",
    "Prose requires both; the code follows its title.",
    "message",
)
IMPORT_LIST_UNKNOWN = Reason(
    "import-list-unknown",
    LIST_NOT_FOUND,
    "No list {name} found in a program {program}",
    "documented",
    "Prose wants an existing list of a program; the code follows its title.",
    "instance",
)

UPSERT = "UPSERTLEADS"
"""The mode in which leads are made where there are none."""

_SHOWN = 10  # failed rows that the summary explains


@dataclass(frozen=True, slots=True)
class ProgramList:
    """The static list of a program that a call names.

    Attributes:
        program: Name of the program.
        name: Name of the list in it.
    """

    program: str
    name: str

    @classmethod
    def read(cls, params: Any) -> ProgramList:
        """Read the names in a call's parameters.

        Raises:
            Refusal: 20109 without both.
        """
        program, name = trimmed(params.program_name), trimmed(params.list_name)
        if program is None or name is None:
            raise IMPORT_LIST_UNNAMED.refusal()
        return cls(program, name)

    @property
    def full_name(self) -> str:
        """The name by which a list of a program is known outside it."""
        return f"{self.program}.{self.name}"

    def unknown(self) -> Refusal:
        """The fault for a list that is not there."""
        return IMPORT_LIST_UNKNOWN.refusal(name=self.name, program=self.program)


@dataclass(frozen=True, slots=True)
class ListImport:
    """An importToList call.

    Attributes:
        mode: Whether leads are made, such as `UPSERTLEADS`.
        header: The first line of the file, as it was sent.
        rows: The other lines.
        target: The list.
        campaign: Name of the campaign that tokens are for, if one is given.
        clear: Whether the list is emptied first.
    """

    mode: str
    header: str
    rows: list[str] = field(repr=False)
    target: ProgramList
    campaign: str | None
    clear: bool

    @classmethod
    def read(cls, params: Any) -> ListImport:
        """Read the parameters of an importToList call.

        Raises:
            Refusal: 20109 where mode, header, rows or the names of the list are missing.
        """
        mode = enum_text(params.import_list_mode)
        header = trimmed(params.import_file_header)
        rows = params.import_file_rows.string_item if params.import_file_rows else ()
        if mode is None:
            raise IMPORT_PARAMETER_MISSING.refusal(name="importListMode")
        if header is None:
            raise IMPORT_PARAMETER_MISSING.refusal(name="importFileHeader")
        if not rows:
            raise IMPORT_PARAMETER_MISSING.refusal(name="importFileRows")
        return cls(
            mode,
            header,
            [row or "" for row in rows],
            ProgramList.read(params),
            trimmed(params.campaign_name),
            bool(params.clear_list),
        )

    def check_campaign(self, columns: Sequence[str]) -> None:
        """Refuse columns of tokens without a campaign that they are for.

        Raises:
            Refusal: 20109.
        """
        if self.campaign is None and any(map(is_token, columns)):
            raise IMPORT_CAMPAIGN_MISSING.refusal()

    def no_campaign(self) -> Refusal:
        """The fault for a campaign that is not in the program."""
        return IMPORT_CAMPAIGN_UNKNOWN.refusal(name=self.campaign)


def read_rows(
    lines: Sequence[str],
    columns: Sequence[str],
    fields: Mapping[str, LeadField],
    *,
    strict: bool,
    first: int = 1,
) -> tuple[list[ImportRow], list[str]]:
    """Return the rows that say something, and why others fail.

    Args:
        lines: The lines of the file.
        columns: What the header names.
        fields: The lead fields by their API names.
        strict: Whether a row fails that has a value of another type than its field.
        first: The number of the first line in its file.
    """
    rows: list[ImportRow] = []
    problems: list[str] = []
    for number, line in enumerate(lines, first):
        try:
            row = read_row(line, columns)
            if row is None:
                continue
            if strict:
                as_record(row).check_values("importToList", fields)
            rows.append(row)
        except BadRow as error:
            failure = IMPORT_ROW_UNREADABLE.refusal(problem=error)
            problems.append(f"Row {number}: {failure.message}")
        except Refusal as failure:
            problems.append(f"Row {number}: {failure.message}")
    return rows, problems


def as_record(row: ImportRow) -> Incoming:
    """Return a row as the lead record that says the same."""
    return Incoming(id=None, email=row.email, foreign_id=None, values=row.values)


def import_summary(imported: int, failed: int, ignored: int, problems: Sequence[str]) -> str:
    """Return what is told of an import in words; the first problems are named."""
    lines = [f"Rows imported: {imported}, failed: {failed}, ignored: {ignored}"]
    shown = problems[:_SHOWN]
    lines += shown
    if shown and failed > len(shown):
        lines.append(f"... and {failed - len(shown)} more")
    return "\n".join(lines)

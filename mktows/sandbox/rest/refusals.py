"""A refusal of the REST face: of a whole call, or of one record."""

from __future__ import annotations

from typing import NamedTuple

from mktows.facts.rest_errors import CODES


class RestRefusal(Exception):
    """The call, or one record of it, is refused. Its text may hold lead data.

    Attributes:
        code: The service's code.
        message: The text that goes to the caller.
        status: The HTTP status; nearly always 200 (documented).
    """

    def __init__(self, code: int, message: str, status: int = 200) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status

    @property
    def title(self) -> str:
        """The code and what it stands for, without any data."""
        return f"{self.code} - {CODES[self.code].text}"


class Reason(NamedTuple):
    """The reason for which one record was passed over."""

    code: int
    message: str


def refusal(code: int, **details: object) -> RestRefusal:
    """Return the refusal with a code; the details fill the braces in its text."""
    return RestRefusal(code, CODES[code].text.format_map(details))


def reason(code: int, **details: object) -> Reason:
    """Return the reason with a code; the details fill the braces in its text."""
    return Reason(code, CODES[code].text.format_map(details))

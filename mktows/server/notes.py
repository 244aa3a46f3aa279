"""Notes of a backend on one call: what it did elsewhere to answer it."""

from __future__ import annotations

MOST_NOTES = 100
"""Notes of one call that are kept, the first ones; a last one tells how many are not."""
LONGEST_NOTE = 1000
"""Characters of a note that are kept; of a longer one, its beginning."""


class Notes:
    """The notes on one call, in their order. They may hold leads, so no repr shows them."""

    def __init__(self) -> None:
        self._kept: list[str] = []
        self._left_out = 0

    def add(self, text: str) -> None:
        """Note something, in one line, such as `GET /rest/v1/lead/7.json: 200`."""
        if len(self._kept) >= MOST_NOTES:
            self._left_out += 1
        elif len(text) <= LONGEST_NOTE:
            self._kept.append(text)
        else:
            # Cut between two words: half a secret would not be known for one.
            self._kept.append(f"{text[:LONGEST_NOTE].rpartition(' ')[0]} ... (cut)")

    def lines(self) -> list[str]:
        """Return the notes so far."""
        more = [f"({self._left_out} more notes)"] if self._left_out else []
        return [*self._kept, *more]

"""Texts of others, made fit to be seen: no control character, no change of direction; pure."""

from __future__ import annotations

import re

# Controls but tab and line feed, what is invisible or changes the direction of writing, and halves
# of surrogate pairs, which UTF-8 cannot carry.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""Return a text with each character that cannot be seen as its escape, such as `\u202e`."""
    return text if text.isprintable() else _UNSEEN.sub(_escaped, text)


def short(text: str, longest: int = 200) -> str:
    """Return a text that is not too long for one line; of a longer one, its beginning."""
    return text if len(text) <= longest else f"{text[:longest]}... ({len(text)} characters)"


def code_parts(text: str) -> list[tuple[bool, str]]:
    """Cut a text of ours at its backticks: which parts are code, and what they are."""
    parts = text.split("`")
    if len(parts) % 2 == 0:  # one of them closes nothing
        return [(False, text)]
    return [(number % 2 == 1, part) for number, part in enumerate(parts) if part]


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"

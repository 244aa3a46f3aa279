"""Texts of others as parts of scripts and programs, which take them for texts; pure."""

from __future__ import annotations

import re
import shlex

_END = "END_OF_REQUEST"
_SPECIAL = re.compile(r"([\\$`])")
_CHUNK = 88


def shell_text(text: str) -> str:
    """Return a text for a here-document in which variables are replaced."""
    return _SPECIAL.sub(r"\\\1", text)


def heredoc(body: str, *, plain: bool = False) -> str:
    """Return a here-document, with the line that it begins behind.

    Args:
        body: What it holds.
        plain: Whether nothing in it is replaced.
    """
    end, number = _END, 0
    lines = set(body.split("\n"))
    while end in lines:
        number += 1
        end = f"{_END}_{number}"
    begin = f"'{end}'" if plain else end
    return f"<<{begin}\n{body}\n{end}\n"


def shell_word(text: str) -> str:
    """Return a text as one word of a shell."""
    return shlex.quote(text)


def python_text(text: str) -> str:
    """Return a text as an expression of Python, in lines that are not too long."""
    pieces = [
        line[at : at + _CHUNK]
        for line in text.splitlines(keepends=True)
        for at in range(0, len(line), _CHUNK)
    ]
    if len(pieces) < 2:
        return ascii(text)
    return "(\n" + "".join(f"    {each!a}\n" for each in pieces) + ")"

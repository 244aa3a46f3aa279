"""A page as Markdown: what the recording holds is text there, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mktows.server.page.blocks import Block, Code, Heading, Items, Own, Paragraph, Table

# All punctuation of ASCII; an underscore within a word begins nothing.
_ACTIVE = re.compile(r"[!-/:-@\[-^`{-~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_OF_OURS = re.compile(r"[\\`*<>|\[\]&]")
_FENCE = re.compile("`+")


def as_markdown(blocks: Iterable[Block]) -> str:
    """Write a page as Markdown, with tables as GitHub has them."""
    return "\n".join(_block(each) for each in blocks)


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_text(text)}\n"
        case Paragraph(text):
            return f"{_text(text)}\n"
        case Items(items):
            return "".join(f"- {_text(each)}\n" for each in items)
        case Table(header, rows):
            lines = [header, ["---"] * len(header), *rows]
            return "".join(
                f"| {' | '.join(each if each == '---' else _text(each) for each in line)} |\n"
                for line in lines
            )
        case Code(text):
            longest = max(map(len, _FENCE.findall(text)), default=0)
            fence = "`" * max(3, longest + 1)
            return f"{fence}text\n{printable(text)}\n{fence}\n"


def _text(text: str) -> str:
    active = _OF_OURS if isinstance(text, Own) else _ACTIVE
    return active.sub(r"\\\g<0>", printable(" ".join(text.split())))


def printable(text: str) -> str:
    """A text without control characters, and without what turns its direction; line ends stay."""
    if text.isprintable():
        return text
    shown = (each if each.isprintable() or each == "\n" else f"U+{ord(each):04X}" for each in text)
    return "".join(shown)

"""A page as one HTML file, which needs nothing else and runs nothing."""

from __future__ import annotations

import html
from collections.abc import Iterable

from mktows.migration.markdown import printable
from mktows.server.page.blocks import Block, Code, Heading, Items, Paragraph, Table

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Migration to the REST API</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em }
table { border-collapse: collapse }
th, td { border: 1px solid #bbb; padding: .2em .6em; text-align: left; vertical-align: top }
pre { background: #f3f3f3; padding: .6em; overflow-x: auto }
</style>
</head>
<body>
"""


def as_html(blocks: Iterable[Block]) -> str:
    """Write a page as HTML."""
    return f"{_HEAD}{''.join(map(_block, blocks))}</body>\n</html>\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{_text(text)}</h{level}>\n"
        case Paragraph(text):
            return f"<p>{_text(text)}</p>\n"
        case Items(items):
            return f"<ul>{''.join(f'<li>{_text(each)}</li>' for each in items)}</ul>\n"
        case Table(header, rows):
            lines = [_row("th", header), *(_row("td", row) for row in rows)]
            return f"<table>\n{''.join(lines)}</table>\n"
        case Code(text):
            return f"<pre>{_text(text)}</pre>\n"


def _row(element: str, cells: Iterable[str]) -> str:
    shown = "".join(f"<{element}>{_text(each)}</{element}>" for each in cells)
    return f"<tr>{shown}</tr>\n"


def _text(text: str) -> str:
    return html.escape(printable(text))

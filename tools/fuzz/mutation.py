"""One step from an input to another like it, by the form that the target reads."""

from __future__ import annotations

from random import Random

from fuzz import http_text, text_edits, xml_edits
from fuzz.xml_edits import MAX_BYTES


def mutate(data: bytes, form: str, random: Random) -> bytes:
    """Change an input: mostly as what it is, now and then as mere bytes.

    Args:
        data: The input.
        form: What it is meant to be: `xml`, `http` with XML as its body, or `text`.
        random: What decides.
    """
    changed = _mutate(data, form, random)
    return changed if len(changed) <= MAX_BYTES else data


def _mutate(data: bytes, form: str, random: Random) -> bytes:
    if form == "http":
        head, body = http_text.split(data)
        if random.random() < 0.2:
            return http_text.join(text_edits.edit(head, random), body)
        return http_text.join(head, _mutate(body, "xml", random))
    if form == "xml" and random.random() < 0.85:
        edited = xml_edits.edit(data, random)
        if edited is not None:
            return edited
    if form == "text" and random.random() < 0.2:
        edited = xml_edits.edit(data, random)
        if edited is not None:
            return edited
    return text_edits.edit(data, random)

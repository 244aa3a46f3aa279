"""A normal form of values to compare by, in which nothing is equal that differs."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from xsdata.models.datatype import XmlDateTime


def exact(value: object) -> object:
    """A normal form to compare by: types count, and so does every member of an XmlDateTime.

    Dataclasses compare 1 and True as equal, and XmlDateTime compares itself as a float of seconds,
    in which microseconds drown.
    """
    if isinstance(value, XmlDateTime):
        return (XmlDateTime, tuple(value))
    if is_dataclass(value) and not isinstance(value, type):
        members = {item.name: exact(getattr(value, item.name)) for item in fields(value)}
        return (type(value), members)
    if isinstance(value, list):
        return [exact(item) for item in value]
    return (type(value), value)

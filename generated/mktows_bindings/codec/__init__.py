# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""Writes and reads every type, each by code of its own, once for all versions that have it.

A `write_` function returns the content of an element; `nil` says whether an unset element that
may be nil is written as nil, as the service does, or left out. A `read_` function takes the
element, minds neither order nor namespaces, and tells the reading where it departs from its type.

A module's name tells those versions; `mktows_bindings.vX_Y.codec` has the tables of version X_Y,
and in XSI_MARKS the markup that a text can only hold if it uses the prefix xsi.
"""

from collections.abc import Callable
from typing import Any

from lxml.etree import _Element

from mktows_bindings.runtime import Reading

Writers = dict[str, Callable[[str, Any, bool], str]]
"""Type to a function that writes a whole element: its tag, the value, nil."""

Readers = dict[str, Callable[[_Element, Reading], Any]]
"""Type to the function that reads an element of it."""

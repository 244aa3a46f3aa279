# Made from wsdl/*.wsdl by tools/regenerate.py. Do not edit: change those and run it.
"""The contract: what the classes do not say, each entry once for all versions that have it.

A module's name tells those versions; `mktows_bindings.vX_Y.contract` has the tables of X_Y.
"""

Elements = dict[str, str]
"""Global element to the name of its type."""

Operations = dict[str, tuple[str, str, str, tuple[str, ...]]]
"""Operation to SOAP action, request element, reply element, header elements."""

Enumerations = tuple[str, ...]
"""The names of the enumerations."""

Types = dict[str, tuple[str | None, bool, tuple[tuple[str, str, str, int, bool, bool], ...]]]
"""Complex type to base type, whether abstract, and its own fields in order: element
name, Python name, type (built-in or ours), minOccurs, whether repeated, nillable."""

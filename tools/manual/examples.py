"""An extension of griffe: a section `Example:` of a docstring is one of examples."""

from __future__ import annotations

from typing import Any

import griffe


class Examples(griffe.Extension):
    """Has `Example:`, as the docstrings of mktows have it, read like `Examples:`."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rename the section."""
        if obj.docstring is not None:
            obj.docstring.value = obj.docstring.value.replace("\nExample:\n", "\nExamples:\n")

"""Modules of mktows for tools that make the bindings, which `import mktows` needs."""

from __future__ import annotations

import sys
import types
from pathlib import Path

if "mktows" not in sys.modules:
    # The package without its __init__.py: what is imported from it here needs no bindings, so that
    # they can be made again when they are missing, broken or of another version.
    package = types.ModuleType("mktows")
    package.__path__ = [str(Path(__file__).resolve().parent.parent / "mktows")]
    sys.modules["mktows"] = package

from mktows.diffing import compare, document, reader, report

__all__ = ["compare", "document", "reader", "report"]

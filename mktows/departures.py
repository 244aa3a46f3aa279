"""The former place of `Departure`, which is now `mktows.checking.Finding`."""

from __future__ import annotations

import importlib
import warnings


def __getattr__(name: str) -> object:
    if name == "Departure":
        text = "mktows.departures.Departure is now mktows.checking.Finding"
        warnings.warn(text, DeprecationWarning, stacklevel=2)
        return importlib.import_module("mktows.checking").Finding
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

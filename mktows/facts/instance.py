"""An instance as it is before anybody sets it up."""

from __future__ import annotations

# The quota's day ends at midnight there, and the examples' offsets fit it (inferred).
DEFAULT_ZONE = "America/Chicago"

"""The strength of what is said of the service."""

from __future__ import annotations

from typing import Literal

Strength = Literal["documented", "recorded", "inferred"]
"""`documented` by the vendor or laid down in the WSDL; `recorded` from the live service; `inferred`
from either."""

Evidence = Literal[Strength, "guess"]
"""Likewise; a `guess` where nothing says."""

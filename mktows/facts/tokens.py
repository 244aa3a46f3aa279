"""The names of program tokens in calls and imports (documented)."""

from __future__ import annotations

import re

PREFIX, SUFFIX = "{{my.", "}}"
TOKEN = re.compile(r"\{\{my\.\s*[^{}\s][^{}]*\}\}")
"""A token's name in full; white space may stand in it, but it is not the whole name."""

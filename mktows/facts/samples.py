"""The credentials of the vendor's public examples, which sandboxes and tests use."""

from __future__ import annotations

SAMPLE_USER_ID = "demo17_1_809934544BFABAE58E5D27"
"""The user id."""
SAMPLE_KEY = "27272727aa"
"""The encryption key that goes with it."""

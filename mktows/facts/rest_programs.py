"""Programs as the vendor's REST API calls their types, and what their tokens can be.

The words of samples and of the description are documented; which of them is which of SOAP's words
is inferred.
"""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_TYPE = "Default"
PROGRAM_TYPES: Mapping[str, str] = {
    "Marketing Program": DEFAULT_TYPE,
    "Marketing Event": "Event",
    "Nurture Program": "Engagement",
    "Email Batch Program": "Email",
}
"""The type in samples, by the word that SOAP and folders have."""
ENGAGEMENT, EMAIL = "Engagement", "Email"
FIRST_STATUS: Mapping[str, str] = {ENGAGEMENT: "on", EMAIL: "unlocked"}
"""The status of a new program, by its type; the others have none."""
LOCKED, UNLOCKED = "locked", "unlocked"
"""The status of an e-mail program that is approved, and of one that is not."""
PAGES: Mapping[str, str] = {DEFAULT_TYPE: "PG", "Event": "ME", ENGAGEMENT: "NP", EMAIL: "EBP"}
"""Letters in the address of a program, by its type."""
CHANNEL_TYPES = ("program", "email_batch", "nurture", "event", "webinar")
"""Types of programs that a channel or a tag type is for."""
NOT_IN_PROGRAM = "Not in Program"
"""The status, of step 0, that every channel has without defining it (a sample)."""
STATUS_EXTRAS: Mapping[str, str] = {"Webinar Behavior": "webinar", "Check-in Status": "event"}
"""Types of programs, by what SOAP says besides of a status in their channels (inferred)."""
TOKEN_TYPES = ("text", "date", "number", "rich text", "score", "sfdc campaign")
"""Types of tokens; that of one which says none is the first (a guess)."""

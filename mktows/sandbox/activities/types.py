"""Custom activity types: their versions, and what they allow; pure."""

from __future__ import annotations

from dataclasses import dataclass

DATA_TYPES = frozenset(
    {
        *("string", "boolean", "integer", "float", "link", "email"),
        *("currency", "date", "datetime", "phone", "text"),
    }
)
"""The data types that an attribute can have (documented)."""


@dataclass(frozen=True, slots=True)
class TypeAttribute:
    """An attribute of a custom activity type."""

    api_name: str
    name: str
    description: str = ""
    data_type: str = "string"


@dataclass(frozen=True, slots=True)
class TypeVersion:
    """One version of a custom activity type."""

    name: str
    primary: TypeAttribute
    description: str = ""
    trigger_name: str = ""
    filter_name: str = ""
    attributes: tuple[TypeAttribute, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomActivityType:
    """A custom activity type.

    Attributes:
        stored_name: What its activities have as their type.
        live: The version that activities can be added by; None before the first approval.
        draft: What was changed since; None where nothing was.
    """

    id: int
    stored_name: str
    api_name: str
    live: TypeVersion | None
    draft: TypeVersion | None
    created_at: int
    updated_at: int

    @property
    def newest(self) -> TypeVersion:
        """The draft, or what is live where there is none."""
        newest = self.draft or self.live
        if newest is None:
            raise ValueError(f"the type {self.api_name} has no version")
        return newest

    @property
    def status(self) -> str:
        """The vendor's word for its state (documented)."""
        if self.live is None:
            return "draft"
        return "approved" if self.draft is None else "approved with draft"


def is_api_name(text: str) -> bool:
    """Tell whether a type or an attribute can have an API name (documented)."""
    return text.isascii() and text.isalnum() and not text.isdigit()

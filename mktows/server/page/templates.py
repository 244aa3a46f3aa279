"""The templates of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from mktows.extras import named

try:
    from jinja2 import Environment, PackageLoader, StrictUndefined
except ModuleNotFoundError as error:
    raise named(error) from error

from mktows.server.page.texts import code_parts, short, visible


class Templates:
    """Fills the templates; every text in them is escaped, and shown as it is.

    Args:
        common: Values that all templates have, by their names.
    """

    def __init__(self, common: Mapping[str, object]) -> None:
        self._environment = Environment(
            loader=PackageLoader("mktows.server.page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            finalize=_seen,
        )
        self._environment.filters["short"] = short
        self._environment.filters["part"] = _part
        self._environment.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
        self._environment.filters["code_parts"] = code_parts
        self._environment.globals.update(common)

    def fill(self, name: str, values: Mapping[str, object]) -> str:
        """Return a template with its values."""
        return self._environment.get_template(name).render(values)


def _part(text: str) -> str:
    """Return a text as one part of an address's path."""
    return quote(text, safe="", errors="replace")


def _seen(value: Any) -> Any:
    # What is markup already is ours.
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

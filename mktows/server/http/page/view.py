"""The means by which a view of the page answers."""

from __future__ import annotations

from dataclasses import dataclass

from mktows.server.http.page.answers import html
from mktows.server.page.templates import Templates
from mktows.server.service import Service
from mktows.transport import HttpResponse


@dataclass(frozen=True, slots=True)
class View:
    """A service, and the templates that tell of it."""

    service: Service
    templates: Templates

    def page(self, template: str, at: str, **values: object) -> HttpResponse:
        """Return a page.

        Args:
            template: The template's name.
            at: The entry of the menu that it belongs to.
            values: Its values.
        """
        return html(self.templates.fill(template, {"at": at, **values}))

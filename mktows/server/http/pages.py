"""Pages beside the service's own addresses, for whoever runs it; they take GET."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mktows.transport import HttpResponse


@dataclass(frozen=True, slots=True)
class Page:
    """A page.

    Attributes:
        answer: Makes the answer, in a thread where it may wait.
        local: Whether this machine alone may read it; else everybody may, under any name.
    """

    answer: Callable[[], HttpResponse]
    local: bool = False

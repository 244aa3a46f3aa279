"""The pages of a serving bridge: `/health`, `/ready` and `/metrics`."""

from __future__ import annotations

from collections.abc import Callable

from mktows.bridge.bridge import Bridge
from mktows.bridge.operating.readiness import Readiness
from mktows.server.front import plain
from mktows.server.http.pages import Page
from mktows.transport import HttpResponse


def pages(
    bridge: Bridge,
    metrics: Callable[[], HttpResponse] | None = None,
    *,
    metrics_for_all: bool = False,
) -> dict[str, Page]:
    """Return the pages, by their paths.

    Args:
        bridge: The bridge.
        metrics: Makes the page of metrics; None where there is none.
        metrics_for_all: Whether other machines may read the metrics.
    """
    readiness = Readiness(bridge.instances)

    def ready() -> HttpResponse:
        missing = readiness.missing()
        return plain(503, "\n".join(missing)) if missing else plain(200, "ready")

    made = {"/health": Page(lambda: plain(200, "ok")), "/ready": Page(ready)}
    if metrics is not None:
        made["/metrics"] = Page(metrics, local=not metrics_for_all)
    return made

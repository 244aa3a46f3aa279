"""Steps of random calls, by operation: each mostly of calls that succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from support.oracle.calls import activities, campaigns, custom_objects, leads, lists, mobjects
from support.oracle.drawing import Draw
from support.oracle.messages import Steps

STEPS: Mapping[str, Callable[[Draw], Steps]] = {
    **leads.STEPS,
    **lists.STEPS,
    **activities.STEPS,
    **campaigns.STEPS,
    **custom_objects.STEPS,
    **mobjects.STEPS,
}
"""By operation; the steps may hold calls of others, too."""

"""All handlers of the REST face, by the endpoint's name: one line per module."""

from __future__ import annotations

from collections.abc import Mapping

from mktows.sandbox.rest import leads, leads_sync, usage
from mktows.sandbox.rest.context import Handler

HANDLERS: Mapping[str, Handler] = {
    **leads.HANDLERS,
    **leads_sync.HANDLERS,
    **usage.HANDLERS,
}
"""Handlers by the endpoint's name; an endpoint without one is answered with 610."""

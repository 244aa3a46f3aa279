"""Refuses what a synchronised CRM owns, where the habits say that there is one."""

from __future__ import annotations

from mktows.facts.rest_errors import ACCESS_DENIED, CRM_ENABLED
from mktows.sandbox.rest.context import RestContext
from mktows.sandbox.rest.refusals import refusal


def check_reads(context: RestContext) -> None:
    """Make sure that what a CRM owns may be read.

    Raises:
        RestRefusal: It may not.
    """
    if context.habits.opportunities == "disabled":
        raise refusal(ACCESS_DENIED)


def check_writes(context: RestContext) -> None:
    """Make sure that what a CRM owns may be written.

    Raises:
        RestRefusal: It may not.
    """
    check_reads(context)
    if context.habits.opportunities == "read-only":
        raise refusal(CRM_ENABLED)

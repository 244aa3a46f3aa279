"""The context in which a handler answers one REST call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mktows.sandbox.context import Scope
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.request import RestCall
from mktows.sandbox.rest.settings import Habits


@dataclass(frozen=True, slots=True)
class RestContext(Scope):
    """One REST call, and the transaction it runs in.

    Attributes:
        call: The call; its clock is the only one.
        habits: What the service does where the sources contradict each other.
    """

    call: RestCall
    habits: Habits


Handler = Callable[[RestContext], Answer]
"""Answers the calls of one endpoint.

It raises `RestRefusal` where the whole call is refused; then nothing was changed."""

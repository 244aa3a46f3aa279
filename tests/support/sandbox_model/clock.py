"""Time: what waits is done when its moment has come, in that order."""

from __future__ import annotations

from support.sandbox_model.campaigns import do_run
from support.sandbox_model.lists import do_import
from support.sandbox_model.state import Import, State


def advance(state: State, now: int) -> None:
    """Move on to a moment; work that was due on the way bears the moment it was due at."""
    while state.waiting and min(due_at for due_at, _ in state.waiting) <= now:
        first = min(range(len(state.waiting)), key=lambda place: state.waiting[place][0])
        due_at, work = state.waiting.pop(first)
        state.now = due_at
        if isinstance(work, Import):
            do_import(state, work)
        else:
            do_run(state, work)
    state.now = now

"""The endpoint that each clause of the suite must detect."""

from __future__ import annotations

from mktows import HttpRequest, HttpResponse
from mktows.errors import ProtocolError
from mktows.soap import read_envelope
from mktows.testing.clauses import CLAUSES
from wrong_endpoints import (
    activities,
    authentication,
    campaigns,
    forms,
    leads,
    lists,
    messages,
    objects,
    replies,
    selections,
)
from wrong_endpoints.mistakes import Mistake, Wrong
from wrong_endpoints.runs import Send, run

MODULES = (
    *(authentication, messages, leads, selections, forms, activities, lists, campaigns, objects),
    replies,
)
WRONG: dict[str, Wrong] = {
    clause: wrong for module in MODULES for clause, wrong in module.MISTAKES.items()
}


def detected_by(clause: str, *, all_clauses: bool = False) -> set[str]:
    """Return the clauses that detect the wrong endpoint of a clause.

    Args:
        clause: Whose endpoint it is.
        all_clauses: Whether all clauses are tried; else its own, and those that it names.

    Raises:
        ValueError: The endpoint answers without an envelope, though it is wrong in something else.
    """
    wrong = WRONG[clause]
    tried = {each.id for each in CLAUSES} if all_clauses else {clause, *wrong.also, *wrong.first}
    told = run(tried, _speaking_soap(wrong.mistake) if wrong.in_soap else wrong.mistake)
    return {name for name, tests in told.items() if tests.failures}


def _speaking_soap(mistake: Mistake) -> Mistake:
    def checked(send: Send) -> Send:
        wrong = mistake(send)

        def answer(request: HttpRequest) -> HttpResponse:
            response = wrong(request)
            if request.method == "POST":
                try:
                    read_envelope(response.body)
                except ProtocolError as error:
                    raise ValueError(f"an answer without an envelope: {error}") from None
            return response

        return answer

    return checked


def complaint(clause: str, found: set[str]) -> str | None:
    """Say how the clauses that detected an endpoint differ from those that should, if they do."""
    if clause not in found:
        return "not detected"
    strange = sorted(found - {clause, *WRONG[clause].also})
    return f"detected also by {', '.join(strange)}" if strange else None


def turn(number: int, count: int) -> list[str]:
    """Choose some of all clauses; as the number goes up, each has its turn.

    Args:
        number: Which turn it is, such as that of a day.
        count: How many clauses it has.
    """
    ids = sorted(WRONG)
    begin = number * count
    return sorted({ids[(begin + step) % len(ids)] for step in range(min(count, len(ids)))})

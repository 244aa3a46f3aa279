"""The state of the service, and the forms that change it where it is steered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

from mktows.contract import LATEST_VERSION, contract
from mktows.facts.faults import SHORT_TEXTS
from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.facts.rest_errors import CODES
from mktows.server.http.control import Control
from mktows.server.http.page.answers import NotShown, see_other
from mktows.server.http.page.asked import Asked
from mktows.server.http.page.view import View
from mktows.server.page.calls import seen_moment
from mktows.server.page.state import limits_of, words_for
from mktows.transport import HttpRequest, HttpResponse

_AT = "State"
_DONE = {
    "reset": "All is as it was at the beginning.",
    "seed": "The world was put in.",
    "clock": "The clock was set.",
    "fail-next": "The next calls will fail.",
    "rest/fail-next": "The next REST calls will fail.",
}
# The fields of forms that are no texts.
_FLAGS = frozenset({"running", "real", "processed"})
_NUMBERS: Mapping[str, Callable[[str], float]] = {
    "advance": float,
    "code": int,
    "status": int,
    "delay": float,
    "times": int,
}
_WAYS = frozenset({"drop", "cut", "truncate", "empty"})


class StateViews:
    """Shows the state, and steers the service by forms.

    Args:
        view: The means.
        control: What steers the service; None where nothing does.
    """

    def __init__(self, view: View, control: Control | None) -> None:
        self._view = view
        self._control = control

    def routes(self) -> Iterator[tuple[str, str, Callable[..., HttpResponse]]]:
        """Return the routes: method, pattern of the path, and what answers."""
        yield "GET", "/_page/state", self.shown
        if self._control is not None:
            yield "POST", "/_page/state/((?:rest/)?[a-z-]+)", self.steered

    def shown(self, asked: Asked) -> HttpResponse:
        """Show the state."""
        return self._page(done=_DONE.get(asked.query.get("done", ""), ""))

    def steered(self, asked: Asked, name: str) -> HttpResponse:
        """Do what a form asks for, and show the state."""
        control = self._control
        if control is None or name not in _DONE or not control.takes(name):
            raise NotShown(404, "This cannot be done here.")
        try:
            request = _seeding(asked.form) if name == "seed" else _members(asked.form)
        except ValueError as error:
            return self._page(problem=str(error), status=400)
        url = f"http://localhost/_control/{name}"
        answer = control.answer(HttpRequest(url, {"content-type": request[0]}, request[1]))
        if answer.status == 200:
            return see_other(f"/_page/state?done={name}")
        problem = json.loads(answer.body).get("error", "")
        return self._page(problem=problem, status=answer.status)

    def _page(self, *, done: str = "", problem: str = "", status: int = 200) -> HttpResponse:
        state, control = self._view.service.state(), self._control
        page = self._view.page(
            "state.html",
            _AT,
            now=seen_moment(state.now),
            is_real=state.is_real,
            usages=[(each.api, limits_of(each)) for each in state.usages],
            waiting=[
                (each.api, each.failure.operation or "any", words_for(each.failure), each.count)
                for each in state.waiting
            ],
            groups=state.groups,
            done=done,
            problem=problem,
            takes={name: control is not None and control.takes(name) for name in _DONE},
            operations=[(each, each) for each in sorted(contract(LATEST_VERSION).operations)],
            codes=[(code, f"{code} {text}") for code, text in sorted(SHORT_TEXTS.items())],
            endpoints=[(each, each) for each in sorted(ENDPOINTS)],
            rest_codes=[(each.code, f"{each.code} {each.text}") for each in CODES.values()],
        )
        return HttpResponse(status, page.headers, page.body)


def _seeding(form: Mapping[str, str]) -> tuple[str, bytes]:
    """Return the request that seeds a world: its media type and body."""
    kind = "json" if form.get("form") == "json" else "yaml"
    return f"application/{kind}", form.get("world", "").encode("utf-8", "replace")


def _members(form: Mapping[str, str]) -> tuple[str, bytes]:
    """Return the request that a form makes: its media type and body.

    Raises:
        ValueError: A field that is a number holds none.
    """
    members: dict[str, object] = {}
    for name, text in form.items():
        value = text.strip()
        if name == "token" or not value:
            continue
        if name == "way":
            if value in _WAYS:
                members[value] = True
        elif name in _FLAGS:
            members[name] = True
        elif name in _NUMBERS:
            try:
                members[name] = _NUMBERS[name](value)
            except ValueError:
                raise ValueError(f"{name} must be a number") from None
        else:
            members[name] = value
    return "application/json", json.dumps(members).encode()

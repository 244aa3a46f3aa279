"""`/_control/` of a sandbox: it also puts worlds in, and tells of campaign runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from mktows.sandbox.sandbox import Sandbox
from mktows.sandbox.world.files import parse_world
from mktows.server.http import control
from mktows.server.http.control import BadRequest, media_type, only, taking_members, ways_to_fail
from mktows.transport import HttpRequest


class Control(control.Control):
    """Steers a sandbox.

    Args:
        sandbox: What is steered.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        super().__init__(
            sandbox,
            {
                ("POST", "seed"): self._seed,
                ("GET", "runs"): taking_members(self._runs),
                ("POST", "rest/fail-next"): taking_members(self._fail_next_rest),
            },
        )

    def _seed(self, request: HttpRequest, headers: Mapping[str, str], _query: str) -> object:
        kind = media_type(headers)
        if kind not in ("application/json", "application/yaml"):
            raise BadRequest(
                "send a world, with Content-Type: application/json or application/yaml"
            )
        try:
            text = (request.body or b"{}").decode("utf-8-sig")
        except UnicodeDecodeError:
            raise BadRequest("the body is not UTF-8") from None
        self._sandbox.seed(parse_world(text, json=kind == "application/json"))
        return {}

    def _fail_next_rest(self, given: Mapping[str, Any]) -> object:
        asked = ways_to_fail(given, endpoint=str, empty=bool)
        if "operation" in asked:
            raise BadRequest("a REST call has an endpoint, such as sync_leads, not an operation")
        face = self._sandbox.rest()
        face.fail_next(**asked)
        return {"pending": face.pending_failures}

    def _runs(self, given: Mapping[str, Any]) -> object:
        only(given, ())
        return [asdict(each) for each in self._sandbox.campaign_runs()]

"""A REST face to call in tests, with as little between as there can be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox import Sandbox
from mktows.transport import HttpRequest, HttpResponse
from support.vendor_rest import IS_DESCRIBED, validate_answer

BASE = "https://sandbox.example"
NOT_AS_DESCRIBED = (
    "/rest/v1/activities/types.json",  # what an activity is about is not known of all types
    "/rest/asset/v1/folder/1.json",  # the root of the tree is in no folder
    "/rest/asset/v1/program/77.json",  # SOAP writes costs that are no whole numbers
    "/rest/v1/activities/leadchanges.json",  # a value that was not there before is null
)
"""Endpoints whose answers differ from the description on purpose."""


class RestService:
    """Calls the REST face of a sandbox as its first user.

    Where the vendor's description is at hand, each answer is held against it.
    """

    def __init__(self, sandbox: Sandbox, client_id: str = SAMPLE_USER_ID) -> None:
        self.sandbox = sandbox
        self.client_id = client_id
        self.face = sandbox.rest()
        self.token = ""

    def authorize(self) -> str:
        """Ask for a token, and use it from now on."""
        asked = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": SAMPLE_KEY,
        }
        url = f"{BASE}/identity/oauth/token?{urlencode(asked)}"
        response = self.face.send(HttpRequest(url, {}, b"", method="GET"))
        assert response.status == 200, response.body
        self.token = json.loads(response.body)["access_token"]
        return self.token

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, object] | None = None,
        *,
        body: object = None,
        form: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        """Send a call with a token, and return the answer as it comes."""
        if not self.token:
            self.authorize()
        url = f"{BASE}{path}"
        if query:
            url += f"?{urlencode(query, doseq=True)}"
        sent, content = {"Authorization": f"Bearer {self.token}"}, b""
        if body is not None:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        elif form is not None:
            content = urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        request = HttpRequest(url, sent | dict(headers or {}), content, method=method)
        response = self.face.send(request)
        if IS_DESCRIBED and path not in NOT_AS_DESCRIBED and b'"success":true' in response.body:
            validate_answer(request, response)
        return response

    def call(self, method: str, path: str, query: Any = None, **more: Any) -> dict[str, Any]:
        """Send a call, and return what its answer says, with exact numbers."""
        response = self.send(method, path, query, **more)
        assert response.status == 200, (response.status, response.body)
        answer = json.loads(response.body, parse_float=Decimal)
        assert isinstance(answer, dict)
        return answer

    def get(self, path: str, /, **query: object) -> dict[str, Any]:
        """Get something; it must be a success."""
        answer = self.call("GET", path, query)
        assert answer["success"], answer
        return answer

    def post(self, path: str, body: object, /, **query: object) -> dict[str, Any]:
        """Post JSON; it must be a success."""
        answer = self.call("POST", path, query, body=body)
        assert answer["success"], answer
        return answer

    def error(self, method: str, path: str, query: Any = None, **more: Any) -> int:
        """Return the code with which a call is refused."""
        answer = self.call(method, path, query, **more)
        assert answer["success"] is False, answer
        ((error),) = answer["errors"]
        assert error["message"]
        return int(error["code"])

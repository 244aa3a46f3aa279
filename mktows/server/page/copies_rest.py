"""Recorded calls of the REST API as programs that make them again; pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.server.exchange import RecordedCall
from mktows.server.page.bodies import form_of
from mktows.server.page.quoting import heredoc, python_text, shell_word

_TOKEN = re.compile(r"(?<=[?&])access_token=[^&]*&?")


class _Request(NamedTuple):
    method: str
    target: str
    kind: str
    body: str


def curl_of_rest(call: RecordedCall, address: str) -> str:
    """Return a shell script that makes a call by curl."""
    asked = _request(call)
    lines = [
        "#!/bin/sh",
        f"# Call {call.id}, as it was recorded. It gets a token of its own, as",
        "# MKTOWS_REST_CLIENT_ID with MKTOWS_REST_CLIENT_SECRET.",
        "set -eu",
        f': "${{MKTOWS_REST_URL:={address}}}"',
        ': "${MKTOWS_REST_CLIENT_ID:?}" "${MKTOWS_REST_CLIENT_SECRET:?}"',
        "token=$(curl --silent --show-error --data grant_type=client_credentials \\",
        '  --data-urlencode "client_id=$MKTOWS_REST_CLIENT_ID" \\',
        '  --data-urlencode "client_secret=$MKTOWS_REST_CLIENT_SECRET" \\',
        f'  --get "$MKTOWS_REST_URL{IDENTITY_PATH}" |',
        """  sed -n 's/.*"access_token": *"\\([^"]*\\)".*/\\1/p')""",
        f"curl --silent --show-error --request {shell_word(asked.method)} \\",
        '  --header "Authorization: Bearer $token" \\',
    ]
    url = f'"$MKTOWS_REST_URL"{shell_word(asked.target)}'
    if not asked.body:
        return "\n".join([*lines, f"  {url}", ""])
    lines.append(f"  --header {shell_word(f'Content-Type: {asked.kind}')} \\")
    # A here-document ends with a line break, which forms would take for a part of a value.
    lines.append(f'  --data-binary "$(cat {heredoc(asked.body, plain=True)})" {url}')
    return "\n".join([*lines, ""])


def pytest_of_rest(call: RecordedCall) -> str:
    """Return a test that makes a call, and expects the same outcome."""
    asked = _request(call)
    lines = [
        f'"""Call {call.id}, as it was recorded."""',
        "",
        "# It gets a token of its own, as MKTOWS_REST_CLIENT_ID with MKTOWS_REST_CLIENT_SECRET.",
        "import json",
        "import os",
        "from urllib.parse import urlencode",
        "",
        "from mktows import HttpRequest, RequestsTransport",
        "",
        f"METHOD = {asked.method!a}",
        f"TARGET = {asked.target!a}",
        f"HEADERS = {{'Content-Type': {asked.kind!a}}}" if asked.body else "HEADERS = {}",
        f"BODY = {python_text(asked.body)}",
        "",
        "",
        "def sent(transport, method, target, headers, body=b''):",
        "    url = os.environ['MKTOWS_REST_URL'] + target",
        "    return transport.send(HttpRequest(url, headers, body, method=method))",
        "",
        "",
        "def token(transport):",
        "    client = {",
        "        'grant_type': 'client_credentials',",
        "        'client_id': os.environ['MKTOWS_REST_CLIENT_ID'],",
        "        'client_secret': os.environ['MKTOWS_REST_CLIENT_SECRET'],",
        "    }",
        f"    answer = sent(transport, 'GET', f'{IDENTITY_PATH}?{{urlencode(client)}}', {{}})",
        "    return json.loads(answer.body)['access_token']",
        "",
        "",
        f"def test_call_{call.id}():",
        "    transport = RequestsTransport()",
        "    try:",
        "        headers = {**HEADERS, 'Authorization': f'Bearer {token(transport)}'}",
        "        response = sent(transport, METHOD, TARGET, headers, BODY.encode())",
        "    finally:",
        "        transport.close()",
    ]
    if call.status is not None:
        lines.append(f"    assert response.status == {call.status}")
    if call.code is not None:
        lines.append("    errors = json.loads(response.body)['errors']")
        lines.append(f"    assert [each['code'] for each in errors] == ['{call.code}']")
    return "\n".join([*lines, ""])


def _request(call: RecordedCall) -> _Request:
    head, _, body = call.request.partition("\n\n")
    method, _, target = head.partition(" ")
    return _Request(method, _TOKEN.sub("", target).rstrip("?&"), _kind(body), body)


def _kind(body: str) -> str:
    """Return the media type of a body, which was not recorded, by how it begins."""
    if form_of(body) == "json":
        return "application/json"
    if body.startswith("--"):
        boundary = body.split("\n", 1)[0].strip()[2:]
        return f"multipart/form-data; boundary={boundary}"
    return "application/x-www-form-urlencoded"

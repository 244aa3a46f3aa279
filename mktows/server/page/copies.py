"""Recorded calls as programs that make them again: for curl, and as tests for pytest; pure.

No program holds credentials: it takes them from the environment, and signs anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mktows.contract import KNOWN_VERSIONS, contract
from mktows.facts.rest_endpoints import IDENTITY_PATH
from mktows.server.exchange import REST_VERSION, RecordedCall
from mktows.server.journal.masking import MASK, is_whole
from mktows.server.page.copies_rest import curl_of_rest, pytest_of_rest
from mktows.server.page.quoting import heredoc, python_text, shell_text

_FIELD = re.compile(
    r"(<(?:[\w.-]+:)?(mktowsUserId|requestSignature|requestTimestamp)(?:\s[^<>]*)?>)[^<]*(?=</)"
)
_NAMES = ("mktowsUserId", "requestSignature", "requestTimestamp")
_SIGNING = (
    "    user_id = os.environ['MKTOWS_USER_ID']",
    "    key = Secret(os.environ['MKTOWS_ENCRYPTION_KEY'])",
    "    now = timestamp(datetime.now(UTC))",
    "    signature = sign(user_id=user_id, key=key, timestamp=now)",
)
_IMPOSSIBLE = re.compile("[\x00\ud800-\udfff]")


class NotCopied(Exception):
    """A call cannot be made again from what was kept; the text says why."""


@dataclass(frozen=True, slots=True)
class Copies:
    """A call as programs.

    Attributes:
        curl: A shell script that makes it by curl.
        pytest: A test that makes it, and expects the same outcome.
    """

    curl: str
    pytest: str


def copies_of(call: RecordedCall, address: str) -> Copies:
    """Return a call as programs.

    Args:
        call: The call.
        address: The address of the server, without path.

    Raises:
        NotCopied: What was kept of it is not the whole request.
    """
    if not call.request:
        raise NotCopied("Its request was not kept.")
    if not is_whole(call.request):
        raise NotCopied("Its request was not kept whole.")
    if _IMPOSSIBLE.search(call.request):
        raise NotCopied("Its request holds a character that no script can carry.")
    if call.version == REST_VERSION:
        if IDENTITY_PATH in call.request.partition("\n")[0]:
            raise NotCopied("It asked for a token, and its credentials were not kept.")
        return Copies(curl_of_rest(call, address), pytest_of_rest(call))
    return Copies(_curl(call, address), _pytest(call))


def _curl(call: RecordedCall, address: str) -> str:
    names = {
        "mktowsUserId": "${MKTOWS_USER_ID}",
        "requestSignature": "${signature}",
        "requestTimestamp": "${timestamp}",
    }
    parts, signed = _parts(call.request)
    body = "".join(shell_text(text) + (names[name] if name else "") for text, name in parts)
    lines = [
        "#!/bin/sh",
        f"# {_title(call)}",
        *_remark(signed, "# "),
        "set -eu",
        f': "${{MKTOWS_ENDPOINT:={address}/soap/mktows/{call.version}}}"',
    ]
    if signed:
        lines += [
            ': "${MKTOWS_USER_ID:?}" "${MKTOWS_ENCRYPTION_KEY:?}"',
            "timestamp=$(date -u +%Y-%m-%dT%H:%M:%S+00:00)",
            'signature=$(printf %s "$timestamp$MKTOWS_USER_ID" |',
            "  openssl dgst -sha1 -hmac \"$MKTOWS_ENCRYPTION_KEY\" | sed 's/.* //')",
        ]
    lines += [
        "curl --silent --show-error \\",
        "  --header 'Content-Type: text/xml; charset=utf-8' \\",
        f"""  --header 'SOAPAction: "{_action(call)}"' \\""",
        f'  --data-binary @- "$MKTOWS_ENDPOINT" {heredoc(body)}',
    ]
    return "\n".join(lines)


def _pytest(call: RecordedCall) -> str:
    parts, signed = _parts(call.request)
    values = {
        "mktowsUserId": "escape(user_id)",
        "requestSignature": "signature",
        "requestTimestamp": "now",
    }
    # Put together and not replaced in: a value of a lead may look like any mark.
    pieces = [
        f"PARTS[{number}]" + (f" + {values[name]}" if name else "")
        for number, (_, name) in enumerate(parts)
    ]
    lines = [
        f'"""{_title(call)}"""',
        "",
        *_remark(signed, "# "),
        "import os",
        *(["from datetime import UTC, datetime"] if signed else []),
        "",
        "from mktows import HttpRequest, RequestsTransport"
        + (", Secret, sign, timestamp" if signed else ""),
        *_imports(call, signed),
        "",
        "HEADERS = {",
        "    'Content-Type': 'text/xml; charset=utf-8',",
        f"    'SOAPAction': '\"{_action(call)}\"',",
        "}",
        "PARTS = []",
        *(f"PARTS.append({python_text(text)})" for text, _ in parts),
        "",
        "",
        f"def test_{_function(call)}():",
        *(_SIGNING if signed else ()),
        f"    envelope = {' + '.join(pieces)}",
        "    endpoint = os.environ['MKTOWS_ENDPOINT']",
        "    transport = RequestsTransport()",
        "    try:",
        "        response = transport.send(HttpRequest(endpoint, HEADERS, envelope.encode()))",
        "    finally:",
        "        transport.close()",
        *_expected(call),
        "",
    ]
    return "\n".join(lines)


def _imports(call: RecordedCall, signed: bool) -> Iterator[str]:
    if call.code is not None:
        yield "from mktows.soap import read_envelope"
    if signed:
        yield "from mktows.text import escape"


def _expected(call: RecordedCall) -> Iterator[str]:
    """The lines that expect the outcome that was recorded."""
    if call.status is not None:
        yield f"    assert response.status == {call.status}"
    if call.code is not None:
        yield "    fault = read_envelope(response.body).fault"
        yield f"    assert fault is not None and fault.service_code == {call.code}"


def _parts(request: str) -> tuple[list[tuple[str, str]], bool]:
    """Cut a request at the values of its credentials.

    Returns:
        Texts, each with the name of the value behind it, the last without; and whether the three
        values stand there, each once.
    """
    found = [*_FIELD.finditer(request)]
    if sorted(each[2] for each in found) != sorted(_NAMES):
        return [(request, "")], False
    parts, done = [], 0
    for each in found:
        parts.append((request[done : each.end(1)], each[2]))
        done = each.end()
    return [*parts, (request[done:], "")], True


def _remark(signed: bool, mark: str) -> Iterator[str]:
    if signed:
        yield f"{mark}It is signed anew, as MKTOWS_USER_ID with MKTOWS_ENCRYPTION_KEY."
    else:
        yield f"{mark}It has no header that could be signed: it is as it was kept, and what was"
        yield f"{mark}masked is {MASK}."


def _title(call: RecordedCall) -> str:
    return f"Call {call.id}: {call.operation or 'no operation'}, as it was recorded."


def _function(call: RecordedCall) -> str:
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", call.operation).lower() or "call"
    return f"{name}_{call.id}"


def _action(call: RecordedCall) -> str:
    if call.version not in KNOWN_VERSIONS:
        return ""
    operation = contract(call.version).operations.get(call.operation)
    return "" if operation is None else operation.action

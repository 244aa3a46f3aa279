"""What the manual says of `/_control/`, held against what answers there."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mktows.sandbox import Sandbox
from mktows.sandbox.control import Control
from mktows.transport import HttpRequest

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(GET|POST) /_control/((?:rest/)?[\w-]+)(?:/ID)?` \|", PAGE, re.MULTILINE)
CURLS = re.findall(r"^curl .*$", PAGE, re.MULTILINE)


def asked(sandbox: Sandbox, method: str, url: str, body: str | None = None) -> tuple[int, object]:
    headers = {} if body is None else {"Content-Type": "application/json"}
    request = HttpRequest(url, headers, (body or "").encode(), method=method)
    response = Control(sandbox).answer(request)
    return response.status, json.loads(response.body)


def test_it_names_all_that_there_is(sandbox: Sandbox) -> None:
    status, refused = asked(sandbox, "GET", "http://127.0.0.1/_control/nothing")
    assert status == 404
    assert isinstance(refused, dict)
    there_are = refused["error"].partition("there are ")[2].split(", ")
    assert {name for _, name in ROWS} == set(there_are)


@pytest.mark.parametrize(("method", "name"), ROWS)
def test_it_is_asked_as_the_page_says(sandbox: Sandbox, method: str, name: str) -> None:
    status, _ = asked(sandbox, method, f"http://127.0.0.1/_control/{name}")
    assert status not in (404, 405)


def test_the_examples_do_what_they_say(sandbox: Sandbox) -> None:
    answered = []
    for line in CURLS:
        words = shlex.split(line)
        body = words[words.index("-d") + 1] if "-d" in words else None
        method = "GET" if body is None else "POST"
        status, _ = asked(sandbox, method, words[-1], body)
        assert status == 200, line
        answered.append(urlsplit(words[-1]).path.rpartition("/")[2])
        if answered[-1] == "fail-next":
            assert sandbox.pending_failures == 2
    assert answered == ["seed", "fail-next", "clock", "calls", "reset"]

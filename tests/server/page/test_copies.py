"""A recorded call is made again by the programs that it is copied as, whatever it holds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.envelopes import request, signed

from mktows import Client, HttpRequest, ServiceFault
from mktows.rest import RestClient
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.server.exchange import RecordedCall
from mktows.server.http.server import ThreadedServer
from mktows.server.page.copies import NotCopied, copies_of
from mktows.server.page.quoting import heredoc, python_text, shell_text, shell_word
from mktows.text import escape

needs_curl = pytest.mark.skipif(
    shutil.which("curl") is None or shutil.which("openssl") is None,
    reason="curl and openssl are not installed",
)
HOSTILE = (
    "plain",
    "$HOME `id` $(id) \\ \\\\ ${MKTOWS_USER_ID} ${signature}",
    "\"double\" 'single' %s {x} \\n",
    "END_OF_REQUEST\nEND_OF_REQUEST\nEND_OF_REQUEST_1\n",
    "ünï \N{SNOWMAN} \N{GRINNING FACE} \u2028 \"\"\" '''",
    "@mktowsUserId@ !history",
)
ENVIRONMENT = {
    "MKTOWS_USER_ID": SAMPLE_USER_ID,
    "MKTOWS_ENCRYPTION_KEY": SAMPLE_KEY,
    "MKTOWS_REST_CLIENT_ID": SAMPLE_USER_ID,
    "MKTOWS_REST_CLIENT_SECRET": SAMPLE_KEY,
}
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Sandbox, str]]:
    with Sandbox(rest=True) as sandbox, ThreadedServer(sandbox) as running:
        yield sandbox, running.url


def last(sandbox: Sandbox) -> RecordedCall:
    return sandbox.calls(last=1)[0]


def run(script: str, **more: str) -> str:
    """Run a script for a shell; what it prints."""
    done = subprocess.run(
        ["sh"],
        input=script.encode(),
        env={**os.environ, **ENVIRONMENT, **more},
        capture_output=True,
        check=True,
    )
    assert not done.stderr, done.stderr
    return done.stdout.decode()


def without_credentials(text: str) -> str:
    text = re.sub(r"(requestTimestamp>)[^<]*", r"\1", text)
    return text.rstrip("\n")


@needs_curl
def test_a_call_is_made_again_by_curl_signed_anew(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    for text in HOSTILE:
        lead = f"<leadKey><keyType>EMAIL</keyType><keyValue>{escape(text)}</keyValue></leadKey>"
        sandbox.send(request(signed(f"<m:paramsGetLead>{lead}</m:paramsGetLead>")))
        before = last(sandbox)
        printed = run(copies_of(before, url).curl)
        again = last(sandbox)
        assert again.id == before.id + 1
        assert (again.operation, again.code, again.user_id) == ("getLead", 20103, SAMPLE_USER_ID)
        assert without_credentials(again.request) == without_credentials(before.request)
        assert printed == again.reply
        assert [each.rule for each in again.findings] == [each.rule for each in before.findings]


@needs_curl
def test_a_call_of_rest_is_made_again_by_curl(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    client = RestClient(sandbox.rest().config(), transport=sandbox)
    for text in HOSTILE:
        client.sync_leads([{"email": "a@example.com", "firstName": text}])
        before = last(sandbox)
        run(copies_of(before, url).curl)
        again = last(sandbox)
        assert again.id == before.id + 2  # with the one for a token
        assert (again.request.rstrip(), again.status) == (before.request.rstrip(), 200)
    client.get_daily_usage()
    before = last(sandbox)
    run(copies_of(before, url).curl)
    assert last(sandbox).request == before.request


def test_a_call_is_made_again_by_a_test(served: tuple[Sandbox, str], tmp_path: Path) -> None:
    sandbox, url = served
    client = Client(sandbox.config(), transport=sandbox)
    copied = []
    for text in HOSTILE:
        with pytest.raises(ServiceFault):
            client.get_lead(email=text)
        copied.append(last(sandbox))
    client.list_mobjects()
    copied.append(last(sandbox))
    sandbox.send(request(b"no XML \\ \x07 ''' \"\"\""))
    copied.append(last(sandbox))
    rest = RestClient(sandbox.rest().config(), transport=sandbox)
    rest.sync_leads([{"email": "b@example.com", "firstName": HOSTILE[2]}])
    copied.append(last(sandbox))
    for call in copied:
        text = copies_of(call, url).pytest
        (tmp_path / f"test_call_{call.id}.py").write_text(text, encoding="utf-8")
    made = len(sandbox.calls())
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={
            **os.environ,
            **ENVIRONMENT,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
            "MKTOWS_ENDPOINT": f"{url}/soap/mktows/3_1",
            "MKTOWS_REST_URL": url,
        },
        capture_output=True,
        text=True,
    )
    assert f"{len(copied)} passed" in done.stdout, done.stdout
    again = sandbox.calls(last=len(sandbox.calls()) - made)
    expected = [without_credentials(each.request) for each in copied]
    assert {without_credentials(each.request) for each in again} >= {*expected}


def test_a_test_fails_where_the_outcome_is_another(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    client = Client(sandbox.config(), transport=sandbox)
    with pytest.raises(ServiceFault):
        client.get_lead(email="nobody@example.com")
    text = copies_of(last(sandbox), url).pytest
    assert "assert response.status == 500" in text
    assert "fault.service_code == 20103" in text


def test_no_credentials_are_in_a_copy(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    client = Client(sandbox.config(), transport=sandbox)
    client.list_mobjects()
    soap = last(sandbox)
    RestClient(sandbox.rest().config(), transport=sandbox).get_daily_usage()
    for copies in (copies_of(soap, url), copies_of(last(sandbox), url)):
        for text in (copies.curl, copies.pytest):
            assert SAMPLE_USER_ID not in text
            assert SAMPLE_KEY not in text
            assert "***" not in text


def test_a_token_in_an_address_is_left_out(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    for query in ("access_token=secret&fields=email", "fields=email&access_token=secret"):
        sandbox.send(HttpRequest(f"{url}/rest/v1/lead/1.json?{query}", {}, b"", method="GET"))
        copies = copies_of(last(sandbox), url)
        assert "access_token=" not in copies.curl
        assert "/rest/v1/lead/1.json?fields=email'" in copies.curl
        assert "TARGET = '/rest/v1/lead/1.json?fields=email'" in copies.pytest


def test_what_cannot_be_signed_is_as_it_was_kept(served: tuple[Sandbox, str]) -> None:
    sandbox, url = served
    for body in (b"no XML", signed(header=""), signed(more="<mktowsUserId>x</mktowsUserId>")):
        sandbox.send(request(body))
        copies = copies_of(last(sandbox), url)
        assert "it is as it was kept" in copies.curl
        assert "openssl" not in copies.curl
        assert "sign(" not in copies.pytest


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "was not kept"),
        ("<a>... (cut: 7 more characters)", "not kept whole"),
        (
            "(not kept: it cannot be read, so a signature in it could not be masked)",
            "not kept whole",
        ),
        ("a\0b", "a character that no script can carry"),
        ("a\ud800b", "a character that no script can carry"),
    ],
)
def test_what_was_not_kept_whole_is_not_copied(
    served: tuple[Sandbox, str], text: str, reason: str
) -> None:
    Client(served[0].config(), transport=served[0]).list_mobjects()
    with pytest.raises(NotCopied, match=reason):
        copies_of(replace(last(served[0]), request=text), served[1])


def test_a_request_for_a_token_is_not_copied(served: tuple[Sandbox, str]) -> None:
    RestClient(served[0].rest().config(), transport=served[0]).get_daily_usage()
    tokens = [each for each in served[0].calls() if "identity" in each.operation]
    with pytest.raises(NotCopied, match="credentials were not kept"):
        copies_of(tokens[-1], served[1])


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXTS)
def test_a_text_of_python_is_that_text(text: str) -> None:
    source = python_text(text)
    assert eval(source) == text
    assert source.isascii()


@given(TEXTS | st.just("END_OF_REQUEST\nEND_OF_REQUEST_1"))
def test_a_here_document_ends_where_it_should(text: str) -> None:
    for plain in (True, False):
        body = text if plain else shell_text(text)
        begin, *lines = heredoc(body, plain=plain).split("\n")
        end = begin.removeprefix("<<").strip("'")
        assert lines.index(end) == len(lines) - 2
        assert "\n".join(lines[:-2]) == body


@pytest.mark.slow
@given(st.lists(TEXTS, min_size=1, max_size=30))
def test_a_shell_takes_texts_as_they_are(texts: list[str]) -> None:
    script = "".join(f"printf '%s\\0' {shell_word(each)}\n" for each in texts)
    script += "".join(f"cat {heredoc(shell_text(each))}printf '\\0'\n" for each in texts)
    script += "".join(f"cat {heredoc(each, plain=True)}printf '\\0'\n" for each in texts)
    found = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=True).stdout
    ended = [f"{each}\n" for each in texts]
    assert found.decode().split("\0")[:-1] == [*texts, *ended, *ended]


def test_a_copy_names_the_version_that_was_called(sandbox: Sandbox) -> None:
    Client(sandbox.config("2_1"), transport=sandbox).list_mobjects()
    copies = copies_of(last(sandbox), "http://localhost:1")
    assert "http://localhost:1/soap/mktows/2_1" in copies.curl
    assert 'SOAPAction: "http://www.marketo.com/mktows/listMObjects"' in copies.curl

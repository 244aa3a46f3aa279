"""`mktows bridge check`, `snapshot`, `calls` and `unknown`, against the REST API of a sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mktows import Client, Secret
from mktows.bridge import Bridge
from mktows.bridge.operating.settings_file import read_settings
from mktows.sandbox import Sandbox
from mktows.sandbox.rest.settings import CustomService, Habits, RestSettings
from mktows.sandbox.world.world import World, WorldField, WorldLead
from mktows.server.http.server import ThreadedServer

SECRET, KEY = "planted-client-secret", "planted-soap-key"
WORLD = World(
    lead_fields=(WorldField(name="Rank", type="integer"),),
    leads=(WorldLead(id=7, email="canary@example.com"),),
)
SETTINGS = """
database = "bridge.db"

[tenants.main]
url = "{url}"
client_id = "client"
client_secret = {{ env = "BRIDGE_SECRET" }}
{more}

[users.old_program]
tenant = "main"
key = {{ env = "BRIDGE_KEY" }}
{user}
"""
Bridged = Callable[..., Any]


@pytest.fixture
def bridged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bridged:
    """Serves an instance in the block, and writes the settings of a bridge to it."""
    monkeypatch.setenv("BRIDGE_SECRET", SECRET)
    monkeypatch.setenv("BRIDGE_KEY", KEY)

    @contextmanager
    def make(
        *,
        permissions: frozenset[str] | None = None,
        secret: str = SECRET,
        soap_names: bool = True,
        more: str = "",
        user: str = "",
    ) -> Iterator[Sandbox]:
        service = CustomService(Secret(secret), permissions=permissions)
        rest = RestSettings(services={"client": service}, habits=Habits(soap_names=soap_names))
        with Sandbox(world=WORLD, rest=rest) as sandbox, ThreadedServer(sandbox) as server:
            text = SETTINGS.format(url=server.url, more=more, user=user)
            (tmp_path / "bridge.toml").write_text(text)
            yield sandbox

    return make


def the_bridge(folder: Path) -> Bridge:
    return Bridge(read_settings(folder / "bridge.toml"))


def no_secret(result: Any) -> bool:
    return not any(each in result.out + result.err for each in (SECRET, KEY, "canary"))


def test_all_is_proven_where_all_is_allowed(cli: Any, bridged: Bridged) -> None:
    more = 'foreign_fields = { CUSTOM = "Rank" }\nworkspaces = { World = "Default" }'
    with bridged(more=more) as sandbox:
        result = cli("bridge", "check")
        made = [each for each in sandbox.calls() if "identity" not in each.operation]
    lines = result.out.splitlines()
    assert lines[0] == "main: ok: credentials: the API user is api@sandbox.example"
    assert any(each.startswith("main: ok: Read-Only Lead: for getLead") for each in lines)
    assert "main: ok: foreign_fields.CUSTOM: the field is there" in lines
    assert any(each.startswith("main: unproven: Read-Write Lead: ") for each in lines)
    assert not [each for each in lines if ": missing: " in each and "workspaces" not in each]
    assert f"mktows: main: {len(made)} REST calls made\n" in result.err
    assert all(each.operation.startswith("GET ") for each in made)
    assert no_secret(result)


def test_what_is_missing_is_told(cli: Any, bridged: Bridged) -> None:
    more = 'foreign_fields = { CUSTOM = "nothing" }\nworkspaces = { World = "Nowhere" }'
    with bridged(permissions=frozenset({"Read-Only Lead"}), more=more):
        result = cli("bridge", "check")
    assert result.code == 1
    lines = result.out.splitlines()
    assert "main: missing: foreign_fields.CUSTOM: no lead field has the REST name nothing: " in (
        result.out
    )
    assert "main: missing: workspaces.World: there is no lead partition Nowhere: " in result.out
    missing = [each for each in lines if each.startswith("main: missing: Read-Only ")]
    assert missing
    assert all(
        each.endswith("(603): give the role of the API user this permission") for each in missing
    )


def test_only_what_the_users_may_call_is_proven(cli: Any, bridged: Bridged) -> None:
    with bridged(permissions=frozenset({"Read-Only Lead"}), user='operations = ["getLead"]'):
        result = cli("bridge", "check")
    assert result.code == 0
    assert "unproven" not in result.out
    assert "main: ok: Read-Only Lead: for getLead\n" in result.out


def test_credentials_that_are_refused_are_told(cli: Any, bridged: Bridged) -> None:
    with bridged(secret="another"):
        result = cli("bridge", "check")
    assert result.code == 1
    assert result.out.startswith("main: missing: credentials: no token came (AuthenticationError)")
    assert result.out.count("\n") == 1
    assert no_secret(result)


def soap_names(result: Any) -> dict[str, str]:
    fields = json.loads(result.out)["lead_fields"]
    return {each["rest_name"]: each["name"] for each in fields if each["in_soap"]}


def test_a_snapshot_outlives_the_names_of_soap(cli: Any, bridged: Bridged, tmp_path: Path) -> None:
    with bridged():
        first = cli("bridge", "snapshot")
        assert first.code == 0
        assert soap_names(first)["firstName"] == "FirstName"
    (tmp_path / "snapshot.json").write_text(first.out)
    (tmp_path / "bridge.db").unlink()
    with bridged(soap_names=False):
        loaded = cli("bridge", "snapshot", "--load", "snapshot.json")
        assert loaded.out == first.out
        assert soap_names(cli("bridge", "snapshot")) == soap_names(first)


def test_names_are_corrected_by_a_csv(cli: Any, bridged: Bridged, tmp_path: Path) -> None:
    with bridged():
        (tmp_path / "names.csv").write_text("SOAP name,REST name\nSize,Rank\nFirstName,lastName\n")
        names = soap_names(cli("bridge", "snapshot", "--load", "names.csv"))
        assert (names["Rank"], names["lastName"]) == ("Size", "FirstName")
        assert "firstName" not in names
        # What describe says later does not take them back.
        assert soap_names(cli("bridge", "snapshot")) == names


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("{}", "it lacks lead_fields"),
        ('{"lead_fields": [{}]}', "entry 1: it has no name"),
        ('{"lead_fields": [{"name": "a", "b": 1}]}', "entry 1: a member is not known"),
        ("a,b\n", "line 1: the header must be SOAP name,REST name"),
        ("SOAP name,REST name\nx\n", "line 2: give a name in each of the two columns"),
        ("SOAP name,REST name\nx,nothing\n", "line 2: no lead field has the REST name nothing"),
        ("SOAP name,REST name\nx,Rank\ny,Rank\n", "line 3: a name stands twice"),
    ],
)
def test_what_cannot_be_loaded_is_told(
    cli: Any, bridged: Bridged, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "file").write_text(text)
    with bridged():
        result = cli("bridge", "snapshot", "--load", "file")
    assert (result.code, result.out) == (6, "")
    assert said in result.err


def test_a_tenant_is_one_of_the_settings(cli: Any, bridged: Bridged) -> None:
    with bridged():
        result = cli("bridge", "snapshot", "--tenant", "other")
    assert (result.code, result.out) == (2, "")
    assert "there is no tenant 'other': there are main" in result.err


def test_calls_show_the_rest_calls_and_no_lead(
    cli: Any, bridged: Bridged, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bridged(), the_bridge(tmp_path) as bridge:
        Client(bridge.config(), transport=bridge).get_lead(id=7)
    # To look needs no secret.
    monkeypatch.delenv("BRIDGE_SECRET")
    (call,) = json.loads(cli("bridge", "calls", "--json").out)
    assert call["operation"] == "getLead"
    assert any(each.startswith("GET /rest/v1/leads.json ok ") for each in call["notes"])
    assert (call["request"], call["reply"]) == ("", "")
    shown = cli("bridge", "calls", str(call["id"]))
    assert "note:         GET /rest/v1/leads.json ok" in shown.out
    assert no_secret(shown)
    assert cli("bridge", "calls", "--failed").out == ""
    assert cli("bridge", "calls", "99").code == 3


def test_an_unknown_outcome_is_listed_and_allowed(
    cli: Any, bridged: Bridged, tmp_path: Path
) -> None:
    with bridged():
        with the_bridge(tmp_path) as bridge, bridge.store.writing("main") as rows:
            for digest in ("aa" * 32, "ab" * 32):
                assert rows.begin(digest, "requestCampaign", "me", seconds=60, kept=600) == "ours"
                rows.end(digest, "me", unknown=True, kept=600)
        listed = cli("bridge", "unknown")
        assert len(listed.out.splitlines()) == 2
        assert listed.out.startswith(f"{'aa' * 8}  main  requestCampaign  20")
        assert cli("bridge", "unknown", "--allow", "a").code == 2
        assert cli("bridge", "unknown", "--allow", "b").code == 2
        assert cli("bridge", "unknown", "--allow", "aa" * 8).code == 0
        left = cli("bridge", "unknown").out.splitlines()
        assert [each[:16] for each in left] == ["ab" * 8]


@pytest.mark.parametrize("verb", ["calls", "unknown"])
def test_a_state_that_is_not_there_is_told(
    cli: Any, bridged: Bridged, tmp_path: Path, verb: str
) -> None:
    with bridged():
        result = cli("bridge", verb)
        assert result.code == 3
        assert "no bridge has served with bridge.toml" in result.err
        assert not (tmp_path / "bridge.db").exists()
        path = tmp_path / "bridge.toml"
        path.write_text(path.read_text().replace('database = "bridge.db"', ""))
        assert "without database" in cli("bridge", verb).err

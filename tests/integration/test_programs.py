"""The programs of the manual: they run, they are short, and type checkers take them."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from data import programs, typed_calls

from mktows import Client, HttpRequest, HttpResponse
from mktows.contract import contract
from mktows.sandbox import Sandbox
from mktows.sandbox.world.files import demo_world
from mktows.soap import write_envelope

DATA = Path(__file__).parent.parent / "data"
LONGEST = 6


@pytest.fixture
def client() -> Iterator[Client]:
    with Sandbox(world=demo_world(), strict=True) as sandbox:
        yield Client(sandbox.config(), transport=sandbox, sleep=lambda _: None)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], list[str]]:
    return lambda: capsys.readouterr().out.splitlines()


def functions() -> list[ast.FunctionDef]:
    tree = ast.parse((DATA / "programs.py").read_text(encoding="utf-8"))
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def test_there_are_seven() -> None:
    assert len(functions()) == 7


@pytest.mark.parametrize("function", functions(), ids=lambda each: each.name)
def test_a_program_has_few_lines(function: ast.FunctionDef) -> None:
    docstring, first, *_ = function.body
    assert isinstance(docstring, ast.Expr)
    assert function.end_lineno is not None
    assert function.end_lineno - first.lineno < LONGEST


def test_an_upsert_tells_its_errors(client: Client, printed: Callable[[], list[str]]) -> None:
    good, odd, gone = {"Email": "new@x.org"}, {"Email": "a@x.org", "No": 1}, {"Id": 999_999}
    programs.upsert(client, [good, odd, gone])
    lines = printed()
    assert [line.split()[:2] for line in lines] == [["row", "1"], ["row", "2"]]
    assert client.find("new@x.org") is not None


def test_what_changed_since_is_read(client: Client, printed: Callable[[], list[str]]) -> None:
    lead = client.sync_lead({"Email": "new@x.org", "FirstName": "Ada"}).lead_id
    programs.changed_since(client, datetime.now(UTC) - timedelta(minutes=1))
    assert f"{lead} new@x.org Ada" in printed()


def test_all_activities_are_read(client: Client, printed: Callable[[], list[str]]) -> None:
    expected = client.get_lead_activity("rufus@marketo.com").activity_records
    programs.all_activities(client, "rufus@marketo.com")
    lines = printed()[::2]
    assert [line.split(" ", 2)[2] for line in lines] == [
        f"{each.activity_type} {each.mktg_asset_name}" for each in expected
    ]
    assert len(lines) > 5


def test_an_opportunity_and_its_role_are_written(
    client: Client, printed: Callable[[], list[str]]
) -> None:
    programs.opportunity_and_role(client, 6)
    assert [line.split()[1:] for line in printed()] == [["CREATED", "None"]] * 2
    (deal,) = client.iter_mobjects("Opportunity", external_key={"opportunityId": "Opportunity_7"})
    assert deal["attributes"]["Amount"] == "501.5"
    roles = client.iter_mobjects("OpportunityPersonRole", associations={"Lead": 6})
    assert [role["attributes"]["Role"] for role in roles][-1] == "x"


def test_an_import_is_waited_for(client: Client, printed: Callable[[], list[str]]) -> None:
    programs.import_and_wait(client, ["one@x.org", "two@x.org"])
    assert printed() == ["COMPLETE 2 0"]
    members = client.iter_leads(list_name="Trav-Demo-Program.Trav-Test-List")
    assert {"one@x.org", "two@x.org"} <= {lead["Email"] for lead in members}


def test_a_campaign_runs_for_all(client: Client, printed: Callable[[], list[str]]) -> None:
    rows = [{"Email": f"{n}@x.org"} for n in range(120)]
    leads = [each.lead_id for each in client.sync_multiple_leads(rows).sync_statuses]
    programs.campaign_with_tokens(client, leads)
    assert printed() == ["requested for 120"]


def test_custom_objects_are_written_and_read(
    client: Client, printed: Callable[[], list[str]]
) -> None:
    programs.custom_objects(client, 1090177)
    lines = printed()
    assert lines[-1] == "rid9 Oslo"
    assert len(lines) == 7


class Empty:
    """Answers every call with the smallest reply."""

    def send(self, request: HttpRequest) -> HttpResponse:
        known = contract("3_1")
        operation = known.operations[request.operation]
        (child,) = known.types[operation.reply_type].fields
        body = f"<ns1:{operation.reply}><{child.element}/></ns1:{operation.reply}>"
        return HttpResponse(200, {}, write_envelope(namespace=known.namespace, body=body))


def test_the_client_takes_every_form_that_type_checkers_are_asked_about(client: Client) -> None:
    typed_calls.calls(Client(client.config, transport=Empty()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["programs.py", "typed_calls.py"])
def test_pyright_takes_them_strictly(name: str, tmp_path: Path) -> None:
    # mypy does so with every run of the checks.
    command = Path(sys.executable).parent / "pyright"
    if not command.exists() or not shutil.which("node"):
        pytest.skip("pyright needs Node.js, and to be installed")
    probe = subprocess.run([command, "--version"], capture_output=True, timeout=60, check=False)
    if probe.returncode:
        pytest.skip("pyright cannot run here; it loads its program at the first use")
    copy = tmp_path / name
    copy.write_text("# pyright: strict\n" + (DATA / name).read_text(encoding="utf-8"))
    shown = subprocess.run(
        [command, "--pythonpath", sys.executable, copy],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert shown.returncode == 0, shown.stdout

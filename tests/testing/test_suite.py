"""The suite as its users run it: from the wheel, in an empty project, with and without a URL."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from xsdata.models.datatype import XmlDateTime

from mktows import Client
from mktows.contract import KNOWN_VERSIONS
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer
from mktows.testing.clauses import CLAUSES
from mktows.types import LastUpdateAtSelector

ROOT = Path(__file__).parent.parent.parent
ADDRESS = r"mktows-suite-[0-9a-f]{10}-[0-9]+@example\.com"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel installs."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def run(site: Path, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "mktows.pytest_plugin"]
    return subprocess.run(
        [*command, "--pyargs", "mktows.testing.suite", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(site), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_without_an_endpoint_a_sandbox_passes_whole(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    for clause in CLAUSES:
        assert f"PASS {clause.id} {clause.claim}" in lines
    assert f"{len(CLAUSES)} passed, 0 failed, 0 not tried" in lines


@pytest.mark.slow
def test_clauses_can_be_chosen_by_what_they_rest_on(site: Path, tmp_path: Path) -> None:
    done = run(site, tmp_path, "-m", "mktows_clause(strength='documented')", "-k", "test_tags")
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("PASS ")]
    assert told == ["PASS MK-TAG-5 Channels are no tags"]


@pytest.mark.slow
def test_an_endpoint_by_url_is_told_what_was_not_tried_and_holds_leads_of_the_run_alone(
    site: Path, tmp_path: Path, sandbox: Sandbox, client: Client
) -> None:
    made = client.sync_lead({"Email": "t@t.com", "FirstName": "George"}, return_lead=True)
    # Without an endpoint it is the newest version.
    version = KNOWN_VERSIONS[0]
    with ThreadedServer(sandbox) as server:
        url = server.endpoint(version)
        done = run(site, tmp_path, f"--mktows-endpoint={url}", "--mktows-report=clauses.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"mktows: testing {url}. This writes leads at mktows-suite-" in done.stdout
    line = next(line for line in done.stdout.splitlines() if line.startswith("SKIP MK-LIST-1 "))
    assert line.endswith("(not tried: no static list named; give --mktows-list)")
    report = json.loads((tmp_path / "clauses.json").read_text())
    assert [each["id"] for each in report["clauses"]] == [each.id for each in CLAUSES]
    assert (report["format"], report["endpoint"], report["version"]) == (1, url, version)
    for each in report["clauses"]:
        assert each["outcome"] in ("passed", "not tried")
        assert each["outcome"] == "passed" or each["reason"], each
    assert report["summary"]["passed"] > 150
    assert str(sum(report["summary"].values())) == str(len(CLAUSES))
    found = client.get_lead(email="t@t.com").lead_record_list
    assert found is not None
    assert found.lead_record == [made.lead_record]
    since = XmlDateTime.from_datetime(datetime.now(UTC) - timedelta(days=1))
    page = client.get_multiple_leads(LastUpdateAtSelector(oldest_updated_at=since), batch_size=1000)
    assert page.remaining_count == 0
    assert page.lead_record_list is not None
    addresses = [each.email for each in page.lead_record_list.lead_record]
    others = {each for each in addresses if each and not re.fullmatch(ADDRESS, each, re.IGNORECASE)}
    assert others == {"t@t.com"}
    assert len(addresses) > 100


@pytest.mark.slow
def test_an_endpoint_elsewhere_is_not_called_by_mistake(site: Path, tmp_path: Path) -> None:
    url = "https://123-ABC-456.mktoapi.com/soap/mktows/2_7"
    done = run(site, tmp_path, f"--mktows-endpoint={url}")
    assert done.returncode == 4
    assert "123-ABC-456.mktoapi.com is not this machine: give --mktows-allow-remote" in (
        done.stdout + done.stderr
    ).replace("123-abc-456", "123-ABC-456")
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--mktows-custom-object=Visit", "'Visit' is not TYPE:LINK,KEY:FIELD,FIELD"),
        ("--mktows-program-list=List", "'List' is not PROGRAM.NAME"),
        ("--mktows-endpoint=http://127.0.0.1/soap", "the endpoint's path must be"),
    ],
)
def test_a_bad_option_is_told_before_anything_is_sent(
    site: Path, tmp_path: Path, option: str, said: str
) -> None:
    done = run(site, tmp_path, "--mktows-endpoint=http://127.0.0.1:9/soap/mktows/2_7", option)
    assert done.returncode == 4
    assert said in done.stdout + done.stderr


@pytest.mark.slow
def test_a_run_of_others_tests_imports_the_plugin_alone(site: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import sys\n"
        "def test_it(request):\n"
        "    assert request.config.pluginmanager.has_plugin('mktows')\n"
        "    tops = {name.partition('.')[0] for name in sys.modules}\n"
        "    assert not tops & {'mktows_bindings', 'lxml', 'requests', 'hypothesis', 'xsdata'}\n"
        "    ours = {name for name in sys.modules if name.partition('.')[0] == 'mktows'}\n"
        "    assert ours == {'mktows', 'mktows.pytest_plugin'}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_plugin_is_found_by_its_former_name(site: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it(mktows_client): mktows_client.list_mobjects()"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "pytest_mktows"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in done.stdout
    assert "DeprecationWarning: the pytest plugin is mktows.pytest_plugin now" in done.stdout

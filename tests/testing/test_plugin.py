"""The pytest plugin, in projects of its own: fixtures, options, and what loading it costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mktows import Client
from mktows.sandbox import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.server import ThreadedServer

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def only_this_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not an installed mktows names it too."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "pytest_mktows", "-W", "error", *arguments)


def test_a_client_of_a_fresh_sandbox_for_every_test(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("time", [1, 2])
        def test_create(mktows_client, mktows_sandbox, time):
            result = mktows_client.sync_lead({"Email": "t@t.com"})
            assert result.sync_status.status.value == "CREATED"
            assert mktows_client.config == mktows_sandbox.config()
        """
    )
    run(pytester).assert_outcomes(passed=2)


def test_a_program_in_another_process_calls_the_sandbox(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        program="""
        import sys
        from mktows import Client
        print(Client.from_env().sync_lead({"Email": "t@t.com"}).lead_id)
        """,
        test_program="""
        import os, subprocess, sys

        def test_program(mktows_endpoint, mktows_client):
            settings = {
                "MKTOWS_ENDPOINT": mktows_endpoint.endpoint,
                "MKTOWS_USER_ID": mktows_endpoint.user_id,
                "MKTOWS_ENCRYPTION_KEY": mktows_endpoint.encryption_key.reveal(),
            }
            shown = subprocess.run(
                [sys.executable, "program.py"], env={**os.environ, **settings},
                capture_output=True, text=True, check=True,
            )
            (lead,) = mktows_client.get_lead(email="t@t.com").lead_record_list.lead_record
            assert shown.stdout.strip() == str(lead.id)
        """,
    )
    run(pytester).assert_outcomes(passed=1)


def test_an_endpoint_that_is_named_is_called_instead(
    pytester: pytest.Pytester,
    sandbox: Sandbox,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", SAMPLE_USER_ID)
    monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", SAMPLE_KEY)
    pytester.makepyfile(
        """
        from mktows import Client

        def test_create(mktows_endpoint):
            assert mktows_endpoint.version == "2_3"
            Client(mktows_endpoint).sync_lead({"Email": "named@t.com"})
        """
    )
    with ThreadedServer(sandbox) as server:
        run(pytester, "--mktows-endpoint", server.endpoint("2_3")).assert_outcomes(passed=1)
    assert client.get_lead(email="named@t.com").count == 1


def test_an_endpoint_without_credentials_fails_with_what_is_not_set(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile("def test_it(mktows_endpoint): pass")
    result = run(pytester, "--mktows-endpoint", "https://a.mktoapi.com/soap/mktows/2_7")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(
        ["*--mktows-endpoint: not set: MKTOWS_USER_ID, MKTOWS_ENCRYPTION_KEY*"]
    )


def test_the_option_is_in_the_help(pytester: pytest.Pytester) -> None:
    run(pytester, "--help").stdout.fnmatch_lines(["*--mktows-endpoint=URL*"])


@pytest.mark.parametrize("fixture", ["mktows_sandbox", "mktows_client", "mktows_endpoint"])
@pytest.mark.parametrize("missing", ["sqlalchemy", "h11"])
def test_without_the_sandbox_a_fixture_says_what_to_install(
    pytester: pytest.Pytester, fixture: str, missing: str
) -> None:
    pytester.makeconftest(f"import sys\nsys.modules[{missing!r}] = None")
    pytester.makepyfile(f"def test_it({fixture}): pass\ndef test_other(): pass")
    result = run(pytester)
    if missing == "h11" and fixture != "mktows_endpoint":
        result.assert_outcomes(passed=2)  # only what serves over HTTP needs it
    else:
        result.assert_outcomes(errors=1, passed=1)
        result.stdout.fnmatch_lines(['*pip install "mktows[[]sandbox[]]"*'])


def test_loading_it_imports_nothing_of_mktows(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it(request):
            assert request.config.pluginmanager.has_plugin("pytest_mktows")
            loaded = {name.partition(".")[0] for name in sys.modules}
            assert not loaded & {"mktows", "mktows_bindings", "requests", "lxml", "sqlalchemy"}
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_the_example_of_the_manual_passes_in_a_project_with_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
    folder = tmp_path / "wheel"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "tests" / "data" / "contract_tests.py", project / "test_contract.py")
    (project / "test_where.py").write_text(
        "import mktows\n"
        "\n"
        "def test_it_is_the_wheel_that_is_tested():\n"
        f"    assert mktows.__file__.startswith({str(site)!r})\n",
        encoding="utf-8",
    )
    shown = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "--junitxml=report.xml"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert shown.returncode == 0, shown.stdout + shown.stderr
    (suite,) = ElementTree.parse(project / "report.xml").iter("testsuite")
    assert (suite.get("tests"), suite.get("skipped")) == ("4", "0")

"""The pytest plugin, in projects of its own: fixtures, options, and what loading it costs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mktows import Client
from mktows.sandbox import Sandbox
from mktows.server.http.server import ThreadedServer

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def only_this_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not an installed mktows names it too."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "mktows.pytest_plugin", "-W", "error", *arguments)


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


def test_rest_has_fixtures_of_the_same_sandbox(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import urllib.request

        def test_both(mktows_rest_client, mktows_client, mktows_rest_endpoint):
            mktows_rest_client.sync_leads([{"email": "t@t.com"}])
            assert mktows_client.get_lead(email="t@t.com").count == 1
            secret = mktows_rest_endpoint.client_secret.reveal()
            url = f"{mktows_rest_endpoint.base_url}/identity/oauth/token?client_secret={secret}"
            asked = f"{url}&grant_type=client_credentials&client_id="
            with urllib.request.urlopen(asked + mktows_rest_endpoint.client_id) as answer:
                assert b"access_token" in answer.read()

        def test_it_never_waits(mktows_rest_client, mktows_sandbox):
            before = mktows_sandbox.clock.now()
            for _ in range(46):  # one more than in a span
                mktows_rest_client.get_daily_usage()
            assert (mktows_sandbox.clock.now() - before).total_seconds() >= 20
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


NAMED = """
    def test_client_and_endpoint_talk_to_one(mktows_client, mktows_endpoint):
        made = mktows_client.sync_lead({"Email": "named@t.com"})
        found = Client(mktows_endpoint).get_lead(email="named@t.com").lead_record_list
        assert [each.id for each in found.lead_record] == [made.lead_id]
        assert mktows_client.config == mktows_endpoint
        assert mktows_endpoint.version == "2_3"
"""


@pytest.mark.slow
@pytest.mark.parametrize("credentials", ["sample", "set", "marked"])
def test_an_endpoint_that_is_named_is_called_by_client_and_program(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, credentials: str
) -> None:
    marked = 'pytestmark = pytest.mark.mktows(credentials=("ours", "key"))'
    pytester.makepyfile(
        "import pytest\nfrom mktows import Client\n"
        f"{marked if credentials == 'marked' else ''}\n{textwrap.dedent(NAMED)}"
    )
    if credentials == "set":
        monkeypatch.setenv("MKTOWS_USER_ID", "ours")
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "key")
    users = None if credentials == "sample" else {"ours": "key"}
    with Sandbox(users=users) as sandbox, ThreadedServer(sandbox) as server:
        run(pytester, "--mktows-endpoint", server.endpoint("2_3")).assert_outcomes(passed=1)
        client = Client(sandbox.config(), transport=sandbox)
        assert client.get_lead(email="named@t.com").count == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://127.0.0.1:9/soap/mktows/2_7", "not set: MKTOWS_ENCRYPTION_KEY"),
        ("http://127.0.0.1:9/soap", "the endpoint's path must be"),
        ("https://a.mktoapi.com/soap/mktows/2_7", "is not this machine: give --mktows-allow-remot"),
    ],
)
def test_an_endpoint_that_cannot_be_called_fails_with_the_reason(
    pytester: pytest.Pytester,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    said: str,
) -> None:
    monkeypatch.setenv("MKTOWS_USER_ID", "ours")
    if "KEY" not in said:
        monkeypatch.setenv("MKTOWS_ENCRYPTION_KEY", "key")
    pytester.makepyfile(
        "def test_client(mktows_client): pass\ndef test_endpoint(mktows_endpoint): pass"
    )
    result = run(pytester, "--mktows-endpoint", url)
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(2 * [f"*--mktows-endpoint: *{said}*"])


def test_an_endpoint_elsewhere_is_called_where_that_is_allowed(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        def test_it(mktows_endpoint, mktows_client):
            assert mktows_endpoint.endpoint == "https://a.mktoapi.com/soap/mktows/2_7"
            assert mktows_client.config == mktows_endpoint
        """
    )
    url = "https://a.mktoapi.com/soap/mktows/2_7"
    run(pytester, "--mktows-endpoint", url, "--mktows-allow-remote").assert_outcomes(passed=1)


def test_with_an_endpoint_there_is_no_sandbox_and_what_only_one_can_do(
    pytester: pytest.Pytester,
) -> None:
    pytester.makepyfile(
        """
        import pytest

        def test_sandbox(mktows_sandbox): pass

        @pytest.mark.mktows(limits="rate=1/20", strict=True)
        def test_limits(mktows_client): pass
        """
    )
    result = run(pytester, "--mktows-endpoint", "http://127.0.0.1:9/soap/mktows/2_7")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        ["*with --mktows-endpoint there is no sandbox*", "*asks for limits and strict, which only*"]
    )


@pytest.mark.slow
def test_the_marker_says_what_the_fixtures_are_made_with(pytester: pytest.Pytester) -> None:
    pytester.makefile(".yaml", world="leads:\n  - {id: 7, email: t@t.com}\n")
    pytester.makepyfile(
        """
        import pytest
        from mktows import (Client, ServiceFault)
        from mktows.sandbox import Limits
        from mktows.sandbox.world.world import World, WorldLead

        WORLD = World(leads=(WorldLead(id=8, email="t@t.com"),))
        pytestmark = pytest.mark.mktows(credentials=("ours", "key"), version="2_2")

        @pytest.mark.parametrize("fixture", ["mktows_client", "mktows_endpoint"])
        @pytest.mark.parametrize(("lead", "called"), [
            pytest.param(7, "2_2", marks=pytest.mark.mktows(world="world.yaml")),
            pytest.param(8, "2_3", marks=pytest.mark.mktows(world=WORLD, version="2_3")),
        ])
        def test_world(request, fixture, lead, called):
            made = request.getfixturevalue(fixture)
            client = Client(made) if fixture == "mktows_endpoint" else made
            (found,) = client.get_lead(email="t@t.com").lead_record_list.lead_record
            assert found.id == lead
            assert (client.config.version, client.config.user_id) == (called, "ours")

        @pytest.mark.mktows(limits="quota=1")
        def test_text_of_limits(mktows_client):
            mktows_client.list_mobjects()
            with pytest.raises(ServiceFault, match="20015"):
                mktows_client.list_mobjects()

        @pytest.mark.mktows(limits=Limits(quota=1), version="2_7")
        def test_limits(mktows_endpoint):
            test_text_of_limits(Client(mktows_endpoint))

        @pytest.mark.mktows(strict=True)
        def test_strict(mktows_sandbox, mktows_client):
            request = mktows_client.build_request(
                mktows_client.contract.bindings.ParamsListMObjects()
            )
            import dataclasses
            odd = request.body.replace(b"</mktowsUserId>", b"</mktowsUserId><odd/>")
            with pytest.raises(ServiceFault, match="20012"):
                mktows_client.send(dataclasses.replace(request, body=odd))
        """
    )
    run(pytester).assert_outcomes(passed=7)


def test_a_file_of_a_world_lies_beside_the_test(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("below")
    (folder / "world.json").write_text('{"leads": [{"id": 7, "email": "t@t.com"}]}')
    (folder / "test_it.py").write_text(
        "import pytest\n\n"
        '@pytest.mark.mktows(world="world.json")\n'
        "def test_it(mktows_client):\n"
        '    assert mktows_client.get_lead(email="t@t.com").count == 1\n'
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_marker_that_cannot_be_met_fails_with_the_reason(pytester: pytest.Pytester) -> None:
    marks = {
        "wrld=1": "the marker mktows takes world, limits, strict, credentials, version*wrld",
        '"demo"': "and not 'demo'",
        'world="none.yaml"': "the marker mktows: *none.yaml",
        'limits="fast"': "the marker mktows: 'fast' is no limit",
        'credentials="x"': "the marker mktows: ",
    }
    tests = [
        f"@pytest.mark.mktows({mark})\ndef test_{number}(mktows_client): pass"
        for number, mark in enumerate(marks)
    ]
    pytester.makepyfile("\n".join(["import pytest", *tests]))
    result = run(pytester)
    result.assert_outcomes(errors=len(marks))
    for number, said in enumerate(marks.values()):
        result.stdout.fnmatch_lines([f"*ERROR at setup of test_{number} *", f"*{said}*"])
    result.stdout.no_fnmatch_line("*Traceback*")


def test_a_client_of_the_sandbox_waits_by_its_clock_alone(pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import time

        def never(seconds):
            raise AssertionError(f"{seconds} s would be slept")

        time.sleep = never
        """
    )
    pytester.makepyfile(
        """
        import pytest
        from datetime import UTC, datetime, timedelta

        def test_rate(mktows_sandbox, mktows_client):
            mktows_sandbox.fail_next(code=20023, times=2)
            before = mktows_sandbox.clock.now()
            mktows_client.sync_lead({"Email": "t@t.com"})
            assert mktows_sandbox.clock.now() - before >= timedelta(seconds=40)

        @pytest.mark.mktows(limits="rate=1/20")
        def test_limit(mktows_client):
            for _ in range(3):
                mktows_client.list_mobjects()

        def test_clock(mktows_sandbox, mktows_client):
            mktows_sandbox.clock.set(datetime(2014, 2, 13, tzinfo=UTC))
            mktows_client.list_mobjects()  # signed then, so it is not too old
        """
    )
    run(pytester).assert_outcomes(passed=3)


def test_the_option_is_in_the_help(pytester: pytest.Pytester) -> None:
    run(pytester, "--help").stdout.fnmatch_lines(["*--mktows-endpoint=URL*"])


@pytest.mark.parametrize(
    ("missing", "failing"),
    [
        ("sqlalchemy", ["sandbox", "client", "endpoint"]),
        ("h11", ["endpoint"]),  # only what serves over HTTP needs it
    ],
)
def test_without_the_sandbox_a_fixture_says_what_to_install(
    pytester: pytest.Pytester, missing: str, failing: list[str]
) -> None:
    pytester.makeconftest(f"import sys\nsys.modules[{missing!r}] = None")
    fixtures = ("sandbox", "client", "endpoint")
    tests = [f"def test_{each}(mktows_{each}): pass" for each in fixtures]
    pytester.makepyfile("\n".join([*tests, "def test_other(): pass"]))
    result = run(pytester)
    result.assert_outcomes(errors=len(failing), passed=len(fixtures) - len(failing) + 1)
    for each in failing:
        result.stdout.fnmatch_lines(
            [f"*ERROR at setup of test_{each} *", '*pip install "mktows[[]sandbox[]]"*']
        )


def test_loading_it_imports_nothing_else_of_mktows(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_it(request):
            assert request.config.pluginmanager.has_plugin("mktows.pytest_plugin")
            loaded = {name.partition(".")[0] for name in sys.modules}
            heavy = {"mktows_bindings", "requests", "lxml", "sqlalchemy", "hypothesis", "xsdata"}
            assert not loaded & heavy
            ours = {name for name in sys.modules if name.startswith("mktows.")}
            assert ours == {"mktows.pytest_plugin"}
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_the_first_contract_test_of_the_manual_passes(pytester: pytest.Pytester) -> None:
    example = ROOT / "tests" / "data" / "first_contract_test.py"
    pytester.makepyfile(example.read_text(encoding="utf-8"))
    run(pytester).assert_outcomes(passed=3)


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


@pytest.mark.slow
@pytest.mark.parametrize("with_an_endpoint", [False, True])
def test_the_example_of_the_manual_passes_in_a_project_with_the_wheel(
    site: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    sandbox: Sandbox,
    with_an_endpoint: bool,
) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")
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
    with ThreadedServer(sandbox) as server:
        named = ["--mktows-endpoint", server.endpoint("2_3")] if with_an_endpoint else []
        shown = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-W", "error", "--junitxml=report.xml", *named],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert shown.returncode == 0, shown.stdout + shown.stderr
    (suite,) = ElementTree.parse(project / "report.xml").iter("testsuite")
    assert (suite.get("tests"), suite.get("skipped")) == ("4", "0")
    assert len(sandbox.calls(operation="syncLead")) == with_an_endpoint

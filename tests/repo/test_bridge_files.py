"""The files for whoever runs a bridge: settings, a systemd unit and a Containerfile."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from mktows import Client, Config, Secret
from mktows.bridge.operating.settings_file import read_settings
from mktows.sandbox import CustomService, RestSettings, Sandbox
from mktows.sandbox.world.world import World, WorldLead
from mktows.server.http.server import ThreadedServer

ROOT = Path(__file__).parents[2]
FILES = ROOT / "docs" / "bridge"
SETTINGS = (FILES / "bridge.toml").read_text()
UNIT = (FILES / "bridge.service").read_text()
CONTAINER = (FILES / "Containerfile").read_text()
STATE, CONFIG, PROGRAM = (
    "/var/lib/mktows-bridge",
    "/etc/mktows/bridge.toml",
    "/opt/mktows/bin/mktows",
)
SECRETS = {"client_secret": "planted-client-secret", "soap_key": "planted-soap-key"}
WORLD = World(leads=(WorldLead(id=7, email="a@example.com"),))


def unit_values(name: str) -> list[str]:
    """All values of a setting of the unit, in their order."""
    return re.findall(rf"^{name}=(.*)$", UNIT, re.MULTILINE)


def instruction(name: str) -> str:
    """The one instruction of that name, its lines joined."""
    text = CONTAINER.replace("\\\n", " ")
    (found,) = re.findall(rf"^{name} (.*)$", text, re.MULTILINE)
    return str(found)


def credentials(folder: Path) -> Path:
    made = folder / "credentials"
    made.mkdir()
    for name, text in SECRETS.items():
        (made / name).write_text(text)
    return made


def test_the_settings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bridge.toml"
    path.write_text(SETTINGS)
    settings = read_settings(path, {"CREDENTIALS_DIRECTORY": str(credentials(tmp_path))})
    assert settings.users["old_program"].key.reveal() == SECRETS["soap_key"]
    assert settings.tenants["main"].rest.client_secret.reveal() == SECRETS["client_secret"]
    assert str(settings.database) == f"{STATE}/bridge.db"


def test_the_unit_loads_the_credentials_of_the_settings() -> None:
    document = tomllib.loads(SETTINGS)
    named = {document["tenants"]["main"]["client_secret"]["credential"]}
    named.add(document["users"]["old_program"]["key"]["credential"])
    assert {each.partition(":")[0] for each in unit_values("LoadCredential")} == named
    assert f"/var/lib/{unit_values('StateDirectory')[0]}" == STATE


def test_the_unit_is_hardened() -> None:
    for name in ("DynamicUser", "NoNewPrivileges", "PrivateTmp", "ProtectHome"):
        assert unit_values(name) == ["yes"]
    assert unit_values("ProtectSystem") == ["strict"]
    assert unit_values("CapabilityBoundingSet") == [""]
    # Longer than the longest call, so that none is cut off.
    assert int(unit_values("TimeoutStopSec")[0]) > 75


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    path = tmp_path / "bridge.service"
    path.write_text(UNIT.replace(PROGRAM, sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(path)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    ours = [each for each in done.stderr.splitlines() if "bridge.service" in each]
    assert not ours, done.stderr


def test_the_container_is_no_root_and_holds_no_secret() -> None:
    assert instruction("USER") == "10001"
    assert "useradd --system --uid 10001" in CONTAINER
    assert instruction("VOLUME") == STATE
    assert instruction("FROM").endswith("-slim")
    for line in CONTAINER.splitlines():
        if line.startswith(("ENV", "ARG")):
            assert not re.search("secret|key|token|password", line, re.IGNORECASE)
    extras = re.search(r'"\$\{wheel\}\[([\w,]+)\]"', CONTAINER)
    assert extras is not None
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {*extras[1].split(",")} <= project["optional-dependencies"].keys()


COMMANDS = {
    "unit": shlex.split(unit_values("ExecStart")[0]),
    "container": json.loads(instruction("ENTRYPOINT")) + json.loads(instruction("CMD")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_serves(tmp_path: Path, name: str) -> None:
    rest = RestSettings(services={"client": CustomService(Secret(SECRETS["client_secret"]))})
    with Sandbox(world=WORLD, rest=rest) as sandbox, ThreadedServer(sandbox) as behind:
        settings = re.sub('url = ".*"', f'url = "{behind.url}"', SETTINGS)
        settings = re.sub('client_id = ".*"', 'client_id = "client"', settings)
        (tmp_path / "bridge.toml").write_text(settings.replace(STATE, str(tmp_path)))
        program, *argv = COMMANDS[name]
        assert program in (PROGRAM, "mktows")
        argv = [each.replace(CONFIG, str(tmp_path / "bridge.toml")) for each in argv]
        environment = os.environ | {
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
            "CREDENTIALS_DIRECTORY": str(credentials(tmp_path)),
        }
        log = tmp_path / "stderr"
        with (
            log.open("w") as file,
            subprocess.Popen(
                [sys.executable, "-m", "mktows.cli.main", *argv, "--port", "0"],
                env=environment, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=file,
            ) as process,
        ):  # fmt: skip
            try:
                until = time.monotonic() + 30
                while (
                    found := re.search(r"asks http://\S+:(\d+)/health", log.read_text())
                ) is None:
                    assert process.poll() is None, log.read_text()
                    assert time.monotonic() < until, log.read_text()
                    time.sleep(0.02)
                url = f"http://127.0.0.1:{found[1]}"
                with urllib.request.urlopen(f"{url}/health", timeout=20) as answer:
                    assert answer.status == 200
                config = Config(
                    f"{url}/soap/mktows/2_7", "old_program", Secret(SECRETS["soap_key"])
                )
                with Client(config) as client:
                    assert client.get_lead(id=7).count == 1
                process.send_signal(signal.SIGTERM)
                assert process.wait(30) == 0
            finally:
                process.kill()
        assert not [each for each in SECRETS.values() if each in log.read_text()]

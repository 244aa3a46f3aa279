"""Libraries of other people: what is installed is what is listed, or it is said."""

from __future__ import annotations

import sys
from pathlib import Path

import peers
import pytest


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without npm, Python 2 and pip, with an empty folder for programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(peers, "FOLDER", tmp_path / "peers")
    return programs


def put_npm(programs: Path, version: str) -> None:
    """An npm that installs one package, whatever it is told."""
    npm = programs / "npm"
    npm.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --prefix ]; do shift; done\n'
        'PATH=/usr/bin:/bin mkdir -p "$2/node_modules/soap"\n'
        'cd "$2/node_modules/soap"\n'
        f'echo \'{{"name": "soap", "version": "{version}"}}\' > package.json\n'
    )
    npm.chmod(0o755)


@pytest.mark.usefixtures("bare")
def test_what_cannot_be_installed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert peers.main() == 1
    assert capsys.readouterr().err.splitlines() == [
        "peers: node: npm is missing",
        "peers: node-2014: npm is missing",
        "peers: python2: Python 2.7 is missing",
        "peers: python3: pip is missing",
    ]
    assert not any(each.ready() for each in peers.libraries().values())


def test_what_is_listed_is_installed_once(bare: Path) -> None:
    put_npm(bare, "1.13.0")
    wanted = peers.Libraries("node", "npm", ("soap@1.13.0",))
    assert not wanted.ready()
    wanted.install()
    assert wanted.ready()
    assert not peers.Libraries("node", "npm", ("soap@1.14.0",)).ready()


def test_a_package_that_is_not_listed_is_refused(bare: Path) -> None:
    put_npm(bare, "1.13.1")
    wanted = peers.Libraries("node", "npm", ("soap@1.13.0",))
    with pytest.raises(peers.Missing, match=r"soap@1\.13\.[01]'.*soap@1\.13\.[01]'"):
        wanted.install()
    assert not wanted.ready()

"""Install the libraries of other people that tests/interop runs: into .venv/peers, once.

    python3 tools/bootstrap.py python tools/peers.py

Their versions stand in tools/peers.toml. It needs npm, a Python 2.7 on PATH or in pyenv's folder,
and the pip of the Python that runs it. Where one is missing, the tests of its libraries are
skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bootstrap

FOLDER = bootstrap.ENVIRONMENT / "peers"
_PINS = Path(__file__).with_name("peers.toml")
_QUIET = ("--no-audit", "--no-fund", "--no-save", "--no-package-lock", "--ignore-scripts")


class Missing(Exception):
    """Libraries that cannot be installed, and why."""


@dataclass(frozen=True)
class Libraries:
    """What is installed into one folder.

    Attributes:
        name: The name of the table in peers.toml, and of the folder.
        tool: What installs and runs them: npm, python2.7 or python3, which is the one that runs
            this.
        packages: Names with their versions.
    """

    name: str
    tool: str
    packages: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where they are, if they are installed."""
        return FOLDER / self.name

    def ready(self) -> bool:
        """Tell whether these versions are installed."""
        stamp = self.folder / "prepared"
        return stamp.is_file() and stamp.read_text(encoding="utf-8") == "\n".join(self.packages)

    def install(self) -> None:
        """Install them, anew where others are installed.

        Raises:
            Missing: For want of what installs them, or because it fails or brings others.
        """
        put, listed = _INSTALLERS[self.tool]
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        put(self)
        if (found := listed(self.folder)) != set(self.packages):
            raise Missing(f"{self.name}: peers.toml differs in {found ^ set(self.packages)}")
        (self.folder / "prepared").write_text("\n".join(self.packages), encoding="utf-8")


def libraries() -> dict[str, Libraries]:
    """All that peers.toml names."""
    tables = tomllib.loads(_PINS.read_text(encoding="utf-8"))
    return {
        name: Libraries(name, table["with"], tuple(table["packages"]))
        for name, table in tables.items()
    }


def python2() -> Path | None:
    """A Python 2.7: on PATH, or in pyenv's folder."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    on_path = shutil.which("python2.7")
    candidates = [*sorted(pyenv.glob("versions/2.7.*/bin/python2.7"))]
    candidates += [Path(on_path)] if on_path else []
    # pyenv's program on PATH is a script, which may find no Python 2.7.
    works = (each for each in candidates if _succeeds(each, "-c", "import ssl"))
    return next(works, None)


def _put_with_npm(wanted: Libraries) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(f"{wanted.name}: npm is missing")
    _run(wanted, npm, "install", *_QUIET, "--prefix", wanted.folder, *wanted.packages)


def _npm_packages(folder: Path) -> set[str]:
    found = set()
    for path in folder.glob("node_modules/**/package.json"):
        described = json.loads(path.read_text(encoding="utf-8"))
        # A package may hold more files of this name; its own is in the folder of its name.
        if path.parent.as_posix().endswith(f"node_modules/{described.get('name')}"):
            found.add(f"{described['name']}@{described['version']}")
    return found


def python3() -> Path | None:
    """The Python that runs this, if it has pip."""
    found = shutil.which(sys.executable)
    return Path(found) if found and _succeeds(found, "-m", "pip", "--version") else None


def _put_with_python2(wanted: Libraries) -> None:
    _put_with_pip(wanted, python2(), "Python 2.7")


def _put_with_python3(wanted: Libraries) -> None:
    _put_with_pip(wanted, python3(), "pip")


def _put_with_pip(wanted: Libraries, python: Path | None, what: str) -> None:
    if python is None:
        raise Missing(f"{wanted.name}: {what} is missing")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    _run(wanted, *pip, "--no-deps", "--target", wanted.folder, *wanted.packages)


def _pip_packages(folder: Path) -> set[str]:
    found = set()
    for path in (*folder.glob("*.dist-info/METADATA"), *folder.glob("*.egg-info/PKG-INFO")):
        head, _, _ = path.read_text(encoding="utf-8").partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        found.add(f"{fields['Name']}=={fields['Version']}")
    return found


_Installer = tuple[Callable[[Libraries], None], Callable[[Path], set[str]]]
_INSTALLERS: dict[str, _Installer] = {
    "npm": (_put_with_npm, _npm_packages),
    "python2.7": (_put_with_python2, _pip_packages),
    "python3": (_put_with_python3, _pip_packages),
}


def _succeeds(*command: str | Path) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _run(wanted: Libraries, *command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{wanted.name}: {done.stdout}{done.stderr}")


def main() -> int:
    """Install what is not there; 1 when some of it cannot be."""
    failed = 0
    for each in libraries().values():
        if each.ready():
            continue
        try:
            each.install()
        except Missing as missing:
            print(f"peers: {missing}", file=sys.stderr)
            failed = 1
    return failed


if __name__ == "__main__":
    sys.exit(main())

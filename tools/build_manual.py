"""Build the manual as a site; nothing that MkDocs warns of passes.

    python3 tools/bootstrap.py python tools/build_manual.py [--check]

It is build/manual/index.html, which can be read from the disk; the search needs a server, such as
that of `python3 -m http.server`. `--check` builds the same pages more quickly, without search, and
not again what it built of the same sources before.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "build" / "manual"
CHECKED = ROOT / "build" / "manual-checked"
_CONFIGS = ROOT / "tools" / "manual"
WHOLE, QUICK = _CONFIGS / "mkdocs.yml", _CONFIGS / "quick.yml"
_STAMP = ".made-of"
_FOLDERS = ("docs", "generated", "mktows", "tools/manual")
_FILES = ("README.md", "tests/README.md", "tools/constraints/newest.txt")


class NotBuilt(Exception):
    """MkDocs has warned of something, or failed; the text is what it said."""


def checked() -> Path:
    """Return the folder of the quick site, which is built unless it was made of the same sources.

    Raises:
        NotBuilt: MkDocs warned of something, or failed.
    """
    wanted = _fingerprint()
    stamp = CHECKED / _STAMP
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        build(CHECKED, QUICK, {_STAMP: wanted})
    return CHECKED


def build(folder: Path, config: Path, files: Mapping[str, str] = MappingProxyType({})) -> None:
    """Build a site, in place of what is in its folder.

    Args:
        folder: Where it shall be.
        config: The settings of MkDocs.
        files: Texts that it holds besides, by their paths in it.

    Raises:
        NotBuilt: MkDocs warned of something, or failed; the folder is as it was.
    """
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".manual-", dir=folder.parent) as place:
        made = Path(place) / "made"
        # Without `--quiet`, with which it counts no warnings.
        mkdocs = (sys.executable, "-m", "mkdocs", "build", "--strict")
        done = subprocess.run(
            [*mkdocs, "--config-file", str(config), "--site-dir", str(made)],
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            said = f"{done.stdout}{done.stderr}".splitlines()
            raise NotBuilt("\n".join(line for line in said if not line.startswith("INFO")))
        for name, text in files.items():
            (made / name).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(Path(place) / "former")
        made.rename(folder)


def _fingerprint() -> str:
    """What the site is made of, as a short text."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _sources():
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    yield from (ROOT / name for name in _FILES)
    for name in _FOLDERS:
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 built, 1 not built."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="build what is checked alone")
    options = parser.parse_args(argv)
    try:
        if options.check:
            checked()
        else:
            build(SITE, WHOLE)
            print(SITE / "index.html")
    except NotBuilt as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

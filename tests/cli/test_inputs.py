"""Inputs without an end, or larger than anything that is meant: refused, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mktows.cli import call, inputs, sync
from mktows.cli.failures import InputError
from mktows.sandbox.world import files as world_files

ZERO = Path("/dev/zero")
# Enough for the largest file of `check`, and no more.
LIMITED = (
    "import resource; resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000,) * 2); "
    "from mktows.cli.main import run; run()"
)
ENDLESS = [
    ["call", "--sandbox", "getLead", "{}"],
    ["call", "--sandbox", "getLead", "{}", "--dry-run"],
    ["call", "--sandbox", "getLead", "--seed-file", "{}"],
    ["sync", "--sandbox", "{}"],
    ["sync", "leads.csv", "--seed-file", "{}"],
    ["diff", "{}", "2_7"],
    ["diff", "2_7", "{}"],
    ["check", "{}"],
    ["sandbox", "--port", "0", "--seed-file", "{}"],
]

needs_zero = pytest.mark.skipif(
    not ZERO.exists() or sys.platform != "linux", reason="has no /dev/zero, or no such limit"
)


@pytest.mark.slow
@needs_zero
@pytest.mark.parametrize("argv", ENDLESS, ids=" ".join)
def test_a_file_without_an_end_is_refused(process: Any, tmp_path: Path, argv: list[str]) -> None:
    (tmp_path / "leads.csv").write_text("Email\na@x.com\n")
    result = process(*[each.format(ZERO) for each in argv], program=LIMITED)
    assert (result.code, result.out) == (6, "")
    assert str(ZERO) in result.err
    assert "unexpected" not in result.err


@needs_zero
@pytest.mark.parametrize(
    "argv", [["call", "--sandbox", "getLead", "-"], ["diff", "2_7", "-"]], ids=" ".join
)
def test_standard_input_without_an_end_is_refused(
    environment: dict[str, str], tmp_path: Path, argv: list[str]
) -> None:
    with ZERO.open("rb") as endless:
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, *argv],
            stdin=endless,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 6
    assert done.stderr.splitlines()[-1].startswith("mktows: <stdin>")


class Endless:
    """A stream that never ends, and counts what was taken."""

    def __init__(self) -> None:
        self.taken = 0
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        self.taken += size
        self.largest = max(self.largest, size)
        return b"\0" * size


@pytest.mark.parametrize("limit", [0, 1, 1000, 10_000_000])
def test_no_more_is_taken_than_shows_that_it_is_too_much(limit: int) -> None:
    stream = Endless()
    with pytest.raises(InputError, match=f"^x: larger than {limit} bytes, .*: split it$"):
        list(inputs.pieces(stream, "x", limit=limit, remedy="split it"))  # type: ignore[arg-type]
    assert stream.taken <= limit + stream.largest
    assert stream.largest <= 1024 * 1024


@pytest.mark.parametrize("size", [0, 1, 65_536, 200_000])
def test_what_is_exactly_as_large_as_allowed_is_read(tmp_path: Path, size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    (tmp_path / "x").write_bytes(data)
    path = str(tmp_path / "x")
    assert inputs.read_all(path, limit=size, remedy="") == data
    if size:
        with pytest.raises(InputError):
            inputs.read_all(path, limit=size - 1, remedy="")


def test_the_limits_are_told_with_what_to_do(cli: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "MAX_REQUEST_BYTES", 10)
    monkeypatch.setattr(sync, "MAX_PIPED_BYTES", 10)
    monkeypatch.setattr("mktows.cli.diff.MAX_BYTES", 10)
    long = b"x" * 11
    said = {
        "call": cli("call", "--sandbox", "getLead", "-", stdin=long),
        "sync": cli("sync", "--sandbox", "-", stdin=long),
        "diff": cli("diff", "-", "2_7", stdin=long),
    }
    for result in said.values():
        assert (result.code, result.out) == (6, "")
        first = result.err.splitlines()[-1]
        assert first.startswith("mktows: <stdin>: larger than 10 bytes, the most that is read: ")
    assert cli("sync", "--sandbox", "-", stdin=b"Email\nx@\n").code == 0


def test_a_world_that_is_too_large_is_refused_whatever_its_size_says(
    cli: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world_files, "MAX_WORLD_BYTES", 20)
    (tmp_path / "fits.yaml").write_text("lists: [{name: L}] #")
    (tmp_path / "long.yaml").write_text("lists: [{name: L}] ##")
    assert cli("call", "listMObjects", "--seed-file", "fits.yaml").code == 0
    result = cli("call", "listMObjects", "--seed-file", "long.yaml")
    assert (result.code, result.out) == (6, "")
    assert "long.yaml is larger than 20 bytes" in result.err

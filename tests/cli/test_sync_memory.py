"""`mktows sync` takes the memory of a batch, however long the file is."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from mktows.transfer.leads import read_leads

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

# Not ru_maxrss: that of a process that pytest starts counts pytest's own memory too.
PEAK = """
import pathlib, sys
from mktows.cli.main import main
code = main()
status = pathlib.Path("/proc/self/status").read_text()
(peak,) = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
print(peak, file=sys.stderr)
sys.exit(code)
"""
MEGABYTES = 6


def write(path: Path, rows: int, *, failing: bool = False) -> None:
    with path.open("w") as file:
        file.write("Id,Email,FirstName,Company\n")
        for n in range(rows):
            key = f"{n + 10_000_000},first" if failing else f",lead{n}"
            file.write(f'{key}@example.com,Lead,"Example, No. {n}"\n')


def peak(process: Any, *argv: str, code: int = 0) -> tuple[int, str]:
    result = process("sync", *argv, program=PEAK)
    assert result.code == code, result.err
    return int(result.err.split()[-1]) // 1024, result.out


@pytest.mark.slow
def test_ten_times_the_rows_take_the_same_memory(process: Any, tmp_path: Path) -> None:
    write(tmp_path / "short.csv", 2_000)
    write(tmp_path / "long.csv", 20_000)
    short, _ = peak(process, "short.csv", "--database", "short.db")
    long, out = peak(process, "long.csv", "--database", "long.db")
    assert out == "long.csv: 20000 created, 0 updated, 0 failed\n"
    assert long - short <= MEGABYTES
    again, out = peak(process, "short.csv", "--database", "short.db")
    assert out == "short.csv: 0 created, 2000 updated, 0 failed\n"
    assert again - short <= MEGABYTES


@pytest.mark.slow
def test_failures_are_not_collected(process: Any, tmp_path: Path) -> None:
    write(tmp_path / "short.csv", 1_000, failing=True)
    write(tmp_path / "long.csv", 10_000, failing=True)
    short, _ = peak(process, "short.csv", "--sandbox", "--json", code=1)
    long, out = peak(process, "long.csv", "--sandbox", "--json", code=1)
    assert out.count('"line"') == 10_000
    assert long - short <= MEGABYTES


def test_the_reader_holds_one_row_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    write(path, 20_000)
    tracemalloc.start()
    try:
        with path.open("rb") as stream:
            assert sum(1 for _ in read_leads(stream)) == 20_000
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1024 * 1024

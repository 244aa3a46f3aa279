"""What importing the library costs, beside what it cannot do without: medians of interleaved runs.

python tools/bench_import.py [RUNS]
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys

_TOP = re.compile(r"import time:\s+\d+ \|\s+(\d+) \| \S")
NEEDED = "import requests, lxml.etree"
OURS = "import mktows"


def microseconds(statement: str) -> int:
    """Sum of the cumulative times of everything imported at the top, start-up included."""
    command = [sys.executable, "-X", "importtime", "-c", statement]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return sum(int(found[1]) for line in shown.splitlines() if (found := _TOP.match(line)))


def main(argv: list[str]) -> int:
    """Print both medians and the median of the ratios."""
    pairs = [(microseconds(NEEDED), microseconds(OURS)) for _ in range(int((argv or ["15"])[0]))]
    for statement, times in zip((NEEDED, OURS), zip(*pairs, strict=True), strict=True):
        print(f"{statement:30}{statistics.median(times) / 1000:8.1f} ms")
    print(f"{'ratio':30}{statistics.median(ours / needed for needed, ours in pairs):8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

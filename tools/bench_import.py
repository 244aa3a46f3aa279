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
PACKAGE = "import mktows"
CLIENT = "from mktows import Client"
STATEMENTS = (NEEDED, PACKAGE, CLIENT)


def microseconds(statement: str) -> int:
    """Sum of the cumulative times of everything imported at the top, start-up included."""
    command = [sys.executable, "-X", "importtime", "-c", statement]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return sum(int(found[1]) for line in shown.splitlines() if (found := _TOP.match(line)))


def main(argv: list[str]) -> int:
    """Print each median, with the median of its ratios to what is needed."""
    rounds = [[microseconds(each) for each in STATEMENTS] for _ in range(int((argv or ["15"])[0]))]
    for place, statement in enumerate(STATEMENTS):
        median = statistics.median(each[place] for each in rounds)
        ratio = statistics.median(each[place] / each[0] for each in rounds)
        print(f"{statement:30}{median / 1000:8.1f} ms{ratio:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

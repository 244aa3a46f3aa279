"""Compares the sandbox with the bridge over the REST face, by random calls of each operation.

python tools/oracle.py --calls 1000 [--seed 1] [OPERATION ...]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))


def main() -> int:
    """Print what differs, and a line for each operation; 1 when anything is wrong."""
    from support.oracle.calls import STEPS
    from support.oracle.run import Run

    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("operations", nargs="*", metavar="OPERATION", help="by default all")
    parser.add_argument("--calls", type=int, default=1000, help="of each operation")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--shown", type=int, default=5, help="differences of each operation")
    given = parser.parse_args()
    run = Run(given.seed, most_differences=given.shown)
    problems: list[str] = []
    for name in given.operations or STEPS:
        began = time.monotonic()
        tally = run.operation(name, given.calls)
        problems += tally.problems(given.calls)
        print(f"{name}: {tally.calls} calls, {time.monotonic() - began:.1f} s", file=sys.stderr)
    print(run.table())
    print(*problems, sep="\n\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

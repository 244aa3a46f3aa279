"""Troubles a bridge, and tells where its answers and what is there do not go together.

python tools/bridge_trouble.py --schedules 10000 [--seed 1] [--first 0] [--jobs 2]
python tools/bridge_trouble.py --kills 100 [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
_TOGETHER = 100  # schedules that one bridge goes through, and no other


def main() -> int:
    """Print what is wrong, and a line of totals; 1 when anything is."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--schedules", type=int, default=1000, help="of trouble with REST calls")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--first", type=int, default=0, help="the number of the first schedule")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--shown", type=int, default=10, help="what is told in full")
    parser.add_argument("--kills", type=int, help="instead, of a whole bridge within its calls")
    given = parser.parse_args()
    if given.kills is not None:
        return _kills(given.seed, given.kills)
    began = time.monotonic()
    wrong: list[str] = []
    tally: Counter[str] = Counter()
    parts = range(given.first, given.first + given.schedules, _TOGETHER)
    with ProcessPoolExecutor(given.jobs) as pool:
        runs = [
            pool.submit(_part, given.seed, first, min(_TOGETHER, parts.stop - first))
            for first in parts
        ]
        for each in runs:
            found, some = each.result()
            for line in found[: max(0, given.shown - len(wrong))]:
                print(line, end="\n\n", flush=True)
            wrong += found
            tally += some
            print(f"{tally['schedules']} schedules, {len(wrong)} wrong", file=sys.stderr)
    spent = time.monotonic() - began
    told = ", ".join(f"{tally[name]:,} {name}" for name in tally)
    print(f"{told}; {len(wrong)} wrong; {spent:.0f} s")
    return 1 if wrong else 0


def _kills(seed: str, kills: int) -> int:
    """Kill bridges within calls that write; 1 when anything is wrong."""
    from support.bridge_kills import ACTS_OF_A_STAND, KilledBridge
    from support.bridge_trouble import Wrong
    from support.trouble_acts import ACTS

    chance, wrong, within = random.Random(seed), 0, 0  # noqa: S311  # no secret
    for first in range(0, kills, ACTS_OF_A_STAND):
        with TemporaryDirectory() as folder, closing(KilledBridge(Path(folder))) as bridge:
            for number in range(first, min(first + ACTS_OF_A_STAND, kills)):
                try:
                    bridge.write(ACTS[number % len(ACTS)], chance)
                except Wrong as error:
                    wrong += 1
                    print(error, flush=True)
            within += bridge.within
    print(f"{kills} kills, {within} of them before an answer; {wrong} wrong")
    return 1 if wrong else 0


def _part(seed: str, first: int, count: int) -> tuple[list[str], Counter[str]]:
    from support.bridge_trouble import run

    tally: Counter[str] = Counter()

    def seeds() -> Iterator[str]:
        return (f"{seed} {number}" for number in range(first, first + count))

    wrong = [f"{name}: {error}" for name, error in run(seeds(), tally) if error is not None]
    return wrong, tally


if __name__ == "__main__":
    sys.exit(main())

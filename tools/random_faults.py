"""Draws random faults, puts them into the code one at a time, and tells which no test notices.

python tools/random_faults.py [--number N] [--seed S] [--area NAME ...] [--only K ...] [--list]

A line of code is drawn, areas and files by their number of lines; then a kind of fault, and a place
for it on the line (fault_sites.py says what there is). The K-th fault depends on the seed, the
areas and the code alone. Each is tried as tools/mutants.py tries its own, with the tests of its
area (fault_areas.py). Ends with 0 when every fault was noticed, 1 when one survived, 2 when one
could not be tried.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fault_areas import AREAS, Area
from fault_sites import Site, sites
from mutants import ROOT, Laboratory, Unusable, Verdict

NUMBER = 150
"""Faults that are drawn, where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class RandomFault:
    """One fault that was drawn.

    Attributes:
        number: Which one it is, from 1.
        seed: That of the draw.
        area: A name of `fault_areas.AREAS`.
        file: The file that it changes, below the root.
        site: What it changes there.
        text: The file with the fault in it.
        stages: The tests that should notice it.
    """

    number: int
    seed: int
    area: str
    file: str
    site: Site
    text: str
    stages: tuple[tuple[str, ...], ...]

    @property
    def id(self) -> str:
        """Its name, which names a folder too."""
        return f"{self.seed}-{self.number}"

    def applied(self, root: Path) -> str:  # noqa: ARG002 - the file was read when it was drawn
        """Return the file with the fault in it."""
        return self.text

    def __str__(self) -> str:
        """The fault in one line."""
        site = self.site
        where = f"{self.file}:{site.line}"
        return f"{self.number:4} {where:44} {site.operator}: {site.before} -> {site.after}"


def draw(root: Path, seed: int, areas: Mapping[str, Area]) -> Iterator[RandomFault]:
    """Yield faults without end, each once.

    Raises:
        Unusable: An area has no files, or there are no further faults.
    """
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    lines: list[tuple[str, str, list[Site]]] = []
    texts: dict[str, str] = {}
    for name, area in areas.items():
        files = area.sources(root)
        if not files:
            raise Unusable(f"the area {name} has no files below {root}")
        for file in files:
            texts[file] = (root / file).read_text(encoding="utf-8")
            by_line: dict[int, list[Site]] = {}
            for site in sites(texts[file]):
                by_line.setdefault(site.line, []).append(site)
            lines += [(name, file, by_line[line]) for line in sorted(by_line)]
    number = 0
    while lines:
        place = chance.randrange(len(lines))
        name, file, left = lines[place]
        operator = chance.choice(sorted({site.operator for site in left}))
        site = chance.choice([each for each in left if each.operator == operator])
        left.remove(site)
        if not left:
            del lines[place]
        text = site.applied(texts[file])
        if text is not None:
            number += 1
            yield RandomFault(number, seed, name, file, site, text, areas[name].tests(root, file))
    raise Unusable("there are no further faults in these areas")


def drawn(faults: Iterator[RandomFault], number: int, only: Sequence[int]) -> list[RandomFault]:
    """Return the first faults of a draw, or those of some places in it.

    Raises:
        Unusable: There are not as many.
    """
    wanted = sorted(set(only)) or range(1, number + 1)
    found: list[RandomFault] = []
    for place in wanted:
        found.append(next(each for each in faults if each.number == place))
    return found


def table(verdicts: Sequence[Verdict[RandomFault]]) -> dict[str, tuple[int, int]]:
    """Return for each area how many of its faults were noticed, and how many were tried."""
    count = Counter((each.mutant.area, each.state) for each in verdicts)
    return {
        area: (count[area, "killed"], count[area, "killed"] + count[area, "SURVIVED"])
        for area in sorted({each.mutant.area for each in verdicts})
    }


def summary(verdicts: Sequence[Verdict[RandomFault]], seed: int, seconds: float) -> str:
    """Say by area how many faults were noticed."""
    areas = table(verdicts)
    total = (sum(each[0] for each in areas.values()), sum(each[1] for each in areas.values()))
    return "\n".join(
        f"{area:10} {noticed:4} of {tried:4} noticed {100 * noticed / max(tried, 1):6.1f} %"
        for area, (noticed, tried) in {**areas, "all": total}.items()
    ) + (f"\nseed {seed}; {seconds:.0f} s")


def as_json(verdicts: Sequence[Verdict[RandomFault]], seed: int, seconds: float) -> str:
    """Return what came of all faults as one JSON document."""
    return json.dumps(
        {
            "seed": seed,
            "areas": {
                area: {"noticed": noticed, "tried": tried}
                for area, (noticed, tried) in table(verdicts).items()
            },
            "faults": [
                {
                    "number": each.mutant.number,
                    "area": each.mutant.area,
                    "file": each.mutant.file,
                    "line": each.mutant.site.line,
                    "operator": each.mutant.site.operator,
                    "before": each.mutant.site.before,
                    "after": each.mutant.site.after,
                    "state": each.state,
                    "reason": each.reason,
                    "seconds": round(each.seconds, 1),
                }
                for each in verdicts
            ],
            "seconds": round(seconds, 1),
        },
        ensure_ascii=False,
        indent=2,
    )


def main(
    argv: list[str],
    root: Path = ROOT,
    spare: float = 60.0,
    areas: Mapping[str, Area] = AREAS,
) -> int:
    """Run the experiment and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--number", type=int, default=NUMBER, help=f"how many; {NUMBER} if unsaid")
    parser.add_argument("--seed", type=int, help="that of an earlier run, to draw the same faults")
    parser.add_argument("--area", nargs="+", choices=sorted(areas), help="draw in these alone")
    parser.add_argument("--only", nargs="+", type=int, default=[], metavar="K", help="try the K-th")
    parser.add_argument("--list", action="store_true", help="show the faults and try none")
    parser.add_argument("--json", action="store_true", help="print one JSON document at the end")
    parser.add_argument("--jobs", type=int, default=1, help="runs at a time")
    asked = parser.parse_args(argv)
    seed = random.randrange(10**6) if asked.seed is None else asked.seed  # noqa: S311 - as above
    told = sys.stderr if asked.json else sys.stdout
    started = time.monotonic()
    verdicts: list[Verdict[RandomFault]] = []
    try:
        chosen = {name: area for name, area in areas.items() if name in (asked.area or areas)}
        print(f"seed {seed}, areas {' '.join(chosen)}", file=told, flush=True)
        faults = drawn(draw(root, seed, chosen), asked.number, asked.only)
        if asked.list:
            for each in faults:
                print(each)
            return 0
        with tempfile.TemporaryDirectory(prefix="mktows-faults-") as folder:
            laboratory = Laboratory(Path(folder), root, spare, together=False)
            laboratory.prepare(faults)
            for verdict in laboratory.examine(faults, asked.jobs):
                verdicts.append(verdict)
                came = verdict.reason if verdict.state == "killed" else verdict.state
                print(f"{verdict.mutant}\n     {came}", file=told, flush=True)
                if verdict.state == "UNUSABLE":
                    print(f"     {verdict.reason}", file=told, flush=True)
    except Unusable as error:
        print(f"random_faults: {error}", file=sys.stderr)
        return 2
    seconds = time.monotonic() - started
    print(as_json(verdicts, seed, seconds) if asked.json else summary(verdicts, seed, seconds))
    states = {each.state for each in verdicts}
    return 2 if "UNUSABLE" in states else 1 if "SURVIVED" in states else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

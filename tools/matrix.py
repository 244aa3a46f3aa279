"""Try the wheel on every Python of this machine, with the lowest and the newest dependencies.

    python tools/matrix.py [--python 3.12] [--versions lowest] [--trial sync] [--turn N]

Prints a table and ends with 1 when anything failed. What was not tried is named, and is not called
passed. `--record` writes down what came out for the manual, which tools/docs.py puts in.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import constraints
from matrix_cell import Cell, TrialFailed
from matrix_pythons import WANTED, find_pythons
from matrix_trials import TESTS, TRIALS
from packaging.utils import canonicalize_name

RECORD = constraints.ROOT / "tools" / "matrix.json"
FIRST, LONG = next(iter(TRIALS)), ("contract suite", *TESTS)
_NOT_TRIED = "not tried"
_FAILED = "**failed**"


@dataclass
class Row:
    """What came out in one cell: a text for each trial that passed, and why others did not."""

    python: str
    versions: str
    passed: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def text(self, trial: str) -> str:
        """What the table says of a trial."""
        return _FAILED if trial in self.failed else self.passed.get(trial, _NOT_TRIED)


@dataclass
class Outcome:
    """What came out of a run: the day, the rows, and the Pythons that were not found."""

    day: str
    rows: list[Row]
    missing: list[str]
    lowest: dict[str, str]
    newest: dict[str, str]
    """The versions of the direct dependencies."""
    apart: dict[str, str] = field(default_factory=dict)
    """Dependencies that came after the run, with what was run of them at both ends since."""

    @property
    def is_good(self) -> bool:
        """Whether there is a row, and nothing failed."""
        return bool(self.rows) and not any(row.failed for row in self.rows)


def table(outcome: Outcome) -> str:
    """The outcome in Markdown."""
    lines = [
        f"| Python | Dependencies | {' | '.join(TRIALS)} |",
        f"| --- | --- |{' --- |' * len(TRIALS)}",
    ]
    for row in outcome.rows:
        texts = (row.text(trial) for trial in TRIALS)
        lines.append(f"| {row.python} | {row.versions} | {' | '.join(texts)} |")
    lines += ["", f"Run on {outcome.day}."]
    lines += [f"Python {series}: not found." for series in outcome.missing]
    for name in ("lowest", "newest"):
        listed = ", ".join(f"{each} {at}" for each, at in getattr(outcome, name).items())
        lines.append(f"The {name}: {listed}.")
    lines += [f"Added since: {name}: {tried}." for name, tried in outcome.apart.items()]
    return "\n".join(lines)


def read_record() -> Outcome:
    """The outcome that was recorded last."""
    data = json.loads(RECORD.read_text(encoding="utf-8"))
    return Outcome(**(data | {"rows": [Row(**row) for row in data["rows"]]}))


def run_cell(cell: Cell, trials: Sequence[str]) -> Row:
    """Run trials in a cell; none but the first where that fails."""
    row = Row(cell.python.version, cell.kind.name)
    for name in trials:
        started = time.monotonic()
        try:
            row.passed[name] = TRIALS[name](cell)
        except TrialFailed as error:
            row.failed[name] = str(error)
        except Exception as error:  # what a trial did not foresee is no success either
            row.failed[name] = f"{type(error).__name__}: {error}"
        shown = row.failed.get(name, row.passed.get(name, ""))
        word = "FAILED" if name in row.failed else "ok"
        seconds = time.monotonic() - started
        _tell(f"{cell.name}: {name}: {word} in {seconds:.0f} s: {shown}")
        if FIRST in row.failed:
            break
    return row


def run(
    cells: Sequence[Cell], trials: Sequence[str], *, turn: int | None, jobs: int
) -> Iterable[Row]:
    """Run trials in cells.

    Args:
        cells: Where.
        trials: Which.
        turn: Of the trials that take longest one runs, in one cell, both chosen by this number.
        jobs: How many cells at a time.
    """
    long = [name for name in LONG if name in trials]
    chosen = first = None
    if turn is not None and long:
        place, first = divmod(turn % (len(long) * len(cells)), len(cells))
        chosen = long[place]

    def trials_in(number: int) -> list[str]:
        if turn is None:
            return list(trials)
        return [name for name in trials if name not in long or (name, number) == (chosen, first)]

    with ThreadPoolExecutor(jobs) as pool:
        # The cell that takes longest begins first, so that the others run beside it.
        order = sorted(range(len(cells)), key=lambda number: number != first)
        rows = {each: pool.submit(run_cell, cells[each], trials_in(each)) for each in order}
        return [rows[number].result() for number in range(len(cells))]


def direct_versions(kind: constraints.Kind) -> dict[str, str]:
    """The versions of what the wheel asks for itself, in a file of constraints."""
    direct = {canonicalize_name(each.name) for each in constraints.direct_requirements()}
    found: dict[str, set[str]] = {}
    for pin in constraints.pins(kind.path.read_text(encoding="utf-8")):
        if pin.name in direct:
            found.setdefault(pin.name, set()).update(each.version for each in pin.specifier)
    return {name: " or ".join(sorted(versions)) for name, versions in found.items()}


def build_wheel(folder: Path) -> Path:
    """Build the wheel."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=constraints.ROOT, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    return wheel


def main(argv: list[str] | None = None) -> int:
    """Run the command; 0 when all that was tried passed, 1 when something failed."""
    options = _arguments(argv)
    pythons, missing = find_pythons(tuple(options.python or WANTED))
    for python in pythons:
        _tell(f"{python.version}: {python.path}")
    for series in missing:
        _tell(f"{series}: not found")
    kinds = [each for each in constraints.KINDS if each.name in (options.versions or each.name)]
    with tempfile.TemporaryDirectory(prefix="mktows-matrix-") as made:
        folder = Path(made)
        wheel = build_wheel(folder)
        cells = [
            Cell(python, kind, wheel, folder / f"{python.version}-{kind.name}")
            for python in pythons
            for kind in sorted(kinds, key=lambda kind: kind.name)
        ]
        trials = [name for name in TRIALS if name == FIRST or name in (options.trial or TRIALS)]
        rows = run(cells, trials, turn=options.turn, jobs=options.jobs) if cells else []
    versions = {kind.name: direct_versions(kind) for kind in constraints.KINDS}
    outcome = Outcome(f"{datetime.now(UTC):%Y-%m-%d}", list(rows), missing, **versions)
    print(table(outcome))
    if options.record:
        RECORD.write_text(json.dumps(asdict(outcome), indent=2) + "\n", encoding="utf-8")
    # What was asked for by name and is not there has not passed.
    return 0 if outcome.is_good and not (options.python and missing) else 1


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--python", action="append", help="only this series, such as 3.12")
    parser.add_argument("--versions", choices=[kind.name for kind in constraints.KINDS])
    parser.add_argument("--trial", action="append", choices=list(TRIALS), help="only this one")
    parser.add_argument(
        "--turn",
        type=int,
        metavar="N",
        help="run one of the suites, in one cell, both chosen by it",
    )
    parser.add_argument("--jobs", type=int, default=1, help="cells at a time (default: 1)")
    parser.add_argument("--record", action="store_true", help=f"write {RECORD.name} for the manual")
    options = parser.parse_args(argv)
    chosen = (options.python, options.versions, options.trial, options.turn)
    if options.record and chosen != (None,) * len(chosen):
        parser.error("--record is for a whole run: leave out what chooses a part")
    return options


def _tell(line: str) -> None:
    print(f"matrix: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

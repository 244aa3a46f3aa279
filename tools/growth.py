"""Measures how the cost of reading foreign input grows with its length, and looks for the worst.

    python tools/growth.py [--reader NAME ...] [--seconds 30] [--seed N] [--worst-32mib] [--json]

Every reader of foreign input gets hostile shapes in every frame that brings them to another place:
first those of the lists, then mixtures by chance of what was slowest so far. The slowest and the
fastest growing are measured again at a length and at ten times that. Time is that of the
processor, the least of several runs, in a process of its own; memory is what the process grew by.

Ends with 0 when every reader takes ten times as long for ten times as much, give or take what
caches and allocation cost; 1 when one grows faster, raises what it should not, or takes longer
than allowed for the most that the sandbox reads; 2 when it was not called rightly.
"""

from __future__ import annotations

import argparse
import gc
import heapq
import math
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "generated")]

from growth_readers import MIB, READERS, Reader  # noqa: E402
from growth_shapes import Part, Shape, mixed, shapes  # noqa: E402

SMALL = 100_000
"""Bytes that every shape is tried with first."""
MOST_GROWTH = 20
"""Times as long that ten times as much may take: caches and memory cost more when there is more."""
MOST_DOUBLING = 3
"""Times as long that twice as much may take: it is four times where time grows with the square."""
WORTH = 0.003
"""Seconds below which a growth says nothing."""
PATIENCE = 20
"""Seconds after which one input is given up: nothing linear takes so long."""
KEPT = 6
"""Shapes that are measured again: so many of the slowest, and of the fastest growing."""
FRONT_SECONDS = 2.0
"""Seconds of one core that the sandbox may take for the most that it reads, unsigned."""


@dataclass(frozen=True, slots=True)
class Input:
    """A shape in a frame of a reader."""

    frame: str
    shape: Shape

    def bytes(self, reader: Reader, length: int) -> bytes:
        """The input, of roughly that many bytes and no more than the reader takes."""
        before, after = reader.frames[self.frame]
        asked = max(1, length - len(before) - len(after))
        while True:
            text = self.shape.text(asked)
            data = f"{before}{text}{after}".encode(self.shape.encoding, "surrogatepass")
            if len(data) <= reader.limit:
                return data
            asked = int(asked * reader.limit / len(data) * 0.99)

    def __str__(self) -> str:
        return f"{self.shape.name}, {self.frame}"


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading one input cost.

    Attributes:
        length: Its bytes.
        seconds: Of the processor; infinite where it was given up.
        memory: Bytes that the process grew by at its highest; NaN where nothing tells.
        error: What was raised that should not be.
    """

    length: int
    seconds: float
    memory: float = math.nan
    error: str = ""

    @property
    def per_byte(self) -> float:
        """Nanoseconds per byte."""
        return self.seconds / max(1, self.length) * 1e9


class Worker:
    """A process that reads inputs, and is ended when one takes too long."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(self._reader.name, theirs))
        self._process.start()
        theirs.close()

    def cost(self, what: Input, length: int, *, runs: int = 1) -> Cost:
        """What it costs to read an input, at its least in some runs."""
        self._connection.send((what, length, runs))
        if self._connection.poll(PATIENCE * runs + 20):
            try:
                cost: Cost = self._connection.recv()
                return cost
            except (EOFError, OSError):
                error = f"the process ended with {self._process.exitcode}"
                self.close()
                self._start()
                return Cost(length, math.inf, error=error)
        self.close()
        self._start()
        return Cost(length, math.inf)

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.kill()
        self._process.join()


def _serve(name: str, connection: Connection) -> None:
    reader = READERS[name]
    with reader.opened() as call:
        call(b"")  # what is built once
        gc.collect()
        gc.freeze()
        while True:
            try:
                what, length, runs = connection.recv()
            except EOFError:
                return
            data = what.bytes(reader, length)
            best, error, memory = math.inf, "", 0.0
            for _ in range(runs):
                before = _resident(reset=True)
                start = time.process_time()
                try:
                    call(data)
                except Exception as raised:
                    error = f"{type(raised).__name__}: {str(raised)[:80]}"
                best = min(best, time.process_time() - start)
                memory = max(memory, _resident() - before)
                if best > PATIENCE:
                    break
            connection.send(Cost(len(data), best, memory, error))
            del data


def _resident(*, reset: bool = False) -> float:
    """Bytes that this process has at its highest since the last reset; NaN where nothing tells."""
    try:
        if reset:
            Path("/proc/self/clear_refs").write_text("5")
        status = Path("/proc/self/status").read_text()
    except OSError:
        return math.nan
    return float(status.partition("VmHWM:")[2].split()[0]) * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """An input at two lengths."""

    what: Input
    less: Cost
    more: Cost
    half: Cost | None = None
    """Half of `more`, where that was measured."""

    @property
    def growth(self) -> float:
        """How many times as long ten times as much takes; 1 where it is too short to tell."""
        if self.more.seconds < WORTH or self.more.length < 2 * self.less.length:
            return 1.0
        times = self.more.length / max(1, self.less.length) / 10
        return self.more.seconds / max(self.less.seconds, WORTH / 30) / times

    @property
    def is_linear(self) -> bool:
        """Whether it raised nothing, and the growth is that of the length.

        Above some length a reader may take another, dearer way: that is a step, and no growth. It
        is told by what twice as much takes where it is longest.
        """
        if self.more.error:
            return False
        step = self.half is not None and self.more.seconds <= MOST_DOUBLING * self.half.seconds
        return self.growth <= MOST_GROWTH or step


def searched(reader: Reader, seconds: float, seed: int) -> list[Input]:
    """The slowest and the fastest growing inputs that were found in a time."""
    chance = random.Random(seed)  # noqa: S311  # nothing secret
    worker = Worker(reader)
    slow: list[tuple[float, int, Input]] = []
    steep: list[tuple[float, int, Input]] = []
    bad: list[Input] = []
    worker.cost(Input(next(iter(reader.frames)), Shape("", (Part("", "x"),))), 1)  # it has begun
    ends = time.monotonic() + seconds
    tried = 0
    for what in _candidates(reader, chance, slow):
        if time.monotonic() > ends:
            break
        tried += 1
        more = worker.cost(what, SMALL)
        if more.error:
            bad.append(what)
        if more.seconds < WORTH:
            continue
        _keep(slow, more.per_byte, tried, what)
        less = worker.cost(what, SMALL // 10, runs=2)
        _keep(steep, Finding(what, less, more).growth, tried, what)
    worker.close()
    print(f"growth: {reader.name}: {tried} inputs tried", file=sys.stderr)
    found = [what for _, _, what in sorted(slow, key=lambda each: -each[0])]
    return list(dict.fromkeys([*bad[:3], *found, *(what for _, _, what in steep)]))


def _keep(best: list[tuple[float, int, Input]], value: float, number: int, what: Input) -> None:
    heapq.heappush(best, (value, number, what))
    if len(best) > KEPT:
        heapq.heappop(best)


def _candidates(
    reader: Reader, chance: random.Random, slow: Sequence[tuple[float, int, Input]]
) -> Iterator[Input]:
    known = [Input(frame, shape) for frame in reader.frames for shape in shapes()]
    chance.shuffle(known)
    yield from known
    frames = list(reader.frames)
    while True:
        if slow and chance.random() < 0.5:
            _, _, base = chance.choice(slow)
            more = mixed(chance)
            parts: tuple[Part, ...] = (*base.shape.parts, *more.parts)
            if len(parts) <= 4:
                yield Input(base.frame, Shape(f"{base.shape.name}; {more.name}", parts))
        yield Input(chance.choice(frames), mixed(chance))


def measured(reader: Reader, inputs: Sequence[Input]) -> list[Finding]:
    """Inputs measured again, at lengths at which the time is long enough to tell."""
    worker = Worker(reader)
    found = []
    for what in inputs:
        length = SMALL
        more = worker.cost(what, length, runs=2)
        # Longer, until it takes a second or the reader takes no more.
        while more.seconds < 0.3 and length * 3 <= min(reader.limit, 30 * MIB):
            length *= 3
            more = worker.cost(what, length)
        less = worker.cost(what, length // 10, runs=5)
        more = worker.cost(what, length, runs=3)
        finding = Finding(what, less, more)
        if not finding.is_linear:
            finding = Finding(what, less, more, worker.cost(what, length // 2, runs=3))
        found.append(finding)
    worker.close()
    return found


def table(rows: Sequence[tuple[Reader, Finding]]) -> str:
    """The findings as a table in Markdown."""
    lines = [
        "| Reader | Limit (and what comes then) | Worst shape | n, bytes | ns per byte at n"
        " | at 10 n | memory, bytes per byte | times as long |",
        "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for reader, each in rows:
        growth = "too short to tell" if each.growth == 1.0 else f"{each.growth:.1f}"
        lines.append(
            f"| {reader.name} | {reader.limit // MIB} MiB ({reader.rule}) | {each.what}"
            f"{f' **{each.more.error}**' if each.more.error else ''} | {each.less.length}"
            f" | {each.less.per_byte:.0f} | {each.more.per_byte:.0f}"
            f" | {each.more.memory / max(1, each.more.length):.0f}"
            f" | {growth if each.is_linear else f'**{growth}**'} |"
        )
    return "\n".join(lines)


def worst_32mib(inputs: Sequence[Input]) -> bool:
    """Print what each shape costs the sandbox at most; whether that is little enough.

    The longest is not always the dearest: of what has too many elements, few are read.
    """
    reader = READERS["sandbox, unsigned"]
    worker = Worker(reader)
    print("\n| up to 32 MiB, unsigned | MiB | seconds of one core | memory, MiB |")
    print("| --- | ---: | ---: | ---: |")
    good = True
    for what in inputs:
        costs = [worker.cost(what, reader.limit // part) for part in (1, 2, 3, 5, 8)]
        dearest = max(costs, key=lambda each: each.seconds)
        cost = worker.cost(what, dearest.length, runs=3)
        good = good and cost.seconds < FRONT_SECONDS and not cost.error
        size, memory = cost.length / MIB, cost.memory / MIB
        print(f"| {what} | {size:.1f} | {cost.seconds:.2f} | {memory:.0f} |", flush=True)
    worker.close()
    return good


def main(argv: list[str] | None = None) -> int:
    """Print the table; 1 when a reader is not linear."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--reader", action="append", choices=list(READERS), help="only this one")
    parser.add_argument("--seconds", type=float, default=30, help="of the search, for each reader")
    parser.add_argument("--seed", type=int, default=None, help="of the search's chance")
    parser.add_argument("--worst-32mib", action="store_true", help="also the sandbox at its limit")
    parser.add_argument("--all", action="store_true", help="every input that was measured again")
    options = parser.parse_args(argv)
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    print(f"growth: seed {seed}", file=sys.stderr)
    rows: list[tuple[Reader, Finding]] = []
    worst: list[Input] = []
    good = True
    for name in options.reader or READERS:
        reader = READERS[name]
        inputs = searched(reader, options.seconds, seed)
        found = measured(reader, inputs)
        if name == "sandbox, unsigned":
            worst = inputs
        if not found:
            print(f"growth: {name}: nothing took {WORTH * 1000:.0f} ms", file=sys.stderr)
            continue
        good = good and all(each.is_linear for each in found)
        slowest = max(found, key=lambda each: each.more.per_byte)
        shown = found if options.all else [slowest]
        shown += [each for each in found if not each.is_linear and each not in shown]
        rows += [(reader, each) for each in shown]
        print(table(rows[-len(shown) :]), file=sys.stderr)
    print(table(rows))
    if options.worst_32mib:
        worst = worst or searched(READERS["sandbox, unsigned"], options.seconds, seed)
        good = worst_32mib(worst) and good
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())

"""Encode and decode beside named peers, in one process, interleaved: medians, ratios, memory.

    python tools/bench_codec.py [--runs 9]

(a) a syncMultipleLeads request of 300 leads with 10 attributes, (b) a getMultipleLeads reply of
1000 leads with 20 attributes, (c) a single getLead: its request and its reply. The floor of
writing is string building by hand with the standard library's escape; that of reading is what
lxml takes to parse, plus the construction of the same objects.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_peers import PEERS, Peer, samples

ROOT = Path(__file__).resolve().parent.parent
_TASKS = {
    "(a) write the request of 300 leads": ("encode", "many"),
    "(b) read the reply of 1000 leads": ("decode", "many"),
    "(c) write a getLead request": ("encode", "one"),
    "(c) read a getLead reply": ("decode", "one"),
}


def main(argv: list[str] | None = None) -> int:
    """Print the tables; 1 when a peer's result is not the message."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9, help="runs of each peer")
    parser.add_argument("--peak", metavar="PEER", help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.peak:
        return _peak(options.peak)
    messages = samples()
    peers = {name: make(messages) for name, make in PEERS.items()}
    for name, peer in peers.items():
        for size in ("one", "many"):
            if not peer.agrees(size):
                print(f"bench: {name} does not give the message of {size}", file=sys.stderr)
                return 1
    # What the peers hold is no garbage, and must not weigh on each other's collections.
    gc.collect()
    gc.freeze()
    for title, (verb, size) in _TASKS.items():
        times = _interleaved(peers, verb, size, options.runs)
        ours, floor = times["mktows"], times["floor"]
        print(f"\n{title}\n{'':14}{'median ms':>10}{'of ours':>10}{'of floor':>10}")
        for name, seconds in sorted(times.items(), key=lambda item: item[1]):
            ratios = f"{seconds / ours:9.1f}x{seconds / floor:9.1f}x"
            print(f"{name:14}{seconds * 1000:10.3f}{ratios}")
    if not Path("/proc/self/clear_refs").exists():
        return 0
    print("\n(b) peak memory of reading it once, in a process of its own, above its start, in MiB")
    for name in peers:
        command = [sys.executable, __file__, "--peak", name]
        shown = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        print(f"{name:14}{shown.stdout.strip():>10}")
    return 0


def _interleaved(peers: dict[str, Peer], verb: str, size: str, runs: int) -> dict[str, float]:
    """Median seconds of each peer; every round runs all of them, so that drift hits all alike."""
    repeat = 1 if size == "many" else 50
    times: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(runs):
        for name, peer in peers.items():
            run: Callable[[str], Any] = getattr(peer, verb)
            gc.collect()
            start = time.perf_counter()
            for _ in range(repeat):
                run(size)
            times[name].append((time.perf_counter() - start) / repeat)
    return {name: statistics.median(taken) for name, taken in times.items()}


def _peak(name: str) -> int:
    """Read the reply once, and print by how much that raised the peak of resident memory."""
    peer = PEERS[name](samples())
    peer.decode("one")
    gc.collect()
    # Linux: the peak starts anew from what is resident now.
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _resident_peak()
    kept = peer.decode("many")
    print(f"{(_resident_peak() - before) / 1024:.0f}" if kept is not None else "nothing read")
    return 0


def _resident_peak() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    sys.exit(main())

"""The benchmark compares like with like: every peer writes and reads the same messages."""

from __future__ import annotations

import bench_peers
import pytest

SAMPLES = bench_peers.samples()


@pytest.mark.slow
@pytest.mark.parametrize("size", ["one", "many"])
@pytest.mark.parametrize("name", sorted(set(bench_peers.PEERS) - {"suds"}))
def test_a_peer_gives_the_message(name: str, size: str) -> None:
    assert bench_peers.PEERS[name](SAMPLES).agrees(size)


def test_suds_gives_the_small_message() -> None:
    # The large one takes it five seconds; the benchmark itself checks that.
    assert bench_peers.PEERS["suds"](SAMPLES).agrees("one")

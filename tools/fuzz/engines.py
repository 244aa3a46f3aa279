"""What makes inputs: atheris, guided by coverage; hypothesis, which minimises; plain chance."""

from __future__ import annotations

import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from fuzz import corpus

# `mutation` and `words` are imported where they are needed: they import mktows, which has to be
# instrumented for atheris.

ENGINES = ("atheris", "hypothesis", "random")
_HANGS = 60
"""Seconds after which atheris calls an input a hang; machines may be busy."""


class Found(Exception):
    """An input at which something does not hold; the cause is what was raised."""

    def __init__(self, data: bytes, executions: int) -> None:
        super().__init__(f"{len(data)} bytes")
        self.data = data
        self.executions = executions


def best() -> str:
    """Atheris where it is installed, else chance, which runs twice as often as hypothesis."""
    return "atheris" if importlib.util.find_spec("atheris") else "random"


def run_atheris(name: str, seconds: int, findings: Path, seed: int) -> None:
    """Fuzz by coverage; ends the process, with 0 only when nothing was found."""
    import atheris

    with atheris.instrument_imports(include=["mktows", "mktows_bindings"]):
        target = corpus.target(name)
        from fuzz.mutation import mutate
        from fuzz.words import tokens
        from fuzz.xml_edits import MAX_BYTES

    def change(data: bytes, max_size: int, number: int) -> bytes:
        random = Random(number)
        if random.random() < 0.15:
            return bytes(atheris.Mutate(data, max_size))
        changed = mutate(data, target.form, random)
        return changed if len(changed) <= max_size else data

    with tempfile.TemporaryDirectory(prefix="mktows-fuzz-") as folder:
        started = Path(folder) / "corpus"
        started.mkdir()
        for number, path in enumerate(corpus.seeds(target)):
            (started / f"{number:03}-{path.name}").write_bytes(path.read_bytes())
        words = Path(folder) / "words.dict"
        words.write_bytes(_dictionary(tokens()))
        atheris.Setup(
            [
                sys.argv[0],
                str(started),
                f"-max_total_time={seconds}",
                f"-max_len={MAX_BYTES}",
                f"-dict={words}",
                f"-artifact_prefix={findings}/",
                f"-timeout={_HANGS}",
                f"-seed={seed}",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
                "-verbosity=1",
            ],
            target.run,
            custom_mutator=change,
        )
        atheris.Fuzz()


def _dictionary(words: Iterable[str]) -> bytes:
    lines = []
    for word in words:
        data = word.encode("utf-8", "replace")
        if 1 < len(data) < 60:
            lines.append('"' + "".join(f"\\x{byte:02X}" for byte in data) + '"\n')
    return "".join(lines).encode()


def run_hypothesis(name: str, seconds: int, seed: int) -> int:
    """Fuzz by edits of seeds that hypothesis chooses and minimises.

    Returns:
        How many inputs were run.

    Raises:
        Found: The smallest input that fails, as far as hypothesis made it small.
    """
    import hypothesis
    from hypothesis import strategies as st

    from fuzz.mutation import mutate

    target = corpus.target(name)
    starts = [path.read_bytes() for path in corpus.seeds(target)]
    until = time.monotonic() + seconds
    executions = 0
    smallest: bytes | None = None

    def one(start: bytes, edits: list[int]) -> None:
        nonlocal executions, smallest
        if smallest is None and time.monotonic() > until:
            return
        data = start
        for number in edits:
            data = mutate(data, target.form, Random(number))
        executions += 1
        try:
            target.run(data)
        except Exception:
            if smallest is None or len(data) <= len(smallest):
                smallest = data
            raise

    given = hypothesis.given(
        st.sampled_from(starts), st.lists(st.integers(0, 2**32 - 1), max_size=8)
    )
    settings = hypothesis.settings(
        max_examples=1000,
        deadline=None,
        database=None,
        derandomize=False,
        report_multiple_bugs=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    while time.monotonic() < until:
        try:
            hypothesis.seed(seed)(settings(given(one)))()
        except Exception as error:
            if smallest is None:
                raise
            raise Found(smallest, executions) from error
        seed += 1
    return executions


def run_random(name: str, seconds: int, seed: int) -> int:
    """Fuzz by chance alone; needs nothing installed. Returns and raises as `run_hypothesis`."""
    from fuzz.mutation import mutate

    target = corpus.target(name)
    starts = [path.read_bytes() for path in corpus.seeds(target)]
    random = Random(seed)
    until = time.monotonic() + seconds
    executions = 0
    while time.monotonic() < until:
        data = random.choice(starts)
        for _ in range(random.choice((1, 1, 2, 3, 5, 8))):
            data = mutate(data, target.form, random)
        executions += 1
        try:
            target.run(data)
        except Exception as error:
            raise Found(data, executions) from error
    return executions


LOCAL: dict[str, Callable[[str, int, int], int]] = {
    "hypothesis": run_hypothesis,
    "random": run_random,
}

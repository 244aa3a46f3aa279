"""Reading ten times as much takes ten times as many steps, whatever the shape of it.

No clock is read. A step is a line of ours that runs, a character that a method of a text copies or
looks through, or a byte that expat has to look at, again where a token was not at its end before.
What is wrong inside one call of a regular expression is not seen: `test_nothing_takes_for_ever`
has inputs for those.
"""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any
from xml.parsers import expat

import growth_shapes
import pytest
from growth_readers import READERS, Reader
from growth_shapes import Shape

ROOT = Path(__file__).resolve().parents[2]
OURS = tuple(f"{ROOT / folder}/" for folder in ("mktows", "generated"))
LESS = 3_000
MOST_GROWTH = 14
"""Times as many steps for ten times as much: what is done once makes it less than ten."""
WORTH = 3_000
"""Steps below which a growth says nothing."""
COPYING = {"replace", "lower", "upper", "casefold", "split", "splitlines", "strip", "lstrip"}
COPYING |= {"rstrip", "encode", "decode", "translate", "insert", "remove"}


class Meter:
    """Counts the steps of one reading."""

    def __init__(self) -> None:
        self.steps = 0

    def line(self, _frame: FrameType, event: str, _argument: object) -> Any:
        self.steps += event == "line"
        return self.line

    def frame(self, frame: FrameType, _event: str, _argument: object) -> Any:
        return self.line if frame.f_code.co_filename.startswith(OURS) else None

    def profile(self, frame: FrameType, event: str, called: Any) -> None:
        ours = event == "c_call" and frame.f_code.co_filename.startswith(OURS)
        if ours and called.__name__ in COPYING and isinstance(called.__self__, str | bytes | list):
            self.steps += len(called.__self__) // 8


class MeteredParser:
    """An expat parser that counts what it looks at, as expat before 2.6 does."""

    def __init__(self, meter: Meter, parser: Any) -> None:
        object.__setattr__(self, "_inner", (meter, parser, [0]))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner[1], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._inner[1], name, value)

    def Parse(self, data: bytes, final: bool = False) -> int:  # expat's name
        meter, parser, given = self._inner
        unfinished = given[0] - max(0, parser.CurrentByteIndex)
        meter.steps += len(data) + unfinished
        given[0] += len(data)
        result: int = parser.Parse(data, final)
        return result


@contextmanager
def metered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Meter]:
    meter = Meter()
    made = expat.ParserCreate
    with monkeypatch.context() as patch:
        patch.setattr(expat, "ParserCreate", lambda *how: MeteredParser(meter, made(*how)))
        before = sys.gettrace(), sys.getprofile()
        sys.settrace(meter.frame)
        sys.setprofile(meter.profile)
        try:
            yield meter
        finally:
            sys.settrace(before[0])
            sys.setprofile(before[1])


def steps(monkeypatch: pytest.MonkeyPatch, call: Callable[[bytes], object], data: bytes) -> int:
    with metered(monkeypatch) as meter:
        call(data)
    return meter.steps


def written(reader: Reader, frame: str, shape: Shape, length: int) -> bytes:
    before, after = reader.frames[frame]
    return f"{before}{shape.text(length)}{after}".encode(shape.encoding, "surrogatepass")


SHAPES = list(growth_shapes.shapes())
# Those that have found something are always among them.
ALWAYS = {
    "signatures", "prefixes", "elements", "tokens", "members", "a comment that never ends",
    "text in an attribute", "elements under prefixes: elements with a new prefix",
    "elements under prefixes: typed elements", "elements under attributes: elements", "attributes",
    "mappings", "lines of envelopes", "lead records", "attributes of leads", "rows", "actions",
}  # fmt: skip


def grows_faster(less: int, more: int, length: int) -> bool:
    """Whether so many steps for ten times the length are more than is linear.

    Two looks at each byte may be what only the longer one got to, beyond a bound of a parser.
    """
    return more > MOST_GROWTH * less + 2 * length


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in READERS if not name.startswith("HTTP")])
def test_ten_times_as_much_takes_ten_times_as_many_steps(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = READERS[name]
    chance = random.Random(name)
    known = [shape for shape in SHAPES if shape.name in ALWAYS]
    inputs = [(frame, shape) for frame in reader.frames for shape in known]
    inputs = chance.sample(inputs, min(len(inputs), 40))
    inputs += [(chance.choice(list(reader.frames)), shape) for shape in chance.sample(SHAPES, 10)]
    grown: list[str] = []
    with reader.opened() as call:
        call(b"")
        for frame, shape in inputs:
            call(written(reader, frame, shape, 30))  # what is built once
            data = written(reader, frame, shape, 10 * LESS)
            more = steps(monkeypatch, call, data)
            if more < WORTH:
                continue
            less = steps(monkeypatch, call, written(reader, frame, shape, LESS))
            if grows_faster(less, more, len(data)):
                grown.append(f"{shape.name}, {frame}: {less} to {more}")
    assert grown == []


def in_chunks(data: bytes) -> None:
    """Reads a prolog in small pieces, as expat should not be given one."""
    parser = expat.ParserCreate()
    for start in range(0, len(data), 1024):
        parser.Parse(data[start : start + 1024], False)


def again_and_again(data: bytes) -> None:
    """Looks at all that came before for each item that comes."""
    text = data.decode()
    for _ in range(len(data) // 10):
        text = text.replace("z", "z")


@pytest.mark.parametrize("read", [in_chunks, again_and_again])
def test_the_meter_notices_what_is_not_linear(
    read: Callable[[bytes], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "OURS", (__file__,))
    less, more = (steps(monkeypatch, read, b"<!--" + b"x" * length) for length in (LESS, 10 * LESS))
    assert grows_faster(less, more, 10 * LESS)


MISTAKE = "signatures.mistake_of(b'x' * 20, user_id='u', key=Secret('k'), "
ENDLESS = {
    "bodies without an end": MISTAKE + "timestamp='t', document=b'<e:Body/>' * 200_000)",
    "white space in a timestamp that is checked": (
        MISTAKE + "timestamp='2013' + ' ' * 500_000 + 'x', document=b'')"
    ),
    "a token that never ends": "import_rows.is_token('{{my.' + 'a' * 300_000)",
    "tokens of white space": "import_rows.is_token('{{my.' + ' ' * 300_000)",
    "a header of many tokens": (
        "import_rows.read_header(','.join('{{my.a%d}}' % n for n in range(100_000)), ())"
    ),
    "white space in another charset": (
        "request_body.read_body(b' ' * 1_000_000, {'content-type': 'text/xml; charset=latin1'}, [])"
    ),
    "declarations in another charset": (
        "request_body.read_body(b'<?xml ' * 200_000, "
        "{'content-type': 'text/xml; charset=big5'}, [])"
    ),
    "a timestamp with white space in it": (
        "moments.read_moment('2013-08-01' + ' ' * 500_000 + 'x')"
    ),
}


@pytest.mark.slow
def test_nothing_takes_for_ever() -> None:
    # In a process of its own: a regular expression that backtracks for ever is not interrupted.
    lines = [
        "from mktows import Secret",
        "from mktows.checking import signatures",
        "from mktows.parameters import import_rows",
        "from mktows import moments",
        "from mktows.server import request_body",
    ]
    for name, statement in ENDLESS.items():
        lines += [f"print({name!r}, flush=True)", f"try: {statement}", "except Exception: pass"]
    lines.append("print('the end')")
    try:
        begun = subprocess.run(
            [sys.executable, "-c", "\n".join(lines)],
            stdout=subprocess.PIPE,
            timeout=120,
            cwd=ROOT,
            check=True,
        ).stdout.decode()
    except subprocess.TimeoutExpired as error:
        begun = (error.stdout or b"").decode()
    assert begun.splitlines() == [*ENDLESS, "the end"], "the last of these takes for ever"

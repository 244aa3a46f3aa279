"""What fuzzing starts from, and what it ever found, holds; and its engines find what does not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from fuzz import corpus, engines
from fuzz.http_text import request_of
from fuzz.minimise import minimise
from fuzz.mutation import mutate
from fuzz.run import main
from fuzz.sandbox_instance import instance
from fuzz.xml_edits import MAX_BYTES

from mktows import soap

FILES = [
    pytest.param(name, path, id=f"{name}-{path.name}")
    for name in corpus.TARGETS
    for path in corpus.regressions(name)
]


@pytest.mark.parametrize("name", corpus.TARGETS)
def test_a_target_holds_for_every_seed(name: str) -> None:
    target = corpus.target(name)
    starting = corpus.starting(target)
    assert starting
    for path in starting:
        target.run(path.read_bytes())


@pytest.mark.parametrize(("name", "path"), FILES)
def test_what_was_found_once_holds_now(name: str, path: Path) -> None:
    corpus.target(name).run(path.read_bytes())


def test_every_call_of_the_corpus_gets_past_the_front_and_finds_what_it_names() -> None:
    with instance() as sandbox:
        for path in corpus.starting(corpus.target("calls")):
            answer = sandbox.send(request_of(path.read_bytes()))
            assert answer.status == 200, (path.name, soap.read_envelope(answer.body).fault)
            assert b"<status>FAILED" not in answer.body, path.name


@pytest.mark.parametrize("form", ["xml", "http", "text"])
def test_mutations_depend_on_the_random_source_alone_and_stay_small(form: str) -> None:
    data = corpus.starting(corpus.target("calls"))[0].read_bytes()
    made = []
    for _ in range(2):
        random = Random(1)
        steps = [data]
        for _ in range(200):
            steps.append(mutate(steps[-1], form, random))
        made.append(steps)
    assert made[0] == made[1]
    assert len(set(made[0])) > 100
    assert max(map(len, made[0])) <= MAX_BYTES


def without_nil(data: bytes) -> None:
    assert b'nil="' not in data


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A target that one edit of any seed may break."""
    target = corpus.Target("check", without_nil, "xml", ("faults",))
    monkeypatch.setattr(corpus, "target", lambda _name: target)


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("engine", engines.LOCAL)
def test_an_engine_finds_what_does_not_hold(engine: str) -> None:
    with pytest.raises(engines.Found) as caught:
        engines.LOCAL[engine]("check", 60, 1)
    assert minimise(without_nil, caught.value.data) == b'nil="'


@pytest.mark.usefixtures("broken")
def test_what_is_found_is_kept_and_can_be_made_small(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["check", "--findings", str(tmp_path)]
    assert main([*options, "--engine", "random", "--seed", "1"]) == 1
    (kept,) = tmp_path.iterdir()
    assert f" executions: {kept}\n" in capsys.readouterr().out
    assert main([*options, "--minimise", str(kept)]) == 0
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {kept.read_bytes(), b'nil="'}
    with pytest.raises(AssertionError):
        main([*options, "--replay", str(kept)])


@pytest.mark.slow
@pytest.mark.parametrize("engine", engines.LOCAL)
def test_an_engine_that_finds_nothing_says_how_often_it_ran(engine: str) -> None:
    assert engines.LOCAL[engine]("envelope", 1, 1) > 1

"""Each clause of the suite detects an endpoint that is wrong about it, and tells how."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import detection
import pytest
from wrong_endpoints import runs
from wrong_endpoints.mistakes import Wrong, answering, of_reply, sub
from wrong_endpoints.served import options_of, run_suite, served
from wrong_endpoints.table import MODULES, WRONG, complaint, detected_by, turn

from mktows.soap import read_envelope
from mktows.testing.clauses import CLAUSES
from mktows.testing.suite.endpoint import Endpoint
from mktows.testing.suite.expectations import ClauseBroken
from mktows.testing.suite.own_sandbox import OwnSandbox
from mktows.transport import HttpResponse

# Several mistakes of one endpoint that do not hide each other.
TOGETHER = [
    *("S11-HTTP-2", "S11-HTTP-3", "S11-FLT-2", "MK-ENV-3", "MK-FMT-1", "MK-AUTH-2", "MK-AUTH-7"),
    *("MK-MSG-5", "MK-TOL-4", "MK-TOL-8", "MK-LEAD-3", "MK-LEAD-4", "MK-LEAD-6", "MK-SYNC-16"),
    *("MK-ACT-1", "MK-PAGE-12", "MK-NIL-1", "MK-NIL-18", "MK-COBJ-4", "MK-MOBJ-1", "MK-LIST-7"),
]
SAMPLE = 60
DAY = datetime.now(UTC).toordinal()


def test_every_clause_has_a_wrong_endpoint_and_every_endpoint_a_clause() -> None:
    ids = [each.id for each in CLAUSES]
    assert sorted(WRONG) == sorted(ids)
    assert sum(len(module.MISTAKES) for module in MODULES) == len(ids)
    for wrong in WRONG.values():
        assert {*wrong.also, *wrong.first} <= set(ids)


@pytest.mark.slow
def test_clauses_detect_the_endpoints_that_are_wrong_about_them() -> None:
    """Those of the day: all have their turn within four days."""
    chosen = ["--sample", str(SAMPLE), "--seed", str(DAY)]
    again = f"again: python tools/detection.py {' '.join(chosen)}"
    assert detection.main(chosen) == 0, again


def test_every_clause_has_its_turn() -> None:
    turns = [turn(DAY + day, SAMPLE) for day in range(4)]
    assert {len(each) for each in turns} == {SAMPLE}
    assert {name for each in turns for name in each} == set(WRONG)
    assert set(turn(DAY, 1000)) == set(WRONG)


@pytest.mark.slow
@pytest.mark.parametrize("clause", ["MK-AUTH-1", "MK-LEAD-4", "MK-NIL-11", "S11-FLT-1", "MK-TXT-1"])
def test_a_clause_that_lost_its_judgement_is_noticed(
    monkeypatch: pytest.MonkeyPatch, clause: str, capsys: pytest.CaptureFixture[str]
) -> None:
    tests = tuple(
        (name, said, forgiving(test) if name == clause else test)
        for name, said, test in runs.all_tests()
    )
    monkeypatch.setattr(runs, "all_tests", lambda: tests)
    assert detection.main(["--only", clause]) == 1
    assert f"{clause}: not detected" in capsys.readouterr().out


def forgiving(test: Callable[[Endpoint], None]) -> Callable[[Endpoint], None]:
    def forgiven(endpoint: Endpoint) -> None:
        try:
            test(endpoint)
        except ClauseBroken:
            return

    return forgiven


def test_what_detects_besides_is_named_or_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Wrong(of_reply(sub(">CREATED<", ">UPDATED<"), "syncLead"), first=("MK-SYNC-6",))
    monkeypatch.setitem(WRONG, "MK-SYNC-1", wrong)
    found = detected_by("MK-SYNC-1")
    assert found == {"MK-SYNC-1", "MK-SYNC-6"}
    assert complaint("MK-SYNC-1", found) == "detected also by MK-SYNC-6"
    monkeypatch.setitem(WRONG, "MK-SYNC-1", Wrong(wrong.mistake, ("MK-SYNC-6",)))
    assert complaint("MK-SYNC-1", detected_by("MK-SYNC-1")) is None


def test_who_breaks_the_transport_is_wrong_about_no_clause(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = answering(HttpResponse(500, {}, b"no envelope"), "getLead", "IDNUM")
    monkeypatch.setitem(WRONG, "MK-LEAD-1", Wrong(nothing))
    with pytest.raises(ValueError, match="an answer without an envelope"):
        detected_by("MK-LEAD-1")


def test_an_unknown_clause_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert detection.main(["--only", "MK-LEAD-1", "MK-NONE-1"]) == 2
    assert "no such clause: MK-NONE-1" in capsys.readouterr().err


@pytest.mark.slow
def test_an_endpoint_fails_exactly_the_clauses_that_it_breaks(tmp_path: Path) -> None:
    own = OwnSandbox()
    send: runs.Send = own.sandbox.send
    for name in TOGETHER:
        send = WRONG[name].mistake(send)
    with served(send) as endpoint:
        done, report = run_suite(tmp_path, *options_of(endpoint, own))
    own.close()
    assert done.returncode == 1, done.stdout + done.stderr
    clauses = {each["id"]: each for each in report["clauses"]}
    failed = {name for name, each in clauses.items() if each["outcome"] == "failed"}
    assert failed == set(TOGETHER), done.stdout
    for name in TOGETHER:
        assert f"\nFAIL {name} {clauses[name]['claim']}" in done.stdout
        for failure in clauses[name]["failures"]:
            assert failure["expected"] != failure["found"]
            assert f"    expected: {failure['expected'].splitlines()[0]}" in done.stdout
            assert failure["request"]
            assert read_envelope(failure["reply"].partition("\n")[2].encode())
    assert "Traceback" not in done.stdout
    assert re.search("requestSignature>[0-9a-fA-F]", done.stdout) is None

"""The results by clause, as lines for people and as a document for programs.

The JSON document is one object, whose members are stable: `format` (1), `endpoint`, `version`,
`run`, `clauses`, a list of objects with `id`, `claim`, `strength`, `operations`, `outcome`
(`passed`, `failed`, `not tried`), `reason` (text or null) and `failures` (objects with `test`,
`expected`, `found`, `request`, `reply`; the last two are text or null), and `summary` (the number
of clauses by outcome).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from mktows.testing.clauses import CLAUSES

PASSED, FAILED, NOT_TRIED = "passed", "failed", "not tried"
_WORDS = {PASSED: "PASS", FAILED: "FAIL", NOT_TRIED: "SKIP"}
_SHOWN = 4000
_NEVER_RUN = "no test of it was run"


@dataclass(frozen=True)
class Failure:
    """A failure of a test, which shows that its clause is broken.

    Attributes:
        request: None where no single exchange shows it.
        reply: Likewise.
    """

    test: str
    expected: str
    found: str
    request: str | None = None
    reply: str | None = None


@dataclass
class Tests:
    """The results of the tests of one clause.

    Attributes:
        chosen: How many were to run.
        passed: How many passed.
        failures: What the others found.
        reasons: Why some tried nothing, one for each.
    """

    chosen: int = 0
    passed: int = 0
    failures: list[Failure] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """The number of tests that came to an end."""
        return self.passed + len(self.failures) + len(self.reasons)

    @property
    def outcome(self) -> str:
        """A failure outweighs a success, and a success what was not tried.

        A clause passes by all of its tests, so one of which some never ran has not passed.
        """
        if self.failures:
            return FAILED
        return PASSED if self.passed and self.tried >= self.chosen else NOT_TRIED

    @property
    def reason(self) -> str | None:
        """The reason why the clause, or a part of it, was not tried."""
        if not self.tried:
            return _NEVER_RUN
        reasons = list(dict.fromkeys(self.reasons))
        if self.tried < self.chosen:
            reasons.append(f"{self.chosen - self.tried} of its {self.chosen} tests were not run")
        return "; ".join(reasons) or None


def as_lines(tests: Mapping[str, Tests]) -> Iterator[str]:
    """Yield a line for each clause that was run, the details of each failure, and a summary."""
    for clause in CLAUSES:
        done = tests.get(clause.id)
        if done is None:
            continue
        line = f"{_WORDS[done.outcome]} {clause.id} {clause.claim}"
        if done.outcome == NOT_TRIED:
            line += f" (not tried: {done.reason})"
        elif done.outcome == FAILED:
            line += f" ({clause.strength})"
        yield line
        for failure in done.failures:
            yield from _details(failure)
    counts = _counts(tests)
    yield ", ".join(f"{count} {outcome}" for outcome, count in counts.items())


def as_json(
    tests: Mapping[str, Tests], *, endpoint: str, version: str, run: str
) -> dict[str, object]:
    """Return the document that the module's docstring describes."""
    return {
        "format": 1,
        "endpoint": endpoint,
        "version": version,
        "run": run,
        "clauses": [
            {
                "id": clause.id,
                "claim": clause.claim,
                "strength": clause.strength,
                "operations": list(clause.operations),
                "outcome": done.outcome,
                "reason": done.reason,
                "failures": [asdict(each) for each in done.failures],
            }
            for clause in CLAUSES
            for done in [tests.get(clause.id, Tests())]
        ],
        "summary": _counts({clause.id: tests.get(clause.id, Tests()) for clause in CLAUSES}),
    }


def _counts(tests: Mapping[str, Tests]) -> dict[str, int]:
    outcomes: Sequence[str] = [each.outcome for each in tests.values()]
    return {name: outcomes.count(name) for name in (PASSED, FAILED, NOT_TRIED)}


def _details(failure: Failure) -> Iterator[str]:
    parts = {
        "expected": failure.expected,
        "found": failure.found,
        "request": failure.request,
        "reply": failure.reply,
    }
    yield f"    test: {failure.test}"
    for name, text in parts.items():
        if text is not None:
            first, *rest = _short(text).splitlines() or [""]
            yield f"    {name}: {first}"
            yield from (f"        {line}" for line in rest)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}... ({len(text)} characters)"

"""Schedules of trouble between a bridge and a REST face, and what must hold after each.

Whatever befalls the REST calls of a SOAP call: its effect is there as often as the answer says, and
never twice; an outcome that nobody knows is told by 20011, and noted in the journal; nothing is
sent again that was answered, or that may have done harm.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from mktows import Client
from mktows.bridge import Bridge, BridgeSettings, BridgeUser, Tenant
from mktows.bridge.mobjects.opportunities import OWN_KEY
from mktows.bridge.turns import UNKNOWN
from mktows.errors import RequestTimeout, ServiceFault
from mktows.facts.faults import INTERNAL_ERROR
from mktows.facts.rest_endpoints import ENDPOINTS, IDENTITY_PATH
from mktows.facts.rest_errors import QUOTA_REACHED
from mktows.limiting.limiter import Limiter
from mktows.limiting.limits import Limits
from mktows.rest import RestClient
from mktows.retry import RetryPolicy
from mktows.sandbox import Sandbox
from mktows.signing import Secret
from mktows.transport import HttpRequest, HttpResponse
from support.rest_faults import EARLY, FAULTS, Between
from support.rest_stub import Clock
from support.trouble_acts import ACTS, VERSION, Act, Held, world

USER, KEY, TENANT = "bridge_user", "a-key-that-only-tests-know", "main"
ACTS_OF_A_STAND = 400
"""The acts for which a stand has leads; then another is made."""
_NOW = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)
_DAY, _HOUR = 86_400.0, 3600.0
SLOW = [
    *({"slow": 20.0, "processed": each} for each in (True,)),
    *({"slow": _HOUR, "processed": each} for each in (True, False)),
]
"""Answers that come late, or later than anybody waits."""
Trouble = dict[str, Any]
TROUBLES: list[Trouble] = [*FAULTS, *SLOW, {"code": QUOTA_REACHED}]
# What does harm when it is carried out twice, by endpoint; of leads, only what makes duplicates.
_ONCE = frozenset({"trigger_campaign", "schedule_campaign", "merge_leads", "import_leads"})


@dataclass(frozen=True)
class Sent:
    """One REST call that was sent.

    Attributes:
        request: The request.
        doubt: Whether its answer left open if it was carried out.
        answered: Whether it was answered as it should be.
    """

    request: HttpRequest
    doubt: bool
    answered: bool

    @property
    def writes(self) -> bool:
        return ENDPOINTS[self.request.operation].writes

    @property
    def told(self) -> tuple[str, str, bytes]:
        """What tells the call from others."""
        return self.request.method, self.request.url, self.request.body

    @property
    def harms_twice(self) -> bool:
        """Whether it does harm when it is carried out twice."""
        if self.request.operation == "update_program":
            return b"costs" in self.request.body
        return self.request.operation in _ONCE or b'"createDuplicate"' in self.request.body

    @property
    def leaves_open(self) -> bool:
        """Whether nobody knows if something was carried out that does harm twice."""
        # The bridge makes such a key anew with each call.
        return self.doubt and (self.harms_twice or OWN_KEY.encode() in self.request.body)


@dataclass
class Wire(Between):
    """The way between bridge and face, with a schedule of trouble; it keeps what passed."""

    clock: Clock = field(default_factory=Clock)
    sent: list[Sent] = field(default_factory=list)

    def send(self, request: HttpRequest) -> HttpResponse:
        if IDENTITY_PATH in request.url:
            return super().send(request)
        trouble = self.waiting[0] if self.waiting else {}
        if trouble.get("endpoint") not in (None, request.operation):
            self.sent.append(Sent(request, doubt=False, answered=True))
            return self._without_trouble(request, kept=self.waiting)
        answered = not trouble or trouble.get("slow", _HOUR) < _HOUR
        doubt = not answered and trouble.get("code") not in (*EARLY, QUOTA_REACHED)
        self.sent.append(Sent(request, doubt, answered))
        if "slow" in trouble:
            return self._slowly(request, trouble)
        if self.waiting and not trouble:
            return self._without_trouble(request, kept=self.waiting[1:])
        return super().send(request)

    def _without_trouble(self, request: HttpRequest, kept: list[Trouble]) -> HttpResponse:
        self.waiting = []
        try:
            return super().send(request)
        finally:
            self.waiting = kept

    def _slowly(self, request: HttpRequest, trouble: Trouble) -> HttpResponse:
        response = None
        if trouble["processed"]:
            response = self._without_trouble(request, kept=self.waiting[1:])
        else:
            del self.waiting[0]
        patience = min(trouble["slow"], request.seconds or _HOUR)
        self.clock.sleep(patience)
        if response is None or patience < trouble["slow"]:
            raise RequestTimeout("the answer did not come in time")
        return response


@dataclass(frozen=True)
class Step:
    """One act under trouble.

    Attributes:
        act: The act.
        troubles: What befalls its REST calls, in turn; nothing where one is empty.
        again: What befalls those of the old program's first repetition.
        replayed: Whether the very same signed request comes again.
        later: Hours that have passed since the act before.
    """

    act: Act
    troubles: Sequence[Trouble] = ()
    again: Sequence[Trouble] = ()
    replayed: bool = False
    later: int = 0


Schedule = Sequence[Step]


def schedule(seed: str) -> Schedule:
    """Draw a schedule; the same for the same seed."""
    chance = random.Random(seed)

    def troubles(most: int) -> list[Trouble]:
        return chance.choices([*TROUBLES, {}], k=chance.randint(0, most))

    return tuple(
        Step(
            chance.choice(ACTS),
            troubles(4),
            troubles(2) if chance.random() < 0.3 else (),
            chance.random() < 0.4,
            chance.choice((0, 0, 0, 2)),
        )
        for _ in range(chance.randint(1, 4))
    )


@dataclass
class Said:
    """What the old program was told of each row: `done`, `refused` or `unknown`."""

    rows: list[str]
    fault: int | None = None

    @property
    def word(self) -> str:
        """What it was told of all: the worst."""
        for each in ("unknown", "refused"):
            if each in self.rows:
                return each
        return "done"


class Wrong(AssertionError):
    """What an answer says, and what is there, do not go together."""


@dataclass
class Kept:
    """A transport that keeps the last request."""

    inner: Any
    last: HttpRequest | None = None

    def send(self, request: HttpRequest) -> HttpResponse:
        self.last = request
        response: HttpResponse = self.inner.send(request)
        return response


class Stand:
    """A bridge over a REST face, and all that is counted."""

    def __init__(self, *, bare: bool = False) -> None:
        self._stack = ExitStack()
        # Where there is memory to write to, nothing waits for a disk.
        memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(dir=memory)))
        self.now = _NOW
        self.acts = 0
        self.told: Counter[str] = Counter()
        self.behind = self._stack.enter_context(
            Sandbox(
                database=folder / "instance.db",
                world=world(ACTS_OF_A_STAND),
                users={USER: KEY},
                now=lambda: self.now,
                rest=True,
            )
        )
        self.held = self._stack.enter_context(closing(Held(folder / "instance.db")))
        config = self.behind.rest().config()
        self.wire = Wire(self.behind, bare)
        clock = self.wire.clock
        limiter = Limiter(
            Limits(1_000_000, 20, 10),
            clock=clock,
            monotonic=clock,
            wait=lambda _, seconds: clock.sleep(seconds),
        )
        rest = RestClient(
            config, transport=self.wire, limiter=limiter, clock=clock, sleep=clock.sleep
        )
        settings = BridgeSettings({TENANT: Tenant(config)}, {USER: BridgeUser(Secret(KEY), TENANT)})
        self.bridge = self._stack.enter_context(
            Bridge(settings, clients={TENANT: rest}, now=lambda: self.now)
        )
        self.kept = Kept(self.bridge)
        self.client = Client(
            self.bridge.config(VERSION),
            transport=self.kept,
            retry=RetryPolicy(attempts=1),
            now=lambda: self.now,
        )
        self.client.get_lead(id=1)  # the fields are known from now on

    def pass_time(self, seconds: float) -> None:
        """Let time pass for all: then the quota of a day is there again, and a token is not."""
        self.now += timedelta(seconds=seconds)
        self.wire.clock.now += seconds

    @property
    def is_used_up(self) -> bool:
        """Whether there are no leads for another schedule."""
        return self.acts > ACTS_OF_A_STAND - 10

    def replay(self, rows: int) -> Said:
        """Send the last request again as it is."""
        request = self.kept.last
        assert request is not None
        return said(lambda: self.client.send(request).result, rows)

    def tell(self, tally: Counter[str]) -> None:
        """Count what was done since the last time."""
        tally += self.told
        tally["REST calls"] += len(self.wire.sent)
        tally["troubles"] += sum(not each.answered for each in self.wire.sent)
        self.wire.sent.clear()
        self.told.clear()

    def notes_unknown(self) -> bool:
        """Whether the journal has of the last call that an outcome is unknown."""
        return any(each.startswith(UNKNOWN) for each in self.bridge.calls(last=1)[0].notes)

    def close(self) -> None:
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def said(do: Callable[[], Any], rows: int) -> Said:
    """What a call tells of each of its rows."""
    try:
        result = do()
    except ServiceFault as fault:
        code = fault.service_code
        return Said(["unknown" if code == INTERNAL_ERROR else "refused"] * rows, code)
    found = [_word(each) for each in _errors(result)] or ["done"]
    return Said(found if len(found) == rows else found * rows)


def _word(error: str) -> str:
    if not error:
        return "done"
    return "unknown" if str(INTERNAL_ERROR) in error else "refused"


def _errors(result: Any) -> list[str]:
    """The texts of all records, empty for those that were written."""
    for outer, inner in (
        ("sync_status_list", "sync_status"),
        ("merge_status", ""),
        ("sync_custom_obj_status_list", "sync_custom_obj_status"),
        ("m_obj_status_list", "m_obj_status"),
    ):
        listed = getattr(result, outer, None)
        if listed is not None:
            rows = getattr(listed, inner) if inner else [listed]
            return [getattr(each, "error", None) or "" for each in rows]
    return []


class _Trial:
    """One act under trouble, as the old program goes through it."""

    def __init__(self, stand: Stand, step: Step) -> None:
        self._stand = stand
        self._step = step
        self._act = step.act
        self._number = stand.acts
        stand.acts += 1
        self._told: list[str] = []
        self._given = self._act.begin(stand.client, self._number)
        self._before = self._counts()
        self._rows = len(self._before)
        self._first = len(stand.wire.sent)

    def carry_out(self) -> None:
        """Make the call, have it replayed, and repeat it as an old program does.

        Raises:
            Wrong: Something does not hold.
        """
        step, harmless = self._step, self._act.harmless
        told = self._call(step.troubles)
        if step.replayed:
            replayed = self._checked("replayed", lambda: self._stand.replay(self._rows), ())
            if not harmless and told.word != "refused":
                self._require(replayed.word != "done", "a request that does harm is taken twice")
            if told.word == "refused":
                told = replayed
        for troubles in (step.again, (), ()):
            if told.word == "done":
                break
            # An old program tries again, and signs anew.
            self._stand.pass_time(1)
            in_doubt, before, told = self._in_doubt, told, self._call(troubles)
            if in_doubt and before.word == "unknown":
                self._require(told.word == "unknown", "an unknown outcome is forgotten")
        if not self._in_doubt:
            self._require(told.word == "done", "nothing comes of repeating")
        for each in {each.told for each in self._sent() if each.harms_twice}:
            times = [one for one in self._sent() if one.told == each]
            carried_out = sum(one.doubt or one.answered for one in times)
            self._require(carried_out <= 1, "a REST call that does harm was sent twice")

    def _call(self, troubles: Sequence[Trouble]) -> Said:
        act, stand = self._act, self._stand
        return self._checked(
            act.operation,
            lambda: said(lambda: act.do(stand.client, self._number, self._given), self._rows),
            troubles,
        )

    def _checked(self, name: str, do: Callable[[], Said], troubles: Sequence[Trouble]) -> Said:
        """Make a call under trouble, and hold what it tells against what is there."""
        stand = self._stand
        earlier, sent = self._counts(), len(stand.wire.sent)
        stand.wire.waiting = [*troubles]
        told = do()
        stand.wire.waiting.clear()
        # A quota that is used up is there again the next day.
        if any(each.get("code") == QUOTA_REACHED for each in troubles):
            stand.pass_time(_DAY)
        stand.told["SOAP calls"] += 1
        stand.told[f"{told.word}"] += 1
        self._told.append(f"{name}: {told.rows} {told.fault or ''}".rstrip())
        for row, (word, was, now, before) in enumerate(
            zip(told.rows, earlier, self._counts(), self._before, strict=True)
        ):
            self._require(now - before in (0, 1), f"row {row} was carried out twice")
            if word == "done":
                self._require(now - before == 1, f"row {row} is lost")
            elif word == "refused":
                self._require(now == was, f"row {row} was carried out, and was refused")
            elif now != was:
                self._require(stand.notes_unknown(), f"row {row} is unknown, without a note")
        answered: set[tuple[str, str, bytes]] = set()
        for each in stand.wire.sent[sent:]:
            if each.writes:
                self._require(each.told not in answered, "a REST call was made after its answer")
                answered |= {each.told} if each.answered else set()
        return told

    @property
    def _in_doubt(self) -> bool:
        """Whether something that does harm twice may have been carried out."""
        return not self._act.harmless and any(each.leaves_open for each in self._sent())

    def _counts(self) -> list[int]:
        return list(self._act.counts(self._stand.held, self._number))

    def _sent(self) -> list[Sent]:
        return self._stand.wire.sent[self._first :]

    def _require(self, holds: bool, what: str) -> None:
        if not holds:
            calls = [f"{each.request.operation} {each.answered}" for each in self._sent()]
            raise Wrong(f"{what}: {self._step!r}\n  told {self._told}\n  sent {calls}")


def carry_out(stand: Stand, steps: Schedule) -> None:
    """Carry out a schedule.

    Raises:
        Wrong: Something does not hold.
    """
    for step in steps:
        stand.pass_time(step.later * _HOUR)
        _Trial(stand, step).carry_out()


def run(
    seeds: Iterable[str], tally: Counter[str] | None = None
) -> Iterator[tuple[str, Wrong | None]]:
    """Carry out the schedules of some seeds, and yield what was wrong with each, if anything.

    Args:
        seeds: The seeds.
        tally: What was done is counted there.
    """
    tally = Counter() if tally is None else tally
    stand = Stand()
    bare = False
    try:
        for seed in seeds:
            if stand.is_used_up:
                stand.close()
                bare = not bare
                stand = Stand(bare=bare)
            error = None
            try:
                carry_out(stand, schedule(seed))
            except Wrong as wrong:
                error = wrong
            tally["schedules"] += 1
            stand.tell(tally)
            yield seed, error
    finally:
        stand.close()

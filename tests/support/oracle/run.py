"""Runs random calls against both sides, operation by operation, and tells what differs."""

from __future__ import annotations

import difflib
import random
from collections.abc import Iterable
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from enum import Enum

from lxml import etree

from mktows.facts.faults import BAD_PARAMETER, UNSUPPORTED_OPERATION
from support.oracle.aliases import Aliases, translate
from support.oracle.calls import STEPS
from support.oracle.drawing import Draw
from support.oracle.messages import (
    Answer,
    Call,
    content_of,
    decoded,
    envelope_of,
    fault_of,
    is_fruitful,
    position_of,
)
from support.oracle.normalisations import CAMPAIGN_RUNS, NORMALISATIONS, Exchanged
from support.oracle.states import campaign_runs, states
from support.oracle.stores import Stores, two_stores

LEAST_FRUITFUL, MOST_REFUSED = 0.6, 0.1
"""Shares of an operation's calls: those that bring something, and those refused by design."""
NOT_AVAILABLE = "Not available through the bridge"
_CALLS_OF_EPISODE = 15
_CROWDED_EACH = 8  # episodes, of operations that many leads may be in the way of
_OF_MANY = (
    *("getLead", "getMultipleLeads", "syncMultipleLeads", "listOperation", "requestCampaign"),
    *("getLeadChanges", "importToList"),
)
_CONTEXT = 4  # lines around a difference
_MOST_LINES = 40  # of a difference
_PAUSES = (0, 0, 1, 5, 45, 700)
_LONGEST_WAIT = 4 * 86_400  # seconds after which all that was asked for has happened
# Pages of these would be cut elsewhere, had REST activities that SOAP has not, or another order of
# what happens in one second, as a batch of leads brings about.
_PAGES_OF_ACTIVITIES = ("getLeadActivity", "getLeadChanges")
_OTHERS = (
    *("syncLead", "syncMultipleLeads", "listOperation", "mergeLeads", "importToList"),
    *("syncCustomObjects", "syncMObjects", "requestCampaign", "getMultipleLeads"),
    "getCustomObjects",
)


class Refused(Enum):
    """How much of a call is refused by design: of an object in a batch it may be a part."""

    AS_A_WHOLE = "as a whole"
    IN_PART = "in part"


class _Apart(Exception):
    """The bridge has carried out a part of a call, so the stores hold different things."""


@dataclass(frozen=True)
class Difference:
    """Where the two sides differ.

    Attributes:
        where: Operation, episode and place in it, so that it can be drawn again.
        request: The message.
        sandbox: The sandbox's answer, as compared.
        bridge: The bridge's.
    """

    where: str
    request: str
    sandbox: str
    bridge: str

    def __str__(self) -> str:
        one, other = _lines(self.sandbox), _lines(self.bridge)
        shown = list(difflib.unified_diff(one, other, "sandbox", "bridge", lineterm="", n=_CONTEXT))
        return "\n".join([self.where, self.request, *shown[:_MOST_LINES]])


@dataclass
class Tally:
    """How the calls of one operation went.

    Attributes:
        calls: Those that were compared.
        fruitful: Those of them that brought something.
        needed: Ids of the normalisations without which something would have differed.
        refused: Those that the bridge refuses by design, which are not among the calls.
        differences: Where the two sides differ.
    """

    operation: str
    calls: int = 0
    fruitful: int = 0
    refused: int = 0
    needed: set[str] = field(default_factory=set)
    differences: list[Difference] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.fruitful / self.calls if self.calls else 0.0

    def problems(self, wanted: int) -> list[str]:
        """What is wrong with it."""
        found = [str(each) for each in self.differences]
        if self.calls < wanted:
            found.append(f"{self.operation}: {self.calls} calls, wanted {wanted}")
        if self.share < LEAST_FRUITFUL:
            found.append(f"{self.operation}: {self.share:.0%} of the calls brought something")
        if self.refused > MOST_REFUSED * (self.calls + self.refused):
            found.append(f"{self.operation}: {self.refused} calls are refused by design")
        found += [
            f"{self.operation}: nothing needs the normalisation {each.id}"
            for each in NORMALISATIONS
            if self.operation in each.operations and each.id not in self.needed
        ]
        return found


@dataclass
class Run:
    """A run over operations.

    Attributes:
        seed: Makes it the same again.
        tallies: By operation.
        most_differences: After so many an operation is given up.
    """

    seed: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    most_differences: int = 5

    def operation(self, name: str, calls: int) -> Tally:
        """Compare so many calls of an operation, in episodes on new stores."""
        tally = self.tallies.setdefault(name, Tally(name))
        episode = 0
        while tally.calls < calls and episode < calls:
            if len(tally.differences) >= self.most_differences:
                break
            with suppress(_Apart):
                _Episode(self, tally, episode, calls).go()
            episode += 1
        return tally

    def table(self) -> str:
        """A line for each operation."""
        lines = [f"{'operation':24} calls  fruitful  refused  differences"]
        lines += [
            f"{each.operation:24} {each.calls:5}  {each.share:8.0%}  {each.refused:7}"
            f"  {len(each.differences):11}"
            for each in self.tallies.values()
        ]
        return "\n".join(lines)


class _Episode:
    def __init__(self, run: Run, tally: Tally, number: int, calls: int) -> None:
        self.run, self.tally, self.number = run, tally, number
        self.last = min(calls, tally.calls + _CALLS_OF_EPISODE)
        self.rng = random.Random(f"{run.seed}/{tally.operation}/{number}")
        self.place = 0
        self.has_position = False

    def go(self) -> None:
        before = len(self.tally.differences)
        is_crowded = self.tally.operation in _OF_MANY and self.number % _CROWDED_EACH == 1
        with two_stores(is_crowded=is_crowded) as stores:
            draw = Draw(self.rng, stores.clock())
            draw.is_crowded = is_crowded
            draw.is_plain = self.tally.operation in _PAGES_OF_ACTIVITIES
            rounds = 0
            while self.tally.calls < self.last and rounds < 4 * _CALLS_OF_EPISODE:
                rounds += 1
                draw.next_version()
                if self.rng.random() < 0.15:
                    other = self.rng.choice(_OTHERS)
                    if not (draw.is_plain and other == "syncMultipleLeads"):
                        self._follow(other, draw, stores)
                self._follow(self.tally.operation, draw, stores)
                if len(self.tally.differences) > before:
                    return  # the stores may hold different things from here on
            self._compare_states(stores)

    def _follow(self, operation: str, draw: Draw, stores: Stores) -> None:
        steps = STEPS[operation](draw)
        answer: Answer | None = None
        while True:
            try:
                call = next(steps) if answer is None else steps.send(answer)
            except StopIteration:
                return
            # What happens in the second of a first page, but behind it, the bridge has not read.
            stores.clock.advance(max(self.rng.choice(_PAUSES), self.has_position))
            before = len(self.tally.differences)
            stores.prepare(call)
            draw.now = stores.clock()
            answer = self._exchange(call, stores)
            self.has_position = answer.position is not None
            if answer.position is not None:
                draw.positions.setdefault(call.operation, []).append(answer.position)
            if len(self.tally.differences) > before:
                return

    def _exchange(self, call: Call, stores: Stores) -> Answer:
        """Send a call to both; what the bridge refuses by design, the sandbox never gets."""
        self.place += 1
        counted = call.operation == self.tally.operation
        original = call.message()
        message = deepcopy(original)
        translate(message, stores.sandbox.aliases, stores.bridge.aliases)
        by_bridge = content_of(
            envelope_of(stores.bridge.send(call, message, stores.clock(), self.place))
        )
        refused = _refused_by_design(by_bridge)
        if refused is not None:
            self.tally.refused += counted
            if refused is Refused.IN_PART:
                raise _Apart
            return Answer(None, BAD_PARAMETER, None)
        by_sandbox = content_of(
            envelope_of(stores.sandbox.send(call, deepcopy(original), stores.clock(), self.place))
        )
        for side, content in ((stores.sandbox, by_sandbox), (stores.bridge, by_bridge)):
            position = position_of(content)
            if position:
                side.positions[self.place] = position
        fruitful, code = is_fruitful(by_sandbox), fault_of(by_sandbox)
        if counted:
            self.tally.calls += 1
            self.tally.fruitful += fruitful
        answered = Answer(
            None if code else decoded(call.operation, call.version, by_sandbox),
            code[0] if code else None,
            f"@{self.place}@" if self.place in stores.sandbox.positions else None,
        )
        aliases = stores.sandbox.aliases, stores.bridge.aliases
        self._compare(call.operation, f"{call.version}", original, by_sandbox, by_bridge, aliases)
        return answered

    def _compare(
        self,
        operation: str,
        what: str,
        request: etree._Element,
        by_sandbox: etree._Element,
        by_bridge: etree._Element,
        aliases: tuple[Aliases, Aliases],
        *,
        also: str = "",
    ) -> None:
        exchanged = Exchanged(operation, request, by_sandbox, by_bridge, aliases, stored=bool(also))
        for each in NORMALISATIONS:
            if not each.touches.isdisjoint((operation, also)) and each.apply(exchanged):
                self.tally.needed.add(each.id)
        one, other = _text(by_sandbox), _text(by_bridge)
        if one != other:
            where = f"{operation} {what}: {self.tally.operation}/{self.number}, step {self.place}"
            self.tally.differences.append(Difference(where, _text(request), one, other))

    def _compare_states(self, stores: Stores) -> None:
        stores.clock.advance(_LONGEST_WAIT)
        # The stores are looked at without the bridge, so its numbers mean nothing here.
        aliases = Aliases(), Aliases()
        for name, call, by_sandbox, by_bridge in states(stores):
            what = f"at the end, {name}"
            self._compare(
                call.operation, what, call.message(), by_sandbox, by_bridge, aliases, also=name
            )
        runs = campaign_runs(stores.sandbox), campaign_runs(stores.bridge)
        self._compare(CAMPAIGN_RUNS, "at the end", etree.Element("none"), *runs, aliases)


def _lines(text: str) -> list[str]:
    return text.replace("><", ">\n<").split("\n")


def _refused_by_design(content: etree._Element) -> Refused | None:
    """Tell how much of a call the bridge has not carried out, saying that it never does."""
    fault = fault_of(content)
    if fault is not None:
        by_design = fault[0] in (UNSUPPORTED_OPERATION, BAD_PARAMETER) and NOT_AVAILABLE in fault[1]
        return Refused.AS_A_WHOLE if by_design else None
    errors = [
        NOT_AVAILABLE in (each.findtext("error") or "")
        for each in content.iter("mObjStatus", "syncStatus")
    ]
    if not any(errors):
        return None
    return Refused.AS_A_WHOLE if all(errors) else Refused.IN_PART


def _text(node: etree._Element) -> str:
    return etree.tostring(node, encoding="unicode", with_tail=False)


def run(operations: Iterable[str], calls: int, seed: str = "1") -> Run:
    """Compare so many calls of each operation."""
    made = Run(seed)
    for name in operations:
        made.operation(name, calls)
    return made

"""A rule of the comparison: a kind of difference, and how grave it is for whom.

The levels follow from two questions, asked for either audience. A caller made for the old contract
sends the messages of the old one and has to read those of the new; a server made for the old
contract has to read the messages of the new one and sends those of the old. Whoever has to read
what the other contract alone allows, or misses what it demands, breaks. So a widened request
breaks servers and a widened reply callers, and all is reversed when the contracts change places.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

LEVELS = ("info", "attention", "breaking")
"""From harmless to grave. `breaking`: messages that one side sends are not valid for the other, and
ordinary programs fail on them or misread them. `attention`: messages hold or lack something that
the other contract does not know, which lenient programs pass over and strict ones refuse. `info`:
no message of this audience is affected."""

AUDIENCES = ("caller", "server")
BOTH, NONE = "both", "none"


@dataclass(frozen=True)
class Rule:
    """A kind of difference in one direction, or where direction does not matter.

    Attributes:
        id: Stable, for reports and waivers.
        purpose: What it finds, in one sentence.
        direction: `request`, `reply`, `both`, or `none` for what no message shows.
        caller: Level for a program that calls the service and was made for the old contract.
        server: Level for a program that answers and was made for the old contract.
        reason: Why these levels.
        reverse: Id of the rule that finds the same change made backwards.
        opposite: Id of the rule that finds the same change in the other direction, None where there
            is no such thing.
    """

    id: str
    purpose: str
    direction: str
    caller: str
    server: str
    reason: str
    reverse: str
    opposite: str | None

    def level(self, audience: str) -> str:
        """Level for an audience, `caller` or `server`."""
        return self.caller if audience == "caller" else self.server


@dataclass(frozen=True)
class Kind:
    """A kind of difference that is judged apart in requests and in replies, by a rule for each.

    Attributes:
        name: The id of either rule without its direction.
        reverse: The name of the kind that finds the same change made backwards.
        purpose: What it finds, in one sentence.
        request: Levels for caller and server, and why, where a request shows it.
        reply: The same where a reply shows it.
    """

    name: str
    reverse: str
    purpose: str
    request: tuple[str, str, str]
    reply: tuple[str, str, str]

    def rule(self, direction: str) -> Rule:
        """Return the rule for `request` or `reply`."""
        return self.rules[0 if direction == "request" else 1]

    @functools.cached_property
    def rules(self) -> tuple[Rule, Rule]:
        """The rule for requests, and the one for replies."""
        return (
            Rule(
                f"request-{self.name}",
                self.purpose,
                "request",
                *self.request,
                reverse=f"request-{self.reverse}",
                opposite=f"reply-{self.name}",
            ),
            Rule(
                f"reply-{self.name}",
                self.purpose,
                "reply",
                *self.reply,
                reverse=f"reply-{self.reverse}",
                opposite=f"request-{self.name}",
            ),
        )


def single(
    name: str,
    direction: str,
    caller: str,
    server: str,
    purpose: str,
    reason: str,
    *,
    reverse: str | None = None,
) -> Rule:
    """A rule that stands alone: no other finds the same in the other direction."""
    return Rule(name, purpose, direction, caller, server, reason, reverse or name, None)

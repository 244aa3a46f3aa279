"""One operation of the bridge: what answers it, and how far REST carries it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mktows.bridge.settings import Right

if TYPE_CHECKING:
    from mktows.bridge.context import Context

# Answers one operation. The parameters are bindings of whichever version was called, decoded
# leniently: a required member may be None.
Handler = Callable[["Context", Any], object]

Grade = Literal["carried", "approximate", "gone"]
"""`carried`: with the effect and the answer of old. `approximate`: with differences that matter.
`gone`: REST has nothing for it."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the bridge answers it.

    Attributes:
        handler: What answers it.
        grade: How far REST carries it.
        right: The right that a user needs.
        calls: REST calls that it takes, usually and at worst, in words.
        summary: How it is carried, in a few words.
        lost: What REST cannot do or tell, each in one sentence.
        repeatable: Whether a call may be carried out twice, or what tells that by the context and
            the parameters, without a REST call; of one that may not, the very same signed request
            is refused.
    """

    handler: Handler
    grade: Grade
    right: Right
    calls: str
    summary: str
    lost: tuple[str, ...] = ()
    repeatable: bool | Callable[[Context, Any], bool] = True

    def may_repeat(self, context: Context, params: Any) -> bool:
        """Tell whether a call with some parameters may be carried out twice."""
        return self.repeatable(context, params) if callable(self.repeatable) else self.repeatable

"""The backend of the bridge: rights, repeated requests, and the operation that answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mktows.bridge.activities import changes, history
from mktows.bridge.campaigns import operations as campaigns
from mktows.bridge.context import Context
from mktows.bridge.custom_objects import operations as custom_objects
from mktows.bridge.instance import Instance
from mktows.bridge.leads import merges, sync_batches
from mktows.bridge.leads import operations as leads
from mktows.bridge.leads import sync as lead_sync
from mktows.bridge.lists import imports
from mktows.bridge.lists import operations as lists
from mktows.bridge.mobjects import descriptions, tags
from mktows.bridge.mobjects import operations as mobjects
from mktows.bridge.mobjects import sync as mobject_sync
from mktows.bridge.operation import Operation
from mktows.bridge.refusals import (
    FEATURE_GONE,
    OUTCOME_UNKNOWN,
    RIGHT_MISSING,
    refusal_for,
)
from mktows.bridge.repeats import taken_once
from mktows.bridge.settings import BridgeSettings
from mktows.bridge.values import take_off_unfit
from mktows.errors import MktowsError, RequestError
from mktows.rest.calling import Attempt
from mktows.rest.errors import RestError
from mktows.server.backend import Call, Coverage
from mktows.server.refusals import Refusal
from mktows.server.unexpected import log_unexpected

# One line per module of handlers.
OPERATIONS: dict[str, Operation] = {
    **campaigns.OPERATIONS,
    **changes.OPERATIONS,
    **custom_objects.OPERATIONS,
    **descriptions.OPERATIONS,
    **history.OPERATIONS,
    **imports.OPERATIONS,
    **sync_batches.OPERATIONS,
    **lead_sync.OPERATIONS,
    **leads.OPERATIONS,
    **lists.OPERATIONS,
    **merges.OPERATIONS,
    **mobjects.OPERATIONS,
    **mobject_sync.OPERATIONS,
    **tags.OPERATIONS,
}

OnAttempt = Callable[[str, Call, Attempt], None]
"""Is told of each attempt of a REST call: the tenant, the SOAP call, and the attempt."""


class BridgeBackend:
    """Answers SOAP calls by REST calls. Threads share it.

    Args:
        settings: The settings.
        instances: The instances, by the names of the tenants.
        on_attempt: Is told of each attempt of a REST call.
    """

    def __init__(
        self,
        settings: BridgeSettings,
        instances: Mapping[str, Instance],
        on_attempt: OnAttempt = lambda *_: None,
    ) -> None:
        self._settings = settings
        self._instances = instances
        self._on_attempt = on_attempt

    def coverage(self) -> dict[str, Coverage]:
        """Return how far REST carries each operation."""
        return {
            name: Coverage(f"{each.summary} (REST calls: {each.calls})", each.grade, each.lost)
            for name, each in OPERATIONS.items()
        }

    def answer(self, call: Call, params: object) -> object:
        """Return the operation's success message.

        Raises:
            Refusal: The whole call is refused, or REST failed.
        """
        user = self._settings.users[call.user_id]
        operation = OPERATIONS.get(call.operation)
        if operation is None:
            raise FEATURE_GONE.refusal(what=call.operation)
        if not user.may_call(call.operation, operation.right):
            raise RIGHT_MISSING.refusal(operation=call.operation)
        instance = self._instances[user.tenant]
        context = Context(
            call,
            instance,
            writes=operation.right != "read",
            repeat_unknown=self._settings.repeat_unknown,
            on_attempt=lambda attempt: self._on_attempt(user.tenant, call, attempt),
        )
        answered = False
        try:
            if operation.may_repeat(context, params):
                message = _carried_out(operation, context, params)
            else:
                # A timestamp may lie as far ahead as behind.
                with taken_once(context, 2 * self._settings.window.total_seconds()):
                    context.turn.check()
                    message = _carried_out(operation, context, params)
            answered = True
        except RestError as error:
            if operation.right != "read" and not error.not_carried_out:
                context.note_unknown(call.operation)
            raise refusal_for(error, call.operation) from error
        except RequestError as error:
            # REST has limits that SOAP had not, such as the characters of an address.
            raise context.not_available(str(error)) from error
        finally:
            context.turn.end(answered=answered)
        return message

    def close(self) -> None:
        """Let go of the connections."""
        for each in self._instances.values():
            each.client.close()


def _carried_out(operation: Operation, context: Context, params: object) -> object:
    """Return the answer; what fails behind a step that must not be done twice hides no step.

    Nor does what nobody foresaw, or the state, hide what was written.
    """
    turn = context.turn
    try:
        message = operation.handler(context, params)
        take_off_unfit(message)
        return message
    except (RestError, Refusal) as error:
        if turn.done or turn.unknown:
            raise OUTCOME_UNKNOWN.refusal() from error
        raise
    except Exception as error:
        if not (turn.done or turn.unknown or context.wrote):
            raise
        if not isinstance(error, MktowsError):
            log_unexpected(error, "answering a call")
        if not turn.unknown:
            context.note_unknown(context.call.operation)
        raise OUTCOME_UNKNOWN.refusal() from error

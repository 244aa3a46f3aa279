"""Calls marketorestpython, line by line: a JSON line in for each call, one out for its answer.

Arguments are the client id and the secret. The library itself is as it is published; in this
process alone, nothing sleeps: it limits itself to five calls a second, and waits between attempts.
"""

import inspect
import json
import sys
import time
from collections.abc import Callable
from types import GeneratorType

from marketorestpython.client import MarketoClient  # type: ignore[import-not-found]
from requests import Response

answers, sys.stdout = sys.stdout, sys.stderr
time.sleep = lambda _seconds: None
clients: dict[int, MarketoClient] = {}


def plain(value: object) -> object:
    if isinstance(value, GeneratorType):
        return list(value)
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, Response):
        return {"status": value.status_code, "text": value.text}
    return value


def needed(method: Callable[..., object]) -> list[str]:
    _, *parameters = inspect.signature(method).parameters.values()
    no_default = (each for each in parameters if each.default is each.empty)
    return [each.name for each in no_default if each.kind is each.POSITIONAL_OR_KEYWORD]


def called(
    number: int, host: str, method: str, args: list[object], named: dict[str, object]
) -> object:
    if method == "":
        found = inspect.getmembers(MarketoClient, inspect.isfunction)
        return {name: needed(each) for name, each in found if not name.startswith("_")}
    if number not in clients:
        clients[number] = MarketoClient("123-ABC-456", *sys.argv[1:], max_retry_time=30)
        clients[number].host = host
    return plain(getattr(clients[number], method)(*args, **named))


for line in sys.stdin:
    try:
        answer = {"result": called(**json.loads(line))}
    except Exception as error:
        # Its own error has a code and a message.
        members = {"code": getattr(error, "code", ""), "message": getattr(error, "message", "")}
        answer = {"error": {"kind": type(error).__name__, "text": str(error), **members}}
    answers.write(json.dumps(answer) + "\n")
    answers.flush()

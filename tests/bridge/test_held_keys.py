"""Two calls that may make the same lead are not made at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from support.bridge_pair import Pair, outcome
from support.rest_stub import unhurried

from mktows.bridge.held_keys import HeldKeys, KeysInUse
from mktows.client import Client
from mktows.sandbox.world.world import World, WorldField
from mktows.transport import HttpRequest, HttpResponse, Transport

WORLD = World(lead_fields=(WorldField(name="Rank", type="integer"),))


def test_a_key_is_held_by_one_and_given_back() -> None:
    held = HeldKeys()
    with held.hold({"a", "b"}, 0):
        with pytest.raises(KeysInUse), held.hold({"b", "c"}, 0):
            pass
        with held.hold({"c"}, 0), held.hold((), 0):
            pass
    with pytest.raises(ZeroDivisionError), held.hold({"a"}, 0):
        raise ZeroDivisionError
    with held.hold({"a", "b", "c"}, 0):
        pass


def test_many_calls_never_hold_one_key_together_and_all_end() -> None:
    held, inside = HeldKeys(), dict.fromkeys("abc", 0)
    worst = []

    def work(keys: str) -> None:
        for _ in range(50):
            with held.hold({*keys}, 60):
                for each in keys:
                    inside[each] += 1
                worst.append(max(inside[each] for each in keys))
                for each in keys:
                    inside[each] -= 1

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, ["ab", "bc", "ca", "a", "b", "abc"]))
    assert len(worst) == 300
    assert max(worst) == 1


def test_who_waits_goes_before_who_comes_later() -> None:
    held, order = HeldKeys(), list[str]()

    def wait() -> None:
        with held.hold({"a", "b"}, 60):
            order.append("first")

    def is_refused() -> bool:
        try:
            with held.hold({"b"}, 0):
                return False
        except KeysInUse:
            return True

    with held.hold({"a"}, 0):
        first = threading.Thread(target=wait)
        first.start()
        # It has b, too, although it waits for a.
        for _ in range(5000):
            if is_refused():
                break
            time.sleep(0.001)
        else:
            pytest.fail("who waits was passed by")
        assert order == []
    first.join()
    assert order == ["first"]


class Meanwhile:
    """Makes another SOAP call in another thread while the first REST call that writes is made."""

    def __init__(self) -> None:
        self.call: Callable[[], Any] | None = None
        self.told: Any = None
        self.inner: Transport | None = None

    def client(self, config: Any, inner: Transport) -> Any:
        self.inner = inner
        return unhurried(config, self)

    def send(self, request: HttpRequest) -> HttpResponse:
        assert self.inner is not None
        if self.call is not None and request.method == "POST" and "/leads.json" in request.url:
            call, self.call = self.call, None
            with ThreadPoolExecutor(1) as pool:
                self.told = pool.submit(outcome, call).result()
        return self.inner.send(request)


def one(address: str) -> Callable[[Client], Any]:
    return lambda client: client.sync_lead({"Email": address, "FirstName": "N"})


def many(address: str) -> Callable[[Client], Any]:
    return lambda client: client.sync_multiple_leads([{"Email": address}])


@pytest.mark.parametrize(("first", "second"), [(one, many), (many, one)])
def test_a_lead_is_not_written_by_one_key_twice_at_once(
    two_ways: Callable[..., Pair], first: Any, second: Any
) -> None:
    between = Meanwhile()
    settings = {"timeout": timedelta(seconds=1.5)}
    pair = two_ways(WORLD, client=between.client, settings=settings)
    between.call = lambda: second("n@example.com")(pair.soap("bridge"))
    told = outcome(lambda: first("N@example.com")(pair.soap("bridge")))
    assert "20011" in str(between.told)
    assert "same key" in str(between.told)
    assert "20011" not in str(told)
    # The next one finds the lead.
    second("n@example.com")(pair.soap("bridge"))
    assert pair.behind_client().get_lead(email="n@example.com").count == 1


def test_other_keys_do_not_wait(two_ways: Callable[..., Pair]) -> None:
    between = Meanwhile()
    pair = two_ways(WORLD, client=between.client)
    between.call = lambda: many("m@example.com")(pair.soap("bridge"))
    one("n@example.com")(pair.soap("bridge"))
    assert "20011" not in str(between.told)
    assert between.told.sync_status_list.sync_status[0].status.value == "CREATED"

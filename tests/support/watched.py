"""A transport that notes when calls come, for tests of limits."""

from __future__ import annotations

import random
import threading
import time

from mktows.transport import HttpRequest, HttpResponse, Transport


class Watched:
    """A transport that notes when each call came, and how many there were at once."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.arrivals: list[float] = []
        self.most = 0
        self._there = 0
        self._lock = threading.Lock()

    def send(self, request: HttpRequest) -> HttpResponse:
        if "/identity/" in request.url:
            return self.transport.send(request)
        with self._lock:
            self.arrivals.append(time.monotonic())
            self._there += 1
            self.most = max(self.most, self._there)
        try:
            time.sleep(random.uniform(0, 0.1))
            return self.transport.send(request)
        finally:
            with self._lock:
                self._there -= 1

    def busiest(self, seconds: float) -> int:
        """The most calls that came in any span of some seconds."""
        times = sorted(self.arrivals)
        return max(sum(first <= each < first + seconds for each in times) for first in times)

"""Servers for benchmarks, each in a process of its own, and the clock."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


@contextmanager
def sandbox(*options: str) -> Iterator[str]:
    """A served sandbox, with options of the command line; its URL."""
    port = _free_port()
    program = "from mktows.cli.main import run; run()"
    arguments = ["sandbox", "--port", str(port), *options]
    with _served([sys.executable, "-c", program, *arguments], port) as url:
        yield url


@contextmanager
def empty_endpoint() -> Iterator[str]:
    """An endpoint of Starlette that answers everything with nothing; its URL."""
    port = _free_port()
    with _served([sys.executable, __file__, str(port)], port) as url:
        yield url


@contextmanager
def _served(command: list[str], port: int) -> Iterator[str]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve_empty(port: int) -> None:
    async def empty(_request: Request) -> Response:
        return Response(b"")

    routes = [Route("/{path:path}", empty, methods=["GET", "POST"])]
    uvicorn.run(Starlette(routes=routes), port=port, log_config=None, access_log=False)


if __name__ == "__main__":
    _serve_empty(int(sys.argv[1]))

"""Serves an endpoint over HTTP, and runs the suite against one as its users do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from mktows import HttpRequest
from mktows.contract import LATEST_VERSION
from mktows.errors import TransportError
from mktows.testing.suite.own_sandbox import OwnSandbox
from wrong_endpoints.runs import Send

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def served(send: Send) -> Iterator[str]:
    """Serve what a function answers; where it raises, the connection is closed unanswered."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in pieces waits for acknowledgements

        def do_POST(self) -> None:
            self.answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self.answer(b"")

        def answer(self, body: bytes) -> None:
            url = f"http://{self.headers['Host']}{self.path}"
            try:
                response = send(HttpRequest(url, dict(self.headers), body, method=self.command))
            except TransportError:
                self.close_connection = True
                return
            self.send_response(response.status)
            for name, value in response.headers.items():
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            self.end_headers()
            self.wfile.write(response.body)

        def log_message(self, *_: Any) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/soap/mktows/{LATEST_VERSION}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def run_suite(folder: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], Any]:
    """Run the suite in a project of its own, and return what it printed and reported."""
    report = folder / "report.json"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider"),
            *("-p", "mktows.pytest_plugin", "--pyargs", "mktows.testing.suite"),
            *(f"--mktows-report={report}", *options),
        ],
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return done, json.loads(report.read_text()) if report.exists() else None


def options_of(endpoint: str, own: OwnSandbox) -> list[str]:
    """The suite's options that name an endpoint and what it holds."""
    known = own.known
    custom = known.custom
    assert known.program_list
    assert known.batch_campaign
    assert custom
    return [
        f"--mktows-endpoint={endpoint}",
        f"--mktows-list={known.list}",
        f"--mktows-program-list={'.'.join(known.program_list)}",
        f"--mktows-campaign={known.campaign}",
        f"--mktows-batch-campaign={'.'.join(known.batch_campaign)}",
        f"--mktows-custom-object={custom.name}:{custom.link},{custom.key}:"
        + ",".join(custom.fields),
    ]

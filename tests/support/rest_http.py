"""A transport served over HTTP on loopback, for the client's own way through a network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from mktows.errors import TransportError
from mktows.transport import HttpRequest, Transport


@contextmanager
def served(transport: Transport) -> Iterator[str]:
    """The base URL under which a transport answers during the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            url = f"https://sandbox.example{self.path}"
            try:
                response = transport.send(HttpRequest(url, dict(self.headers), body, self.command))
            except TransportError:
                self.close_connection = True
                return
            self.send_response(response.status)
            for name, value in response.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(response.body)))
            try:
                self.end_headers()
                self.wfile.write(response.body)
            except ConnectionError:  # the caller was killed
                self.close_connection = True

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()

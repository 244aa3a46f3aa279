"""TLS for `ThreadedServer` and `serve`: by files, or made on the spot."""

from mktows.server.http.local_tls import LocalTls, local_tls
from mktows.server.http.tls import tls_context

__all__ = ["LocalTls", "local_tls", "tls_context"]

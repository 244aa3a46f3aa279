"""The server of a sandbox over HTTP, at its public place; it serves any service."""

from mktows.server.http.server import ThreadedServer, base_url, listen, serve

__all__ = ["ThreadedServer", "base_url", "listen", "serve"]

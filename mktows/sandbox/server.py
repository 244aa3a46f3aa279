"""The former place of the server of a service."""

from mktows.moved import moved

__getattr__ = moved(
    __name__,
    {
        "ThreadedServer": "mktows.server.http.server",
        "base_url": "mktows.server.http.server",
        "listen": "mktows.server.http.server",
        "serve": "mktows.server.http.server",
    },
)

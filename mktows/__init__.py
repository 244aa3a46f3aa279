"""Toolkit for Marketo's SOAP API, mktows 2_x: a client that signs, sends and reads its calls."""

import importlib as _importlib
import logging as _logging
import typing as _typing

if _typing.TYPE_CHECKING:
    from mktows.batching import BATCH_SIZE, Outcome, sync_in_batches
    from mktows.client import Client
    from mktows.config import Config
    from mktows.contract import KNOWN_VERSIONS
    from mktows.errors import (
        AuthenticationFault,
        ConfigError,
        ConnectionFailed,
        ExpiredFault,
        Fault,
        HttpStatusError,
        IncompleteReply,
        InternalFault,
        InvalidFault,
        LimitFault,
        MktowsError,
        NotFoundFault,
        ProtocolError,
        RefusedXml,
        ReplyTooLarge,
        RequestError,
        RequestTimeout,
        ServiceFault,
        SoapFault,
        TransportError,
    )
    from mktows.reading import Departure, UnlistedValue
    from mktows.retry import NO_RETRY, RetryPolicy
    from mktows.signing import Secret, sign, timestamp
    from mktows.transport import HttpRequest, HttpResponse, RequestsTransport, Transport
    from mktows.values import lead_mapping, lead_mappings

__version__ = "0.1.0"

__all__ = [
    "BATCH_SIZE",
    "KNOWN_VERSIONS",
    "NO_RETRY",
    "AuthenticationFault",
    "Client",
    "Config",
    "ConfigError",
    "ConnectionFailed",
    "Departure",
    "ExpiredFault",
    "Fault",
    "HttpRequest",
    "HttpResponse",
    "HttpStatusError",
    "IncompleteReply",
    "InternalFault",
    "InvalidFault",
    "LimitFault",
    "MktowsError",
    "NotFoundFault",
    "Outcome",
    "ProtocolError",
    "RefusedXml",
    "ReplyTooLarge",
    "RequestError",
    "RequestTimeout",
    "RequestsTransport",
    "RetryPolicy",
    "Secret",
    "ServiceFault",
    "SoapFault",
    "Transport",
    "TransportError",
    "UnlistedValue",
    "lead_mapping",
    "lead_mappings",
    "sign",
    "sync_in_batches",
    "timestamp",
]

# The module of each name. A name's module is imported when the name is first asked for: the pytest
# plugin is loaded in every run of pytest where mktows is installed, and must cost it nothing.
_HOMES = {
    "batching": ("BATCH_SIZE", "Outcome", "sync_in_batches"),
    "client": ("Client",),
    "config": ("Config",),
    "contract": ("KNOWN_VERSIONS",),
    "errors": (
        "AuthenticationFault",
        "ConfigError",
        "ConnectionFailed",
        "ExpiredFault",
        "Fault",
        "HttpStatusError",
        "IncompleteReply",
        "InternalFault",
        "InvalidFault",
        "LimitFault",
        "MktowsError",
        "NotFoundFault",
        "ProtocolError",
        "RefusedXml",
        "ReplyTooLarge",
        "RequestError",
        "RequestTimeout",
        "ServiceFault",
        "SoapFault",
        "TransportError",
    ),
    "reading": ("Departure", "UnlistedValue"),
    "retry": ("NO_RETRY", "RetryPolicy"),
    "signing": ("Secret", "sign", "timestamp"),
    "transport": ("HttpRequest", "HttpResponse", "RequestsTransport", "Transport"),
    "values": ("lead_mapping", "lead_mappings"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

if not _typing.TYPE_CHECKING:  # where types are checked, an unknown name is an error

    def __getattr__(name: str) -> object:
        """Return a public name, or a module that holds some, and keep it."""
        if name in _HOMES:
            return _importlib.import_module(f"mktows.{name}")
        if name not in _HOME_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = _importlib.import_module(f"mktows.{_HOME_OF[name]}")
        return globals().setdefault(name, getattr(home, name))

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


# Whoever uses the library decides where its log lines go.
_logging.getLogger("mktows").addHandler(_logging.NullHandler())

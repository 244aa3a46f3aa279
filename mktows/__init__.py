"""Toolkit for Marketo's SOAP API, mktows 2_x: a client that signs, sends and reads its calls."""

import importlib as _importlib
import logging as _logging
import typing as _typing

if _typing.TYPE_CHECKING:
    from mktows.attempts import Attempt
    from mktows.batches.outcomes import BatchOutcome, Fate
    from mktows.batches.run import BatchRun
    from mktows.client import Client
    from mktows.config import Config
    from mktows.contract import KNOWN_VERSIONS
    from mktows.errors import (
        AmbiguousLead,
        AuthenticationFault,
        CampaignStopped,
        ConfigError,
        ConnectionFailed,
        ExpiredFault,
        Fault,
        HttpStatusError,
        IncompleteReply,
        InternalFault,
        InvalidFault,
        LimitFault,
        LimitReached,
        MktowsError,
        NotFoundFault,
        ProtocolError,
        QuotaReached,
        RefusedXml,
        ReplyTooLarge,
        RequestError,
        RequestTimeout,
        ServiceFault,
        SoapFault,
        StillRunning,
        TransportError,
    )
    from mktows.json_messages import from_dict, to_dict
    from mktows.limiting.limiter import Limiter
    from mktows.limiting.limits import Limits
    from mktows.mappings import (
        activity_mapping,
        custom_object_mapping,
        lead_mapping,
        lead_mappings,
        mobject_mapping,
    )
    from mktows.reading import Departure, UnlistedValue
    from mktows.retry import NO_RETRY, RetryPolicy
    from mktows.signing import Secret, sign, timestamp
    from mktows.streams import Stream
    from mktows.transport import HttpRequest, HttpResponse, RequestsTransport, Transport

__version__ = "0.1.0"

__all__ = [
    "KNOWN_VERSIONS",
    "NO_RETRY",
    "AmbiguousLead",
    "Attempt",
    "AuthenticationFault",
    "BatchOutcome",
    "BatchRun",
    "CampaignStopped",
    "Client",
    "Config",
    "ConfigError",
    "ConnectionFailed",
    "Departure",
    "ExpiredFault",
    "Fate",
    "Fault",
    "HttpRequest",
    "HttpResponse",
    "HttpStatusError",
    "IncompleteReply",
    "InternalFault",
    "InvalidFault",
    "LimitFault",
    "LimitReached",
    "Limiter",
    "Limits",
    "MktowsError",
    "NotFoundFault",
    "ProtocolError",
    "QuotaReached",
    "RefusedXml",
    "ReplyTooLarge",
    "RequestError",
    "RequestTimeout",
    "RequestsTransport",
    "RetryPolicy",
    "Secret",
    "ServiceFault",
    "SoapFault",
    "StillRunning",
    "Stream",
    "Transport",
    "TransportError",
    "UnlistedValue",
    "activity_mapping",
    "custom_object_mapping",
    "from_dict",
    "lead_mapping",
    "lead_mappings",
    "mobject_mapping",
    "sign",
    "timestamp",
    "to_dict",
]

# The module of each name. A name's module is imported when the name is first asked for: the pytest
# plugin is loaded in every run of pytest where mktows is installed, and must cost it nothing.
_HOMES = {
    "attempts": ("Attempt",),
    "batches.outcomes": ("BatchOutcome", "Fate"),
    "batches.run": ("BatchRun",),
    "client": ("Client",),
    "config": ("Config",),
    "contract": ("KNOWN_VERSIONS",),
    "errors": (
        "AmbiguousLead",
        "AuthenticationFault",
        "CampaignStopped",
        "ConfigError",
        "ConnectionFailed",
        "ExpiredFault",
        "Fault",
        "HttpStatusError",
        "IncompleteReply",
        "InternalFault",
        "InvalidFault",
        "LimitFault",
        "LimitReached",
        "MktowsError",
        "NotFoundFault",
        "ProtocolError",
        "QuotaReached",
        "RefusedXml",
        "ReplyTooLarge",
        "RequestError",
        "RequestTimeout",
        "ServiceFault",
        "SoapFault",
        "StillRunning",
        "TransportError",
    ),
    "json_messages": ("from_dict", "to_dict"),
    "mappings": (
        "activity_mapping",
        "custom_object_mapping",
        "lead_mapping",
        "lead_mappings",
        "mobject_mapping",
    ),
    "limiting.limiter": ("Limiter",),
    "limiting.limits": ("Limits",),
    "reading": ("Departure", "UnlistedValue"),
    "retry": ("NO_RETRY", "RetryPolicy"),
    "signing": ("Secret", "sign", "timestamp"),
    "streams": ("Stream",),
    "transport": ("HttpRequest", "HttpResponse", "RequestsTransport", "Transport"),
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

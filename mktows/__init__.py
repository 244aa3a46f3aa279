"""Toolkit for Marketo's SOAP API, mktows 2_x: a client that signs, sends and reads its calls."""

import logging as _logging

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
    "lead_mapping",
    "lead_mappings",
    "sign",
    "sync_in_batches",
    "timestamp",
]

# Whoever uses the library decides where its log lines go.
_logging.getLogger("mktows").addHandler(_logging.NullHandler())

"""The service's side of the wire: a SOAP call in, one backend's answer out."""

from mktows.extras import named as _named

try:
    from mktows.server.backend import Backend, Call, NotOffered
    from mktows.server.exchange import RecordedCall
    from mktows.server.journal.journal import Bounds
    from mktows.server.limiting.limits import REAL, Limits, Rate
    from mktows.server.refusals import Refusal, refusal
    from mktows.server.service import Service
except ModuleNotFoundError as _error:
    raise _named(_error) from _error

__all__ = [
    "REAL",
    "Backend",
    "Bounds",
    "Call",
    "Limits",
    "NotOffered",
    "Rate",
    "RecordedCall",
    "Refusal",
    "Service",
    "refusal",
]

"""The service, emulated on an embedded database: in process, or over HTTP."""

from mktows.extras import named as _named

try:
    from mktows.samples import SAMPLE_KEY, SAMPLE_USER_ID
    from mktows.sandbox.app import Sandbox
    from mktows.sandbox.backend import Backend, Call, NotOffered
    from mktows.sandbox.exchange import RecordedCall
    from mktows.sandbox.faults import Refusal, refusal
    from mktows.sandbox.journal import Bounds
    from mktows.sandbox.limits import REAL, Limits, Rate
except ModuleNotFoundError as _error:
    raise _named(_error) from _error

__all__ = [
    "REAL",
    "SAMPLE_KEY",
    "SAMPLE_USER_ID",
    "Backend",
    "Bounds",
    "Call",
    "Limits",
    "NotOffered",
    "Rate",
    "RecordedCall",
    "Refusal",
    "Sandbox",
    "refusal",
]

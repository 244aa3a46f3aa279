"""The service, emulated on an embedded database: in process, or over HTTP."""

from mktows.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.sandbox.app import Sandbox
from mktows.sandbox.backend import Backend, Call, NotOffered
from mktows.sandbox.exchange import RecordedCall
from mktows.sandbox.faults import Refusal, refusal
from mktows.sandbox.journal import Bounds
from mktows.sandbox.limits import REAL, Limits, Rate

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

"""The service, emulated on a database of its own: in process, or over HTTP."""

from mktows.extras import named as _named

try:
    from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
    from mktows.sandbox.rest.face import RestFace
    from mktows.sandbox.rest.settings import CustomService, Habits, RestSettings
    from mktows.sandbox.sandbox import Sandbox
    from mktows.server.backend import Backend, Call, NotOffered
    from mktows.server.exchange import RecordedCall
    from mktows.server.journal.journal import Bounds
    from mktows.server.limiting.limits import REAL, Limits, Rate
    from mktows.server.refusals import Refusal, refusal
except ModuleNotFoundError as _error:
    raise _named(_error) from _error

__all__ = [
    "REAL",
    "SAMPLE_KEY",
    "SAMPLE_USER_ID",
    "Backend",
    "Bounds",
    "Call",
    "CustomService",
    "Habits",
    "Limits",
    "NotOffered",
    "Rate",
    "RecordedCall",
    "Refusal",
    "RestFace",
    "RestSettings",
    "Sandbox",
    "refusal",
]

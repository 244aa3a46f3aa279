"""The service, emulated on an embedded database: in process, or over HTTP."""

from mktows.sandbox.app import SAMPLE_KEY, SAMPLE_USER_ID, Sandbox
from mktows.sandbox.backend import Backend, Call
from mktows.sandbox.faults import Refusal, refusal

__all__ = ["SAMPLE_KEY", "SAMPLE_USER_ID", "Backend", "Call", "Refusal", "Sandbox", "refusal"]

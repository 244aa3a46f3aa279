"""For tests of what speaks the contract: strategies, validators, examples and signatures.

It needs the extra `testing`. The fixtures of the pytest plugin are in `mktows.pytest_plugin`.
"""

import typing as _typing
import warnings as _warnings

from mktows.extras import named as _named

try:
    from mktows.checking import Finding
    from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
    from mktows.testing.any_values import messages, values_of
    from mktows.testing.examples import (
        Difference,
        DocumentedExample,
        ExampleFault,
        documented_examples,
    )
    from mktows.testing.near_misses.near_misses import near_miss_rules, near_misses
    from mktows.testing.samples import samples
    from mktows.testing.signatures import SIGNATURES, WRONG_SIGNATURES, SignatureVector
    from mktows.testing.strategies import (
        envelopes,
        fault_envelopes,
        faults,
        replies,
        reply_envelopes,
        requests,
        sample_config,
    )
    from mktows.testing.validators import (
        InvalidEnvelope,
        fault_findings,
        reply_findings,
        request_findings,
        validate_fault,
        validate_reply,
        validate_request,
    )
except ModuleNotFoundError as _error:
    raise _named(_error) from _error

__all__ = [
    "Difference",
    "DocumentedExample",
    "ExampleFault",
    "Finding",
    "InvalidEnvelope",
    "SAMPLE_KEY",
    "SAMPLE_USER_ID",
    "SIGNATURES",
    "SignatureVector",
    "WRONG_SIGNATURES",
    "documented_examples",
    "envelopes",
    "fault_envelopes",
    "fault_findings",
    "faults",
    "messages",
    "near_miss_rules",
    "near_misses",
    "replies",
    "reply_envelopes",
    "reply_findings",
    "request_findings",
    "requests",
    "sample_config",
    "samples",
    "validate_fault",
    "validate_reply",
    "validate_request",
    "values_of",
]

_FORMER = {
    "Violation": "Finding",
    "fault_violations": "fault_findings",
    "reply_violations": "reply_findings",
    "request_violations": "request_findings",
    "specimens": "samples",
}

if _typing.TYPE_CHECKING:
    Violation = Finding
    fault_violations = fault_findings
    reply_violations = reply_findings
    request_violations = request_findings
    specimens = samples
else:

    def __getattr__(name: str) -> object:
        """Return what a former name is called now."""
        if name not in _FORMER:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        now = _FORMER[name]
        _warnings.warn(f"{__name__}.{name} is {now} now", DeprecationWarning, stacklevel=2)
        return globals()[now]

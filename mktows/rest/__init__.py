"""A client of the vendor's REST API. It knows nothing of SOAP."""

from mktows.limiting.limiter import DailyCalls, Limiter, Priority
from mktows.rest.client import Identity, RestClient
from mktows.rest.errors import (
    AccessError,
    AuthenticationError,
    BadAnswerError,
    InvalidError,
    LimitError,
    NotFoundError,
    OutcomeUnknown,
    QuotaError,
    RestError,
    UnavailableError,
)
from mktows.rest.outcomes import Outcome
from mktows.rest.pages import OffsetRecords, Records
from mktows.rest.reading import Answer
from mktows.rest.settings import RestConfig
from mktows.rest.times import read_time
from mktows.rest.writing import ImportFile

__all__ = [
    "AccessError",
    "Answer",
    "AuthenticationError",
    "BadAnswerError",
    "DailyCalls",
    "Limiter",
    "Identity",
    "ImportFile",
    "InvalidError",
    "LimitError",
    "NotFoundError",
    "OffsetRecords",
    "Outcome",
    "OutcomeUnknown",
    "Priority",
    "QuotaError",
    "Records",
    "RestClient",
    "RestConfig",
    "RestError",
    "UnavailableError",
    "read_time",
]

"""Scans of activities: REST has them in the order of time alone, and pages may be empty.

A scan makes a bounded number of REST calls for one SOAP call. What it has found by then is kept in
the state, and the next call goes on from there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from mktows.bridge.activities.activity import moment
from mktows.bridge.context import Context
from mktows.facts.faults import INTERNAL_ERROR
from mktows.facts.rest_endpoints import (
    ACTIVITY_LEADS_PER_CALL,
    ACTIVITY_TYPES_PER_CALL,
    RECORDS_PER_PAGE,
)
from mktows.facts.rest_errors import DATA_BAD
from mktows.rest.errors import (
    BadAnswerError,
    InvalidError,
    LimitError,
    QuotaError,
    UnavailableError,
)
from mktows.server.refusals import Reason

SCAN_UNFINISHED = Reason(
    "scan-unfinished",
    INTERNAL_ERROR,
    "The activities are not all read yet: repeat the call, which goes on from here",
    "inferred",
    "REST reads activities in the order of time alone; clients repeat a call with this code.",
    "instance",
)
EARLIEST = int(datetime(2006, 1, 1, tzinfo=UTC).timestamp())
"""The moment from which there can be activities: the service was founded then."""
KEPT_SECONDS = 3600.0
"""Seconds for which what a scan found is kept."""
_KIND = "scan"
_MARGIN = 2.0
"""Seconds before the deadline of a call in which no REST call begins, or half of what is left when
the scan begins: where a call may take two seconds, a scan must go on all the same."""


class ScanStopped(Exception):
    """A scan has made the calls that it may, or time is over."""


@dataclass(slots=True)
class Stream:
    """A part of a scan: activities of some types, in the order of time.

    Attributes:
        types: Ids of types, at most ten.
        leads: Ids of leads, at most thirty; none for whichever.
        static_list: The id of a static list.
        token: Where to go on; empty at the beginning.
        ended: Whether there is no more.
    """

    types: Sequence[int]
    leads: Sequence[int] = ()
    static_list: int | None = None
    token: str = ""
    ended: bool = False

    def packed(self) -> dict[str, Any]:
        """Return it as JSON; `Stream(**packed)` is the same again."""
        return asdict(self)


def streams(
    types: Iterable[int], leads: Iterable[int] = (), static_list: int | None = None
) -> list[Stream]:
    """Return the streams that all activities of some types come in."""
    groups = _parts(list(types), ACTIVITY_TYPES_PER_CALL)
    parts = _parts(sorted(leads), ACTIVITY_LEADS_PER_CALL) or [[]]
    return [Stream(some, part, static_list) for some in groups for part in parts]


class Scan:
    """Makes the REST calls of a scan, as many as one SOAP call may.

    Args:
        context: The call.
        parts: The streams that there are: each may have one page at least.
    """

    def __init__(self, context: Context, parts: int) -> None:
        self._context = context
        self._left = max(context.tenant.scan_calls, parts + 1)
        self._margin = min(_MARGIN, context.call.seconds_left / 2)

    def begin(self, streams: Iterable[Stream], since: int) -> None:
        """Have streams that have not begun begin at a second, or a little before.

        Raises:
            ScanStopped: No call is left.
        """
        fresh = [each for each in streams if not each.token]
        if fresh:
            self._spend()
            # One second earlier, since nothing says whether a moment itself is included.
            since = max(since, EARLIEST) - 1
            with _stopping():
                token = self._context.scanning.get_paging_token(datetime.fromtimestamp(since, UTC))
            for each in fresh:
                each.token = token

    def read_page(
        self, stream: Stream, until: int | None = None
    ) -> tuple[list[Mapping[str, Any]], bool]:
        """Read the next page of a stream that has begun.

        Args:
            stream: The stream.
            until: The last second that is wanted; behind it the stream ends.

        Returns:
            The activities up to then, and whether the page is short though more remains: then the
            service has looked through many activities of others.

        Raises:
            ScanStopped: No call is left.
            Refusal: 20110, REST does not tell the activities of so long a list.
        """
        self._spend()
        try:
            with _stopping():
                answer = self._context.scanning.get_activities(
                    stream.token,
                    stream.types,
                    lead_ids=stream.leads or None,
                    list_id=stream.static_list,
                    batch_size=RECORDS_PER_PAGE,
                )
        except InvalidError as error:
            if error.code == DATA_BAD and stream.static_list is not None:
                raise self._context.not_available("a list of 10,000 leads or more") from error
            raise
        page, token = answer.result, answer.next_page_token
        more = answer.more
        if more is None:
            more = bool(page) and token not in (None, stream.token)
        if more and token in (None, stream.token):
            raise BadAnswerError(
                "more remains, but the token leads nowhere",
                endpoint="get_activities",
                request_id=answer.request_id,
            )
        stream.token = token or stream.token
        wanted = [each for each in page if until is None or moment(each) <= until]
        stream.ended = not more or len(wanted) < len(page)
        return wanted, more and len(page) < RECORDS_PER_PAGE

    def _spend(self) -> None:
        if self._left <= 0 or self._context.call.seconds_left < self._margin:
            raise ScanStopped
        self._left -= 1


class Progress:
    """The state of a scan, kept for a while.

    Args:
        context: The call.
        asked: What tells the scan from others, as JSON.
    """

    def __init__(self, context: Context, asked: object) -> None:
        self._instance = context.instance
        told = json.dumps([context.call.operation, asked], sort_keys=True)
        self._digest = hashlib.sha256(told.encode()).hexdigest()

    def read(self) -> Any | None:
        """Return what was kept, None where nothing is."""
        with self._instance.store.reading(self._instance.name) as rows:
            return rows.get(_KIND, self._digest)

    def keep(self, content: object) -> None:
        """Keep something instead of what was kept."""
        with self._instance.store.writing(self._instance.name) as rows:
            rows.put(_KIND, self._digest, content, KEPT_SECONDS)

    def forget(self) -> None:
        """Forget it."""
        with self._instance.store.writing(self._instance.name) as rows:
            rows.forget(_KIND, self._digest)


def _parts(values: Sequence[int], size: int) -> list[Sequence[int]]:
    return [values[start : start + size] for start in range(0, len(values), size)]


@contextmanager
def _stopping() -> Iterator[None]:
    """Have a call that a later one may repeat stop the scan, so that nothing found is lost."""
    try:
        yield
    except (UnavailableError, LimitError) as error:
        if isinstance(error, QuotaError):
            raise
        raise ScanStopped from error

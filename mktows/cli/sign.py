"""`mktows sign`: the authentication header's values."""

from __future__ import annotations

from datetime import UTC, datetime

from mktows.cli import output, settings
from mktows.cli.failures import UsageError
from mktows.errors import RequestError
from mktows.signing import sign as signature_of
from mktows.signing import timestamp


def sign(text: str | None) -> int:
    """Print user id, signature and timestamp as JSON; the timestamp is signed as it is given."""
    config = settings.credentials()
    moment = timestamp(datetime.now(UTC)) if text is None else text
    try:
        signature = signature_of(
            user_id=config.user_id, key=config.encryption_key, timestamp=moment
        )
    except RequestError:
        # The credentials were checked before, so it is the timestamp.
        raise UsageError("the timestamp is not UTF-8") from None
    output.document(
        {
            "mktowsUserId": config.user_id,
            "requestSignature": signature,
            "requestTimestamp": moment,
        }
    )
    return 0

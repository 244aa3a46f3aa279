"""Verifies the AuthenticationHeader; pure."""

from __future__ import annotations

import hmac
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from mktows.facts.faults import ACCESS_DENIED, AUTHENTICATION_FAILED, REQUEST_EXPIRED
from mktows.facts.limits import SIGNATURE_LIFETIME
from mktows.moments import read_moment
from mktows.server.refusals import Reason
from mktows.signing import Secret, sign
from mktows.soap import split_name

CREDENTIALS_INCOMPLETE = Reason(
    "credentials-incomplete",
    AUTHENTICATION_FAILED,
    "",
    "inferred",
    "The WSDL requires user id, signature and timestamp; the code is documented for no valid ones.",
    "message",
)
CREDENTIALS_WRONG = Reason(
    "credentials-wrong",
    AUTHENTICATION_FAILED,
    "",
    "recorded",
    "Code and text are recorded for an unknown user id and for a wrong signature.",
    "instance",
)
TIMESTAMP_UNREADABLE = Reason(
    "timestamp-unreadable",
    REQUEST_EXPIRED,
    "",
    "guess",
    "Its age cannot be told; only a service that is asked to refuses it.",
    "message",
)
TIMESTAMP_EXPIRED = Reason(
    "timestamp-expired",
    REQUEST_EXPIRED,
    "",
    "documented",
    "The vendor's table of errors has this code; the length of the window is a guess.",
    "instance",
)
USER_BARRED = Reason(
    "user-barred",
    ACCESS_DENIED,
    "",
    "documented",
    "The vendor's table of errors has this code for a client that is blocked.",
    "instance",
)

WINDOW = SIGNATURE_LIFETIME
"""Age that a timestamp may have, also ahead, if not said otherwise."""

_MAX_MEMBERS = 100


@dataclass(frozen=True, slots=True)
class Credentials:
    """The credentials that are accepted.

    Attributes:
        users: User id to encryption key.
        window: Age at which a timestamp is too old; the same span is allowed into the future.
        any_timestamp: Whether a signed timestamp that cannot be read is accepted. Callers of the
            real service were seen to send odd forms with success.
        barred: User ids that are refused although their signature is right.
    """

    users: Mapping[str, Secret] = field(repr=False)
    window: timedelta = WINDOW
    any_timestamp: bool = True
    barred: Container[str] = frozenset()

    def check(self, members: Mapping[str, str], now: datetime) -> None:
        """Let the members of a header pass that are in order.

        The signature is checked first, over the timestamp's text exactly as it was sent and in
        constant time; its age after that.

        Raises:
            Refusal: 20014 for a missing member, unknown user or wrong signature; 20016 for a
                timestamp that is too old or too far ahead; 20013 for a user who is barred.
        """
        user_id = members.get("mktowsUserId", "")
        signature = members.get("requestSignature", "")
        text = members.get("requestTimestamp", "")
        key = self.users.get(user_id)
        # An unknown user costs the same computation, so that timing tells nothing.
        expected = sign(user_id=user_id, key=key or Secret("no such user"), timestamp=text)
        matches = hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace"))
        if not (user_id and signature and text):
            raise CREDENTIALS_INCOMPLETE.refusal()
        if key is None or not matches:
            raise CREDENTIALS_WRONG.refusal()
        self._check_age(text, now)
        if user_id in self.barred:
            raise USER_BARRED.refusal()

    def _check_age(self, text: str, now: datetime) -> None:
        moment = read_moment(text)
        if moment is None:
            if not self.any_timestamp:
                raise TIMESTAMP_UNREADABLE.refusal()
            return
        if moment.tzinfo is None:
            # Recorded with success; without an offset nobody can tell its age.
            return
        if abs(now - moment) > self.window:
            raise TIMESTAMP_EXPIRED.refusal()


def members_of(header: etree._Element | None) -> dict[str, str]:
    """The texts of a header's members, by local name; none where it has hundreds of them."""
    if header is None or len(header) > _MAX_MEMBERS:
        return {}
    return {split_name(child)[1]: child.text or "" for child in header}

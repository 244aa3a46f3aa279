"""A rule of the checks, and an example of what breaks it.

A rule is data, and stands beside the code that finds it. `claim` says what is known of the service,
`reason` what a message does wrong and `correction` what to do; the last two are templates that each
finding fills in. An id, once published, keeps its meaning.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from mktows.facts.evidence import Evidence
from mktows.facts.samples import SAMPLE_KEY, SAMPLE_USER_ID
from mktows.signing import Secret

Severity = Literal["error", "warning", "note"]
"""`error`: a request that is refused, a record that fails, or a reply that the contract forbids.
`warning`: it is carried out, but a part of it is passed over or read otherwise than meant, or does
harm, or is unproven. `note`: tolerated, or worth knowing."""

SEVERITIES: tuple[Severity, ...] = ("note", "warning", "error")
"""From the mildest to the gravest."""

_GET_LEAD = (
    "<ns1:paramsGetLead><leadKey><keyType>EMAIL</keyType>"
    "<keyValue>rufus@marketo.com</keyValue></leadKey></ns1:paramsGetLead>"
)
_REPLIES = ("<ns1:success", "<s:Fault")
_START = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:ns1="http://www.marketo.com/mktows/">\n'
)


class Example(NamedTuple):
    """A message that breaks one rule and no other; what is not given is as in a valid call.

    Attributes:
        body: The content of the Body: a request, a reply or a fault. The latter have no Header.
        header: The content of the Header in place of an AuthenticationHeader.
        user_id: The user id in the AuthenticationHeader.
        signature: The signature in it.
        timestamp: The timestamp in it.
        more: Header blocks behind it.
        before: What stands in front of the envelope.
        repeat: A passage of the body, and how many times it stands there in its place.
        edit: A passage of the envelope, and what stands there in its place.
        text: The whole input, in place of all above.
        verified: Whether the signature is verified, with the sample key.
        key_of: The user whose key that is.
        version: The version of the contract that it is checked by; by default the latest.
    """

    body: str = _GET_LEAD
    header: str | None = None
    user_id: str = SAMPLE_USER_ID
    signature: str = "0737b707c4022bb90122e7a1dbc79a2dbfbcd5ca"
    timestamp: str = "2013-08-05T09:57:10-07:00"
    more: str = ""
    before: str = ""
    repeat: tuple[str, int] = ("", 1)
    edit: tuple[str, str] = ("", "")
    text: str = ""
    verified: bool = False
    key_of: str = SAMPLE_USER_ID
    version: str = ""

    @property
    def document(self) -> bytes:
        """The input that the rule is found in."""
        if self.text:
            return self.text.encode()
        part, count = self.repeat
        body = self.body.replace(part, part * count, 1)
        head = "" if body.startswith(_REPLIES) else f"<s:Header>{self._header()}</s:Header>\n"
        envelope = f"{_START}{head}<s:Body>{body}</s:Body>\n</s:Envelope>"
        return (self.before + envelope.replace(*self.edit, 1)).encode()

    def _header(self) -> str:
        if self.header is not None:
            return self.header
        return (
            f"<ns1:AuthenticationHeader><mktowsUserId>{self.user_id}</mktowsUserId>"
            f"<requestSignature>{self.signature}</requestSignature>"
            f"<requestTimestamp>{self.timestamp}</requestTimestamp>"
            f"</ns1:AuthenticationHeader>{self.more}"
        )

    @property
    def key(self) -> Secret | None:
        """The key that the signature is verified with, None where it is not."""
        return Secret(SAMPLE_KEY) if self.verified else None


class Words(NamedTuple):
    """The templates of a rule that words it otherwise for replies.

    Attributes:
        reason: What a reply does wrong.
        correction: What to do about it.
    """

    reason: str
    correction: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that can be wrong with a message.

    Attributes:
        id: Its stable name.
        severity: How grave it is.
        evidence: How strong the claim is.
        claim: What is known of the service, in one sentence.
        reason: Template of what a message does wrong; never filled with a lead's data.
        correction: Template of what to do about it.
        example: A message that breaks it.
        of_reply: The last two for a reply, where those of a request do not fit it.
    """

    id: str
    severity: Severity
    evidence: Evidence
    claim: str
    reason: str
    correction: str
    example: Example
    of_reply: Words | None = None

    def words(self, *, reply: bool) -> Words:
        """Its templates for a request or a reply."""
        return self.of_reply if reply and self.of_reply else Words(self.reason, self.correction)

    def at(self, severity: Severity) -> Rule:
        """The same rule, where the rest of a message makes it more or less grave."""
        return self if severity == self.severity else replace(self, severity=severity)

    @property
    def details(self) -> frozenset[str]:
        """The names that its templates are filled with."""
        from string import Formatter  # no check needs it

        parts = (*Formatter().parse(self.reason), *Formatter().parse(self.correction))
        return frozenset(name for _, name, _, _ in parts if name)


class Verdict(NamedTuple):
    """A rule that something breaks, and what its templates are filled with."""

    rule: Rule
    details: dict[str, object]

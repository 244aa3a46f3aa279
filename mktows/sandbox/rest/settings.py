"""The settings of the REST face: who may call, how much, and which habits it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_type_hints

from mktows.facts.limits import CALLS_IN_FLIGHT, CALLS_PER_SPAN, SPAN_SECONDS
from mktows.facts.rest_limits import EXPORT_MEGABYTES_PER_DAY, REST_CALLS_PER_DAY, TOKEN_SECONDS
from mktows.server.limiting.limits import Limits, Rate
from mktows.signing import Secret


@dataclass(frozen=True, slots=True)
class CustomService:
    """A custom service: what the vendor calls a client of its REST API.

    Attributes:
        secret: Its client secret.
        user: The API-only user that it belongs to, under whom its calls are counted.
        permissions: What the user's role allows, as in `Endpoint.permission`; None for all.
    """

    secret: Secret
    user: str = "api@sandbox.example"
    permissions: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """Habits of the service where the vendor's pages contradict each other, or may have changed.

    Attributes:
        token_in_query: Whether `access_token` in the query is accepted (prose names several days
            of its end, the last in August 2026).
        soap_names: Whether Describe Lead tells the SOAP names of fields (the description and a
            sample have them; prose dropped them in August 2026).
        reason: The member that tells why a lead was skipped: an array `reasons` (prose, clients),
            or one object `reason` (description).
        company_fields: Whether calls that write leads write the fields of their company, too (a
            sample), or pass such a lead over (prose).
        object_name: The member that names a custom object: `name` (prose), or `apiName`
            (description).
        related: The member that names what a field of a custom object refers to: `relatedTo`
            (description, one sample), or `object` (another sample).
        opportunities: Whether opportunities, roles, companies and sales persons can be written
            (`open`), only read
            (`read-only`), or neither (`disabled`), as with a CRM that is synchronised: three pages
            say three things of it.
        amounts: The form of the amounts of opportunities: `text` (samples), or `number` (the type
            of the fields).
        program_folder: The member that holds the id of a program's folder: `value` (samples), or
            `id` (description).
        long_lists: Whether calls for activities take a list of 10,000 leads or more (the end is
            announced for two days of 2026).
        activity_times: The end of an activity's time: `+0000` (samples), or `Z`, which is all that
            one well-known client reads.
        empty_attributes: Whether activities show attributes that have no value, as empty texts (a
            sample), or leave them out (prose).
        more_result: Whether `moreResult` comes with pages of lists and campaigns (prose shows it; a
            client saw the token alone).
        export_updated: Whether leads can be exported by `updatedAt`, which not every instance can
            (1035).
        export_attributes: The form of attributes in a file of activities: one JSON object by their
            names (clients read that), or an `array` of names and values (description).
        export_megabytes: Megabytes that the exports of a day may have.
        token_seconds: Seconds that a new access token is valid.
    """

    token_in_query: bool = False
    soap_names: bool = True
    reason: Literal["reasons", "reason"] = "reasons"
    company_fields: bool = True
    object_name: Literal["name", "apiName"] = "name"
    related: Literal["relatedTo", "object"] = "relatedTo"
    opportunities: Literal["open", "read-only", "disabled"] = "open"
    amounts: Literal["text", "number"] = "text"
    program_folder: Literal["value", "id"] = "value"
    long_lists: bool = False
    activity_times: Literal["+0000", "Z"] = "+0000"
    empty_attributes: bool = True
    more_result: bool = True
    export_updated: bool = True
    export_attributes: Literal["object", "array"] = "object"
    export_megabytes: int = EXPORT_MEGABYTES_PER_DAY
    token_seconds: int = TOKEN_SECONDS

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Habits:
        """Read habits as `token_in_query=true`, `reason=reason` or `token_seconds=60`.

        Raises:
            ValueError: There is no such habit, or no such value of it.
        """
        known = get_type_hints(cls)
        found: dict[str, object] = {}
        for text in texts:
            name, _, value = text.partition("=")
            kind = known.get(name)
            if kind is None or name in found:
                raise ValueError(f"{name!r} is no habit, or stands twice: {', '.join(known)}")
            found[name] = _habit(name, kind, value)
        return cls(**found)  # type: ignore[arg-type]  # by the types of its members


@dataclass(frozen=True, slots=True)
class RestSettings:
    """The settings of a sandbox's REST face.

    Attributes:
        services: Custom services by client id; None for one per user of the SOAP face, whose user
            id is the client id and whose encryption key is the secret.
        limits: Quota, rate and concurrency, counted apart from SOAP's; by default there are none.
        habits: What it does where the sources contradict each other.
    """

    services: Mapping[str, CustomService] | None = None
    limits: Limits = field(default_factory=Limits)
    habits: Habits = field(default_factory=Habits)


REAL = Limits(
    quota=REST_CALLS_PER_DAY,
    rate=Rate(CALLS_PER_SPAN, SPAN_SECONDS),
    concurrency=CALLS_IN_FLIGHT,
)
"""The limits of an instance, for REST calls (documented)."""


def _habit(name: str, kind: Any, value: str) -> object:
    choices: tuple[str, ...] = get_args(kind)
    if kind is bool:
        choices = ("true", "false")
    if choices and value in choices:
        return value == "true" if kind is bool else value
    if kind is int and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    raise ValueError(f"{name} is {' or '.join(choices) or 'a number'}, not {value!r}")

"""The attributes of opportunities and roles that a new database holds."""

from __future__ import annotations

from dataclasses import dataclass

from mktows.facts.mobjects import OPPORTUNITY, OPPORTUNITY_FIELDS, ROLE, ROLE_FIELDS
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY


@dataclass(frozen=True, slots=True)
class ObjectField:
    """One attribute an opportunity or a role can have.

    Attributes:
        type: The object type it belongs to.
        name: Its API name.
        position: Its place in replies.
        data_type: What it holds; inferred, and not enforced: the documented examples send
            `80%` as a probability.
        external_key: Objects may be found by its value.
    """

    type: str
    name: str
    position: int
    data_type: str = "string"
    external_key: bool = False


DEFAULT_OBJECT_FIELDS = (
    *(
        ObjectField(kind, name, position, data_type)
        for kind, fields in ((OPPORTUNITY, OPPORTUNITY_FIELDS), (ROLE, ROLE_FIELDS))
        for position, (name, data_type) in enumerate(fields.items())
    ),
    # The key of the REST API; in SOAP it is an external key like those that an instance defines.
    ObjectField(OPPORTUNITY, EXTERNAL_OPPORTUNITY, len(OPPORTUNITY_FIELDS), external_key=True),
)

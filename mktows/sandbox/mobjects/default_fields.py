"""The attributes of opportunities and roles that a new database holds."""

from __future__ import annotations

from mktows.facts.mobjects import (
    OPPORTUNITY,
    OPPORTUNITY_FIELDS,
    ROLE,
    ROLE_FIELDS,
    ObjectField,
)
from mktows.facts.rest_objects import EXTERNAL_OPPORTUNITY

DEFAULT_OBJECT_FIELDS = (
    *(
        ObjectField(kind, name, position, data_type)
        for kind, fields in ((OPPORTUNITY, OPPORTUNITY_FIELDS), (ROLE, ROLE_FIELDS))
        for position, (name, data_type) in enumerate(fields.items())
    ),
    # The key of the REST API; in SOAP it is an external key like those that an instance defines.
    ObjectField(OPPORTUNITY, EXTERNAL_OPPORTUNITY, len(OPPORTUNITY_FIELDS), external_key=True),
)

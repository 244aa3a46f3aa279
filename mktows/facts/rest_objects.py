"""Opportunities, roles, companies and sales persons as the vendor's REST API names their fields.

Names and lengths of the fields that the vendor's samples describe are documented; of the others
they follow from the names that SOAP has, or from the lead fields of the same meaning (inferred).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from mktows.facts.lead_fields import COMPANY_NAMES, STANDARD_FIELDS
from mktows.facts.mobjects import (
    OPPORTUNITY_FIELDS,
    ROLE_FIELDS,
    ROLE_OPPORTUNITY_ID,
    ROLE_PERSON_ID,
)

GUID = "marketoGUID"
EXTERNAL_OPPORTUNITY = "externalOpportunityId"
EXTERNAL_COMPANY = "externalCompanyId"
EXTERNAL_SALES_PERSON = "externalSalesPersonId"
LEAD = "leadId"
ROLE_NAME = "role"
CREATED, UPDATED = "createdAt", "updatedAt"

OPPORTUNITY_OBJECT, ROLE_OBJECT = "opportunity", "opportunityRole"
COMPANY_OBJECT, SALES_PERSON_OBJECT = "company", "SalesPerson"
"""The names by which descriptions go."""

LENGTHS: Mapping[str, int] = {"string": 255, "url": 255, "email": 255, "phone": 255, "text": 2000}
"""Characters that a field can hold, by its type; the others have none."""
LONGEST_GUID, LONGEST_KEY = 36, 50


@dataclass(frozen=True, slots=True)
class RestField:
    """One field of an object.

    Attributes:
        name: Its name.
        display_name: The name that people see.
        data_type: Its type.
        length: Characters that it can hold, where that is limited.
        updateable: Whether calls can change it once the object is there.
        stored: The name under which it is stored; empty for what the service owns.
    """

    name: str
    display_name: str
    data_type: str = "string"
    length: int | None = None
    updateable: bool = True
    stored: str = ""


def rest_name(name: str) -> str:
    """Return the REST name of an attribute of SOAP: it begins with a small letter (inferred)."""
    return name[:1].lower() + name[1:]


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def field_of(name: str, data_type: str) -> RestField:
    """Return the REST field of an attribute of opportunities or roles."""
    return RestField(rest_name(name), _spaced(name), data_type, LENGTHS.get(data_type), stored=name)


GUID_FIELD = RestField(GUID, "Marketo GUID", length=LONGEST_GUID, updateable=False)
TIMES = (
    RestField(CREATED, "Created At", "datetime", updateable=False),
    RestField(UPDATED, "Updated At", "datetime", updateable=False),
)
_KEY = RestField(
    EXTERNAL_OPPORTUNITY, "External Opportunity Id", length=LONGEST_KEY, updateable=False,
    stored=EXTERNAL_OPPORTUNITY,
)  # fmt: skip
_SALES_KEY = RestField(
    EXTERNAL_SALES_PERSON, "External Sales Person Id", length=255, stored=EXTERNAL_SALES_PERSON
)

OPPORTUNITY_REST_FIELDS = (
    GUID_FIELD,
    *TIMES,
    _KEY,
    *(field_of(name, kind) for name, kind in OPPORTUNITY_FIELDS.items()),
    RestField(EXTERNAL_COMPANY, "External Company Id", length=255, stored=EXTERNAL_COMPANY),
    _SALES_KEY,
)
ROLE_REST_FIELDS = (
    GUID_FIELD,
    *TIMES,
    _KEY,
    RestField(LEAD, "Lead Id", "integer", updateable=False),
    RestField(ROLE_NAME, "Role", length=LONGEST_KEY, updateable=False, stored="Role"),
    *(
        field_of(name, kind)
        for name, kind in ROLE_FIELDS.items()
        if name not in (ROLE_OPPORTUNITY_ID, ROLE_PERSON_ID, "Role")
    ),
)

_ID = RestField("id", "Marketo Id", "integer", updateable=False)
_STANDARD = {each.name: each for each in STANDARD_FIELDS}


def _like_of_lead(name: str) -> RestField:
    known = _STANDARD[name]
    kind = "string" if known.data_type in ("phone", "email") else known.data_type
    called = known.rest_name or name
    return RestField(called, known.display_name, kind, LENGTHS.get(kind), stored=called)


COMPANY_FIELDS = (
    _ID,
    *TIMES,
    RestField(
        EXTERNAL_COMPANY,
        "External Company Id",
        length=255,
        updateable=False,
        stored=EXTERNAL_COMPANY,
    ),
    *map(_like_of_lead, COMPANY_NAMES),
    _SALES_KEY,
)
SALES_PERSON_FIELDS = (
    _ID,
    *TIMES,
    RestField("email", "Email", length=255, updateable=False, stored="email"),
    replace(_SALES_KEY, updateable=False),
    *map(_like_of_lead, ("FirstName", "LastName", "Phone", "MobilePhone", "Fax", "Title")),
)

"""Random values of requests: mostly of what is there."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from xsdata.models.datatype import XmlDateTime

from mktows.contract import contract, nearest_version
from mktows.facts.lead_fields import SOAP_FIELDS
from support.oracle import unusual
from support.oracle.messages import VERSIONS, Call, spoilt
from support.oracle.world import (
    COOKIES,
    CROWD,
    CROWD_EMAIL,
    EMAIL_OF,
    EMAILS,
    FIELDS,
    FOREIGN_FIELD,
    FOREIGN_LEADS,
    LEAD_IDS,
    ONE_OF_THEIR_OWN,
)

T = TypeVar("T")

NEW_EMAILS = tuple(f"new{n}@example.org" for n in range(12))
_OFFSETS = (UTC, timezone(timedelta(hours=-6)), timezone(timedelta(hours=1)))
_VALUES: dict[str, tuple[str, ...]] = {
    "FirstName": ("George", "Ünï <&> ]]>", "\U0001f642", " two  words ", "x"),
    "LastName": ("Smith", "O'Neil", "Li", "x" * 200),
    "Company": ("Example", "Other, Inc.", "A & B"),
    "Country": ("Norway", "Peru", "Chad"),
    "LeadScore": ("7", "-3", "2147483647", "0"),
    "Rank": ("12", "28970000", "0"),
    "Rate": ("1.5", "0.001", "28970000", "1e3", "-0.5", "2.5E2"),
    "Budget": ("28970000", "1.50", "1000000.1", "1e6", "123456789.25"),
    "Agreed": ("true", "1", "false", "0"),
    "DateofBirth": ("2001-02-03", "1969-07-20"),
    "LastSeen": ("2014-02-01T10:00:00-06:00", "2014-02-01 10:00:00", "2014-02-01T10:00:00Z"),
    "Notes": ("two\nlines", "a,b;c", '"quoted"'),
    "Page__c": ("https://example.com/?a=b&c=d", "example.com"),
    "Website": ("www.example.com",),
    "CustomerKey": ("C0", "C6", "C77"),
    "AccountKey": ("A0", "A1", "A9"),
    "Title": ("Boss", "Clerk"),
    "Unsubscribed": ("true", "1", "false"),
    "City": ("Oslo", "Lima"),
}
_TYPES_OF_FIELDS = {each.name: each.data_type for each in SOAP_FIELDS} | {
    each.name: each.type for each in FIELDS
}


def _is_plain(name: str) -> bool:
    """Tell whether the values of a lead field have one spelling each."""
    return _TYPES_OF_FIELDS[name] in ("string", "text", "url", "integer")


class Draw:
    """Draws what calls are made of.

    Args:
        rng: The chance.
        now: The moment of the episode's next call.

    Attributes:
        version: The version that calls are made at.
        t: The types of that version.
        extra_leads: Leads that calls of this episode have made.
        gone: Leads that it has merged into others.
        foreign_leads: Leads that have a foreign id.
        batched: Leads that batches have changed. In one second it may be in another order than
            that of the batch, which would show if two of them became one.
        opportunities: Ids of opportunities that replies have shown.
        roles: Likewise of roles.
        positions: By operation, the positions that its replies ended with.
        is_plain: Whether leads have no foreign ids, and nothing is spelt in more than one way:
            keys have the letter case of the world.
        is_crowded: Whether the world has the crowd.
    """

    def __init__(self, rng: random.Random, now: datetime) -> None:
        self.rng = rng
        self.now = now
        self.extra_leads: list[int] = []
        self.gone: set[int] = set()
        self.foreign_leads = set(FOREIGN_LEADS)
        self.batched: set[int] = set()
        self.opportunities: list[int] = []
        self.roles: list[int] = []
        self.positions: dict[str, list[str]] = {}
        self.is_plain = False
        self.is_crowded = False
        self.version = ""
        self.t: Any = None
        self.next_version()

    def next_version(self) -> None:
        """Draw the version of the calls to come."""
        self.version = self.rng.choice(VERSIONS)
        self.t = contract(nearest_version(self.version)).bindings

    def call(
        self, operation: str, params: object, *, workspace: str | None = None, wrong: float = 0.08
    ) -> Call:
        """The call, now and then made wrong somewhere."""
        edits = (spoilt(self.rng),) if self.chance(wrong) else ()
        return Call(operation, params, self.version, edits, workspace)

    def has(self, type_name: str, element: str) -> bool:
        """Tell whether a type of this version has an element."""
        return contract(nearest_version(self.version)).declares(type_name, element)

    # Chance

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def pick(self, choices: Sequence[T]) -> T:
        return self.rng.choice(choices)

    def some(self, choices: Sequence[T], least: int, most: int) -> list[T]:
        """Some of these, each once, in random order."""
        most = min(most, len(choices))
        return self.rng.sample(list(choices), self.rng.randint(min(least, most), most))

    def maybe(self, value: T, share: float = 0.5) -> T | None:
        return value if self.chance(share) else None

    # Scalars and lists

    def moment(self, least: timedelta, most: timedelta) -> XmlDateTime:
        """A moment between two distances from now, in any offset."""
        between = self.rng.uniform(least.total_seconds(), most.total_seconds())
        when = self.now + timedelta(seconds=int(between))
        return XmlDateTime.from_datetime(
            when.astimezone(self.pick(_OFFSETS)).replace(microsecond=0)
        )

    def batch_size(self, least: int, most: int) -> int:
        """Mostly between two, now and then around a limit."""
        return self.pick(unusual.SIZES) if self.chance(0.08) else self.rng.randint(least, most)

    def resumed(self, operation: str) -> str | None:
        """Mostly none; now and then a position of an earlier call, which may ask for others."""
        if self.positions and self.chance(0.02):
            return self.pick(self.positions[self.pick(sorted(self.positions))])
        if operation in self.positions and self.chance(0.05):
            return self.pick(self.positions[operation])
        return None

    def position(self, operation: str, latest: str | None) -> str | None:
        """The position of the next page, mostly; else one that was given out earlier, or none."""
        if self.chance(0.02):
            return "not a position"
        if self.positions and self.chance(0.04):
            return self.pick(self.positions[self.pick(sorted(self.positions))])
        if operation in self.positions and self.chance(0.06):
            return self.pick(self.positions[operation])
        return latest

    def strings(self, values: Iterable[str]) -> Any:
        return self.t.ArrayOfString(string_item=list(values))

    def attributes(self, values: dict[str, str]) -> Any:
        if not values:
            return None
        return self.t.ArrayOfAttribute(
            attribute=[
                self.t.Attribute(attr_name=name, attr_type="string", attr_value=value)
                for name, value in values.items()
            ]
        )

    def unusual_attributes(self, listed: Any) -> None:
        """Have an attribute stand there twice, or its name be of other letter case."""
        if listed is None:
            return
        chosen = self.pick(listed.attribute)
        if self.chance(0.5):
            again = self.t.Attribute(attr_name=chosen.attr_name, attr_value="again")
            listed.attribute.append(again)
        else:
            chosen.attr_name = chosen.attr_name.upper()

    def attribs(self, values: dict[str, str]) -> Any:
        return self.t.ArrayOfAttrib(
            attrib=[self.t.Attrib(name=name, value=value) for name, value in values.items()]
        )

    # Leads

    def lead_id(self, wrong: float = 0.05) -> int:
        if self.chance(wrong):
            return self.pick((99, 1, 2_000_000_000))
        chosen: Sequence[int] = LEAD_IDS
        if self.extra_leads and self.chance(0.25):
            chosen = self.extra_leads
        elif self.is_crowded and self.chance(0.2):
            chosen = CROWD
        lead_id = self.pick(chosen)
        # One that was merged away is drawn again, mostly.
        return self.lead_id(wrong) if lead_id in self.gone and self.chance(0.95) else lead_id

    def email(self, wrong: float = 0.05) -> str:
        if self.chance(wrong):
            return self.pick(("nobody@example.net", "no address", *unusual.EMAILS))
        if self.is_crowded and self.chance(0.1):
            return CROWD_EMAIL
        email = self.pick(EMAILS)
        return email.upper() if self.chance(0.08) and not self.is_plain else email

    def key_of(self, kinds: Sequence[str], wrong: float = 0.06) -> tuple[str, str]:
        """Type and value of a lead key."""
        kind = self.pick(kinds)
        match kind:
            case "IDNUM":
                value = str(self.lead_id(wrong)) if not self.chance(wrong / 4) else "12x"
            case "EMAIL":
                value = self.email(wrong)
            case "COOKIE":
                value = self.pick(COOKIES) if not self.chance(wrong) else "id:1&token:none"
            case "LEADOWNEREMAIL":
                value = f"owner{self.rng.randrange(3)}@example.com"
            case "SFDCLEADID":
                value = f"00QD0000000{self.rng.randrange(0, 60, 6):02}"
            case "SFDCLEADOWNERID":
                value = f"005D0000000{self.rng.randrange(3)}"
            case _:
                value = "none"
        return kind, value

    def lead_key(
        self,
        kinds: Sequence[str] = ("IDNUM", "IDNUM", "EMAIL", "EMAIL", "EMAIL"),
        wrong: float = 0.06,
    ) -> Any:
        kind, value = self.key_of(kinds, wrong)
        return self.t.LeadKey(key_type=self.t.LeadKeyRef(kind), key_value=value)

    def values(self, most: int = 4, wrong: float = 0.03) -> dict[str, str]:
        """Values of lead fields."""
        known = [name for name in sorted(_VALUES) if not self.is_plain or _is_plain(name)]
        values = {name: self.pick(_VALUES[name]) for name in self.some(known, 0, most)}
        for name in list(values):
            if self.chance(0.08):
                values[name] = ""
            elif self.chance(0.08) and not self.is_plain:
                values[name] = self.pick(unusual.VALUES[_TYPES_OF_FIELDS[name]])
        if self.chance(wrong):
            values[self.pick(("pants", "firstname", "First Name"))] = "x"
        if self.chance(wrong):
            name = self.pick(("Rank", "DateofBirth", "Agreed", "Rate", "LastSeen"))
            values[name] = "soon"
        if self.chance(wrong):
            values[self.pick(("Frozen", "AnnualRevenue", "Id", "Created At"))] = "1000"
        return values

    def record(self, wrong: float = 0.05) -> Any:
        """A leadRecord with a key, mostly."""
        lead_id, email, foreign, kind = None, None, None, None
        values = self.values()
        match self.rng.randrange(10):
            case 0 | 1:
                lead_id = self.lead_id(wrong)
                email = self.maybe(self.pick(NEW_EMAILS), 0.25)
            case 2 | 3 if not self.is_plain:
                # No lead gets a second one: REST keeps one of a lead.
                own = self.pick(ONE_OF_THEIR_OWN)
                foreign, email = f"F-{own}", f"person{own}@example.com"
                if self.chance(0.4):
                    foreign = self.pick(("F-2", "F-10", "F-18"))
                    email = self.maybe(self.email(0), 0.4)
                elif self.chance(0.2):  # to the lead beside it, which gets no other
                    lead_id, email = LEAD_IDS[own - 1], None
                kind = self.maybe("CUSTOM", 0.7)
            case 4 if self.chance(wrong * 2):
                values["LastName"] = "Nobody"
            case 4:
                values["Email"] = self.email(0)
            case 5 | 6:
                email = self.pick(NEW_EMAILS)
                if self.chance(0.15):
                    email = self.pick(unusual.EMAILS)
            case _:
                email = self.email(wrong)
        if self.chance(0.04):
            values["Email"] = self.pick(NEW_EMAILS)
        values.pop(FOREIGN_FIELD, None)
        attributes = self.attributes(values)
        if self.chance(0.06):
            self.unusual_attributes(attributes)
        return self.t.LeadRecord(
            id=lead_id,
            email=email,
            foreign_sys_person_id=foreign,
            foreign_sys_type=None if kind is None else self.t.ForeignSysType(kind),
            lead_attribute_list=attributes,
        )

    def records(self, most: int) -> list[Any]:
        """Records of a batch, some of the same lead."""
        records = [self.record() for _ in range(self.rng.randint(1, most))]
        for _ in range(2):
            if self.chance(0.2):
                place = self.rng.randrange(len(records))
                again = self._again(records[place])
                records.insert(self.rng.randint(place + 1, len(records)), again)
        return records

    def _again(self, record: Any) -> Any:
        """Another record of the same lead, mostly with other values of the same fields."""
        listed = record.lead_attribute_list
        names = [each.attr_name for each in (listed.attribute if listed else ())]
        values = {each: self.pick(_VALUES[each]) for each in names if each in _VALUES}
        again = replace(
            record, lead_attribute_list=self.attributes(values or {"City": self.pick(("A", "B"))})
        )
        if self.chance(0.5):  # known by another key
            if record.id is not None:
                again.id, again.email = None, EMAIL_OF.get(record.id) or self.email(0)
            elif record.email in EMAIL_OF.values() and record.foreign_sys_person_id is None:
                holders = [each for each, email in EMAIL_OF.items() if email == record.email]
                again.id, again.email = holders[-1], None
        elif again.email is not None and not self.is_plain:
            again.email = again.email.swapcase()
        return again

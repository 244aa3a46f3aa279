"""Strategies for realistic parts of messages, in their JSON form.

The bounds are documented ones unless a comment says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mktows.contract import Contract
from mktows.facts.key_types import (
    COOKIE,
    CRM_KEY_FIELDS,
    EMAIL,
    IDNUM,
    LEAD_OWNER_EMAIL,
)
from mktows.facts.limits import LONGEST_TIME_RANGE
from mktows.testing.any_values import AWKWARD_CHARACTERS, XML_CHARACTERS

Json = dict[str, Any]
Objects = SearchStrategy[Json]
Builder = Callable[[Contract], Objects]

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_AWKWARD_ENDS = "<>&'\"é字\U0001f600\U0010ffff\ufffd;]{"
# The service was in use from about 2008 to 2026.
_EPOCH = datetime(2008, 1, 1, tzinfo=UTC)
_SECONDS = 18 * 365 * 24 * 3600

ids = st.integers(1, 2**31 - 1)
"""Ids of leads, lists, campaigns and objects."""
guids = ids.map(str)
"""Ids of activities as texts, as the vendor's samples of the later API show them."""
booleans = st.booleans()


_ends = st.sampled_from(_LETTERS + _AWKWARD_ENDS)
_middles = st.one_of(
    st.text(st.sampled_from(_LETTERS + " -_"), max_size=12),
    st.text(st.one_of(st.sampled_from(AWKWARD_CHARACTERS), XML_CHARACTERS), max_size=12),
    st.sampled_from(("]]>", "<![CDATA[x]]>", "&amp;&#13;", "a\rb\r\nc\nd", "\u2028", "true", "7")),
    st.just("long " * 1_000),
)
_name_ends = st.sampled_from(_LETTERS)
_name_middles = st.text(st.sampled_from(_LETTERS + " -_&<'é字"), max_size=20)


# Composites, since hypothesis now and then computes a strategy's repr: theirs are short.


@st.composite
def _text(draw: DrawFn) -> str:
    return draw(_ends) + draw(_middles) + draw(_ends)


@st.composite
def _name(draw: DrawFn) -> str:
    return draw(_name_ends) + draw(_name_middles) + draw(_name_ends)


@st.composite
def _word(draw: DrawFn) -> str:
    return draw(st.text(_name_ends, min_size=1, max_size=10))


@st.composite
def _crm_id(draw: DrawFn) -> str:
    return draw(st.text(_name_ends, min_size=15, max_size=15))


texts = _text()
"""Texts with XML's awkward characters inside, never empty and without white space around."""
lines = texts.map(lambda text: "".join(text.splitlines()))
"""Such texts in one line, as a row of an import has them."""
names = _name()
"""Names of lists, programs, campaigns and the like; without the dot that joins two of them."""
words = _word()
domains = st.builds(lambda word: f"{word.lower()}.example", words)
emails = st.builds(lambda word, domain: f"{word}@{domain}", words, domains)
cookies = st.builds(
    lambda number, domain, milliseconds, last: (
        f"id:{number:03}-HYG-937&token:_mch-{domain}-{milliseconds}-{last}"
    ),
    st.integers(0, 999),
    domains,
    st.integers(10**12, 2 * 10**12),
    st.integers(10_000, 99_999),
)
"""Values of the browser's cookie `_mkto_trk`."""
crm_ids = _crm_id()


# Times

offsets = st.sampled_from((-480, -420, -360, -300, 0, 60, 330, 345, 14 * 60, -12 * 60))


def _moment(second: int, offset: int) -> datetime:
    zone = timezone(timedelta(minutes=offset))
    return (_EPOCH + timedelta(seconds=second)).astimezone(zone)


moments = st.builds(_moment, st.integers(0, _SECONDS), offsets)
"""Whole seconds of the service's years, with the offset of some place on Earth."""
_fractions = st.sampled_from((timedelta(0), timedelta(0), timedelta(milliseconds=710)))
request_times = st.builds(lambda moment, more: (moment + more).isoformat(), moments, _fractions)
"""xs:dateTime as callers write it: fractions of a second are accepted."""
reply_times = moments.map(datetime.isoformat)
"""xs:dateTime as the service writes it: whole seconds and a numeric offset."""


def times_apart(seconds: SearchStrategy[int]) -> SearchStrategy[tuple[str, str]]:
    """Two times, the second so many seconds after the first."""
    return st.builds(
        lambda first, later: (first.isoformat(), (first + timedelta(seconds=later)).isoformat()),
        moments,
        seconds,
    )


_LONGEST = LONGEST_TIME_RANGE // timedelta(seconds=1)
ranges = times_apart(st.one_of(st.integers(0, _LONGEST), st.just(_LONGEST)))
"""Two times that a selector may ask for, the earlier first."""


# Objects and lists


def object_of(
    table: Contract,
    type_name: str,
    required: Mapping[str, SearchStrategy[Any]],
    optional: Mapping[str, SearchStrategy[Any]] | None = None,
) -> Objects:
    """Objects of a type, without members that the version does not have."""
    known = {field.element for field in table.types[type_name].fields}
    given = {name: item for name, item in (optional or {}).items() if name in known}
    return st.fixed_dictionaries(dict(required), optional=given)


def listed(name: str, items: SearchStrategy[list[Any]]) -> Objects:
    """The object that wraps a list, as in `{"leadRecord": [...]}`."""
    return items.map(lambda found: {name: found})


@st.composite
def some(
    draw: DrawFn,
    item: SearchStrategy[Any],
    *,
    numbered: Callable[[int], Any] | None = None,
    most: int = 4,
    by: Callable[[Any], Any] | None = None,
) -> list[Any]:
    """One to four different items, and now and then as many as are allowed.

    Args:
        draw: Hypothesis's own.
        item: One item.
        numbered: Makes the n-th of very many different items.
        most: How many are allowed.
        by: What makes two items the same.
    """
    if numbered is not None and draw(st.integers(0, 7)) == 7:
        start = draw(st.integers(1, 10**6))
        return [numbered(start + n) for n in range(most)]
    return draw(st.lists(item, min_size=1, max_size=min(4, most), unique_by=by))


# Attributes

LEAD_FIELDS: Mapping[str, SearchStrategy[str]] = {
    "AccountType": texts,
    "City": texts,
    "Company": texts,
    "Country": texts,
    "Date_of_purchase": moments.map(lambda moment: moment.date().isoformat()),
    "FirstName": texts,
    "LastName": texts,
    "LeadScore": st.integers(-1000, 1000).map(str),
    "LeadStatus": texts,
    "MiddleName": texts,
    "MobilePhone": st.integers(0, 9999).map(lambda n: f"650-555-{n:04}"),
    "Phone": st.integers(0, 9999).map(lambda n: f"650-555-{n:04}"),
    "Referrer__c": texts,
    "Title": texts,
    "Website": domains,
}
"""Lead fields of the recorded replies that callers may write, each with values of its type."""
FIELD_TYPES: Mapping[str, str] = {
    "Date_of_purchase": "date",
    "LeadScore": "integer",
    "Website": "url",
}
"""The attrType of those that are no strings."""


def _attribute(name: str, value: str) -> Json:
    return {"attrName": name, "attrValue": value}


_lead_attribute = st.one_of(
    *(st.builds(_attribute, st.just(name), values) for name, values in LEAD_FIELDS.items())
)
lead_attributes = listed("attribute", some(_lead_attribute, by=lambda item: item["attrName"]))
"""Attributes of a lead, each once."""


def attributes(*field_names: str) -> Objects:
    """Attributes of a custom object: those named, in order."""
    items = (st.builds(_attribute, st.just(name), texts) for name in field_names)
    return st.tuples(*items).map(lambda found: {"attribute": list(found)})


def attribs(*field_names: str, **values: SearchStrategy[str]) -> Objects:
    """Name and value pairs: those named, in order, with any text unless another is given."""
    items = (
        st.fixed_dictionaries({"name": st.just(name), "value": values.get(name, texts)})
        for name in field_names
    )
    return st.tuples(*items).map(lambda found: {"attrib": list(found)})


tokens = listed(
    "attrib",
    st.lists(
        st.builds(lambda word, value: {"name": f"{{{{my.{word}}}}}", "value": value}, words, texts),
        max_size=3,
        unique_by=lambda token: token["name"],
    ),
)
"""Program tokens, named in full."""


# Keys

KEY_VALUES: Mapping[str, SearchStrategy[str]] = {
    **dict.fromkeys(CRM_KEY_FIELDS, crm_ids),
    IDNUM: ids.map(str),
    COOKIE: cookies,
    EMAIL: emails,
    LEAD_OWNER_EMAIL: emails,
}
"""Values of each type of lead key."""
MEMBER_KEYS = tuple(name for name in KEY_VALUES if name != COOKIE)
"""Key types of operations that take no cookie."""


@st.composite
def _lead_key(draw: DrawFn, key_types: tuple[str, ...]) -> Json:
    key_type = draw(st.sampled_from(key_types))
    return {"keyType": key_type, "keyValue": draw(KEY_VALUES[key_type])}


def lead_keys(*key_types: str) -> Objects:
    """A lead key of one of some types, by default of any."""
    return _lead_key(key_types or tuple(KEY_VALUES))


def id_key(number: int) -> Json:
    """The key of a lead by its id."""
    return {"keyType": IDNUM, "keyValue": str(number)}


def key_of(key: Json) -> tuple[str, str]:
    """Type and value of a lead key, which tell whether two keys are the same."""
    return key["keyType"], key["keyValue"]

"""Plain mappings to records and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktows import RequestError, lead_mapping
from mktows.contract import contract
from mktows.mappings import lead_mappings
from mktows.values import LEAD_KEYS, Records, attribute_text

RECORDS = Records(contract("2_7"))
TEXTS = st.text(max_size=20)


@given(
    attributes=st.dictionaries(
        TEXTS.filter(
            lambda name: (
                name.lower()
                not in ("id", "leadid", "email", "foreignsyspersonid", "foreignsystype")
            )
        ),
        TEXTS,
    ),
    email=st.none() | TEXTS,
    id=st.none() | st.integers(1, 2**31 - 1),
    foreign_type=st.sampled_from([None, "CUSTOM", "SFDC", "NETSUITE"]),
)
def test_a_mapping_comes_back_as_it_went(
    attributes: dict[str, str], email: str | None, id: int | None, foreign_type: str | None
) -> None:
    keys = {"Id": id, "Email": email, "ForeignSysType": foreign_type}
    given_keys = {name: value for name, value in keys.items() if value is not None}
    assert lead_mapping(RECORDS.lead({**keys, **attributes})) == {**given_keys, **attributes}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("", ""),
        (" x ", " x "),
        (True, "true"),
        (False, "false"),
        (7, "7"),
        (Decimal("1.50"), "1.50"),
        (1.5, "1.5"),
        (0.1, "0.1"),
        (2.0, "2"),
        (-0.0, "0"),
        (-2.5e-7, "-0.00000025"),
        (1e21, "1000000000000000000000"),
        (Decimal("1E+3"), "1000"),
        (date(2012, 4, 4), "2012-04-04"),
        (datetime(2012, 10, 15, 14, 1, 26, tzinfo=UTC), "2012-10-15T14:01:26+00:00"),
    ],
)
def test_values_have_one_text_form(value: object, text: str) -> None:
    assert attribute_text(value, "X") == text


@pytest.mark.parametrize(
    "value",
    [float("inf"), b"x", None, [], Decimal("NaN"), datetime(2012, 10, 15), object()],
    ids=lambda value: type(value).__name__,
)
def test_values_without_an_agreed_form_are_refused_by_name_only(value: object) -> None:
    with pytest.raises(RequestError, match=r"Score|offset"):
        attribute_text(value, "Score")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("id", "Id"),
        ("leadId", "Id"),
        ("email", "Email"),
        ("foreignSysPersonId", "ForeignSysPersonId"),
        ("foreignSysType", "ForeignSysType"),
    ],
)
def test_a_misspelt_key_is_refused_since_the_service_would_ignore_it(
    wrong: str, right: str
) -> None:
    with pytest.raises(RequestError, match=f"write {right}, not {wrong}"):
        RECORDS.lead({wrong: "1"})


def test_none_is_not_sent() -> None:
    record = RECORDS.lead({"Email": "a@example.com", "FirstName": None, "Id": None})
    assert record.id is None
    assert record.lead_attribute_list is None


def test_an_unknown_foreign_type_says_which_are_known() -> None:
    with pytest.raises(RequestError, match="CUSTOM, SFDC, NETSUITE"):
        RECORDS.lead({"ForeignSysPersonId": "1", "ForeignSysType": "ORACLE"})


def test_one_text_is_no_list_of_texts() -> None:
    with pytest.raises(RequestError, match="expected a list"):
        RECORDS.array("ArrayOfString", "abc")


def test_a_record_goes_through_untouched() -> None:
    record = RECORDS.make("LeadRecord", id=1)
    assert RECORDS.lead(record) is record


def test_a_field_of_another_version_is_refused_by_name() -> None:
    with pytest.raises(RequestError, match="no merge_in_sales in version 2_3"):
        Records(contract("2_3")).make("ParamsMergeLeads", merge_in_sales=True)


def test_the_key_members_are_those_of_the_contract() -> None:
    fields = contract("2_7").types["LeadRecord"].fields
    assert tuple(field.element for field in fields[:-1]) == LEAD_KEYS


REFUSED = [
    (lambda: RECORDS.make("LeadRecord", colour=1), "LeadRecord has no colour in version 2_7"),
    (
        lambda: RECORDS.choice("ForeignSysType", "ORACLE"),
        "not a ForeignSysType; known are CUSTOM, SFDC, NETSUITE",
    ),
    (
        lambda: RECORDS.lead({"leadid": 1}),
        "write Id, not leadid: the service ignores other spellings",
    ),
    (
        lambda: RECORDS.lead_key(None, email=None, id=None),
        "give exactly one of key, email and id",
    ),
    (
        lambda: RECORDS.array("ArrayOfString", "abc"),
        "ArrayOfString: expected a list of values, got one str",
    ),
    (
        lambda: RECORDS.array("ArrayOfString", b"abc"),
        "ArrayOfString: expected a list of values, got one bytes",
    ),
    (lambda: attribute_text(b"x", "Score"), "Score: a bytes has no text form here; give a str"),
    (
        lambda: attribute_text(Decimal("Infinity"), "Score"),
        "Score: a Decimal has no text form here; give a str",
    ),
]


@pytest.mark.parametrize(("make", "words"), REFUSED, ids=[words for _, words in REFUSED])
def test_a_refusal_says_what_is_wrong_and_what_to_do(
    make: Callable[[], object], words: str
) -> None:
    with pytest.raises(RequestError) as caught:
        make()
    assert str(caught.value) == words


def test_what_is_a_record_or_nothing_stays_as_it_is() -> None:
    array = RECORDS.make("ArrayOfAttrib")
    assert RECORDS.attribs(array) is array
    assert RECORDS.attributes(array) is array
    assert RECORDS.attrib(array) is array
    assert RECORDS.key_pair("LeadKeyRef", array, "LeadKey") is array
    assert [RECORDS.attribs(None), RECORDS.attrib(None), RECORDS.array("ArrayOfAttrib", None)] == [
        None
    ] * 3
    assert RECORDS.make("LeadRecord", colour=None) == RECORDS.make("LeadRecord")


def test_leads_of_a_reply_without_a_list_are_none() -> None:
    assert lead_mappings(RECORDS.make("ResultGetLead", count=0)) == []
    leads = [RECORDS.lead({"Id": 7, "City": "x"}), RECORDS.lead({"Id": 8})]
    result = RECORDS.make(
        "ResultGetLead", lead_record_list=RECORDS.array("ArrayOfLeadRecord", leads)
    )
    assert lead_mappings(result) == [{"Id": 7, "City": "x"}, {"Id": 8}]

"""What random steps through the sandbox are made of: few values, so that they meet again."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import strategies as st

from support.sandbox_model import history, leads, mobjects, world

T = TypeVar("T")


def mostly(usual: st.SearchStrategy[T], *others: st.SearchStrategy[T]) -> st.SearchStrategy[T]:
    """Values of the first strategy, and seldom ones of the others."""
    return st.sampled_from([usual] * 6 * len(others) + [*others]).flatmap(lambda chosen: chosen)


DAY = 86_400
EMAILS = ["a@one.example", "A@ONE.example", "b@two.example", "c@three.example", "no address"]
COOKIES = ["id:561-HYG-937&token:_mch-1", "id:561-HYG-937&token:_mch-2"]
TEXTS = ["", "x", "X", "Ünï <&> ]]>", "🙂", " two  words "]
KEYS = ["K1", "K2"]
LEAD_IDS = st.integers(1, 8)
LEAD_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "FirstName": st.sampled_from(TEXTS),
        "LastName": st.sampled_from(TEXTS),
        "Company": st.sampled_from(TEXTS),
        "Website": st.sampled_from(["", "www.example.com"]),
        "LeadScore": st.sampled_from(["", "7", "-3", "many"]),
        "DateofBirth": st.sampled_from(["", "2001-02-03", "soon"]),
        "AnnualRevenue": st.just("1000"),
        "Email": st.sampled_from(["", *EMAILS]),
        "CustomerKey": st.sampled_from(KEYS),
        "AccountKey": st.sampled_from(KEYS),
        "LeadOwnerEmail": st.sampled_from(["", "owner@example.com", "OWNER@example.com"]),
    },
)
WITH_UNKNOWN = LEAD_VALUES.map(lambda values: {**values, "pants": "x"})
LEADS = st.builds(
    leads.Given,
    id=st.sampled_from([None, None, None, None, 1, 2, 3, 4, 5, 9]),
    email=st.sampled_from([None, None, *EMAILS]),
    foreign_id=st.sampled_from([None, None, "F1", "F2"]),
    foreign_type=st.sampled_from([None, "CUSTOM", "SFDC"]),
    values=mostly(LEAD_VALUES, WITH_UNKNOWN),
)
LEAD_KEYS = st.sampled_from(
    [
        *[("IDNUM", str(number)) for number in range(1, 7)] * 3,
        *[("EMAIL", email) for email in EMAILS],
        ("LEADOWNEREMAIL", "Owner@example.com"),
    ]
)
ANY_KEYS = mostly(
    LEAD_KEYS,
    st.sampled_from([("COOKIE", cookie) for cookie in COOKIES]),
    st.sampled_from([("SFDCLEADID", "1"), ("SFDCLEADOWNERID", "1"), ("LEADOWNEREMAIL", "x")]),
    st.sampled_from([("IDNUM", "99"), ("EMAIL", "nobody@example.com")]),
)
LIST_NAMES = mostly(
    st.sampled_from(["Newsletter", "newsletter", "Customers"]),
    st.sampled_from(["Launch.Attendees", "None"]),
)
PROGRAM_LISTS = st.sampled_from(
    [
        *[("Launch", "Attendees"), ("launch", "ABSENTEES")] * 3,
        *(("Copy 1", "Attendees"), ("Launch", "None")),
    ]
)
TOKENS = st.dictionaries(
    st.sampled_from(["{{my.message}}", "{{my.other token}}"]), st.sampled_from(TEXTS), max_size=2
)
TYPES = st.none() | st.sets(st.sampled_from(sorted(history.TYPES)), min_size=1, max_size=3)
SIZES = st.sampled_from([None, 1, 2, 3, 7])
BACK = st.integers(-2, 20)  # moments, as seconds before the present one
MODES = st.sampled_from(["UPSERT", "INSERT", "UPDATE", "UPSERT"])
DEAL_KEYS = st.tuples(st.just(world.EXTERNAL_KEY), st.sampled_from(["D1", "D2"]))
OBJECT_IDS = st.integers(1, 6)
LINKS = st.one_of(
    st.builds(mobjects.Link, st.sampled_from(["Lead", "Opportunity"]), id=OBJECT_IDS),
    st.builds(mobjects.Link, st.just("Opportunity"), key=DEAL_KEYS),
    st.builds(
        mobjects.Link,
        st.sampled_from(["Lead", "Company"]),
        key=st.tuples(
            st.sampled_from(["CustomerKey", "AccountKey", "pants"]), st.sampled_from(KEYS)
        ),
    ),
)
OPPORTUNITIES = st.builds(
    mobjects.Given,
    st.just("Opportunity"),
    id=st.none() | OBJECT_IDS,
    key=mostly(st.none() | DEAL_KEYS, st.just(("Name", "One"))),
    values=st.fixed_dictionaries(
        {},
        optional={
            "Name": st.sampled_from(["", "One", "ONE", "Two", "Ünï", "ÜNÏ"]),
            "Stage": st.sampled_from(["", "won", "Lost"]),
            "Type": st.sampled_from(["", "New"]),
            "Amount": st.just("80%"),
            world.EXTERNAL_KEY: st.sampled_from(["D1", "D2", ""]),
            "pants": st.just("x"),
        },
    ),
    links=st.lists(LINKS, max_size=1).map(tuple),
)
ROLES = st.builds(
    mobjects.Given,
    st.just("OpportunityPersonRole"),
    id=mostly(st.none(), OBJECT_IDS),
    key=mostly(st.none(), DEAL_KEYS),
    values=st.fixed_dictionaries(
        {},
        optional={
            "OpportunityId": OBJECT_IDS.map(str),
            "PersonId": LEAD_IDS.map(str),
            "Role": st.sampled_from(["", "Champion", "champion", "Buyer"]),
            "IsPrimary": st.just("1"),
        },
    ),
    links=st.lists(LINKS, max_size=2).map(tuple),
)
GROUPS = st.one_of(
    st.tuples(
        st.just("Cost"),
        st.fixed_dictionaries(
            {"Amount": st.sampled_from(["12.50", "much"])},
            optional={
                "Month": st.sampled_from(["2014-02", "2014-13"]),
                "Id": st.sampled_from(["3", "4", "9"]),
                "Note": st.sampled_from(TEXTS[1:4]),
            },
        ),
    ),
    st.tuples(
        st.just("Tag"),
        st.fixed_dictionaries(
            {"Type": st.sampled_from(["Season", "Channel", "None"])},
            optional={"Value": st.sampled_from(["Winter", "Summer", "Letter", "Stall"])},
        ),
    ),
    st.just(("Token", {"Name": "message", "Value": "x"})),
)
PROGRAMS = st.builds(
    mobjects.Given,
    st.just("Program"),
    id=st.sampled_from([None, 5001, 5002, 5999]),
    groups=st.lists(GROUPS, max_size=2).map(tuple),
)
COMPARISONS = st.sampled_from(sorted(mobjects.COMPARISONS))
NAMES = st.sampled_from(["One", "one", "ünï", "Two", "M", "Launch", "Winter", "Season", "won", ""])
CRITERIA = st.one_of(
    st.tuples(st.just("Id"), COMPARISONS, st.sampled_from(["2", "4", "5001", "5002"])),
    st.tuples(st.sampled_from(["Created At", "Updated At"]), COMPARISONS, BACK.map(str)),
    st.tuples(
        st.sampled_from(["Name", "Stage", "Type", "Role", "Tag Type", "Tag Value"]),
        COMPARISONS,
        NAMES,
    ),
    st.just(("Include Archive", "EQ", "true")),
)
RECORD_NAMES = st.sampled_from(["Roadshow", "ROADSHOW", "Roadshow", "Car", "Car", "None"])
RECORD_KEYS = st.fixed_dictionaries(
    {},
    optional={
        "MKTOID": LEAD_IDS.map(str) | st.just("x"),
        "rid": st.sampled_from(["1", "2", "10", ""]),
        "vin": st.sampled_from(["1", "2"]),
    },
)
# Ids of one and of two digits, which do not sort as texts do.
RECORD_LEADS = st.sampled_from(["1", "2", "3", "9", "10", "11"])
GOOD_RECORDS = st.one_of(
    st.tuples(
        st.fixed_dictionaries({"MKTOID": RECORD_LEADS, "rid": st.sampled_from(["1", "2", "10"])}),
        st.fixed_dictionaries(
            {},
            optional={"city": st.sampled_from(TEXTS), "zip": st.sampled_from(["", "94404", "x"])},
        ),
    ),
    st.tuples(
        st.fixed_dictionaries({"vin": st.sampled_from(["1", "2", "3"])}),
        st.fixed_dictionaries(
            {}, optional={"MKTOID": RECORD_LEADS, "color": st.sampled_from(TEXTS)}
        ),
    ),
)

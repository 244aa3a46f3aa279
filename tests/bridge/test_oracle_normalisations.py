"""Each normalisation of the oracle hides what it says, and nothing beside it."""

from __future__ import annotations

import pytest
from lxml import etree
from support.oracle.aliases import Aliases
from support.oracle.normalisations import NORMALISATIONS, Exchanged

_XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def _lead(kind: str, value: str | None, *, name: str = "X", foreign: str = "") -> str:
    attribute = (
        f"<attribute><attrName>{name}</attrName><attrType>{kind}</attrType>"
        f"<attrValue>{value}</attrValue></attribute>"
    )
    return (
        f"<leadRecord><Id>1</Id><ForeignSysPersonId>{foreign}</ForeignSysPersonId>"
        f"<ForeignSysType>{'CUSTOM' if foreign else ''}</ForeignSysType>"
        f"<leadAttributeList>{attribute if value is not None else ''}"
        "<attribute><attrName>Y</attrName><attrType>string</attrType><attrValue>true</attrValue>"
        "</attribute></leadAttributeList></leadRecord>"
    )


def _cost(number: int | None, month: str, kind: str = "Cost") -> str:
    own = f"<attrib><name>Id</name><value>{number}</value></attrib>" if number else ""
    return (
        f"<typeAttrib><attrType>{kind}</attrType><attrList>{own}<attrib><name>Month</name>"
        f"<value>{month}</value></attrib></attrList></typeAttrib>"
    )


def _external(value: str) -> str:
    pair = f"<name>externalOpportunityId</name><value>{value}</value>"
    return f"<attribList><attrib>{pair}</attrib></attribList><externalKey>{pair}</externalKey>"


def _linked(*kinds: str) -> str:
    listed = "".join(
        f"<mObjAssociation><mObjType>{each}</mObjType></mObjAssociation>" for each in kinds
    )
    return f"<associationList>{listed}</associationList>" if kinds else ""


def _foreign(value: str | None, foreign: str) -> str:
    return _lead("string", value, name="ForeignId", foreign=foreign)


def _activity(*ids: int) -> str:
    return "".join(f"<activityRecord><id>{each}</id></activityRecord>" for each in ids)


def _reason(text: str, name: str = "Reason") -> str:
    return (
        "<activityRecord><activityAttributes><attribute><attrName>"
        f"{name}</attrName><attrValue>{text}</attrValue></attribute></activityAttributes></activityRecord>"
    )


def _change(field: str, value: str, old: str = "") -> str:
    return (
        "<leadChangeRecord><activityType>Change Data Value</activityType>"
        f"<mktgAssetName>{field}</mktgAssetName><activityAttributes><attribute>"
        f"<attrName>Old Value</attrName><attrValue>{old}</attrValue></attribute><attribute>"
        f"<attrName>New Value</attrName><attrValue>{value}</attrValue></attribute>"
        "</activityAttributes></leadChangeRecord>"
    )


def _changes(*changes: str) -> str:
    listed = f"<leadChangeRecordList><leadChangeRecord/>{''.join(changes)}</leadChangeRecordList>"
    return f"<returnCount>{len(changes)}</returnCount>{listed}"


def _at(second: int, lead: int, kind: str = "") -> str:
    return (
        f"<leadChangeRecord><activityDateTime>{second}</activityDateTime>"
        f"<activityType>{kind}</activityType><mktPersonId>{lead}</mktPersonId></leadChangeRecord>"
    )


def _member(kind: str, source: str) -> str:
    return (
        f"<activityRecord><activityType>{kind}</activityType><attribute><attrName>Source</attrName>"
        f"<attrValue>{source}</attrValue></attribute></activityRecord>"
    )


def _car(name: str, value: str) -> str:
    return (
        f"<customObj><attribute><attrName>{name}</attrName><attrValue>{value}</attrValue>"
        "</attribute></customObj>"
    )


def _ended(time: str) -> str:
    return f"<endedTime>2014-02-13T{time}-06:00</endedTime>"


def _run(operation: str, requested: int = 0, begins: int = 0) -> str:
    return (
        f"<run><operation>{operation}</operation><requested_at>{requested}</requested_at>"
        f"<run_at>{begins}</run_at></run>"
    )


def _object(number: int, kind: str = "Opportunity") -> str:
    return f"<mObject><type>{kind}</type><id>{number}</id></mObject>"


CASES = [
    ("boolean-spelling", _lead("boolean", "true"), _lead("boolean", "1"), True),
    ("boolean-spelling", _lead("boolean", "false"), _lead("boolean", None), True),
    ("boolean-spelling", _lead("boolean", "true"), _lead("boolean", None), False),
    ("boolean-spelling", _lead("boolean", "0"), _lead("boolean", "1"), False),
    ("boolean-spelling", _lead("string", "true"), _lead("string", "1"), False),
    ("number-spelling", _lead("currency", "1.50"), _lead("currency", "1.5"), True),
    ("number-spelling", _lead("float", "1e3"), _lead("float", "1000"), True),
    ("number-spelling", _lead("currency", "28970000"), _lead("currency", "28970001"), False),
    ("number-spelling", _lead("integer", "007"), _lead("integer", "7"), True),
    ("number-spelling", _lead("integer", "70"), _lead("integer", "7"), False),
    ("number-spelling", _lead("float", "-0"), _lead("float", "0"), True),
    ("moment-spelling", _lead("date", "20010203"), _lead("date", "2001-02-03"), True),
    ("moment-spelling", _lead("date", "2001-02-03"), _lead("date", "2001-02-04"), False),
    (
        "moment-spelling",
        _lead("datetime", "2014-02-01T10:00:00.123Z"),
        _lead("datetime", "2014-02-01T04:00:00-06:00"),
        True,
    ),
    (
        "moment-spelling",
        _lead("datetime", "2014-02-01T10:00:01Z"),
        _lead("datetime", "2014-02-01T10:00:00Z"),
        False,
    ),
    ("number-spelling", _lead("string", "1.50"), _lead("string", "1.5"), False),
    (
        "moment-spelling",
        _lead("datetime", "2014-02-01 10:00:00"),
        _lead("datetime", "2014-02-01T10:00:00-06:00"),
        True,
    ),
    (
        "moment-spelling",
        _lead("datetime", "2014-02-01 10:00:00"),
        _lead("datetime", "2014-02-01T16:00:00Z"),
        False,
    ),
    ("number-spelling", _lead("currency", "28970000"), _lead("currency", "2.897e+07"), False),
    ("boolean-spelling", _lead("boolean", "true"), _lead("boolean", "true"), False),
    (
        "moment-spelling",
        _lead("datetime", "2014-02-01 10:00:00"),
        _lead("datetime", "2014-02-01T10:00:00Z"),
        False,
    ),
    ("foreign-field", _foreign(None, "F2"), _foreign("F2", "F2"), True),
    ("foreign-field", _foreign(None, "F2"), _foreign("F1", "F2"), False),
    ("foreign-field", _foreign(None, "F2"), _foreign("F3", "F3"), False),
    ("stream-position", "<newStreamPosition>a</newStreamPosition>",
     "<newStreamPosition>b</newStreamPosition>", True),
    ("stream-position", "<newStreamPosition>a</newStreamPosition>", "<newStreamPosition/>", False),
    ("start-position", "<newStartPosition><offset>a</offset></newStartPosition>",
     "<newStartPosition><offset>b</offset></newStartPosition>", True),
    ("start-position", "<newStartPosition><offset>a</offset></newStartPosition>",
     f'<newStartPosition><offset {_XSI} xsi:nil="true"/></newStartPosition>', False),
    ("remaining-flag", "<remainingCount>7</remainingCount>",
     "<remainingCount>1</remainingCount>", True),
    ("remaining-flag", "<remainingCount>7</remainingCount>",
     "<remainingCount>0</remainingCount>", False),
    ("reason-of-change", _reason("SOAP API"), _reason("Web service API"), True),
    ("reason-of-change", _reason("SOAP API"), _reason("List import"), False),
    ("value-of-change", _change("Agreed", "true"), _change("Agreed", "1"), True),
    ("value-of-change", _change("Agreed", "true"), _change("Agreed", "0"), False),
    ("value-of-change", _change("Notes", "true"), _change("Notes", "1"), False),
    ("foreign-id-kept", _lead("string", None, foreign="F1"), _foreign("F1", ""), True),
    ("foreign-id-kept", _lead("string", None, foreign="F1"), _foreign("F2", "F1"), False),
    ("foreign-id-changed", _changes(), _changes(_change("ForeignId", "F1")), True),
    ("foreign-id-changed", _changes(), _changes(_change("Notes", "F1")), False),
    ("letter-case-of-address", "<Email>A@x.org</Email>", "<Email>a@X.org</Email>", True),
    ("letter-case-of-address", "<Email>a@x.org</Email>", "<Email>b@x.org</Email>", False),
    ("spelling-changed", _changes(), _changes(_change("Email Address", "A@x", "a@X")), True),
    ("spelling-changed", _changes(), _changes(_change("Email Address", "A@x", "b@X")), False),
    ("spelling-changed", _changes(), _changes(_change("First Name", "A", "a")), False),
    ("spelling-changed", _changes(), _changes(_change("Agreed", "true", "1")), True),
    ("spelling-changed", _changes(), _changes(_change("Agreed", "true", "0")), False),
    ("spelling-changed", _changes(), _changes(_change("Notes", "1", "1")), False),
    ("order-within-second", _at(9, 1) + _at(9, 2), _at(9, 2) + _at(9, 1), True),
    ("order-within-second", _at(8, 1) + _at(9, 2), _at(8, 2) + _at(9, 1), False),
    ("order-within-second", _at(9, 1, "A") + _at(9, 1, "B"),
     _at(9, 1, "B") + _at(9, 1, "A"), False),
    ("custom-boolean-spelling", _car("electric", "true"), _car("electric", "1"), True),
    ("custom-boolean-spelling", _car("electric", "true"), _car("electric", "0"), False),
    ("custom-boolean-spelling", _car("color", "true"), _car("color", "1"), False),
    ("custom-number-spelling", _car("doors", "007"), _car("doors", "7"), True),
    ("custom-number-spelling", _car("doors", "5"), _car("doors", "7"), False),
    ("custom-number-spelling", _car("color", "007"), _car("color", "7"), False),
    ("time-of-end", _ended("12:00:00"), _ended("12:00:10"), True),
    ("time-of-end", _ended("12:00:10"), _ended("12:00:00"), False),
    ("time-of-end", _ended("12:00:10"), "<endedTime/>", False),
    ("source-of-membership", _member("Add to List", "List import"),
     _member("Add to List", "Web service API"), True),
    ("source-of-membership", _member("Add to List", "Web service API"),
     _member("Add to List", "List import"), False),
    ("source-of-membership", _member("New Lead", "List import"),
     _member("New Lead", "Web service API"), False),
    ("source-of-merge", _reason("SOAP API", "Merge Source"),
     _reason("Web service API", "Merge Source"), True),
    ("source-of-merge", _reason("SOAP API"), _reason("Web service API"), False),
    ("name-of-run", _run("requestCampaign"), _run("trigger_campaign"), True),
    ("name-of-run", _run("requestCampaign"), _run("schedule_campaign"), False),
    ("time-of-run", _run("scheduleCampaign", 100, 120), _run("scheduleCampaign", 100, 400), True),
    ("time-of-run", _run("scheduleCampaign", 100, 120), _run("scheduleCampaign", 100, 401), False),
    ("time-of-run", _run("requestCampaign", 100, 120), _run("requestCampaign", 100, 400), False),
    ("activity-id", _activity(3, 5), _activity(70, 71), True),
    ("activity-id", _activity(3, 5), _activity(70, 70), False),
    ("cost-id", _cost(3, "2013-06"), _cost(None, "2013-06"), True),
    ("cost-id", _cost(3, "2013-06"), _cost(None, "2013-07"), False),
    ("cost-id", _cost(3, "x", "Token"), _cost(None, "x", "Token"), False),
    ("company-of-opportunity", _linked("Company"), "", True),
    ("company-of-opportunity", _linked("Company", "Lead"), _linked("Lead"), True),
    ("company-of-opportunity", _linked("Lead"), "", False),
    ("made-external-id", "", _external("mktows-1"), True),
    ("made-external-id", "", _external("other"), False),
    ("object-id", _object(3), _object(1_000_000_001), True),
    ("object-id", _object(3) + _object(4), _object(7) + _object(7), False),
    ("object-id", _object(3, "Program"), _object(4, "Program"), False),
]  # fmt: skip
_BY_ID = {each.id: each for each in NORMALISATIONS}


@pytest.mark.parametrize(("name", "sandbox", "bridge", "hidden"), CASES)
def test_hides_what_it_says(name: str, sandbox: str, bridge: str, hidden: bool) -> None:
    one, other = (etree.fromstring(f"<reply {_XSI}>{each}</reply>") for each in (sandbox, bridge))
    exchanged = Exchanged("", etree.Element("request"), one, other, (Aliases(), Aliases()))
    assert _BY_ID[name].apply(exchanged) or not hidden
    assert (etree.tostring(one) == etree.tostring(other)) is hidden


def test_counts_of_keys_are_compared() -> None:
    request = etree.fromstring("<r><leadSelector><keyType>IDNUM</keyType></leadSelector></r>")
    one, other = (
        etree.fromstring(f"<reply><remainingCount>{each}</remainingCount></reply>")
        for each in (7, 1)
    )
    exchanged = Exchanged("", request, one, other, (Aliases(), Aliases()))
    assert not _BY_ID["remaining-flag"].apply(exchanged)
    assert other.findtext("remainingCount") == "1"


def test_every_normalisation_has_both_kinds_of_cases() -> None:
    for hidden in (True, False):
        assert {name for name, *_, each in CASES if each is hidden} == _BY_ID.keys()

"""Lead fields are kept between transactions, and never when they have changed."""

from __future__ import annotations

import contextlib
from pathlib import Path

from mktows.facts.lead_fields import LeadField
from mktows.sandbox.store import Store


def titles(store: Store, name: str) -> str | None:
    with store.reading() as data:
        field = data.leads.fields().get(name)
        return None if field is None else field.display_name


def test_a_field_that_another_process_defines_is_known_at_the_next_call(tmp_path: Path) -> None:
    here, there = Store(tmp_path / "leads.db"), Store(tmp_path / "leads.db")
    assert titles(here, "Shoe__c") is None
    with there.writing() as data:
        data.leads.define_field(LeadField("Shoe__c", "Shoe"))
    assert titles(here, "Shoe__c") == "Shoe"
    with there.writing() as data:
        data.leads.define_field(LeadField("Shoe__c", "Shoe size"))
    assert titles(here, "Shoe__c") == "Shoe size"
    here.close()
    there.close()


def test_a_definition_that_was_taken_back_is_not_known() -> None:
    store = Store()
    with contextlib.suppress(ZeroDivisionError), store.writing() as data:
        data.leads.define_field(LeadField("Shoe__c", "Shoe"))
        assert "Shoe__c" in data.leads.fields()
        raise ZeroDivisionError
    assert titles(store, "Shoe__c") is None
    store.close()


def test_each_api_knows_fields_by_names_of_its_own() -> None:
    with contextlib.closing(Store()) as store:
        with store.writing() as data:
            data.leads.define_field(LeadField("Shoe__c", "Shoe", rest_name="shoe"))
            data.leads.define_field(LeadField("Hat__c", "Hat"))
            # A name is that of the field that had it first.
            data.leads.define_field(LeadField("company", "Another Company"))
        with store.reading() as data:
            soap, rest = data.leads.fields(), data.leads.rest_fields()
        assert rest["shoe"] == soap["Shoe__c"]
        assert rest["Hat__c"] == soap["Hat__c"]
        assert rest["company"] == soap["Company"]
        assert rest["sicCode"] == soap["SICCode"]
        assert soap["company"].display_name == "Another Company"
        assert "emailInvalid" in rest
        assert "emailInvalid" not in soap
        assert "SFDC Type" in soap
        assert rest["company"].number == 2
        assert "SFDC Type" not in {each.name for each in rest.values()}


def test_a_field_keeps_its_number() -> None:
    with contextlib.closing(Store()) as store:
        numbers = []
        for title in ("Shoe", "Shoe size"):
            with store.writing() as data:
                data.leads.define_field(LeadField("Shoe__c", title))
                data.leads.define_field(LeadField(title, title))
            with store.reading() as data:
                numbers.append(data.leads.rest_fields()["Shoe__c"].number)
                everything = [each.number for each in data.leads.rest_fields().values()]
                assert len({*everything}) == len(everything)
        assert numbers[0] == numbers[1]

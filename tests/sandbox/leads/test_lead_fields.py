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

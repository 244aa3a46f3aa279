"""The sandbox's database: its file, its transactions, and what it keeps to itself."""

from __future__ import annotations

import gc
import multiprocessing
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from mktows_bindings.v2_7 import types
from sqlalchemy.exc import IntegrityError
from support.example_instance import define_examples

from mktows.database.failures import UnusableDatabase
from mktows.errors import ConfigError
from mktows.sandbox import tables
from mktows.sandbox.emulator import Emulator
from mktows.sandbox.store import Store, Transaction
from mktows.server.backend import Call
from mktows.server.refusals import Refusal

NOW = datetime(2014, 2, 13, 12, 0, tzinfo=UTC)


def answer(backend: Emulator, operation: str, params: object) -> Any:
    result: Any = backend.answer(Call(operation, types, "user", None, NOW), params)
    return result.result


def sync(backend: Emulator, email: str, **values: str) -> int:
    attributes = [types.Attribute(attr_name=n, attr_value=v) for n, v in values.items()]
    record = types.LeadRecord(
        email=email, lead_attribute_list=types.ArrayOfAttribute(attribute=attributes)
    )
    params = types.ParamsSyncLead(lead_record=record, return_lead=False)
    lead_id: int = answer(backend, "syncLead", params).lead_id
    return lead_id


def count(backend: Emulator, email: str) -> int:
    key = types.LeadKey(key_type=types.LeadKeyRef.EMAIL, key_value=email)
    try:
        found: int = answer(backend, "getLead", types.ParamsGetLead(lead_key=key)).count
    except Refusal:
        return 0
    return found


def _sync_many(path: str, start: int) -> list[int]:
    backend = Emulator(path)
    try:
        return [sync(backend, f"{start + n}@example.com") for n in range(20)]
    finally:
        backend.close()


# Files


def test_a_named_file_keeps_its_leads(tmp_path: Path) -> None:
    path = tmp_path / "leads.db"
    first = Emulator(path)
    assert sync(first, "a@example.com") == 1
    first.close()
    again = Emulator(str(path))
    assert sync(again, "a@example.com") == 1
    again.close()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    Store(path).close()
    assert path.stat().st_size > 0


def test_a_private_database_is_gone_after_close(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    backend = Emulator()
    sync(backend, "a@example.com")
    assert list(tmp_path.iterdir())
    backend.close()
    backend.close()
    assert not list(tmp_path.iterdir())


def test_a_private_database_is_gone_when_it_is_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    store = Store()
    del store
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_two_private_databases_share_nothing() -> None:
    first, second = Emulator(), Emulator()
    sync(first, "a@example.com")
    assert (count(first, "a@example.com"), count(second, "a@example.com")) == (1, 0)
    first.close()
    second.close()


def test_a_closed_store_says_so() -> None:
    store = Store()
    store.close()
    with pytest.raises(RuntimeError, match="closed"), store.reading():
        pass


def test_a_newer_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "newer.db"
    Store(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {tables.SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UnusableDatabase, match=r"newer version .* update mktows or give another"):
        Store(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_another_programs_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE lead (id INTEGER)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UnusableDatabase, match="belongs to another program; give the path"):
        Store(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Sirs, " * 1000)
    with pytest.raises(
        ConfigError, match=r"cannot use \S+letter\.txt as the sandbox's database: ."
    ):
        Store(path)
    assert path.read_text().startswith("Dear Sirs")
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_where_no_file_can_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableDatabase, match="is a directory"):
        Store(tmp_path)
    with pytest.raises(UnusableDatabase, match="directory does not exist"):
        Store(tmp_path / "missing" / "leads.db")


def test_a_database_in_memory_is_refused_and_makes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnusableDatabase, match="give none for a private temporary one"):
        Store(":memory:")
    assert not list(tmp_path.iterdir())


# Transactions


def test_a_refused_call_writes_nothing_and_uses_no_id() -> None:
    backend = Emulator()
    with pytest.raises(Refusal):
        sync(backend, "a@example.com", pants="x")
    assert sync(backend, "b@example.com") == 1
    backend.close()


def test_a_call_that_breaks_off_writes_nothing() -> None:
    store = Store()

    def break_off() -> None:
        with store.writing() as data:
            data.leads.create("a@example.com", 0)
            data.leads.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    with store.reading() as data:
        assert data.leads.newest_by_email("a@example.com") is None
    store.close()


def test_a_savepoint_takes_back_its_own_block_only() -> None:
    store = Store()

    def break_off(data: Transaction) -> None:
        with data.savepoint():
            data.programs.set_tag(1001, "Regions", "South")
            raise ZeroDivisionError

    with store.writing() as data:
        data.programs.set_tag(1001, "Regions", "North")
        with pytest.raises(ZeroDivisionError):
            break_off(data)
    with store.reading() as data:
        assert ("Regions", "North") in data.programs.details([1001])[1001].tags
    store.close()


def test_ids_are_not_used_again_after_a_lead_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "leads.db"
    backend = Emulator(path)
    assert [sync(backend, f"{n}@example.com") for n in range(2)] == [1, 2]
    backend.close()
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM lead")
    connection.commit()
    connection.close()
    again = Emulator(path)
    assert sync(again, "a@example.com") == 3
    again.close()


def test_threads_write_without_losing_a_lead() -> None:
    backend = Emulator()

    def work(number: int) -> int:
        sync(backend, f"{number % 40}@example.com", FirstName=str(number))
        return count(backend, f"{number % 40}@example.com")

    with ThreadPoolExecutor(16) as pool:
        counts = list(pool.map(work, range(200)))
    assert counts == [1] * 200
    assert sync(backend, "next@example.com") == 41
    backend.close()


def test_a_reader_sees_one_state_while_others_write() -> None:
    backend = Emulator()
    with backend.store.reading() as data:
        assert data.leads.updated_between(0, 2**40, after=0, limit=10) == ([], 0)
        sync(backend, "a@example.com")
        assert data.leads.updated_between(0, 2**40, after=0, limit=10) == ([], 0)
    assert count(backend, "a@example.com") == 1
    backend.close()


@pytest.mark.slow
def test_processes_share_a_named_file(tmp_path: Path) -> None:
    path = str(tmp_path / "leads.db")
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        made = pool.starmap(_sync_many, [(path, 100), (path, 200), (path, 300)])
    assert sorted(each for part in made for each in part) == list(range(1, 61))


# What is kept


def test_a_new_database_has_the_fields_with_their_display_names() -> None:
    store = Store()
    with store.reading() as data:
        assert "FSPID" not in data.leads.fields()
    define_examples(store)
    with store.reading() as data:
        fields = data.leads.fields()
    assert fields["Email"].display_name == "Email Address"
    assert fields["Marketo Jigsaw Contact Id"].display_name == "Marketo Data.com ID"
    assert (fields["LeadScore"].data_type, fields["Website"].data_type) == ("integer", "url")
    assert fields["FSPID"].custom
    assert not fields["Company"].custom
    assert not fields["Urgency"].writable
    store.close()


def test_lookups_use_an_index(tmp_path: Path) -> None:
    path = tmp_path / "leads.db"
    store = Store(path)
    define_examples(store)
    store.close()
    connection = sqlite3.connect(path)
    for condition, index in [
        ("email_key IN ('a', 'b')", "lead_by_email"),
        ("""json_extract(attributes, '$."FSPID"') IN ('a')""", "lead_by_attribute_FSPID"),
    ]:
        plan = connection.execute(f"EXPLAIN QUERY PLAN SELECT id FROM lead WHERE {condition}")
        assert index in plan.fetchone()[3]
    connection.close()


def test_text_of_every_kind_comes_back_as_it_was() -> None:
    text = 'O\'Brien "<&>" \\ % :x ? Zoë 漢字 \U0001f600'
    store = Store()
    with store.writing() as data:
        made = data.leads.create("a@example.com", 0)
        made.attributes["FSPID"] = text
    with store.reading() as data:
        assert data.leads.ids_by_attribute("FSPID", [text]) == {made.id}
        assert data.leads.load([made.id])[0].attributes == {"FSPID": text}
        assert data.leads.ids_by_attribute("it's; odd: name%", [text]) == set()
    store.close()


def test_an_error_of_the_database_does_not_repeat_what_was_written() -> None:
    store = Store()

    def write_twice() -> None:
        with store.writing() as data:
            made = data.leads.create("canary@example.com", 0)
            data.leads.flush()
            made.attributes["FirstName"] = "canary"
            data.leads._created[made.id] = made

    with pytest.raises(IntegrityError) as caught:
        write_twice()
    assert "canary" not in f"{caught.value!r} {caught.value}"
    store.close()

"""The sandbox's database: what it holds when it is new, and its transactions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, literal, or_, select

from mktows.database.database import Database
from mktows.database.prepared import Prepared
from mktows.database.schema import Schema
from mktows.facts.lead_fields import DEFAULT_FIELDS
from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.sandbox import tables
from mktows.sandbox.activities.rows import ActivityRows
from mktows.sandbox.browsing.rows import BrowsedRows
from mktows.sandbox.campaigns.rows import CampaignRows
from mktows.sandbox.companies.rows import PartyRows
from mktows.sandbox.companies.tables import company, sales_person
from mktows.sandbox.custom_objects.rows import CustomObjectRows
from mktows.sandbox.instance.rows import InstanceRows, JobRows
from mktows.sandbox.instance.settings import Instance
from mktows.sandbox.leads.rows import LeadRows
from mktows.sandbox.leads.rows_deleted import DeletedLeadRows
from mktows.sandbox.leads.rows_fields import KnownFields, LeadFieldRows
from mktows.sandbox.lists.rows import ListRows
from mktows.sandbox.lists.rows_files import FileImportRows
from mktows.sandbox.mobjects.default_fields import DEFAULT_OBJECT_FIELDS
from mktows.sandbox.mobjects.rows import MObjectRows
from mktows.sandbox.programs.rows import ProgramRows
from mktows.sandbox.programs.rows_assets import ProgramAssetRows
from mktows.sandbox.programs.rows_members import ProgramMemberRows
from mktows.sandbox.rest.rows import RestRows
from mktows.sandbox.rest.rows_exports import ExportRows
from mktows.server.store import PARTS

# Tables with what every new database holds, and of calls that were answered.
_NO_DATA = frozenset(
    {
        *("instance", "lead_field", "lead_field_revision", "mobject_field"),
        *("rest_token", "rest_usage"),
    }
)
# The number of `Company` in the REST API is 2 (documented); those of the others are a guess.
_FIRST_FIELDS = {"Id": 0, "Company": 1}


class RefersToLeads(Protocol):
    """Rows that refer to leads: every class of rows with such rows is one."""

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Have rows of the losing leads refer to the winning one; duplicates collapse."""


class Transaction:
    """The rows one call reads and writes, by subject."""

    def __init__(self, connection: Connection, known_fields: KnownFields) -> None:
        self._connection = connection
        self._known_fields = known_fields

    @cached_property
    def instance(self) -> InstanceRows:
        """The instance's settings."""
        return InstanceRows(self._connection)

    @cached_property
    def jobs(self) -> JobRows:
        """Work that waits for its moment."""
        return JobRows(self._connection)

    @cached_property
    def leads(self) -> LeadRows:
        """Leads with their foreign ids and cookies."""
        return LeadRows(self._connection, LeadFieldRows(self._connection, self._known_fields))

    @cached_property
    def deleted_leads(self) -> DeletedLeadRows:
        """Leads that are gone."""
        return DeletedLeadRows(self._connection)

    @cached_property
    def activities(self) -> ActivityRows:
        """The activities of leads."""
        return ActivityRows(self._connection, self.leads)

    @cached_property
    def lists(self) -> ListRows:
        """Static lists, their members and imports."""
        return ListRows(self._connection)

    @cached_property
    def file_imports(self) -> FileImportRows:
        """Imports of leads from files."""
        return FileImportRows(self._connection)

    @cached_property
    def campaigns(self) -> CampaignRows:
        """Campaigns, their runs and tokens."""
        return CampaignRows(self._connection)

    @cached_property
    def mobjects(self) -> MObjectRows:
        """Opportunities, roles and programs."""
        return MObjectRows(self._connection)

    @cached_property
    def programs(self) -> ProgramRows:
        """Channels, tags, costs and tokens of programs."""
        return ProgramRows(self._connection)

    @cached_property
    def program_members(self) -> ProgramMemberRows:
        """The members of programs."""
        return ProgramMemberRows(self._connection)

    @cached_property
    def program_assets(self) -> ProgramAssetRows:
        """Programs, channels, tag types and folders, as the REST API alone knows them."""
        return ProgramAssetRows(self._connection)

    @cached_property
    def custom_objects(self) -> CustomObjectRows:
        """Custom objects and their types."""
        return CustomObjectRows(self._connection)

    @cached_property
    def companies(self) -> PartyRows:
        """Companies, which are found by their name."""
        return PartyRows(self._connection, company, "company")

    @cached_property
    def sales_persons(self) -> PartyRows:
        """Sales persons, who are found by their address."""
        return PartyRows(self._connection, sales_person, "email")

    @cached_property
    def rest(self) -> RestRows:
        """Access tokens and usage of the REST API."""
        return RestRows(self._connection)

    @cached_property
    def exports(self) -> ExportRows:
        """Bulk exports and their files."""
        return ExportRows(self._connection)

    @cached_property
    def browsed(self) -> BrowsedRows:
        """All that is stored, as it is looked at."""
        return BrowsedRows(self._connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what the block wrote when it raises; the transaction itself goes on."""
        with self._connection.begin_nested():
            yield

    def reassign(self, losers: Collection[int], winner: int) -> None:
        """Give all that some leads have to another one; what both have, it has once."""
        self.flush()
        holders: tuple[RefersToLeads, ...] = (
            *(self.leads, self.activities, self.lists),
            *(self.campaigns, self.mobjects, self.custom_objects),
            self.program_members,
        )
        for rows in holders:
            rows.reassign(losers, winner)

    def is_new(self) -> bool:
        """Tell whether nothing was ever put in beyond what every new database holds.

        Calls that were answered do not count, only what they have changed.
        """
        ((holds_data,),) = _holds_data().rows(self._connection)
        # Ids that were given out once are remembered there.
        numbered = self._connection.exec_driver_sql("SELECT name FROM sqlite_sequence").scalars()
        leads = self.leads
        fields = [
            *{each.name for each in (*leads.fields().values(), *leads.rest_fields().values())},
            *self.mobjects.fields(OPPORTUNITY),
            *self.mobjects.fields(ROLE),
        ]
        return (
            not holds_data
            and (tables.metadata.tables.keys() - _NO_DATA).isdisjoint(numbered)
            and len(fields) == len(DEFAULT_FIELDS) + len(DEFAULT_OBJECT_FIELDS)
            and self.instance.settings() == Instance()
        )

    def flush(self) -> None:
        """Write what is still held back: leads and what happened to them, and MObjects."""
        self.activities.flush()
        self.mobjects.flush()


@cache
def _holds_data() -> Prepared:
    """A query that tells whether any table has a row that a new database has not."""
    others = (each for each in tables.metadata.sorted_tables if each.name not in _NO_DATA)
    rows = (select(literal(1)).select_from(each).exists() for each in others)
    return Prepared(select(or_(*rows)))


def _fill(connection: Connection) -> None:
    """Write what a new database holds."""
    rows = Transaction(connection, {})
    rows.instance.set_up(Instance())
    for field in sorted(DEFAULT_FIELDS, key=lambda each: _FIRST_FIELDS.get(each.name, 2)):
        rows.leads.define_field(field)
    for each in DEFAULT_OBJECT_FIELDS:
        rows.mobjects.define_field(each)


SCHEMA = Schema(
    "the sandbox", tables.APPLICATION_ID, tables.SCHEMA_VERSION, (tables.metadata, *PARTS), _fill
)


class Store:
    """The database of one instance.

    Args:
        database: The file that keeps it; None for a private one that is gone after `close`.
        quiet: Whether failures are raised alone; by default each is logged once, too.

    Attributes:
        database: The database.

    Raises:
        UnusableDatabase: The file is not ours, or newer than this code, or cannot be opened.
    """

    def __init__(self, database: str | Path | None = None, *, quiet: bool = False) -> None:
        self.database = Database(SCHEMA, database, quiet=quiet)
        self._known_fields: KnownFields = {}

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Open a transaction that sees one state of the database and changes nothing."""
        with self.database.reading() as connection:
            yield Transaction(connection, self._known_fields)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Open a transaction that commits at the end, or writes nothing when it raises."""
        with self.database.writing() as connection:
            transaction = Transaction(connection, self._known_fields)
            yield transaction
            transaction.flush()

    def has_due_work(self, now: int) -> bool:
        """Tell whether work is due at a moment, in seconds since 1970, without a transaction."""
        with self.database.glancing() as connection:
            return JobRows(connection).is_due(now)

    def require_writing(self) -> None:
        """Make sure that the database may be written at all; nothing is.

        Raises:
            UnusableDatabase: It may not.
        """
        self.database.require_writing()

    def reset(self) -> None:
        """Make the database as it was when it was new."""
        self.database.reset()

    def close(self) -> None:
        """Close the file; a temporary one is deleted. May be called twice."""
        self.database.close()

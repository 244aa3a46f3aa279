"""Rows of what the REST API alone knows of programs, channels, tag types and folders: their SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, literal_column, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mktows.database.chunks import chunks
from mktows.facts.mobjects import PROGRAM, WORKSPACE_NAME
from mktows.parameters.scalars import MAX_ID
from mktows.sandbox.mobjects.tables import mobject
from mktows.sandbox.programs.tables import program_tag
from mktows.sandbox.programs.tables_assets import (
    channel,
    folder_token,
    program_asset,
    program_folder,
    tag_type,
)

_WORKSPACE: ColumnElement[str] = literal_column(
    f"json_extract(attributes, '$.\"{WORKSPACE_NAME}\"')"
)


@dataclass(frozen=True, slots=True)
class ProgramAsset:
    """The members of a program that the REST API alone knows.

    Attributes:
        folder_id: The folder it is in.
        description: What it is for.
        status: Of engagement programs `on` or `off`, of e-mail programs `locked` or `unlocked`;
            empty of others.
        sfdc_name: The name of the campaign of Salesforce that it is synchronised with.
    """

    program_id: int
    folder_id: int
    description: str = ""
    status: str = ""
    sfdc_name: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel; its statuses stand elsewhere."""

    id: int
    name: str
    program_type: str
    created_at: int


@dataclass(frozen=True, slots=True)
class TagType:
    """A tag type.

    Attributes:
        required: Whether a program of these types must have such a tag.
        program_types: The types of programs that may have one.
    """

    name: str
    required: bool
    program_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder for programs; `path` names all that it is in."""

    id: int
    path: str
    parent_id: int | None
    created_at: int

    @property
    def name(self) -> str:
        """Its own name."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class ProgramQuery:
    """A choice of programs; all conditions must hold.

    Attributes:
        ids: One of these.
        folder_ids: In one of these folders itself.
        workspaces: In one of these workspaces.
        tag: Has this tag; letter case does not count (inferred, as in SOAP).
        status: Has this status.
        earliest: Changed then, or later.
        latest: Changed then, or earlier.
    """

    ids: Collection[int] | None = None
    folder_ids: Collection[int] | None = None
    workspaces: Collection[str] | None = None
    tag: tuple[str, str] | None = field(default=None)
    status: str | None = None
    earliest: int | None = None
    latest: int | None = None


class ProgramAssetRows:
    """The rows of one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # Programs

    def put(self, asset: ProgramAsset) -> None:
        """Write what is known of a program."""
        row = upsert(program_asset).values(asdict(asset))
        changed = {name: row.excluded[name] for name in asdict(asset) if name != "program_id"}
        self._connection.execute(
            row.on_conflict_do_update(index_elements=[program_asset.c.program_id], set_=changed)
        )

    def assets(self, program_ids: Collection[int]) -> dict[int, ProgramAsset]:
        """Return what is known of programs."""
        return {
            row.program_id: ProgramAsset(**row._mapping)
            for chunk in chunks(program_ids)
            for row in self._connection.execute(
                select(program_asset).where(program_asset.c.program_id.in_(chunk))
            )
        }

    def listed(self, query: ProgramQuery, *, skip: int, limit: int) -> list[int]:
        """Return the ids of programs by name, some of them passed over."""
        chosen = select(mobject.c.id).where(mobject.c.type == PROGRAM)
        if query.ids is not None:
            chosen = chosen.where(mobject.c.id.in_([n for n in query.ids if n <= MAX_ID]))
        if query.folder_ids is not None or query.status is not None:
            chosen = chosen.join(program_asset, program_asset.c.program_id == mobject.c.id)
        if query.folder_ids is not None:
            within = [each for each in query.folder_ids if each <= MAX_ID]
            chosen = chosen.where(program_asset.c.folder_id.in_(within))
        if query.status is not None:
            chosen = chosen.where(program_asset.c.status == query.status)
        if query.workspaces is not None:
            chosen = chosen.where(_WORKSPACE.in_(list(query.workspaces)))
        if query.tag is not None:
            kind, value = query.tag
            tagged = and_(
                program_tag.c.program_id == mobject.c.id,
                program_tag.c.type.collate("NOCASE") == kind,
                program_tag.c.value.collate("NOCASE") == value,
            )
            chosen = chosen.where(select(program_tag.c.id).where(tagged).exists())
        if query.earliest is not None:
            chosen = chosen.where(mobject.c.updated_at >= query.earliest)
        if query.latest is not None:
            chosen = chosen.where(mobject.c.updated_at <= query.latest)
        ordered = chosen.order_by(mobject.c.name_key, mobject.c.id).offset(skip).limit(limit)
        return list(self._connection.scalars(ordered))

    def remove(self, program_id: int) -> None:
        """Forget a program."""
        self._connection.execute(
            delete(program_asset).where(program_asset.c.program_id == program_id)
        )

    # Channels and tag types

    def define_channel(
        self, name: str, program_type: str, *, created_at: int = 0, channel_id: int | None = None
    ) -> None:
        """Give a channel an id and the type of programs that it is for, if it has none yet."""
        given = {} if channel_id is None else {"id": channel_id}
        row = upsert(channel).values(
            name=name, program_type=program_type, created_at=created_at, **given
        )
        self._connection.execute(row.on_conflict_do_nothing(index_elements=[channel.c.name]))

    def channels(self) -> list[Channel]:
        """Return the channels in the order of their ids."""
        rows = self._connection.execute(select(channel).order_by(channel.c.id))
        return [Channel(**row._mapping) for row in rows]

    def define_tag_type(self, given: TagType) -> None:
        """Say of a tag type which programs may have, or must have, such a tag."""
        types = " ".join(given.program_types)
        self._connection.execute(
            insert(tag_type)
            .prefix_with("OR REPLACE")
            .values(name=given.name, required=given.required, program_types=types)
        )

    def tag_types(self) -> dict[str, TagType]:
        """Return what was said of tag types, by their names."""
        return {
            row.name: TagType(row.name, row.required, tuple(row.program_types.split()))
            for row in self._connection.execute(select(tag_type))
        }

    # Folders and their tokens

    def make_folder(self, path: str, now: int) -> int:
        """Return the id of a folder; it and those around it are made where they are not there."""
        found = self._connection.scalar(
            select(program_folder.c.id).where(program_folder.c.path == path)
        )
        if found is not None:
            return int(found)
        around = path.rpartition("/")[0]
        parent_id = self.make_folder(around, now) if around else None
        row = insert(program_folder).values(path=path, parent_id=parent_id, created_at=now)
        return int(self._connection.scalars(row.returning(program_folder.c.id)).one())

    def folders(self, ids: Iterable[int]) -> dict[int, Folder]:
        """Return folders by their ids."""
        wanted = [each for each in set(ids) if 0 < each <= MAX_ID]
        return {
            row.id: Folder(**row._mapping)
            for chunk in chunks(wanted)
            for row in self._connection.execute(
                select(program_folder).where(program_folder.c.id.in_(chunk))
            )
        }

    def folder_tokens(self, folder_id: int) -> list[tuple[str, str, str]]:
        """Return name, type and value of the tokens of a folder."""
        held = folder_token.c
        rows = self._connection.execute(
            select(held.name, held.type, held.value)
            .where(held.folder_id == folder_id)
            .order_by(held.id)
        )
        return [(row.name, row.type, row.value) for row in rows]

    def set_folder_token(self, folder_id: int, name: str, kind: str, value: str) -> None:
        """Give a folder a token, in place of one of its name."""
        row = upsert(folder_token).values(folder_id=folder_id, name=name, type=kind, value=value)
        self._connection.execute(
            row.on_conflict_do_update(
                index_elements=[folder_token.c.folder_id, folder_token.c.name],
                set_={"type": kind, "value": value},
            )
        )

    def delete_folder_token(self, folder_id: int, name: str, kind: str) -> bool:
        """Delete a token of a folder, and tell whether it was there."""
        held = folder_token.c
        gone = delete(folder_token).where(
            held.folder_id == folder_id, held.name == name, held.type == kind
        )
        return self._connection.execute(gone).rowcount > 0

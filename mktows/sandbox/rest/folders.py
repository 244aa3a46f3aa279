"""Answers calls for folders, and for the tokens of folders and programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from mktows.facts.mobjects import PROGRAM, WORKSPACE_ID, WORKSPACE_NAME
from mktows.facts.rest_errors import (
    BLANK,
    FOLDER_INCOMPATIBLE,
    FOLDER_UNKNOWN,
    NO_ASSETS,
    NOTHING_FOUND,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.facts.rest_programs import TOKEN_TYPES
from mktows.sandbox.mobjects.rows import StoredObject
from mktows.sandbox.programs.rows_assets import Folder
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.assets import FOLDER, PROGRAM_FOLDER
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import partition_id
from mktows.sandbox.rest.moments import asset_text
from mktows.sandbox.rest.objects import Json, Record
from mktows.sandbox.rest.programs import page_of
from mktows.sandbox.rest.refusals import refusal

_PAGES = "https://app.sandbox.example/#MF{id}"
_KINDS = {each.lower(): each for each in (FOLDER, PROGRAM_FOLDER)}
_ROOT, _ZONE, _INNER = "Marketing Folder", "Zone", "Marketing Folder"
Token = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Place:
    """A folder, or a program as one.

    Attributes:
        kind: Its type.
        id: Its id.
        page: The address at which people would see it.
        program: The program, if it is one.
    """

    kind: str
    id: int
    page: str
    program: StoredObject | None = None

    def tokens(self, context: RestContext) -> list[Token]:
        """Return name, type and value of its own tokens."""
        if self.program is None:
            return context.data.program_assets.folder_tokens(self.id)
        details = context.data.programs.details([self.id])[self.id]
        return [(name, details.token_types[name], value) for name, value in details.tokens]

    def told(self, tokens: Iterable[Token]) -> dict[str, Json]:
        """Return it with tokens."""
        shown = [
            {"name": name, "type": kind, "value": value, "computedUrl": self.page}
            for name, kind, value in tokens
        ]
        return {"folder": {"type": self.kind, "value": self.id}, "tokens": shown}


def _get_tokens(context: RestContext) -> Answer:
    place = _place(context, context.call.text("folderType"))
    tokens = [] if place is None else place.tokens(context)
    if place is None or not tokens:
        return Answer(warnings=[NO_ASSETS])
    return Answer([place.told(tokens)])


def _add_token(context: RestContext) -> Answer:
    form = context.call.members("name", "type", "value", "folderType")
    place, (name, kind) = _known(context, form), _named(form)
    given = form.get("value")
    if given is None:
        raise refusal(VALUE_MISSING, name="value")
    value = str(given)
    if place.program is None:
        context.data.program_assets.set_folder_token(place.id, name, kind, value)
    else:
        context.data.programs.set_token(place.id, name, kind, value)
        context.data.mobjects.update(replace(place.program, updated_at=context.now))
    return Answer([place.told([(name, kind, value)])])


def _delete_token(context: RestContext) -> Answer:
    form = context.call.members("name", "type", "folderType")
    place, (name, kind) = _known(context, form), _named(form)
    if place.program is None:
        gone = context.data.program_assets.delete_folder_token(place.id, name, kind)
    else:
        gone = context.data.programs.drop_token(place.id, name, kind)
    if not gone:
        raise refusal(NOTHING_FOUND)
    return Answer([{"id": place.id}])


def _get_folder(context: RestContext) -> Answer:
    call = context.call
    folder_id, kind = call.number_in_path("id"), _KINDS[(call.text("type") or "").lower()]
    if kind == FOLDER:
        found = context.data.program_assets.folders([folder_id]).get(folder_id)
        return Answer(warnings=[NO_ASSETS]) if found is None else Answer([_told(context, found)])
    program = context.data.mobjects.get(PROGRAM, folder_id)
    if program is None:
        return Answer(warnings=[NO_ASSETS])
    return Answer([_told_program(context, program)])


def _told(context: RestContext, folder: Folder) -> dict[str, Json]:
    levels = folder.path.count("/")
    workspace = folder.path.split("/")[2] if levels > 1 else None
    return {
        "name": folder.name,
        "description": "",
        "createdAt": asset_text(folder.created_at),
        "updatedAt": asset_text(folder.created_at),
        "url": _PAGES.format(id=folder.id),
        "folderId": {"id": folder.id, "type": FOLDER},
        # The levels of the tree that workspaces stand on (inferred).
        "folderType": {1: _ROOT, 2: _ZONE}.get(levels, _INNER),
        "parent": (None if folder.parent_id is None else {"id": folder.parent_id, "type": FOLDER}),
        "path": folder.path,
        "isArchive": False,
        "isSystem": levels < 3,
        "accessZoneId": 1 if workspace is None else partition_id(context.instance, workspace),
        **({} if workspace is None else {"workspace": workspace}),
        "id": folder.id,
    }


def _told_program(context: RestContext, program: StoredObject) -> dict[str, Json]:
    asset = context.data.program_assets.assets([program.id]).get(program.id)
    values = program.attributes
    return {
        "name": values.get("Name"),
        "description": "" if asset is None else asset.description,
        "createdAt": asset_text(program.created_at),
        "updatedAt": asset_text(program.updated_at),
        "url": page_of(program),
        "folderId": {"id": program.id, "type": PROGRAM_FOLDER},
        "folderType": values.get("Type"),
        "parent": None if asset is None else {"id": asset.folder_id, "type": FOLDER},
        "path": values.get("Tree Path"),
        "isArchive": values.get("Is Archived") == "true",
        "isSystem": False,
        "accessZoneId": int(values.get(WORKSPACE_ID, "1")),
        "workspace": values.get(WORKSPACE_NAME),
        "id": program.id,
    }


def _place(context: RestContext, given: object) -> _Place | None:
    """Return what a path and the type of a folder mean; None where there is no such.

    Raises:
        RestRefusal: There is no such type.
    """
    kind = _KINDS.get(str(given or FOLDER).lower())
    if kind is None:
        raise refusal(FOLDER_INCOMPATIBLE)
    folder_id = context.call.number_in_path("id")
    if kind == FOLDER:
        found = context.data.program_assets.folders([folder_id])
        if folder_id not in found:
            return None
        return _Place(kind, folder_id, _PAGES.format(id=folder_id))
    program = context.data.mobjects.get(PROGRAM, folder_id)
    return None if program is None else _Place(kind, folder_id, page_of(program), program)


def _known(context: RestContext, form: Record) -> _Place:
    if not form.get("folderType"):
        raise refusal(VALUE_MISSING, name="folderType")
    place = _place(context, form["folderType"])
    if place is None:
        raise refusal(FOLDER_UNKNOWN)
    return place


def _named(form: Record) -> tuple[str, str]:
    """Return name and type of a token; the name as SOAP has it, without `my.` and braces."""
    for member in ("name", "type"):
        if form.get(member) is None:
            raise refusal(VALUE_MISSING, name=member)
    name, kind = str(form["name"]).strip(), str(form["type"]).strip().lower()
    if name.startswith("{{my.") and name.endswith("}}"):
        name = name[len("{{my.") : -len("}}")]
    if not name:
        raise refusal(BLANK, name="name")
    if kind not in TOKEN_TYPES:
        raise refusal(VALUE_BAD, value=kind, type=" or ".join(TOKEN_TYPES))
    return name, kind


HANDLERS: Mapping[str, Handler] = {
    "get_tokens": _get_tokens,
    "add_token": _add_token,
    "delete_token": _delete_token,
    "get_folder": _get_folder,
}

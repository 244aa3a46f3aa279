"""Makes a copy of a program, with what lives in it."""

from __future__ import annotations

from dataclasses import replace

from mktows.sandbox.context import Scope
from mktows.sandbox.mobjects.rows import StoredObject


def clone_program(scope: Scope, program: StoredObject, name: str) -> None:
    """Make a program with the same attributes, tags, tokens, campaigns and lists as another.

    Its lists are empty, and it has no costs: members and money belong to the first one (a guess).
    """
    data = scope.data
    old_name, path = program.attributes["Name"], program.attributes.get("Tree Path", "")
    attributes = {**program.attributes, "Name": name}
    if path.endswith(f"/{old_name}"):
        attributes["Tree Path"] = path.removesuffix(old_name) + name
    clone = data.mobjects.insert(StoredObject(program.type, 0, scope.now, scope.now, attributes))
    data.mobjects.flush()
    data.programs.copy(program.id, clone)
    for asset in data.program_assets.assets([program.id]).values():
        data.program_assets.put(replace(asset, program_id=clone))
    lists = {
        each.id: data.lists.add(
            f"{name}.{each.name.removeprefix(f'{old_name}.')}",
            program_id=clone,
            created_at=scope.now,
            description=each.description,
            workspace=each.workspace,
        )
        for each in data.lists.of_program(program.id)
    }
    for each in data.campaigns.of_program(program.id):
        # A list of another place keeps its part.
        list_id = None if each.list_id is None else lists.get(each.list_id, each.list_id)
        data.campaigns.add(
            replace(
                each,
                id=None,
                program_id=clone,
                list_id=list_id,
                created_at=scope.now,
                updated_at=scope.now,
            )
        )

"""Steps of getCustomObjects, syncCustomObjects and deleteCustomObjects."""

from __future__ import annotations

from typing import Any

from support.oracle.drawing import Draw
from support.oracle.messages import Steps
from support.oracle.world import LEAD_IDS, VINS

_VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    "Car": {
        "color": ("red", "Ünï <&>", "", " ", "a\r\nb"),
        "doors": ("3", "5", "5", "many", "007"),
        "electric": ("true", "0", "1", "false", "yes"),
    },
    "Roadshow": {"city": ("Oslo", "Lima, Peru"), "zip": ("94404", "")},
}


def _type(draw: Draw) -> tuple[str, str]:
    """The proper name of a type, and how a request writes it."""
    name = draw.pick(("Car", "Roadshow"))
    asked = name.upper() if draw.chance(0.15) else name
    return name, "None" if draw.chance(0.03) else asked


def _keys(draw: Draw, name: str) -> dict[str, str]:
    if name == "Car":
        return {"vin": draw.pick((*VINS, "VIN new 1", "VIN new 2"))}
    n = draw.rng.randrange(24)
    return {"MKTOID": str(LEAD_IDS[n % 10]), "rid": f"rid{n}"}


def _wrong_keys(draw: Draw, keys: dict[str, str]) -> dict[str, str]:
    match draw.rng.randrange(4):
        case 0:
            keys.pop(draw.pick(sorted(keys)))
        case 1:
            keys["pants"] = "x"
        case 2:
            keys[draw.pick(sorted(keys))] = draw.pick(("", "x"))
        case _:
            keys["color"] = "red"
    return keys


def get_custom_objects(draw: Draw) -> Steps:
    t: Any = draw.t
    name, asked = _type(draw)
    keys: dict[str, str] = _keys(draw, name)
    if name == "Roadshow" and draw.chance(0.5):
        keys = {"MKTOID": str(draw.pick(LEAD_IDS[:10]))}
    if draw.chance(0.02):
        keys = {}
    elif draw.chance(0.04):
        keys = _wrong_keys(draw, keys)
    shown = draw.some(sorted(_VALUES[name]), 0, 3) if draw.chance(0.6) else []
    params = t.ParamsGetCustomObjects(
        obj_type_name=asked,
        batch_size=draw.maybe(draw.batch_size(1, 5), 0.5),
        custom_obj_key_list=draw.attributes(keys),
        include_attributes=draw.strings(shown),
    )
    params.stream_position = draw.resumed("getCustomObjects")
    call = draw.call("getCustomObjects", params)
    for _ in range(6):
        answer = yield call
        if answer.message is None or not answer.message.result.remaining_count:
            return
        params.stream_position = draw.position("getCustomObjects", answer.position)
        call = draw.call("getCustomObjects", params, wrong=0.02)


def sync_custom_objects(draw: Draw) -> Steps:
    t: Any = draw.t
    name, asked = _type(draw)
    objects = []
    for _ in range(draw.rng.randint(1, 6)):
        keys = _keys(draw, name)
        known = _VALUES[name]
        values = {each: draw.pick(known[each]) for each in draw.some(sorted(known), 0, 3)}
        if name == "Car" and draw.chance(0.7):
            values["owner"] = str(draw.lead_id(0.04))
        if draw.chance(0.04):
            keys = _wrong_keys(draw, keys)
        if draw.chance(0.03):
            values["pants"] = "x"
        objects.append(
            t.CustomObj(
                custom_obj_key_list=draw.attributes(keys),
                custom_obj_attribute_list=draw.attributes(values),
            )
        )
    if draw.chance(0.15):
        objects.append(draw.pick(objects))
    if draw.chance(0.02):
        objects = []
    mode = draw.pick(("UPSERT", "UPSERT", "UPSERT", "UPDATE", "INSERT", None))
    params = t.ParamsSyncCustomObjects(
        obj_type_name=asked,
        custom_obj_list=t.ArrayOfCustomObj(custom_obj=objects),
        operation=t.SyncOperationEnum(mode or "UPSERT") if mode or draw.chance(0.7) else None,
    )
    yield draw.call("syncCustomObjects", params, wrong=0.06)
    if draw.chance(0.3):
        keys_shown = draw.attributes(_keys(draw, name))
        params = t.ParamsGetCustomObjects(
            obj_type_name=name, custom_obj_key_list=keys_shown, include_attributes=draw.strings([])
        )
        yield draw.call("getCustomObjects", params, wrong=0)


def delete_custom_objects(draw: Draw) -> Steps:
    t: Any = draw.t
    name, asked = _type(draw)
    lists = []
    for _ in range(draw.rng.randint(1, 4)):
        keys = _keys(draw, name)
        lists.append(_wrong_keys(draw, keys) if draw.chance(0.04) else keys)
    if draw.chance(0.15):
        lists.append(draw.pick(lists))
    params = t.ParamsDeleteCustomObjects(
        obj_type_name=asked,
        custom_obj_key_lists=t.ArrayOfKeyList(
            key_list=[draw.attributes(each) or t.ArrayOfAttribute() for each in lists]
        ),
    )
    yield draw.call("deleteCustomObjects", params, wrong=0.06)
    if draw.chance(0.4):
        yield from sync_custom_objects(draw)


STEPS = {
    "getCustomObjects": get_custom_objects,
    "syncCustomObjects": sync_custom_objects,
    "deleteCustomObjects": delete_custom_objects,
}

"""Which world files are read, and what is said of those that are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mktows.sandbox.world.files import demo_world, parse_world, read_world
from mktows.sandbox.world.world import World, WorldError

SMALL = """\
instance:
  zone: Europe/Berlin
  workspaces: [North]
  assignment_rules: [{field: Country, value: no, workspace: North}]
lead_fields:
  - {name: Number__c, type: integer}
opportunity_fields:
  - {name: key__c, external_key: true}
tags:
  Region: [North, "South"]
channels:
  - name: Blog
    statuses: [{name: Visited, step: 10, success: false, extra: {Check-in Status: None}}]
programs:
  - id: 1
    name: P
    channel: Blog
    tags: {Region: North}
    costs: [{id: 1, month: 2013-06, amount: 5}]
    campaigns: [{id: 5, name: C, kind: batch, list: P.L}]
    lists: [{name: L}]
lists:
  - {id: 1, name: L}
campaigns:
  - {id: 1, name: C, kind: trigger, sources: [SALES]}
custom_objects:
  - name: Car
    link: owner
    fields:
      - {name: vin, key: true}
      - {name: owner, type: integer}
    records:
      - {vin: 1, owner: 1}
leads:
  - id: 1
    email: a@example.com
    attributes: {Country: no, LastName: 'null', Number__c: 7}
    foreign_ids: [{id: X}]
    cookies: [c]
    created: 2013-07-09T16:44:28
    lists: [p.l, L]
opportunities:
  - id: 1
    attributes: {Name: N}
    company: {field: Number__c, value: 7}
    roles: [{id: 1, lead: 1, attributes: {Role: R}}]
activity_types:
  - api_name: play
    name: Play
    primary: {api_name: game, name: Game}
    attributes: [{api_name: points, name: Points, type: integer}]
    updated: 2014-07-09
activities:
  - {id: 1, lead: 1, at: 2013-07-09T16:44:28-05:00, type: Visit Webpage}
"""


def line_of(problem: str) -> int:
    return int(problem.split(":")[1])


def line_with(piece: str) -> int:
    return SMALL[: SMALL.index(piece)].count("\n") + 1


def test_the_demo_world_is_sound() -> None:
    assert {1001, 1970} <= {each.id for each in demo_world().programs}


def test_values_are_read_as_they_stand() -> None:
    world = parse_world(SMALL)
    (lead,) = world.leads
    assert lead.attributes == {"Country": "no", "LastName": "null", "Number__c": "7"}
    assert world.instance.assignment_rules[0].value == "no"
    assert world.programs[0].costs[0].month == "2013-06"
    assert world.channels[0].statuses[0].extra == {"Check-in Status": "None"}
    assert lead.created == "2013-07-09T16:44:28"


def test_what_is_left_out_is_as_in_a_new_instance() -> None:
    assert parse_world("{}") == World()


def test_json_is_read_as_well(tmp_path: Path) -> None:
    content = {"leads": [{"id": 1, "attributes": {"FirstName": 'a\\"\U0001f600\\ud83d'}}]}
    path = tmp_path / "w.json"
    path.write_text(json.dumps(content, indent="\t"), encoding="utf-8")
    (lead,) = read_world(path).leads
    assert lead.attributes == content["leads"][0]["attributes"]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "w.yaml"
    path.write_text(SMALL, encoding="utf-8-sig")
    assert read_world(path) == parse_world(SMALL)


# One damage each: a piece of the text, what replaces it, and what is said of its line
DAMAGES = {
    "unknown key": ("email: a@", "emial: a@", "did you mean email?"),
    "unknown key at the top": ("tags:\n", "taggs:\n", "did you mean tags?"),
    "missing member": ("{id: 1, name: L}", "{id: 1}", "name is missing"),
    "text for a number": ("step: 10", "step: ten", "a whole number was expected"),
    "quoted number": ("step: 10", 'step: "10"', "a whole number was expected"),
    "number for a truth": ("success: false", "success: 0", "true or false was expected"),
    "no for a truth": ("success: false", "success: no", "true or false was expected"),
    "list for a text": ("zone: Europe/Berlin", "zone: [Europe]", "a text was expected"),
    "text for a list": ("workspaces: [North]", "workspaces: North", "a list was expected"),
    "text for a mapping": ("attributes: {Name: N}", "attributes: Name", "names with values"),
    "nothing for a text": ("LastName: 'null'", "LastName: null", "there is no value"),
    "key twice": ("cookies: [c]", "id: 2", "'id' stands here twice"),
    "unknown zone": ("Europe/Berlin", "Europe/Atlantis", "no IANA time zone"),
    "zone outside": ("Europe/Berlin", "../../etc/passwd", "no IANA time zone"),
    "rule for no field": ("field: Country", "field: Land", "no lead field"),
    "rule for no workspace": ("workspace: North", "workspace: East", "no workspace"),
    "standard field": ("name: Number__c", "name: FirstName", "has this field already"),
    "bad field type": ("type: integer}\nopp", "type: int}\nopp", "no data type"),
    "bad field name": ("name: key__c", "name: 'k\"'", "no quotation mark"),
    "tag value twice": ('"South"', '"North"', "taken already"),
    "channel as a tag": ("Region: [North", "Channel: [North", "stand under channels"),
    "unknown channel": ("channel: Blog", "channel: Bog", "this is no channel; known: Blog"),
    "unknown tag": ("tags: {Region: North}", "tags: {Region: West}", "no such type with such"),
    "bad month": ("month: 2013-06", "month: 2013-13", "written like 2013-06"),
    "bad campaign kind": ("kind: batch", "kind: bach", "no kind of campaign"),
    "campaign over no list": ("list: P.L", "list: P.M", "there is no such list"),
    "unknown source": ("[SALES]", "[SALE]", "this is no source"),
    "campaign id twice": ("{id: 5, name: C", "{id: 1, name: C", "taken already"),
    "unknown link": ("link: owner", "link: boss", "no field boss"),
    "unknown record field": ("{vin: 1, owner: 1}", "{vin: 1, owner: 1, x: 1}", "no such field"),
    "record without key": ("{vin: 1, owner: 1}", "{owner: 1}", "vin is missing"),
    "record of no lead": ("{vin: 1, owner: 1}", "{vin: 1, owner: 2}", "no such lead"),
    "link that is no id": ("{vin: 1, owner: 1}", "{vin: 1, owner: x}", "owner is no lead id"),
    "unknown lead field": ("{Country: no", "{Land: no", "there is no such lead field"),
    "email as attribute": ("{Country: no", "{Email: no", "a place of its own"),
    "value that does not fit": ("Number__c: 7}", "Number__c: seven}", "not of type integer"),
    "unknown foreign type": ("[{id: X}]", "[{id: X, type: SAP}]", "no type; known: CUSTOM"),
    "cookie twice": ("cookies: [c]", "cookies: [c, c]", "taken already"),
    "bad moment": ("created: 2013-07-09T", "created: 2013-13-09T", "no moment"),
    "lead in no list": ("lists: [p.l, L]", "lists: [p.l, M]", "there is no such list"),
    "lead id beyond xs:int": ("leads:\n  - id: 1", "leads:\n  - id: 3000000000", "an id is 1 to"),
    "unknown attribute": ("{Name: N}", "{Nam: N}", "no such field of Opportunity"),
    "company by no field": ("{field: Number__c", "{field: City", "no custom lead field"),
    "role of no lead": (
        "{id: 1, lead: 1, attributes",
        "{id: 1, lead: 9, attributes",
        "no such lead",
    ),
    "role with its lead": ("{Role: R}", "{PersonId: 1}", "no such attribute"),
    "activity of no lead": ("lead: 1, at: 2013", "lead: 9, at: 2013", "no such lead"),
    "field twice": ("integer}\nopp", "integer}\n  - {name: number__C}\nopp", "taken already"),
    "negative seconds": ("zone: Europe/Berlin", "import_seconds: -1", "must not be negative"),
    "workspace twice": ("workspaces: [North]", "workspaces: [North, north]", "taken already"),
    "two pairs": ("{Check-in Status: None}", "{a: b, c: d}", "one pair is the most"),
    "status twice": (
        "statuses: [{",
        "statuses: [{name: Visited, step: 1, success: true}, {",
        "taken already",
    ),
    "channel twice": ("None}}]\n", "None}}]\n  - {name: blog}\n", "taken already"),
    "program in no workspace": ("    tags:", "    workspace: East\n    tags:", "no workspace"),
    "folder without a root": ("    tags:", "    folder: top\n    tags:", "a folder begins with /"),
    "program id twice": (
        "lists: [{name: L}]",
        "lists: [{name: L}]\n  - {id: 1, name: Q, channel: Blog}",
        "taken already",
    ),
    "program twice": (
        "lists: [{name: L}]",
        "lists: [{name: L}]\n  - {id: 2, name: p, channel: Blog}",
        "taken already",
    ),
    "cost id twice": (
        "costs: [{",
        "costs: [{id: 1, month: 2013-05, amount: 1}, {",
        "taken already",
    ),
    "list id twice": (
        "{id: 1, name: L}",
        "{id: 1, name: L}\n  - {id: 1, name: M}",
        "taken already",
    ),
    "list twice": ("{id: 1, name: L}", "{id: 1, name: L}\n  - {id: 2, name: l}", "taken already"),
    "lead in no workspace": ("email: a@example.com", "workspace: East", "no workspace"),
    "foreign id twice": ("[{id: X}]", "[{id: X}, {id: X, type: CUSTOM}]", "taken already"),
    "custom object twice": (
        "{vin: 1, owner: 1}",
        "{vin: 1, owner: 1}\n  - {name: car, link: o, fields: [{name: o, key: true}]}",
        "taken already",
    ),
    "record that does not fit": (
        "{name: vin, key: true}\n      - {name: owner, type: integer}\n    records:\n      - {",
        "{name: vin, key: true}\n      - {name: owner, type: integer}\n"
        "      - {name: doors, type: integer}\n    records:\n      - {doors: two, ",
        "not of type integer",
    ),
    "record twice": (
        "{vin: 1, owner: 1}",
        "{vin: 1, owner: 1}\n      - {vin: 1, owner: 1}",
        "taken already",
    ),
    "opportunity id twice": ("{Role: R}}]", "{Role: R}}]\n  - {id: 1}", "taken already"),
    "role id twice": ("roles: [{", "roles: [{id: 1, lead: 1}, {", "taken already"),
    "bad API name": ("api_name: play", "api_name: 12", "one letter at least"),
    "own type": ("name: Play", "name: Visit Webpage", "of the service's own"),
    "activity type twice": (
        "updated: 2014-07-09\n",
        "updated: 2014-07-09\n  - {api_name: x, name: play, primary: {api_name: y, name: Y}}\n",
        "taken already",
    ),
    "bad attribute type": ("name: Points, type: integer", "name: P, type: url", "no data type"),
    "attribute twice": ("api_name: points", "api_name: Game", "taken already"),
    "many attributes": (
        "attributes: [{api_name: points",
        "attributes: ["
        + "".join(f"{{api_name: a{n}, name: A}}, " for n in range(20))
        + "{api_name: points",
        "20 attributes are the most",
    ),
    "type changed at no moment": ("updated: 2014-07-09", "updated: soon", "this is no moment"),
    "activity at no moment": ("at: 2013-07-09T16:44:28-05:00", "at: soon", "this is no moment"),
    "activity of no type": ("type: Visit Webpage", 'type: ""', "a display name such as"),
    "activity id twice": (
        "type: Visit Webpage}",
        "type: Visit Webpage}\n  - {id: 1, lead: 1, at: 2013-07-09, type: X}",
        "taken already",
    ),
    "alias": ("zone: Europe/Berlin", "zone: *a", "anchors and aliases"),
    "anchor": ("zone: Europe/Berlin", "zone: &a Europe/Berlin", "anchors and aliases"),
    "tag": ("zone: Europe/Berlin", "zone: !!python/name:os.system x", "tags are not allowed"),
    "no YAML": ("zone: Europe/Berlin", "zone: [Europe}", "this cannot be read as YAML ("),
    "a list as a key": ("zone: Europe", "[zone]: Europe", "a key must be a text"),
    "too deep": ("zone: Europe/Berlin", f"zone: {'[' * 30}{']' * 30}", "too deep"),
    "two documents": ("lists:\n  - {id", "---\nlists:\n  - {id", "more than one document"),
}


@pytest.mark.parametrize(("piece", "damage", "reason"), DAMAGES.values(), ids=DAMAGES)
def test_a_damage_is_told_with_its_line_and_its_reason(
    piece: str, damage: str, reason: str
) -> None:
    assert piece in SMALL
    with pytest.raises(WorldError) as caught:
        parse_world(SMALL.replace(piece, damage, 1), "file.yaml")
    told = [line for line in str(caught.value).splitlines() if reason in line]
    assert told, str(caught.value)
    # A piece of several lines is damaged in one of them, or by one more.
    lines = max(piece.count("\n"), damage.count("\n"))
    assert line_with(piece) <= line_of(told[0]) <= line_with(piece) + lines


def test_every_problem_is_told_up_to_a_number() -> None:
    text = "leads:\n" + "".join(f"  - {{id: 1, x: {n}}}\n" for n in range(50))
    with pytest.raises(WorldError) as caught:
        parse_world(text)
    shown = str(caught.value).splitlines()
    assert len(shown) == 21
    assert shown[-1] == "and 30 more"


@pytest.mark.parametrize("line", ["  - {{id: 1, x: {}}}", "  - {{id: 1, lists: [{}]}}"])
def test_a_world_with_very_many_problems_is_read_no_further(line: str) -> None:
    text = "leads:\n" + "\n".join(line.format(n) for n in range(5_000))
    with pytest.raises(WorldError) as caught:
        parse_world(text)
    assert str(caught.value).splitlines()[-1] == "and at least 980 more"


@pytest.mark.slow
def test_what_a_world_refers_to_is_found_among_very_many() -> None:
    names = range(20_000)
    text = "instance: {workspaces: [" + ", ".join(f"w{n}" for n in names) + "]}\nleads:\n"
    text += "\n".join(f"  - {{id: {n + 1}, workspace: w{19_999 - n}}}" for n in names)
    assert len(parse_world(text).leads) == 20_000


def test_no_problem_shows_what_is_said_of_a_lead() -> None:
    for text in (
        SMALL.replace("Number__c: 7}", "Number__c: canary}"),
        SMALL.replace("cookies: [c]", "cookies: [canary, canary]"),
        SMALL.replace("email: a@example.com", "email: [canary]"),
    ):
        with pytest.raises(WorldError) as caught:
            parse_world(text)
        assert "canary" not in str(caught.value)
    assert "a@example.com" not in repr(parse_world(SMALL))


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n...\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(WorldError):
        parse_world(text)


def test_a_character_that_yaml_cannot_hold_is_told_with_its_line() -> None:
    with pytest.raises(WorldError) as caught:
        parse_world("leads:\n  - {id: 1, email: \x01}\n")
    assert line_of(str(caught.value)) == 2


def test_files_that_cannot_be_read_are_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match=r"missing\.yaml"):
        read_world(tmp_path / "missing.yaml")
    with pytest.raises(WorldError, match="cannot read"):
        read_world(tmp_path)
    latin = tmp_path / "latin.yaml"
    latin.write_bytes(b"\xe9")
    with pytest.raises(WorldError, match="not UTF-8"):
        read_world(latin)
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(WorldError, match="larger"):
        read_world(large)


def test_depth_is_bounded_where_the_parser_does_not() -> None:
    # Each on a line of its own, or the parser looks ahead and may refuse it first.
    with pytest.raises(WorldError) as caught:
        parse_world("[\n" * 100_000)
    assert str(caught.value) == "the world:22:1: this is nested too deep"


def test_depth_on_one_line_is_refused_with_its_place() -> None:
    with pytest.raises(WorldError, match=r"^the world:1:\d+: "):
        parse_world("[" * 100_000)

"""The leads, opportunities and tags that MObjects refer to, looked up by REST."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from mktows.bridge.context import Context
from mktows.bridge.mobjects.descriptions import described_lead_fields
from mktows.bridge.mobjects.opportunities import Held, find_objects, objects_by_id
from mktows.bridge.mobjects.opportunity_fields import object_fields
from mktows.bridge.mobjects.tags import forget_tags, known_channels, tag_types, tag_values
from mktows.facts.mobjects import CHANNEL, OPPORTUNITY, ROLE, ROLE_OPPORTUNITY_ID, ROLE_PERSON_ID
from mktows.parameters.mobjects import Key, associations, key_pair
from mktows.parameters.scalars import id_number, trimmed

_REFERRING = {ROLE_OPPORTUNITY_ID: OPPORTUNITY, ROLE_PERSON_ID: "Lead"}


class References:
    """The objects that one call refers to; a batch's are looked up together by `prefetch`."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_id: dict[tuple[str, int], Held | None] = {}
        self._by_key: dict[Key, Held | None] = {}
        self._leads: dict[int, bool] = {}
        self._lead_keys: dict[Key, int | None] = {}
        self._tags_are_new = False

    def prefetch(self, objects: Iterable[tuple[str, Any]]) -> None:
        """Look up what a whole batch names, by a call for each kind of key."""
        ids: dict[str, set[int]] = defaultdict(set)
        keys: set[Key] = set()
        leads: set[int] = set()
        for kind, given in objects:
            named = [(kind, given.id, key_pair(given.external_key))]
            for each in associations(given):
                target = (trimmed(each.m_obj_type) or "").casefold()
                known = {OPPORTUNITY.casefold(): OPPORTUNITY, "lead": "Lead"}.get(target, "")
                named.append((known, each.id, key_pair(each.external_key)))
            listed = () if kind != ROLE or given.attrib_list is None else given.attrib_list.attrib
            for each in listed:
                target = _REFERRING.get(trimmed(each.name) or "", "")
                named.append((target, id_number(trimmed(each.value)), None))
            for target, number, key in named:
                if target == "Lead":
                    leads |= set() if number is None else {number}
                elif target in (OPPORTUNITY, ROLE):
                    ids[target] |= set() if number is None else {number}
                    if key is not None and number is None and target == OPPORTUNITY:
                        keys.add(key)
        for kind, some in ids.items():
            self._find(kind, some)
        self._find_keys({each for each in keys if self.is_external_key(OPPORTUNITY, each[0])})
        self._find_leads(leads)

    def attributes(self, kind: str) -> Collection[str]:
        """Return the names of the attributes that a type has."""
        return object_fields(self._context, kind).fields

    def is_external_key(self, kind: str, name: str) -> bool:
        """Tell whether objects of a type may be found by this field."""
        if kind not in (OPPORTUNITY, ROLE):
            return False
        field = object_fields(self._context, kind).fields.get(name)
        return field is not None and field.external_key

    def is_lead_key(self, name: str) -> bool:
        """Tell whether leads and companies may be referred to by this field."""
        field = described_lead_fields(self._context).get(name)
        return field is not None and field.custom

    def held(self, kind: str, object_id: int | None, key: Key | None = None) -> Held | None:
        """Return an object by its id, or the newest one with an external key."""
        if object_id is not None:
            self._find(kind, {object_id})
            return self._by_id.get((kind, object_id))
        if key is None or not self.is_external_key(kind, key[0]):
            return None
        self._find_keys({key})
        return self._by_key.get(key)

    def changed(self, held: Held, keys: Iterable[Key], *, new: bool) -> None:
        """Know an object that was written, and the keys that it has by now."""
        self._by_id[held.kind, held.id] = held
        if new:
            # The newest counts.
            self._by_key.update(dict.fromkeys(keys, held))
            return
        for key, known in list(self._by_key.items()):
            if key in keys or (known is not None and known.id == held.id):
                del self._by_key[key]

    def opportunity(self, object_id: int | None, key: Key | None) -> int | None:
        """Return the id of an opportunity, the newest among equal external keys."""
        found = self.held(OPPORTUNITY, object_id, key)
        return None if found is None else found.id

    def lead(self, lead_id: int | None, key: Key | None) -> int | None:
        """Return the id of a lead, the newest among equal external keys."""
        if lead_id is not None:
            self._find_leads({lead_id})
            return lead_id if self._leads[lead_id] else None
        if key is None or not self.is_lead_key(key[0]):
            return None
        if key not in self._lead_keys:
            name = self._context.soap_fields[key[0]].rest_name or ""
            found = self._context.rest.iter_leads(name, [key[1]], fields=["id"])
            self._lead_keys[key] = max((int(each["id"]) for each in found), default=None)
        return self._lead_keys[key]

    def has_cost(self, program_id: int, cost_id: int) -> bool:  # noqa: ARG002  # none has
        """Tell whether a program has a cost with an id: REST has no such ids.

        Raises:
            Refusal: 20110.
        """
        raise self._context.not_available("a cost of a program by its id")

    def known_tag(self, kind: str, value: str) -> tuple[str, str] | None:
        """Return type and value of a tag as they are defined.

        Raises:
            Refusal: 20110 for the channel, which REST cannot change.
        """
        if kind.casefold() == CHANNEL.casefold():
            if value.casefold() in map(str.casefold, known_channels(self._context)):
                raise self._context.not_available("another channel of a program")
            return None
        for _ in range(2):
            for known in tag_types(self._context):
                if known.casefold() == kind.casefold():
                    for each in tag_values(self._context, known):
                        if each.casefold() == value.casefold():
                            return known, each
            if self._tags_are_new:
                break
            forget_tags(self._context)  # it may be made by now
            self._tags_are_new = True
        return None

    def _find(self, kind: str, ids: Iterable[int]) -> None:
        missing = [each for each in ids if (kind, each) not in self._by_id]
        if missing:
            found = objects_by_id(self._context, kind, missing)
            self._by_id.update({(kind, each): found.get(each) for each in missing})

    def _find_keys(self, keys: Iterable[Key]) -> None:
        missing = [each for each in keys if each not in self._by_key]
        names = object_fields(self._context, OPPORTUNITY).rest_names if missing else {}
        for name in {name for name, _ in missing}:
            values = sorted({value for known, value in missing if known == name})
            self._by_key.update(dict.fromkeys(((name, value) for value in values), None))
            for each in find_objects(self._context, OPPORTUNITY, names[name], values):
                self._by_key[name, str(each.record.get(names[name]))] = each
                self._by_id[OPPORTUNITY, each.id] = each

    def _find_leads(self, ids: Iterable[int]) -> None:
        missing = sorted({each for each in ids if each not in self._leads})
        self._leads.update(dict.fromkeys(missing, False))
        asked = [each for each in missing if each > 0]
        if asked:
            for lead in self._context.rest.iter_leads("id", asked, fields=["id"]):
                self._leads[int(lead["id"])] = True

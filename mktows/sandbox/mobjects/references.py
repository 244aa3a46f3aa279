"""Finds the leads, companies and opportunities that MObjects refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from mktows.facts.mobjects import OPPORTUNITY, ROLE
from mktows.parameters.mobjects import Key, associations, key_pair
from mktows.parameters.scalars import MAX_ID, id_number, trimmed
from mktows.sandbox.context import Context


class References:
    """The objects that one call refers to, looked up together where `prefetch` is told them."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._leads: dict[Key, int | None] = {}

    def prefetch(self, objects: Iterable[tuple[str, Any]]) -> None:
        """Look up what a whole batch names: objects by type, as a request has them."""
        ids: dict[str, set[int]] = defaultdict(set)
        keys: dict[str, set[Key]] = defaultdict(set)
        leads: set[int] = set()
        lead_keys: set[Key] = set()
        for kind, given in objects:
            named = [(kind, given.id, key_pair(given.external_key))]
            for each in associations(given):
                target = (trimmed(each.m_obj_type) or "").casefold()
                named.append((_TARGETS.get(target, ""), each.id, key_pair(each.external_key)))
            listed = () if kind != ROLE or given.attrib_list is None else given.attrib_list.attrib
            for each in listed:
                target = _REFERRING.get(trimmed(each.name) or "", "")
                named.append((target, id_number(trimmed(each.value)), None))
            for target, object_id, pair in named:
                if target in ("Lead", "Company"):
                    leads |= set() if object_id is None else {object_id}
                    lead_keys |= set() if pair is None else {pair}
                elif target:
                    ids[target] |= set() if object_id is None else {object_id}
                    if pair is not None and self.is_external_key(target, pair[0]):
                        keys[target].add(pair)
        for kind in ids.keys() | keys.keys():
            self._context.data.mobjects.prefetch(kind, ids[kind], keys[kind])
        self._context.data.leads.prefetch(ids=(each for each in leads if 0 < each <= MAX_ID))
        self._find_leads(lead_keys)

    def attributes(self, kind: str) -> Collection[str]:
        """Return the names of the attributes that a type has."""
        return self._context.data.mobjects.fields(kind)

    def is_external_key(self, kind: str, name: str) -> bool:
        """Tell whether objects of a type may be found by this field."""
        field = self._context.data.mobjects.fields(kind).get(name)
        return field is not None and field.external_key

    def opportunity(self, object_id: int | None, key: Key | None) -> int | None:
        """Return the id of an opportunity, the newest among equal external keys."""
        rows, found = self._context.data.mobjects, None
        if object_id is not None:
            found = rows.get(OPPORTUNITY, object_id)
        elif key is not None and self.is_external_key(OPPORTUNITY, key[0]):
            found = rows.newest_by_key(OPPORTUNITY, *key)
        return None if found is None else found.id

    def lead(self, lead_id: int | None, key: Key | None) -> int | None:
        """Return the id of a lead, the newest among equal external keys."""
        if lead_id is not None:
            there = 0 < lead_id <= MAX_ID and self._context.data.leads.get(lead_id) is not None
            return lead_id if there else None
        return None if key is None else self._lead_by_key(key)

    def has_cost(self, program_id: int, cost_id: int) -> bool:
        """Tell whether a program has a cost with an id."""
        return self._context.data.programs.has_cost(program_id, cost_id)

    def known_tag(self, kind: str, value: str) -> tuple[str, str] | None:
        """Return type and value of a tag as they are defined."""
        return self._context.data.programs.known_tag(kind, value)

    def is_lead_key(self, name: str) -> bool:
        """Tell whether leads and companies may be referred to by this field.

        It is a custom field of the lead; the hidden ForeignSysPersonId cannot be one (documented).
        """
        field = self._context.data.leads.fields().get(name)
        return field is not None and field.custom

    def _lead_by_key(self, pair: Key) -> int | None:
        """Return the newest lead whose custom field has a value, if there is such a field."""
        if pair not in self._leads:
            self._find_leads({pair})
        return self._leads[pair]

    def _find_leads(self, pairs: set[Key]) -> None:
        self._leads.update(dict.fromkeys(pairs))
        for name in {name for name, _ in pairs if self.is_lead_key(name)}:
            found = self._context.data.leads.newest_by_attribute(
                name, {value for known, value in pairs if known == name}
            )
            self._leads.update(((name, value), lead_id) for value, lead_id in found.items())


_TARGETS = {"lead": "Lead", "company": "Company", OPPORTUNITY.casefold(): OPPORTUNITY}
_REFERRING = {"OpportunityId": OPPORTUNITY, "PersonId": "Lead"}  # attributes of a role

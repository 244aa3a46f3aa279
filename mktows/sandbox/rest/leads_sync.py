"""Answers calls that create and update leads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mktows.facts.activity_types import FILL_OUT_FORM, PUSH_LEAD
from mktows.facts.lead_fields import COMPANY_REST_NAMES, LeadField
from mktows.facts.rest_errors import (
    COMPANY_FIXED,
    DATA_BAD,
    FIELD_UNKNOWN,
    FIELD_UNSUPPORTED,
    LEAD_EXISTS,
    LEAD_UNKNOWN,
    LEADS_MATCH,
    PARTITION_DENIED,
    PARTITION_FIXED,
    VALUE_BAD,
    VALUE_MISSING,
)
from mktows.parameters.keys import email_key
from mktows.parameters.lead_records import Incoming
from mktows.parameters.scalars import fits, id_number
from mktows.sandbox.activities.rows import NewActivity
from mktows.sandbox.instance.settings import DEFAULT_WORKSPACE
from mktows.sandbox.leads.records import SOURCE, create, write
from mktows.sandbox.leads.rows import Lead
from mktows.sandbox.rest.answers import Answer
from mktows.sandbox.rest.context import Handler, RestContext
from mktows.sandbox.rest.lead_values import text_of
from mktows.sandbox.rest.leads import attach_cookie, found_by, is_searched
from mktows.sandbox.rest.program_members import Joining
from mktows.sandbox.rest.records import records, skipped
from mktows.sandbox.rest.refusals import Reason, reason, refusal

_ACTIONS = ("createOrUpdate", "createOnly", "updateOnly", "createDuplicate")


class _Skipped(Exception):
    """A record is passed over."""

    def __init__(self, why: Reason, **members: object) -> None:
        super().__init__(why.code)
        self.why = why
        self.members = members


@dataclass(frozen=True, slots=True)
class _Writing:
    """A batch of leads that is written.

    Attributes:
        context: The call.
        action: One of the four.
        lookup: The field by which leads are told.
        workspace: Where new leads go; None where the call says nothing.
        source: Where they come from, for their activities.
        fields: The lead fields, by their names here.
        stored: The same ones, by the names they are stored under.
        matches: The leads that have a value of the lookup field, in its compared form.
    """

    context: RestContext
    action: str
    lookup: str
    workspace: str | None
    source: str
    fields: Mapping[str, LeadField]
    stored: Mapping[str, LeadField]
    matches: dict[str, list[int]] = field(repr=False)

    def write(self, record: Mapping[str, Any]) -> tuple[Lead, str]:
        """Write one lead, and return it with what was done.

        Raises:
            _Skipped: It was passed over, and nothing was changed.
        """
        incoming = self._read(record)
        key, target = "", None
        if self.action != "createDuplicate":
            key = self._key(record)
            target = self._target(key)
        if target is not None:
            if self.action == "createOnly":
                raise _Skipped(reason(LEAD_EXISTS))
            if self.workspace not in (None, target.workspace):
                raise _Skipped(reason(PARTITION_FIXED), id=target.id)
            write(self.context, target, incoming, self.stored, reason=self.source)
            return target, "updated"
        if self.action == "updateOnly":
            # Which lead was meant is told where its id said so (as of lists, in a sample).
            members = {"id": int(key)} if self.lookup == "id" else {}
            raise _Skipped(reason(LEAD_UNKNOWN), **members)
        made = create(
            self.context,
            incoming,
            self.stored,
            workspace=self.workspace or DEFAULT_WORKSPACE,
            source=self.source,
        )
        if self.action != "createDuplicate":
            self.matches.setdefault(key, []).append(made.id)
        return made, "created"

    def _read(self, record: Mapping[str, Any]) -> Incoming:
        """Read what a record says of a lead.

        What the service owns is passed over, as with SOAP.
        """
        values = {}
        for name, given in record.items():
            known = self.fields.get(name)
            if known is None:
                raise _Skipped(reason(FIELD_UNKNOWN, name=name))
            text = text_of(given)
            if text is None or (known.writable and not _fits(known, text)):
                kind = known.data_type
                raise _Skipped(reason(VALUE_BAD, value=_shown(given), type=kind))
            if not self.context.habits.company_fields and name in COMPANY_REST_NAMES:
                raise _Skipped(reason(COMPANY_FIXED))
            values[known.name] = text
        # An address is an attribute like others, and the key of a lead that is made.
        return Incoming(None, values.get("Email") or None, None, values)

    def _key(self, record: Mapping[str, Any]) -> str:
        text = text_of(record.get(self.lookup))
        if not text:
            raise _Skipped(reason(VALUE_MISSING, name=self.lookup))
        if self.lookup == "id" and (id_number(text) or 0) < 1:
            raise _Skipped(reason(VALUE_BAD, value=text, type="Integer"))
        return _compared(self.lookup, self.fields[self.lookup], text)

    def _target(self, key: str) -> Lead | None:
        found = self.matches.get(key, [])
        if len(found) > 1:
            raise _Skipped(reason(LEADS_MATCH))
        return self.context.data.leads.get(found[0]) if found else None


def _sync_leads(context: RestContext) -> Answer:
    body = context.call.members(
        "action", "lookupField", "input", "partitionName", "asyncProcessing"
    )
    action = body.get("action") or _ACTIONS[0]
    if action not in _ACTIONS:
        raise refusal(DATA_BAD, problem=f"Action '{action}' is none of {', '.join(_ACTIONS)}")
    result = _written(context, body, action, records(body))
    # Who does not wait learns of no record (documented); the work is done all the same.
    return Answer(None if body.get("asyncProcessing") is True else result)


def _push_leads(context: RestContext) -> Answer:
    body = context.call.members(
        *("input", "lookupField", "partitionName", "programName", "programStatus"),
        *("reason", "source"),
    )
    joining = Joining.read(context, body.get("programName"), _text(body, "programStatus"))
    source, why = _text(body, "source"), _text(body, "reason")

    def log(lead: Lead) -> None:
        # The attributes are inferred.
        told = (("Program", joining.program), ("Source", source), ("Reason", why))
        about = tuple((name, text) for name, text in told if text)
        context.data.activities.log(
            NewActivity(lead.id, context.now, PUSH_LEAD, source or SOURCE, about)
        )
        joining.join(context, lead)

    return Answer(_written(context, body, _ACTIONS[0], records(body), log, source or SOURCE))


def _submit_form(context: RestContext) -> Answer:
    body = context.call.members("input", "formId", "programId")
    form, program_id = _whole(body, "formId"), _whole(body, "programId")
    if form is None:
        raise refusal(VALUE_MISSING, name="formId")
    joining = None if program_id is None else Joining.of(context, program_id)
    given = records(body)
    if len(given) > 1:
        raise refusal(DATA_BAD, problem="input has more than one form")
    values = given[0].get("leadFormFields")
    if not isinstance(values, Mapping):
        raise refusal(VALUE_MISSING, name="leadFormFields")
    visit = given[0].get("visitorData")
    visit = visit if isinstance(visit, Mapping) else {}
    cookie = _text(given[0], "cookie")

    def log(lead: Lead) -> None:
        if cookie:
            attach_cookie(context, lead, cookie)
        about = (
            ("Webform ID", str(form)),
            ("Client IP Address", _text(visit, "leadClientIpAddress")),
            ("Query Parameters", _text(visit, "queryString")),
            ("Referrer URL", _text(visit, "pageURL")),
            ("User Agent", _text(visit, "userAgentString")),
        )
        told = tuple((name, text) for name, text in about if text)
        context.data.activities.log(
            NewActivity(lead.id, context.now, FILL_OUT_FORM, str(form), told)
        )
        if joining is not None:
            joining.join(context, lead)

    result = _written(context, {}, _ACTIONS[0], [values], log, FILL_OUT_FORM, newest=True)
    # There always is an id (the description); that it is 0 where nothing was written is a guess.
    return Answer([{"id": 0, **each} for each in result])


def _written(
    context: RestContext,
    body: Mapping[str, Any],
    action: str,
    given: Sequence[Mapping[str, Any]],
    done: Callable[[Lead], None] | None = None,
    source: str = SOURCE,
    *,
    newest: bool = False,
) -> list[dict[str, Any]]:
    """Write leads in the order given, and return what became of each.

    Args:
        context: The call.
        body: It may name a field to tell leads by, and a partition.
        action: What is wanted.
        given: The leads.
        done: Takes each lead that was written, if anything.
        source: Where they come from, for their activities.
        newest: Whether the newest of several leads with a key is meant, not none.
    """
    leads = context.data.leads
    fields = leads.rest_fields()
    lookup = body.get("lookupField") or "email"
    known = fields.get(lookup) if isinstance(lookup, str) else None
    if known is None:
        raise refusal(FIELD_UNKNOWN, name=lookup)
    if lookup not in ("id", "email") and not is_searched(known):
        raise refusal(FIELD_UNSUPPORTED, name=lookup)
    if lookup == "id" and action != "updateOnly":
        raise refusal(DATA_BAD, problem="lookupField id goes with updateOnly alone")
    matches = {} if action == "createDuplicate" else _matches(context, lookup, known, given)
    if newest:
        matches = {key: [max(ids)] for key, ids in matches.items()}
    writing = _Writing(
        context, action, lookup, _workspace(context, body, action), source, fields,
        {each.name: each for each in fields.values()}, matches,
    )  # fmt: skip
    result = []
    for each in given:
        try:
            lead, status = writing.write(each)
            if done is not None:
                done(lead)
        except _Skipped as passed:
            result.append(skipped(context, passed.why, **passed.members))
        else:
            result.append({"id": lead.id, "status": status})
    return result


def _matches(
    context: RestContext, lookup: str, known: LeadField, given: Sequence[Mapping[str, Any]]
) -> dict[str, list[int]]:
    """Look up at once which leads the records of a batch may mean."""
    leads = context.data.leads
    values = {text for each in given if (text := text_of(each.get(lookup)))}
    if lookup == "id":
        values = {each for each in values if (id_number(each) or 0) > 0}
    ids = found_by(context, lookup, values) if values else set()
    leads.prefetch(ids=ids)
    matches: dict[str, list[int]] = {}
    for each in sorted(ids):
        lead = leads.get(each)
        if lead is not None:
            held = {"id": str(lead.id), "email": lead.email}.get(
                lookup, lead.attributes.get(known.name)
            )
            matches.setdefault(_compared(lookup, known, held or ""), []).append(each)
    return matches


def _compared(lookup: str, known: LeadField, text: str) -> str:
    """Return the form in which values of the lookup field are compared."""
    if lookup == "id":
        return str(id_number(text))
    return email_key(text) if known.data_type == "email" else text


def _workspace(context: RestContext, body: Mapping[str, Any], action: str) -> str | None:
    named = body.get("partitionName")
    if named is None or named == "":
        return None
    if action == "updateOnly":
        context.call.note_unknown("partitionName of updateOnly")
        return None
    workspace = context.instance.workspace(str(named))
    if workspace is None:
        raise refusal(PARTITION_DENIED, name=named)
    return workspace


def _whole(members: Mapping[str, Any], name: str) -> int | None:
    given = members.get(name)
    if given is None:
        return None
    number = None if isinstance(given, bool) else id_number(str(given))
    if number is None:
        raise refusal(VALUE_BAD, value=_shown(given), type="Integer")
    return number


def _text(members: Mapping[str, Any], name: str) -> str:
    given = members.get(name)
    return given.strip() if isinstance(given, str) else ""


def _fits(known: LeadField, text: str) -> bool:
    """Tell whether a field can hold a text; addresses are ASCII (documented)."""
    if known.data_type == "email" and not text.isascii():
        return False
    return not text or fits(known.data_type, text)


def _shown(given: object) -> str:
    return given if isinstance(given, str) else type(given).__name__


HANDLERS: Mapping[str, Handler] = {
    "sync_leads": _sync_leads,
    "push_leads": _push_leads,
    "submit_form": _submit_form,
}

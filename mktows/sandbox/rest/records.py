"""Records of a batch: how a call lists them, and what its answer says of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mktows.facts.rest_endpoints import RECORDS_PER_CALL
from mktows.facts.rest_errors import BODY_NOT_JSON, DATA_BAD, VALUE_BAD, VALUE_MISSING
from mktows.sandbox.rest.context import RestContext
from mktows.sandbox.rest.refusals import Reason, refusal
from mktows.sandbox.rest.request import RestCall


def records(members: Mapping[str, Any], name: str = "input") -> list[Mapping[str, Any]]:
    """Return the records that a body lists, at least one.

    Raises:
        RestRefusal: There are none, or too many, or one is no JSON object.
    """
    given = members.get(name)
    if given is None or given == []:
        raise refusal(VALUE_MISSING, name=name)
    if not isinstance(given, list) or not all(isinstance(each, Mapping) for each in given):
        raise refusal(BODY_NOT_JSON)
    if len(given) > RECORDS_PER_CALL:
        raise refusal(DATA_BAD, problem=f"{name} has more than {RECORDS_PER_CALL} records")
    return given


def lead_ids(call: RestCall) -> list[int]:
    """Return the ids of the leads that a call names, in its body or in its query.

    Raises:
        RestRefusal: There are none, or too many, or one is no whole number.
    """
    if isinstance(call.document, Mapping):
        return [id_of(each) for each in records(call.members("input"))]
    ids = call.numbers("id")
    if not ids:
        raise refusal(VALUE_MISSING, name="id")
    return ids


def skipped(context: RestContext, why: Reason, **members: object) -> dict[str, object]:
    """Return what is said of a lead that was passed over."""
    told = {"code": str(why.code), "message": why.message}
    reasons = [told] if context.habits.reason == "reasons" else told
    return {**members, "status": "skipped", context.habits.reason: reasons}


def id_of(record: Mapping[str, Any]) -> int:
    """Return the id that a record names.

    Raises:
        RestRefusal: There is none, or it is no whole number.
    """
    given = record.get("id")
    if given is None:
        raise refusal(VALUE_MISSING, name="id")
    text = str(given)
    if isinstance(given, bool) or not text.isascii() or not text.isdigit() or len(text) > 18:
        raise refusal(VALUE_BAD, value=text, type="Integer")
    return int(text)

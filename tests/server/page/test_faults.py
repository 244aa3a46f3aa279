"""How a call ended is explained by what is known of the codes."""

from __future__ import annotations

import pytest

from mktows.errors import FAULT_CLASSES
from mktows.facts.faults import MAY_FOLLOW_A_WRITE, RETRYABLE, SHORT_TEXTS
from mktows.facts.rest_errors import CODES
from mktows.server.page.faults import Explained, explained
from mktows.service_faults import write_service_fault


def of_code(code: int | None, fault: str = "x", reply: str = "", **more: object) -> Explained:
    given: dict[str, object] = {"is_rest": False, "status": 500, **more}
    found = explained(code=code, fault=fault, reply=reply, **given)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize("code", FAULT_CLASSES)
def test_a_fault_tells_whether_anything_was_carried_out(code: int) -> None:
    meaning = of_code(code).meaning
    assert meaning[0] == (FAULT_CLASSES[code].__doc__ or "").splitlines()[0]
    said = " ".join(meaning[1:])
    if code in MAY_FOLLOW_A_WRITE:
        assert said.startswith("It may have been carried out")
    elif code in SHORT_TEXTS:
        assert said.startswith("Nothing was carried out")
        assert ("made again" in said or "make it again" in said) == (code in RETRYABLE)
    else:
        assert said == "The vendor's documents do not have this code."


@pytest.mark.parametrize("code", CODES)
def test_a_code_of_rest_tells_when_the_call_may_be_made_again(code: int) -> None:
    found = of_code(code, "text", is_rest=True, status=200)
    assert found.title == f"{code}: text"
    assert ("Nothing was carried out" in found.meaning[0]) == (
        CODES[code].again in ("renew", "soon", "later")
    )


def test_what_ended_well_needs_no_explanation() -> None:
    assert explained(is_rest=False, status=200, code=None, fault="", reply="") is None


def test_an_unknown_code_is_told_by_itself() -> None:
    assert of_code(29999, "29999 - New").title == "29999 - New"
    assert of_code(9999, "new", is_rest=True).meaning == ()


def test_other_ends_are_told() -> None:
    assert "cannot know" in of_code(None, "connection closed", status=None).meaning[0]
    assert of_code(None, "", status=503).title == "HTTP 503"
    assert "no XML" in of_code(None, "Bad Request").meaning[0]


def test_the_reply_s_own_words_are_shown() -> None:
    reply = write_service_fault(
        namespace="http://www.marketo.com/mktows/",
        string="20103 - Lead not found",
        code=20103,
        message="No lead found with EMAIL = <x>",
        cause=False,
    ).decode()
    assert of_code(20103, "20103 - Lead not found", reply).said.startswith("No lead found")
    for broken in (reply[:200], "no XML", "<a/>", "<!DOCTYPE a><a/>", "\ud800"):
        assert of_code(20103, "x", broken).said == ""

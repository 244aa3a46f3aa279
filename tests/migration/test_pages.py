"""The report as Markdown, HTML and JSON: hostile names are text; values and secrets stay out."""

from __future__ import annotations

import functools
import html
import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.recordings import REQUESTS, SIGNATURE, envelope, lead_key, log

from mktows.facts.rest_endpoints import ENDPOINTS
from mktows.migration.document import as_document
from mktows.migration.examples import MASK, example_of
from mktows.migration.fields import FieldNames
from mktows.migration.markdown import as_markdown
from mktows.migration.page import blocks_of
from mktows.migration.recorded import requests_in
from mktows.migration.rehearsal.outcomes import rehearsals
from mktows.migration.report import Report, make_report
from mktows.migration.tally import Tally
from mktows.migration.web_page import as_html
from mktows.server.page.blocks import Code, Heading, Own, Paragraph, Table
from mktows.transport import HttpRequest

SECRET = "planted-secret-of-the-user"
VALUES = ("ann@example.com", "bob@example.com", "Noone", "Guests", "Spring", "Big deal", "39")
HOSTILE = "&lt;script&gt;alert(1)&lt;/script&gt;|a`b`**c**[d](javascript:e) &amp;amp; &#8238;f"


def report_of(data: bytes, *, with_values: bool = False) -> Report:
    tally = Tally()
    for each in requests_in(data):
        tally.add(each)
    names = FieldNames()
    return make_report(tally, names, rehearsals(names.lead_fields, with_values=with_values))


@functools.cache
def of_all(*, with_values: bool = False) -> Report:
    workspace = f"<targetWorkspace>{SECRET}</targetWorkspace>"
    more = f"<m:MktowsContextHeader>{workspace}</m:MktowsContextHeader>"
    return report_of(log(envelope(name, more=more) for name in REQUESTS), with_values=with_values)


def written(report: Report) -> dict[str, str]:
    return {
        "markdown": as_markdown(blocks_of(report)),
        "html": as_html(blocks_of(report)),
        "json": json.dumps(as_document(report), ensure_ascii=False),
    }


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_no_value_and_no_secret_is_shown(form: str) -> None:
    text = html.unescape(written(of_all())[form])
    assert not [each for each in VALUES if re.search(rf"\b{re.escape(each)}\b", text)]
    assert "old_program_1" in text
    for each in (SECRET, SIGNATURE, "Authorization", "Bearer", "access_token"):
        assert each not in text


@pytest.mark.parametrize("form", ["markdown", "html", "json"])
def test_values_are_shown_when_they_are_asked_for_and_secrets_never(form: str) -> None:
    text = html.unescape(written(of_all(with_values=True))[form])
    assert "ann@example.com" in text
    for each in (SECRET, SIGNATURE, "Authorization", "Bearer"):
        assert each not in text


class Elements(HTMLParser):
    """The elements of a page, and those with an attribute that runs something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def hostile_report() -> Report:
    field = f"<attribute><attrName>{HOSTILE}</attrName><attrValue>{HOSTILE}</attrValue></attribute>"
    lead = (
        f"<leadRecord><Email>{HOSTILE}</Email><leadAttributeList>{field}</leadAttributeList>"
        "</leadRecord>"
    )
    objects = REQUESTS["syncCustomObjects"].replace("Car_c", HOSTILE).replace("VIN", HOSTILE)
    lines = [
        envelope("syncLead", lead, user=HOSTILE),
        envelope("syncCustomObjects", objects),
        envelope("getLead", lead_key("EMAIL", HOSTILE)),
        envelope("requestCampaign", REQUESTS["requestCampaign"].replace("MKTOWS", HOSTILE)),
    ]
    return report_of(log(lines), with_values=True)


def test_a_page_holds_only_the_elements_of_ours() -> None:
    text = as_html(blocks_of(hostile_report()))
    assert "&lt;script&gt;alert(1)" in text
    page = Elements()
    page.feed(text)
    assert page.tags <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4"),
        *("p", "ul", "li", "table", "tr", "th", "td", "pre"),
    }
    assert page.attributes <= {"lang", "charset", "http-equiv", "content"}
    assert "\u202e" not in text


def test_markdown_shows_hostile_names_as_text() -> None:
    text = as_markdown(blocks_of(hostile_report()))
    outside = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", text)
    assert "alert" in outside
    assert "<" not in outside.replace("\\<", "")
    assert "](" not in outside
    assert "\u202e" not in text
    for line in outside.splitlines():
        if line.startswith("|"):
            assert len(re.findall(r"(?<!\\)\|", line)) in (3, 4, 7, 8)


@settings(max_examples=200)
@given(st.text())
def test_a_cell_is_one_cell_and_code_ends_where_it_ends(text: str) -> None:
    table = as_markdown([Table((Own("a"), Own("b")), [(text, Own("x"))])])
    assert table.count("\n") == 3
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", table.splitlines()[2])) == 3
    first, *_, last = as_markdown([Code(text)]).rstrip("\n").split("\n")
    assert first == f"{last}text"
    assert not re.search(rf"(?m)^{last}$", text)


def test_our_own_words_stay_readable() -> None:
    shown = as_markdown([Heading(2, Own("getLead, shape 1: 3 calls")), Paragraph("old_program_1")])
    assert shown == "## getLead, shape 1: 3 calls\n\nold_program_1\n"


def test_the_document_adds_up() -> None:
    document = as_document(of_all())
    assert json.loads(json.dumps(document)) == document
    assert document["form"] == 1
    shapes = [
        shape
        for user in document["users"]
        for operation in user["operations"]
        for shape in operation["shapes"]
    ]
    assert document["calls"] == len(REQUESTS) == sum(each["calls"] for each in shapes)
    assert document["calls"] == sum(document["grades"].values()) + sum(document["unread"].values())
    for shape in shapes:
        assert shape["rehearsal"] is not None
        for each in shape["rehearsal"]["examples"]:
            assert each["method"] in ("GET", "POST", "DELETE")
            assert each["path"] == ENDPOINTS[each["endpoint"]].path


def test_an_example_masks_what_is_a_value_and_shows_what_is_a_word() -> None:
    request = HttpRequest(
        "https://123-abc-456.mktorest.com/rest/v1/leads.json",
        {"Content-Type": "application/json", "Authorization": f"Bearer {SECRET}"},
        json.dumps(
            {
                "action": "createOrUpdate",
                "lookupField": "email",
                "input": [{"email": f"{n}@example.com", "firstName": None} for n in range(5)],
            }
        ).encode(),
        "POST",
        "sync_leads",
    )
    shown = example_of(request, with_values=False, remembered=False)
    assert json.loads(shown.body) == {
        "action": "createOrUpdate",
        "lookupField": "email",
        "input": [{"email": MASK, "firstName": None}] * 2 + [MASK],
    }
    open_ = example_of(request, with_values=True, remembered=False)
    assert json.loads(open_.body)["input"][1]["email"] == "1@example.com"
    assert SECRET not in repr(open_)
    assert "example.com" not in repr(open_)


def test_the_file_of_an_import_shows_its_columns_alone() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
        b"email,firstName\na@example.com,Ann\nb@example.com,Bob\nc@example.com,Cid\r\n--x--\r\n"
    )
    request = HttpRequest(
        "https://123-abc-456.mktorest.com/bulk/v1/leads.json?format=csv&listId=7",
        {"Content-Type": "multipart/form-data; boundary=x"},
        body,
        "POST",
        "import_leads",
    )
    shown = example_of(request, with_values=False, remembered=False)
    assert shown.body == f"email,firstName\n{MASK}\n{MASK}"
    assert dict(shown.query) == {"format": "csv", "listId": MASK}
    shown = example_of(request, with_values=True, remembered=False)
    assert shown.body == f"email,firstName\na@example.com,Ann\nb@example.com,Bob\n{MASK}"

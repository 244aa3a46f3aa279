"""The data of a backend that shows them, over HTTP; the server knows no sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest
from support.page import Seen, seen

from mktows.sandbox import Call, Sandbox
from mktows.sandbox.world.files import demo_world, parse_world
from mktows.server.browsing import (
    Choice,
    Collection,
    Link,
    Listing,
    Record,
    Row,
    Section,
    TooMuch,
)
from mktows.server.http.page.site import Site
from mktows.server.http.server import ThreadedServer
from mktows.server.service import Service

ODD = "a/b c?<>&\"'"


class Backend:
    """A backend with two collections."""

    def __init__(self) -> None:
        self.asked: list[Choice] = []

    def answer(self, call: Call, params: object) -> object:
        raise NotImplementedError

    def close(self) -> None:
        pass

    def browser(self, now: datetime) -> Backend:
        del now
        return self

    def collections(self) -> Sequence[Collection]:
        return [Collection("things", "Things", "names"), Collection(ODD, "Odd <b>", "all")]

    def listing(self, collection: str, choice: Choice) -> Listing | None:
        assert collection in ("things", ODD)
        self.asked.append(choice)
        rows = [Row(7, ("7", "<script>", Link("a <b>", ODD, 3)))]
        partial = bool(choice.search)
        return Listing(("Thing", "Name", "Other"), rows, before=7, is_partial=partial)

    def record(self, collection: str, number: int) -> Record | None:
        if number != 7:
            return None
        cut = Section("Parts", ("A",), [("x",)], is_cut=True)
        more = Section("More", ("A",), [("y",)], more=ODD, is_cut=True)
        facts = (("Name", "<i>\x07"), ("Empty", ""), ("Other", Link("", ODD, 3)))
        return Record(f"Thing in {collection}", facts, (cut, more, Section("None", ("A",), ())))

    def export(self, *, json: bool) -> bytes:
        if json:
            raise TooMuch("there is too much")
        return b"all of it"


@pytest.fixture
def backend() -> Backend:
    return Backend()


@pytest.fixture
def url(backend: Backend) -> Iterator[str]:
    with Service(backend) as service, ThreadedServer(service, site=Site(service)) as running:
        yield running.url


def menu(page: Seen) -> list[str]:
    return page.texts("//header//nav//a")


def test_the_collections_are_named_and_reached(url: str) -> None:
    page = seen(url, "/_page/data")
    assert "Data" in menu(page)
    links = [each for each in page.links() if each.startswith("/_page/data/")]
    assert page.texts("//ul[@class='choices']//a") == ["Things", "Odd <b>"]
    for link in links:
        assert seen(url, link).status == 200


def test_a_list_leads_to_records_and_further_pages(url: str, backend: Backend) -> None:
    page = seen(url, "/_page/data/things")
    (row,) = page.document.xpath("//main//tbody/tr")
    assert [" ".join(each.text_content().split()) for each in row] == ["7", "<script>", "a <b>"]
    own, other = row.xpath(".//a/@href")
    assert own == "/_page/data/things/7"
    assert seen(url, other).status == 404  # leads to the other collection, which lacks it
    assert backend.asked == [Choice()]
    (further,) = page.document.xpath("//a[@rel='next']/@href")
    seen(url, further)
    assert backend.asked[-1] == Choice(before=7)
    seen(url, f"{further}&lead=5")
    assert backend.asked[-1] == Choice(before=7, lead=5)


def test_a_search_is_posted_and_stands_in_no_address(url: str, backend: Backend) -> None:
    token = seen(url, "/_page/data/things").token
    form = {"token": token, "text": " someone@example.com "}
    led = seen(url, "/_page/data/things/search", form=form)
    assert led.status == 303
    assert "someone" not in led.headers["location"]
    page = seen(url, led.headers["location"])
    assert backend.asked[-1].search == "someone@example.com"
    assert not [each for each in page.links() if "someone" in each]
    (further,) = page.document.xpath("//a[@rel='next']")
    assert further.text_content() == "Search on"
    seen(url, further.get("href"))
    assert backend.asked[-1] == Choice(search="someone@example.com", before=7)
    empty = seen(url, "/_page/data/things/search", form={"token": token, "text": " "})
    assert empty.headers["location"] == "/_page/data/things"
    assert "not kept" in seen(url, "/_page/data/things?search=x").texts("//p[@class='notice']")[0]


def test_a_record_shows_its_parts(url: str) -> None:
    page = seen(url, "/_page/data/things/7")
    assert page.texts("//h1") == ["Thing in things"]
    assert page.texts("//dl//dt") == ["Name", "Other"]
    assert page.texts("//dl//dd") == ["<i>\\u0007", "3"]
    assert page.texts("//h2") == ["Parts", "More"]
    assert page.texts("//section[1]/p") == ["There are more of these."]
    (more,) = page.document.xpath("//section[2]/p/a/@href")
    assert more.endswith("?lead=7")
    assert seen(url, more).status == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/things/8", "/things/x", "/things/" + "9" * 40, "/things/7/8", "?x=1&y=2"]
)
def test_what_is_not_there_is_not_found(url: str, path: str) -> None:
    assert seen(url, f"/_page/data{path}").status == (200 if path.startswith("?") else 404)


def test_all_is_exported_as_a_file(url: str) -> None:
    got = seen(url, "/_page/world.yaml")
    assert (got.body, got.headers["content-type"]) == (b"all of it", "application/yaml")
    assert got.headers["content-disposition"] == 'attachment; filename="world.yaml"'
    refused = seen(url, "/_page/world.json")
    assert refused.status == 413
    assert refused.texts("//main/p")[0] == "there is too much"
    assert seen(url, "/_page/world.xml").status == 404


def test_a_backend_that_shows_nothing_has_no_such_view() -> None:
    class Closed:
        def answer(self, call: Call, params: object) -> object:
            raise NotImplementedError

        def close(self) -> None:
            pass

    with Service(Closed()) as service, ThreadedServer(service, site=Site(service)) as running:
        assert "Data" not in menu(seen(running.url, "/"))
        for path in ("/_page/data", "/_page/data/leads", "/_page/world.yaml"):
            assert seen(running.url, path).status == 404


def test_each_page_of_a_sandbox_s_data_is_shown_and_exported() -> None:
    with (
        Sandbox(world=demo_world()) as sandbox,
        ThreadedServer(sandbox, site=Site(sandbox)) as running,
    ):
        todo, done = ["/_page/data"], set()
        while todo:
            path = todo.pop()
            done.add(path)
            page = seen(running.url, path)
            assert page.status == 200, path
            todo += {each for each in page.links() if "/data/" in each} - done - {*todo}
        assert len(done) > 80
        parse_world(seen(running.url, "/_page/world.yaml").body.decode())

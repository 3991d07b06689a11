"""Every address of the page, as HTML and as JSON, asked over ASGI: answers, errors, headers."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeAlias

import anyio
import httpx
import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from starlette.applications import Starlette
from tests.views import invented

from onrecord.errors import RecordError, UsageError
from onrecord.record.record import Record
from onrecord.views import as_json
from onrecord.views.web.app import PAGES, make_app, serve
from onrecord.views.web.guard import HEADERS, is_this_machine

Ask: TypeAlias = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.fill(tmp_path_factory.mktemp("web") / "web.db")


@pytest.fixture(scope="module")
def app(path: Path) -> Starlette:
    return make_app(path)


@pytest.fixture(scope="module")
def ask(app: Starlette) -> Ask:
    return asking(app)


def asking(app: Starlette) -> Ask:
    """What sends a request to `app` and gives the answer; faults become answers too."""

    def send(
        address: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        async def exchange() -> httpx.Response:
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://localhost"
            ) as client:
                return await client.request(method, address, headers=headers)

        return anyio.run(exchange)

    return send


@pytest.fixture(scope="module")
def denial(ask: Ask) -> dict[str, Any]:
    """The denial inside a statement, as JSON."""
    row: dict[str, Any] = ask("/statements.json?act=deny&by=brandt").json()["found"]["rows"][0]
    return row


@pytest.fixture(scope="module")
def addresses(denial: dict[str, Any]) -> tuple[str, ...]:
    """One address of each page, the hostile report's among them."""
    return (
        "/",
        "/reports",
        f"/reports/{invented.CALL.report.id}",
        f"/reports/{invented.HOSTILE.report.id}",
        f"/reports/{invented.BARE.report.id}",
        "/statements",
        f"/statements/{denial['id']}",
        f"/entities/{denial['source']['entity']}",
        "/problems",
    )


class Tags(HTMLParser):
    """Collects what a page's HTML is made of: tags, attributes, ids, links, text by tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Called by the parser for each tag."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def values(self, name: str) -> list[str]:
        """The values of every attribute of that name."""
        return [value or "" for _, attribute, value in self.attributes if attribute == name]


def test_every_page_answers_as_html_and_as_json(ask: Ask, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        html, data = ask(address), ask(f"{address}.json")
        assert html.status_code == data.status_code == 200, address
        assert html.headers["content-type"] == "text/html; charset=utf-8"
        assert data.headers["content-type"] == "application/json"
        assert isinstance(data.json(), dict)
        assert html.text.startswith("<!doctype html>")


def test_every_kind_of_page_is_among_the_addresses(addresses: tuple[str, ...]) -> None:
    patterns = [re.compile(page.path.replace("{id}", "[0-9a-f]{32}")) for page in PAGES]
    for pattern in patterns:
        assert any(pattern.fullmatch(address) for address in addresses), pattern.pattern


def test_every_link_in_the_page_leads_somewhere(ask: Ask, addresses: tuple[str, ...]) -> None:
    seen: dict[str, Tags] = {}
    for address in addresses:
        for link in Tags(ask(address).text).values("href"):
            if link.startswith(("http://", "https://")):
                continue
            place, _, fragment = link.partition("#")
            place = place or address
            if place not in seen:
                answer = ask(place)
                assert answer.status_code == 200, f"{address} → {link}"
                seen[place] = Tags(answer.text if "html" in answer.headers["content-type"] else "")
            assert not fragment or fragment in seen[place].values("id"), f"{address} → {link}"


def test_no_page_has_scripts_styles_or_handlers_of_its_own(
    ask: Ask, addresses: tuple[str, ...]
) -> None:
    for address in addresses:
        tags = Tags(ask(address).text)
        assert not {"script", "style", "iframe", "img", "b", "i"} & set(tags.tags) - {"i"}
        names = {name for _, name, _ in tags.attributes}
        assert "style" not in names
        assert not {name for name in names if name.startswith("on")}
        assert not [v for v in tags.values("href") if not v.startswith(("/", "#", "https://"))]
        ids = tags.values("id")
        assert len(ids) == len(set(ids)), address


def test_each_page_has_one_main_heading_a_skip_link_and_labels(
    ask: Ask, addresses: tuple[str, ...]
) -> None:
    for address in addresses:
        tags = Tags(ask(address).text)
        assert tags.tags.count("h1") == 1, address
        assert tags.tags.count("main") == 1
        assert tags.values("href").index("#main") < tags.values("href").index("/")
        fields = {
            value
            for tag, name, value in tags.attributes
            if name == "id" and tag in {"input", "select"}
        }
        assert fields <= set(tags.values("for"))


def test_a_hostile_report_is_shown_as_text(ask: Ask) -> None:
    html = ask(f"/reports/{invented.HOSTILE.report.id}").text
    assert "&lt;script&gt;alert(&#34;a&#34;)&lt;/script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert "49" not in re.sub(r"[0-9a-f]{32}|v=[0-9a-f]+", "", html)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]", html)
    assert "<bdi>javascript:alert(document.domain)</bdi>" in html
    assert 'href="javascript' not in html


def test_json_gives_hostile_text_untouched(ask: Ask) -> None:
    report = ask(f"/reports/{invented.HOSTILE.report.id}.json").json()["report"]
    assert report["headline"] == invented.HOSTILE_HEADLINE
    assert "\x00\x1b[31m" in report["text"]


def test_a_web_address_is_a_link_without_referrer(ask: Ask) -> None:
    html = ask(f"/reports/{invented.CALL.report.id}").text
    assert '<a rel="noreferrer" href="https://kessen.example/world/142">' in html


def test_json_conforms_to_the_record_format(ask: Ask, denial: dict[str, Any]) -> None:
    known = [
        (f"{kind}.json", Resource.from_contents(as_json.schema(kind))) for kind in as_json.KINDS
    ]

    def valid(kind: str, rows: list[dict[str, Any]]) -> None:
        assert rows
        check = Draft202012Validator(
            as_json.schema(kind), registry=Registry().with_resources(known)
        )
        for row in rows:
            check.validate(row)

    valid("statement", ask("/statements.json").json()["found"]["rows"])
    valid("problem", ask("/problems.json").json()["problems"])
    page = ask(f"/reports/{invented.CALL.report.id}.json").json()
    valid("report", [page["report"]])
    valid("statement", [item["statement"] for item in page["statements"]])
    valid("entity", [ask(f"/entities/{denial['source']['entity']}.json").json()["entity"]])
    explained = ask(f"/statements/{denial['id']}.json").json()
    valid("statement", [explained["statement"], explained["around"], *explained["inside"]])


def test_json_and_html_answer_the_same_question(ask: Ask) -> None:
    found = ask("/statements.json?by=tasel&act=threaten&q=dam").json()["found"]
    html = ask("/statements?by=tasel&act=threaten&q=dam").text
    assert found["total"] == 1
    assert "1 statement\n" in html
    assert f'href="/statements/{found["rows"][0]["id"]}"' in html
    assert 'href="/statements.json?by=tasel&amp;act=threaten&amp;q=dam"' in html


def test_the_form_keeps_what_was_asked(ask: Ask) -> None:
    html = ask('/statements?by="><b>x&act=deny&form=indirect&since=2024-01-01&to=').text
    assert 'name="by" maxlength="400" value="&#34;&gt;&lt;b&gt;x"' in html
    assert "<option selected>deny</option>" in html
    assert 'value="indirect" selected' in html
    assert 'value="2024-01-01"' in html


def test_the_listing_narrows_by_confidence(ask: Ask) -> None:
    sure = ask("/statements.json?min_confidence=0.95").json()["found"]["rows"]
    assert sure
    assert all(row["confidence"] >= 0.95 for row in sure)
    assert '<option value="0.95" selected>95\xa0%' in ask("/statements?min_confidence=0.95").text
    assert '<option value="0.77" selected>77\xa0%' in ask("/statements?min_confidence=.77").text


def test_reports_are_listed_by_outlet(ask: Ask) -> None:
    page = ask("/reports.json?outlet=Kessen+Wire").json()
    assert [row["id"] for row in page["reports"]["rows"]] == [invented.CALL.report.id]
    assert invented.HOSTILE.report.outlet in page["outlets"]
    assert "No reports" in ask("/reports?outlet=Nobody").text


def test_a_listing_goes_on_from_its_cursor(ask: Ask) -> None:
    for listing, rows in (("/statements", "found"), ("/reports", "reports")):
        first = ask(f"{listing}.json?limit=3").json()[rows]
        again = ask(f"{listing}.json?limit=3&cursor={first['next']}").json()[rows]
        assert not {row["id"] for row in first["rows"]} & {row["id"] for row in again["rows"]}
        links = Tags(ask(f"{listing}?limit=3").text).values("href")
        onward = [link for link in links if "cursor=" in link and ".json" not in link]
        assert len(onward) == 1
        assert "Back to the first" in ask(onward[0]).text


def test_the_rules_that_light_up_marks_name_every_statement(ask: Ask) -> None:
    answer = ask(f"/reports/{invented.CALL.report.id}/marks.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    for item in ask(f"/reports/{invented.CALL.report.id}.json").json()["statements"]:
        assert f".m-{item['statement']['id']} " in answer.text


BAD = {
    "/statements?act=shout": "act: one of",
    "/statements?form=loud": "form: one of",
    "/statements?since=yesterday": "since: write a day",
    "/statements?since=2024-02-31": "since: write a day",
    "/statements?since=2024-05-02&until=2024-05-01": "lies after",
    "/statements?limit=0": "limit",
    "/statements?limit=9999": "limit",
    "/statements?limit=-1": "limit",
    "/statements?cursor=zzz": "cursor",
    "/statements?attitudes=some": "attitudes: one of",
    "/statements?min_confidence=2": "min_confidence: a number",
    "/statements?min_confidence=nan": "min_confidence: a number",
    "/statements?q=dam&cursor=pAAAA": "cursor",
    "/statements?colour=red": "no filter 'colour'",
    "/statements?report=xyz": "report: an id",
    "/statements?by=" + "x" * 401: "at most 400",
    "/statements?q=a%00b": "control characters",
    "/reports?act=deny": "no filter 'act'",
    "/reports?cursor=%F0": "cursor",
    "/?a=b": "it takes none",
    "/problems?x=": "it takes none",
}


@pytest.mark.parametrize("address", BAD)
def test_what_cannot_be_asked_is_a_400_in_the_one_shape(ask: Ask, address: str) -> None:
    place, _, query = address.partition("?")
    html, data = ask(address), ask(f"{place}.json?{query}")
    assert html.status_code == data.status_code == 400
    told = data.json()
    assert list(told) == ["status", "title", "detail"]
    assert told["status"] == 400
    assert BAD[address] in told["detail"]
    assert "\n" not in told["detail"]
    assert "That cannot be asked" in html.text


@pytest.mark.parametrize(
    "address",
    ["/nope", "/reports/zz", "/reports/" + "0" * 32, "/statements/%F0%9F", "/entities/abcdef",
     "/static/../app.py", "/static/nope.css", "/reports/a/b/c", "/reports/00/marks.css",
     "/statements?report=" + "0" * 32],
)  # fmt: skip
def test_what_is_not_there_is_a_404(ask: Ask, address: str) -> None:
    answer = ask(address)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    if address.startswith("/reports/0000"):
        data = ask(f"{address}.json").json()
        assert list(data) == ["status", "title", "detail"]
        assert data["title"] == "Not in the record"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_sent(ask: Ask, method: str) -> None:
    assert ask("/statements", method).status_code == 405
    told = ask("/statements.json", method).json()
    assert told["status"] == 405


def test_a_head_request_has_no_body(ask: Ask) -> None:
    answer = ask("/", "HEAD")
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_broken_record_is_a_500_in_the_one_shape(tmp_path: Path) -> None:
    path = invented.fill(tmp_path / "broken.db")
    app = make_app(path)
    for file in tmp_path.iterdir():
        file.write_bytes(b"no database" * 4000)
    for address in ("/statements", "/statements.json"):
        answer = asking(app)(address)
        assert answer.status_code == 500
        assert "Traceback" not in answer.text
        assert_guarded(answer)
    assert list(answer.json()) == ["status", "title", "detail"]


def assert_guarded(answer: httpx.Response) -> None:
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["cache-control"]


def test_every_answer_bears_the_guarding_headers(ask: Ask, addresses: tuple[str, ...]) -> None:
    others = ("/nope", "/statements?act=x", "/static/page.css", "/static/icon.svg")
    for address in (*addresses, *others):
        assert_guarded(ask(address))
    assert ask("/").headers["cache-control"] == "no-store"
    assert ask("/problems.json").headers["cache-control"] == "no-store"
    assert "immutable" in ask("/static/page.css").headers["cache-control"]


def test_the_policy_allows_no_script_and_nothing_foreign(ask: Ask) -> None:
    policy = ask("/").headers["content-security-policy"]
    assert policy.startswith("default-src 'none';")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("host", "welcome"),
    [("localhost", True), ("LOCALHOST:8017", True), ("127.0.0.1:1", True), ("127.8.8.8", True),
     ("[::1]:8017", True), ("localhost.", True), ("kessen.example", False), ("localhost.kessen.example", False),
     ("127.0.0.1.kessen.example", False), ("192.168.1.4:8017", False), ("[::2]", False), ("", False),
     ("localhost@kessen.example", False), ("localhost:8017:9", False), ("0.0.0.0", False)],
)  # fmt: skip
def test_only_this_machine_is_answered(app: Starlette, ask: Ask, host: str, welcome: bool) -> None:  # noqa: FBT001
    assert is_this_machine(host) is welcome
    answer = ask("/problems.json", headers={"host": host})
    assert answer.status_code == (200 if welcome else 421)
    assert_guarded(answer)
    if not welcome:
        assert list(answer.json()) == ["status", "title", "detail"]


def test_bound_to_a_network_any_host_is_answered(path: Path) -> None:
    answer = asking(make_app(path, any_host=True))("/", headers={"host": "archive.kessen.example"})
    assert answer.status_code == 200


def test_no_record_no_page(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        make_app(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_record_has_all_its_listings(tmp_path: Path) -> None:
    Record.open(tmp_path / "empty.db").close()
    ask = asking(make_app(tmp_path / "empty.db"))
    for address in ("/", "/reports", "/statements", "/problems", "/statements?q=dam"):
        assert ask(address).status_code == 200
    assert "The record is empty" in ask("/").text


def test_a_taken_port_is_told_in_one_line(path: Path) -> None:
    refused = pytest.raises(UsageError, match=r"cannot listen at 127\.0\.0\.1, port \d+: \w")
    with socket.create_server(("127.0.0.1", 0)) as taken, refused:
        serve(path, port=taken.getsockname()[1])


def test_serving_answers_on_loopback_and_ends_when_interrupted(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from onrecord.views.web.app import serve;"
        "serve(Path(sys.argv[1]), port=0, ready=lambda at: print(at, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        at = child.stdout.readline().strip()
        assert at.startswith("http://127.0.0.1:")
        answer = httpx.get(at + "reports.json")
        child.send_signal(2)
        child.wait(10)
    assert json.loads(answer.text)["reports"]["total"] == len(invented.READINGS)
    assert "server" not in answer.headers

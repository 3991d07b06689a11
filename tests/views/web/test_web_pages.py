"""The response of every page, as HTML and as JSON."""

from __future__ import annotations

import re
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from tests.views import invented
from tests.views.web.asked import Ask, Tags

from onrecord.views import as_json
from onrecord.views.web.app import PAGES


def test_every_page_has_html_and_json(ask: Ask, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        html, data = ask(address), ask(f"{address}.json")
        assert html.status_code == data.status_code == 200, address
        assert html.headers["content-type"] == "text/html; charset=utf-8"
        assert data.headers["content-type"] == "application/json"
        assert isinstance(data.json(), dict)
        assert html.text.startswith("<!doctype html>")


def test_every_statement_has_html_and_json(ask: Ask) -> None:
    for row in ask("/statements.json").json()["found"]["rows"]:
        address = f"/statements/{row['id']}"
        assert ask(address).status_code == ask(f"{address}.json").status_code == 200, address


def test_the_addresses_cover_every_page(addresses: tuple[str, ...]) -> None:
    patterns = [re.compile(page.path.replace("{id}", "[0-9a-f]{32}")) for page in PAGES]
    for pattern in patterns:
        assert any(pattern.fullmatch(address) for address in addresses), pattern.pattern


def test_every_link_resolves(ask: Ask, addresses: tuple[str, ...]) -> None:
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


def test_no_page_has_inline_scripts_or_styles(ask: Ask, addresses: tuple[str, ...]) -> None:
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


def test_a_hostile_report_is_escaped(ask: Ask) -> None:
    html = ask(f"/reports/{invented.HOSTILE.report.id}").text
    assert "&lt;script&gt;alert(&#34;a&#34;)&lt;/script&gt;" in html
    assert "{{ 7*7 }}" in html
    assert "49" not in re.sub(r"[0-9a-f]{32}|v=[0-9a-f]+", "", html)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]", html)
    assert "<bdi>javascript:alert(document.domain)</bdi>" in html
    assert 'href="javascript' not in html


def test_json_keeps_hostile_text(ask: Ask) -> None:
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


def test_the_form_keeps_its_values(ask: Ask) -> None:
    html = ask('/statements?by="><b>x&act=deny&form=indirect&since=2024-01-01&to=').text
    assert 'name="by" maxlength="400" value="&#34;&gt;&lt;b&gt;x"' in html
    assert "<option selected>deny</option>" in html
    assert 'value="indirect" selected' in html
    assert 'value="2024-01-01"' in html


def test_the_listing_filters_by_confidence(ask: Ask) -> None:
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


def test_a_listing_continues_from_its_cursor(ask: Ask) -> None:
    for listing, rows in (("/statements", "found"), ("/reports", "reports")):
        first = ask(f"{listing}.json?limit=3").json()[rows]
        again = ask(f"{listing}.json?limit=3&cursor={first['next']}").json()[rows]
        assert not {row["id"] for row in first["rows"]} & {row["id"] for row in again["rows"]}
        links = Tags(ask(f"{listing}?limit=3").text).values("href")
        onward = [link for link in links if "cursor=" in link and ".json" not in link]
        assert len(onward) == 1
        assert "Back to the first" in ask(onward[0]).text


def test_marks_css_covers_every_statement(ask: Ask) -> None:
    answer = ask(f"/reports/{invented.CALL.report.id}/marks.css")
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    for item in ask(f"/reports/{invented.CALL.report.id}.json").json()["statements"]:
        assert f".m-{item['statement']['id']} " in answer.text

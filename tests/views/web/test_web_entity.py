"""The page of an entity: names, offices over time, links between names, and the commands that decide them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.record.named import record_of, report_by
from tests.views.web.asked import Ask, asking

from onrecord.views.web.app import make_app

TABLE = (
    "person\ttitle\tof\tfrom\tto\tsource\n"
    "Vladimir Tasel\tenvoy\tValdria\t2024-05-01\t\t<i>gazette</i>\n"
)


@pytest.fixture
def page(tmp_path: Path) -> tuple[Ask, str]:
    made = [
        report_by(1, "Vladimir Tasel, envoy, Valdria", "Sanna Kell"),
        report_by(2, "V. Tasel, envoy, Valdria", "Sanna Kell"),
        report_by(3, "Volodya Tasel"),
    ]
    with record_of(tmp_path / "x.db", made) as record:
        record.import_offices(TABLE, "held.tsv")
        record.judge("same", "Vladimir Tasel", "V. Tasel", by="kell", why="<b>one man</b>")
        entity = record.who("Vladimir Tasel").entity.id
    return asking(make_app(tmp_path / "x.db")), f"/entities/{entity}"


def test_entity_page_shows_evidence_and_commands(page: tuple[Ask, str]) -> None:
    ask, address = page
    found = ask(f"{address}.json").json()
    (joined,) = found["joined"]
    assert {each["kind"] for each in joined["evidence"]} == {
        "initial", "office", "company", "office table",
    }  # fmt: skip
    assert found["held"][0] == {
        "title": "envoy", "of": "Valdria", "reports": 2,
        "first": "2024-05-02", "last": "2024-05-03", "over": None, "ahead": None,
    }  # fmt: skip
    assert {each["other"]["name"] for each in found["suggested"]} == {"Volodya Tasel"}
    html = ask(address).text
    for tie in found["suggested"]:
        ids = f"{tie['one']['id'][:12]} {tie['other']['id'][:12]}"
        assert tie["settle"] == {
            "same": f"onrecord same {ids}", "different": f"onrecord different {ids}",
        }  # fmt: skip
        assert f"<code>onrecord same {ids}</code>" in html
        assert f"<code>onrecord different {ids}</code>" in html
    assert f"<code>{joined['settle']['different']}</code>" in html


def test_judgements_and_tables_are_escaped(page: tuple[Ask, str]) -> None:
    ask, address = page
    html = ask(address).text
    assert "&lt;b&gt;one man&lt;/b&gt;" in html
    assert "&lt;i&gt;gazette&lt;/i&gt;" in html
    assert "<form" not in html.replace('<form class="search"', "")


def test_no_links_no_empty_headings(page: tuple[Ask, str]) -> None:
    ask, _ = page
    kell = ask("/statements.json?by=Sanna").json()["found"]["rows"][0]["source"]["entity"]
    html = ask(f"/entities/{kell}").text
    for heading in ("Perhaps the same", "Why these names are one", "What users said", "Offices"):
        assert heading not in html

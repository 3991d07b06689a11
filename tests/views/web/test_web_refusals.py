"""Invalid requests, unknown ids and broken records: all errors have the same fields."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.views import invented
from tests.views.web.asked import Ask, asking, assert_guarded

from onrecord.errors import RecordError
from onrecord.record.record import Record
from onrecord.views.web.app import make_app

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
def test_invalid_request_is_a_400(ask: Ask, address: str) -> None:
    place, _, query = address.partition("?")
    html, data = ask(address), ask(f"{place}.json?{query}")
    assert html.status_code == data.status_code == 400
    error = data.json()
    assert list(error) == ["status", "title", "detail"]
    assert error["status"] == 400
    assert BAD[address] in error["detail"]
    assert "\n" not in error["detail"]
    assert "Invalid request" in html.text


@pytest.mark.parametrize(
    "address",
    ["/nope", "/reports/zz", "/reports/" + "0" * 32, "/statements/%F0%9F", "/entities/abcdef",
     "/static/../app.py", "/static/nope.css", "/reports/a/b/c", "/reports/00/marks.css",
     "/statements?report=" + "0" * 32],
)  # fmt: skip
def test_unknown_path_is_a_404(ask: Ask, address: str) -> None:
    answer = ask(address)
    assert answer.status_code == 404
    assert "text/html" in answer.headers["content-type"]
    if address.startswith("/reports/0000"):
        data = ask(f"{address}.json").json()
        assert list(data) == ["status", "title", "detail"]
        assert data["title"] == "Not in the record"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_only_get_is_allowed(ask: Ask, method: str) -> None:
    assert ask("/statements", method).status_code == 405
    error = ask("/statements.json", method).json()
    assert error["status"] == 405


def test_a_head_request_has_no_body(ask: Ask) -> None:
    answer = ask("/", "HEAD")
    assert answer.status_code == 200
    assert answer.content == b""


def test_a_broken_record_is_a_500(tmp_path: Path) -> None:
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


def test_missing_record_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        make_app(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_an_empty_record_has_all_its_listings(tmp_path: Path) -> None:
    Record.open(tmp_path / "empty.db").close()
    ask = asking(make_app(tmp_path / "empty.db"))
    for address in ("/", "/reports", "/statements", "/problems", "/statements?q=dam"):
        assert ask(address).status_code == 200
    assert "The record is empty" in ask("/").text

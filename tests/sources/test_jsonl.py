"""JSON Lines: field names, and a problem for every line that cannot be read."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from onrecord.model import Article, ClaimedDate, Problem
from onrecord.sources.files import file_source
from onrecord.sources.jsonl import MAX_UNREADABLE, read_lines
from onrecord.sources.limits import MAX_LINE_BYTES
from onrecord.sources.source import Source, SourceDefaults


def read(data: bytes, given: SourceDefaults | None = None) -> list[Article | Problem]:
    return [
        item.item for item in read_lines("w.jsonl", io.BytesIO(data), given or SourceDefaults())
    ]


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def test_fields_by_default_names() -> None:
    [article] = read(
        line(
            text="No.",
            uri="https://kessen.example/2024/02/28/no",
            headline="No",
            published="2024-02-28",
            outlet="Kessen Daily",
            authors=["Oda Renn", {"name": "Tam Ruel"}],
        )
    )
    assert isinstance(article, Article)
    assert article.uri == "https://kessen.example/2024/02/28/no"
    assert (article.headline, article.outlet) == ("No", "Kessen Daily")
    assert article.authors == ("Oda Renn", "Tam Ruel")
    assert article.published == (
        ClaimedDate("field", "2024-02-28"),
        ClaimedDate("url", "2024/02/28"),
    )


def test_fields_by_alternative_names() -> None:
    [article] = read(
        line(
            text="No.",
            id=17,
            title="No",
            date=1709078400,
            source={"name": "Meridian"},
            authors="O. Renn",
        )
    )
    assert isinstance(article, Article)
    assert (article.uri, article.headline, article.outlet) == ("17", "No", "Meridian")
    assert article.published == (ClaimedDate("field", "1709078400"),)
    assert article.authors == ("O. Renn",)


def test_fields_by_given_names() -> None:
    given = SourceDefaults(fields={"text": "content", "headline": "top"})
    [article, problem] = read(
        line(text="Not this.", content="This.", top="T", title="Not") + line(text="x"), given
    )
    assert isinstance(article, Article)
    assert (article.text, article.headline) == ("This.", "T")
    assert problem == Problem("w.jsonl:2", "no field 'content'")


def test_a_line_without_uri_is_named_by_file_and_line() -> None:
    assert [getattr(item, "uri", None) for item in read(b"\n" + line(text="No."))] == ["w.jsonl:2"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{text: no}", "not JSON: Expecting property name enclosed in double quotes at column 2"),
        (b'{"text": "no', "not JSON: Invalid control character at column 13"),
        (b"[1]", "not a JSON object"),
        (b'"text"', "not a JSON object"),
        (b'{"text": 5}', "the text is int, not a string"),
        (b'{"text": ""}', "the field 'text' is empty"),
        (b'{"text": " \\n"}', "empty: no text in it"),
        (b'{"body": "no"}', "no field 'text'"),
        (b'{"text": "caf\xe9"}', "wrong encoding: the line is not UTF-8"),
        (b"[" * 100_000, "not JSON that can be read: nested too deep or a number too long"),
        (
            b'{"text": ' + b"9" * 9000 + b"}",
            "not JSON that can be read: nested too deep or a number too long",
        ),
        (b" " * (MAX_LINE_BYTES + 1) + b"{}", f"line longer than {MAX_LINE_BYTES:,} bytes"),
    ],
)
def test_a_bad_line_is_a_problem_and_reading_continues(data: bytes, message: str) -> None:
    first, bad, last = read(line(text="One.") + data + b"\n" + line(text="Two."))
    assert bad == Problem("w.jsonl:2", message)
    assert [getattr(item, "text", None) for item in (first, last)] == ["One.", "Two."]


def test_a_file_without_json_lines_is_given_up() -> None:
    found = read(b"not json\n" * 5000)
    assert len(found) == MAX_UNREADABLE + 1
    assert found[-1] == Problem(
        "w.jsonl", "none of the first 100 lines could be read; the rest is left out"
    )


def test_an_empty_file() -> None:
    assert read(b"") == [Problem("w.jsonl", "empty file")]


def test_a_file_of_blank_lines() -> None:
    assert read(b"\n  \n\t\n") == [Problem("w.jsonl", "only blank lines")]


def test_a_line_with_a_zero_byte_is_refused_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "w.jsonl"
    path.write_bytes(line(text="Yes.") + b'{"text": "N\x00o."}\n' + line(text="No."))
    source = file_source(path, SourceDefaults())
    assert isinstance(source, Source)
    items = [received.item for received in source.read()]
    assert [isinstance(item, Article) for item in items] == [True, False, True]
    assert isinstance(items[1], Problem)
    assert items[1].message.startswith("not JSON: Invalid control character")


def test_a_lone_surrogate_is_read() -> None:
    [article] = read(b'{"text": "No \\ud83d more."}')
    assert isinstance(article, Article)


@examples(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(item, Article | Problem) for item in read(data))

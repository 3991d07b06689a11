"""Web pages: main text, metadata, hostile pages; nothing is fetched."""

from __future__ import annotations

import json
import socket
import time
from datetime import UTC, datetime
from typing import NoReturn

import pytest

from onrecord.model import Article, ClaimedDate, Problem
from onrecord.sources.html import read_page

NOW = datetime(2024, 3, 1, tzinfo=UTC)
PARAGRAPHS = (
    "Ostmark denied on Wednesday that it had opened the gates of the Senn Dam, and said a relay had failed.",
    "“Nobody was hurt,” the mayor of Brenna said in front of the flooded town hall, where she had slept.",
    "The lower town will stay empty until the weekend, the fire brigade said, and longer if the rain returns.",
)
BODY = "<article><h1>Gates shut</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"


def page(head: str = "", body: str = BODY, before: str = "", after: str = "") -> bytes:
    html = f"<!DOCTYPE html><html><head>{head}</head><body>{before}{body}{after}</body></html>"
    return html.encode()


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def read(data: bytes) -> Article:
    article = read_page("a.html", data, NOW)
    assert isinstance(article, Article), article
    return article


def the_problem(data: bytes) -> str:
    problem = read_page("a.html", data, NOW)
    assert isinstance(problem, Problem), problem
    assert problem.where == "a.html"
    return problem.message


def test_main_text_has_one_paragraph_a_line() -> None:
    article = read(
        page(
            before="<nav><a href='/a'>Sport</a> <a href='/b'>Weather</a></nav>",
            after="<aside><a href='/c'>Old mill sold</a></aside><footer>Subscribe now</footer>",
        )
    )
    lines = [line for line in article.text.split("\n\n") if line != "Gates shut"]
    assert lines == list(PARAGRAPHS)


def test_claimed_dates_in_order_of_trust() -> None:
    head = (
        linked(
            {
                "@type": "NewsArticle",
                "headline": "Gates  shut",
                "datePublished": "2024-02-28T21:05:00+01:00",
                "dateModified": "2024-03-02",
                "author": [{"@type": "Person", "name": "Oda Renn"}, {"name": "Tam Ruel"}],
                "publisher": {"@type": "Organization", "name": "Kessen Daily"},
            }
        )
        + '<meta property="article:published_time" content="2024-02-28T20:05:00Z">'
        '<meta property="article:modified_time" content="2024-03-03">'
        '<meta name="pubdate" content="20240228"><meta property="og:title" content="Other">'
        '<meta property="og:site_name" content="Other"><meta name="author" content="Other">'
        '<link rel="canonical" href="https://kessen.example/2024/02/28/gates">'
    )
    article = read(page(head, body='<time datetime="2024-02-28">Wednesday</time>' + BODY))
    assert (article.headline, article.outlet) == ("Gates shut", "Kessen Daily")
    assert article.authors == ("Oda Renn", "Tam Ruel")
    assert article.published == (
        ClaimedDate("json-ld", "2024-02-28T21:05:00+01:00"),
        ClaimedDate("opengraph", "2024-02-28T20:05:00Z"),
        ClaimedDate("meta", "20240228"),
        ClaimedDate("time", "2024-02-28"),
        ClaimedDate("url", "2024/02/28"),
    )


@pytest.mark.parametrize(
    "value",
    [
        [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-02-28"}],
        {
            "@graph": [
                {"@type": "Person"},
                {"@type": ["Article", "NewsArticle"], "datePublished": "2024-02-28"},
            ]
        },
        {
            "@type": "WebPage",
            "mainEntity": {"@type": "ReportageNewsArticle", "datePublished": "2024-02-28"},
        },
        [[{"@type": "NewsArticle", "dateCreated": "2024-02-28"}]],
    ],
)
def test_json_ld_in_all_places(value: object) -> None:
    assert read(page(linked(value))).published == (ClaimedDate("json-ld", "2024-02-28"),)


@pytest.mark.parametrize(
    "value",
    [
        "no object",
        {
            "@type": "NewsArticle",
            "datePublished": 5,
            "author": 7,
            "publisher": [None],
            "headline": [],
        },
        {"@type": {"a": 1}},
        {"@type": "Product", "datePublished": "2020-01-01"},
        {"@graph": [[[[[[[[[[[{"@type": "NewsArticle", "datePublished": "2020-01-01"}]]]]]]]]]]]},
    ],
)
def test_odd_json_ld_is_ignored(value: object) -> None:
    article = read(page(linked(value)))
    assert (article.published, article.authors, article.outlet) == ((), (), None)
    assert article.headline == "Gates shut"


def test_broken_and_endless_json_ld_is_ignored() -> None:
    for text in ("{", "[" * 90_000, '{"a": NaN}', "<!-- {} -->"):
        read(page(f'<script type="application/ld+json">{text}</script>'))


def test_no_date_from_prose_or_other_stories() -> None:
    after = '<aside><time datetime="2019-01-01">then</time></aside><p>© 2021 Kessen Daily, 3 May 2020</p>'
    assert read(page(after=after)).published == ()


def test_meta_tags_alone() -> None:
    head = (
        '<title>Gates shut | Kessen</title><meta name="author" content="Oda Renn">'
        '<meta property="og:site_name" content="Kessen Daily"><meta name="date" content="2024-02-28">'
    )
    article = read(page(head))
    assert (article.headline, article.outlet, article.authors) == (
        "Gates shut",
        "Kessen Daily",
        ("Oda Renn",),
    )
    assert article.published == (ClaimedDate("meta", "2024-02-28"),)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("cp1252", "windows-1252"),
        ("latin-1", "ISO-8859-1"),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("cp1250", "cp1250"),
    ],
)
def test_declared_encoding(encoding: str, declared: str) -> None:
    text = (
        page(f'<meta charset="{declared}">')
        .decode()
        .replace("Brenna", "Brená")
        .replace("“", '"')
        .replace("”", '"')
    )
    article = read(text.encode(encoding))
    assert "Brená" in article.text
    assert article.problems == ()


def test_a_few_broken_bytes_are_replaced_with_a_note() -> None:
    article = read(page('<meta charset="utf-8">').replace(b"town hall", b"town\xff hall"))
    assert "town\ufffd hall" in article.text
    assert article.problems == (Problem("a.html", "1 bytes that are not utf-8 were replaced"),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html><body></body></html>", "no article found in the page"),
        (page(body="<p>Please log in.</p>"), "no article found in the page"),
        (
            page(body="<ul>" + "<li><a href='/x'>Story</a></li>" * 5 + "</ul>"),
            "no article found in the page",
        ),
        (b"\x89PNG\r\n\x1a\n\x00", "binary data (PNG), not text"),
        (b"<!-- -->", "not HTML that can be read"),
        (
            b"<p>" + b"\x81\x8f\xff" * 900,
            "wrong encoding: byte 4 is not UTF-8, and no other encoding fits",
        ),
        (
            page(body="<div>" * 9_000 + BODY),
            "HTML with more than 60,000 elements or nested deeper than 200",
        ),
        (
            page(body=BODY + "<b>x</b>" * 70_000),
            "HTML with more than 60,000 elements or nested deeper than 200",
        ),
    ],
)
def test_pages_that_are_not_read(data: bytes, message: str) -> None:
    assert the_problem(data) == message


@pytest.mark.parametrize(
    "filling",
    [
        "<" * 300_000,
        "<a href='/x'>Story</a> " * 18_000,
        "<p>" + "word " * 200_000,
        "<table>" + "<tr><td>1" * 12_000,
        "<ul>" + "<li>item" * 18_000,
        "<p>x</p><br>" * 14_000,
        "&" * 300_000,
        "<i>" * 100 + "x" + "<p>y</p>" * 15_000,
        "<!--" * 100_000,
        "<script>" + "x" * 500_000,
    ],
)
def test_hostile_pages_take_bounded_time(filling: str) -> None:
    begun = time.process_time()
    assert isinstance(read_page("a.html", page(after=filling), NOW), Article | Problem)
    assert time.process_time() - begun < 12


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        pytest.fail("a page made us open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    head = (
        '<base href="http://kessen.example/"><link rel="stylesheet" href="http://kessen.example/a.css">'
        '<script src="http://kessen.example/a.js"></script>'
    )
    body = (
        '<iframe src="http://kessen.example/f"></iframe><img src="http://kessen.example/i.png">'
        + BODY
    )
    doctype = b'<!DOCTYPE html SYSTEM "http://kessen.example/x.dtd" [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    article = read(
        doctype + page(head, body.replace("weekend", "&e;weekend")).removeprefix(b"<!DOCTYPE html>")
    )
    assert "root:" not in article.text


@pytest.mark.parametrize(
    ("marked", "authors"),
    [
        ('<p><a rel="author" href="/oda">By Oda Renn</a></p>', ("Oda Renn",)),
        (
            '<p itemprop="author">by <span itemprop="name">Oda Renn</span>, borders</p>',
            ("Oda Renn",),
        ),
        ('<p itemprop="author">The author has 12 other reports</p>', ()),
        (
            "".join(
                f'<a rel="author">Oda {name}</a>' for name in ("Renn", "Ruel", "Ulm", "Orr", "Ek")
            ),
            (),
        ),
        ('<p class="author">the two ministries</p>', ()),
    ],
)
def test_marked_authors_are_used_without_metadata(marked: str, authors: tuple[str, ...]) -> None:
    text = "The gates of the dam were shut on Monday, and the town below it was dry again. " * 4
    page = f"<html><body><article><h1>Gates shut</h1>{marked}<p>{text}</p></article></body></html>"
    article = read_page("a.html", page.encode(), NOW)
    assert isinstance(article, Article)
    assert article.authors == authors

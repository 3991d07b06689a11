"""Header lines of text files, front matter and markup of Markdown."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from onrecord.model import ClaimedDate
from onrecord.sources.plain import markdown_article, text_article

NOW = datetime(2024, 3, 1, tzinfo=UTC)


def test_header_lines_are_not_text() -> None:
    text = (
        "# outlet: Kessen Daily\r\n# published: 2024-02-28\r\n# headline: Gates: shut\r\n"
        "# byline: Oda Renn\r\n\r\nNobody was hurt.\r\n"
    )
    article = text_article("a.txt", text, NOW)
    assert (article.outlet, article.headline, article.authors) == (
        "Kessen Daily",
        "Gates: shut",
        ("Oda Renn",),
    )
    assert article.published == (ClaimedDate("field", "2024-02-28"),)
    assert article.text == "Nobody was hurt.\n"


@pytest.mark.parametrize(
    "text",
    [
        "# Gates shut\n\nNobody.",
        "# priority: 3\n\nNobody.",
        "Nobody.\n# outlet: X\n",
        "#outletx: y",
    ],
)
def test_other_lines_with_a_hash_are_kept(text: str) -> None:
    article = text_article("a.txt", text, NOW)
    assert article.text == text
    assert article.outlet is None


def test_an_empty_header_is_ignored() -> None:
    article = text_article("a.txt", "# outlet:\n# published:\n\nNobody.", NOW)
    assert (article.outlet, article.published, article.text) == (None, (), "Nobody.")


def test_front_matter_and_title() -> None:
    text = '---\ntitle: "Gates shut"\ndate: 2024-02-28\nauthors: [Oda Renn]\ntags: dam\n---\n\n# Gates shut\n\nNobody.\n'
    article = markdown_article("a.md", text, NOW)
    assert (article.headline, article.authors) == ("Gates shut", ("Oda Renn",))
    assert article.published == (ClaimedDate("field", "2024-02-28"),)
    assert article.text == "\nGates shut\n\nNobody.\n"


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("## What Ostmark says ##", "What Ostmark says"),
        ("> “No,” she said.", "“No,” she said."),
        ("It was **very** *cold*, __so__ _cold_.", "It was very cold, so cold."),
        ("See [the memo](https://kessen.example/a(1)) now.", "See the memo) now."),
        ("See [the memo](https://kessen.example/a) now.", "See the memo now."),
        ("![The dam](dam.jpg)Nobody.", "Nobody."),
        ("Run `open gates` first.", "Run open gates first."),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("[sic] He said [so].", "[sic] He said [so]."),
        ("* * *", ""),
        ("- an item", "- an item"),
    ],
)
def test_markup_is_removed(marked: str, plain: str) -> None:
    assert markdown_article("a.md", "Text.\n\n" + marked, NOW).text == "Text.\n\n" + plain


@pytest.mark.parametrize("piece", ["[", "[a](", "**a", "_a ", "`", "![", "> ", "---\n", "# ", "*"])
def test_markup_takes_linear_time(piece: str) -> None:
    import time

    text = piece * (200_000 // len(piece))
    begun = time.process_time()
    markdown_article("a.md", text, NOW)
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "run",
    [
        " ",
        "\t",
        "# ",
        " #",
        "> ",
        "* ",
        "**",
        "_ ",
        "`",
        "[",
        "![",
        "[a](",
        "- ",
        "---\n",
        "\n",
        "*a ",
    ],
)
def test_markdown_takes_linear_time(run: str) -> None:
    """Four times the length takes about four times the time, not sixteen."""
    times = []
    for size in (50_000, 200_000):
        text = "The gates are shut." + run * (size // len(run)) + "x"
        runs = []
        for _ in range(3):
            began = time.process_time()
            markdown_article("note.md", text, NOW)
            runs.append(time.process_time() - began)
        times.append(min(runs))
    assert times[1] < max(0.2, 8 * times[0])

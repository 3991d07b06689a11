"""Quotations: several styles of marks, apostrophes, nesting, unpaired marks."""

from __future__ import annotations

import time

import pytest

from onrecord.model import Span
from onrecord.reading.parse.quotes import find_quotes


def quoted(text: str) -> list[tuple[str, int]]:
    found = find_quotes(text, [Span(0, len(text))])
    return [(text[quote.start : quote.end], quote.depth) for quote in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“A dam,” he said.", [("“A dam,”", 0)]),
        ('"A dam," he said. "Ours."', [('"A dam,"', 0), ('"Ours."', 0)]),
        ("‘A dam,’ he said.", [("‘A dam,’", 0)]),
        ("'It's a dam,' he said.", [("'It's a dam,'", 0)]),
        ("«A dam», he said.", [("«A dam»", 0)]),
        ("``A dam,'' he said.", [("``A dam,''", 0)]),
        ("“He said ‘no’ twice.”", [("“He said ‘no’ twice.”", 0), ("‘no’", 1)]),
        ("‘She called it “safe” twice.’", [("‘She called it “safe” twice.’", 0), ("“safe”", 1)]),
        ("“One “two” three”", [("“One “two” three”", 0), ("“two”", 1)]),
        ("The dogs’ bowl, the ’90s and it's.", []),
        ("‘A dam. The dogs’ bowl.", [("‘A dam. The dogs’ bowl.", 0)]),
        ("He said: 'A dam. It's ours.", [("'A dam. It's ours.", 0)]),
        ("‘A dam,’ he said. ‘Ours.", [("‘A dam,’", 0), ("‘Ours.", 0)]),
        ("The 'Lume dam was closed.", []),
        ("‘Dam dogs’ bowl was lost.", [("‘Dam dogs’", 0)]),
        ("'tis a dam, and the dogs' bowl.", []),
        ("The '90s, rock 'n' roll, the dogs' bowl.", []),
        ("‘The dogs’ bowl is ours,’ he said.", [("‘The dogs’ bowl is ours,’", 0)]),
        ("A 6' tall man and a 10\" pipe.", []),
        ("He left.” She stayed.", []),
        ("“He left. She stayed.", [("“He left. She stayed.", 0)]),
        ("“ ” \" \" ' '", [("“ ”", 0), ('" "', 0)]),
    ],
)
def test_quotations_and_their_depth(text: str, expected: list[tuple[str, int]]) -> None:
    assert quoted(text) == expected


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“One.\n“Two.”"
    first, second = find_quotes(text, [Span(0, 5), Span(6, 12)])
    assert (first.start, first.end, first.closed) == (0, 5, False)
    assert (second.start, second.end, second.closed) == (6, 12, True)


@pytest.mark.parametrize("noise", ["“", "\"'", "‘a", "’s ", "“‘x’", "' \" "])
def test_time_is_linear(noise: str) -> None:
    def seconds(times: int) -> float:
        """The least of three runs: a collection of garbage in a full worker can fall into one."""
        text = noise * times
        runs = []
        for _ in range(3):
            begun = time.process_time()
            find_quotes(text, [Span(0, len(text))])
            runs.append(time.process_time() - begun)
        return min(runs)

    seconds(1000)
    assert seconds(40_000) < 20 * seconds(4_000) + 0.2

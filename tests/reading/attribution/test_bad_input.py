"""Bad input of every kind: no crash, time and memory that grow no faster than the text."""

from __future__ import annotations

import re
import time
import tracemalloc
from collections.abc import Sequence

import pytest
from tests.reading.attribution.test_rule_finder import passages

from onrecord.model import Attribution, Parsed, Span
from onrecord.reading.attribution import FINDERS, Finder, find_attributions
from onrecord.reading.attribution.tagger.model import find
from onrecord.reading.parse import language

UNITS = {
    "report": "Mira Tasel said that the dam was safe.\n“We were lucky,” he told Karsk News on Monday.\n",
    "one line": "Mira Tasel said that the dam was safe, and Oren Falk denied it, ",
    "quotation marks": '"“”',
    "marks left open": "“We were lucky, he said. ",
    "mixed marks": "“We were \"lucky' he said,” ",
    "read badly": "Mlra Tosel sa1d thot tne dam w0s s afe. ",
    "capitals": "MIRA TASEL SAID THAT THE DAM WAS SAFE. ",
    "no spaces": "saidthatthedam",
    "cues": "said denied told ",
    "within": "Mira Tasel said that Oren Falk told her that ",
    "questions": "She was asked whether the dam was safe. “It is,” she said. ",
    "quotations in quotations": "“She said, ‘He said, “Go,” and left,’ and left,” he said. ",
    "only double marks": '"',
    "only single marks": "‘’'",
}
ODD = {
    "lone surrogates": "Mira \udcff Tasel said \ud800that the dam was safe. ",
    "control characters": "Mira\0 Tasel\x07 said that the \x1b[2Jdam was safe. ",
    "line ends": "Mira Tasel said that the dam was safe.\r\n“We were lucky,” he said.\r",
    "beyond the first plane": "🙂 Mira 𝔗asel said 👩\u200d👧 that the 🌊 dam was safe. ",
    "combining marks": "Mi\u0301ra Ta\u0300sel said that the dam was sa\u0301fe. ",
    "right to left": "\u202eMira Tasel\u202c said \u200fthat\u200e the dam was safe. ",
    "other scripts": "Mira Tasel said “قالت ميرا” and 米拉说 that Мира was safe. ",
    "odd spaces": "Mira\u00a0Tasel\u2009said\tthat\u200b the dam was safe.\u3000",
}
CHARACTERS = 8_000


def text_of(unit: str, characters: int) -> str:
    return (unit * (characters // len(unit) + 1))[:characters]


def parsed(text: str) -> Parsed:
    return language.parse(language.load(), text, passages(text))


def seconds(read: Parsed) -> float:
    """The faster of two runs, as other processes use the processor too."""
    spent = []
    for _ in range(2):
        begun = time.process_time()
        find_attributions(read)
        spent.append(time.process_time() - begun)
    return min(spent)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_twice_the_text_takes_twice_the_time(unit: str) -> None:
    half, whole = parsed(text_of(unit, CHARACTERS // 2)), parsed(text_of(unit, CHARACTERS))
    find_attributions(half)
    assert seconds(whole) < 2.6 * seconds(half) + 0.1


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["only double marks", "mixed marks", "no spaces", "one line"])
def test_twice_the_text_takes_twice_the_time_to_parse(unit: str) -> None:
    spent = []
    for characters in (CHARACTERS // 4, CHARACTERS):
        parsed(text := text_of(UNITS[unit], characters))
        begun = time.process_time()
        parsed(text)
        spent.append(time.process_time() - begun)
    assert spent[1] < 5.2 * spent[0] + 0.1


@pytest.mark.parametrize("finder", FINDERS)
@pytest.mark.parametrize("unit", (UNITS | ODD).values(), ids=UNITS | ODD)
def test_findings_lie_in_the_text_and_have_varied_confidence(unit: str, finder: Finder) -> None:
    text = text_of(unit, 1_500)
    check(text, find_attributions(parsed(text), finder))


@pytest.mark.parametrize("unit", (UNITS | ODD).values(), ids=UNITS | ODD)
def test_findings_of_the_tagger_alone_lie_in_the_text(unit: str) -> None:
    text = text_of(unit, 1_500)
    check(text, find(text, [passage.span for passage in passages(text)]))


def check(text: str, found: Sequence[Attribution]) -> None:
    for each in found:
        assert 0 < each.confidence < 1
        roles = (each.source, each.cue, each.addressee, each.channel, each.question)
        for span in (*each.content, *filter(None, roles)):
            assert 0 <= span.start < span.end <= len(text)
        for span in each.content:
            assert any(map(str.isalnum, text[span.start : span.end]))


@pytest.mark.parametrize("unit", ODD.values(), ids=ODD)
def test_odd_characters_do_not_move_findings_next_to_them(unit: str) -> None:
    text = text_of(unit, 300)
    read = parsed(text)
    places = [(token.start, token.end) for token in read.tokens if token.text == "said"]
    assert places == [match.span() for match in re.finditer(r"\bsaid\b", text)]
    assert all(read.text[token.start : token.end] == token.text for token in read.tokens)


@pytest.mark.slow
def test_memory_grows_no_faster_than_the_text() -> None:
    peaks = []
    find(UNITS["report"], [Span(0, len(UNITS["report"]))])
    for characters in (50_000, 100_000):
        text = text_of(UNITS["report"], characters)
        places = [passage.span for passage in passages(text)]
        tracemalloc.start()
        find(text, places)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2.6 * peaks[0]
    assert peaks[1] < 400 * 100_000


@pytest.mark.slow
def test_a_line_of_thirty_thousand_characters_is_read() -> None:
    text = text_of(UNITS["one line"], 30_000)
    found = find_attributions(parsed(text))
    assert len(found) > 200
    assert all(0 <= span.start < span.end <= len(text) for each in found for span in each.content)


@pytest.mark.slow
def test_a_document_of_two_hundred_thousand_words_is_read() -> None:
    line = UNITS["report"].replace("\n", " ") + "\n"
    text = line * (200_000 // len(line.split()))
    found = find_attributions(parsed(text))
    assert len(found) > 20_000
    assert found[-1].content[-1].end <= len(text)


@pytest.mark.parametrize("unit", ["quotation marks", "only double marks", "only single marks"])
def test_marks_alone_hold_no_attribution(unit: str) -> None:
    assert find_attributions(parsed(text_of(UNITS[unit], 3_000))) == ()


@pytest.mark.parametrize("finder", FINDERS)
def test_an_unclosed_mark_does_not_extend_to_the_next_paragraph(finder: Finder) -> None:
    text = "“We were lucky, the engineer said.\n\nThe mayor denied that the dam was unsafe."
    contents = [span for each in find_attributions(parsed(text), finder) for span in each.content]
    assert contents
    assert all("\n" not in text[span.start : span.end] for span in contents)


def test_mixed_marks_keep_cue_and_speaker() -> None:
    text = '“We were lucky," the engineer said.'
    (found,) = find_attributions(parsed(text))
    assert found.source is not None
    assert text[found.source.start : found.source.end] == "the engineer"


def test_confidence_is_lower_in_badly_scanned_text() -> None:
    clean = find_attributions(
        parsed("Mira Tasel said that the dam was safe and would hold the water.")
    )
    broken = find_attributions(
        parsed("Mira Tasel said thot tne darn w0s safc amd wouid hoid tho watcr.")
    )
    assert mean(clean) > 0.9
    assert not broken or mean(broken) < mean(clean)


def mean(found: Sequence[Attribution]) -> float:
    return sum(each.confidence for each in found) / len(found)

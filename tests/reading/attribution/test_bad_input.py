"""Bad input of every kind: no crash, time and memory that grow no faster than the text."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from tests.reading.attribution.test_rules import passages

from onrecord.model import Parsed, Span
from onrecord.reading import language
from onrecord.reading.attribution import find_attributions
from onrecord.reading.attribution.learned.tagger import find

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
}
CHARACTERS = 8_000


def text_of(unit: str, characters: int) -> str:
    return (unit * (characters // len(unit) + 1))[:characters]


def parsed(text: str) -> Parsed:
    return language.parse(language.load(), text, passages(text))


def seconds(read: Parsed) -> float:
    """The faster of two runs: the processor is not ours alone."""
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


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_what_is_found_lies_in_the_text_and_is_not_sure_of_everything(unit: str) -> None:
    text = text_of(unit, 3_000)
    for each in find_attributions(parsed(text)):
        assert 0 < each.confidence < 1
        assert all(0 <= span.start < span.end <= len(text) for span in each.content)


@pytest.mark.slow
def test_memory_grows_no_faster_than_the_text() -> None:
    peaks = []
    find(UNITS["report"], [Span(0, len(UNITS["report"]))])
    for characters in (100_000, 200_000):
        text = text_of(UNITS["report"], characters)
        places = [passage.span for passage in passages(text)]
        tracemalloc.start()
        find(text, places)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2.6 * peaks[0]
    assert peaks[1] < 400 * 200_000


@pytest.mark.slow
def test_a_document_of_two_hundred_thousand_words_is_read() -> None:
    line = UNITS["report"].replace("\n", " ") + "\n"
    text = line * (200_000 // len(line.split()))
    found = find(text, [passage.span for passage in passages(text)])
    assert len(found) > 20_000
    assert found[-1].content[-1].end <= len(text)

"""Proposals by a hand-made network of a dozen words; all steps around it are the real ones."""

from __future__ import annotations

import time

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from onrecord.model import Span
from onrecord.reading.attribution.tagger.decode import LABELS
from onrecord.reading.attribution.tagger.links import DISTANCES, LINK
from onrecord.reading.attribution.tagger.proposals import (
    Numbers,
    Outputs,
    Proposal,
    TaggerParts,
    propose,
)
from onrecord.reading.attribution.tagger.windows import SIZE

KNOWN = {"Tasel": "source", "Lemsk": "source", "said": "cue", "denied": "cue"}
KNOWN |= dict.fromkeys(["it", "held", "the", "dam", "broke"], "content")
VOCABULARY = {word: 200 + number for number, word in enumerate(KNOWN)} | {"[UNK]": 100}
ROLES = {VOCABULARY[word]: role for word, role in KNOWN.items()}


def network(ids: Numbers, _features: Numbers) -> Outputs:
    """Each known word is surely of its role; links go to the nearest, by the distance table alone."""
    scores = np.zeros((len(ids), len(LABELS)), np.float32)
    for place, piece in enumerate(ids.tolist()):
        role = ROLES.get(piece)
        goes_on = role is not None and ROLES.get(int(ids[place - 1])) == role
        label = "O" if role is None else ("I-" if goes_on else "B-") + role
        scores[place, LABELS.index(label)] = 12
    vectors = np.zeros((len(ids), 4 * LINK), np.float32)
    vectors[:, [0, 2 * LINK]] = 10
    vectors[0, [LINK, 3 * LINK]] = -10  # "none" is the last thing to choose
    return scores, vectors


def parts() -> TaggerParts:
    """The hand-made network with a distance table that prefers what is near."""
    near = -np.minimum(np.arange(DISTANCES), 40).astype(float) / 4
    size = len(LABELS)
    tokenizer = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    return TaggerParts(
        tokenizer, network, np.zeros((size, size)), np.concatenate([near, near]), None, SIZE
    )


def test_no_window_is_longer_than_the_model_allows() -> None:
    sizes: list[int] = []

    def measured(ids: Numbers, features: Numbers) -> Outputs:
        sizes.append(len(ids))
        return network(ids, features)

    text = "Tasel said the dam broke . " * 30
    narrow = parts()._replace(network=measured, window=40)
    assert list(propose(narrow, text, [Span(0, len(text))]))
    assert len(sizes) > 1
    assert max(sizes) <= narrow.window + 2


def read(text: str) -> list[Proposal]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return list(propose(parts(), text, spans))


def shown(text: str) -> list[tuple[str | None, str | None, tuple[str, ...], str]]:
    def words(span: Span | None) -> str | None:
        return text[span.start : span.end] if span else None

    return [
        (words(p.source), words(p.cue), tuple(text[c.start : c.end] for c in p.content), p.form)
        for p in read(text)
    ]


def test_source_cue_and_content_are_linked() -> None:
    assert shown("Tasel said it held.") == [("Tasel", "said", ("it held",), "indirect")]


def test_two_attributions_in_a_paragraph_stay_separate() -> None:
    assert shown("Tasel said it held. But Lemsk, later, denied the dam broke.") == [
        ("Tasel", "said", ("it held",), "indirect"),
        ("Lemsk", "denied", ("the dam broke",), "indirect"),
    ]


def test_content_on_both_sides_of_its_cue_is_one_attribution() -> None:
    assert shown("“it held,” Tasel said. “the dam broke”") == [
        ("Tasel", "said", ("it held", "the dam broke"), "direct")
    ]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Tasel said “it held the dam.”", "direct"),
        ("Tasel said the dam held. “so”", "indirect"),
        ("“it held,” Tasel said the dam broke", "mixed"),
    ],
)
def test_form_follows_the_marks_around_the_words(text: str, form: str) -> None:
    assert [proposal.form for proposal in read(text)] == [form]


def test_no_span_crosses_a_paragraph() -> None:
    def unbroken(ids: Numbers, features: Numbers) -> Outputs:
        scores, vectors = network(ids, features)
        scores[np.isin(ids, [VOCABULARY["broke"]])] = 12 * np.eye(len(LABELS))[-1]
        return scores, vectors

    text = "Tasel said it held\nbroke it"
    lines = [Span(0, 18), Span(19, len(text))]
    found = propose(parts()._replace(network=unbroken), text, lines)
    spoken = [text[span.start : span.end] for each in found for span in each.content]
    assert spoken == ["it held", "broke it"]


def test_unknown_words_give_no_proposal() -> None:
    assert read("") == []
    assert read("\n\n   \n") == []
    assert read("Bridges open at noon.") == []


@pytest.mark.parametrize(
    "text",
    [
        "x" * 30_000,
        "“" * 30_000,
        '"' * 5_001,
        "said " * 20_000,
        "TASEL SAID IT HELD. " * 2_000,
        "Tasel said it held. " * 5_000,
        "\u0007\u200b￾ said \udcff it",
    ],
    ids=["one word", "quotes", "odd quotes", "cues", "capitals", "repeated", "controls"],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    begun = time.process_time()
    for proposal in propose(parts(), text, [Span(0, len(text))]):
        assert all(0 <= span.start < span.end <= len(text) for span in proposal.content)
        assert np.isfinite(proposal.features).all()
    assert time.process_time() - begun < 20


def test_a_window_gives_the_same_result_in_any_place() -> None:
    line = "Tasel said it held." + " so" * 240
    alone = [p.features for p in read(line)]
    assert [p.features for p in read("\n".join([line] * 40))] == alone * 40

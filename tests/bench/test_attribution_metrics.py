"""Tests of the attribution metrics on small cases computed by hand."""

from __future__ import annotations

from bench.attribution_metrics import (
    Article,
    Counts,
    Score,
    exact,
    form,
    match,
    overlap,
    paired_bootstrap,
    recall_by_form,
    speech,
    triple,
)
from bench.corpus import Triple, paragraphs, read_ann

from onrecord.model import Span

TEXT = "Tasel said the dam held. “It held,” Falk said. Nobody left."


def at(words: str, text: str = TEXT) -> tuple[Span, ...]:
    place = text.index(words)
    return (Span(place, place + len(words)),)


TASEL = Triple(at("Tasel"), at("said"), at("the dam held"))
FALK_SAID = (Span(TEXT.index("Falk said") + 5, TEXT.index("Falk said") + 9),)
FALK = Triple(at("Falk"), FALK_SAID, at("“It held,”"))


def test_identical_sides_score_one() -> None:
    article = Article(TEXT, [TASEL, FALK], [TASEL, FALK])
    counts = match(article)
    assert triple([counts]).f1 == 1
    assert exact([article], "content") == Score(1, 1)
    assert overlap([article], "source") == Score(1, 1)
    assert recall_by_form([article], [counts]) == {"direct": 1.0, "indirect": 1.0}


def test_exact_ignores_a_trailing_stop_or_mark_only() -> None:
    stop = Triple(TASEL.source, TASEL.cue, at("the dam held."))
    assert exact([Article(TEXT, [TASEL], [stop])], "content").f1 == 1
    bare = Triple(FALK.source, FALK.cue, at("“It held"))
    assert exact([Article(TEXT, [FALK], [bare])], "content").f1 == 1
    inner = Triple(FALK.source, FALK.cue, at("It held"))
    assert exact([Article(TEXT, [FALK], [inner])], "content").f1 == 0


def test_overlap_is_a_share_of_tokens() -> None:
    half = Triple(TASEL.source, TASEL.cue, at("dam held. “It"))
    score = overlap([Article(TEXT, [TASEL], [half])], "content")
    assert score.precision == 2 / 5
    assert score.recall == 2 / 3


def test_triple_needs_half_the_content_and_both_partners() -> None:
    def f1(found: Triple) -> float:
        return triple([match(Article(TEXT, [TASEL], [found]))]).f1

    assert f1(Triple(TASEL.source, TASEL.cue, at("dam held"))) == 1
    assert f1(Triple(TASEL.source, TASEL.cue, at("held"))) == 0
    assert f1(Triple(at("Falk"), TASEL.cue, TASEL.content)) == 0
    assert f1(Triple((), TASEL.cue, TASEL.content)) == 0
    assert f1(Triple(TASEL.source, (), TASEL.content)) == 0


def test_matching_is_one_to_one_and_maximal() -> None:
    wide = Triple(TASEL.source, TASEL.cue, at("said the dam held"))
    article = Article(TEXT, [TASEL, wide], [TASEL, TASEL, wide])
    assert triple([match(article)]) == Score(2 / 3, 1)


def test_absent_parts_count_as_equal() -> None:
    bare = Triple((), (), at("the dam held"))
    assert triple([match(Article(TEXT, [bare], [bare]))]).f1 == 1


def test_form_follows_from_quotation_marks() -> None:
    article = Article(TEXT, [TASEL, FALK, Triple((), (), at("held. “It"))], [])
    assert [form(article, roles) for roles in article.gold] == ["indirect", "direct", "mixed"]


def test_speech_leaves_out_beliefs() -> None:
    text = "Tasel thinks the dam held. Tasel said so."
    thinks = Triple(at("Tasel", text), at("thinks", text), at("the dam held", text))
    said = Triple(at("Tasel", text), at("said", text), at("so", text))
    article = Article(text, [thinks, said], [said])
    assert triple([match(article)]).recall == 0.5
    assert speech([article], [match(article)], {"said"}.__contains__).recall == 1


def test_bootstrap_of_a_clear_gain_stays_above_zero() -> None:
    ours = [Counts(((0, 0),), 1, 1)] * 20
    theirs = [Counts((), 1, 1)] * 20
    assert paired_bootstrap(ours, theirs, rounds=50) == (1, 1, 1)


def test_broken_brat_lines_are_ignored() -> None:
    ann = "T1\tSource 0 5\tx\nT2\nT3\tContent 11 14;15 18\tx\nE1\tAttribution:T9 Source:T1 Content:T3\n"
    [found] = read_ann(ann)
    assert found == Triple((Span(0, 5),), (), (Span(11, 14), Span(15, 18)))


def test_paragraphs_keep_offsets() -> None:
    assert [p.span for p in paragraphs("a b\n\n \nc")] == [Span(0, 3), Span(7, 8)]

"""What is proposed: the tagger's attributions and the rules'.

>>> finder_version("rules")
'rules'
"""

from __future__ import annotations

from pathlib import Path

from onrecord.model import Attribution, Parsed, Span
from onrecord.reading.attribution.checks import note
from onrecord.reading.attribution.rule_proposals import propose_by_rules
from onrecord.reading.attribution.setting import Finder, Setting
from onrecord.reading.attribution.tagger.model import confidence, open_tagger
from onrecord.reading.attribution.tagger.proposals import propose as read_by_tagger
from onrecord.reading.trace import Trace

MODELS = Path(__file__).parent / "tagger"


def propose(
    setting: Setting, _: tuple[Attribution, ...], trace: Trace | None
) -> tuple[Attribution, ...]:
    """What the tagger and the rules propose; the rules alone for the finder of that name."""
    tagged = (
        () if setting.finder == "rules" else propose_by_tagger(setting.tree.parsed, setting.finder)
    )
    found = (*tagged, *propose_by_rules(setting))
    for each in found:
        note(trace, "propose", "proposed", each, f"confidence {each.confidence:.2f}")
    return found


def propose_by_tagger(parsed: Parsed, finder: Finder) -> tuple[Attribution, ...]:
    """What a finder's tagger proposes, unsure ones too, each with the tagger's own confidence."""
    tagger = open_tagger(MODELS / finder)
    proposals = read_by_tagger(tagger.parts, parsed.text, paragraphs_of(parsed))
    return tuple(
        Attribution(
            source=each.source,
            cue=each.cue,
            content=each.content,
            form=each.form,
            act="state",
            rule=tagger.name,
            confidence=confidence(each, tagger.calibration),
        )
        for each in proposals
    )


def paragraphs_of(parsed: Parsed) -> list[Span]:
    """The paragraphs the tagger reads: all parsed ones but datelines, from first token to last."""
    return [
        Span(parsed.tokens[place.first].start, parsed.tokens[place.last - 1].end)
        for place, kind in zip(parsed.paragraphs, parsed.kinds, strict=True)
        if kind != "dateline" and place.first < place.last
    ]


def finder_version(finder: Finder) -> str:
    """The name and version of a finder's model; "rules" for the rules alone."""
    return finder if finder == "rules" else open_tagger(MODELS / finder).name

"""Find the addressee and the channel of speech, and the question it answers.

In: a `Tree` and a `Candidate` with its verb. Out: spans, or None. "told reporters" has the addressee, "told Karsk News"
and "in a statement" the channel, "in a phone call with Oren Falk" both.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.attribution.rule_finder import find_attributions
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Asked about the river, Mira Tasel told Karsk News that the bridge was closed."
>>> [found] = find_attributions(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [text[span.start : span.end] for span in (found.channel, found.question)], found.addressee
(['Karsk News', 'about the river'], None)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Span, Token
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.rule_table import rule_of
from onrecord.reading.attribution.rules.source_phrase import phrase, trim
from onrecord.reading.attribution.source_kinds import is_outlet
from onrecord.reading.parse.tree import Tree

_ADDRESSEES = frozenset({"NOUN", "PROPN", "PRON", "DET", "NUM"})
_TO_OUTLET = frozenset({"to", "with"})
_CHANNEL_PREPOSITIONS = frozenset({"in", "on", "at", "during", "via", "by", "through", "over"})


@dataclass(frozen=True, slots=True)
class Participants:
    """Addressee, channel and answered question of an attribution, each as a span or None."""

    addressee: Span | None = None
    channel: Span | None = None
    question: Span | None = None


@cache
def _channels() -> Mapping[str, str]:
    """Nouns of occasions and media of speech, with their kind."""
    return {
        row["word"].lower(): row["kind"]
        for row in rows("attribution/channels")
        if row["kind"] != "outlet"
    }


@cache
def _question_verbs() -> frozenset[str]:
    """Verbs of asking."""
    return frozenset(row["lemma"] for row in rows("attribution/question_verbs"))


@cache
def _reply_verbs() -> frozenset[str]:
    """Verbs of answering."""
    return frozenset(row["lemma"] for row in rows("attribution/reply_verbs"))


@cache
def _occasion_verbs() -> frozenset[str]:
    """Verbs whose participle names an occasion of speech ("speaking at …")."""
    return frozenset(row["verb"] for row in rows("times/occasion_verbs"))


def find_participants(tree: Tree, candidate: Candidate) -> Participants:
    """The participants of a candidate; all None where it has no verb."""
    cue = candidate.verb
    if cue is None or cue.strength == "weak" or tree.tokens[cue.at].pos == "NOUN":
        return Participants()
    addressee, channel = _addressee(tree, cue, candidate), None
    if addressee is not None and _is_channel(tree, addressee):
        addressee, channel = None, addressee
    occasion = _cut_at_source(tree, _occasion(tree, candidate, cue), candidate)
    if occasion is not None:
        channel = channel or occasion
        addressee = addressee or _interlocutor(tree, occasion)
    addressee = _cut_at_source(tree, addressee, candidate)
    return Participants(
        tree.span(addressee) if addressee else None,
        tree.span(channel) if channel else None,
        _question(tree, cue, candidate),
    )


def _cut_at_source(tree: Tree, tokens: Range | None, candidate: Candidate) -> Range | None:
    """The tokens up to the source or the content, where the parse includes either in them."""
    if tokens is None:
        return None
    bounds = [tree.at(candidate.content[0].start)] + (
        [candidate.source.first] if candidate.source else []
    )
    last = min([tokens.last, *(bound for bound in bounds if tokens.first < bound)])
    return trim(tree, Range(tokens.first, last))


def _outside_content(tree: Tree, candidate: Candidate, tokens: Range | None) -> Range | None:
    """The tokens; None if they overlap the content."""
    if tokens is None:
        return None
    span = tree.span(tokens)
    clash = any(span.start < c.end and c.start < span.end for c in candidate.content)
    return None if clash else tokens


def _addressee(tree: Tree, cue: Cue, candidate: Candidate) -> Range | None:
    """The object of "told", "urged", "warned", or the phrase after "said to"."""
    if cue.passive and "addr" in cue.frames:
        subject = tree.child(cue.at, "nsubjpass")
        return (
            _outside_content(tree, candidate, phrase(tree, subject.i, cue.at)) if subject else None
        )
    addressee = _addressed_object(tree, cue, candidate) if cue.frames & {"addr", "obj-to"} else None
    if addressee is not None:
        return addressee
    for child in tree.children(cue.at, "prep", "dative", "prt"):
        to = child.text.lower() == "to" and cue.strength == "strong"
        if child.i > cue.at and (to or child.i == cue.words.last - 1):
            noun = tree.child(child.i, "pobj")
            if noun is not None:
                return _outside_content(tree, candidate, phrase(tree, noun.i, child.i))
    return None


def _addressed_object(tree: Tree, cue: Cue, candidate: Candidate) -> Range | None:
    """The object of a verb of telling or urging, if it is neither content nor a date."""
    for child in tree.children(cue.at, "dobj", "dative", "ccomp"):
        noun: Token | None = child
        if child.dep == "ccomp":
            noun = (
                tree.child(child.i, "nsubj")
                if rule_of(candidate.rule).content == "request"
                else None
            )
        if noun is None or tree.label[noun.i] in ("DATE", "TIME"):
            continue
        if noun.i > cue.at and noun.pos in _ADDRESSEES:
            found = _outside_content(tree, candidate, phrase(tree, noun.i, cue.at))
            if found is not None:
                return found
    return None


def _is_channel(tree: Tree, addressee: Range) -> bool:
    """True if the addressee is a channel of speech: an outlet, a rally, television."""
    return (
        is_outlet(tree, addressee)
        or tree.tokens[tree.head_of(addressee)].lemma.lower() in _channels()
    )


def _occasion(tree: Tree, candidate: Candidate, cue: Cue) -> Range | None:
    """The phrase after "in", "at" or "on" that names an occasion or a medium of speech."""
    first = tree.tokens[tree.sentence(cue.at).first]
    places = [
        child
        for child in tree.children(cue.at, "prep")
        if child.text.lower() in _CHANNEL_PREPOSITIONS
    ]
    if first.text.lower() in _CHANNEL_PREPOSITIONS and first.dep == "prep" and first not in places:
        places.append(first)
    for doing in (*tree.children(cue.at, "advcl"), *_clauses_of_source(tree, candidate)):
        if doing.tag in ("VBG", "VBN") and doing.lemma.lower() in _occasion_verbs():
            places += tree.children(doing.i, "prep", "dobj")
    found = (_channel_phrase(tree, place) for place in places)
    return next((tokens for tokens in found if tokens is not None), None)


def _channel_phrase(tree: Tree, place: Token) -> Range | None:
    """The phrase after a preposition, or of an object, if it is a channel of speech."""
    noun = place if place.dep == "dobj" else tree.child(place.i, "pobj")
    link = place.text.lower()
    if noun is None or (place.dep == "prep" and link not in _CHANNEL_PREPOSITIONS | _TO_OUTLET):
        return None
    tokens = phrase(tree, noun.i, place.i if place is not noun else None)
    if place.dep == "prep" and link in _TO_OUTLET:  # "speaking to Radio Karsk"
        return tokens if tokens is not None and is_outlet(tree, tokens) else None
    if tokens is None or noun.lemma.lower() in _channels():
        return tokens
    return tokens if link in ("on", "in") and is_outlet(tree, tokens) else None


def _interlocutor(tree: Tree, occasion: Range) -> Range | None:
    """The phrase after "with" in "a phone call with …"."""
    for i in range(occasion.first, occasion.last):
        token = tree.tokens[i]
        if (
            token.text.lower() != "with"
            or _channels().get(tree.tokens[token.head].lemma.lower()) != "talk"
        ):
            continue
        noun = tree.child(i, "pobj")
        tokens = phrase(tree, noun.i, i) if noun else None
        if tokens is not None and not is_outlet(tree, tokens):
            return tokens
    return None


def _question(tree: Tree, cue: Cue, candidate: Candidate) -> Span | None:
    """The words after "Asked" at the start of the sentence, or next to the source: ", asked whether …,"."""
    sentence = tree.sentence(cue.at)
    ends = cue.words.first
    if candidate.source is not None and sentence.first < candidate.source.first:
        ends = min(ends, candidate.source.first)
    for i in range(sentence.first, min(sentence.first + 3, ends)):
        token = tree.tokens[i]
        if token.tag in ("VBN", "VBD") and token.lemma.lower() in _question_verbs():
            if tree.tokens[ends - 1].text != "," or tree.child(i, "nsubj") is not None:
                return None
            return _question_words(tree, i, ends)
    for child in (*tree.children(cue.at, "advcl"), *_clauses_of_source(tree, candidate)):
        if _is_passive_question(tree, child) and child.i < cue.at:
            return _question_words(tree, child.i, min(tree.subtree(child.i).last, cue.words.first))
    return _question_in_response(tree, cue) or _question_in_sentence_before(tree, cue, candidate)


def _is_passive_question(tree: Tree, verb: Token) -> bool:
    """True if a verb says that its subject was asked, not that it asked."""
    if verb.lemma.lower() not in _question_verbs() or verb.tag not in ("VBN", "VBD"):
        return False
    return tree.child(verb.i, "nsubj") is None


def _question_in_response(tree: Tree, cue: Cue) -> Span | None:
    """The question in "In response to a question about the dam, Tasel said"."""
    for place in tree.children(cue.at, "prep"):
        reply = tree.child(place.i, "pobj")
        towards = tree.child(reply.i, "prep") if reply is not None else None
        asked = tree.child(towards.i, "pobj") if towards is not None else None
        if asked is not None and asked.lemma.lower() == "question" and asked.i < cue.at:
            return _question_words(tree, asked.i, tree.subtree(asked.i).last)
    return None


def _question_in_sentence_before(tree: Tree, cue: Cue, candidate: Candidate) -> Span | None:
    """The question at the end of the sentence before a quotation or a reply: "She was asked whether …"."""
    if not (rule_of(candidate.rule).family == "direct" or cue.lemma in _reply_verbs()):
        return None
    start = min(tree.at(candidate.content[0].start), cue.words.first)
    here = tree.sentence(start).first
    if not here or tree.paragraph[here - 1] != tree.paragraph[start]:
        return None
    before = tree.sentence(here - 1)
    for i in range(before.last - 1, before.first - 1, -1):
        verb = tree.tokens[i]
        answered = cue.lemma in _reply_verbs() and verb.lemma.lower() == "ask" and verb.tag == "VBD"
        if answered or (_is_passive_question(tree, verb) and _leads_to_answer(tree, verb)):
            return _question_words(tree, i, before.last)
    return None


def _leads_to_answer(tree: Tree, verb: Token) -> bool:
    """True if a question verb leads to the answer: "was asked", "when asked", "Asked whether …"."""
    if tree.child(verb.i, "nsubjpass", "auxpass") is not None:
        return tree.child(verb.i, "neg") is None
    return verb.dep in ("ROOT", "advcl")


def _clauses_of_source(tree: Tree, candidate: Candidate) -> tuple[Token, ...]:
    """Participles and clauses of the source: "Mira Tasel, asked whether …, said"."""
    if candidate.source is None:
        return ()
    found: list[Token] = []
    for i in range(candidate.source.first, candidate.source.last):
        found.extend(tree.children(i, "acl", "advcl", "relcl"))
    return tuple(found)


def _question_words(tree: Tree, verb: int, last: int) -> Span | None:
    """The words after "asked", as a span, without the asker ("by reporters") and the time."""
    first = verb + 1
    for child in tree.children(verb, "agent", "npadvmod"):
        if child.i == first or tree.subtree(child.i).first == first:
            first = tree.subtree(child.i).last
    tokens = trim(tree, Range(first, max(first, last)))
    return tree.span(tokens) if tokens else None

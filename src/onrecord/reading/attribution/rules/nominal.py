"""Attribution without a reporting verb: "according to X", "X's claim that …".

In: a `Tree`. Out: `Candidate`s. Reporting nouns are the nouns of `lexicon/attribution/reporting_words.tsv`.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The bridge was closed, according to the mayor of Lume."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [candidate] = find_according_to(tree)
>>> tree.text(candidate.source), [text[span.start : span.end] for span in candidate.content]
('the mayor of Lume', ['The bridge was closed'])
"""

from __future__ import annotations

from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.rules.candidate import Candidate
from onrecord.reading.attribution.rules.content_frame import ContentFrame
from onrecord.reading.attribution.rules.cues import Cue
from onrecord.reading.attribution.rules.reporting_words import ReportingWord, reporting_nouns
from onrecord.reading.attribution.rules.source_phrase import find_source, phrase, trim
from onrecord.reading.parse.tree import Tree

_CONTENT_CLAUSES = frozenset({"acl", "ccomp", "relcl", "xcomp"})
# Clauses inside a sentence that can be the whole content of "according to".
_INNER_CLAUSES = frozenset({"advcl", "ccomp", "relcl"})
# Prepositions before the owner of the words: "claims by Ostmark", "a warning from the mayor".
OWNER_PREPOSITIONS = frozenset({"by", "from"})


@cache
def _carrying_verbs() -> frozenset[str]:
    """Verbs whose subject is the source of the noun they govern: "issued a warning"."""
    return frozenset(row["lemma"] for row in rows("attribution/carrying_verbs"))


def find_according_to(tree: Tree) -> list[Candidate]:
    """Every "according to X"; its content is the rest of its sentence, or of the clause around it."""
    found: list[Candidate] = []
    for token in tree.tokens[:-1]:
        if token.text.lower() != "according" or tree.tokens[token.i + 1].text.lower() != "to":
            continue
        noun = tree.child(token.i + 1, "pobj") or tree.child(token.i, "pobj")
        source = phrase(tree, noun.i) if noun else None
        if source is None or source.first < token.i:
            continue
        pieces = _content_around(tree, _clause_of(tree, token), token, source.last)
        if pieces:
            cue = tree.span(Range(token.i, token.i + 2))
            content = tuple(tree.span(piece) for piece in pieces)
            found.append(Candidate(None, source, cue, content, "indirect/according-to", "accord"))
    return found


def _clause_of(tree: Tree, token: Token) -> Range:
    """The clause that begins before "according" and whose verb follows it, if there is one; else the sentence."""
    verb = tree.tokens[token.head]
    inner = verb.dep in _INNER_CLAUSES and token.i < verb.i
    if inner and tree.tokens[verb.head].i < token.i:
        return tree.subtree(verb.i)
    return tree.sentence(token.i)


def _content_around(tree: Tree, clause: Range, token: Token, last: int) -> list[Range]:
    """The parts of the clause before and after "according to X", which ends before `last`, without marks at their edges.

    Up to two words before it only connect ("But, according to …"), unless the subject is among them.
    """
    first = token.i
    before, after = Range(clause.first, first), Range(last, max(last, clause.last))
    pieces = [trim(tree, side) for side in (before, after) if side.first < side.last]
    kept = [piece for piece in pieces if piece is not None]
    if len(kept) < 2:
        return kept
    subject = tree.child(token.head, "nsubj", "nsubjpass")
    connects = kept[0].last - kept[0].first < 3 and (subject is None or subject.i > first)
    if connects:
        return kept[1:]
    return kept if tree.tokens[first - 1].text == "," else kept[:1]


def find_nominal(tree: Tree) -> list[Candidate]:
    """Every reporting noun that has an owner and a clause or phrase with the content."""
    found: list[Candidate] = []
    for token in tree.tokens:
        noun = reporting_nouns().get(token.lemma.lower()) if token.pos == "NOUN" else None
        if noun is None:
            continue
        frame = _content_of_noun(tree, token, noun)
        owner = _owner(tree, token) if frame else None
        content = trim(tree, frame.tokens) if frame else None
        if frame is None or owner is None or content is None:
            continue
        source, first = owner
        cue = tree.span(Range(min(max(first, source.last), token.i), frame.cue_end))
        if source.first > token.i:
            cue = tree.span(Range(token.i, frame.cue_end))
        verb = _as_cue(token, noun)
        found.append(Candidate(verb, source, cue, (tree.span(content),), frame.rule, noun.lemma))
    return found


def _as_cue(token: Token, noun: ReportingWord) -> Cue:
    """The noun as a cue, so that its act and strength travel with the candidate."""
    return Cue(
        at=token.i,
        words=Range(token.i, token.i + 1),
        lemma=noun.lemma,
        act=noun.act,
        strength=noun.strength,
        frames=noun.frames,
        prepositions=frozenset(),
        passive=False,
        negated=False,
    )


def _content_of_noun(tree: Tree, token: Token, noun: ReportingWord) -> ContentFrame | None:
    """The content of a noun: a that-clause, an infinitive, or the phrase of its preposition."""
    links = _owner_links(tree, token)
    link_ends = {tree.subtree(each.i).last for each in links}
    of_links = (child for each in links if each.dep == "acl" for child in tree.children(each.i))
    for child in (*tree.children(token.i), *of_links):
        if child.i < token.i:
            continue
        whole = tree.subtree(child.i)
        opening = tree.tokens[whole.first].text.lower()
        if child.dep == "prep":
            known = f"p:{child.text.lower()}" in noun.frames and whole.last > child.i + 1
            if known and child.i == token.i + 1:
                tokens = Range(child.i + 1, whole.last)
                return ContentFrame("nominal/preposition", tokens, child.i + 1)
            if known and child.i in link_ends:  # "an accusation by Ostmark of sabotage"
                return ContentFrame("nominal/preposition", whole, token.i + 1)
        elif child.dep in _CONTENT_CLAUSES and opening in ("that", "to") and opening in noun.frames:
            subject = tree.child(child.i, "nsubj", "nsubjpass")
            if opening == "that" and subject is not None and subject.i == whole.first:
                continue  # "proposals that would help" is a relative clause
            return ContentFrame(f"nominal/{opening}-clause", whole, token.i + 1)
    return _clause_attached_to_verb(tree, token, noun)


def _clause_attached_to_verb(tree: Tree, token: Token, noun: ReportingWord) -> ContentFrame | None:
    """The that-clause right after the noun that was attached to the verb: "denied his claim that …"."""
    if token.i + 1 >= len(tree.tokens) or "that" not in noun.frames or token.dep != "dobj":
        return None
    opening = tree.tokens[token.i + 1]
    clause = tree.tokens[opening.head]
    if opening.lemma != "that" or opening.dep != "mark" or clause.head != token.head:
        return None
    return ContentFrame("nominal/that-clause", tree.subtree(clause.i), token.i + 1)


def _owner(tree: Tree, token: Token) -> tuple[Range, int] | None:
    """The source of the noun and the first token of the cue.

    The source is a possessive, a nation's adjective, the phrase after "by", or the subject of "made" or "issued".
    """
    possessive = _possessive(tree, token)
    if possessive is not None:
        return possessive, possessive.last
    for child in tree.children(token.i, "amod", "nmod", "compound"):
        if tree.label[child.i] in ("NORP", "GPE"):
            return Range(child.i, child.i + 1), child.i + 1
    for link in _owner_links(tree, token):
        by = tree.child(link.i, "agent") if link.dep == "acl" else link
        noun = tree.child(by.i, "pobj") if by else None
        source = phrase(tree, noun.i, link.i) if noun and noun.i > token.i else None
        if source is not None:
            return source, token.i
    head = tree.tokens[token.head]
    if token.dep == "dobj" and head.lemma.lower() in _carrying_verbs():
        source = find_source(tree, head.i, passive=False)
        return (source, token.i) if source else None
    return None


def _possessive(tree: Tree, token: Token) -> Range | None:
    """The possessive before a noun and its adjectives: "his", "Oren Falk’s"."""
    first = token.i - 1
    while first > tree.sentence(token.i).first and tree.tokens[first].pos in ("ADJ", "NOUN", "ADV"):
        first -= 1
    before = tree.tokens[max(first, 0)]
    if before.tag == "PRP$":
        return Range(before.i, before.i + 1)
    if before.tag != "POS" or before.head >= before.i:
        return None
    owner = tree.subtree(before.head).first
    while tree.tokens[owner].pos in ("VERB", "AUX"):
        owner += 1  # "rejecting Falk’s claim", parsed as one name
    return Range(owner, before.i + 1)


def _owner_links(tree: Tree, token: Token) -> list[Token]:
    """The words that attach an owner after the noun: "by Ostmark", "from the mayor", "made on Monday by Falk"."""
    return [
        child
        for child in tree.children(token.i, "prep", "acl")
        if child.i > token.i
        and (
            child.text.lower() in OWNER_PREPOSITIONS
            if child.dep == "prep"
            else tree.child(child.i, "agent") is not None
            and child.lemma.lower() in _carrying_verbs()
        )
    ]

"""Attribution without a reporting verb: "according to X", "X's claim that …", "X: …" in a transcript.

In: a `Tree`. Out: `Draft`s. Nouns that report stand in `lexicon/attribution/nominal_cues.tsv`.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "The bridge was closed, according to the mayor of Lume."
>>> tree = Tree(parse(load(), text, (Passage("body", Span(0, len(text))),)))
>>> [draft] = find_according(tree)
>>> tree.text(draft.source), [text[span.start : span.end] for span in draft.content]
('the mayor of Lume', ['The bridge was closed'])
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from onrecord.lexicon.tables import rows
from onrecord.model import Range, Token
from onrecord.reading.attribution.candidate import Draft
from onrecord.reading.attribution.cues import Cue
from onrecord.reading.attribution.reporting_words import ReportingWord, reporting_nouns
from onrecord.reading.attribution.source_phrase import find_source, phrase, trim
from onrecord.reading.parse.tree import Tree

_CLAUSES = frozenset({"acl", "ccomp", "relcl", "xcomp"})
# Clauses of a sentence that may be all that "according to" tells.
_TOLD = frozenset({"advcl", "ccomp", "relcl"})
# What stands before whoever owns the words: "claims by Ostmark", "a warning from the mayor".
OWNING = frozenset({"by", "from"})
_OPENS = frozenset({'"', "“", "„", "«", "''", "``"})
# Paragraphs from one turn of a transcript to the next, at most: an answer may take three.
_TURNS_APART = 3
_FEWEST_TURNS = 3
_STOPS = frozenset(".?!…—–-")
# What a name before a colon is made of, and how many tokens it has with its colon, at most.
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "PART", "ADP"})
_LONGEST_NAME = 7


@cache
def _carriers() -> frozenset[str]:
    """Verbs whose subject speaks the noun they govern: "issued a warning"."""
    return frozenset(row["lemma"] for row in rows("attribution/carrying_verbs"))


def find_according(tree: Tree) -> list[Draft]:
    """Every "according to X", its content the rest of its sentence, or of the clause it stands in the middle of."""
    found: list[Draft] = []
    for token in tree.tokens[:-1]:
        if token.text.lower() != "according" or tree.tokens[token.i + 1].text.lower() != "to":
            continue
        noun = tree.child(token.i + 1, "pobj") or tree.child(token.i, "pobj")
        source = phrase(tree, noun.i) if noun else None
        if source is None or source.first < token.i:
            continue
        pieces = _around(tree, _clause_of(tree, token), token, source.last)
        if pieces:
            cue = tree.span(Range(token.i, token.i + 2))
            content = tuple(tree.span(piece) for piece in pieces)
            found.append(Draft(None, source, cue, content, "indirect/according-to", "accord"))
    return found


def _clause_of(tree: Tree, token: Token) -> Range:
    """The sentence of "according"; or the clause in it that begins before "according" and whose verb follows."""
    verb = tree.tokens[token.head]
    told = verb.dep in _TOLD and token.i < verb.i
    if told and tree.tokens[verb.head].i < token.i:
        return tree.subtree(verb.i)
    return tree.sentence(token.i)


def _around(tree: Tree, clause: Range, token: Token, last: int) -> list[Range]:
    """The rest of the clause around "according" and its phrase, which ends before `last`, without its edges' marks.

    No more than two words before it only lead over ("But, according to …"), unless one of them is the subject.
    """
    first = token.i
    low, high = Range(clause.first, first), Range(last, max(last, clause.last))
    pieces = [trim(tree, side) for side in (low, high) if side.first < side.last]
    kept = [piece for piece in pieces if piece is not None]
    if len(kept) < 2:
        return kept
    subject = tree.child(token.head, "nsubj", "nsubjpass")
    leads = kept[0].last - kept[0].first < 3 and (subject is None or subject.i > first)
    if leads:
        return kept[1:]
    return kept if tree.tokens[first - 1].text == "," else kept[:1]


def find_nominal(tree: Tree) -> list[Draft]:
    """Every reporting noun with a known speaker and a clause or phrase that holds what was said."""
    found: list[Draft] = []
    for token in tree.tokens:
        noun = reporting_nouns().get(token.lemma.lower()) if token.pos == "NOUN" else None
        if noun is None:
            continue
        held = _held(tree, token, noun)
        owner = _owner(tree, token) if held else None
        if held is None or owner is None:
            continue
        rule, content, last = held
        source, first = owner
        kept = trim(tree, content)
        if kept is not None:
            cue = tree.span(Range(min(max(first, source.last), token.i), last))
            if source.first > token.i:
                cue = tree.span(Range(token.i, last))
            found.append(
                Draft(_as_cue(token, noun), source, cue, (tree.span(kept),), rule, noun.lemma)
            )
    return found


def _as_cue(token: Token, noun: ReportingWord) -> Cue:
    """The noun as a cue, so that its act and strength travel with the draft."""
    return Cue(
        at=token.i,
        words=Range(token.i, token.i + 1),
        lemma=noun.lemma,
        act=noun.act,
        strength="strong",
        frames=noun.frames,
        prepositions=frozenset(),
        passive=False,
        negated=False,
    )


def _held(tree: Tree, token: Token, noun: ReportingWord) -> tuple[str, Range, int] | None:
    """What the noun reports: a that-clause, an infinitive, or a phrase behind its preposition."""
    owners = _of_owner(tree, token)
    owned = {tree.subtree(each.i).last for each in owners}
    made = (child for each in owners if each.dep == "acl" for child in tree.children(each.i))
    for child in (*tree.children(token.i), *made):
        if child.i < token.i:
            continue
        whole = tree.subtree(child.i)
        opening = tree.tokens[whole.first].text.lower()
        if child.dep == "prep":
            known = f"p:{child.text.lower()}" in noun.frames and whole.last > child.i + 1
            if known and child.i == token.i + 1:
                return "nominal/preposition", Range(child.i + 1, whole.last), child.i + 1
            if known and child.i in owned:  # "an accusation by Ostmark of sabotage"
                return "nominal/preposition", whole, token.i + 1
        elif child.dep in _CLAUSES and opening in ("that", "to") and opening in noun.frames:
            subject = tree.child(child.i, "nsubj", "nsubjpass")
            if opening == "that" and subject is not None and subject.i == whole.first:
                continue  # "proposals that would help": no words of anybody's
            return f"nominal/{opening}-clause", whole, token.i + 1
    return _hung_higher(tree, token, noun)


def _hung_higher(tree: Tree, token: Token, noun: ReportingWord) -> tuple[str, Range, int] | None:
    """A that-clause right behind the noun that the parse hung on the verb: "denied his claim that …"."""
    if token.i + 1 >= len(tree.tokens) or "that" not in noun.frames or token.dep != "dobj":
        return None
    opening = tree.tokens[token.i + 1]
    clause = tree.tokens[opening.head]
    if opening.lemma != "that" or opening.dep != "mark" or clause.head != token.head:
        return None
    return "nominal/that-clause", tree.subtree(clause.i), token.i + 1


def _owner(tree: Tree, token: Token) -> tuple[Range, int] | None:
    """Whose words they are: a possessive, a nation's adjective, who stands behind "by", or the subject of "made", "issued"."""
    first = token.i - 1
    while first > tree.sentence(token.i).first and tree.tokens[first].pos in ("ADJ", "NOUN", "ADV"):
        first -= 1
    before = tree.tokens[max(first, 0)]
    if before.tag == "PRP$":
        return Range(before.i, before.i + 1), before.i + 1
    if before.tag == "POS" and before.head < before.i:
        owner = tree.subtree(before.head).first
        while tree.tokens[owner].pos in ("VERB", "AUX"):
            owner += 1  # "rejecting Falk’s claim", read as one name
        return Range(owner, before.i + 1), before.i + 1
    for child in tree.children(token.i, "amod", "nmod", "compound"):
        if tree.label[child.i] in ("NORP", "GPE"):
            return Range(child.i, child.i + 1), child.i + 1
    for link in _of_owner(tree, token):
        by = tree.child(link.i, "agent") if link.dep == "acl" else link
        noun = tree.child(by.i, "pobj") if by else None
        source = phrase(tree, noun.i, link.i) if noun and noun.i > token.i else None
        if source is not None:
            return source, token.i
    head = tree.tokens[token.head]
    if token.dep == "dobj" and head.lemma.lower() in _carriers():
        source = find_source(tree, head.i, passive=False)
        return (source, token.i) if source else None
    return None


def _of_owner(tree: Tree, token: Token) -> list[Token]:
    """What tells whose words a noun's are behind it: "by Ostmark", "from the mayor", "made on Monday by Falk"."""
    return [
        child
        for child in tree.children(token.i, "prep", "acl")
        if child.i > token.i
        and (
            child.text.lower() in OWNING
            if child.dep == "prep"
            else tree.child(child.i, "agent") is not None and child.lemma.lower() in _carriers()
        )
    ]


def find_turns(tree: Tree) -> list[Draft]:
    """The turns of a transcript: "FALK: …", "TASEL: …", "FALK: …", in marks where it is quoted.

    A line in capitals may else be a label of the paper's: "RELATED: …". Turns are whole sentences, at least
    three, by two or more, few paragraphs apart.
    """
    runs: list[list[tuple[int, Draft]]] = []
    for number, paragraph in enumerate(tree.parsed.paragraphs):
        headline = tree.parsed.kinds[number] == "headline"
        draft = None if headline else _line_in_capitals(tree, paragraph)
        if draft is None or not _ends_in_stop(tree, draft):
            continue
        if not runs or number - runs[-1][-1][0] > _TURNS_APART:
            runs.append([])
        runs[-1].append((number, draft))
    return [draft for run in runs if _take_turns(tree, run) for _, draft in run]


def _line_in_capitals(tree: Tree, paragraph: Range) -> Draft | None:
    """The draft of a paragraph that begins with a name in capitals and a colon."""
    first, last = paragraph
    name = first + (first < last and tree.tokens[first].text in _OPENS)
    for i in range(name + 1, min(name + _LONGEST_NAME, last - 2)):
        if tree.tokens[i].text == ":":
            break
        if tree.tokens[i].pos not in _NAMING or tree.tokens[i].text in ("”", '"'):
            return None
    else:
        return None
    if not tree.text(Range(name, i)).isupper() or trim(tree, Range(i + 1, last)) is None:
        return None
    mark, said = tree.span(Range(i, i + 1)), tree.span(Range(i + 1, last))
    return Draft(None, Range(name, i), mark, (said,), "transcript/turn")


def _ends_in_stop(tree: Tree, draft: Draft) -> bool:
    """Whether a line ends as a sentence does, whatever marks close it."""
    text = tree.parsed.text[draft.content[0].start : draft.content[0].end]
    return text.rstrip("\"”'’)] ")[-1:] in _STOPS


def _take_turns(tree: Tree, run: Sequence[tuple[int, Draft]]) -> bool:
    names = {tree.text(draft.source) for _, draft in run if draft.source}
    return len(run) >= _FEWEST_TURNS and len(names) > 1

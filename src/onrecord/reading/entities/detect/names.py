"""Finds names: runs of capitalised words, judged by title, form, parse and what the pipeline thinks.

In: the parse and the role phrases. Out: `NameSeen`s. The small pipeline's labels are weak, so they are
one vote among several: a title before the name or a role beside it makes it a person whatever the
label; "Ministry" or "Council" within makes it an organisation.

>>> from onrecord.model import Passage, Span
>>> from onrecord.reading.parse.language import load, parse
>>> text = "Fire chief Petra Louven thanked Lume."
>>> parsed = parse(load(), text, (Passage("body", Span(0, len(text))),))
>>> [" ".join(name.parts) for name in find_names(parsed, ())]
['Petra Louven', 'Lume']
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from onrecord.lexicon.given_names import opens_with_given_name
from onrecord.lexicon.outlets import is_outlet_name, message_words, outlet_words
from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_by_capital, state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import EntityKind, Parsed, Range
from onrecord.reading.entities.detect.detected import NO_OFFICE, NameSeen, RoleSeen
from onrecord.reading.entities.detect.name_bounds import (
    SEAT,
    find_runs,
    parted,
    suffix_end,
    surnames_of,
    written,
)
from onrecord.reading.entities.detect.org_names import body_end, taken_for_bodies

_KINDS: dict[str, EntityKind] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "group",
}  # fmt: skip
# A title or a role beside a name outweighs any number of labels the pipeline gives.
SURE = 100
# Headlines that capitalise words leave shorter ones small ("of", "with"); a line of fewer words may be a name.
LONG_WORD, LONGEST_BARE = 5, 4
# A given name before others outweighs the labels of as many words.
GIVEN = 3
# So does an article before a name of several words, against labels and given names together.
ARTICLE = 10
# A single name that stands as no person's does outweighs as many labels.
LONE = 5
# After these a single name is mostly a place's.
PLACE_LINKS = frozenset(
    {
        "in",
        "into",
        "near",
        "across",
        "inside",
        "throughout",
        "within",
        "neighbouring",
        "neighboring",
    }
)


def find_names(
    parsed: Parsed, found: Sequence[RoleSeen], outlets: Collection[str] = ()
) -> tuple[NameSeen, ...]:
    """Names in text order; those of headlines are marked, being capitalised anyway.

    `outlets` are names, folded, that are outlets' in this report, though no table has them.
    """
    labels = _labels(parsed)
    taken = _title_tokens(parsed, found)
    near = _Near(
        {role.last: role for role in found if not role.plural},
        {role.first for role in found},
        outlets,
    )
    bodies = taken_for_bodies(parsed)
    plain: list[NameSeen] = []
    capitalised: list[NameSeen] = []
    headlines: list[Range] = []
    surnames = surnames_of(parsed)
    for number, paragraph in enumerate(parsed.paragraphs):
        headline = parsed.kinds[number] == "headline"
        mute = _capitalised(parsed, paragraph)
        if mute:
            headlines.append(paragraph)
        if mute and headline and _in_capitals(parsed, paragraph):
            continue
        runs = find_runs(parsed, paragraph.first, paragraph.last, taken, labels)
        done = paragraph.first
        for first, end in (part for run in runs for part in parted(parsed, *run, surnames)):
            if first < done:
                continue
            last = done = suffix_end(parsed, body_end(parsed, first, end, bodies))
            parts = written(parsed, first, last)
            if not (all(fold_word(part) in role_words() for part in parts) or SEAT.match(parts[0])):
                votes = _votes(parsed, first, last, labels, near)
                (capitalised if mute else plain).append(
                    NameSeen(first, last, parts, votes, headline)
                )
    known = _by_first_word(plain)
    called = [name for paragraph in headlines for name in _called_again(parsed, paragraph, known)]
    taken = {i for name in called for i in range(name.first, name.last)}
    new = (name for name in capitalised if taken.isdisjoint(range(name.first, name.last)))
    return (*called, *new, *plain)


def _capitalised(parsed: Parsed, paragraph: Range) -> bool:
    """Whether a line's long words are all in capitals or open with one, verbs as well as names: a headline's, if of several words."""
    words = [t.text for t in parsed.tokens[paragraph.first : paragraph.last] if t.text.isalpha()]
    long = [word for word in words if len(word) >= LONG_WORD]
    return len(words) > LONGEST_BARE and all(word[0].isupper() for word in long)


def _in_capitals(parsed: Parsed, paragraph: Range) -> bool:
    """Whether a headline is all in capitals, which then tell nothing of names."""
    words = (t.text for t in parsed.tokens[paragraph.first : paragraph.last] if t.text.isalpha())
    return all(word.isupper() for word in words)


def _by_first_word(names: Sequence[NameSeen]) -> dict[str, list[tuple[str, ...]]]:
    """Different names by their first words, folded; of each word the longest name first."""
    known: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parts in sorted({name.parts for name in names}, key=lambda p: (-len(p), p)):
        known[fold_word(parts[0])].append(parts)
    return known


def _called_again(
    parsed: Parsed, paragraph: Range, known: Mapping[str, Sequence[tuple[str, ...]]]
) -> Iterator[NameSeen]:
    """The names of the report below that a capitalised headline gives again."""
    i = paragraph.first
    while i < paragraph.last:
        alike = known.get(fold_word(parsed.tokens[i].text), ())
        parts = next((p for p in alike if _reads(parsed, i, p)), ())
        if parts:
            yield NameSeen(i, i + len(parts), parts, (), headline=True)
        i += len(parts) or 1


def _reads(parsed: Parsed, i: int, parts: Sequence[str]) -> bool:
    there = parsed.tokens[i : i + len(parts)]
    return [fold_word(t.text) for t in there] == [fold_word(part) for part in parts]


class _Near(NamedTuple):
    """Role phrases by where they end, and where they begin; the report's own outlets."""

    before: Mapping[int, RoleSeen]
    starts: AbstractSet[int]
    outlets: Collection[str] = ()


def _labels(parsed: Parsed) -> dict[int, str]:
    return {i: name.label for name in parsed.names for i in range(name.first, name.last)}


def _title_tokens(parsed: Parsed, found: Sequence[RoleSeen]) -> set[int]:
    """Tokens that belong to a title and to no name: head and portfolio words, not owners."""
    taken: set[int] = set()
    for role in found:
        for i in range(role.first, role.last):
            word = fold_word(parsed.tokens[i].text)
            adjective = (
                i < role.head
                and state_of(parsed.tokens[i].text, ())
                and parsed.tokens[i + 1].tag != "POS"
            )
            if (
                i == role.head
                or adjective
                or (
                    word in words_of("entities/portfolios")
                    and word in {fold_word(w) for w in role.words}
                )
            ):
                taken.add(i)
    return taken


def _rules_over(parsed: Parsed, last: int) -> bool:
    """Whether a name stands before a body it owns: `Ostmark's dam authority`, `the Ostmark army`."""
    for token in parsed.tokens[last : last + 5]:
        if token.lemma.lower() in words_of("entities/bodily_nouns"):
            return False
        if token.text[0].islower() and fold_word(token.text) in words_of(
            "entities/organisation_words"
        ):
            return True
        if token.pos not in {"NOUN", "ADJ", "PART", "PROPN"}:
            return False
    return False


def _votes(
    parsed: Parsed, first: int, last: int, labels: dict[int, str], near: _Near
) -> tuple[tuple[EntityKind, int], ...]:
    """What speaks for each kind."""
    tokens = parsed.tokens
    votes = _by_form(parsed, first, last)
    title = near.before.get(first)
    known = fold_word(" ".join(t.text for t in tokens[first:last])) in near.outlets
    if title is None and (known or _is_outlet(parsed, first, last)):
        votes["organisation"] = SURE * 2
    person = _as_beside(parsed, first, last, near)
    if person:
        votes["person"] = person
    for i in range(first, last):
        kind = _KINDS.get(labels.get(i, ""))
        if kind:
            votes[kind] = votes.get(kind, 0) + 1
    body = ARTICLE * _after_article(parsed, first, last) + LONE * _held_of(
        parsed, first, last, near
    )
    body += LONE * alone_after_article(parsed, first, last)
    if body:
        votes["organisation"] = votes.get("organisation", 0) + body
    if last - first > 1 and _beside_person(parsed, first, last, labels):
        votes["person"] = votes.get("person", 0) + GIVEN
    if opens_with_given_name(" ".join(token.text for token in tokens[first:last])):
        votes["person"] = votes.get("person", 0) + GIVEN
    if not votes and _does_something(parsed, first, last):
        votes["person"] = 0
    return tuple(votes.items())


def _as_beside(parsed: Parsed, first: int, last: int, near: _Near) -> int:
    """How strongly what stands beside a name makes it a person's: a title, a role, an age, a "who"; 0 for not at all."""
    title = near.before.get(first)
    thing = title is not None and title.kind in NO_OFFICE and title.words and title.of
    if title is not None and not (thing and last - first == 1):
        return SURE
    if _beside_role(parsed, first, last, near) or _aged(parsed, last):
        return SURE // 2
    return ARTICLE if _told_by_who(parsed, first, last) else 0


def _by_form(parsed: Parsed, first: int, last: int) -> dict[EntityKind, int]:
    """What the words of a name, and those right before and after, say of its kind."""
    tokens = parsed.tokens
    votes: dict[EntityKind, int] = {}
    words = [fold_word(t.text) for t in tokens[first:last]]
    if any(word in words_of("entities/organisation_words") for word in words):
        votes["organisation"] = SURE * 2
    if last - first == 1 and words[0] in state_by_capital():
        votes["place"] = SURE // 2
    if last - first == 1 and tokens[first].tag == "NNPS":
        votes["group"] = GIVEN
    if last - first == 1 and (words[0] in message_words() or tokens[first].text in outlet_words()):
        votes["organisation"] = LONE
    given = opens_with_given_name(" ".join(t.text for t in tokens[first:last]))
    ends = {words[0]} if given else {words[0], words[-1]}  # `Nell Hill` is nobody's hill
    if ends & words_of("entities/place_words") or state_of(
        " ".join(t.text for t in tokens[first:last]), ()
    ):
        votes["place"] = SURE * 2
    elif last - first == 1 and first and tokens[first - 1].text.lower() in PLACE_LINKS:
        votes["place"] = 3
    elif last - first == 1 and _rules_over(parsed, last):
        votes["place"] = LONE
    if last - first == 1 and _as_a_person(parsed, first):
        votes["person"] = GIVEN
    return votes


def _as_a_person(parsed: Parsed, at: int) -> bool:
    """Whether a single name stands as a person's: `the Tarnek campaign`, `Tarnek's wife`, `Tarnek gave up his plan`."""
    tokens, name = parsed.tokens, parsed.tokens[at]
    after = tokens[at + 1 : at + 3]
    if (
        after
        and after[0].lemma.lower() in words_of("entities/bodily_nouns")
        and name.head == after[0].i
    ):
        return True
    if len(after) > 1 and after[0].tag == "POS":
        word = role_words().get(fold_word(after[1].text))
        return word is not None and word.kind == "kin"
    if name.dep != "nsubj" or name.head == at:
        return False
    objects = [i for i in parsed.children[name.head] if tokens[i].dep == "dobj"]
    own = (tokens[i] for o in objects for i in parsed.children[o] if tokens[i].dep == "poss")
    return any(token.text.lower() in {"his", "her"} for token in own)


def _is_outlet(parsed: Parsed, first: int, last: int) -> bool:
    """True if a name is an outlet's, alone or with the capitalised article before it: `The Hill`."""
    tokens = parsed.tokens
    starts = (first, first - 1) if first and tokens[first - 1].text == "The" else (first,)
    return any(is_outlet_name(parsed.text[tokens[i].start : tokens[last - 1].end]) for i in starts)


def _after_article(parsed: Parsed, first: int, last: int) -> bool:
    """Whether a long name stands whole after "the", as no person's does: `the Karsk Lantern`."""
    tokens = parsed.tokens
    if last - first < 2 or not first or tokens[first - 1].text.lower() != "the":
        return False
    return tokens[first - 1].head == last - 1 and tokens[last - 1].dep not in {"compound", "nmod"}


def alone_after_article(parsed: Parsed, first: int, last: int) -> bool:
    """Whether a single name stands after "the" by itself, as a surname does not: `the Bee`, `the Duma`."""
    tokens = parsed.tokens
    if last - first > 1 or not first or tokens[first - 1].text.lower() != "the":
        return False
    goes_on = last < len(tokens) and tokens[last].pos in {"NOUN", "PROPN", "ADJ", "NUM"}
    hyphened = last < len(tokens) and tokens[last].text in {"-", "‑"}
    return tokens[first - 1].head == first and not goes_on and not hyphened


def _held_of(parsed: Parsed, first: int, last: int, near: _Near) -> bool:
    """Whether an office is held of what a name names: `founder of Tarn Precision`."""
    role = near.before.get(last)
    held = role is not None and role.kind == "role" and role.head + 1 < first
    return held and parsed.tokens[first - 1].text in {"of", "the", "at"}


def _beside_role(parsed: Parsed, first: int, last: int, near: _Near) -> bool:
    """Whether a role phrase stands in apposition: `Sarrel, the lock-keeper,` or `the mayor, Mira Tasel,`."""
    tokens = parsed.tokens
    follows = last + 1 < len(tokens) and tokens[last].text == "," and last + 1 in near.starts
    if follows and (last - first > 1 or tokens[last + 1].text.lower() == "the"):
        return True
    role = near.before.get(first - 1) if first and tokens[first - 1].text == "," else None
    if role is not None and not role.known:
        told = last - first > 1 and tokens[role.first].tag == "DT" and tokens[last].text == ","
        return told and tokens[role.head].sentence == tokens[first].sentence
    return role is not None and tokens[role.head].sentence == tokens[first].sentence


def _beside_person(parsed: Parsed, first: int, last: int, labels: dict[int, str]) -> bool:
    """Whether a full name is joined to a person's by "and": `Daro Lemsk and Ilan Tasel`."""
    tokens = parsed.tokens
    before = first > 2 and tokens[first - 1].text == "and"
    after = last + 2 < len(tokens) and tokens[last].text == "and"
    return (before and labels.get(first - 2) == labels.get(first - 3) == "PERSON") or (
        after and labels.get(last + 1) == labels.get(last + 2) == "PERSON"
    )


def _does_something(parsed: Parsed, first: int, last: int) -> bool:
    """Whether a name of several words, no abbreviation among them, is a subject without an article or owner."""
    tokens = parsed.tokens
    bare = not first or tokens[first - 1].tag not in {"DT", "PRP$"}
    short = any(t.text.isupper() and len(t.text) > 1 for t in tokens[first:last])
    return last - first > 1 and tokens[last - 1].dep == "nsubj" and bare and not short


def _told_by_who(parsed: Parsed, first: int, last: int) -> bool:
    """Whether a "who" tells more of a name of several words: `Mira Tasel, who`; of a body English says "which"."""
    after = parsed.tokens[last : last + 2]
    several = last - first > 1 and not (first and parsed.tokens[first - 1].tag == "DT")
    return several and [t.text for t in after] in ([",", "who"], [",", "whose"])


def _aged(parsed: Parsed, last: int) -> bool:
    """Whether an age follows: `Ondry, 39,`."""
    after = parsed.tokens[last : last + 3]
    return (
        len(after) == 3
        and after[0].text == ","
        and after[1].text.isdigit()
        and len(after[1].text) == 2
        and after[2].text in {",", "."}
    )

"""Find names: runs of capitalised words outside titles, each with votes for its kind.

In: the parse and its role phrases. Out: `NameSeen`s. `name_bounds` finds where names begin and end, `name_kinds` their
kind. Capitals mean nothing in a headline that capitalises every long word, so the names of the text below are found in
it first.

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

from onrecord.lexicon.role_words import role_words
from onrecord.lexicon.spelling import fold_word
from onrecord.lexicon.states import state_of
from onrecord.lexicon.tables import words_of
from onrecord.model import Parsed, Range
from onrecord.reading.entities.detect.detected import NameSeen, RoleSeen
from onrecord.reading.entities.detect.name_bounds import (
    PARTY_SEAT,
    find_runs,
    name_parts,
    split_run,
    suffix_end,
    surnames_of,
)
from onrecord.reading.entities.detect.name_kinds import Neighbours, kind_votes
from onrecord.reading.entities.detect.org_names import body_end, labelled_bodies

# Headlines that capitalise words leave shorter words small ("of", "with").
_MIN_LONG_WORD = 5
# A line of no more words may be a single name.
_MAX_NAME_LINE = 4


def find_names(
    parsed: Parsed, roles: Sequence[RoleSeen], outlets: Collection[str] = ()
) -> tuple[NameSeen, ...]:
    """All names: those that capitalised headlines repeat, the other names of such headlines, those of the text.

    `outlets` are folded names that mean outlets in this report though no table has them.
    """
    starts = frozenset(role.first for role in roles)
    near = Neighbours({r.last: r for r in roles if not r.plural}, starts, outlets)
    labels, title_tokens = _labels(parsed), _title_tokens(parsed, roles)
    bodies, surnames = labelled_bodies(parsed), surnames_of(parsed)
    text_names: list[NameSeen] = []
    headline_names: list[NameSeen] = []
    headlines: list[Range] = []
    for number, paragraph in enumerate(parsed.paragraphs):
        headline = parsed.kinds[number] == "headline"
        capitalised = _is_capitalised(parsed, paragraph)
        if capitalised:
            headlines.append(paragraph)
        if capitalised and headline and _is_upper_case(parsed, paragraph):
            continue
        runs = find_runs(parsed, paragraph.first, paragraph.last, title_tokens, labels)
        done = paragraph.first
        for first, end in (part for run in runs for part in split_run(parsed, *run, surnames)):
            if first < done:
                continue
            last = done = suffix_end(parsed, body_end(parsed, first, end, bodies))
            parts = name_parts(parsed, first, last)
            if _is_name(parts):
                votes = kind_votes(parsed, first, last, labels, near)
                name = NameSeen(first, last, parts, votes, headline)
                (headline_names if capitalised else text_names).append(name)
    known = _by_first_word(text_names)
    repeated = [name for each in headlines for name in _repeated_names(parsed, each, known)]
    covered = {i for name in repeated for i in range(name.first, name.last)}
    other = (name for name in headline_names if covered.isdisjoint(range(name.first, name.last)))
    return (*repeated, *other, *text_names)


def _is_name(parts: Sequence[str]) -> bool:
    """True if the words of a run are not all role words, nor a party line: `D-Calif.`."""
    titles = all(fold_word(part) in role_words() for part in parts)
    return not titles and not PARTY_SEAT.match(parts[0])


def _is_capitalised(parsed: Parsed, paragraph: Range) -> bool:
    """True if all long words of a line are capitalised, verbs too, and the line is longer than a name."""
    words = [t.text for t in parsed.tokens[paragraph.first : paragraph.last] if t.text.isalpha()]
    long = [word for word in words if len(word) >= _MIN_LONG_WORD]
    return len(words) > _MAX_NAME_LINE and all(word[0].isupper() for word in long)


def _is_upper_case(parsed: Parsed, paragraph: Range) -> bool:
    """True if a line is all in capitals, which then say nothing about names."""
    words = (t.text for t in parsed.tokens[paragraph.first : paragraph.last] if t.text.isalpha())
    return all(word.isupper() for word in words)


def _by_first_word(names: Sequence[NameSeen]) -> dict[str, list[tuple[str, ...]]]:
    """The different names by their folded first words; for each word the longest name first."""
    known: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for parts in sorted({name.parts for name in names}, key=lambda p: (-len(p), p)):
        known[fold_word(parts[0])].append(parts)
    return known


def _repeated_names(
    parsed: Parsed, paragraph: Range, known: Mapping[str, Sequence[tuple[str, ...]]]
) -> Iterator[NameSeen]:
    """The names of the text that a capitalised headline repeats."""
    i = paragraph.first
    while i < paragraph.last:
        names = known.get(fold_word(parsed.tokens[i].text), ())
        parts = next((p for p in names if _reads_as(parsed, i, p)), ())
        if parts:
            yield NameSeen(i, i + len(parts), parts, (), headline=True)
        i += len(parts) or 1


def _reads_as(parsed: Parsed, i: int, parts: Sequence[str]) -> bool:
    tokens = parsed.tokens[i : i + len(parts)]
    return [fold_word(t.text) for t in tokens] == [fold_word(part) for part in parts]


def _labels(parsed: Parsed) -> dict[int, str]:
    return {i: name.label for name in parsed.names for i in range(name.first, name.last)}


def _title_tokens(parsed: Parsed, roles: Sequence[RoleSeen]) -> set[int]:
    """The tokens that belong to a title and to no name: role words, portfolios, states' adjectives; not owners."""
    return {
        i
        for role in roles
        for i in range(role.first, role.last)
        if i == role.head or _is_adjective_of(parsed, i, role) or _is_portfolio_of(parsed, i, role)
    }


def _is_adjective_of(parsed: Parsed, i: int, role: RoleSeen) -> bool:
    """True if a token before the role word names its state: `the Russian president`, not `Russia's president`."""
    return (
        i < role.head
        and state_of(parsed.tokens[i].text, ()) is not None
        and parsed.tokens[i + 1].tag != "POS"
    )


def _is_portfolio_of(parsed: Parsed, i: int, role: RoleSeen) -> bool:
    word = fold_word(parsed.tokens[i].text)
    return word in words_of("entities/portfolios") and word in map(fold_word, role.words)

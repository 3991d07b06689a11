"""Lemma and part of speech of each word, asked of the pipeline once for each word and tag.

In: a document with tags and heads. Out: a `Word` for each token. spaCy's `AttributeRuler` tries some 180 patterns on
every token, and its rule lemmatizer follows. Nearly all patterns are of one token and look at its word, its tag and a
few labels of the tree, so what both make of a token is kept by these. The few patterns of several tokens are looked
for in every document where one may begin, and what is kept is kept by them as well.

>>> from onrecord.reading.parse.language import load
>>> pipeline = load()
>>> with pipeline.select_pipes(enable=["tok2vec", "tagger", "parser"]):
...     doc = pipeline("The gates were opened.")
>>> words = Words(pipeline.get_pipe("attribute_ruler"), pipeline.get_pipe("lemmatizer"))
>>> [(word.lemma, word.pos) for word in words(doc)]
[('the', 'DET'), ('gate', 'NOUN'), ('be', 'AUX'), ('open', 'VERB'), ('.', 'PUNCT')]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from onrecord.reading.parse.quick.vectors import MOST, Doc

# A token's word, tag and label.
_Seen: TypeAlias = tuple[int, int, int]
# A token's word and tag, the patterns that its label lets match, and those of several tokens that aim at it.
_Key: TypeAlias = tuple[int, int, tuple[str, ...], tuple[str, ...]]
_Pattern: TypeAlias = Sequence[dict[str, Any]]
# What a pattern of one token may look at and still hang on word, tag and label alone.
_ALONE = frozenset({"ORTH", "LOWER", "IS_SPACE", "TAG", "DEP"})


class Word(NamedTuple):
    """One token, but for where it stands and what it hangs on."""

    text: str
    lemma: str
    pos: str
    tag: str
    space: bool


class Words:
    """An `AttributeRuler` and a `Lemmatizer`, called with a document."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._strings = ruler.vocab.strings
        self._wide, self._marks = (type(ruler.matcher)(ruler.vocab) for _ in range(2))
        self._numbers_of_wide: set[str] = set()
        for number, entry in enumerate(ruler.patterns):
            patterns = entry["patterns"]
            if not all(map(_looks_at_one, patterns)):
                self._numbers_of_wide.add(str(number))
                self._wide.add(str(number), patterns)
                self._marks.add(str(number), [[pattern[0]] for pattern in patterns])
            elif any("DEP" in pattern[0] for pattern in patterns):
                self._marks.add(str(number), patterns)
        self._known: dict[_Key, Word] = {}
        self._marked: dict[_Seen, tuple[str, ...]] = {}

    def __call__(self, doc: Doc) -> list[Word]:
        """The words of a document, in order."""
        if len(self._known) > MOST:
            self._known.clear()
            self._marked.clear()
        seen: list[_Seen] = list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
        marks = [self._marks_of(doc, token, each) for token, each in enumerate(seen)]
        aimed = {} if self._numbers_of_wide.isdisjoint(chain(*marks)) else self._aimed_at(doc)
        words = []
        for token, (orth, tag, _) in enumerate(seen):
            key = (orth, tag, marks[token], aimed.get(token, ()))
            word = self._known.get(key)
            if word is None:
                word = self._known[key] = self._asked(doc, token, alone=token not in aimed)
            words.append(word)
        return words

    def _marks_of(self, doc: Doc, token: int, seen: _Seen) -> tuple[str, ...]:
        """The patterns with a label that match a token, or that begin with one like it and go on."""
        marks = self._marked.get(seen)
        if marks is None:
            found = self._marks(doc[token : token + 1], allow_missing=True)
            marks = self._marked[seen] = tuple(sorted(self._strings[name] for name, _, _ in found))
        return marks

    def _aimed_at(self, doc: Doc) -> dict[int, tuple[str, ...]]:
        """Tokens that patterns of several tokens aim at, each with those patterns' numbers."""
        aimed: dict[int, tuple[str, ...]] = {}
        for name, first, last in sorted(self._wide(doc, allow_missing=True)):
            number = self._strings[name]
            place = self._ruler.indices[int(number)]
            token = first + place if place >= 0 else last + place
            aimed[token] = (*aimed.get(token, ()), number)
        return aimed

    def _asked(self, doc: Doc, token: int, *, alone: bool) -> Word:
        """A token's word as the pipeline has it, in a document of its own or in a copy of the one it stands in."""
        if alone:
            it = doc[token]
            doc = type(doc)(
                doc.vocab, [it.text], [False], tags=[it.tag_], deps=[it.dep_], heads=[0]
            )
            token = 0
        else:
            doc = doc.copy()
        return word_of(self._lemmatizer(self._ruler(doc))[token])


def fits_ruler(ruler: Any) -> bool:
    """Whether what a ruler makes of a word can be kept: no token of its patterns is left open, no label changed."""
    return not any(
        any("OP" in token for pattern in entry["patterns"] for token in pattern)
        or ("DEP" in entry["attrs"] and not all("IS_SPACE" in p[0] for p in entry["patterns"]))
        for entry in ruler.patterns
    )


def word_of(token: Any) -> Word:
    """The word of a token that has gone through the whole pipeline."""
    return Word(token.text, token.lemma_, token.pos_, token.tag_, token.is_space)


def _looks_at_one(pattern: _Pattern) -> bool:
    """Whether a pattern looks at one token, and at nothing of it but word, tag and label."""
    return len(pattern) == 1 and _ALONE.issuperset(pattern[0])

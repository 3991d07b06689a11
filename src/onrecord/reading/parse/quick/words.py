"""Give each word its lemma and part of speech, computed by the pipeline once for each word and tag.

In: a document with tags and heads. Out: an `AnnotatedWord` for each token. spaCy's `AttributeRuler` tries some 180
patterns on every token, and its rule lemmatizer follows. Nearly all patterns have one token and depend on its word, its
tag and a few labels of the tree, so the result is cached by these. The few patterns of several tokens are matched in
every document where one may begin, and are part of the cache key.

>>> from onrecord.reading.parse.language import load
>>> pipeline = load()
>>> with pipeline.select_pipes(enable=["tok2vec", "tagger", "parser"]):
...     doc = pipeline("The gates were opened.")
>>> words = WordAnnotator(pipeline.get_pipe("attribute_ruler"), pipeline.get_pipe("lemmatizer"))
>>> [(word.lemma, word.pos) for word in words(doc)]
[('the', 'DET'), ('gate', 'NOUN'), ('be', 'AUX'), ('open', 'VERB'), ('.', 'PUNCT')]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

from onrecord.reading.parse.quick.vectors import CACHE_SIZE, Doc

# A token's word, tag and label.
_Seen: TypeAlias = tuple[int, int, int]
# A token's word and tag, the patterns that its label allows, and those of several tokens that target it.
_Key: TypeAlias = tuple[int, int, tuple[str, ...], tuple[str, ...]]
_Pattern: TypeAlias = Sequence[dict[str, Any]]
# What a pattern of one token may test if the result depends on word, tag and label alone.
_CACHEABLE = frozenset({"ORTH", "LOWER", "IS_SPACE", "TAG", "DEP"})


class AnnotatedWord(NamedTuple):
    """One token, without its place and its head."""

    text: str
    lemma: str
    pos: str
    tag: str
    space: bool


class WordAnnotator:
    """An `AttributeRuler` and a `Lemmatizer`, called with a document."""

    def __init__(self, ruler: Any, lemmatizer: Any) -> None:
        self._ruler = ruler
        self._lemmatizer = lemmatizer
        self._strings = ruler.vocab.strings
        self._wide, self._marks = (type(ruler.matcher)(ruler.vocab) for _ in range(2))
        self._numbers_of_wide: set[str] = set()
        for number, entry in enumerate(ruler.patterns):
            patterns = entry["patterns"]
            if not all(map(_is_cacheable, patterns)):
                self._numbers_of_wide.add(str(number))
                self._wide.add(str(number), patterns)
                self._marks.add(str(number), [[pattern[0]] for pattern in patterns])
            elif any("DEP" in pattern[0] for pattern in patterns):
                self._marks.add(str(number), patterns)
        self._known: dict[_Key, AnnotatedWord] = {}
        self._marked: dict[_Seen, tuple[str, ...]] = {}

    def __call__(self, doc: Doc) -> list[AnnotatedWord]:
        """The words of a document, in order."""
        if len(self._known) > CACHE_SIZE:
            self._known.clear()
            self._marked.clear()
        seen: list[_Seen] = list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist()))
        marks = [self._marks_of(doc, token, each) for token, each in enumerate(seen)]
        aimed = {} if self._numbers_of_wide.isdisjoint(chain(*marks)) else self._targets(doc)
        words = []
        for token, (orth, tag, _) in enumerate(seen):
            key = (orth, tag, marks[token], aimed.get(token, ()))
            word = self._known.get(key)
            if word is None:
                word = self._known[key] = self._compute(doc, token, alone=token not in aimed)
            words.append(word)
        return words

    def _marks_of(self, doc: Doc, token: int, seen: _Seen) -> tuple[str, ...]:
        """The patterns with a label that match a token, and the patterns of several tokens that begin with such a one."""
        marks = self._marked.get(seen)
        if marks is None:
            found = self._marks(doc[token : token + 1], allow_missing=True)
            marks = self._marked[seen] = tuple(sorted(self._strings[name] for name, _, _ in found))
        return marks

    def _targets(self, doc: Doc) -> dict[int, tuple[str, ...]]:
        """The tokens that patterns of several tokens target, each with the numbers of those patterns."""
        aimed: dict[int, tuple[str, ...]] = {}
        for name, first, last in sorted(self._wide(doc, allow_missing=True)):
            number = self._strings[name]
            place = self._ruler.indices[int(number)]
            token = first + place if place >= 0 else last + place
            aimed[token] = (*aimed.get(token, ()), number)
        return aimed

    def _compute(self, doc: Doc, token: int, *, alone: bool) -> AnnotatedWord:
        """A token's word by the pipeline, in a document of its own (`alone`) or in a copy of its document."""
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
    """True if the result of a ruler can be cached: none of its patterns has an operator or changes a label."""
    return not any(
        any("OP" in token for pattern in entry["patterns"] for token in pattern)
        or ("DEP" in entry["attrs"] and not all("IS_SPACE" in p[0] for p in entry["patterns"]))
        for entry in ruler.patterns
    )


def word_of(token: Any) -> AnnotatedWord:
    """The word of a token that the whole pipeline has annotated."""
    return AnnotatedWord(token.text, token.lemma_, token.pos_, token.tag_, token.is_space)


def _is_cacheable(pattern: _Pattern) -> bool:
    """True if a pattern has one token and tests nothing but its word, tag and label."""
    return len(pattern) == 1 and _CACHEABLE.issuperset(pattern[0])

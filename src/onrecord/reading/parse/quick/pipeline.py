"""Analyse texts by a pipeline: with the fast parts where they fit it, else with spaCy itself.

>>> from onrecord.reading.parse.language import load
>>> fits(load())
True
>>> [text] = analyse_with_spacy(load(), ["Mira Tasel said the bridge was closed."])
>>> [text] == list(analyser(load())(["Mira Tasel said the bridge was closed."]))
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from onrecord.reading.parse.quick.names import NameRange, NameRecogniser
from onrecord.reading.parse.quick.trees import TransitionParser
from onrecord.reading.parse.quick.vectors import Doc, TokenVectors
from onrecord.reading.parse.quick.words import AnnotatedWord, WordAnnotator, fits_ruler, word_of


class Analysis(NamedTuple):
    """One analysed text: per token its word, offset, head, label and whether it begins a sentence; names by tokens."""

    words: Sequence[AnnotatedWord]
    offsets: Sequence[int]
    heads: Sequence[int]
    labels: Sequence[str]
    begins: Sequence[bool]
    names: Sequence[NameRange]


Analyser: TypeAlias = Callable[[Iterable[str]], Iterator[Analysis]]

# Characters of text analysed together: a report of usual length, or some pages of a book. The parser needs some
# 20 MB for them.
BATCH_CHARACTERS = 20_000
# Documents in one batch of spaCy; larger batches gain nothing on one core and need more memory.
BATCH = 64
# The parts and settings of a pipeline that the fast parts fit.
_PARTS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
_SETTINGS = {
    "tok2vec.model.@architectures": "spacy.Tok2Vec.v2",
    "tok2vec.model.embed.@architectures": "spacy.MultiHashEmbed.v2",
    "tok2vec.model.embed.include_static_vectors": False,
    "tok2vec.model.encode.@architectures": "spacy.MaxoutWindowEncoder.v2",
    "tok2vec.model.encode.window_size": 1,
    "tagger.model.@architectures": "spacy.Tagger.v2",
    "tagger.model.tok2vec.@architectures": "spacy.Tok2VecListener.v1",
    "parser.model.@architectures": "spacy.TransitionBasedParser.v2",
    "parser.model.use_upper": True,
    "parser.model.tok2vec.@architectures": "spacy.Tok2VecListener.v1",
    "lemmatizer.factory": "lemmatizer",
    "ner.model.@architectures": "spacy.TransitionBasedParser.v2",
    "ner.model.extra_state_tokens": False,
    "ner.model.use_upper": True,
    "ner.model.tok2vec.@architectures": "spacy.Tok2Vec.v2",
    "ner.model.tok2vec.embed.@architectures": "spacy.MultiHashEmbed.v2",
    "ner.model.tok2vec.embed.include_static_vectors": False,
    "ner.model.tok2vec.encode.@architectures": "spacy.MaxoutWindowEncoder.v2",
    "ner.model.tok2vec.encode.window_size": 1,
}


class FastPipeline:
    """A pipeline that fits, called with texts."""

    def __init__(self, pipeline: Any) -> None:
        self._tokens = pipeline.make_doc
        self._vectors = TokenVectors(pipeline.get_pipe("tok2vec").model)
        self._tagger = pipeline.get_pipe("tagger")
        softmax = self._tagger.model.get_ref("softmax")
        self._tag_weights = np.ascontiguousarray(softmax.get_param("W").T)
        self._tag_bias = softmax.get_param("b")
        self._trees = TransitionParser(pipeline)
        self._words = WordAnnotator(
            pipeline.get_pipe("attribute_ruler"), pipeline.get_pipe("lemmatizer")
        )
        self._names = NameRecogniser(pipeline.get_pipe("ner"))

    def __call__(self, texts: Iterable[str]) -> Iterator[Analysis]:
        """An analysis of each text, in order."""
        for some in _batches(texts):
            yield from self._analyses([self._tokens(text) for text in some])

    def _analyses(self, docs: Sequence[Doc]) -> Iterator[Analysis]:
        vectors = self._vectors(docs)
        tags = (vectors @ self._tag_weights + self._tag_bias).argmax(axis=1)
        self._tagger.set_annotations(docs, np.split(tags, np.cumsum([len(doc) for doc in docs])))
        self._trees(docs, vectors)
        for doc, names in zip(docs, self._names(docs), strict=True):
            yield _analysis(doc, self._words(doc), names)


def analyse_with_spacy(pipeline: Any, texts: Iterable[str]) -> Iterator[Analysis]:
    """An analysis of each text, in order, by spaCy itself."""
    for doc in pipeline.pipe(texts, batch_size=BATCH):
        names = [(name.start, name.end, name.label_) for name in doc.ents]
        yield _analysis(doc, list(map(word_of, doc)), names)


@lru_cache(maxsize=2)
def analyser(pipeline: Any) -> Analyser:
    """The function that analyses texts by a pipeline, made once for each pipeline."""
    return FastPipeline(pipeline) if fits(pipeline) else partial(analyse_with_spacy, pipeline)


def fits(pipeline: Any) -> bool:
    """True if a pipeline has the parts and settings that the fast parts replace."""
    parsers = [pipeline.get_pipe(name) for name in ("parser", "ner") if pipeline.has_pipe(name)]
    return (
        pipeline.pipe_names == _PARTS
        and all(_setting(pipeline.config["components"], key) == it for key, it in _SETTINGS.items())
        and all(one.cfg["beam_width"] == 1 for one in parsers)
        and not any(one.model.attrs["unseen_classes"] for one in parsers)
        and fits_ruler(pipeline.get_pipe("attribute_ruler"))
    )


def _setting(config: Any, key: str) -> Any:
    """The setting at a dotted key of a configuration; None if there is none."""
    for part in key.split("."):
        config = config.get(part) if isinstance(config, dict) else None
    return config


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in order, in batches of up to `BATCH_CHARACTERS` characters."""
    some: list[str] = []
    room = BATCH_CHARACTERS
    for text in texts:
        if some and len(text) > room:
            yield some
            some, room = [], BATCH_CHARACTERS
        some.append(text)
        room -= len(text)
    if some:
        yield some


def _analysis(doc: Doc, words: Sequence[AnnotatedWord], names: Sequence[NameRange]) -> Analysis:
    """The analysis of a document, given its words and names."""
    columns = doc.to_array(["IDX", "HEAD", "DEP", "SENT_START"])
    labels = map(doc.vocab.strings.__getitem__, columns[:, 2].tolist())
    return Analysis(
        words,
        columns[:, 0].tolist(),
        (columns[:, 1].astype(np.int64) + np.arange(len(doc))).tolist(),
        # The ruler's label of white space, which is a root only where there is nothing else.
        ["dep" if word.space else label for word, label in zip(words, labels, strict=True)],
        (columns[:, 3] == 1).tolist(),
        names,
    )

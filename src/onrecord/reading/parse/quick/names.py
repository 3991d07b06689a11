"""Recognise names with the recogniser's own weights, the words of all passages scored together.

In: documents with known sentences, and the pipeline's `EntityRecognizer`. Out: names as (first, one past last,
label). The recogniser goes from left to right: a word is a name, begins one, or is outside; a word within a name
continues or ends it. Its decision on a word outside names does not depend on earlier decisions, so all words are
scored at once; those within names are scored one by one.

>>> from onrecord.reading.parse.language import load
>>> pipeline = load()
>>> doc = pipeline("Mira Tasel said the bridge was closed on Monday.")
>>> NameRecogniser(pipeline.get_pipe("ner"))([doc])
[[(0, 2, 'PERSON'), (8, 9, 'DATE')]]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.parse.quick.scores import ActionScorer, Floats
from onrecord.reading.parse.quick.vectors import Doc, TokenVectors

NameRange: TypeAlias = tuple[int, int, str]


class _ScoredWords(NamedTuple):
    """The words of all documents: the action of each outside names, its rows, and whether a name must end there."""

    actions: list[int]
    rows: Floats  # the first stands for no word
    ends: list[bool]


class NameRecogniser:
    """An `EntityRecognizer`, called with documents."""

    def __init__(self, recogniser: Any) -> None:
        self._vectors = TokenVectors(recogniser.model.get_ref("tok2vec").layers[0])
        self._scores = ActionScorer(recogniser.model)
        moves = recogniser.moves
        # "B-ORG": a name begins, "I-": continues, "L-": ends, "U-": is this word alone; "O": no name
        self._actions: list[str] = [moves.get_class_name(i) for i in range(moves.n_moves)]
        self._place = {action: place for place, action in enumerate(self._actions)}

    def __call__(self, docs: Sequence[Doc]) -> list[list[NameRange]]:
        """The names of each document, in text order."""
        words = self._score(docs)
        found = []
        first = 0
        for doc in docs:
            last = first + len(doc)
            found.append(
                [(a - first, b - first, name) for a, b, name in self._walk(words, first, last)]
            )
            first = last
        return found

    def _score(self, docs: Sequence[Doc]) -> _ScoredWords:
        """The words of all documents, each scored as if outside names."""
        rows = self._scores.rows(self._vectors(docs))
        none = rows[0]
        scores = self._scores.of(rows[1:, 0] + none[1] + none[2])
        marks = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        ends = np.append(marks[1:, 0] == 1, True)[: len(marks)]
        doc_ends = np.cumsum([len(doc) for doc in docs])
        ends[doc_ends[doc_ends > 0] - 1] = True
        allowed = self._allowed(ends, marks[:, 1] == 1)
        actions = np.where(allowed, scores, -np.inf).argmax(axis=1)
        return _ScoredWords(actions.tolist(), rows, ends.tolist())

    def _allowed(self, ends: NDArray[np.bool_], space: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The actions allowed at each word: no name begins at white space, or at the last word of a sentence."""
        allowed = np.zeros((len(ends), len(self._actions)), bool)
        for place, action in enumerate(self._actions):
            if action == "O":
                allowed[:, place] = True
            elif action.startswith("U-") and len(action) > len("U-"):
                allowed[:, place] = ~space
            elif action.startswith("B-"):
                allowed[:, place] = ~(space | ends)
        return allowed

    def _walk(self, words: _ScoredWords, first: int, last: int) -> list[NameRange]:
        """The names in `[first, last)`, each begun after the one before it ends."""
        found = []
        at = first
        while at < last:
            action = self._actions[words.actions[at]]
            begun = at
            if action.startswith("B-"):
                at += 1
                while not words.ends[at] and self._continues(words.rows, begun, at, action[2:]):
                    at += 1
            at += 1
            if action != "O":
                found.append((begun, at, action[2:]))
        return found

    def _continues(self, rows: Floats, begun: int, at: int, label: str) -> bool:
        """True if the name that begins at `begun` continues after the word at `at`."""
        state = rows[at + 1, 0] + rows[begun + 1, 1] + rows[at, 2]
        [scores] = self._scores.of(state[None])
        on, end = self._place["I-" + label], self._place["L-" + label]
        return bool(scores[on] > scores[end] or (scores[on] == scores[end] and on < end))

"""Names by the recogniser's own weights, the words of all passages weighed together.

In: documents whose sentences are known, and the pipeline's `EntityRecognizer`. Out: names as (first, behind last,
label). The recogniser reads from left to right and says of each word that it is a name, begins one, or stands
outside; of a word within a name that the name goes on or ends there. What it says of a word that is not within a
name hangs on nothing said before, so all words are weighed at once; those within names are weighed one by one.

>>> from onrecord.reading.parse.language import load
>>> pipeline = load()
>>> doc = pipeline("Mira Tasel said the bridge was closed on Monday.")
>>> Names(pipeline.get_pipe("ner"))([doc])
[[(0, 2, 'PERSON'), (8, 9, 'DATE')]]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.parse.quick.scores import Floats, Scores
from onrecord.reading.parse.quick.vectors import Doc, Vectors

Found: TypeAlias = tuple[int, int, str]


class _Words(NamedTuple):
    """All documents' words, weighed: the action at each outside names, its rows, where no name goes on."""

    actions: list[int]
    rows: Floats  # the first is that of no word
    ends: list[bool]


class Names:
    """An `EntityRecognizer`, called with documents."""

    def __init__(self, recogniser: Any) -> None:
        self._vectors = Vectors(recogniser.model.get_ref("tok2vec").layers[0])
        self._scores = Scores(recogniser.model)
        moves = recogniser.moves
        # "B-ORG": a name begins, "I-": goes on, "L-": ends, "U-": is this word alone; "O": no name
        self._actions: list[str] = [moves.get_class_name(i) for i in range(moves.n_moves)]
        self._place = {action: place for place, action in enumerate(self._actions)}

    def __call__(self, docs: Sequence[Doc]) -> list[list[Found]]:
        """The names of each document, in text order."""
        words = self._weighed(docs)
        found = []
        first = 0
        for doc in docs:
            last = first + len(doc)
            found.append(
                [(a - first, b - first, name) for a, b, name in self._walk(words, first, last)]
            )
            first = last
        return found

    def _weighed(self, docs: Sequence[Doc]) -> _Words:
        """Every word of all documents, weighed as if it stood outside names."""
        rows = self._scores.rows(self._vectors(docs))
        none = rows[0]
        scores = self._scores.of(rows[1:, 0] + none[1] + none[2])
        marks = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        ends = np.append(marks[1:, 0] == 1, True)[: len(marks)]
        behind = np.cumsum([len(doc) for doc in docs])
        ends[behind[behind > 0] - 1] = True
        allowed = self._allowed(ends, marks[:, 1] == 1)
        actions = np.where(allowed, scores, -np.inf).argmax(axis=1)
        return _Words(actions.tolist(), rows, ends.tolist())

    def _allowed(self, ends: NDArray[np.bool_], space: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which actions may be taken at each word: no name begins at white space, or at a sentence's last word."""
        allowed = np.zeros((len(ends), len(self._actions)), bool)
        for place, action in enumerate(self._actions):
            if action == "O":
                allowed[:, place] = True
            elif action.startswith("U-") and len(action) > len("U-"):
                allowed[:, place] = ~space
            elif action.startswith("B-"):
                allowed[:, place] = ~(space | ends)
        return allowed

    def _walk(self, words: _Words, first: int, last: int) -> list[Found]:
        """The names from word `first` up to `last`, each begun where the one before it has ended."""
        found = []
        at = first
        while at < last:
            action = self._actions[words.actions[at]]
            begun = at
            if action.startswith("B-"):
                at += 1
                while not words.ends[at] and self._goes_on(words.rows, begun, at, action[2:]):
                    at += 1
            at += 1
            if action != "O":
                found.append((begun, at, action[2:]))
        return found

    def _goes_on(self, rows: Floats, begun: int, at: int, label: str) -> bool:
        """Whether the name that began at `begun` goes on behind the word at `at`."""
        state = rows[at + 1, 0] + rows[begun + 1, 1] + rows[at, 2]
        [scores] = self._scores.of(state[None])
        on, end = self._place["I-" + label], self._place["L-" + label]
        return bool(scores[on] > scores[end] or (scores[on] == scores[end] and on < end))

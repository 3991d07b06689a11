"""Parse all passages in parallel with the parser's own transitions.

In: documents and the vectors of their tokens. Out: the documents with heads, labels and sentences. Each transition
depends on the one before, so a passage is parsed step by step; but the next transitions of all passages are scored
together. spaCy's own loop runs outside the interpreter's lock and takes the lock several times for each step; this
loop runs in Python and keeps it.

>>> from onrecord.reading.parse.language import load
>>> from onrecord.reading.parse.quick.vectors import TokenVectors
>>> pipeline = load()
>>> doc = pipeline.make_doc("Mira Tasel opened the bridge.")
>>> TransitionParser(pipeline)([doc], TokenVectors(pipeline.get_pipe("tok2vec").model)([doc]))
>>> [token.head.text for token in doc]
['Tasel', 'opened', 'opened', 'bridge', 'opened', 'opened']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from onrecord.reading.parse.quick.scores import ActionScorer, Floats
from onrecord.reading.parse.quick.vectors import Doc


class TransitionParser:
    """A pipeline's `DependencyParser`, called with documents and the vectors of their tokens."""

    def __init__(self, pipeline: Any) -> None:
        self._parser = pipeline.get_pipe("parser")
        self._scores = ActionScorer(self._parser.model)
        # Gives the tokens that a state looks at, for states of any document.
        self._looks = self._parser.model.predict([pipeline.make_doc("a")])

    def __call__(self, docs: Sequence[Doc], vectors: Floats) -> None:
        """Set heads, labels and sentence starts of the documents."""
        states = self._parser.moves.init_batch(docs)
        rows = self._scores.rows(vectors)
        places = np.arange(rows.shape[1])
        open_ = [state for state in states if not state.is_final()]
        while open_:
            looked_at = self._looks.get_token_ids(open_)
            looked_at += 1  # the first row stands for no token
            sums = rows[looked_at, places].sum(axis=1)
            open_ = self._parser.transition_states(open_, self._scores.of(sums))
        self._parser.set_annotations(docs, states)

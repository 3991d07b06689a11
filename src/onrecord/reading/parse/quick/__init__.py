"""Run spaCy's small English pipelines faster, with the same weights and the same tokens, trees and names.

In: an opened pipeline and texts. Out: an `Analysis` of each text, for `language.parse`. spaCy computes the vector,
lemma and part of speech of a word again at each occurrence, scores the words of names one by one, and releases and
takes the interpreter's lock several times for each. Here what depends on a word alone is computed once and cached
(`vectors.py`, `words.py`), all words are scored for names together (`names.py`), and passages are parsed in parallel
(`trees.py`). A pipeline with another architecture is run by spaCy itself.

>>> from onrecord.reading.parse.language import load
>>> [text] = analyser(load())(["Mira Tasel said the bridge was closed."])
>>> [(word.text, word.lemma, word.pos) for word in text.words][2:4], text.names
([('said', 'say', 'VERB'), ('the', 'the', 'DET')], [(0, 2, 'PERSON')])
"""

from onrecord.reading.parse.quick.pipeline import BATCH, Analysis, analyser

__all__ = ["BATCH", "Analysis", "analyser"]

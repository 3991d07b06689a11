"""spaCy's small English pipelines, run quicker: the same weights, the same tokens, tree and names.

In: an opened pipeline and texts. Out: an `Analysis` of each text, for `language.parse`. spaCy computes a word's
vector, lemma and part of speech again wherever the word stands, weighs the words of names one by one, and gives
the interpreter's lock away and takes it back several times for each. Here what hangs on a word alone is computed
once and kept (`vectors.py`, `words.py`), all words are weighed for names together (`names.py`), and passages are
parsed side by side (`trees.py`). A pipeline that is built differently is left to spaCy.

>>> from onrecord.reading.parse.language import load
>>> [text] = analyser(load())(["Mira Tasel said the bridge was closed."])
>>> [(word.text, word.lemma, word.pos) for word in text.words][2:4], text.names
([('said', 'say', 'VERB'), ('the', 'the', 'DET')], [(0, 2, 'PERSON')])
"""

from onrecord.reading.parse.quick.pipeline import BATCH, Analysis, analyser

__all__ = ["BATCH", "Analysis", "analyser"]

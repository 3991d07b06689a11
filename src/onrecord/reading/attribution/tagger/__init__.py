"""Find attributions with a small encoder trained on annotated news.

In: text and paragraphs. Out: proposals (`propose`), which `attribution/find.py` takes, or the attributions of the
tagger alone (`model.find`), by which training evaluates it. The steps are shared with `training/attribution/`, so that
a model is given the same words, features and windows in use as in training:
`tokens` (words) → `features` (case, quotation state) → `windows` (pieces, paragraphs packed) →
the network → `decode` (labels) → `links` (cue of each content, source of each cue) → `proposals`.
"""

"""Attributions found by a small encoder trained on annotated news: text and paragraphs in, attributions out.

`attribution/find.py` asks for every proposal (`propose`) and joins them with the rules; `tagger.find` gives what
the tagger alone would say, which is how training judges it. The steps behind both are shared with the training in `training/attribution/`, so
that a model never sees other words, features or windows in use than it saw when it was made:
`tokens` (words) → `features` (case, quotation state) → `windows` (pieces, paragraphs packed) →
the network → `decode` (labels) → `links` (who goes with what) → `tagger` (attributions).
"""

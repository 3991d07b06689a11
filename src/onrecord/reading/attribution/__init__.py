"""Who said what: sources, cues and contents of direct, indirect and mixed quotation.

In: a `Parsed` report. Out: `Attribution`s, each with the rule that found it. `rules.py` gives the order
of the steps; a learned tagger will stand behind the same function.
"""

from onrecord.reading.attribution.rules import find_attributions

__all__ = ["find_attributions"]

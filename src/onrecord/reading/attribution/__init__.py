"""Who said what: sources, cues and contents of direct, indirect and mixed quotation.

In: a `Parsed` report. Out: `Attribution`s, each with what found it. `find.py` has the order of the steps, `tagger/` the
learned tagger, `rule_candidates.py` the order of the rules over the parse.
"""

from onrecord.reading.attribution.find import attributions_of, find_attributions
from onrecord.reading.attribution.propose import finder_version
from onrecord.reading.attribution.setting import FINDERS, Finder

__all__ = ["FINDERS", "Finder", "attributions_of", "find_attributions", "finder_version"]

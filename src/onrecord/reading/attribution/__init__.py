"""Who said what: sources, cues and contents of direct, indirect and mixed quotation.

In: a `Parsed` report. Out: `Attribution`s, each with what found it. `rules.py` gives the order of the rules over
the parse, `learned/` holds the tagger, `joined.py` joins the two, `find.py` is the door to them all.
"""

from onrecord.reading.attribution.find import (
    FINDERS,
    Finder,
    attributions_of,
    find_attributions,
    finder_version,
)

__all__ = ["FINDERS", "Finder", "attributions_of", "find_attributions", "finder_version"]

"""Who: the persons, organisations, places and groups of a report, and the source of each statement.

`find_entities` has the order of the steps. `detect` finds names and role phrases, `resolve` links them to entities,
`antecedents` links what looks back: pronouns, "I", the turns of an interview. `speakers` gives each statement its source.

>>> sorted(__all__)
['ReportEntities', 'bylines_of', 'find_entities', 'name_speakers', 'resolve_entities']
"""

from onrecord.reading.entities.antecedents.bylines import bylines_of
from onrecord.reading.entities.find_entities import (
    ReportEntities,
    find_entities,
    resolve_entities,
)
from onrecord.reading.entities.speakers import name_speakers

__all__ = ["ReportEntities", "bylines_of", "find_entities", "name_speakers", "resolve_entities"]

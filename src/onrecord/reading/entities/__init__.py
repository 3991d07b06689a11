"""Who: the persons, bodies, places and groups of a report, and who speaks in each statement.

The way through: `roles` and `names` see what is there, `cast` gathers it into somebody, `pronouns` and
`heads` add what only the context tells, `speakers` names the sources.

>>> sorted(__all__)
['People', 'bylines_of', 'find_entities', 'find_people', 'name_speakers']
"""

from onrecord.reading.entities.antecedents.first_person import bylines_of
from onrecord.reading.entities.find_entities import People, find_entities, find_people
from onrecord.reading.entities.speakers import name_speakers

__all__ = ["People", "bylines_of", "find_entities", "find_people", "name_speakers"]

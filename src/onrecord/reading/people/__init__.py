"""Who: the persons, bodies, places and groups of a report, and who speaks in each statement.

The way through: `roles` and `names` see what is there, `cast` gathers it into somebody, `pronouns` and
`heads` add what only the context tells, `speakers` names the sources.

>>> sorted(__all__)
['People', 'bylines_of', 'find_entities', 'find_people', 'name_speakers']
"""

from onrecord.reading.people.find import People, find_entities, find_people
from onrecord.reading.people.speakers import name_speakers
from onrecord.reading.people.writers import bylines_of

__all__ = ["People", "bylines_of", "find_entities", "find_people", "name_speakers"]

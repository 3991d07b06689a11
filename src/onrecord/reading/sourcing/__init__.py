"""What stands behind a source: its kind in the light of the whole report, for whom it speaks, why it has no name.

The way through: `outlets` tells which outlets no table knows, `cited` sees each source with whoever it means,
`proxies` finds whose words a spokesman's or a statement's are, `withheld` where the report keeps a name back,
`kinds` settles what kind each is; `stated` leaves out what tells no more than that a name is kept back.

>>> __all__
['outlets_of', 'stated', 'tell_sources', 'through_outlets']
"""

from onrecord.reading.sourcing.anonymity_clauses import stated
from onrecord.reading.sourcing.describe_sources import tell_sources
from onrecord.reading.sourcing.outlets import outlets_of, through_outlets

__all__ = ["outlets_of", "stated", "tell_sources", "through_outlets"]

"""Describe the sources of a report: the type of each, its principal, and why it has no name.

The steps: `report_outlets` finds outlets that no table knows, `find_source_mentions` pairs each source with its entity,
`find_principals` finds whose words a spokesperson's or a statement's are, `find_withheld_names` where the report
withholds a name, `SourceTypes` settles the types. `drop_anonymity_clauses` drops statements that only say that a name is
withheld.

>>> __all__
['describe_sources', 'drop_anonymity_clauses', 'outlets_as_channels', 'report_outlets']
"""

from onrecord.reading.sourcing.anonymity_clauses import drop_anonymity_clauses
from onrecord.reading.sourcing.describe_sources import describe_sources
from onrecord.reading.sourcing.outlets import outlets_as_channels, report_outlets

__all__ = ["describe_sources", "drop_anonymity_clauses", "outlets_as_channels", "report_outlets"]

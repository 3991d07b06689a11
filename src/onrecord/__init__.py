"""onrecord reads news reports and keeps the record: who said what, to whom, when."""

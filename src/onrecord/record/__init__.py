"""Many readings → one record, kept in SQLite: `record.py` has the verbs."""

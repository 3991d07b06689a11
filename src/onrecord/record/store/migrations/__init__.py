"""How a record's file came to have the tables it has: one module a revision, in `versions/`."""

"""Open years settled by other reports: a derivation from shared quotations."""

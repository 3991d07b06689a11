"""The entities of names over reports: a derivation from names, evidence and judgements."""

"""Who is who across reports: a derivation from names, evidence and judgements."""

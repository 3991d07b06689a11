"""Tables of language, never code: each row carries an example that must match."""

"""The revisions, oldest first by name; each is frozen once released."""

"""The day a report was published, with the bounds of an unknown year."""

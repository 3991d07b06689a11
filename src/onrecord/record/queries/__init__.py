"""Questions to the record → frozen answers."""

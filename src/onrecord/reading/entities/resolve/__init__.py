"""Names and role phrases → entities: full names, surnames, titles, descriptions, organisations."""

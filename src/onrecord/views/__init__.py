"""Show the record: terminal, web page, JSON, files."""

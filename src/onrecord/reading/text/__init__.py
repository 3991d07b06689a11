"""A report's text: evened out, its language told, parted into typed passages."""

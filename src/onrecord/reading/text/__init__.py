"""Prepare a report's text: normalise it, identify its language, split it into typed passages."""

"""Readings → rows of the record."""

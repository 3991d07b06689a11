"""Queries of the record; their results are frozen objects of `model/`."""

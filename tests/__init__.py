"""Tests mirror `src/onrecord`; golden cases stand in `golden/`."""

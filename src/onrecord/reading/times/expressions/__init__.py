"""Time expressions of a text, each normalised to a TimeML value and EDTF."""

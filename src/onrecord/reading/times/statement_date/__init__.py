"""The day each statement was made."""

"""Pronouns, "I" and the turns of an interview → the person they refer to."""

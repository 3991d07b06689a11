"""Pronouns, first person and turns → the person they refer to."""

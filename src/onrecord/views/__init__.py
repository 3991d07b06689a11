"""The record → answers for people and programs."""

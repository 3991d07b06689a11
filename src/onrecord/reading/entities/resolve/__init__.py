"""Names, titles and bodies → the entities they refer to."""

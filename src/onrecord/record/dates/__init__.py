"""Unknown years narrowed by the rest of the record: a derivation from quotations, sightings and office tables."""

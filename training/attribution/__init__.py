"""Training of the attribution tagger: see MODEL_CARD.md and NOTES.md."""

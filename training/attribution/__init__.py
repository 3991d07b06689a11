"""How the attribution tagger was made: see MODEL_CARD.md and NOTES.md."""

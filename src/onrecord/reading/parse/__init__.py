"""Text → `Parsed`: spaCy behind our own frozen tokens, with the tree and the quotations over it."""

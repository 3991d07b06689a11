"""One report at a time, no state: `Article` → `Reading`. `read.py` shows the order of the steps."""

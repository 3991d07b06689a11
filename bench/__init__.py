"""One module per figure; run each as `python -m bench.NAME` from the project's root."""

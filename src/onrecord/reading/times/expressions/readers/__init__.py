"""The readers of the rules of `time_rules.tsv`: from captured groups and context to a `TimeValue`."""

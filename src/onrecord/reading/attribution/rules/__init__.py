"""The rules over the parse: cues, frames of content, sources → candidates. A rule is a row of `rule_table`."""

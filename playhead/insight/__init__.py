"""Rules about a run: kinds, phases, the text of a row."""

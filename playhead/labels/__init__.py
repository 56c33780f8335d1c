"""Judgements on a run: schema, events, journals, state, and the fold into the record."""

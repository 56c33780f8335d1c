"""Hostile files: what a record, a name, a place, an index or a schema can be, tried by the commands."""

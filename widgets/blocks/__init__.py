"""Blocks: the stretches a document is made of, each of one kind, each a number of rows at a given width."""

"""Readers: one file a format, each knows how to detect and how to read it."""

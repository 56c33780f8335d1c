"""Crash replay, SQLite's method: record what the program asks of the disk, then lose power at every moment of it."""

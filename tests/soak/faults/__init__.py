"""Faults of the system, one at a time, at every call of a save and of a fold: in this process and in real ones."""

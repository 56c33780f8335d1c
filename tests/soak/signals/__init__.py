"""Signals and sizes at random moments, in real terminals: what was taken is given back, what was saved is there."""

"""Measured ratios, rerunnable: each figure beside a floor of the same run, so that a slow machine cancels out."""

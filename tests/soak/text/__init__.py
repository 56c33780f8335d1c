"""Hostile text, by the million, through all that playhead draws, prints, copies and says."""

"""ATIF, Harbor's Agent Trajectory Interchange Format, v1.0 to v1.8: one JSON document a run (Harbor RFC 0001)."""

from playhead.formats.atif.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]

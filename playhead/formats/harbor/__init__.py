"""A Harbor trial directory: trajectory, result, configuration, verifier output, exception and logs as one run."""

from playhead.formats.harbor.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]

"""mini-swe-agent `.traj.json`: a bare list of messages (before 1.10), `mini-swe-agent-1` and `mini-swe-agent-1.1`."""

from playhead.formats.mini.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]

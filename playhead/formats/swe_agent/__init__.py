"""SWE-agent `.traj`, 0.x and 1.x: one `trajectory` entry is one step with one action, even an empty one."""

from playhead.formats.swe_agent.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]

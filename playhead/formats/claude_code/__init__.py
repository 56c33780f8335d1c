"""Claude Code session JSONL: `~/.claude/projects/<folder>/<sessionId>.jsonl` and its sub-agents' files."""

from playhead.formats.claude_code.detection import detect
from playhead.formats.claude_code.reader import FORMAT, read

__all__ = ["FORMAT", "detect", "read"]

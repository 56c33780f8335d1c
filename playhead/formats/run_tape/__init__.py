"""playhead's own record, `*.tape.jsonl`: a line is a layer, a step line is a step. Read in place, however big."""

from playhead.formats.run_tape.reader import FORMAT, detect, read

__all__ = ["FORMAT", "detect", "read"]

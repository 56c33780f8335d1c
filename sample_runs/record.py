"""Record the sample runs anew: `python sample_runs/record.py OUT [NAME ...]` (git, bash and pytest are needed)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sample_runs.recorder.forms import write_forms
from sample_runs.recorder.recording import record
from sample_runs.recorder.scripts import SCRIPTS


def main(arguments: list[str]) -> int:
    """Record all scripts, or those named, into a folder; return the exit code."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    out = Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    for script in SCRIPTS:
        if arguments[1:] and script.name not in arguments[1:]:
            continue
        recording = record(script, out)
        forms = write_forms(recording, script.forms, out)
        print(f"{script.name:26} {recording.status:9} {len(recording.turns):3} steps  {' '.join(forms)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

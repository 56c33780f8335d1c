"""What the scripted agents do, one file a run, in the order they are listed."""

from __future__ import annotations

from sample_runs.recorder.recording import Script
from sample_runs.recorder.scripts.careful_diagnosis import CAREFUL_DIAGNOSIS
from sample_runs.recorder.scripts.hard_coded import HARD_CODED
from sample_runs.recorder.scripts.hostile_output import HOSTILE_OUTPUT
from sample_runs.recorder.scripts.ignored_review import IGNORED_REVIEW
from sample_runs.recorder.scripts.lucky_pass import LUCKY_PASS
from sample_runs.recorder.scripts.same_test_again import SAME_TEST_AGAIN
from sample_runs.recorder.scripts.wrong_place_first import WRONG_PLACE_FIRST

SCRIPTS: tuple[Script, ...] = (
    WRONG_PLACE_FIRST,
    CAREFUL_DIAGNOSIS,
    LUCKY_PASS,
    HARD_CODED,
    SAME_TEST_AGAIN,
    IGNORED_REVIEW,
    HOSTILE_OUTPUT,
)

"""The pictures that the documentation shows, by their path below `docs/`."""

from __future__ import annotations

from tests.pictures.copies import LOOPING
from tests.pictures.scene import MIDDLE, NARROW, WIDE, Scene

PICTURES: tuple[Scene, ...] = (
    Scene("screen", "e", (124, 36), at="4"),
    *(Scene(f"pictures/home-dark-{size[0]}x{size[1]}", "e", size, at="4") for size in (NARROW, MIDDLE, WIDE)),
    Scene("pictures/home-light-120x40", "e", theme="playhead-light", at="4"),
    Scene("pictures/home-ansi-120x40", "e", theme="ansi-dark", at="4"),
    Scene("pictures/contrast", "e", theme="playhead-contrast", at="4"),
    Scene("pictures/ascii-without-colour", "e", NARROW, "none", at="4", ascii=True),
    Scene("pictures/one-pane", "e", (45, 24), at="4"),
    Scene("pictures/label-panel", "a f", (120, 30)),
    Scene("pictures/label-mode", "A", (120, 30), at="11"),
    Scene("pictures/run-page", "i", (120, 30), run="lucky-pass.tape.jsonl", at="1"),
    Scene("pictures/moment", "] m", (120, 44), at="1"),
    Scene("pictures/spiral", "]", (120, 30), run=LOOPING, at="1"),
    Scene("pictures/tests", "t", (120, 24), run="hard-coded-special-case.tape.jsonl", at="1"),
    Scene("pictures/checks", "C", (120, 36), run="same-test-again.tape.jsonl", at="1"),
    Scene("pictures/diff", "tab", (120, 30), at="20"),
    Scene("pictures/list", "j j", (120, 16), run=None),
    Scene("pictures/help", "question_mark", (150, 62)),
)

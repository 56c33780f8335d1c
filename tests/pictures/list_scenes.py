"""Scenes of the list of runs, of pages, help, palette, decisions and questions."""

from __future__ import annotations

from tests.pictures.copies import others_disagree
from tests.pictures.folders import only_one, running, settled, with_unreadable, without_runs
from tests.pictures.scene import Scene

CODETRACER = "shared/labelled/codetracer"
TRIALS = f"{CODETRACER}/trials"
MINI = "shared/samples/mini-swe-agent"

LIST_SCENES: tuple[Scene, ...] = (
    Scene("list", "j j", run=None),
    Scene("list-filter-prompt", "f 'fa", run=None),
    Scene("list-filtered", "f 'steps:>20 enter", run=None),
    Scene("list-nothing-fits", "f 'nosuchword enter", run=None),
    Scene("list-bad-filter", "f 'steps:many enter", run=None),
    Scene("list-sorted", "s s", run=None),
    Scene("list-unlabelled", "u", run=None),
    Scene("list-about", "j i", run=None),
    Scene("list-running", "g", run=None, prepare=running),
    Scene("list-unreadable", run=None, prepare=with_unreadable),
    Scene("list-unreadable-about", "g i", run=None, prepare=with_unreadable),
    Scene("list-unreadable-enter", "g enter", run=None, prepare=with_unreadable),
    Scene("list-where-I-stopped", "j j enter l l l q", run=None, at=None),
    Scene("list-empty", run=None, prepare=without_runs),
    Scene("list-blind", run=None, blind=True),
    Scene("list-help", "?", run=None),
    Scene("list-decisions", "enter a o 1 l a a 4 l a d 1 q n B", run=None, at=None),
    Scene("list-decisions-change", "enter a o 1 l a a 4 l a d 1 q n B a", run=None, at=None),
    Scene("list-of-trials", run=CODETRACER, at=None),
    Scene("list-of-samples", run="shared/samples", at=None),
    Scene("list-of-one", run=None, prepare=only_one),
    Scene("page-tests-hidden", "t", run="hard-coded-special-case.tape.jsonl", at="3"),
    Scene("page-tests-again", "t", run="same-test-again.tape.jsonl", at="3"),
    Scene("page-run-failed", "i", run=f"{TRIALS}/build-pmars__E722qnQ", at="3"),
    Scene("page-run-passed", "i"),
    Scene("page-run-error", "i", run=f"{TRIALS}/financial-document-processor__FkdfmDK", at="3"),
    Scene("page-run-no-verifier", "i", run=f"{MINI}/psf__requests-1142.traj.json"),
    Scene("page-files", "s"),
    Scene("page-files-events", "s o", at="20"),
    Scene("page-files-long", "s", run=f"{MINI}/psf__requests-1142.traj.json", at="3"),
    Scene("page-so-far", "p", at="21"),
    Scene("page-so-far-unknown", "p", run=f"{MINI}/psf__requests-1142.traj.json", at="60"),
    Scene("page-patch", "G j p", at="20"),
    Scene("run-patch", "G j", at="20"),
    Scene("page-so-far-nothing", "p", at="3"),
    Scene("page-before", "b", at="18"),
    Scene("page-before-nothing", "b", at="6"),
    Scene("page-compare", "=", at="22"),
    Scene("page-compare-nothing", "=", at="8"),
    Scene("help", "?"),
    Scene("palette", "ctrl+p"),
    Scene("palette-typed", "ctrl+p 'exp"),
    Scene("decisions", "a o 1 l a a 4 l a d 1 B"),
    Scene("decisions-change", "a o 1 l a a 4 l a d 1 B a"),
    Scene("done", "D", run="careful-diagnosis.tape.jsonl"),
    Scene("done-reason", "D D", run="careful-diagnosis.tape.jsonl"),
    Scene("copy-menu", "Y"),
    Scene("pipe-prompt", "|"),
    Scene("question-of-name", "a", author=None),
    Scene("question-on-leaving", "q", prepare=settled),
    Scene("conflict-settle", "R", prepare=others_disagree),
    Scene("first-start", first_start=True, at="1"),
)

"""What a step is for: by its kind, and for an edit by what it edits.

The stages are those of AgentLens (2605.12925) and Graphectory (2512.02393): localisation, patching, validation,
with setup, hypothesis and handoff beside them. An edit of a test, or of a script that reproduces or tries something,
is validation: people who label such steps (2506.18824) call it so. `recovery` is told by `run_phases.py` alone: it
needs the whole run.
"""

from __future__ import annotations

from playhead.insight.paths import is_check_path
from playhead.model import Action, Kind, Phase
from playhead.storage.source import KINDS

_BY_KIND = {
    Kind.SEARCH: Phase.LOCALIZATION,
    Kind.READ: Phase.LOCALIZATION,
    Kind.WEB: Phase.LOCALIZATION,
    Kind.EDIT: Phase.EDIT,
    Kind.RUN: Phase.VERIFICATION,
    Kind.TEST: Phase.VERIFICATION,
    Kind.VCS: Phase.VERIFICATION,
    Kind.INSTALL: Phase.SETUP,
    Kind.PLAN: Phase.HYPOTHESIS,
    Kind.MESSAGE: Phase.HYPOTHESIS,
    Kind.SUBMIT: Phase.HANDOFF,
}


PHASES: tuple[Phase, ...] = tuple(Phase)


def phase_of_kind(kind: Kind) -> Phase:
    """Return the phase of an agent's step of this kind."""
    return _BY_KIND.get(kind, Phase.NONE)


def phase_of_step(kind: Kind, source: str, actions: tuple[Action, ...]) -> Phase:
    """Return the phase of a step; what a person or the system says has none."""
    if source != "agent" and not actions:
        return Phase.NONE
    if kind is Kind.EDIT:
        paths = [edit.path for action in actions for edit in action.edits]
        if paths and all(map(is_check_path, paths)):
            return Phase.VERIFICATION
    return phase_of_kind(kind)


_OF_KIND = bytes(PHASES.index(phase_of_kind(kind)) for kind in KINDS).ljust(256, bytes((PHASES.index(Phase.NONE),)))


def phases_by_kind(kinds: bytes) -> bytes:
    """Return the phase of each step, as a place in PHASES, from the kinds of a run's columns."""
    return kinds.translate(_OF_KIND)

"""What a step is for, by its kind alone.

The stages are those of AgentLens (2605.12925) and Graphectory (2512.02393): localisation, patching, validation,
with setup, hypothesis and handoff beside them. `recovery` is given only where a moment is known, not here.
"""

from __future__ import annotations

from playhead.model import Action, Kind, Phase

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


def phase_of_kind(kind: Kind) -> Phase:
    """Return the phase of an agent's step of this kind."""
    return _BY_KIND.get(kind, Phase.NONE)


def phase_of_step(kind: Kind, source: str, actions: tuple[Action, ...]) -> Phase:
    """Return the phase of a step; what a person or the system says has none."""
    if source != "agent" and not actions:
        return Phase.NONE
    return phase_of_kind(kind)

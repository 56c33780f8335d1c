"""The words of the loaded schema for what rules know: found by name, former name, or name in a published set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from playhead.labels.definition import LabelDefinition, Option, Schema

_NAMES = {
    "moment": ("moment", "recovery", "recovery_moment", "recovery_outcome"),
    "phase": ("phase", "action", "action_class", "stage"),
    "flag": ("flag", "step_flag", "flags"),
    "root_cause": ("root_cause", "mistake_step", "first_harmful_step"),
    "outcome": ("outcome",),
    "hidden_test": ("hidden_test", "hidden_tests"),
    "luck": ("luck", "lucky_pass"),
    "decision": ("decision",),
}
"""What a label may be called that is meant here; the first name is that of the shipped schema."""
_OPTIONS = {
    "contradicts_visible": ("contradicts_visible", "visible_hidden_gap"),
    "repeats_without_progress": ("repeats_without_progress", "repetition", "step_repetition", "loop", "mast:1.3"),
    "test_edited": ("test_edited", "tests_edited"),
    "special_casing": ("special_casing", "special_case"),
    "special_case": ("special_case", "special_casing"),
    "no_op": ("no_op", "silent_no_op", "silent_noop"),
    "edit_unrelated": ("edit_unrelated", "unrelated_edit"),
    "no_verification": ("no_verification", "verification_missing", "missing_verification", "mast:3.2"),
    "dependency_unread": ("dependency_unread", "unread_dependency"),
}
"""Other names of options, also those of published sets (an option's `maps`)."""


class Vocabulary:
    """What a schema can say. A label or an option that it does not have, or has retired, is None: nothing is said."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema

    def label(self, meant: str, on: str) -> LabelDefinition | None:
        """Return the label that is meant, if it is for runs, steps or spans as asked."""
        names = _NAMES.get(meant, (meant,))
        fitting = [one for one in self._schema.labels if one.on == on and not one.retired]
        for name in names:
            for one in fitting:
                if name == one.id or name in one.aliases:
                    return one
        return None

    def value(self, meant: str, on: str, *options: str) -> tuple[str, Any] | None:
        """Return the key of a label and the value that says these options (none: yes); None where it cannot.

        A label with one answer takes the first of the options that it has.
        """
        label = self.label(meant, on)
        if label is None:
            return None
        if not options:
            return (label.id, True) if label.type == "bool" else None
        chosen = tuple(dict.fromkeys(_known(label, options)))
        if not chosen or label.type not in {"choice", "multi"}:
            return None
        return label.id, chosen if label.type == "multi" else chosen[0]


def _known(label: LabelDefinition, options: Iterable[str]) -> Iterable[str]:
    for meant in options:
        found = next((one for name in _OPTIONS.get(meant, (meant,)) if (one := _option(label, name))), None)
        if found is not None:
            yield found.id


def _option(label: LabelDefinition, name: str) -> Option | None:
    named = (one for one in label.options if not one.retired)
    return next((one for one in named if name == one.id or name in one.aliases or name in one.maps), None)

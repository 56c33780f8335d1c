"""Parameters of the rules, each with its source. What a person sets in the settings file under `[rules]` replaces them.

A rule's result carries its name, its version and these values, so that two readings of one run can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import Any

from playhead.errors import BadUseError


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Thresholds of moments and checks; all numbers are counts unless their name says otherwise."""

    # Moments (`labels.md` 2.3)
    patience: int = 12  # actions that do something else before a problem counts as abandoned (K)
    patience_looking: int = 36  # the same when all of them only read and search: looking into it goes on
    second_look: int = 3  # actions within which what was not there may still be found
    comes_back: int = 2  # actions within which a settled problem that comes back was not settled
    script_comes_back: int = 8  # the same for a script: that it ran through proves little
    spiral_repeats: int = 3  # the same error three times: OpenHands' StuckDetector; Critic Rubrics 2603.03800, "loop"
    spiral_failures: int = 4  # failures of one signature in a row: OpenHands' StuckDetector, same action 4 times
    spiral_edits: int = 3  # edits of one region with the signature unchanged
    spiral_growth: int = 2  # times that the set of failing tests grew
    # Checks (`labels.md` 3)
    rerun_no_edit: int = 2  # C1: more reruns of a failing check without a change
    same_failure: int = 5  # C2
    long_search_actions: int = 15  # C3: actions before the first source edit ...
    long_search_share_percent: int = 60  # ... or this share of the run, whichever is more
    long_search_rounds: int = 25  # C3: 2509.13941, most solves end within about 25 rounds
    over_edit_files: int = 3  # C8
    over_edit_times: int = 10  # C8: times the run's median edit
    special_literal: int = 4  # C13: characters of a literal that tells something
    view_thrash: int = 3  # C18: Graphectory 2512.02393, repeated_view
    no_ops: int = 3  # C20
    muted: tuple[str, ...] = ()  # checks that are told by themselves and count nowhere, by their ids: ["C18"]


DEFAULTS = RuleSettings()
_CHECKS = tuple(f"C{number}" for number in range(1, 21))


def rule_settings(given: Mapping[str, Any]) -> RuleSettings:
    """Return the parameters with those of a table in their place.

    Raises:
        BadUseError: a name that is none, or a value that is no whole number from 1 on.

    """
    names = {one.name for one in fields(RuleSettings)}
    for name, value in given.items():
        if name not in names:
            near = get_close_matches(name, names, n=1)
            meant = f"; {near[0]} is one" if near else f"; there are {', '.join(sorted(names))}"
            raise BadUseError(f"[rules] has no parameter {name!r}{meant}.")
        if name == "muted":
            _check_ids(value)
        elif isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise BadUseError(f"[rules] {name} must be a whole number from 1 on, not {value!r}.")
    values: dict[str, Any] = {name: tuple(value) if name == "muted" else value for name, value in given.items()}
    return RuleSettings(**values)


def _check_ids(value: object) -> None:
    wrong = [one for one in value if one not in _CHECKS] if isinstance(value, list | tuple) else [value]
    if wrong:
        raise BadUseError(f'[rules] muted is a list of checks by their ids, "C1" to "C20"; {wrong[0]!r} is none.')

"""Phases and kinds against the human action categories of a study: agreement, by task, by class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from benchmarks.scores.agreement import Pair, agreement, by_class, number
from benchmarks.scores.layout import Table
from benchmarks.scores.study import SHIFTED, StudyRun
from playhead.model import Kind, Phase, Step

PHASE_OF_CATEGORY = {
    "Explore": Phase.LOCALIZATION,
    "Locate": Phase.LOCALIZATION,
    "Search": Phase.LOCALIZATION,
    "Generate Fix": Phase.EDIT,
    "Refactor": Phase.EDIT,
    "Reproduce": Phase.VERIFICATION,
    "Run tests": Phase.VERIFICATION,
}
"""What the human categories are in playhead's phases; Explain and others have none and are left out."""
_CHECKING = {Phase.VERIFICATION: "Reproduce", Phase.EDIT: "Generate Fix"}
_CATEGORY_OF_KIND = {
    Kind.SEARCH: "Search",
    Kind.READ: "Explore",
    Kind.TEST: "Run tests",
    Kind.RUN: "Run tests",
}


def category_of(step: Step) -> str:
    """Return the human category that a step's kind and phase stand for."""
    if step.kind is Kind.EDIT:
        return _CHECKING.get(step.phase, "Generate Fix")
    if step.kind is Kind.SEARCH and "grep" not in (step.actions[0].command or "grep"):
        return "Explore"
    return _CATEGORY_OF_KIND.get(step.kind, "Explore")


def phase_pairs(run: StudyRun) -> list[Pair]:
    """Return (human, ours) in phases for each step whose category has one."""
    told = zip(run.categories, run.steps, strict=True)
    return [(str(PHASE_OF_CATEGORY[one]), str(step.phase)) for one, step in told if one in PHASE_OF_CATEGORY]


def category_pairs(run: StudyRun) -> list[Pair]:
    """Return (human, ours) in categories for each step."""
    return [(one, category_of(step)) for one, step in zip(run.categories, run.steps, strict=True)]


def tables(runs: Sequence[StudyRun]) -> list[Table]:
    """Return agreement with and without the shifted tasks, by class, and by task."""
    sound = [one for one in runs if one.task not in SHIFTED]
    return [_whole(runs, sound), _classes(runs), _tasks(runs)]


def _whole(runs: Sequence[StudyRun], sound: Sequence[StudyRun]) -> Table:
    mapping = ", ".join(f"{name} = {phase}" for name, phase in PHASE_OF_CATEGORY.items())
    note = (
        f"Mapping: {mapping}. In categories ours are: grep Search; other searches and reads Explore; edits whose phase"
        " is verification Reproduce, other edits Generate Fix; tests and runs Run tests; never Locate or Refactor."
        f" {' and '.join(sorted(SHIFTED))} have labels that are shifted against their actions. The aim is kappa .70."
        " The names of agents' own scripts were read off these tasks: there was no second half to hold them against."
    )
    heads = ("OpenHands runs of 2506.18824", "steps", "phases: equal", "kappa", "categories: equal", "kappa")
    groups = ((f"all {len(runs)} tasks", runs), (f"without the {len(runs) - len(sound)} shifted", sound))
    rows = tuple(_figures(name, some) for name, some in groups)
    return Table("Phases: human action categories", heads, rows, (note,))


def _classes(runs: Iterable[StudyRun]) -> Table:
    several = list(runs)
    rows = []
    for pairs in (
        [p for one in several for p in phase_pairs(one)],
        [p for one in several for p in category_pairs(one)],
    ):
        for name, hits in by_class(pairs).items():
            figures = (number(one) for one in (hits.precision, hits.recall, hits.f1))
            rows.append((name, str(hits.found + hits.missed), *figures))
    return Table("Phases, then categories, by class", ("class", "human", "precision", "recall", "F1"), tuple(rows))


def _tasks(runs: Iterable[StudyRun]) -> Table:
    heads = ("task", "steps", "phases: equal", "kappa", "categories: equal", "kappa")
    rows = tuple(_figures(_named(one), [one]) for one in runs)
    return Table("Phases by task", heads, rows, detail=True)


def _named(run: StudyRun) -> str:
    return f"{run.task} (shifted)" if run.task in SHIFTED else run.task


def _figures(name: str, runs: Iterable[StudyRun]) -> tuple[str, ...]:
    several = list(runs)
    phases = agreement([pair for one in several for pair in phase_pairs(one)])
    categories = agreement([pair for one in several for pair in category_pairs(one)])
    return (
        name,
        str(categories.size),
        number(phases.accuracy),
        phases.kappa_text,
        number(categories.accuracy),
        categories.kappa_text,
    )

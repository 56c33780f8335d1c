"""What the key bar shows: the few keys that matter now, the most needed first, named as they are bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from playhead.text import clean
from tui.commands.command import key_of

Hint = tuple[str, str]
Hints = tuple[Hint, ...]
"""(ids of commands with blanks between, what they do here). The last one is always shown, however narrow it is."""

_KEYS: Hint = ("help", "keys")
_TIMELINE: Hints = (
    ("step.previous step.next", "step"),
    ("read.on", "read on"),
    ("failure.next", "failure"),
    ("search.open", "find"),
    ("filter.open", "filter"),
    ("label.panel", "label"),
    ("page.run", "run"),
    ("moment.previous moment.next moment.open", "moment"),
    ("label.mode", "label mode"),
    ("label.done", "done"),
    ("quit", "quit"),
    ("pane.next", "pane"),
    ("go.to", "go to"),
    ("palette", "palette"),
    ("label.undo", "undo"),
    ("copy", "copy"),
    ("label.pass", "pass"),
    ("page.tests", "tests"),
    ("page.files", "files"),
)
_DETAIL: Hints = (
    ("pane.down pane.up", "scroll"),
    ("read.on", "read on"),
    ("step.previous step.next", "step"),
    ("fold.this fold.all", "fold"),
    ("change.previous change.next", "hunk"),
    ("label.span", "cite lines"),
    ("pane.full", "full"),
    ("raw", "raw"),
    ("copy", "copy"),
    ("page.so_far", "patch"),
    ("pane.next", "pane"),
    ("split", "split"),
    ("wrap", "wrap"),
    ("thoughts", "thoughts"),
    ("pipe", "pipe"),
    ("compare", "compare"),
    ("page.before", "before"),
)
_SHELF: Hints = (
    ("pane.down pane.up", "row"),
    ("pane.full", "set"),
    ("label.accept", "accept"),
    ("label.reject", "reject"),
    ("label.note", "note"),
    ("label.undo", "undo"),
    ("step.previous step.next", "step"),
    ("pane.next", "pane"),
    ("label.settle", "settle"),
    ("label.done", "done"),
    ("label.recent", "decisions"),
)
_LABELLING: Hints = (
    ("label.helps label.neutral label.harms label.root_cause", "label"),
    ("label.panel", "any label"),
    ("label.note", "note"),
    ("label.undo", "undo"),
    ("label.span", "span"),
    ("failure.next", "failure"),
    ("label.done", "done"),
    ("label.mode", "mode off"),
    ("run.next", "next run"),
    ("label.repeat", "repeat"),
    ("label.mark", "mark"),
    ("page.run", "run"),
    ("save", "save"),
    ("quit", "quit"),
)
_PASSING: Hints = (
    ("step.previous", "back"),
    ("page.half_down", "scroll"),
    ("label.undo", "undo"),
    ("label.note", "note"),
    ("label.panel", "any label"),
    ("go.to", "go to"),
    ("page.run", "run"),
    ("copy", "copy"),
)
_EVIDENCE: Hints = (("pane.down pane.up", "extend"), ("label.panel", "label them"), ("escape", "drop"))
_SPAN: Hints = (
    ("step.previous step.next", "other end"),
    ("label.panel", "label the span"),
    ("label.mark", "mark its steps"),
    ("escape", "give up"),
)
_SEARCH: Hints = (("search.next search.previous", "hit"), ("escape", "end search"))
_FILTER: Hints = (("filter.open", "filter"), ("escape", "all steps"))
_BRANCH: Hints = (("branch.leave", "leave sub-agent"),)
_MARKED: Hints = (("label.marked", "label the marked"),)
_STARTED: Hints = (("branch.enter", "sub-agent"),)
_MASKED: Hints = (("secrets", "show secrets"),)
_FULL: Hints = (("escape", "all panes"),)
_DECISIONS: Hints = (
    ("decisions.go", "go there"),
    ("decisions.change", "change"),
    ("decisions.take_back", "take back"),
    ("decisions.down decisions.up", "move"),
    ("decisions.leave", "back"),
    ("decisions.help", "keys"),
)
_SEARCHED = 24
_HELP: Hints = (
    ("keys.search", "search"),
    ("keys.down keys.up", "scroll"),
    ("keys.page_down", "page on"),
    ("keys.page_up", "page back"),
    ("keys.leave", "back"),
)


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides on the keys of a run: the focused pane, and what is on or open."""

    pane: str = "timeline"
    label_mode: bool = False
    passing: bool = False
    evidence: bool = False
    span: bool = False
    searching: bool = False
    filtered: bool = False
    branch: bool = False
    marked: bool = False
    started: bool = False
    full: bool = False
    masked: bool = False


def run_hints(now: Situation) -> Hints:
    """Return (keys, title) pairs for the screen of a run: what is open first, then what the pane is for."""
    return _told((*_PASSING, _KEYS)) if now.passing else _told((*_once(now), _KEYS))


def page_hints(*, links: bool, columns: bool = False) -> Hints:
    """Return the pairs of a page; with links its rows lead to steps, with columns some of its own are out of sight."""
    rows: Hints = (("pane.down pane.up", "row" if links else "scroll"), ("read.on", "page on"))
    leads: Hints = (("pane.full", "go to the step"),) if links else ()
    aside: Hints = (("sideways.left sideways.right", "other columns"),) if columns else ()
    return _told((*rows, *leads, *aside, ("fold.this fold.all", "fold"), ("escape", "back"), _KEYS))


def checks_hints(*, links: bool) -> Hints:
    """Return the pairs of the page of checks: folds are what it has none of."""
    return tuple(
        (key_of("checks.mute"), "mute") if title == "fold" else (keys, title) for keys, title in page_hints(links=links)
    )


def moment_hints(*, one: bool) -> Hints:
    """Return the pairs of the page of one moment, or of the list of all."""
    rows: Hints = (("pane.down pane.up", "row"), ("pane.full", "to the step" if one else "open it"))
    between: Hints = (("moment.previous moment.next", "moment"), ("moment.open", "all moments")) if one else ()
    folds: Hints = (("split", "split"), ("fold.this fold.all", "fold")) if one else ()
    return _told((*rows, *between, ("read.on", "page on"), *folds, ("escape", "back"), _KEYS))


def decision_hints() -> Hints:
    """Return the pairs of the list of decisions."""
    return _told(_DECISIONS)


def help_hints(searched: str = "") -> Hints:
    """Return the pairs of the help; of a searched one what was searched for, and what shows all again."""
    if not searched:
        return _told(_HELP)
    (search, title), *others, (leave, _) = _HELP
    return _told(((search, f"{title}: {clean(searched[:_SEARCHED])}"), *others, (leave, "all keys")))


def _once(now: Situation) -> Iterator[Hint]:
    """Yield each command at its first place only."""
    seen: set[str] = set()
    for ids, title in _in_order(now):
        if not seen & set(ids.split()):
            seen.update(ids.split())
            yield ids, title


def _in_order(now: Situation) -> Iterator[Hint]:
    # What `escape` closes first stands first: only that one names it.
    opened = (
        (now.evidence, _EVIDENCE),
        (now.full, _FULL),
        (now.span, _SPAN),
        (now.searching, _SEARCH),
        (now.filtered, _FILTER),
        (now.marked, _MARKED),
        (now.branch, _BRANCH),
        (now.started, _STARTED),
        (now.masked, _MASKED),
    )
    for is_open, hints in opened:
        if is_open:
            yield from hints
    if now.pane == "detail" and not now.label_mode:
        yield from _DETAIL
    elif now.pane == "shelf":
        yield from _SHELF
    yield from _LABELLING if now.label_mode else _TIMELINE


def _told(hints: Hints) -> Hints:
    return tuple((key_of(*ids.split()), title) for ids, title in hints)

"""The filter of a run's screen: asked for at the foot with completion, worked out in the background, then shown."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from playhead.insight.filter import MOST_CHARACTERS, Filter, parse_filter
from playhead.insight.filter_completion import Completion, complete_filter
from playhead.insight.filter_found import FoundInRun, FoundSteps, nothing_found
from playhead.insight.filter_words import FilterError, asks_rules
from playhead.insight.filtering import Filtering
from playhead.labels.state import LabelState
from tui.commands.command import key_of, spelled
from tui.filter_labels import FollowedLabels, facts_at
from widgets.line_editing import EditedLine
from widgets.suggestions import Advice, Suggestion

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

LOOK_EVERY = 0.05
_SHOWN_FILTER = 30
EXAMPLE = 'such as kind:test failed:yes   -file:docs   label:loop|spiral   "not found"   {asked.complete} completes'


class FilterOfRun:
    """`f`: which steps are shown. A filter that shows nothing, or makes no sense, leaves the one before."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._queries: dict[str | None, Filter] = {}
        self._working: Filtering | None = None
        self._agent: str | None = None
        self._timer: Timer | None = None
        self._followed: dict[str | None, FollowedLabels] = {}
        self._began_with = LabelState()
        self._found: FoundSteps = nothing_found

    @property
    def on(self) -> bool:
        """Whether some steps are hidden."""
        return self._run.is_mounted and self._run.timeline.shown is not None

    @property
    def query(self) -> Filter | None:
        """The filter that is in force."""
        return self._queries.get(self._run.branches.agent) if self._run.timeline.shown is not None else None

    @property
    def note(self) -> str:
        """What the header says of it: `f kind:test 12/280`."""
        working = self._working
        if working is not None:
            return f"filtering {100 * working.looked // max(1, working.wanted)}%"
        query, shown = self.query, self._run.timeline.shown
        if query is None or shown is None:
            return ""
        text = query.text if len(query.text) <= _SHOWN_FILTER else f"{query.text[: _SHOWN_FILTER - 1]}…"
        return f"f {text} {len(shown):,}/{len(self._run.steps):,}"

    def ask(self, value: str | None = None) -> None:
        """Ask for a filter, beginning with the one in force; an empty line shows all steps again."""
        if value is None:
            value = self.query.text if self.query is not None else ""
        advisor = _FilterAdvisor(self._known_values())
        self._run.foot.ask("filter", self._asked, value=value, advisor=advisor, limit=MOST_CHARACTERS)

    def apply(self, text: str) -> None:
        """Show what passes a filter; raises FilterError."""
        query = parse_filter(text)
        if not query.terms:
            self.clear()
            return
        hidden = next((one for one in query.terms if any(asks_rules(one.key, value) for value in one.values)), None)
        if hidden is not None and self._run.session.blind:
            raise FilterError(f"Blind: {hidden.key}: tells what rules found.", hidden.start, hidden.end)
        self._begin(query, (), 0)

    def clear(self) -> bool:
        """Show all steps again, or give up a filter that is still worked out; return whether there was any."""
        working, self._working = self._working, None
        if working is not None:
            working.stop()
            self._settle()
        elif self._run.timeline.shown is None:
            return False
        else:
            self._queries.pop(self._run.branches.agent, None)
            self._show(None)
        self._run.finding.show_note()
        return True

    def hides(self, position: int) -> str | None:
        """Return a sentence about a step that is hidden, None for one that is shown."""
        run = self._run
        if not self.on or run.timeline.map.shows(position):
            return None
        n = run.steps[position].n
        which = "That step" if n is None else f"Step {n}"
        return f"{which} is hidden by the filter; this is the next one shown. {key_of('escape')} shows all."

    def stop(self) -> None:
        """Give up a filter that is still worked out."""
        if self._working is not None:
            self._working.stop()
        self._settle()

    def view_changed(self) -> None:
        """Go on in a newer snapshot of the run; in another branch, with the filter it had."""
        run = self._run
        if self._agent != run.branches.agent:
            self._agent = run.branches.agent
            if self._working is not None:
                self._working.stop()
                self._working = None
            run.call_later(self._follow)
            return
        query, shown = self.query, run.timeline.shown
        if query is not None and shown is not None and self._working is None:
            first = shown[-1] + 1 if len(shown) else 0
            if first < len(run.steps):
                self._begin(query, shown, first)

    def labels_changed(self) -> None:
        """Show what passes under the labels that stand now; the step under the cursor stays until it is left."""
        self._follow_labels(
            lambda followed, shown, here: followed.after_labels(self._run.branches.labels(), shown, here)
        )

    def moved(self) -> None:
        """Let go of the step that only stayed while the cursor was on it."""
        self._follow_labels(lambda followed, shown, here: followed.after_move(shown, here))

    def _follow_labels(self, follow: Callable[[FollowedLabels, Sequence[int], int | None], Sequence[int]]) -> None:
        run, followed, shown = self._run, self._followed.get(self._agent), self._run.timeline.shown
        if self._working is not None or followed is None or shown is None or followed.query is not self.query:
            return
        kept = follow(followed, shown, run.cursor if run.place.on_step else None)
        if kept is shown:
            return
        if kept:
            self._show(kept)
            run.finding.show_note()
        else:
            self.clear()
            run.say(f"No step passes {followed.query.text[:80]} any more: all are shown.")

    def _follow(self) -> None:
        self._run.ribbon.shown = self._run.timeline.shown
        self._run.finding.show_note()
        self.labels_changed()

    def _asked(self, text: str) -> None:
        try:
            self.apply(text)
        except FilterError as error:
            self.ask(text)
            self._run.foot.suggestions.show(Advice(sentence=str(error), problem=True))

    def _begin(self, query: Filter, before: Sequence[int], first: int) -> None:
        run = self._run
        run.finding.start()
        if self._working is not None:
            self._working.stop()
        self._agent = run.branches.agent
        state = run.branches.labels()
        self._found = self._of_rules()
        working = Filtering(run.steps, query, facts_at(state), before=before, first=first, found=self._found)
        self._working = working
        self._began_with = state
        working.begin()
        working.wait(LOOK_EVERY)
        self._settle()
        self._timer = run.set_interval(LOOK_EVERY, self._look)
        self._look()

    def _of_rules(self) -> FoundSteps:
        """Return what tells a filter's thread what rules found: it waits there until they have read the run."""
        run = self._run
        assert run.view is not None
        rules = run.session.settings.rules
        return FoundInRun(run.view, lambda: run.insight.whole(lambda _: self._working is not None), rules)

    def _look(self) -> None:
        working = self._working
        if working is None:
            self._settle()
        elif working.running:
            self._run.finding.show_note()
        else:
            self._settle()
            self._working = None
            self._ended(working)
            self._run.finding.show_note()

    def _ended(self, working: Filtering) -> None:
        run = self._run
        if working.problem is not None:
            run.say(f"The filter could not be worked out: {working.problem}", problem=True)
        elif not len(working.positions):
            kept = "the one before stays" if run.timeline.shown is not None else "all are shown"
            run.say(f"No step passes {working.query.text[:80]}: {kept}.")
        else:
            known = run.timeline.shown
            grew = known is not None and self.query is working.query
            self._queries[run.branches.agent] = working.query
            followed = self._followed.get(run.branches.agent)
            if followed is None or followed.query is not working.query:
                followed = FollowedLabels(working.query, run.steps, self._began_with, self._found)
            followed.steps = run.steps
            self._followed[run.branches.agent] = followed
            self._show(tuple(working.positions))
            if not grew:
                run.say(f"{len(working.positions):,} of {len(run.steps):,} steps")
            self.labels_changed()

    def _show(self, shown: Sequence[int] | None) -> None:
        run = self._run
        run.timeline.shown = shown
        run.ribbon.shown = shown
        if shown is not None and run.place.on_step and not run.timeline.map.shows(run.cursor):
            run.move_to(shown[min(bisect_left(shown, run.cursor), len(shown) - 1)])
        run.finding.search.again()

    def _settle(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _known_values(self) -> Mapping[str, Sequence[str]]:
        run = self._run
        assert run.tape is not None
        labels: dict[str, None] = {}
        for definition in run.session.schema.labels:
            if definition.on != "run":
                labels[definition.id] = None
                labels |= dict.fromkeys(option.id for option in definition.options)
        people = dict.fromkeys(one.event.by.id for one in run.labels.state.in_force)
        agents = ["main", *(one.id for one in run.tape.subagents)]
        return {"label": list(labels), "by": list(people), "agent": agents, "file": run.finding.files()}


class _FilterAdvisor:
    """Completes a filter while it is typed, and tells what is wrong with it."""

    def __init__(self, values: Mapping[str, Sequence[str]]) -> None:
        self._values = values
        self._last = Completion(0, 0, ())

    def advise(self, line: EditedLine) -> Advice:
        """Return the words that fit at the cursor, and the error of what stands before it."""
        self._last = complete_filter(line.text, line.cursor, self._values)
        rows = tuple(Suggestion(one.text, one.help) for one in self._last.candidates)
        try:
            parse_filter(line.text)
        except FilterError as error:
            if error.end < len(line.text.rstrip()) or not rows:
                return Advice(rows, str(error), problem=True)
        return Advice(rows, spelled(EXAMPLE) if not line.text else "")

    def completed(self, line: EditedLine, index: int) -> EditedLine:
        """Return the line with a word taken over."""
        return EditedLine(*self._last.applied(line.text, index))

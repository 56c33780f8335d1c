"""The screen of a list of runs: composes, shows what is found and read, and routes keys to their handlers."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.timer import Timer

from playhead.corpus.cache import SummaryCache
from playhead.corpus.facts import FactsReader, RunFacts
from tui.commands.command import key_of
from tui.commands.declared_list import LIST_COMMANDS, list_hints
from tui.commands.listing import handler_of, tell_none
from tui.many_runs import ManyRuns
from tui.messages import OpenRun
from tui.run_reading import RunReading
from tui.run_rows import is_running, row_of
from tui.screens.quiet import QuietScreen
from tui.session import Session
from tui.stopped import Stops
from widgets.foot import Foot, FootRoom
from widgets.present.run_row import RunRow
from widgets.run_list import RunList, RunListHead

DRAWN_EVERY = 0.05
"""Seconds between two looks at what was found and read meanwhile; only while there is something to come."""
TOLD_EVERY = 4
"""Looks until the head of a long list tells how far reading is: it counts all runs."""
MANY = 500
READS_ON_AFTER = 1.0
"""Seconds after a run was opened until the others are read on: its first screen has the machine to itself."""


class RunsScreen(QuietScreen[None]):
    """One row a run; enter opens it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(command.keys), f"command('{command.id}')", command.title, show=False, id=command.id)
        for command in LIST_COMMANDS
    ]
    AUTO_FOCUS = "RunList"

    runs = getters.query_one(RunList)
    head = getters.query_one(RunListHead)
    foot = getters.query_one(Foot)

    def __init__(self, session: Session, folders: tuple[Path, ...]) -> None:
        super().__init__()
        self.session = session
        self.many = ManyRuns()
        self.stops = session.stops = Stops(folders, read_only=session.read_only)
        self._folders = folders
        self._cache = SummaryCache()
        self._going_to = None if self.stops.last is None else (self.stops.last.path, self.stops.last.key)
        self._timer: Timer | None = None
        self._opening = False
        self._away = False
        self._looks = 0
        self.reading = self._new_reading()

    def compose(self) -> ComposeResult:
        """Show the list and its keys."""
        yield RunListHead()
        yield RunList()
        yield FootRoom()
        yield Foot()

    def on_mount(self) -> None:
        """Begin to look for runs."""
        self.watch(self.runs, "cursor", self._moved)
        self.show_hints()
        self.reading.start()
        self._keep_looking()

    def on_unmount(self) -> None:
        """Stop reading and keep what was read for the next time."""
        self.reading.close()
        self._cache.close()

    def on_screen_suspend(self) -> None:
        """Read on when the run that was opened has had its first screen."""
        self._away, self._opening = self._opening, False
        self.set_timer(READS_ON_AFTER, lambda: self.reading.order.hold(False))

    def on_screen_resume(self) -> None:
        """Put the cursor on the run one comes back from; read again all that were open since: labels have changed."""
        if not self._away:
            return
        self._away = False
        self.foot.key_bar.message = ""
        self.reading.order.hold(False)
        renamed = self.reading.reader.author != self.session.author
        self.reading.reader.author = self.session.author
        place = self._place_left()
        for one, facts in enumerate(self.many.facts):
            changed = renamed or one == place or self.session.may_have_changed(facts.entry)
            if changed and facts.entry.reason is None:
                self.reading.again(one)
        if place is not None:
            self.runs.go_to_place(place)
        self._keep_looking()
        self.show_all_stops()

    def action_command(self, command_id: str) -> None:
        """Run the handler of a declared command."""
        self.foot.key_bar.message = ""
        self._going_to = None
        self._opening = False
        handler_of(command_id)(self)

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.foot.key_bar.say(sentence, problem=problem)

    # ---- what is shown

    def rearrange(self) -> None:
        """Show the runs that the filter lets through, in the order that is chosen."""
        self.runs.rearrange(self.many.shown())
        self.show_head()
        self.show_hints()

    def show_head(self) -> None:
        """Tell how many runs there are, how far one is, and what is shown of them."""
        self.head.used, self.head.longest, self.head.folder = self.runs.used, self.runs.longest, self.runs.folder
        self.head.one_task = self.runs.one_task
        self.head.facts = self.many.told(
            self._folder_name(),
            self.runs.shown,
            self.runs.cursor,
            finding=self.reading.finding,
            left=self.reading.order.left,
            blind=self.session.blind,
            deeper=self.reading.too_deep,
        )

    def show_hints(self) -> None:
        """Show the keys that matter now."""
        self.foot.key_bar.hints = list_hints(narrowed=self.many.narrowed)

    def show_all_stops(self) -> None:
        """Mark the run one stopped in, and no other; a run that has come to rest runs no more."""
        facts, rows, now = self.many.facts, self.runs.runs, time.time()
        marks = ((self._is_stop(one), is_running(one, now)) for one in facts)
        changed = [place for place, (row, mark) in enumerate(zip(rows, marks, strict=False)) if _marks(row) != mark]
        self.runs.replace_all({place: self._row(facts[place]) for place in changed})

    def look_again(self) -> None:
        """Look for runs anew; the cursor stays on its run."""
        place = self.runs.place
        entry = None if place is None else self.many.facts[place].entry
        self.reading.close()
        self._cache.save()
        order, wanted, unlabelled = self.many.order, self.many.filter, self.many.unlabelled
        self.many = ManyRuns()
        self.many.order = order
        self.many.narrow(wanted, unlabelled=unlabelled)
        self.runs.clear()
        self._going_to = None if entry is None else (os.path.realpath(entry.path), entry.key)
        self.reading = self._new_reading()
        self.reading.start()
        self.ask_rules()
        self._keep_looking()

    def ask_rules(self) -> None:
        """Let the rules read the runs that they have not read yet, where the filter asks what they find."""
        if self.many.filter.asks_rules and self.reading.ask_rules(self.session.settings.rules):
            self._keep_looking()

    # ---- what comes in

    def _new_reading(self) -> RunReading:
        session = self.session
        reader = FactsReader(self._cache, author=session.author, labels_dir=session.labels_dir, blind=session.blind)
        return RunReading(self._folders, reader, session.depth)

    def _keep_looking(self) -> None:
        if self._timer is None:
            self._timer = self.set_interval(DRAWN_EVERY, self._look)
        self._look()

    def _look(self) -> None:
        """Take in what was found and read since the last look, and draw once."""
        busy = self.reading.busy
        learned = self.reading.learned()  # before what was found: a run may be found and read between the two
        new = [self._add(facts) for facts in self.reading.found[len(self.many.facts) :]]
        for place, facts in learned.items():
            self.many.learn(place, facts)
        self.runs.replace_all({place: self._row(facts) for place, facts in learned.items()})
        if self.many.as_found:
            self.runs.show_more(new)
        elif new or learned:
            self.runs.rearrange(self.many.shown())
            tell_none(self)
        self.reading.order.prefer(self.runs.in_sight)
        self._looks += 1
        if not busy or len(self.many.facts) < MANY or self._looks % TOLD_EVERY == 1:
            self._queue()
            self.show_head()
        if not busy:
            self._all_read()

    def _add(self, facts: RunFacts) -> int:
        place = self.many.add(facts)
        self.runs.add(self._row(facts))
        if self._going_to == (os.path.realpath(facts.entry.path), facts.entry.key):
            self.call_after_refresh(self._go_where_one_stopped, place)
        return place

    def _all_read(self) -> None:
        self.runs.finished()
        tell_none(self)
        self._cache.save()
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.many.facts:
            deeper = "There are folders further down: --depth N looks into them. " if self.reading.too_deep else ""
            again = f"{deeper}{key_of('list.again')} looks again."
            self.runs.tell(f"There are no runs in {self._folder_name()}.", again)

    def _go_where_one_stopped(self, place: int) -> None:
        if self._going_to is None:
            return
        self._going_to = None
        self.runs.go_to_place(place)
        facts, stop = self.many.facts[place], self.stops.last
        if stop is not None and self._is_stop(facts):
            self.say(f"You stopped in {facts.name} at step {stop.step}: {key_of('list.open')} goes on there.")

    def _row(self, facts: RunFacts) -> RunRow:
        session = self.session
        stopped = self._is_stop(facts)
        return row_of(facts, author=session.author, now=time.time(), blind=session.blind, stopped=stopped)

    def _is_stop(self, facts: RunFacts) -> bool:
        return self.stops.last is not None and self.stops.is_at(facts.entry.path, facts.entry.key)

    def _moved(self) -> None:
        self.show_head()
        self.reading.order.prefer(self.runs.in_sight)

    def _folder_name(self) -> str:
        if len(self._folders) > 1:
            return f"{len(self._folders)} places"
        return self._folders[0].absolute().name or str(self._folders[0])

    # ---- into a run and back

    def open(self, place: int) -> None:
        """Open a run, where one stopped in it; say why it cannot be opened."""
        facts = self.many.facts[place]
        if facts.reason is not None:
            # By its name in the list: a whole path fills the line before the reason comes; `i` tells it.
            self.say(
                facts.reason.replace(str(facts.entry.path), facts.name, 1).partition(" Looked for:")[0], problem=True
            )
            return
        if self._is_stop(facts) and self.stops.last is not None:
            self.session.at = self.stops.last.step
            first = key_of("go.first")
            self.session.greeting = f"You stopped here, at step {self.stops.last.step}; {first} goes to the first."
        self._queue(anew=True)
        self._opening = True
        self.reading.order.hold()
        self.set_timer(READS_ON_AFTER, lambda: self.reading.order.hold(False))
        self.say("opening …")
        self.post_message(OpenRun(facts.entry))

    def _queue(self, *, anew: bool = False) -> None:
        """Let `H` and `L` follow the list; while a run is open its neighbours stay, what is found comes behind them."""
        session = self.session
        shown = [self.many.facts[place].entry for place in self.runs.shown]
        if anew or not self._away:
            session.queue[:] = shown
        elif len(shown) > len(session.queue):
            known = set(session.queue)
            session.queue.extend(entry for entry in shown if entry not in known)

    def _place_left(self) -> int | None:
        """Return the place of the run one comes back from."""
        session = self.session
        if not session.place < len(session.queue):
            return None
        left = session.queue[session.place]
        return next((place for place, facts in enumerate(self.many.facts) if facts.entry == left), None)

    @on(RunList.Chosen)
    def _chosen(self, message: RunList.Chosen) -> None:
        self.open(message.position)


def _marks(row: RunRow) -> tuple[bool, bool]:
    return row.stopped, row.running

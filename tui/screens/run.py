"""The screen of one run: composes the panes, owns where we are, and routes keys to their handlers."""

from __future__ import annotations

from typing import ClassVar

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import reactive, var
from textual.widget import Widget

from playhead.labels.target import Target
from playhead.model import Tape
from playhead.storage.source import StepSource
from tui.beginning import begin
from tui.branches import Branches
from tui.commands.declared import COMMANDS
from tui.commands.handlers import handler_of
from tui.commands.labelling import chosen, picked, type_value
from tui.detail_after import DetailAfter
from tui.finding import Finding
from tui.following import Following, Watch
from tui.hints import run_hints
from tui.insights import InsightOfRun
from tui.labelling import Labelling
from tui.labels_of_run import LabelsOfRun
from tui.one_pane import before_command, panes_in_order, show_focused
from tui.origins import OriginsOfRun
from tui.saving import Saving
from tui.screens.kinds import RUN
from tui.screens.quiet import QuietScreen
from tui.session import Session
from tui.shelf_facts import shelf_facts
from tui.situation import situation_of
from widgets.foot import Foot, FootRoom
from widgets.label_panel import LabelPanel
from widgets.label_shelf import LabelShelf
from widgets.label_strip import LabelStrip
from widgets.ribbon import Ribbon
from widgets.run_header import RunHeader
from widgets.step_detail import StepDetail
from widgets.timeline import Timeline
from widgets.timeline_map import Place

STACKED_BELOW = 100
PANES = ("timeline", "detail", "shelf")


class RunScreen(QuietScreen[None]):
    """One run in three panes: timeline, step detail, label shelf."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(command.keys), f"command('{command.id}')", command.title, show=False, id=command.id)
        for command in COMMANDS
    ]
    AUTO_FOCUS = "Timeline"
    KIND = RUN

    tape: reactive[Tape | None] = reactive[Tape | None](None, repaint=False)
    """The run, as it was last read."""
    view: reactive[Tape | None] = reactive[Tape | None](None, repaint=False)
    """What the panes show: the run, or the sub-agent of it that was entered."""
    place: reactive[Place] = reactive(Place(), repaint=False)
    """Where we are in what is shown: a step, one of its actions, or a bookend."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """The position of the current step; at a bookend, of the nearest."""
    span: reactive[tuple[int, int] | None] = reactive[tuple[int, int] | None](None, repaint=False)
    """The selected positions, first and last, while a span is open."""
    full_pane: var[str] = var("")
    """The pane that has the whole screen, or ""."""

    timeline = getters.query_one(Timeline)
    detail = getters.query_one(StepDetail)
    shelf = getters.query_one(LabelShelf)
    header = getters.query_one(RunHeader)
    ribbon = getters.query_one(Ribbon)
    foot = getters.query_one(Foot)
    panel = getters.query_one(LabelPanel)

    def __init__(self, tape: Tape, session: Session) -> None:
        super().__init__()
        self.session = session
        self.span_start: int | None = None
        self._detailed: Place | None = None
        self._problem_told: str | None = None
        self.last_label: tuple[Target, str] | None = None
        self.detail_after = DetailAfter(self)
        self.saving = Saving(self)
        self.labels = LabelsOfRun(tape, session, changed=self._labels_changed_elsewhere)
        self.set_reactive(RunScreen.tape, tape := self.labels.with_evidence(tape))
        self.set_reactive(RunScreen.view, session.seen(tape))
        self.branches = Branches(self)
        self.labelling = Labelling(self)
        self.finding = Finding(self)
        self.insight = InsightOfRun(self)
        self.origins = OriginsOfRun(self)
        self.following = Following(self, Watch(tape, session.take_opened(tape)))

    @property
    def steps(self) -> StepSource:
        """The steps that are shown: of the run, or of the sub-agent that was entered."""
        assert self.view is not None
        return self.view.steps

    @property
    def focused_pane(self) -> str:
        """Which pane has the focus: timeline, detail or shelf."""
        if self.focused is self.detail:
            return "detail"
        return "shelf" if self.focused is self.shelf else "timeline"

    @property
    def key_taker(self) -> Widget | None:
        """The strip that takes every key while it is open."""
        return self.panel if self.panel.is_open else self.foot.key_taker

    def compose(self) -> ComposeResult:
        """Lay out header, ribbon, the three panes and what may stand at the foot."""
        yield LabelPanel()
        yield RunHeader().data_bind(tape=RunScreen.view)
        yield Ribbon().data_bind(tape=RunScreen.view, cursor=RunScreen.cursor)
        with Horizontal(id="panes"):
            yield Timeline().data_bind(tape=RunScreen.view, span=RunScreen.span)
            yield StepDetail()
            yield LabelShelf().data_bind(tape=RunScreen.view)
        yield LabelStrip()
        yield FootRoom()
        yield Foot()

    def on_mount(self) -> None:
        """Show the first step, or the one that was asked for, and follow an index that is still being made."""
        self.watch(self.panel, "keys", self.show_hints)
        self.header.place = self._place()
        self.header.blind = self.session.blind
        self.labels_changed()
        begin(self)
        self.following.start()
        self.labelling.start()

    def on_unmount(self) -> None:
        """Remember where one leaves, and look for nothing any more."""
        self.finding.stop()
        self.insight.stop()
        if self.tape is not None:
            self.session.leave_at(self.tape, self.branches.own_position)

    def action_command(self, command_id: str) -> None:
        """Run the handler of a declared command."""
        self.foot.key_bar.message = ""
        before_command(self, command_id)
        if not self.labelling.takes(command_id):
            handler_of(command_id)(self)

    # ---- where we are

    def watch_tape(self, tape: Tape) -> None:
        """Show the newer snapshot, in the branch that was entered."""
        self.branches.take(tape)

    def move_to(self, position: int) -> None:
        """Go to a position, or to the nearest there is; the detail follows when a burst of keys ends."""
        place = Place(max(0, min(position, len(self.steps) - 1)))
        self.go(place if len(self.steps) or not self.steps.complete else self.timeline.map.place_of(0))

    def go(self, place: Place) -> None:
        """Go to a place: a step, an action of one, a bookend; with a filter, to the nearest that is shown."""
        self.place = self.timeline.map.nearest(place) if self.finding.filter.on else place

    def watch_place(self, place: Place) -> None:
        """Move the timeline at once and the other panes a moment later."""
        self.cursor = place.step
        if not self.is_mounted:
            return
        self.timeline.place = place
        self.following.moved_to(place.step)
        self.detail_after.moved()

    def watch_cursor(self, cursor: int) -> None:
        """Follow a cursor that was set by itself, and let an open span reach here."""
        if self.place.step != cursor:
            self.place = Place(cursor)
        if self.span_start is not None:
            self.span = (min(self.span_start, cursor), max(self.span_start, cursor))

    def show_detail_now(self) -> None:
        """Show the current step, or the bookend, in the detail and the shelf."""
        self.detail_after.stop()
        bookend = self.timeline.bookend_at(self.place)
        self.detail.page = self.origins.page_of(bookend)
        if bookend is None and len(self.steps):
            self.detail.steps = self.steps
            self.detail.step = self.steps[self.cursor]
            if self.place.action is not None and self.place != self._detailed:
                self.detail.show_action(self.place.action)
        self._detailed = self.place
        self.show_shelf()

    def focus_pane(self, offset: int) -> None:
        """Focus the pane `offset` places on."""
        order = panes_in_order(self)
        here = order.index(self.focused) if self.focused in order else 0
        self.set_focus(order[(here + offset) % len(order)])

    def on_descendant_focus(self) -> None:
        """Where one pane stands alone, it is the focused one."""
        show_focused(self)
        self.show_hints()

    def watch_full_pane(self, pane: str) -> None:
        """Show one pane alone, or all."""
        for name in PANES:
            self.set_class(pane == name, f"-full-{name}")
        self.show_hints()

    # ---- labels

    def labels_changed(self) -> None:
        """Show what is in force now."""
        marks = self.branches.labels().marks(self.labels.store.waiting_ids)
        self.finding.filter.labels_changed()
        self.timeline.marks = self.labelling.dots(marks)
        self.ribbon.marks = marks
        self.header.labels = sum(one.state != "proposed" for one in self.labels.state.in_force)
        self.header.saving = self.labels.save_state()
        self.show_shelf()
        problem = self.labels.store.problem
        if problem is not None and problem != self._problem_told:
            self.say(problem, problem=True)
        self._problem_told = problem

    def show_shelf(self) -> None:
        """Show the labels of the current step, span and run."""
        self.shelf.facts = shelf_facts(self)
        self.labelling.show()
        self.show_hints()

    def show_hints(self) -> None:
        """Show the keys that matter now; while the panel is open it tells them itself."""
        self.foot.key_bar.hints = () if self.panel.is_open else run_hints(situation_of(self))

    def _labels_changed_elsewhere(self) -> None:
        """Be told by the saving thread; the screen may be gone by then."""
        if self.is_mounted and self.is_running:
            self.call_later(self.labels_changed)

    @on(LabelShelf.Picked)
    def _shelf_picked(self, message: LabelShelf.Picked) -> None:
        picked(self, message)

    @on(LabelPanel.Chosen)
    def _panel_chosen(self, message: LabelPanel.Chosen) -> None:
        chosen(self, message.label_id, message.value)

    @on(LabelPanel.TextAsked)
    def _panel_asks(self, message: LabelPanel.TextAsked) -> None:
        type_value(self, message.label_id)

    def take(self, tape: Tape) -> None:
        """Go on in a newer snapshot of the same run, at the same step."""
        self.labels.retarget(tape)
        self.tape = self.labels.with_evidence(tape)
        self.cursor = min(self.cursor, max(0, len(self.steps) - 1))
        if self.span is not None and max(self.span) >= len(self.steps):
            self.span_start = self.span = None
        self.labels_changed()
        self.show_detail_now()
        self.following.show_end()

    def index_grew(self, *, ribbon: bool = True) -> None:
        """Show what the index has found since, in the ribbon too."""
        self.timeline.sync()
        self.following.show_end()
        if ribbon:
            self.ribbon.sync()
        self.header.redraw()

    def _place(self) -> tuple[int, int] | None:
        queue = self.session.queue
        return (self.session.place + 1, len(queue)) if len(queue) > 1 else None

    def on_resize(self, event: events.Resize) -> None:
        """Tell the shelf in two lines where the panes are stacked."""
        self.shelf.compact = event.size.width < STACKED_BELOW

    # ---- what is said and asked at the foot

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar until the next key."""
        self.foot.key_bar.say(sentence, problem=problem)

    @on(Timeline.Moved)
    def _timeline_moved(self, message: Timeline.Moved) -> None:
        self.go(message.place)

    @on(Timeline.Chosen)
    def _timeline_chosen(self) -> None:
        self.show_detail_now()
        self.set_focus(self.detail)

"""The screen of one run: composes the panes, owns where we are, and routes keys to their handlers."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import reactive, var
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from playhead.model import Tape
from playhead.storage.source import StepSource
from tui.commands.declared import COMMANDS
from tui.commands.destination import destination
from tui.commands.handlers import handler_of
from tui.following import Watch
from tui.hints import run_hints
from tui.labels_of_run import LabelsOfRun
from tui.session import Session
from widgets.key_bar import KeyBar
from widgets.label_panel import LabelPanel
from widgets.label_shelf import LabelShelf
from widgets.line_view import LineView
from widgets.prompt import Prompt
from widgets.question import Question
from widgets.ribbon import Ribbon
from widgets.run_header import RunHeader
from widgets.step_detail import StepDetail
from widgets.timeline import Timeline

DETAIL_FOLLOWS_AFTER = 0.03
PANES = ("timeline", "detail", "shelf")


class RunScreen(Screen[None]):
    """One run in three panes: timeline, step detail, label shelf."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(command.keys), f"command('{command.id}')", command.title, show=False, id=command.id)
        for command in COMMANDS
    ]
    AUTO_FOCUS = "Timeline"

    tape: reactive[Tape | None] = reactive[Tape | None](None, repaint=False)
    """The run, as it was last read."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """The position of the current step."""
    span: reactive[tuple[int, int] | None] = reactive[tuple[int, int] | None](None, repaint=False)
    """The selected positions, first and last, while a span is open."""
    full_pane: var[str] = var("")
    """The pane that has the whole screen, or ""."""

    timeline = getters.query_one(Timeline)
    detail = getters.query_one(StepDetail)
    shelf = getters.query_one(LabelShelf)
    header = getters.query_one(RunHeader)
    ribbon = getters.query_one(Ribbon)
    key_bar = getters.query_one(KeyBar)
    panel = getters.query_one(LabelPanel)
    prompt = getters.query_one(Prompt)
    question = getters.query_one(Question)

    def __init__(self, tape: Tape, session: Session) -> None:
        super().__init__()
        self.session = session
        self.span_start: int | None = None
        self._detail_timer: Timer | None = None
        self._answered: Callable[[str], None] | None = None
        self.set_reactive(RunScreen.tape, tape)
        self.labels = LabelsOfRun(tape, session, changed=self._labels_changed_elsewhere)
        self.watch_file = Watch(tape)

    @property
    def steps(self) -> StepSource:
        """The steps of the run."""
        assert self.tape is not None
        return self.tape.steps

    @property
    def focused_pane(self) -> str:
        """Which pane has the focus: timeline, detail or shelf."""
        if self.focused is self.detail:
            return "detail"
        return "shelf" if self.focused is self.shelf else "timeline"

    def compose(self) -> ComposeResult:
        """Lay out header, ribbon, the three panes and what may stand at the foot."""
        yield RunHeader()
        yield Ribbon().data_bind(tape=RunScreen.tape, cursor=RunScreen.cursor)
        with Horizontal(id="panes"):
            yield Timeline().data_bind(tape=RunScreen.tape, span=RunScreen.span)
            yield StepDetail()
            yield LabelShelf()
        yield LabelPanel()
        yield Prompt()
        yield Question()
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the first step, or the one that was asked for, and follow an index that is still being made."""
        self.key_bar.hints = run_hints(label_mode=self.labels.mode)
        at = self.session.take_at()
        place = destination(self.steps, at) if at else 0
        self.labels_changed()
        self.move_to(place if isinstance(place, int) else 0)
        self.show_detail_now()
        if isinstance(place, str):
            self.say(place, problem=True)
        self.set_interval(0.1 if not self.steps.complete else 1.0, self._look_again, name="follow")

    def action_command(self, command_id: str) -> None:
        """Run the handler of a declared command."""
        self.key_bar.message = ""
        handler_of(command_id)(self)

    # ---- where we are

    def move_to(self, position: int) -> None:
        """Go to a position, or to the nearest there is; the detail follows when a burst of keys ends."""
        self.cursor = max(0, min(position, len(self.steps) - 1))

    def watch_cursor(self, cursor: int) -> None:
        """Move the timeline at once and the other panes a moment later."""
        if not self.is_mounted:
            return
        self.timeline.cursor = cursor
        if self.span_start is not None:
            self.span = (min(self.span_start, cursor), max(self.span_start, cursor))
        if self._detail_timer is not None:
            self._detail_timer.stop()
        self._detail_timer = self.set_timer(DETAIL_FOLLOWS_AFTER, self.show_detail_now)

    def show_detail_now(self) -> None:
        """Show the current step in the detail and the shelf."""
        if self._detail_timer is not None:
            self._detail_timer.stop()
            self._detail_timer = None
        if not len(self.steps):
            return
        step = self.steps[self.cursor]
        if self.detail.step is not step:
            self.detail.show_step(step, self.steps)
        self.show_shelf()

    def focus_pane(self, offset: int) -> None:
        """Focus the pane `offset` places on."""
        order = [pane for pane in (self.timeline, self.detail, self.shelf) if pane.display]
        here = order.index(self.focused) if self.focused in order else 0  # type: ignore[arg-type]  # any widget may have it
        self.set_focus(order[(here + offset) % len(order)])

    def watch_full_pane(self, pane: str) -> None:
        """Show one pane alone, or all."""
        for name in PANES:
            self.set_class(pane == name, f"-full-{name}")

    # ---- what is said and asked at the foot

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar until the next key."""
        self.key_bar.problem = problem
        self.key_bar.message = sentence

    def ask(self, title: str, answered: Callable[[str], None], *, value: str = "") -> None:
        """Ask for a line of text; `answered` gets it unless it was dismissed."""
        self._answered = answered
        self.prompt.ask(title, value)

    @on(Prompt.Answered)
    def _prompt_answered(self, message: Prompt.Answered) -> None:
        answered, self._answered = self._answered, None
        self.set_focus(self.timeline)
        if answered is not None:
            answered(message.text)

    @on(Prompt.Dismissed)
    def _prompt_dismissed(self) -> None:
        self._answered = None
        self.set_focus(self.timeline)

    @on(Timeline.Moved)
    def _timeline_moved(self, message: Timeline.Moved) -> None:
        self.move_to(message.position)

    @on(Timeline.Chosen)
    def _timeline_chosen(self) -> None:
        self.show_detail_now()
        self.set_focus(self.detail)

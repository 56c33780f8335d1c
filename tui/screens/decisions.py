"""The screen of one's last decisions across runs: go there, change one, take one back. All of it by new events."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from playhead.errors import PlayheadError
from playhead.labels.choosing import RETRACT, after_press
from playhead.labels.decisions import Decision, Decisions
from playhead.labels.definition import LabelDefinition
from playhead.labels.event import DONE, Author, Event
from playhead.labels.store import LabelStore
from playhead.opening import open_tape
from tui.commands.command import key_of
from tui.commands.declared_dialogs import DECISION_COMMANDS, decision_rows
from tui.hints import decision_hints
from tui.screens.quiet import QuietScreen
from tui.session import Session
from widgets.foot import Foot, FootRoom
from widgets.label_decisions import DecisionHead, DecisionList
from widgets.label_keys import LabelKeys
from widgets.label_panel import LabelPanel
from widgets.present.decision_row import said_of, where_of

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

_ACTIONS = {
    "decisions.go": "go",
    "decisions.change": "change",
    "decisions.take_back": "take_back",
    "decisions.down": "move(1)",
    "decisions.up": "move(-1)",
    "decisions.page_down": "page(1)",
    "decisions.page_up": "page(-1)",
    "decisions.first": "first",
    "decisions.last": "last",
    "decisions.help": "keys",
    "decisions.leave": "leave",
}
Act = Callable[[LabelStore], object]


class DecisionsScreen(QuietScreen[Decision]):
    """One row a decision. It is left with the one that is to be gone to, or with None.

    `run` is the run that is open below, whose own labels are changed there.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(one.keys), _ACTIONS[one.id], one.title, show=False, id=one.id) for one in DECISION_COMMANDS
    ]
    AUTO_FOCUS = "DecisionList"

    list = getters.query_one(DecisionList)
    head = getters.query_one(DecisionHead)
    panel = getters.query_one(LabelPanel)
    foot = getters.query_one(Foot)

    def __init__(self, session: Session, run: RunScreen | None = None) -> None:
        super().__init__()
        self._session = session
        self._run = run

    def compose(self) -> ComposeResult:
        """Lay out the list, the panel that changes a label, and the foot."""
        yield LabelPanel()
        yield DecisionHead()
        yield DecisionList()
        yield FootRoom()
        yield Foot()

    def on_mount(self) -> None:
        """Show what is remembered."""
        self.foot.key_bar.hints = decision_hints()
        self._show()

    def say(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence in the key bar."""
        self.foot.key_bar.say(sentence, problem=problem)

    def on_key(self, event: events.Key) -> None:
        """Change the label under the cursor to the option with the key that was pressed."""
        decision, definition = self._current()
        if decision is None or definition is None or not (event.character and event.is_printable):
            return
        option = next((one for one in definition.options if one.key == event.character and not one.retired), None)
        if option is not None and not event.character.isalpha():
            event.stop()
            event.prevent_default()
            before = decision.event.value if decision.in_force else None
            self._set(decision, definition, after_press(definition, before, option.id))

    def action_keys(self) -> None:
        """Show the keys of this list."""
        from tui.screens.keys import KeysScreen  # noqa: PLC0415 - when they are asked for

        self.app.push_screen(KeysScreen(decision_rows()))

    def action_leave(self) -> None:
        """Go back to where one was."""
        self.dismiss(None)

    def action_go(self) -> None:
        """Go to the run and step of the decision."""
        if self.list.decision is not None:
            self.dismiss(self.list.decision)

    def action_take_back(self) -> None:
        """Take the decision back."""
        decision = self.list.decision
        if decision is None:
            return
        if not decision.in_force:
            self.say(f"It is taken back already; a digit or {key_of('decisions.change')} sets it again.")
            return
        event = decision.event

        def act(store: LabelStore) -> object:
            return store.done(False) if event.op == DONE else store.retract(event.on, event.key or "")

        self._do(decision, act)

    def action_change(self) -> None:
        """Open the options of the label under the cursor."""
        decision, definition = self._current()
        if decision is None or definition is None:
            self.say(f"There is nothing to choose from here; {key_of('decisions.take_back')} takes it back.")
            return
        values = {definition.id: decision.event.value} if decision.in_force else {}
        about = where_of(decision.event.on)
        self.panel.open(LabelKeys(self._session.schema, values), where={definition.on: about}, label_id=definition.id)

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.foot.key_bar.message = ""
        self.list.cursor += rows

    def action_page(self, direction: int) -> None:
        """Move by half a page."""
        (self.list.half_page_down if direction > 0 else self.list.half_page_up)()

    def action_first(self) -> None:
        """Go to the newest."""
        self.list.top()

    def action_last(self) -> None:
        """Go to the oldest."""
        self.list.end()

    @on(LabelPanel.Chosen)
    def _panel_chosen(self, message: LabelPanel.Chosen) -> None:
        decision, definition = self._current()
        if decision is not None and definition is not None:
            self._set(decision, definition, RETRACT if message.value is None else message.value)

    @on(LabelPanel.TextAsked)
    def _panel_asks(self, message: LabelPanel.TextAsked) -> None:
        decision, definition = self._current()
        if decision is None or definition is None or definition.id != message.label_id:
            return

        def answered(text: str) -> None:
            try:
                self._set(decision, definition, self._session.schema.value_of(definition, text))
            except PlayheadError as error:
                self.say(str(error), problem=True)

        self.foot.ask(definition.id, answered)

    def _current(self) -> tuple[Decision | None, LabelDefinition | None]:
        decision = self.list.decision
        return decision, self._session.schema.definition(decision.event.key or "") if decision else None

    def _set(self, decision: Decision, definition: LabelDefinition, value: Any) -> None:
        on_ = decision.event.on
        if value is RETRACT:
            self._do(decision, lambda store: store.retract(on_, definition.id))
        else:
            self._do(decision, lambda store: store.set(on_, definition.id, value))

    def _do(self, decision: Decision, act: Act) -> None:
        """Write in the store of the decision's run: that of the open run, or one that is opened for it."""
        run = self._run
        if run is None or not run.labels.are_of(decision.path, decision.key):
            self.say("…")
            self._elsewhere(decision, act)
            return
        act(run.labels.store)
        run.labels_changed()
        run.labels.remember()
        self._show(say_first=True)

    @work(thread=True, group="decide")
    def _elsewhere(self, decision: Decision, act: Act) -> None:
        session = self._session
        author = Author("human", session.author or "")
        written: list[Event] = []
        try:
            tape = open_tape(decision.path, decision.key)
            tape.steps.wait_for_steps()
            store = LabelStore.open(
                tape, author=author, schema=session.schema, labels_dir=session.labels_dir, blind=session.blind
            )
            try:
                store.on_write = written.append
                act(store)
                store.flush()
            finally:
                store.close()
        except PlayheadError as error:
            self.app.call_from_thread(self.say, str(error), problem=True)
            return
        Decisions(author).add(written, tape)
        session.labelled(decision.path, decision.key)
        self.app.call_from_thread(self._show, say_first=bool(written))

    def _show(self, *, say_first: bool = False) -> None:
        """Show what is remembered now; what was just said stands on top, and so does the cursor."""
        decisions = Decisions(Author("human", self._session.author or "")).last()
        if say_first:
            self.list.cursor = 0
        self.list.show_decisions(decisions, self._session.schema)
        self.head.count = len(decisions)
        if say_first and decisions:
            self.say(f"{said_of(decisions[0].event, self._session.schema)} · {where_of(decisions[0].event.on)}")

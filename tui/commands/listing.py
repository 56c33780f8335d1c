"""The commands of the list of runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playhead.corpus.facts import RunFacts
from playhead.corpus.filter import RunFilter, run_filter
from playhead.errors import BadUseError
from playhead.labels.decisions import Decision
from playhead.opening import RunEntry
from tui.commands.command import key_of
from tui.commands.declared_dialogs import asked_rows
from tui.commands.declared_list import LIST_BY_ID, list_help_rows
from tui.commands.labelling_recent import place_of
from tui.list_filtering import ListFilterAdvisor
from tui.many_runs import FAILED, NOT_DONE
from tui.messages import OpenRun
from tui.screens.decisions import DecisionsScreen
from widgets.present.amounts import counted, duration, money
from widgets.present.finished import finished

if TYPE_CHECKING:
    from tui.screens.runs import RunsScreen

Handler = Callable[["RunsScreen"], None]

_HANDLERS: dict[str, Handler] = {}
_NONE = "No run is like that"


def handles(command_id: str) -> Callable[[Handler], Handler]:
    """Return a decorator that makes a function the handler of a command of the list."""

    def register(handler: Handler) -> Handler:
        if command_id not in LIST_BY_ID or command_id in _HANDLERS:
            raise ValueError(f"{command_id} is not declared, or has a handler already")
        _HANDLERS[command_id] = handler
        return handler

    return register


def handler_of(command_id: str) -> Handler:
    """Return the handler of a declared command of the list."""
    return _HANDLERS[command_id]


@handles("list.down")
def down(screen: RunsScreen) -> None:
    """Go to the run below."""
    screen.runs.cursor += 1


@handles("list.up")
def up(screen: RunsScreen) -> None:
    """Go to the run above."""
    screen.runs.cursor -= 1


@handles("list.page_down")
def page_down(screen: RunsScreen) -> None:
    """Go half a page down."""
    screen.runs.half_page_down()


@handles("list.page_up")
def page_up(screen: RunsScreen) -> None:
    """Go half a page up."""
    screen.runs.half_page_up()


@handles("list.first")
def first(screen: RunsScreen) -> None:
    """Go to the first run."""
    screen.runs.top()


@handles("list.last")
def last(screen: RunsScreen) -> None:
    """Go to the last run that is known."""
    screen.runs.end()


@handles("list.next_not_done")
def next_not_done(screen: RunsScreen) -> None:
    """Go to the next run that is not done."""
    _nearest(screen, NOT_DONE, 1)


@handles("list.previous_not_done")
def previous_not_done(screen: RunsScreen) -> None:
    """Go to the run before that is not done."""
    _nearest(screen, NOT_DONE, -1)


@handles("list.next_failed")
def next_failed(screen: RunsScreen) -> None:
    """Go to the next run that failed."""
    _nearest(screen, FAILED, 1)


@handles("list.previous_failed")
def previous_failed(screen: RunsScreen) -> None:
    """Go to the run before that failed."""
    _nearest(screen, FAILED, -1)


@handles("list.open")
def open_run(screen: RunsScreen) -> None:
    """Open the run under the cursor."""
    if screen.runs.place is not None:
        screen.open(screen.runs.place)


@handles("list.facts")
def tell_facts(screen: RunsScreen) -> None:
    """Say what is known of the run under the cursor."""
    if screen.runs.place is not None:
        facts = screen.many.facts[screen.runs.place]
        screen.say(facts.reason or about(facts, blind=screen.session.blind), problem=facts.reason is not None)


@handles("list.filter")
def ask_filter(screen: RunsScreen) -> None:
    """Ask which runs to show."""

    def answered(text: str) -> None:
        try:
            wanted = run_filter(text, blind=screen.session.blind)
        except BadUseError as error:
            screen.say(str(error), problem=True)
            return
        narrow(screen, wanted, unlabelled=screen.many.unlabelled)

    advisor = ListFilterAdvisor(screen.many, blind=screen.session.blind)
    screen.foot.ask("only runs with", answered, value=screen.many.filter.text, advisor=advisor, limit=1_000)


@handles("list.unlabelled")
def toggle_unlabelled(screen: RunsScreen) -> None:
    """Show runs without labels only, or all again."""
    narrow(screen, screen.many.filter, unlabelled=not screen.many.unlabelled)


@handles("list.clear")
def show_all(screen: RunsScreen) -> None:
    """Show all runs."""
    narrow(screen, RunFilter(), unlabelled=False)


@handles("list.sort")
def sort(screen: RunsScreen) -> None:
    """Order by the next column."""
    screen.many.order = screen.many.order.next(blind=screen.session.blind)
    screen.rearrange()
    screen.runs.top()
    if not screen.head.facts.order:
        screen.say("in the order found")


@handles("list.reverse")
def reverse(screen: RunsScreen) -> None:
    """Turn the order round."""
    screen.many.order = screen.many.order.turned()
    screen.rearrange()
    screen.runs.top()


@handles("list.again")
def look_again(screen: RunsScreen) -> None:
    """Look for runs again."""
    screen.look_again()


@handles("list.decisions")
def show_decisions(screen: RunsScreen) -> None:
    """Show one's last decisions; the one that is chosen is gone to."""
    session = screen.session
    if session.author is None or session.read_only:
        screen.say("Read-only: nothing is written." if session.read_only else "It is not known yet who labels.")
        return

    def chosen(decision: Decision | None) -> None:
        if decision is not None:
            session.at = place_of(decision.event.on)
            screen.post_message(OpenRun(RunEntry(decision.path, decision.key)))

    screen.app.push_screen(DecisionsScreen(session), chosen)


@handles("list.help")
def show_keys(screen: RunsScreen) -> None:
    """Show the keys of the list."""
    from tui.screens.keys import KeysScreen  # noqa: PLC0415 - when they are asked for

    screen.app.push_screen(KeysScreen((*list_help_rows(), *asked_rows())))


@handles("list.quit")
def leave(screen: RunsScreen) -> None:
    """Quit."""
    screen.app.exit()


def narrow(screen: RunsScreen, wanted: RunFilter, *, unlabelled: bool) -> None:
    """Show only some runs, and say so when there are none."""
    screen.many.narrow(wanted, unlabelled=unlabelled)
    screen.ask_rules()
    screen.rearrange()
    tell_none(screen)


def tell_none(screen: RunsScreen) -> None:
    """Say so when no run is shown, and no longer when one is."""
    if screen.many.narrowed and screen.many.facts and not screen.runs.shown:
        still = " yet; they are still being read" if screen.reading.busy else ""
        screen.say(f"{_NONE}{still}. {key_of('list.clear')} shows all.")
    elif screen.foot.key_bar.message.startswith(_NONE):
        screen.foot.key_bar.message = ""


def about(facts: RunFacts, *, blind: bool) -> str:
    """Return what is known of a run in one sentence or two."""
    summary, path = facts.summary, str(facts.entry.path)
    if summary is None:
        return f"{path} is not read yet."
    who = " ".join(one for one in (summary.agent, summary.model) if one)
    done = finished(facts.labels.done_by, facts.labels.skipped_by)
    parts = (
        f"{path}: {summary.title}",
        who,
        "" if blind else str(summary.status),
        counted(summary.steps, "step"),
        counted(summary.failed, "failed action") if summary.failed else "",
        duration(summary.duration_s),
        money(summary.cost_usd),
        counted(facts.labels.labels, "label") if facts.labels.labels else "",
        done,
    )
    return " · ".join(part for part in parts if part) + "."


def _nearest(screen: RunsScreen, what: str, direction: int) -> None:
    if what == FAILED and screen.session.blind:
        screen.say("Outcomes are hidden: this session is blind.")
        return
    row = screen.many.nearest(screen.runs.shown, screen.runs.cursor, what, direction)
    if row is None:
        screen.say(f"No run here is {what}." if what == NOT_DONE else "No run here failed.")
    else:
        screen.runs.cursor = row

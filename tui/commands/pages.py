"""Pages over a run: what it came to, the files it touched, its patch so far, what came before an edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from playhead.edits.history import completed_edit
from playhead.edits.so_far import patch_so_far
from playhead.insight.before import before_edit
from playhead.insight.files import files_of
from tui.commands.command import key_of
from tui.commands.handlers import handler_of, handles
from tui.screens.page import Going, PageScreen
from widgets.present.before_page import before_page
from widgets.present.page import Page
from widgets.present.run_page import run_page

if TYPE_CHECKING:
    from playhead.model import Tape
    from tui.screens.run import RunScreen
    from widgets.present.how_it_went import HowItWent

AT_ONCE = 5_000
"""The page of a longer run does not wait for what its checks say."""


@handles("page.run")
def show_run(run: RunScreen) -> None:
    """Show what is known of the run as a whole."""
    assert run.tape is not None
    tape, labels = run.session.seen(run.tape), run.labels.state

    def make(going: Going) -> Page:
        del going
        failed = sum(tape.steps.columns(0, len(tape.steps)).failed)
        if run.insight.hidden or len(tape.steps) > AT_ONCE:  # of a long run the pages of checks and moments tell
            return run_page(tape, labels, failed)

        def later(going: Going) -> Page:
            return run_page(tape, labels, failed, _how_it_went(run, tape, going))

        return replace(run_page(tape, labels, failed, reading=True), later=later)

    open_page(run, "page.run", make)


def _how_it_went(run: RunScreen, tape: Tape, going: Going) -> HowItWent | None:
    """Return what the rules say of a run."""
    from playhead.insight.checks import checks_of, with_muted  # noqa: PLC0415 - when asked for
    from playhead.insight.run_insight import insight_of  # noqa: PLC0415 - the same
    from playhead.labels.proposals import muted_checks  # noqa: PLC0415 - the same
    from widgets.present.how_it_went import HowItWent  # noqa: PLC0415 - the same

    rules = run.session.settings.rules
    shown = run.branches.agent is None
    found = run.insight.whole(going) if shown else insight_of(tape, going=going, settings=rules)
    if not found.complete:
        return None
    results = checks_of(tape, found, rules, going=going)
    return HowItWent(with_muted(results, muted_checks(run.labels.state)), found.moments)


@handles("page.files")
def show_files(run: RunScreen) -> None:
    """Show the files that the steps on the screen touched, each with what happened to it when."""
    steps, found = run.steps, run.insight.found

    def make(going: Going) -> Page:
        from playhead.insight.deeds import deeds_of  # noqa: PLC0415 - rules, when they are asked for
        from playhead.insight.file_story import stories_of  # noqa: PLC0415 - the same
        from widgets.present.files_page import files_page  # noqa: PLC0415 - the same

        complete = partial(completed_edit, steps)
        files = files_of(steps, complete=complete, going=going)
        known = found.complete and found.deeds and not run.insight.hidden
        return files_page(files, steps, stories_of(found.deeds if known else deeds_of(steps, going)))

    open_page(run, "page.files", make)


@handles("page.so_far")
def show_so_far(run: RunScreen) -> None:
    """Show the patch that all edits up to this step come to; at the patch that was handed in, that one."""
    steps, position = run.steps, run.cursor
    final = run.origins.page_here()

    def make(going: Going) -> Page:
        from playhead.edits.replayed_origins import replayed_origins  # noqa: PLC0415 - rules, when they are asked for
        from widgets.present.so_far_page import so_far_page  # noqa: PLC0415 - the same

        if final is not None:
            return final(going)
        files = patch_so_far(steps, position, going=going)
        return so_far_page(files, steps, position, replayed_origins(steps, files, position + 1, going=going))

    open_page(run, "page.so_far", make)


@handles("page.before")
def show_before(run: RunScreen) -> None:
    """Show what the run had seen of the file that this step edits, or is about."""
    steps, position = run.steps, run.cursor
    assert run.view is not None
    if not run.place.on_step or not len(steps):
        run.say(f"Go to an edit first: {key_of('page.before')} shows what came before it.")
        return
    actions = steps[position].actions
    chosen = actions if run.place.action is None else actions[run.place.action :][:1]
    edited = dict.fromkeys(edit.path for action in chosen for edit in action.edits)
    paths = tuple(edited or dict.fromkeys(action.path for action in chosen if action.path))
    if not paths:
        run.say(f"This step edits no file: {key_of('page.before')} shows what came before an edit.")
        return
    first = {path: _first_action(run, path) for path in paths}
    task = run.view.task

    def make(going: Going) -> Page:
        found = [
            (path, before_edit(steps, position, path, action=first[path], task=task, going=going)) for path in paths
        ]
        return before_page(found, steps, position)

    open_page(run, "page.before", make)


def _first_action(run: RunScreen, path: str) -> int:
    actions = run.steps[run.cursor].actions
    touching = (
        place
        for place, action in enumerate(actions)
        if action.path == path or any(edit.path == path for edit in action.edits)
    )
    return next(touching, 0)


def open_page(run: RunScreen, name: str, make: Callable[[Going], Page]) -> None:
    """Open a page; what is chosen there is gone to, or asked of the run."""
    shown_page(run, PageScreen(name, make, steps=len(run.steps)))


def shown_page(run: RunScreen, screen: PageScreen) -> None:
    """Open a page on a screen of its own kind; what is chosen there is gone to, or asked of the run."""

    def answered(answer: int | str | None) -> None:
        if isinstance(answer, int):
            run.move_to(answer)
            run.show_detail_now()
        elif answer is not None:
            handler_of(answer)(run)

    run.app.push_screen(screen, answered)

"""The page of process checks: every rule's answer for the run that is shown, with the steps it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.handlers import handles
from tui.commands.pages import shown_page
from tui.screens.page import Going
from widgets.present.page import Page, sentence_page

if TYPE_CHECKING:
    from playhead.insight.checks import CheckResult
    from playhead.insight.decisions import DecisionPoint
    from playhead.insight.run_insight import RunInsight
    from playhead.model import Tape
    from tui.screens.run import RunScreen


@handles("page.checks")
def show_checks(run: RunScreen) -> None:
    """Show the process checks and the decision points of what is on the screen."""
    if run.insight.hidden:
        run.say("In a blind sitting nothing is told of what the rules found.")
        return
    from tui.screens.checks import ChecksScreen  # noqa: PLC0415 - when it is asked for

    page = _ChecksPage(run)
    shown_page(run, ChecksScreen(page.make, page.mute, steps=len(run.steps)))


class _ChecksPage:
    """What the page is made of, worked out once: muting a check only lays it out anew."""

    def __init__(self, run: RunScreen) -> None:
        assert run.view is not None
        self._run = run
        self._tape: Tape = run.view
        self._own = run.branches.agent is None
        self._results: tuple[CheckResult, ...] = ()
        self._decisions: tuple[DecisionPoint, ...] = ()
        self._found: RunInsight | None = None

    def make(self, going: Going) -> Page:
        """Return the page, in the thread of its screen."""
        from playhead.insight.checks import checks_of  # noqa: PLC0415 - when it is asked for
        from playhead.insight.decisions import decisions_of  # noqa: PLC0415

        run, tape = self._run, self._tape
        self._found = found = run.insight.whole(going)
        if not found.complete:
            return sentence_page("checks", "Not all of the run has been looked at.")
        self._decisions = decisions_of(tape, going) if found.decisions is None else found.decisions
        results = checks_of(tape, found, run.session.settings.rules, decisions=self._decisions)
        self._results = self._beside_others(results, going) if self._own else results
        return self._page()

    def _beside_others(self, results: tuple[CheckResult, ...], going: Going) -> tuple[CheckResult, ...]:
        """Return the results with C3 held against the runs of the same task in the list, as far as they are known."""
        from playhead.corpus.peers import searches_beside  # noqa: PLC0415 - when it is asked for
        from playhead.insight.checks.looking import among_peers  # noqa: PLC0415

        session, rules = self._run.session, self._run.session.settings.rules
        own = next((one.value for one in results if one.id == "C3" and one.fired is not None), None)
        if own is None or len(session.queue) <= 1:
            return results
        others = searches_beside(self._tape, tuple(session.queue), session.place, rules, going=going)
        return tuple(among_peers(one, (own, *others)) for one in results)

    def mute(self, check_id: str) -> tuple[Page | None, str]:
        """Mute a check in this run, or let it speak again; return the page as it is now, and a sentence."""
        from playhead.labels.proposals import mute, muted_checks, unmute  # noqa: PLC0415 - when it is asked for

        labels = self._run.labels
        one = next((one for one in self._results if one.id == check_id), None)
        if one is None or self._found is None:
            return None, "Not all of the run has been looked at."
        if one.muted:
            return None, f"{check_id} is muted by the settings, for all runs."
        if not self._own:
            return None, "A check is muted in the run itself, not in one of its sub-agents."
        if labels.read_only or not labels.named:
            return (
                None,
                "Nothing is written here." if labels.read_only else "Label something first: it asks who you are.",
            )
        if muted := check_id in muted_checks(labels.state):
            unmute(labels.store, self._tape, one)
        else:
            mute(labels.store, self._tape, one)
        self._run.labels_changed()
        return (
            self._page(),
            f"{check_id} {'speaks again' if muted else 'is muted in this run; the same key lets it speak'}.",
        )

    def _page(self) -> Page:
        from playhead.insight.checks import with_muted  # noqa: PLC0415 - when it is asked for
        from playhead.labels.proposals import muted_checks  # noqa: PLC0415
        from widgets.present.checks_page import checks_page  # noqa: PLC0415

        assert self._found is not None
        muted = muted_checks(self._run.labels.state) if self._own else frozenset[str]()
        return checks_page(self._tape, with_muted(self._results, muted), self._decisions, self._found.moments)

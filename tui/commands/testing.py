"""The page of tests by test run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.handlers import handles
from tui.commands.pages import open_page
from tui.screens.page import Going
from widgets.present.page import Page

if TYPE_CHECKING:
    from tui.screens.run import RunScreen


@handles("page.tests")
def show_tests(run: RunScreen) -> None:
    """Show which tests failed when, on the branch that is on the screen."""
    assert run.view is not None
    tape, blind = run.session.seen(run.view), run.insight.hidden

    def make(going: Going) -> Page:
        from playhead.insight.reports.verifier import report_of_run  # noqa: PLC0415 - rules, when they are asked for
        from playhead.insight.run_insight import insight_of  # noqa: PLC0415 - the same
        from playhead.insight.test_matrix import matrix_of  # noqa: PLC0415 - the same
        from widgets.present.tests_page import tests_page  # noqa: PLC0415 - the same

        found = insight_of(tape, going=going) if blind else run.insight.whole(going)
        return tests_page(matrix_of(found.tests, report_of_run(tape)), tape.steps)

    open_page(run, "page.tests", make)

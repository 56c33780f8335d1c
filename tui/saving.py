"""Saving from the screen: now, and on the way out. What goes into the record is asked once a folder."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playhead.errors import CannotSaveError
from playhead.labels.fold import FoldResult
from playhead.labels.fold.preference import Preference, preference_of, remember
from playhead.labels.fold.quiet import is_settled

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

ANSWERS = (("a", "always"), ("w", "only on w"), ("n", "never"))
_MEANING = {"a": Preference.ALWAYS, "w": Preference.ON_W, "n": Preference.NEVER}


class Saving:
    """The save commands of one run. Folding goes on in a thread; leaving waits for it."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run

    def save_now(self) -> None:
        """Fold into the record, whatever the folder's preference but never."""
        run = self._run
        if run.labels.read_only:
            run.say("Read-only: nothing is written.", problem=True)
            return
        assert run.tape is not None
        if run.tape.record is not None and preference_of(run.tape.record) is Preference.NEVER:
            run.say("Labels stay in the journal: this folder was set to never fold.")
            self._flush_then(lambda: None)
            return
        self._fold_then(lambda: None)

    def leave(self, then: Callable[[], None]) -> None:
        """Make labels safe, fold them if the folder wants it and the record has settled, then go on."""
        run = self._run
        tape = run.tape
        assert tape is not None
        store = run.labels.store
        nothing_to_fold = run.labels.read_only or not (store.not_in_record or store.waiting)
        if nothing_to_fold or tape.record is None or not is_settled(tape):
            self._flush_then(then)
        elif (wanted := preference_of(tape.record)) is Preference.ALWAYS:
            self._fold_then(then)
        elif wanted is None:
            self._ask_then(then)
        else:
            self._flush_then(then)

    def _ask_then(self, then: Callable[[], None]) -> None:
        run = self._run
        assert run.tape is not None
        record = run.tape.record
        assert record is not None

        def answered(key: str) -> None:
            if not key:
                run.say("still here; the labels are safe in the journal")
                return
            remember(record, _MEANING[key])
            if key == "a":
                self._fold_then(then)
            else:
                self._flush_then(then)

        run.foot.ask_key(
            f"Write labels into the records of {record.parent.name or record.parent}, on leaving?", ANSWERS, answered
        )

    def _flush_then(self, then: Callable[[], None]) -> None:
        run = self._run

        def work() -> None:
            try:
                run.labels.store.flush()
            except CannotSaveError as error:
                run.app.call_from_thread(run.say, str(error), problem=True)
                return
            run.app.call_from_thread(then)

        run.run_worker(work, thread=True, group="save")

    def _fold_then(self, then: Callable[[], None]) -> None:
        run = self._run
        run.say("writing labels into the record …")

        def progress(done: int, whole: int) -> None:
            if whole > 20_000_000:
                run.app.call_from_thread(run.say, f"writing labels into the record … {100 * done // max(1, whole)}%")

        def work() -> None:
            result = run.labels.store.fold(progress)
            run.app.call_from_thread(self._folded, result, then)

        run.run_worker(work, thread=True, group="save")

    def _folded(self, result: FoldResult, then: Callable[[], None]) -> None:
        run = self._run
        run.following.settle()
        run.labels_changed()
        run.say(result.sentence, problem=result.status == "refused")
        then()

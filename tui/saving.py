"""Saving from the screen: now, and on the way out. What goes into the record is asked once a folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from playhead.errors import CannotSaveError
from playhead.labels.fold import FoldResult
from playhead.labels.fold.preference import Preference, preference_of, remember
from playhead.labels.fold.quiet import is_settled
from tui.commands.command import spelled

if TYPE_CHECKING:
    from tui.screens.run import RunScreen

ANSWERS = (("a", "always"), ("w", "only on {save}"), ("n", "never"))
_WORTH_TELLING = 20_000_000  # bytes
Done = Callable[[str | None], None]
"""Gets the sentence of what went wrong, None when all went well."""
_MEANING = {"a": Preference.ALWAYS, "w": Preference.ON_W, "n": Preference.NEVER}


class Saving:
    """The save commands of one run. Folding goes on in a thread; leaving waits for it."""

    def __init__(self, run: RunScreen) -> None:
        self._run = run
        self._told: str | None = None

    def save_now(self) -> None:
        """Fold into the record, whatever the folder's preference but never."""
        run = self._run
        if run.labels.read_only:
            run.say("Read-only: nothing is written.", problem=True)
            return
        run.following.when_known(self._save_known)

    def _save_known(self) -> None:
        run = self._run
        assert run.tape is not None
        if run.following.estranged:
            run.say(run.following.estranged, problem=True)
            self._flush_then(self._tell)
            return
        if run.tape.record is not None and preference_of(run.tape.record) is Preference.NEVER:
            run.say("Labels stay in the journal: this folder was set to never fold.")
            self._flush_then(self._tell)
            return
        self._fold_then(self._tell)

    def _tell(self, problem: str | None) -> None:
        if problem is not None:
            self._run.say(problem, problem=True)

    def leave(self, then: Callable[[], None]) -> None:
        """Make labels safe, fold them if the folder wants it and the record has settled, then go on.

        What could not be saved is told and holds the run open; leaving a second time leaves it waiting.
        """
        self._flush_then(lambda problem: self._run.following.when_known(partial(self._flushed, then, problem)))

    def _flushed(self, then: Callable[[], None], problem: str | None) -> None:
        tape, labels = self._run.tape, self._run.labels
        assert tape is not None
        done = partial(self._go_on, then)
        nothing_to_fold = labels.read_only or self._run.following.estranged or not labels.store.not_in_record
        if problem is not None or nothing_to_fold or tape.record is None or not is_settled(tape):
            done(problem)
        elif (wanted := preference_of(tape.record) or self._run.session.settings.folding) is Preference.ALWAYS:
            self._fold_then(done)
        elif wanted is None:
            self._ask_then(done)
        else:
            done(None)

    def _go_on(self, then: Callable[[], None], problem: str | None) -> None:
        if problem is None or problem == self._told:
            then()
            return
        self._told = problem
        self._run.say(f"{problem} Press the key again to leave.", problem=True)

    def _ask_then(self, done: Done) -> None:
        run = self._run
        assert run.tape is not None
        record = run.tape.record
        assert record is not None

        def answered(key: str) -> None:
            if not key:
                run.say("still here; the labels are safe in the journal")
                return
            problem = None
            try:
                remember(record, _MEANING[key])
            except CannotSaveError as error:
                problem = f"This holds for now only: {error}"
            if key == "a":
                self._fold_then(lambda refused: done(refused or problem))
            else:
                done(problem)

        told = [(key, spelled(meaning)) for key, meaning in ANSWERS]
        folder = record.parent.absolute().name or str(record.parent)
        run.foot.ask_key(f"Write labels into the records in {folder}/ on leaving?", told, answered)

    def _flush_then(self, done: Done) -> None:
        run = self._run

        def work() -> None:
            problem = None
            try:
                run.labels.store.flush()
            except CannotSaveError as error:
                problem = str(error)
            run.app.call_from_thread(done, problem)

        run.run_worker(work, thread=True, group="save")

    def _fold_then(self, done: Done) -> None:
        run = self._run
        run.say("writing labels into the record …")

        def progress(bytes_done: int, whole: int) -> None:
            if whole > _WORTH_TELLING:
                percent = 100 * bytes_done // max(1, whole)
                run.app.call_from_thread(run.say, f"writing labels into the record … {percent}%")

        def work() -> None:
            result = run.labels.store.fold(progress)
            run.app.call_from_thread(self._folded, result, done)

        run.run_worker(work, thread=True, group="save")

    def _folded(self, result: FoldResult, done: Done) -> None:
        run = self._run
        run.following.settle()
        run.labels_changed()
        refused = result.status == "refused"
        run.say(result.sentence, problem=refused)
        done(result.sentence if refused else None)

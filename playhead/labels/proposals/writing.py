"""Proposals into a journal of their own, under the name of the rules: `rules@HOST`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playhead.errors import CannotSaveError
from playhead.labels.event import Author
from playhead.labels.journal import Journal
from playhead.labels.places import places_of
from playhead.labels.proposed import RULE, Proposed
from playhead.model import Tape

RULES_AUTHOR = Author(RULE, "rules")


def write_proposals(tape: Tape, proposed: Sequence[Proposed], labels_dir: Path | None = None) -> int:
    """Write what is not written yet, as `store.proposed` tells it, and return how many events that were.

    A second time there is nothing to write: what is worked out again is the same. No event of a person is touched.

    Raises:
        CannotSaveError: the journal cannot be written.

    """
    if not proposed:
        return 0
    places = places_of(tape, labels_dir)
    journal = Journal(places.journals, RULES_AUTHOR, parents=places.own_tree)
    try:
        journal.append([one.event for one in proposed])
    except OSError as error:
        raise CannotSaveError(f"Proposals could not be written in {places.journals}: {error.strerror}.") from error
    finally:
        journal.close()
    return len(proposed)

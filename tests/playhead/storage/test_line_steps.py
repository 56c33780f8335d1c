from __future__ import annotations

import threading

from playhead.storage.line_steps import Progress


def test_whoever_waits_is_not_kept_waiting() -> None:
    """An index that lets others begin begins itself as soon as somebody waits for it."""
    progress = Progress()

    def index() -> None:
        progress.let_others_begin(3600)
        progress.finish()

    waiting = threading.Thread(target=progress.wait, daemon=True)
    threading.Thread(target=index, daemon=True).start()
    waiting.start()
    waiting.join(30)
    assert progress.complete

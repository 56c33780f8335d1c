"""Whether labels of a folder go into its records when one leaves: asked once, remembered in the configuration."""

from __future__ import annotations

import contextlib
import json
import os
from enum import StrEnum
from pathlib import Path

from playhead.errors import CannotSaveError
from playhead.labels.append import keep_folder
from playhead.own_folders import NO_HOME, config_folder, is_nowhere
from playhead.reasons import reason_of


class Preference(StrEnum):
    """Fold on leaving, only when `w` is pressed, or never."""

    ALWAYS = "always"
    ON_W = "only on w"
    NEVER = "never"


def preference_of(record: Path) -> Preference | None:
    """Return what was chosen for the folder of a record, or the nearest one above it; None when nobody was asked."""
    chosen = _read()
    folder = Path(os.path.realpath(record)).parent
    for one in (folder, *folder.parents):
        if str(one) in chosen:
            return chosen[str(one)]
    return None


def remember(record: Path, preference: Preference) -> None:
    """Remember a choice for the folder of a record and those below it.

    Raises:
        CannotSaveError: the configuration cannot be written.

    """
    folder = str(Path(os.path.realpath(record)).parent)
    chosen = {**_read(), folder: preference}
    path = _path()
    text = json.dumps({"version": 1, "folders": {name: str(one) for name, one in sorted(chosen.items())}}, indent=2)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        keep_folder(path, parents=True)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        why = NO_HOME if is_nowhere(path) else reason_of(error)
        raise CannotSaveError(f"{path} cannot be written: {why}.") from error


def _path() -> Path:
    return config_folder() / "folding.json"


def _read() -> dict[str, Preference]:
    """Return the choices by folder; none from a file that is not there or makes no sense."""
    try:
        folders = json.loads(_path().read_text(encoding="utf-8", errors="surrogateescape")).get("folders", {})
        return {name: Preference(one) for name, one in folders.items() if one in set(Preference)}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}

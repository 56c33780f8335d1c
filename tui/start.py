"""From the command line to a running screen: what can be refused is refused before the screen is taken.

The first picture of a run stands on the terminal before the screen library is imported, which costs half a second;
what only that library needs is imported and read after it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playhead.errors import DEFECT, INTERRUPTED, SeveralRunsError, UnreadableError
from playhead.formats.registry import detect
from playhead.model import Tape
from playhead.opening import RunEntry, list_runs, open_tape, probe_of
from playhead.storage.standard_input import is_piped
from playhead.text import only_ascii, show_credentials
from tui.defects import tell_of_threads
from tui.early_terminal import EARLY
from tui.ending import release
from tui.file_identity import identity
from tui.settings import Settings, load_settings
from tui.streams import tell
from tui.terminal import shows_unicode
from tui.theme_names import check_theme, theme_name

if TYPE_CHECKING:
    from playhead.labels.schema import Schema
    from tui.session import Session


def start(arguments: argparse.Namespace) -> int:
    """Open the screen on the paths that were given and return the exit code: 0, `INTERRUPTED` or `DEFECT`.

    Raises:
        PlayheadError: a path that is not there, a run that cannot be opened, a folder without runs, a schema or a
            theme that makes no sense.

    """
    check_theme(arguments.theme)
    settings = load_settings(Path(arguments.settings) if arguments.settings else None)
    _set_policies(settings)
    if arguments.map or settings.maps:
        from playhead.formats.own.use import use_maps  # noqa: PLC0415 - most starts have no mapping

        use_maps(arguments.map, settings.maps)
    named = arguments.schema or settings.schema
    schema = _schema(Path(named)) if named else None
    paths = [Path(path) for path in arguments.paths] or [Path()]
    before = identity(paths[0])
    tape = _single_run(paths, max(0, arguments.depth))
    theme = theme_name(arguments.theme, settings.theme)
    try:
        if tape is not None:
            _show_first_picture(tape, theme, arguments)
        session = _session(arguments, settings, schema or _schema(None), theme)
        session.opened = None if before is None else (paths[0], before)
        return _run(session, tape, paths)
    finally:
        EARLY.give_back()


def _run(session: Session, tape: Tape | None, paths: list[Path]) -> int:
    from tui.own_keys import use_keys  # noqa: PLC0415 - after the first picture

    use_keys(session.settings.keys)
    if tape is None:
        session.label_mode = True  # a queue is there to be labelled, one run to be read
    else:
        session.queue = _siblings(tape)
        session.move_to(next((entry for entry in session.queue if entry.path == tape.path), session.queue[0]))
    from tui.app import LABELS_ARE_SAFE, PlayheadApp  # noqa: PLC0415 - after everything that can be refused

    app = PlayheadApp(session, tape=tape, folders=() if tape is not None else tuple(paths))
    try:
        app.run()
    finally:
        release()
        tell_of_threads(tell)
    if app.defects:
        tell(f"{app.defects[0]}\nA part of playhead stopped on a defect; please report it. {LABELS_ARE_SAFE}")
    if app.return_code or app.defects:
        return DEFECT
    return INTERRUPTED if app.ended_by == signal.SIGINT else 0


def _session(arguments: argparse.Namespace, settings: Settings, schema: Schema, theme: str) -> Session:
    from playhead.labels.who import account_name  # noqa: PLC0415 - after the first picture
    from tui.session import Session  # noqa: PLC0415 - the same

    labels = arguments.labels or settings.labels_dir
    return Session(
        schema=schema,
        author=arguments.by or settings.name or account_name(),
        labels_dir=Path(labels) if labels else None,
        read_only=_is_read_only(arguments),
        label_mode=arguments.label or settings.label_mode,
        blind=arguments.blind,
        at=arguments.at,
        theme=theme,
        depth=max(0, arguments.depth),
        settings=settings,
        first_start=True,
    )


def _schema(path: Path | None) -> Schema:
    from playhead.labels.schema import load_schema  # noqa: PLC0415 - the shipped one is read after the first picture

    return load_schema(path)


def _is_read_only(arguments: argparse.Namespace) -> bool:
    return bool(arguments.read_only) or any(map(is_piped, arguments.paths))


def _show_first_picture(tape: Tape, theme: str, arguments: argparse.Namespace) -> None:
    """Put the first picture up, where the first frame begins at the first step and hides nothing."""
    if arguments.at or arguments.blind or {"COLUMNS", "LINES"} & os.environ.keys():
        return
    from tui.first_picture import first_picture, looks_for  # noqa: PLC0415 - a list needs none

    looks = looks_for(theme)
    size = os.get_terminal_size(sys.stdout.fileno())
    if looks is not None and min(size) > 0:
        picture = first_picture(tape, size, looks, read_only=_is_read_only(arguments))
        if picture is not None:
            EARLY.take(picture)


def _set_policies(settings: Settings) -> None:
    """Say what holds for the whole program, before anything is drawn: glyphs, and whether credentials are shown."""
    show_credentials(settings.secrets == "shown")
    if settings.glyphs == "ascii" or (settings.glyphs == "auto" and not shows_unicode()):
        from tui.commands.command import spell_arrows  # noqa: PLC0415 - few terminals need it

        only_ascii()
        spell_arrows()


def _single_run(paths: list[Path], depth: int) -> Tape | None:
    """Return the one run that was asked for, None where the paths are to be listed."""
    if len(paths) == 1 and not _is_only_a_folder(paths[0]):
        try:
            return open_tape(paths[0])
        except SeveralRunsError:
            return None  # a file of many: the list of them
        except UnreadableError:
            if not os.path.isdir(paths[0]):  # noqa: PTH112 - it never raises
                raise  # a folder that is no run by itself: the list of what is in it
    deeper: list[Path] = []
    if not [path for path in paths if _holds_runs(path, depth, deeper)]:  # all are asked: what is missing is told of
        names = ", ".join(str(path.absolute()) for path in paths)
        folders = "1 folder" if depth == 1 else f"{depth} folders"
        more = " There are folders further down: --depth N looks into them." if deeper else ""
        raise UnreadableError(f"There are no runs in {names} (looked for {folders} deep).{more}")
    return None


def _is_only_a_folder(path: Path) -> bool:
    """Return whether a path is a folder that is no run by itself; why it is none, nobody asks."""
    try:
        return os.path.isdir(path) and detect(probe_of(path)) is None  # noqa: PTH112 - the same
    except UnreadableError:
        return True


def _holds_runs(path: Path, depth: int, deeper: list[Path]) -> bool:
    """Return whether there is anything to list at a path; folders that are too deep are put into `deeper`.

    Raises:
        UnreadableError: it is not there or cannot be listed.

    """
    return next(iter(list_runs(path, depth, deeper.append)), None) is not None


def _siblings(tape: Tape) -> list[RunEntry]:
    return [RunEntry(tape.path, key=tape.key, format=tape.format)]

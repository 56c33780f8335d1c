"""The command line: a headless command if the first word is one, else paths to open on the screen.

Nothing heavy is imported before it is needed: `--help` answers in the time of a bare Python start.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from playhead.errors import DEFECT, INTERRUPTED, PlayheadError
from tui import collecting, defects, streams

TYPE_CHECKING = False
if TYPE_CHECKING:  # the name that type checkers know; its module costs a tenth of the time of `--help`
    from typing import NoReturn

VERSION = "0.1.0"

HEADLESS = {
    "info": "what is known of a run: agent, task, outcome, counts, what was found wrong",
    "validate": "what is wrong with a record, or with every record of a folder; exit code 1 on errors",
    "steps": "the steps of a run, one a line",
    "files": "the files a run touched: read, edited, tested",
    "moments": "recovery moments: what went wrong, and what the agent made of it",
    "tests": "tests by test run: what failed when, and which step flipped it",
    "checks": "questions about how the patch was earned: reran without a change, edited before reading ...",
    "propose": "what rules propose as labels; --write puts it into a journal of the rules",
    "stats": "how often people agree with each rule, and who labelled what",
    "label": "set a label from a script",
    "labels": "the labels of a run",
    "attach": "a review, a test report or a gold patch, put to a run that is over",
    "labels pack": "one's labels of many runs as lines for somebody else",
    "labels merge": "what others packed, into the journals of the runs",
    "fold": "write the labels into the record",
    "convert": "a run as a run tape, as ATIF, or as Markdown for a report",
    "record": "a run tape of a shell session, or of one command, while it happens",
    "settings": "where the settings file is, and one with every default",
}
_PRINTS_NO_RECORD = frozenset({"attach", "convert", "fold", "labels pack", "labels merge", "record", "settings"})
_CODES = """exit codes:
  0 done; the screen was left, by a key, a dropped line or a signal   1 problems were found
  2 bad use, or no terminal for a screen   3 it cannot be read   4 it cannot be saved or printed
  70 a defect of playhead   130 interrupted by ctrl+c"""
_MAP = "a mapping file (TOML) that says where things are in a format of your own; may be repeated"


class _Parser(argparse.ArgumentParser):
    """Python's, which quotes words as they are: a shell's `*` makes names of files such words."""

    def error(self, message: str) -> NoReturn:
        """Say through the gate what is wrong with the words, and end the program."""
        super().error(_visible(message))


def main(words: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code: 0 done, 1 found problems, 2 bad use, 3 unreadable, 4 cannot save."""
    given = list(sys.argv[1:] if words is None else words)
    streams.make_sure()
    collecting.wait()
    try:
        if " ".join(given[:2]) in HEADLESS:
            return _headless(" ".join(given[:2]), given[2:])
        if given and given[0] in HEADLESS:
            return _headless(given[0], given[1:])
        return _screen(given[1:] if given and given[0] == "open" else given)
    except PlayheadError as error:
        streams.tell(f"playhead: {_visible(str(error))}")
        return error.exit_code
    except BrokenPipeError:
        streams.let_go()
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place: a defect is told, through the gate
        streams.tell(f"{defects.told(error)}\nplayhead stopped on a defect; please report it.")
        return DEFECT
    finally:
        collecting.begin()


def _headless(name: str, words: list[str]) -> int:
    module = import_module(f"tui.headless.{name.replace(' ', '_')}")
    defects.tell_of_threads(streams.tell)
    collecting.begin()
    parser = _Parser(prog=f"playhead {name}", description=HEADLESS[name])
    module.add_arguments(parser)
    parser.add_argument("--map", metavar="FILE", action="append", default=[], help=_MAP)
    if name not in _PRINTS_NO_RECORD:
        parser.add_argument("--show-secrets", action="store_true", help="print what looks like a credential as it is")
    _say_it_in_ascii_where_needed()
    arguments = parser.parse_args(words)
    if name != "settings":  # which also tells what is wrong in them
        _use_maps(arguments.map)
    if getattr(arguments, "show_secrets", False):
        from playhead.text import show_credentials  # noqa: PLC0415 - the gate masks without being told

        show_credentials()
    code: int = module.run(arguments)
    streams.finish()
    return code


def _use_maps(named: list[str]) -> None:
    """Use the mapping files that were named, and those that the settings name."""
    from tui.own_maps import use  # noqa: PLC0415 - not needed for `--help`

    use(named)


def _say_it_in_ascii_where_needed() -> None:
    """Print ASCII on a terminal whose locale has nothing else; a pipe or a file gets UTF-8."""
    from tui.terminal import shows_unicode  # noqa: PLC0415 - not needed for `--help`

    if shows_unicode():
        return
    from playhead.text import only_ascii  # noqa: PLC0415 - the same
    from playhead.text.ascii import ENCODING_ERRORS  # noqa: PLC0415 - the same

    only_ascii(sys.stdout.isatty())
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty() and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="ascii", errors=ENCODING_ERRORS)


def _screen(words: list[str]) -> int:
    arguments = _screen_parser().parse_args(words)
    if any(word == "-" or word.startswith("-#") for word in arguments.paths):
        _read_the_pipe()
    if not (sys.stdin.isatty() and sys.stdout.isatty() and streams.to_the_terminal()):
        print(
            "playhead: the screen needs a terminal; `playhead info`, `steps` and `labels` work without one.",
            file=sys.stderr,
        )
        return 2
    from tui.terminal import refusal, tells_its_size, trust_the_terminal  # noqa: PLC0415 - only for a screen

    trust_the_terminal(tells_its_size=tells_its_size(sys.stdout.fileno()))
    reason = refusal()
    if reason is not None:
        print(f"playhead: {reason}", file=sys.stderr)
        return 2
    from tui.start import start  # noqa: PLC0415 - Textual costs half a second; nothing above needs it

    return start(arguments)


def _read_the_pipe() -> None:
    """Read what is piped in to its end, then take the keys from the terminal."""
    from playhead.storage.standard_input import piped_file  # noqa: PLC0415 - only where there is a pipe

    piped_file()
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return  # there is none: the screen says so
    os.dup2(terminal, sys.stdin.fileno())
    os.close(terminal)


def _screen_parser() -> argparse.ArgumentParser:
    commands = "\n".join(f"  {name:13}{text}" for name, text in HEADLESS.items())
    parser = _Parser(
        prog="playhead",
        description="Step through the run of a coding agent, see what failed, and label it.",
        epilog=f"commands without a screen (playhead COMMAND --help):\n{commands}\n\n{_CODES}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a run, a folder of runs, - for a pipe (this folder)")
    parser.add_argument("--at", metavar="N", help="open at step N")
    parser.add_argument("--depth", metavar="N", type=int, default=3, help="look for runs N folders deep (3)")
    parser.add_argument("--by", metavar="NAME", help="the name your labels stand under")
    parser.add_argument("--labels", metavar="DIR", help="keep label journals under DIR instead of beside the runs")
    parser.add_argument("--schema", metavar="FILE", help="the vocabulary to label with (TOML)")
    parser.add_argument("--label", action="store_true", help="start in label mode")
    parser.add_argument("--blind", action="store_true", help="hide outcomes, proposals and what others labelled")
    parser.add_argument("--read-only", action="store_true", help="never write anything")
    parser.add_argument("--map", metavar="FILE", action="append", default=[], help=_MAP)
    parser.add_argument("--theme", metavar="NAME", help="dark, light, contrast, contrast-light, ansi, ansi-light, none")
    parser.add_argument("--settings", metavar="FILE", help="read settings from FILE (see: playhead settings)")
    parser.add_argument("--version", action="version", version=f"playhead {VERSION}")
    return parser


def _visible(sentence: str) -> str:
    from playhead.text import clean  # noqa: PLC0415 - only when there is something to say

    return clean(sentence)


if __name__ == "__main__":
    sys.exit(main())

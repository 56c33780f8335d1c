"""`playhead settings`: where the settings are, whether they make sense, and a file with every default."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from playhead.text import clean
from tui.settings import default_text, load_settings, settings_path
from tui.streams import write, write_text


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("--settings", metavar="FILE", help="look at this file instead of the one in use")
    parser.add_argument("--path", action="store_true", help="print only where the file is looked for")


def run(arguments: argparse.Namespace) -> int:
    """Check the settings, print a commented file of defaults; its first line says where it belongs.

    Raises:
        PlayheadError: the settings file makes no sense, or cannot be read.

    """
    file = Path(arguments.settings) if arguments.settings else settings_path()
    if arguments.path:
        name = clean(str(file)).encode() if sys.stdout.isatty() else os.fsencode(file)  # a script gets the exact name
        write(name + b"\n")
        return 0
    load_settings(Path(arguments.settings) if arguments.settings else None)
    write_text(default_text(file))
    return 0

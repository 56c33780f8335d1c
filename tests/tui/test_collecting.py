"""When garbage is looked for."""

from __future__ import annotations

import gc
import sys
from subprocess import run

from tui import collecting


def test_nothing_is_looked_for_until_it_begins():
    """A start puts it off, and what was made until it begins is not looked through again."""
    frozen = gc.get_freeze_count()
    collecting.wait()
    try:
        assert not gc.isenabled()
    finally:
        collecting.begin()
    assert gc.isenabled()
    assert gc.get_freeze_count() > frozen
    gc.unfreeze()


def test_beginning_twice_changes_nothing():
    """Where it was never put off nothing is kept from being looked through."""
    frozen = gc.get_freeze_count()
    collecting.begin()
    assert gc.get_freeze_count() == frozen


def test_a_command_collects_while_it_works(tmp_path):
    """A headless command has imported what it needs when its work begins; from then on garbage is collected."""
    program = (
        "import gc, tui.headless.info as m\nm.run = lambda *a: print(gc.isenabled()) or 0\n"
        "from tui.cli import main\nmain(['info', 'nothing'])\nprint(gc.isenabled())"
    )
    told = run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert told.split() == ["True", "True"]

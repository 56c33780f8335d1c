from __future__ import annotations

import subprocess
import sys

import pytest

import playhead


@pytest.mark.parametrize("name", playhead.__all__)
def test_every_public_name_is_there(name: str) -> None:
    """Each name that the package promises can be imported from it, and is listed."""
    assert getattr(playhead, name) is not None
    assert name in dir(playhead)


def test_another_name_is_an_attribute_error() -> None:
    """A name that is not promised is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="nothing_like_it"):
        playhead.nothing_like_it  # noqa: B018 - the access is the test


def test_importing_the_package_imports_nothing_else() -> None:
    """`import playhead` alone loads no decoder, no format and no screen."""
    code = "import sys, playhead; print([m for m in sys.modules if m.startswith(('playhead.', 'orjson', 'textual'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

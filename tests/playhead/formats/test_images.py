"""Pictures as type, dimensions and size."""

import base64
import json
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playhead import open_tape
from playhead.formats.image_marks import image_marks, image_text
from playhead.formats.images import dimensions, inline_words, named_files, size_text, type_of
from playhead.formats.wrappers import marks_of
from tests.shared_data import labelled

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 1280, 720) + b"\x08\x02\0\0\0"
GIF = b"GIF89a" + struct.pack("<HH", 10, 20) + b"\0" * 20
EXIF = b"\xff\xe1" + struct.pack(">H", 1000) + b"e" * 998
SOF = b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 600, 800) + b"\0" * 10
JPEG = b"\xff\xd8" + EXIF + SOF
VP8X = b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")
VP8L = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + (99 | 49 << 14).to_bytes(4, "little")
VP8 = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 320, 200)


@pytest.mark.parametrize(
    ("head", "kind", "size"),
    [
        (PNG, "image/png", (1280, 720)),
        (GIF, "image/gif", (10, 20)),
        (JPEG, "image/jpeg", (800, 600)),
        (VP8X, "image/webp", (640, 480)),
        (VP8L, "image/webp", (100, 50)),
        (VP8, "image/webp", (320, 200)),
        (PNG[:18], "image/png", None),
        (JPEG[:500], "image/jpeg", None),
        (b"<svg/>", "", None),
        (b"", "", None),
    ],
)
def test_type_and_dimensions_are_read_off_the_first_bytes(head: bytes, kind: str, size: tuple[int, int] | None) -> None:
    """PNG, GIF, JPEG and the three kinds of WebP; what is cut short or something else has none."""
    assert type_of(head) == kind
    assert dimensions(head) == size


@given(st.binary(max_size=200), st.sampled_from([b"", PNG, GIF, JPEG, VP8X, VP8L, VP8]), st.integers(0, 60))
def test_no_bytes_break_the_reading(noise: bytes, start: bytes, cut: int) -> None:
    """Whatever stands in a picture, reading it ends with dimensions or without."""
    found = dimensions(start[:cut] + noise)
    assert found is None or (found[0] >= 0 and found[1] >= 0)


@given(
    st.none() | st.text(max_size=9),
    st.text(max_size=60) | st.binary(max_size=90).map(lambda one: base64.b64encode(one).decode()),
)
def test_any_base64_is_some_words(media_type: str | None, data: str) -> None:
    """Type, dimensions and size as far as they tell, and always a size."""
    assert inline_words(media_type, data)[-1].endswith(("B", "kB", "MB"))


def test_a_picture_in_base64_is_told_in_three_words() -> None:
    """Type, dimensions, size; the type is read off the bytes where nobody names it."""
    data = base64.b64encode(PNG + b"\0" * 83_971).decode()
    assert inline_words(None, data) == ["image/png", "1280x720", "84 kB"]
    assert size_text(999) == "999 B"
    assert size_text(1_400_000) == "1.4 MB"


def written(**more: object) -> str:
    """Return a picture as Harbor's Claude adapter writes it."""
    source = {"type": "base64", "data": base64.b64encode(PNG + b"\0" * 90_000).decode(), "media_type": "image/png"}
    return json.dumps({"type": "image", "source": source, **more})


def test_a_picture_that_is_told_twice_is_wrapping_the_second_time() -> None:
    """Harbor's adapter adds what it got as metadata: that is no second picture."""
    output = f"{written()}\n\n[metadata] {written()}"
    assert [mark.role for mark in marks_of("harbor", "Read", output)] == ["image", "wrapper"]


def test_a_picture_written_as_json_is_marked_and_told() -> None:
    """The whole object is one mark, wherever it stands; what is around it stays output."""
    picture = written(dimensions={"originalWidth": 1280})
    output = f"before\n{picture}\nafter {picture}"
    marks = marks_of("harbor", "Read", output)
    assert [output[mark.start : mark.end] for mark in marks if mark.role == "image"] == [picture, picture]
    assert image_text(output, marks[0]) == "[image image/png 1280x720 90 kB]"


@given(
    st.lists(
        st.sampled_from(['{"type": "image", "source": {', '"data": "', "iVBOR", '"', "}", "{", " ", "\\"]), max_size=30
    )
)
def test_a_torn_picture_marks_nothing_it_should_not(pieces: list[str]) -> None:
    """Objects that never close end somewhere in the output, marks are in order and apart, and each has words."""
    output = "".join(pieces)
    at = 0
    for mark in image_marks(output):
        assert at <= mark.start < mark.end <= len(output)
        assert image_text(output, mark).startswith("[image")
        at = mark.end


def test_files_beside_the_record_are_told_and_none_beyond_it(tmp_path: Path) -> None:
    """A picture that a text names is looked at inside the run's folder only, and only where it is a file."""
    run = tmp_path / "run"
    (run / "images").mkdir(parents=True)
    (run / "images" / "a.png").write_bytes(PNG)
    (run / "folder.png").mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    (run / "link.png").symlink_to(tmp_path / "secret.png")
    text = " ".join(
        f"[image image/png {path}]"
        for path in (
            "images/a.png",
            "../secret.png",
            "link.png",
            "folder.png",
            "missing.png",
            str(tmp_path / "secret.png"),
        )
    )
    assert named_files(text, run) == [("images/a.png", "1280x720 29 B")]
    assert named_files("no picture", run) == []


def test_a_real_run_with_pictures_shows_what_they_are() -> None:
    """The chess board that an agent read is a picture of 640 by 640, not 99,000 letters."""
    steps = open_tape(labelled("codetracer", "trials", "chess-best-move__wpPQ5MU")).steps
    told = [
        image_text(action.output or "", mark)
        for place in range(min(8, len(steps)))
        for action in steps[place].actions
        for mark in action.marks
        if mark.role == "image"
    ]
    assert told == ["[image image/png 640x640 37 kB]"]


def test_checksums_are_not_needed() -> None:
    """A picture whose rest is missing still tells its dimensions."""
    assert dimensions(PNG + struct.pack(">I", zlib.crc32(b"other"))) == (1280, 720)

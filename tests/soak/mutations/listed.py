"""Every mutation, by the promise that it breaks."""

from __future__ import annotations

from tests.soak.mutations.mutation import Mutation
from tests.soak.mutations.of_folds import FOLDING

_REPLAY = "tests/soak/test_replay.py::test_no_acknowledged_label_is_lost_to_a_power_loss"
_REPLAY_OTHER = "tests/soak/test_replay.py::test_other_files_are_whole_or_not_believed"
_KEYS, _DRIVER = "tests/tui/test_terminal_keys.py", "tui/terminal_driver.py"
_MASKING = "tests/tui/test_masking.py"
_LABELS = "tests/playhead/labels"
_JOURNAL, _STORE = f"{_LABELS}/test_journal.py", f"{_LABELS}/test_store.py"

APPEND, JOURNAL = "playhead/labels/append.py", "playhead/labels/journal.py"

SAVING = (
    Mutation("drop the fdatasync", APPEND, "        _sync(descriptor)\n", "        pass\n", (_REPLAY,)),
    Mutation(
        "drop the tail check",
        APPEND,
        'return size == 0 or os.pread(descriptor, 1, size - 1) in (b"\\n", b"")',
        "return True",
        (_REPLAY,),
    ),
    Mutation("take a short write for a whole one", APPEND, "if written == len(data):", "if written:", (_JOURNAL,)),
    Mutation(
        "drop the sync of the folder of a new journal",
        JOURNAL,
        "                sync_folder(folder)\n",
        "",
        (_REPLAY,),
    ),
    Mutation(
        "drop the sync of the folder above a new one",
        JOURNAL,
        "                keep_folder(self.folder, parents=self._parents)\n",
        "",
        (_REPLAY,),
    ),
    Mutation("follow links at create", JOURNAL, "os.O_CREAT | os.O_NOFOLLOW |", "os.O_CREAT |", (_JOURNAL,)),
    Mutation(
        "no lock on a journal",
        JOURNAL,
        "fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(file, fcntl.LOCK_UN)",
        (_JOURNAL,),
    ),
    Mutation(
        "retry on a poisoned descriptor",
        JOURNAL,
        "                self._poisoned.add(self.path.name)\n            self.close()",
        "                pass",
        (_JOURNAL,),
    ),
    Mutation(
        "believe a journal that was replaced meanwhile",
        JOURNAL,
        "                if self._in_place(file) is not None:\n                    return\n",
        "                return\n",
        (_JOURNAL,),
    ),
    Mutation(
        "acknowledge before the sync",
        "playhead/labels/saver.py",
        "            self._journal.append(events)\n",
        "            self._pending.clear()\n            self._journal.append(events)\n",
        (_REPLAY,),
    ),
    Mutation(
        "clear what waits before it is saved",
        "playhead/labels/spool.py",
        "if not problems and all(event.id in saved for event in events):",
        "if True:",
        (_STORE,),
    ),
)

MERGING = (
    Mutation(
        "merge by clock",
        "playhead/labels/registers.py",
        "def _by_id(event: Event) -> str:\n    return event.id",
        "def _by_id(event: Event) -> str:\n    return event.at or event.id",
        (f"{_LABELS}/test_state.py",),
    ),
    Mutation(
        "believe the clock for new ids",
        "playhead/labels/ids.py",
        "_last = fresh if fresh > _last else _last + 1 + _random(32)",
        "_last = fresh",
        (f"{_LABELS}/test_event.py",),
    ),
    Mutation(
        "drop what a later version wrote",
        "playhead/labels/event.py",
        "event = Event(**known, unknown=_left_over(fields, known))",
        "event = Event(**known)",
        (f"{_LABELS}/test_event.py",),
    ),
)

READING = (
    Mutation(
        "unpack a bomb",
        "playhead/storage/unpacking.py",
        "return min(MOST_BYTES, max(free, packed * ratio))",
        "return MOST_BYTES",
        ("tests/playhead/formats/test_packed.py",),
    ),
    Mutation(
        "print the text of a record as it is",
        "tui/headless/table.py",
        "first = [[clean(cell) for cell in row] for row in islice(coming, _LAID_OUT)]",
        "first = [list(row) for row in islice(coming, _LAID_OUT)]",
        ("tests/soak/test_text.py::test_a_little_of_the_family_holds",),
    ),
    Mutation(
        "clean only C0",
        "playhead/text/glyphs.py",
        'if category[0] == "C" or category in ("Zl", "Zp") or point in _BLANK:',
        "if point < 0x20:",
        ("tests/playhead/text/test_clean.py",),
    ),
    Mutation(
        "trust the index",
        "playhead/formats/run_tape/kept.py",
        'return bool(_stamp(file, reached.indexed) == state["stamp"])',
        "return True",
        ("tests/playhead/formats/test_run_tape_kept.py",),
    ),
    Mutation(
        "trust the columns of an index",
        "playhead/storage/kept_columns.py",
        "if digest.digest() != start[len(_MAGIC) :]:",
        "if False:",
        ("tests/playhead/storage/test_kept_columns.py",),
    ),
    Mutation(
        "believe what a power loss left of the list's memory",
        "playhead/corpus/cache.py",
        "if _sealed(value, row[1]) != row[3]:",
        "if False:",
        (_REPLAY_OTHER,),
    ),
    Mutation(
        "drop the sync of the folder after a conversion",
        "playhead/writing/converting/convert.py",
        "        sync_folder(out.parent)\n",
        "",
        (_REPLAY_OTHER,),
    ),
    Mutation(
        "forget what was heard when a recording is ended",
        "playhead/recording/recorder.py",
        "    heard.end(None)\n    if isinstance(error, BrokenPipeError):",
        "    if isinstance(error, BrokenPipeError):",
        ("tests/playhead/recording/test_recorder.py::test_what_was_heard_before_a_signal_is_in_the_tape",),
    ),
)

SECRETS = (
    Mutation(
        "credentials unmasked on a screen",
        "playhead/text/credentials.py",
        "return _short_line(line) if len(line) <= _SHORT else _line(line)",
        "return line",
        (f"{_MASKING}::test_a_key_shows_credentials_and_masks_them_again",),
    ),
    Mutation(
        "credentials unmasked in copies",
        "tui/commands/copying.py",
        "    safe = found.without_credentials()\n",
        "    safe = found\n",
        (f"{_MASKING}::test_copies_are_masked_unless_they_are_shown",),
    ),
    Mutation(
        "credentials unmasked in what a list keeps",
        "playhead/corpus/known.py",
        "        for name in _TEXTS:\n",
        "        for name in ():\n",
        ("tests/playhead/corpus/test_cache.py",),
    ),
)

TERMINAL = (
    Mutation(
        "make keys of what is pasted",
        "tui/terminal_keys.py",
        "                self._pasted = []\n",
        "",
        (f"{_KEYS}::test_a_paste_is_one_event_of_its_text",),
    ),
    Mutation(
        "print the traceback of a thread as it is",
        "tui/defects.py",
        "    threading.excepthook = ended\n",
        "",
        ("tests/tui/test_in_a_terminal.py::test_a_defect_of_a_thread_shows_no_byte_of_a_record",),
    ),
    Mutation(
        "draw on the errors' stream whatever it is",
        _DRIVER,
        "_Screen(to_the_terminal() or self._file)",
        "_Screen(self._file)",
        ("tests/tui/test_in_a_terminal.py::test_errors_that_go_elsewhere_do_not_take_the_screen_with_them",),
    ),
    Mutation(
        "stop where nobody can continue it",
        "tui/job.py",
        "signal.raise_signal(signal.SIGTSTP)",
        "signal.raise_signal(signal.SIGSTOP)",
        ("tests/tui/test_suspending.py::test_without_a_shell_ctrl_z_stops_nothing",),
    ),
    Mutation(
        "let an error out of the pipe",
        "tui/commands/piping.py",
        "except OSError as error",
        "except BlockingIOError as error",
        ("tests/tui/test_piping.py::test_without_a_shell_the_screen_comes_back_and_says_so",),
    ),
    Mutation(
        "end at a byte that is no text",
        "tui/terminal_keys.py",
        '("utf-8")("replace")',
        '("utf-8")("strict")',
        (f"{_KEYS}::test_a_screen_goes_on_after_bytes_that_are_no_text",),
    ),
    Mutation(
        "read on from a terminal that hung up",
        _DRIVER,
        "if not data and not os.isatty(self.fileno):",
        "if False:",
        ("tests/tui/test_terminal_driver.py::test_a_terminal_that_hung_up_is_gone_though_it_can_be_read",),
    ),
    Mutation(
        "take a part of a frame for all of it",
        "tui/streams.py",
        "            data = data[os.write(descriptor, data) :]\n",
        "            os.write(descriptor, data)\n            return\n",
        ("tests/tui/test_terminal_driver.py::test_a_frame_is_sent_whole_by_a_file_without_a_buffer",),
    ),
)

ALL = (*SAVING, *FOLDING, *MERGING, *READING, *SECRETS, *TERMINAL)

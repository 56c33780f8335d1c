"""Mutations of folds: what keeps a record whole, its owner's, and free of what was not labelled."""

from __future__ import annotations

from tests.soak.mutations.mutation import Mutation

_REPLAY_FOLD = "tests/soak/test_replay.py::test_a_fold_leaves_the_record_old_or_new"
_TESTS = "tests/playhead/labels/fold"
_FOLD_FILES, _FOLD_TAPE = f"{_TESTS}/test_fold_files.py", f"{_TESTS}/test_fold_run_tape.py"
_FOLD_OWNERS, _FOLD_JSON = f"{_TESTS}/test_fold_owners.py", f"{_TESTS}/test_fold_json.py"

REWRITE, OPENED = "playhead/labels/fold/rewrite.py", "playhead/labels/fold/opened.py"
LEFT, INTO_TAPE = "playhead/labels/fold/left.py", "playhead/labels/fold/into_tape.py"

FOLDING = (
    Mutation("rename before fsync", REWRITE, "                os.fsync(copy)\n", "", (_REPLAY_FOLD,)),
    Mutation(
        "drop the sync of the folder after a fold", REWRITE, "            sync_folder(folder)\n", "", (_REPLAY_FOLD,)
    ),
    Mutation(
        "skip the look before the rename",
        REWRITE,
        "not record.unchanged():\n",
        "False:\n",
        (_FOLD_FILES,),
    ),
    Mutation(
        "skip the look after the exchange",
        REWRITE,
        "record.unchanged(name):\n",
        "name:\n",
        (_FOLD_FILES,),
    ),
    Mutation(
        "forget what was written into what a killed fold left",
        LEFT,
        "    if told is not None and _is_foreign(",
        "    if told is None and _is_foreign(",
        (f"{_FOLD_FILES}::test_what_was_written_into_the_former_record_of_a_killed_fold_comes_back",),
    ),
    Mutation(
        "take a record from its owner",
        REWRITE,
        "                _own(copy, record)\n",
        "",
        (f"{_FOLD_OWNERS}::test_a_record_of_another_account_is_left_to_it",),
    ),
    Mutation(
        "grant what the folder grants on new files",
        REWRITE,
        "                    os.removexattr(copy, name)\n",
        "                    pass\n",
        (f"{_FOLD_OWNERS}::test_what_a_folder_grants_on_new_files_is_not_granted_on_a_record",),
    ),
    Mutation(
        "take other records' copies for one's own",
        LEFT,
        "return start if start.encode() == name else",
        "return start if start else",
        (f"{_FOLD_OWNERS}::test_a_fold_leaves_what_the_folds_of_other_records_are_at",),
    ),
    Mutation(
        "reserialise on fold",
        REWRITE,
        "write_all(copy, _spliced(chunk, offset, splice))",
        "import json\n        write_all(copy, json.dumps(json.loads(_spliced(chunk, offset, splice))).encode())",
        (_FOLD_JSON, _REPLAY_FOLD),
    ),
    Mutation(
        "truncate the journal after a fold",
        "playhead/labels/store.py",
        '        if result.status in ("folded", "unchanged"):\n',
        '        for one in self._places.journals.glob("*.jsonl"):\n            one.write_bytes(b"")\n'
        '        if result.status in ("folded", "unchanged"):\n',
        (_REPLAY_FOLD,),
    ),
    Mutation(
        "fold what no journal holds",
        "playhead/labels/store.py",
        "        try:\n            self.flush()\n        except",
        "        try:\n            pass\n        except",
        (_FOLD_FILES,),
    ),
    Mutation(
        "no lock on a record",
        OPENED,
        "fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.flock(descriptor, fcntl.LOCK_UN)",
        (_FOLD_FILES,),
    ),
    Mutation(
        "fold beside a writer",
        OPENED,
        "                _refuse_writers(status, descriptor, path)\n",
        "",
        (_FOLD_FILES,),
    ),
    Mutation("part the names of a file", REWRITE, "if record.status.st_nlink > 1:", "if False:", (_FOLD_FILES,)),
    Mutation(
        "leave a tape unfinished for ever after a power loss",
        INTO_TAPE,
        "if size == 0 or (torn and not _may_be_ours(torn, tape)):",
        "if size == 0 or torn:",
        (_REPLAY_FOLD,),
    ),
    Mutation(
        "cut off what somebody else wrote",
        INTO_TAPE,
        "if 0 < grown <= len(lines) and tape.read(size, grown) == lines[:grown]:",
        "if grown:",
        (_FOLD_TAPE,),
    ),
)

"""The list of mutations: each still applies, and one that nothing sees is told of."""

from __future__ import annotations

import pytest

from tests.soak.mutations import family, trying
from tests.soak.mutations.listed import ALL
from tests.soak.mutations.mutation import PROJECT, Mutation, NoLongerAppliesError


@pytest.mark.parametrize("mutation", ALL, ids=lambda one: one.name)
def test_every_mutation_still_applies(mutation):
    """What a mutation takes out stands in its file once, what is left is Python, and its tests are there."""
    compile(mutation.mutated(), mutation.file, "exec")
    for test in mutation.tests:
        file, _, name = test.partition("::")
        assert f"def {name}" in (PROJECT / file).read_text(encoding="utf-8")


def test_every_mutation_has_a_name_of_its_own():
    """No two mutations are called the same."""
    assert len({one.name for one in ALL}) == len(ALL)


def test_a_mutation_whose_text_is_gone_is_a_failure(tmp_path):
    """A mutation that is not found once is told of; the file stays as it was."""
    (tmp_path / "a.py").write_text("x = 1\n")
    gone = Mutation("gone", "a.py", "y", "z", ("t.py",))
    with pytest.raises(NoLongerAppliesError, match="0 times"):
        gone.mutated(tmp_path)
    assert "0 times" in trying.survives(gone, tmp_path)


_X = Mutation("x", "a.py", "x = 1", "x = 2", ("test_a.py",))


def test_a_test_that_turns_red_has_seen_the_mutation(tmp_path):
    """The tests that are named run with the mutation in place, and the file is as it was afterwards."""
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "test_a.py").write_text("import runpy\ndef test_it():\n    assert runpy.run_path('a.py')['x'] == 1\n")
    assert trying.survives(_X, tmp_path) is None
    assert (tmp_path / "a.py").read_text() == "x = 1\n"


@pytest.mark.parametrize(("code", "why"), [(0, "no test turned red"), (4, "were not run"), (-1, "were not run")])
def test_a_mutation_that_no_test_sees_is_told_of(tmp_path, monkeypatch, code, why):
    """Green tests after a mutation are a failure, and so are tests that cannot be run."""
    (tmp_path / "a.py").write_text("x = 1\n")
    monkeypatch.setattr(trying, "tested", lambda *_, **__: (code, ""))
    assert why in trying.survives(_X, tmp_path)


def test_the_family_runs_a_part_of_the_list_at_a_small_scale(monkeypatch):
    """The line of the table counts the mutations that were tried and names those that survived."""
    monkeypatch.setattr(family, "copied", lambda to: to)
    monkeypatch.setattr(family, "tested", lambda *_, **__: (0, ""))
    monkeypatch.setattr(family, "survives", lambda one, _: None if one is ALL[0] else f"{one.name}: no test turned red")
    (line,) = family.run(0.1)
    assert line.cases == round(len(ALL) / 10)
    assert len(line.failures) == line.cases - 1

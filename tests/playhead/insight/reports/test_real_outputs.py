"""What runners really printed of small suites of ours: the .txt files beside this one, paths made plain."""

from __future__ import annotations

from pathlib import Path

import pytest

from playhead.insight.reports import TestReport, reports_in

HERE = Path(__file__).parent
WORDS = "test_calc.py::test_words"
PYTEST = {
    f"{WORDS}[one two-1]",
    f"{WORDS}[x - y-2]",
    f"{WORDS}[\\xe9-3]",
    "test_calc.py::TestMath::test_add",
    "test_calc.py::TestSub::test_err",
    "test_calc.py::TestSub::test_many",
    "test_calc.py::TestSub::test_us",
    "test_calc.py::test_setup",
}
CASES = {"suite.Cases.test_err", "suite.Cases.test_many", "suite.Cases.test_other"}
DJANGO = {"orders.tests.OrderTests.test_total", "orders.tests.OrderTests.test_admin"}
GO = {"TestTotal/two_items", "TestTotal/deep/deeper"}
JEST = {"cart › total › is wrong (really)", "top level"}
VITEST = {"vt/a.test.mjs > cart > total > is wrong", "vt/a.test.mjs > top level", "vt/broken.test.mjs"}
MOCHA = {"cart #total() is wrong: really", 'hooks "before all" hook for "x"'}
NODE = {"cart > total > is wrong", "broken"}
RSPEC = {"Cart breaks", "Cart #total is wrong"}
MINITEST = {"CartTest#test_bad", "CartTest#test_err"}
PHP = {"CartTest::testErr", "CartTest::testBad", 'CartTest::testPairs with data set "not same" (1, 2)'}
JAVA = {"com.x.CartTest.breaks", "com.x.CartTest.pairs(int)[2]", "com.x.CartTest.wrong"}
# file, runner, (passed, failed, errors, skipped), what failed
TOLD = [
    ("pytest-failing", "pytest", (3, 7, 1, 2), PYTEST),
    ("pytest-verbose", "pytest", (3, 7, 1, 2), PYTEST),
    ("pytest-quiet", "pytest", (3, 7, 1, 2), PYTEST),
    ("pytest-xdist", "pytest", (3, 7, 1, 2), PYTEST),
    ("pytest-rA", "pytest", (3, 7, 1, 2), PYTEST),
    ("pytest-good", "pytest", (2, 0, 0, 0), set()),
    ("pytest-none", "pytest", (0, 0, 0, 0), set()),
    ("pytest-broken", "pytest", (0, 0, 1, 0), {"test_broken.py"}),
    ("unittest-failing", "unittest", (1, 3, 1, 1), CASES),
    ("unittest-verbose", "unittest", (1, 3, 1, 1), CASES),
    ("unittest-good", "unittest", (1, 0, 0, 0), set()),
    ("unittest-missing", "unittest", (0, 0, 1, 0), {"unittest.loader._FailedTest.no_such_module"}),
    ("unittest-none", "unittest", (0, 0, 0, 0), set()),
    ("django-1", "unittest", (2, 1, 1, 0), DJANGO),
    ("django-2", "unittest", (2, 1, 1, 0), DJANGO),
    ("tox-plain", "tox", (1, 0, 0, 0), set()),
    ("nox-lint", "nox", (0, 1, 0, 0), {"lint"}),
    ("nox-1", "pytest", (2, 0, 0, 0), set()),
    ("go-verbose", "go test", (3, 2, 0, 1), GO),
    ("go-all", "go test", (None, 3, 1, None), {*GO, "TestBoom", "example.com/shop/bad"}),
    ("go-good", "go test", (None, 0, 0, None), set()),
    ("go-broken", "go test", (None, 0, 1, None), {"example.com/shop/bad"}),
    ("go-panic", "go test", (None, 1, 0, None), {"TestBoom"}),
    ("cargo-1", "cargo test", (2, 1, 0, 1), {"tests::wrong"}),
    ("cargo-q", "cargo test", (2, 1, 0, 1), {"tests::wrong"}),
    ("cargo-nofail", "cargo test", (4, 3, 0, 1), {"tests::wrong", "result", "src/lib.rs - add (line 5)"}),
    ("cargo-good", "cargo test", (1, 0, 0, 0), set()),
    ("ctest-1", "ctest", (1, 3, 0, 1), {"wrong", "missing", "slow"}),
    ("ctest-output", "ctest", (1, 1, 0, 0), {"wrong"}),
    ("ctest-good", "ctest", (1, 0, 0, 0), set()),
    ("jest-1", "jest", (3, 2, 1, 2), {*JEST, "jt/broken.test.js"}),
    ("jest-verbose", "jest", (2, 2, 0, 2), JEST),
    ("jest-good", "jest", (1, 0, 0, 0), set()),
    ("vitest-1", "vitest", (2, 2, 1, 1), VITEST),
    ("vitest-verbose", "vitest", (2, 2, 1, 1), VITEST),
    ("vitest-good", "vitest", (1, 0, 0, 0), set()),
    ("mocha-1", "mocha", (2, 2, 0, 1), MOCHA),
    ("mocha-color", "mocha", (3, 2, 0, 1), MOCHA),
    ("mocha-dot", "mocha", (2, 2, 0, 1), MOCHA),
    ("mocha-good", "mocha", (1, 0, 0, 0), set()),
    ("node-spec", "node", (2, 2, 0, 1), NODE),
    ("node-tap", "node", (2, 2, 0, 1), NODE),
    ("node-good", "node", (1, 0, 0, 0), set()),
    ("bats-tap", "tap", (1, 1, 0, 1), {"is wrong (really)"}),
    ("bats-pretty", "bats", (1, 1, 0, 1), {"is wrong (really)"}),
    ("perl-tap", "tap", (1, 1, 0, 1), {"second"}),
    ("mocha-tap", "tap", (2, 2, 0, 1), {"cart total() is wrong: really", 'hooks "before all" hook for "x"'}),
    ("prove-1", "prove", (4, 1, 1, 0), {"t/a.t", "t/c.t"}),
    ("prove-v", "prove", (4, 1, 1, 0), {"t/a.t", "t/c.t"}),
    ("prove-good", "prove", (2, 0, 0, 0), set()),
    ("rspec-1", "rspec", (1, 2, 0, 1), RSPEC),
    ("rspec-doc", "rspec", (1, 2, 0, 1), RSPEC),
    ("rspec-broken", "rspec", (0, 0, 1, 0), {"./broken_spec.rb"}),
    ("rspec-good", "rspec", (1, 0, 0, 0), set()),
    ("minitest-1", "minitest", (1, 1, 1, 1), MINITEST),
    ("minitest-v", "minitest", (1, 1, 1, 1), MINITEST),
    ("phpunit-1", "phpunit", (3, 2, 1, 2), PHP),
    ("phpunit-good", "phpunit", (1, 0, 0, 0), set()),
    ("surefire-failing", "surefire", (3, 2, 1, 1), JAVA),
    ("surefire-good", "surefire", (1, 0, 0, 0), set()),
]  # fmt: skip


def read(name: str) -> str:
    """Return what a runner printed."""
    return (HERE / f"{name}.txt").read_bytes().decode()


def counts(one: TestReport) -> tuple[int | None, ...]:
    """Return how many passed, failed, broke, were skipped."""
    return one.passed, one.failed, one.errors, one.skipped


@pytest.mark.parametrize(("name", "runner", "told", "failing"), TOLD, ids=[one[0] for one in TOLD])
def test_what_a_runner_printed_is_read_whole(
    name: str, runner: str, told: tuple[int | None, ...], failing: set[str]
) -> None:
    """Runner, counts and failing tests of a real output are those that its suite has; nothing is missing from it."""
    (one,) = reports_in(read(name))
    assert (one.runner, counts(one), set(one.failing), one.partial) == (runner, told, failing, False)


@pytest.mark.parametrize(("name", "runner", "told", "failing"), TOLD, ids=[one[0] for one in TOLD])
def test_half_of_an_output_never_claims_that_all_is_well(
    name: str, runner: str, told: tuple[int | None, ...], failing: set[str]
) -> None:
    """The first two thirds of an output of failing tests have no report, one that says so, or one that fails."""
    text = read(name)
    for one in reports_in(text[: len(text) * 2 // 3]) if failing else ():
        assert one.partial or one.bad


def test_two_thirds_of_a_failing_run_name_what_they_show() -> None:
    """Cut before its summary, a verbose report has no counts and names what is there."""
    text = read("pytest-verbose")
    (one,) = reports_in(text[: len(text) // 4])
    assert (one.passed, one.failed, one.partial) == (None, None, True)
    assert "test_calc.py::TestMath::test_add" in one.failing


@pytest.mark.parametrize("name", ["pytest-verbose", "pytest-rA", "pytest-xdist"])
def test_passing_tests_are_named_where_pytest_names_them(name: str) -> None:
    """With `-v`, xdist's `-v` and `-rA` the passing tests have names."""
    (one,) = reports_in(read(name))
    assert set(one.passing) == {"test_calc.py::test_good", "test_calc.py::TestSub::test_fine"}


def test_without_a_short_summary_headers_name_what_failed() -> None:
    """The blocks of failures name tests with their file, as ids; a subtest without a place by its header."""
    (one,) = reports_in(read("pytest-no-summary"))
    assert not one.partial
    assert set(one.failing) == {*(PYTEST - {"test_calc.py::TestSub::test_us"}), "TestSub.test_us"}
    assert dict(one.signatures)["test_calc.py::test_setup"] == "RuntimeError: no database"


def test_tests_in_a_tree_are_named_with_their_suites() -> None:
    """Passing tests of jest, mocha, node and vitest are named as the failing ones are, by suites and title."""
    assert set(reports_in(read("jest-verbose"))[0].passing) == {"cart › stands alone", "cart › total › adds up"}
    assert set(reports_in(read("mocha-1"))[0].passing) == {"cart stands alone", "cart #total() adds up"}
    assert set(reports_in(read("node-spec"))[0].passing) == {"cart > total > adds up", "top level"}
    assert reports_in(read("node-tap"))[0].passing == reports_in(read("node-spec"))[0].passing
    assert "vt/a.test.mjs > cart > total > adds up" in reports_in(read("vitest-verbose"))[0].passing


@pytest.mark.parametrize(
    ("name", "test", "says"),
    [
        ("pytest-quiet", "test_calc.py::TestMath::test_add", "AssertionError: adding is broken"),
        ("unittest-verbose", "suite.Cases.test_other", "AssertionError: Lists differ: [1] != [2]"),
        ("django-1", "orders.tests.OrderTests.test_admin", "ValueError: no price"),
        ("go-verbose", "TestTotal/two_items", "got 1, want 2"),
        ("cargo-1", "tests::wrong", "src/lib.rs:12:45: assertion `left == right` failed: really"),
        ("jest-1", "top level", "boom"),
        ("vitest-1", "vt/a.test.mjs > top level", "Error: boom"),
        ("mocha-1", "cart #total() is wrong: really", "AssertionError [ERR_ASSERTION]: 1 == 2"),
        ("rspec-1", "Cart #total is wrong", "expected: 2 got: 1"),
        ("phpunit-1", "CartTest::testBad", "totals differ"),
        ("surefire-failing", "com.x.CartTest.breaks", "IllegalState no price"),
    ],
)
def test_a_failure_has_the_line_that_says_why(name: str, test: str, says: str) -> None:
    """The signature of a failing test is what its runner says of it."""
    assert dict(reports_in(read(name))[0].signatures)[test] == says


def test_inner_reports_of_tox_are_told_one_by_one() -> None:
    """Where environments print reports of their own, these are told, and not what tox sums up."""
    first, second = reports_in(read("tox-1"))
    assert (first.runner, counts(first)) == ("pytest", (2, 0, 0, 0))
    assert (second.runner, counts(second)) == ("pytest", (3, 7, 1, 2))


@pytest.mark.parametrize("name", ["none-go", "none-ctest", "none-jest"])
def test_a_runner_that_found_no_tests_reports_none(name: str) -> None:
    """Without tests there is no report of them."""
    assert reports_in(read(name)) == ()

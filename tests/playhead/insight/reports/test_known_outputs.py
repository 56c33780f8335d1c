"""What runners print that were not at hand, written down from their sources and manuals; and what only looks alike."""

from __future__ import annotations

import pytest

from playhead.insight.reports import reports_in

NEXTEST = """\
    Starting 3 tests across 2 binaries (1 test skipped)
        PASS [   0.004s] shop tests::adds
        FAIL [   0.012s] shop tests::wrong
──── STDERR:             shop tests::wrong
thread 'tests::wrong' panicked at src/lib.rs:12:5
     TIMEOUT [  60.003s] shop::it slow
────────────
     Summary [  60.013s] 3 tests run: 1 passed, 1 failed, 1 timed out, 1 skipped
        FAIL [   0.012s] shop tests::wrong
error: test run failed
"""
NEXTEST_GOOD = (
    "        PASS [   0.004s] (1/1) shop tests::adds\n     Summary [   0.005s] 1 test run: 1 passed, 0 skipped\n"
)
SUREFIRE_2 = """\
-------------------------------------------------------
 T E S T S
-------------------------------------------------------
Running com.x.CartTest
Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.05 sec <<< FAILURE! - in com.x.CartTest
wrong(com.x.CartTest)  Time elapsed: 0.01 sec  <<< FAILURE!
java.lang.AssertionError: expected:<1> but was:<2>
\tat com.x.CartTest.wrong(CartTest.java:9)

breaks(com.x.CartTest)  Time elapsed: 0 sec  <<< ERROR!
java.lang.IllegalStateException: no price

Results :

Failed tests:
  CartTest.wrong:9 expected:<1> but was:<2>

Tests in error:
  CartTest.breaks:12 IllegalState no price

Tests run: 3, Failures: 1, Errors: 1, Skipped: 0

[INFO] BUILD FAILURE
"""
SUREFIRE_MODULES = """\
[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.02 s -- in a.ATest
[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0
[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1, Time elapsed: 0.02 s -- in b.BTest
[WARNING] Tests run: 3, Failures: 0, Errors: 0, Skipped: 1
"""
GRADLE = """\
> Task :test FAILED

CartTest > wrong() FAILED
    org.opentest4j.AssertionFailedError at CartTest.java:9

CartTest > pairs(int) > [2] 2 FAILED
    java.lang.AssertionError at CartTest.java:12

5 tests completed, 2 failed, 1 skipped

FAILURE: Build failed with an exception.
BUILD FAILED in 2s
"""
GRADLE_EACH = """\
> Task :test
CartTest > good() PASSED
CartTest > later() SKIPPED

BUILD SUCCESSFUL in 1s
"""
DOTNET = """\
[xUnit.net 00:00:00.51]     Shop.CartTests.Wrong [FAIL]
  Failed Shop.CartTests.Wrong [3 ms]
  Error Message:
   Assert.Equal() Failure: Values differ
  Stack Trace:
     at Shop.CartTests.Wrong() in /project/CartTests.cs:line 9
  Passed Shop.CartTests.Pairs(a: 1, b: "x y") [< 1 ms]

Failed!  - Failed:     1, Passed:     4, Skipped:     1, Total:     6, Duration: 20 ms - Shop.Tests.dll (net8.0)
"""
DOTNET_OLD = """\
  X Shop.CartTests.Wrong [3ms]
  √ Shop.CartTests.Good [1ms]

Test Run Failed.
Total tests: 2
     Passed: 1
     Failed: 1
 Total time: 1.2 Seconds
"""
DOTNET_NEW = """\
  failed Wrong cart is told (3ms)
Test summary: total: 3, failed: 1, succeeded: 2, skipped: 0, duration: 1.2s
"""
PHPUNIT_11 = """\
PHPUnit 11.2.0 by Sebastian Bergmann and contributors.

.FW.                                                                4 / 4 (100%)

There was 1 failure:

1) Shop\\CartTest::testTotal with data set #0 (1, 2)
Failed asserting that 2 is identical to 1.

/project/tests/CartTest.php:12

--

There was 1 risky test:

1) Shop\\CartTest::testNothing
This test did not perform any assertions

FAILURES!
Tests: 4, Assertions: 3, Failures: 1, Warnings: 1, Risky: 1.
"""
PHPUNIT_ISSUES = "OK, but there were issues!\nTests: 4, Assertions: 4, Deprecations: 1.\n"
PYTEST_3 = """\
============================= test session starts ==============================
collected 3 items

astropy/table/tests/test_a.py .F.                                        [100%]

=================================== FAILURES ===================================
___________________________ TestTable.test_add[1.5] ____________________________

    def test_add(self):
>       assert 1 == 2
E       assert 1 == 2

astropy/table/tests/test_a.py:12: AssertionError
===================== 1 failed, 2 passed in 0.12 seconds =======================
"""
SYMPY = """\
____________ sympy/core/tests/test_expr.py:test_add ____________
AssertionError
============= tests finished: 12 passed, 1 failed, 2 expected to fail, in 3.45 seconds =============
DO *NOT* COMMIT!
"""
NOSE = """\
.F
======================================================================
FAIL: tests.test_cart.test_total
----------------------------------------------------------------------
Traceback (most recent call last):
AssertionError: 1 != 2
----------------------------------------------------------------------
Ran 2 tests in 0.012s

FAILED (failures=1)
"""
TOX_3 = """\
___________________________________ summary ____________________________________
  py36: commands succeeded
ERROR:   py37: commands failed
"""
NEXTEST_TRIES = """\
        TRY 1 FAIL [   0.006s] shop tests::sometimes
        TRY 1 FAIL [   0.007s] shop tests::wrong

--- STDOUT:              shop tests::wrong ---

running 1 test
test tests::wrong ... FAILED

test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 1 filtered out; finished in 0.00s

        TRY 2 PASS [   0.006s] shop tests::sometimes
        TRY 2 FAIL [   0.007s] shop tests::wrong
     Summary [   0.020s] 2 tests run: 1 passed (1 flaky), 1 failed, 3 skipped
        FLAKY 2/2 [   0.006s] shop tests::sometimes
        TRY 2 FAIL [   0.007s] shop tests::wrong
error: test run failed
"""
SUREFIRE_OLD = """\
Running com.x.CartTest
Tests run: 3, Failures: 1, Errors: 1, Skipped: 0, Time elapsed: 0.046 sec <<< FAILURE!

Results :

Failed tests:   wrong(com.x.CartTest): expected:<1> but was:<2>

Tests in error:
  breaks(com.x.CartTest)

Tests run: 3, Failures: 1, Errors: 1, Skipped: 0
"""
GRADLE_SUITE = """\
Gradle suite > Gradle test > com.x.CartTest.wrong FAILED
    java.lang.AssertionError at CartTest.java:9

com.x.WebTest[jvm] > adds[jvm] FAILED
    kotlin.AssertionError at WebTest.kt:3

9 tests completed, 2 failed
:shop:test FAILED
"""
DOTNET_FIRST = """\
Passed   Shop.CartTests.Good
Failed   Shop.CartTests.Wrong
Error Message:
 Assert.AreEqual failed. Expected:<2>. Actual:<3>.

Total tests: 2. Passed: 1. Failed: 1. Skipped: 0.
Test Run Failed.
"""
DOTNET_PLATFORM = """\
failed Wrong (3ms)
Test run summary: Failed! - bin/Shop.Tests.dll (net9.0|x64)
  total: 3
  failed: 1
  succeeded: 2
  skipped: 0
  duration: 1s 020ms
"""
PHPUNIT_10 = """\
OK, but there were issues!
Tests: 72, Assertions: 360, PHPUnit Deprecations: 3, PHPUnit Warnings: 33.
"""
KNOWN = [
    ("nextest-tries", NEXTEST_TRIES, "cargo nextest", (1, 1, 0, 3), {"shop tests::wrong"}),
    ("surefire-old", SUREFIRE_OLD, "surefire", (1, 1, 1, 0), {"com.x.CartTest.wrong", "com.x.CartTest.breaks"}),
    (
        "gradle-suite",
        GRADLE_SUITE,
        "gradle",
        (7, 2, 0, 0),
        {"Gradle suite > Gradle test > com.x.CartTest.wrong", "com.x.WebTest[jvm] > adds[jvm]"},
    ),
    ("dotnet-first", DOTNET_FIRST, "dotnet test", (1, 1, 0, 0), {"Shop.CartTests.Wrong"}),
    ("dotnet-platform", DOTNET_PLATFORM, "dotnet test", (2, 1, 0, 0), {"Wrong"}),
    ("phpunit-10", PHPUNIT_10, "phpunit", (72, 0, 0, 0), set()),
    ("nextest", NEXTEST, "cargo nextest", (1, 2, 0, 1), {"shop tests::wrong", "shop::it slow"}),
    ("nextest-good", NEXTEST_GOOD, "cargo nextest", (1, 0, 0, 0), set()),
    ("surefire-2", SUREFIRE_2, "surefire", (1, 1, 1, 0), {"com.x.CartTest.wrong", "com.x.CartTest.breaks"}),
    ("surefire-modules", SUREFIRE_MODULES, "surefire", (4, 0, 0, 1), set()),
    ("gradle", GRADLE, "gradle", (2, 2, 0, 1), {"CartTest > wrong()", "CartTest > pairs(int) > [2] 2"}),
    ("gradle-each", GRADLE_EACH, "gradle", (1, 0, 0, 1), set()),
    ("gradle-sum", "> Task :test\n3 tests completed\nBUILD SUCCESSFUL in 1s\n", "gradle", (3, 0, 0, 0), set()),
    ("dotnet-8", DOTNET, "dotnet test", (4, 1, 0, 1), {"Shop.CartTests.Wrong"}),
    ("dotnet-old", DOTNET_OLD, "dotnet test", (1, 1, 0, 0), {"Shop.CartTests.Wrong"}),
    ("dotnet-new", DOTNET_NEW, "dotnet test", (2, 1, 0, 0), {"Wrong cart is told"}),
    ("phpunit-11", PHPUNIT_11, "phpunit", (3, 1, 0, 0), {"Shop\\CartTest::testTotal with data set #0 (1, 2)"}),
    ("phpunit-issues", PHPUNIT_ISSUES, "phpunit", (4, 0, 0, 0), set()),
    ("pytest-3", PYTEST_3, "pytest", (2, 1, 0, 0), {"astropy/table/tests/test_a.py::TestTable::test_add[1.5]"}),
    ("sympy", SYMPY, "sympy", (12, 1, 0, 0), {"sympy/core/tests/test_expr.py:test_add"}),
    ("nose", NOSE, "unittest", (1, 1, 0, 0), {"tests.test_cart.test_total"}),
    ("tox-3", TOX_3, "tox", (1, 1, 0, 0), {"py37"}),
]


@pytest.mark.parametrize(
    ("text", "runner", "told", "failing"), [one[1:] for one in KNOWN], ids=[one[0] for one in KNOWN]
)
def test_what_is_known_of_a_runner(text: str, runner: str, told: tuple[int, ...], failing: set[str]) -> None:
    """Runner, counts and failing tests are those of the text."""
    (one,) = reports_in(text)
    assert (one.runner, (one.passed, one.failed, one.errors, one.skipped)) == (runner, told)
    assert (set(one.failing), one.partial) == (failing, False)


@pytest.mark.parametrize(
    ("runner", "text"),
    [
        ("pytest", "The tests passed in 3 minutes, none failed in the end.\n"),
        ("pytest", "2024-01-01 ERROR root:app.py:12 connection failed\nERROR could not open a.py\n"),
        ("pytest", "5 tests collected in 0.01s\n"),
        ("pytest", "FAILED to connect - retrying\nERROR: no such file test_a.py::test_b\n"),
        ("unittest", "ERROR: something broke\nFAIL: it did not work\n"),
        ("unittest", "Ran the tests in 3.2s\n\nOK\n"),
        ("unittest", "Ran some tests in between\n"),
        ("go test", "ok then, it works\nFAIL\nok  \n"),
        ("go test", "--- PASS me the salt\n--- FAIL: the plan (again)\n".replace("(again)", "again")),
        ("go test", "?   \texample.com/a\t[no test files]\n"),
        ("cargo test", "test result: ok\ntest of the thing ... okay\n"),
        ("cargo test", "error: could not compile `shop` (lib test) due to 1 previous error\n"),
        ("cargo test", "running 3 tests\n"),
        ("cargo nextest", "Summary [of the work]: 3 tests\n"),
        ("cargo nextest", "    PASS [   0.1s] nothing sums up\n"),
        ("cargo nextest", "Summary [ 1s] many tests run: all passed\n"),
        ("ctest", "most tests passed, 1 test failed\n"),
        ("ctest", "  1 - a (Failed)\n"),
        ("ctest", "100% tests passed\n"),
        ("jest", "Tests: see below\n"),
        ("jest", "Tests:       none\n"),
        ("jest", "Tests: 3 to write, 4 total ideas\n".replace("4 total", "many")),
        ("vitest", "  Tests  were written\n"),
        ("vitest", " Tests are passed on\n"),
        ("vitest", " FAIL  a > b\n"),
        ("mocha", "the time is passing\n"),
        ("mocha", "3 passing\n"),
        ("mocha", "  1 failing\n"),
        ("node", "# pass 3\n# fail 0\n"),
        ("node", "ℹ pass the ball\n"),
        ("node", "✔ done (1ms)\n"),
        ("tap", "ok 1\nok 2\n"),
        ("tap", "ok, that is done\n1..3\n"),
        ("tap", "not ok at all\nTAP version 13\n"),
        ("prove", "Files=3\n"),
        ("prove", "t/a.t .. ok\n"),
        ("prove", "All tests successful.\n"),
        ("rspec", "an example, a failure\n"),
        ("rspec", "for example 3 failures\n"),
        ("rspec", "rspec ./a_spec.rb:3 # is named\n"),
        ("phpunit", "OK (all of them)\n"),
        ("phpunit", "Assertions: 3\n"),
        ("phpunit", "Tests: some, Assertions: many\n"),
        ("surefire", "Tests run: all\n"),
        ("surefire", "[ERROR] com.x.CartTest.wrong -- Time elapsed: 0.1 s <<< FAILURE!\n"),
        ("surefire", "Tests run: 3, and more\n"),
        ("gradle", "3 tests completed\n"),
        ("gradle", "a > b FAILED to compare\n"),
        ("gradle", "BUILD SUCCESSFUL in 1s\n"),
        ("dotnet test", "Failed! - see above\n"),
        ("dotnet test", "Total tests: 4\n"),
        ("dotnet test", "  Failed Shop.Wrong [3 ms]\n"),
        ("tox", "  py39: OK\n"),
        ("tox", "status: FAIL\n"),
        ("nox", "nox > Running session tests\n"),
        ("sympy", "tests finished: yes\n"),
    ],
)
def test_what_only_looks_alike_is_no_report(runner: str, text: str) -> None:
    """Words that a runner also prints make no report by themselves."""
    assert reports_in(text) == (), runner


@pytest.mark.parametrize(
    "text",
    [
        "3 tests ont réussi, 1 a échoué\n",
        "テスト: 3 成功, 1 失敗\n",
        "Testergebnis: 3 erfolgreich, 1 fehlgeschlagen\n",
        "99999999999 failed, 1 passed in 0.1s\n",
        "Ran 12345678901 tests in 1s\n\nOK\n",
        "Tests:       99999999999 failed, 99999999999 total\n",
        "test result: ok. 99999999999 passed; 0 failed; 0 ignored; 0 measured\n",
        "Tests run: 99999999999, Failures: 0, Errors: 0, Skipped: 0\n",
    ],
)
def test_other_languages_and_numbers_that_overflow_are_unknown(text: str) -> None:
    """What cannot be told is not told: no report, and no count of nought."""
    assert reports_in(text) == ()


def test_two_runners_in_one_output_are_two_reports() -> None:
    """Each runner's report is told, in the order in which they end."""
    runners = [one.runner for one in reports_in(f"{DOTNET}\n{PYTEST_3}\n{NOSE}")]
    assert runners == ["dotnet test", "pytest", "unittest"]


def test_two_runs_of_one_runner_are_two_reports() -> None:
    """Names go with the summary below them."""
    one, other = reports_in("FAILED a.py::x - no\n1 failed in 0.1s\nFAILED b.py::y - no\n1 failed, 2 passed in 0.1s\n")
    assert (one.failing, other.failing, other.passed) == (("a.py::x",), ("b.py::y",), 2)


@pytest.mark.parametrize("cut", ["tail -5", "head -20", "grep -E FAIL", "sed -n 1,3p"])
def test_a_pipe_that_cuts_makes_a_report_partial(cut: str) -> None:
    """What a pipe let through may not be all."""
    assert reports_in(PYTEST_3, f"pytest 2>&1 | {cut}")[0].partial
    assert not reports_in(PYTEST_3, "pytest 2>&1 | tee log")[0].partial


def test_counts_hold_where_a_runner_sums_up_once() -> None:
    """Pytest's last line counts all tests whatever is cut above it; cargo has a line for each binary."""
    assert reports_in("== 6 passed in 0.1s ==\n", "pytest | tail -1")[0].counts_hold
    cargo = "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured\n"
    assert not reports_in(cargo, "cargo test | tail -1")[0].counts_hold
    assert reports_in(cargo, "cargo test")[0].counts_hold

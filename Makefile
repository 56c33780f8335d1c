# make run and make test need only Python 3.11 or newer, git and make.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
SIZE ?= small
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format bench score soak pictures clean

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## (.*)/  make \1\t\2/' | expand -t 20

$(VENV)/.installed: pyproject.toml
	@test -n "$(PYTHON)" || { echo "playhead needs Python 3.11 or newer on PATH (or: make PYTHON=/path/to/python run)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

run: $(VENV)/.installed  ## install into .venv and open the sample runs
	$(BIN)/playhead sample_runs

test: $(VENV)/.installed-dev  ## the test suite
	$(BIN)/python -m pytest -n auto -q

check: $(VENV)/.installed-dev  ## everything that must hold before a push: lint, format, types, layers, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(MAKE) test

format: $(VENV)/.installed-dev  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-dev  ## measured ratios, one table; SIZE=full for the gigabyte, in 12 minutes
	$(BIN)/python -m benchmarks --size $(SIZE)

score: $(VENV)/.installed-dev  ## how well the rules read labelled runs, as tables; RECOVERY=FILE scores other labels
	$(BIN)/python -m benchmarks.scores $(if $(RECOVERY),--recovery $(RECOVERY)) $(if $(ERRORS),--errors $(ERRORS))

soak: $(VENV)/.installed-dev  ## what SECURITY.md promises, tried for up to thirty minutes, one table; ONLY=kills for a part
	$(BIN)/python -m tests.soak $(if $(ONLY),--only $(ONLY)) $(if $(SCALE),--scale $(SCALE)) $(if $(SECURITY),--security)

pictures: $(VENV)/.installed-dev  ## draw the pictures of the docs again, and write the cheat sheet
	$(BIN)/python -m tests.pictures
	$(BIN)/python -m tests.cheat_sheet

clean:  ## remove what was built
	rm -rf $(VENV) .venv-peers build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

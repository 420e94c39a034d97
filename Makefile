# Hakim's commands for people who work in the checkout. `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help install demo test test-full check format docs bench clean

help: ## List the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

install: $(STAMP) ## Make the virtual environment with everything pinned

# The stamp is written last: an installation that was interrupted is taken up again.
$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hakim needs Python 3.11 or later: make PYTHON=python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $(STAMP)

demo: install ## Ingest and load the shipped records, then serve the viewer
	$(BIN)/hakim demo

test: install ## Run the tests that a change can break; what this machine lacks is skipped by name
	$(BIN)/python -m pytest -m "not full"

test-full: install ## Run all tests: long properties, every backend, every kill
	$(BIN)/python -m pytest

check: install ## Check format, lint, types and tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy tests bench
	$(BIN)/python -m pytest -m "not full"

format: install ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: install ## Make docs/reference anew from the ontology and the questions
	$(BIN)/python -m hakim.reference

bench: install ## Run the benchmarks and print their figures
	$(BIN)/python -m bench

clean: ## Remove what was built; HAKIM_HOME (./var) is kept
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

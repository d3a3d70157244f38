# `make` lists what can be done here. Needs Python 3.11 or newer; everything else is set up in .venv.
.DEFAULT_GOAL := help
PORT ?= 8501
PYTHON := .venv/bin/python
TRACKER := .venv/bin/tracker
DEMO := TRACKER_DEMO=1 TRACKER_DATABASE_URL=sqlite:///var/demo.db

# Each stamp says that .venv holds what one lock names. A folder set up for testing serves as well.
FOR_TESTS := .venv/set-up-for-tests
TO_RUN := $(if $(wildcard $(FOR_TESTS)),$(FOR_TESTS),.venv/set-up-to-run)
SET_UP := python=$$(sh tools/find-python.sh) && "$$python" tools/environment.py

.PHONY: help run start test setup reset-demo quick-test lint types bench bench-smoke browser lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: $(TO_RUN) ## Serve the demo on 127.0.0.1:8501 (PORT=8502 for another port)
	@$(DEMO) TRACKER_PORT=$(PORT) $(TRACKER) serve

start: $(TO_RUN) ## Serve your own plan on this machine, kept in var/tracker.db (PORT= as above)
	@TRACKER_LOCAL=1 TRACKER_PORT=$(PORT) $(TRACKER) serve

reset-demo: $(TO_RUN) ## Make the demo's data anew
	@rm -f var/demo.db var/demo.db-shm var/demo.db-wal
	@$(DEMO) $(TRACKER) demo

setup: $(FOR_TESTS) browser ## Only set up: packages and a browser, for running and for testing

test: $(FOR_TESTS) browser ## Run every test: units, pages, PostgreSQL and a real browser
	@$(PYTHON) -m pytest -n 2 $(ARGS)

quick-test: $(FOR_TESTS) ## Run the tests that need neither PostgreSQL nor a browser
	@$(PYTHON) -m pytest -n 2 -m "not postgresql and not browser" $(ARGS)

lint: $(FOR_TESTS) ## Check style, format and declared dependencies
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m deptry .

types: $(FOR_TESTS) ## Check types
	@$(PYTHON) -m mypy

bench: $(FOR_TESTS) ## Measure every page against the floor page
	@$(PYTHON) -m tests.benchmarks

bench-smoke: $(FOR_TESTS) ## See that the benchmark runs, on little data
	@$(PYTHON) -m tests.benchmarks --smoke

browser: $(FOR_TESTS)
	@$(PYTHON) tools/chromium.py

# Packages keep their versions unless asked: make lock ARGS=--upgrade
COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(ARGS)

lock: $(FOR_TESTS) ## Write the lock files from pyproject.toml (ARGS=--upgrade for newer versions)
	@$(COMPILE) pyproject.toml --group build -o requirements.lock
	@$(COMPILE) pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock
	@echo uv | $(COMPILE) - -o requirements-bootstrap.lock

clean: ## Remove what set-up and checks made; your data in var/ stays
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/set-up-to-run: requirements.lock requirements-bootstrap.lock pyproject.toml
	@$(SET_UP) requirements.lock
	@touch $@

$(FOR_TESTS): requirements-dev.lock requirements-bootstrap.lock pyproject.toml
	@$(SET_UP) requirements-dev.lock
	@touch $@

# The workplace: `make demo` shows Kith, `make test` proves it. `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: setup setup-dev servers demo test style types tests bench docs lock clean help

DATA ?= .kith/demo
PORT ?= 8501
VENV := .venv
PY := $(VENV)/bin/python
# Test files go to so many workers at once; each starts the servers that its files need. WORKERS=0: one after another.
WORKERS ?= 2
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
# The first Python that is new enough and can make environments. PYTHON=... names another.
PYTHON ?= $(shell for p in python3.11 /usr/bin/python3.11 python3 python; do \
	"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
NEO4J := $(shell sed -n 's:.*<version>\([0-9.]*[0-9]\)</version>.*:\1:p' tests/servers/pom.xml | tail -n 1)
export KITH_NEO4J_LIB ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/kith/neo4j-$(NEO4J)

setup: $(VENV)/.runtime ## make the environment: .venv/bin/kith

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "Kith needs Python 3.11 or later with venv. On Debian: apt-get install python3.11-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt pyproject.toml setup.py | $(VENV)/bin/pip
	@echo "Installing what Kith needs (once, some minutes) ..."
	@$(PIP) --require-hashes -r requirements.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what the tests need ..."
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

setup-dev: $(VENV)/.dev ## ... with what the tests, benchmarks and docs need

demo: setup ## the fictional borough in the app (DATA=.kith/demo PORT=8501)
	@exec $(VENV)/bin/kith demo --data "$(DATA)" --port "$(PORT)"

servers: ## fetch the browser, Java and Neo4j that the tests use; says what it left out
	@tests/servers/fetch

test: setup-dev servers ## check everything: style, types, tests on both graph servers and in a browser
	@$(MAKE) --keep-going --no-print-directory style types tests

style: setup-dev ## ... only the style
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

types: setup-dev ## ... only the types
	$(VENV)/bin/mypy

tests: setup-dev ## ... only the tests (ARGS="tests/graph -k embedded")
	$(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile $(ARGS)

bench: setup-dev ## how fast it is (ARGS=--json for figures)
	@$(PY) -m tests.bench $(ARGS)

docs: setup-dev ## build the documentation into site/
	$(VENV)/bin/mkdocs build --strict

lock: setup-dev ## pin all packages with their hashes (ARGS=--upgrade for newer ones)
	@$(PY) -m tests.servers.lock $(ARGS)

clean: ## remove environment, caches and built files; data stays
	rm -rf $(VENV) build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \t\2/p' $(MAKEFILE_LIST) | expand -t 20

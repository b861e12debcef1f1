# Every target does its own set-up in .venv. `make help` lists them.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
FOUND := $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	"$$p" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
PYTHON ?= $(FOUND)
DEMO ?= build/demo
ADDRESS ?= 127.0.0.1:8000
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help handbook test check bench docs screenshot clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

handbook: $(VENV)/.handbook ## Write the sample team and serve its handbook (BUILD=1: build it and say where)
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs-oss demo $(if $(BUILD),--build,--dev-addr $(ADDRESS)) $(DEMO)

test: $(VENV)/.dev ## Run all tests, in a real browser too
	@$(BIN)/python tests/browser_path.py
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

check: $(VENV)/.dev ## Types, style, import contracts, and docs that are made from the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/settings_tables.py --check

bench: $(VENV)/.bench ## Measure the build beside other plugins (RUN=one|cold|history|many|owners|drift: only that one, with ARGS)
	$(if $(filter-out one,$(RUN)),,$(BIN)/python benchmarks/run.py $(ARGS))
	$(if $(filter-out cold,$(RUN)),,$(BIN)/python benchmarks/run.py --cold --only AD --rounds 3 --pages 1000 --commits 10000 $(if $(RUN),$(ARGS)))
	$(if $(filter-out history,$(RUN)),,$(BIN)/python benchmarks/history.py --largest --builds $(if $(RUN),$(ARGS)))
	$(if $(filter-out many,$(RUN)),,$(BIN)/python benchmarks/many.py $(if $(RUN),$(ARGS)))
	$(if $(filter-out owners,$(RUN)),,$(BIN)/python benchmarks/owners.py $(if $(RUN),$(ARGS)))
	$(if $(filter-out drift,$(RUN)),,$(BIN)/python benchmarks/drift.py --largest $(if $(RUN),$(ARGS)))

docs: $(VENV)/.handbook ## Build this project's own handbook, strictly
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

screenshot: $(VENV)/.dev ## Take the pictures of the README and the docs anew
	@$(BIN)/python tests/browser_path.py
	$(BIN)/python scripts/screenshot.py

clean: ## Remove what was installed and built
	rm -rf $(VENV) build site dist

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "make: Python 3.11 or newer with venv is needed; install it (Debian: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	@command -v git >/dev/null || { echo "make: git is needed; install it" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --upgrade pip

$(VENV)/.handbook: pyproject.toml | $(BIN)/python
	@$(PIP) --editable ".[all]"
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@$(PIP) --editable ".[all]" --group dev
	@touch $(VENV)/.handbook $@

$(VENV)/.bench: pyproject.toml | $(BIN)/python
	@$(PIP) --editable ".[all]" --group bench
	@touch $(VENV)/.handbook $@

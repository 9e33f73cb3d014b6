# Users install with pip; this file is for those who work on Terrain, and for trying it from a clone.
# A fresh machine needs Python 3.11 or newer and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
SELF := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
SOURCES := pyproject.toml build_catalogues.py $(wildcard toolkit/locale/*/LC_MESSAGES/*.po)

.PHONY: demo test lint types messages lock wheel clean
.DEFAULT_GOAL := help

.PHONY: help
help:
	@sed -n 's/^## //p' Makefile

## make demo      makes the environment and does the main job on the shipped corpus
demo: $(VENV)/.run
	$(BIN)/terrain demo

## make test      makes the environment and passes the tests
test: $(VENV)/.dev
	$(BIN)/python -m pytest

## make lint      style, layout of the code, and whether the catalogues are complete
lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

## make types     types, strictly
types: $(VENV)/.dev
	$(BIN)/python -m mypy

## make bench     measures speed and memory, and writes tests/benchmarks/README.md
.PHONY: bench
bench: $(VENV)/.dev
	$(BIN)/python tests/benchmarks/measure.py

## make recount   opens the demonstration's workbook in LibreOffice and lets it count again
.PHONY: recount
recount: $(VENV)/.dev
	$(BIN)/python tests/recount_in_libreoffice.py

## make crash     kills a program that writes to a study 200 times of each kind, and looks what is left
.PHONY: crash
crash: $(VENV)/.dev
	$(BIN)/python tests/crashes.py 200

## make messages  brings the message catalogue up to date with the code and compiles it
messages: $(VENV)/.dev
	@mkdir -p build
	$(BIN)/pybabel -q extract --no-location --sort-output --omit-header -k _ -k N_ -k NN_:1,2 -k ngettext:1,2 -o build/terrain.pot toolkit
	$(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap -D terrain -l fr -i build/terrain.pot -o toolkit/locale/fr/LC_MESSAGES/terrain.po
	$(BIN)/python build_catalogues.py

## make help-pages  writes the pages that come from the program
.PHONY: help-pages
help-pages: $(VENV)/.dev
	$(BIN)/python tests/write_command_pages.py

## make fuzz      puts damaged files through every reader (make fuzz COUNT=500 for fewer of each kind)
.PHONY: fuzz
fuzz: COUNT ?= 10000
fuzz: $(VENV)/.dev
	$(BIN)/python tests/fuzz/run.py --count $(COUNT)

## make lock      writes the lock files anew (needs uv)
lock:
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra fr --group build -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate pyproject.toml --extra fr --group dev -o requirements-dev.lock

## make wheel     builds the package into dist/
wheel: $(VENV)/.dev
	$(BIN)/python -m hatchling build -t wheel

## make clean     removes the environment and what was built
clean:
	rm -rf $(VENV) build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python $(VENV)/Scripts/python.exe:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Terrain needs Python 3.11 or newer; say which with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make an environment here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: requirements.lock $(SOURCES) | $(BIN)/python$(if $(filter Windows_NT,$(OS)),.exe)
	$(PIP) -r requirements.lock
	$(SELF)
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(SOURCES) | $(BIN)/python$(if $(filter Windows_NT,$(OS)),.exe)
	$(PIP) -r requirements-dev.lock
	$(SELF)
	@touch $@

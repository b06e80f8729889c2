# Care Culture: `make demo` shows it, `make test` tries it. Needs make and Python 3.11 or newer with venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --only-binary :all:
# A stamp per lock: an installed environment is not looked at again until its lock changes.
RUNTIME := .venv/.runtime-$(shell cksum < requirements.lock | cut -d' ' -f1)
DEV := .venv/.dev-$(shell cksum < requirements-dev.lock | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast check check-fast bench lock messages clean

help:
	@echo "make demo        the whole site with sample data on http://127.0.0.1:8000 (PORT, HOST, SCALE=small, DATABASE_URL, REDIS_URL)"
	@echo "make test        every test on every database and browser found; REQUIRE_ALL=1 makes a skip a failure"
	@echo "make test-fast   the tests on SQLite, without the browser"
	@echo "make check       format, lint, types, templates, migrations, catalogues, texts, layers, locks"
	@echo "make check-fast  the part of it that takes seconds"
	@echo "make bench       benchmarks as ratios, into tests/bench/results/"
	@echo "make messages    collect and compile the catalogue (needs gettext)"
	@echo "make lock        pin the libraries anew (needs uv)"
	@echo "make clean       remove what was built; the database of the demo, too"

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Python 3.11 or newer is needed. Name it: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv .venv || { \
	    echo "No environment could be made. On Debian: apt install python3-venv"; rm -rf .venv; exit 1; }

# An environment that is only linked to belongs to another checkout, which looks after it.
$(RUNTIME): | $(PY)
	@test -L .venv || { echo "Installing the libraries (once, about half a minute) ..."; $(PIP) -r requirements.lock; touch $@; }

$(DEV): | $(PY)
	@test -L .venv || { echo "Installing the libraries and tools (once, about a minute) ..."; $(PIP) -r requirements-dev.lock; touch $@; }

demo: $(RUNTIME)
	@DJANGO_SETTINGS_MODULE=culture_site.settings.demo exec $(PY) manage.py run_demo

test: $(DEV)
	@$(PY) -m tests.run

test-fast: $(DEV)
	@$(PY) -m tests.run --fast

check-fast: $(DEV)
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m ruff check --quiet .
	@$(PY) manage.py makemigrations --check --dry-run > /dev/null || { \
	    echo "A migration is missing: manage.py makemigrations -n what_it_does"; exit 1; }
	@$(PY) -m pytest -q tests/test_layers.py tests/test_smoke.py

check: check-fast
	@! grep -nE '://|^ *(-i|-f|--index|--extra-index|--find-links)' requirements.lock requirements-dev.lock || { \
	    echo "A lock names an address: make it anew with make lock."; exit 1; }
	@$(PY) -m mypy culture_site academy surveys events nakawan
	@.venv/bin/djlint --lint --quiet culture_site academy surveys events nakawan
	@$(PY) manage.py check_texts -v 0
	@$(PY) -m pytest -q tests/test_catalogue.py

bench: $(DEV)
	@$(PY) -m pytest -q -s -m bench tests/bench

LOCK := uv pip compile pyproject.toml --quiet --python-version 3.11 --generate-hashes --no-header --no-annotate $(if $(UPGRADE),--upgrade)
lock:
	@$(LOCK) --output-file requirements.lock > /dev/null
	@$(LOCK) --group dev --output-file requirements-dev.lock > /dev/null

CATALOGUE := culture_site/locale/id/LC_MESSAGES/django.po
messages: $(DEV)
	@$(PY) manage.py makemessages -l id --no-location --no-obsolete -i "tests/*" -i "var/*" -v 0
	@msgcat --sort-output --width=110 --output-file $(CATALOGUE) $(CATALOGUE)
	@$(PY) manage.py compilemessages -l id -i .venv -v 0

clean:
	@rm -rf var staticfiles .mypy_cache .ruff_cache .hypothesis
	@test -L .venv || rm -rf .venv
	@find . -name __pycache__ -type d -not -path "./.venv/*" -prune -exec rm -rf {} +

# The two commands: `make demo` does the main job, `make test` guards it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
SERVE  ?= 1

.PHONY: demo test browser gates bench format requirements clean

$(BIN)/lmis: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(BIN)/lmis requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

demo: $(BIN)/lmis  ## The main job from end to end in both countries, then pages and API on 127.0.0.1
	$(BIN)/lmis demo --port $(PORT)
ifeq ($(SERVE),1)
	$(BIN)/lmis serve --port $(PORT)
endif

test: $(VENV)/.dev  ## Everything that guards the project
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest --numprocesses 2

browser: $(VENV)/.dev  ## Every page of every role in a real browser, and pictures of all in data/pictures
	LMIS_BROWSER=all LMIS_SCREENSHOTS=data/pictures $(BIN)/python -m pytest tests/browser

gates: $(VENV)/.dev  ## The long gates, on both databases: every test of the web, the race of counters, imports that are killed
	LMIS_TEST_ALL=1 $(BIN)/python -m pytest --numprocesses 2 tests/web
	$(BIN)/python -m benchmarks.race
	$(BIN)/python -m benchmarks.crash

bench: $(VENV)/.dev  ## Measurements, printed beside their goals
	$(BIN)/python -m benchmarks.sample
	$(BIN)/python -m benchmarks.reading
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.importing
	$(BIN)/python -m benchmarks.workbooks
	$(BIN)/python -m benchmarks.text
	$(BIN)/python -m benchmarks.duplicates
	$(BIN)/python -m benchmarks.matching
	$(BIN)/python -m benchmarks.quality
	$(BIN)/python -m benchmarks.occupations
	$(BIN)/python -m benchmarks.fairness
	$(BIN)/python -m benchmarks.sdmx
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.lines
	$(BIN)/python -m benchmarks.surveys
	$(BIN)/python -m benchmarks.indicators
	$(BIN)/python -m benchmarks.disclosure

format: $(VENV)/.dev  ## Lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: $(VENV)/.dev  ## Pin the newest versions that fit (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --no-header --no-annotate --output-file requirements.txt
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --no-header --no-annotate --constraint requirements.txt --output-file requirements-dev.txt

clean:  ## Remove the environment and the demonstration's data
	rm -rf $(VENV) data

# Two commands are enough: `make demo` and `make test`. Each builds .venv once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Compiled modules are kept, or each of the tests' commands would compile the whole program.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test pytest soak lint example screenshots bench wheel clean

demo: $(STAMP)
	$(BIN)/board demo

# Linters and tests side by side. More workers than cores: many tests wait for a terminal, a server or another process.
test: $(STAMP)
	@$(MAKE) --no-print-directory -j 2 lint pytest

pytest: $(STAMP)
	$(BIN)/python -m pytest -n 4 --dist worksteal

# The tests with heavy counts: kills, races, cut lines, full disks, any life of a board; prints what each did.
# About half an hour on two quiet cores; `make soak ONLY=tests/store` runs a part.
soak: $(STAMP)
	BOARD_SOAK=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m "soak or hypothesis" $(ONLY)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Writes the worked example (proposals/, decisions/, board.toml and the rest) again; same input, same bytes.
example: $(STAMP)
	$(BIN)/python -c "from pathlib import Path; from board.actions.example import write_example; write_example(Path('.'))"

# Draws the pictures in docs/ from a demo made on the spot.
screenshots: $(STAMP)
	$(BIN)/python docs/screenshots.py

# Prints the targets beside their floors; `make bench FULL=--full` uses 10,000 proposals.
bench: $(STAMP)
	$(BIN)/python -m bench $(FULL)

wheel: $(STAMP)
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Governance Board needs Python 3.11 or newer. Name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "Python has no venv module here. On Debian and Ubuntu install it with: sudo apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $(STAMP)

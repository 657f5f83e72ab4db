# LeukView. 'make demo' and 'make test' set everything up by themselves; the second time they take seconds.

VENV := .venv
BIN := $(VENV)/bin
# The environment is ready when this file is there: its name changes with what is to be installed.
STAMP := $(VENV)/.ready-$(shell cat requirements.lock pyproject.toml | cksum | cut -d' ' -f1)

# The tests draw windows, but show none.
export QT_QPA_PLATFORM_FOR_TESTS := $(or $(QT_QPA_PLATFORM),offscreen)

.PHONY: help setup demo test screens lint format bench package lock clean

help:
	@echo "make demo      analyse the bundled sample case, write its report, open the review window"
	@echo "make test      run every test"
	@echo "make screens   draw every page and dialog in every theme and size into build/screens, to be looked at"
	@echo "make lint      style, types and layers"
	@echo "make bench     cells per second, memory, and where the time goes"
	@echo "make package   build the one-folder application in dist/ and try it"
	@echo "make lock      write requirements.lock from the versions installed in $(VENV)"
	@echo "make clean     remove what the above made, the environment included"

setup: $(STAMP)

$(STAMP):
	@sh packaging/setup.sh $(VENV)
	@rm -f $(VENV)/.ready-*
	@touch $@

demo: setup
	@$(BIN)/leukview demo

test: setup
	@QT_QPA_PLATFORM=$(QT_QPA_PLATFORM_FOR_TESTS) $(BIN)/python -m pytest $(PYTEST)

screens: setup
	@QT_QPA_PLATFORM=offscreen PYTHONPATH=tests/gui:tests:. $(BIN)/python tests/screens_kit.py build/screens $(LOOKS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup
	@$(BIN)/python tests/benchmarks/bench.py $(BENCH)

package: setup
	@$(BIN)/python packaging/build.py

lock:
	@$(BIN)/python packaging/make_lock.py

clean:
	rm -rf $(VENV) build dist demo-output .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

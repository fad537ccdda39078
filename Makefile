# Everything a fresh machine with Python 3.11, git and make needs: each target does its own set-up.

PYTHON ?= python3.11 python3 python3.12 python3.13 python3.14
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install -qq
LOCKED := --require-hashes --only-binary :all: --requirement
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --fork-strategy fewest \
	--generate-hashes --only-binary :all: --no-header --no-annotate --no-emit-index-url

# The .venv stands on its own, whatever the caller's shell says about Python.
unexport PYTHONHOME PYTHONPATH PIP_PREFIX PIP_TARGET PIP_USER
# And it may keep what it compiled: the tests start some hundreds of programs.
unexport PYTHONDONTWRITEBYTECODE

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help site serve check test format screenshots pictures reference manual benchmark profile release lock clean again

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1 - /p' Makefile | while IFS= read -r line; do \
		printf 'make %-12s %s\n' "$${line%% - *}" "$${line#* - }"; done

site: $(BIN)/yswd ## check the register and build the site
	@$(BIN)/yswd build

serve: $(BIN)/yswd ## preview the site while you write
	@$(BIN)/yswd serve

check: $(BIN)/yswd ## list everything in the register to put right
	@$(BIN)/yswd check

test: $(BIN)/yswd .venv/.tools ## check the code and run all tests, in a real browser too
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	CHROMIUM="$$(sh tests/browser.sh)" && export CHROMIUM && $(BIN)/pytest

format: .venv/.tools ## lay out the code and mend what can be mended by itself
	@$(BIN)/ruff check --fix-only
	@$(BIN)/ruff format

screenshots: $(BIN)/yswd .venv/.tools ## take pictures of the pages, on a phone and on a desk
	@CHROMIUM="$$(sh tests/browser.sh)" && export CHROMIUM && $(BIN)/python -m tests.screenshots

pictures: $(BIN)/yswd .venv/.tools ## take the pictures of the manual again
	@CHROMIUM="$$(sh tests/browser.sh)" && export CHROMIUM && $(BIN)/python -m tests.pictures

reference: $(BIN)/yswd ## write the pages of the manual that follow from the code
	@$(BIN)/python -m tests.tools.reference

manual: reference ## build the manual into dist/manual/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --config-file .manual.yml
	@echo "Open dist/manual/index.html to read it."

benchmark: $(BIN)/yswd ## compare the speed with that of other builders; takes a quarter of an hour
	@$(BIN)/python -m benchmarks --write docs/benchmarks.md

profile: $(BIN)/yswd ## say where the time of a large build goes
	@$(BIN)/python -m benchmarks --profile

release: $(BIN)/yswd .venv/.tools ## test everything, then make the wheel and its bill of materials
	@$(BIN)/python -m tests.tools.release

lock: .venv/.tools ## look for newer packages and write them down, with their hashes
	$(COMPILE) --upgrade --group dev --output-file requirements-dev.lock
	$(COMPILE) --group build --constraints requirements-dev.lock --output-file requirements.lock
	cp requirements.lock generator/starter/requirements.lock

clean: ## take away all that make made
	rm -rf .venv .cache site dist screenshots .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Set-up, in three steps: what the site needs, what the tests need on top, and the project itself.
# Each step writes its file last, so what was interrupted is done again.

# A .venv only works where it was made, and only while its Python is there.
ifneq ($(shell test -x $(BIN)/python && cat .venv/.locked 2>/dev/null),$(CURDIR))
.venv/.locked: again
endif

.venv/.locked: requirements.lock
	@rm -rf .venv
	@venv=; for python in $(PYTHON); do \
		"$$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
		"$$python" -I -c 'import ensurepip, venv' 2>/dev/null || { venv=missing; continue; }; \
		echo "Setting up .venv; this takes a minute, once."; \
		exec "$$python" -I -m venv .venv; \
	done; \
	if [ "$$venv" ]; then \
		echo "Install the venv module of Python (on Debian and Ubuntu: apt install python3-venv) and run make again."; \
	else \
		echo "Install Python 3.11 or newer, or say where it is with make PYTHON=/path/to/python, and run make again."; \
	fi >&2; exit 1
	@$(INSTALL) $(LOCKED) requirements.lock
	@echo "$(CURDIR)" > $@

# While the tools are being added the .venv is half-made, so for that time nothing says it is ready.
.venv/.tools: requirements-dev.lock .venv/.locked
	@echo "Adding the tools for tests to .venv; this takes a minute, once."
	@mv .venv/.locked .venv/.half-made
	@$(INSTALL) $(LOCKED) requirements-dev.lock
	@mv .venv/.half-made .venv/.locked
	@touch $@

$(BIN)/yswd: pyproject.toml .venv/.locked
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(PIP) check > .venv/check || { cat .venv/check; echo "Run make lock: pyproject.toml asks for more than the lock holds."; exit 1; } >&2
	@touch $@

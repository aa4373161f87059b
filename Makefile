# Every verb of the project; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
# Byte-code is what lets a second start take less than a second: written even where the shell turns it off.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MARKS := .make
START_ARGS ?=
# More than there are cores: tests with processes of their own wait for them most of the time.
PYTEST_WORKERS ?= 4

WEB_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) web/index.html web/package.json web/vite.config.ts web/tsconfig.json

.PHONY: help setup start dev test test-fast checks web-test size lint fmt types web wheel migration migrate schema openapi manifests deploy-check lock audit bench e2e screenshots clean

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  \033[1m%-13s\033[0m %s\n", $$1, $$2}'

# --- setting up ------------------------------------------------------------------------------------------------

setup: $(MARKS)/python web/dist/index.html ## Virtual environment and built SPA; does nothing twice

$(MARKS)/python: requirements/dev.lock pyproject.toml
	@mkdir -p $(MARKS)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --requirements requirements/dev.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

$(MARKS)/node: web/package-lock.json
	@mkdir -p $(MARKS)
	@command -v npm >/dev/null || { echo "Node 20 or newer with npm is needed"; exit 2; }
	# Not `npm ci`: it refuses a lock that lacks the optional packages of other systems; this follows the lock as well.
	cd web && npm install --no-save --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: $(MARKS)/node $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

web: web/dist/index.html ## Build the SPA into web/dist

# --- running ---------------------------------------------------------------------------------------------------

start: setup ## Start on the embedded default; START_ARGS="--port 9000" is passed on
	$(BIN)/labelwright start $(START_ARGS)

dev: setup ## API on 8080 and the SPA with reload on 5173
	trap 'kill 0' EXIT; $(BIN)/labelwright start --no-browser $(START_ARGS) & cd web && npm run dev

# --- checking --------------------------------------------------------------------------------------------------

test: ## Everything: lint, types, contracts, Python on both databases, web, browser journeys
	$(MAKE) --no-print-directory --jobs=2 --output-sync=target checks
	tests/tools/ensure-browser
	$(BIN)/pytest -n $(PYTEST_WORKERS) --dist worksteal -q
	$(MAKE) --no-print-directory e2e

# One worker more than two cores: some tests wait for timeouts and processes.
test-fast: $(MARKS)/python $(MARKS)/node ## What to run while working: unit tests, SQLite only, under 90 s
	$(BIN)/ruff check --quiet
	$(BIN)/pytest -n 3 --dist worksteal -q -m "not slow and not system and not contract" --databases sqlite
	cd web && npm run --silent test

# What needs no server: each of these keeps one core busy.
checks: setup lint types web-test size

web-test: $(MARKS)/node
	cd web && npm run --silent test

size: web/dist/index.html
	cd web && npm run --silent size

e2e: setup ## Browser journeys against a real server
	tests/tools/ensure-browser
	cd web && npm run --silent e2e

lint: $(MARKS)/python $(MARKS)/node ## Style and architecture, both languages
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry api --config pyproject.toml
	$(BIN)/python -m labelwright.labelconfig.generate --check
	$(BIN)/python -m labelwright.openapi --check
	$(BIN)/python -m labelwright.core.settings_doc --check
	cd web && npm run --silent lint && node scripts/check-openapi.mjs

types: $(MARKS)/python $(MARKS)/node ## mypy --strict and tsc
	$(BIN)/mypy
	cd web && npm run --silent types

fmt: $(MARKS)/python $(MARKS)/node ## Format both languages
	$(BIN)/ruff check --fix --quiet || true
	$(BIN)/ruff format --quiet
	cd web && npm run --silent fmt

# --- generated files -------------------------------------------------------------------------------------------

schema: $(MARKS)/python ## XSD, tag tables and the tag reference from schemas/tags
	$(BIN)/python -m labelwright.labelconfig.generate

openapi: $(MARKS)/python $(MARKS)/node ## docs/openapi.json, docs/settings.md and the SPA's API types
	$(BIN)/python -m labelwright.openapi
	$(BIN)/python -m labelwright.core.settings_doc
	cd web && npm run --silent openapi

manifests: $(MARKS)/python ## deploy/manifests/labelwright.yaml from the Helm chart
	$(BIN)/python -m tests.tools.chart

deploy-check: $(MARKS)/python ## Image file, compose file, chart and manifests, and a run of what the chart says
	$(BIN)/pytest -q tests/deploy tests/system/test_deployment.py

migration: $(MARKS)/python ## Write a migration: make migration m="add task lock"
	$(BIN)/python -m tests.tools.migration "$(m)"

migrate: $(MARKS)/python ## Bring the default data directory's schema up to date
	$(BIN)/labelwright migrate

lock: $(MARKS)/python ## Pin dependencies, without download addresses
	$(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --output-file requirements/runtime.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet --constraints requirements/runtime.lock --output-file requirements/dev.lock

# --- releasing and measuring -----------------------------------------------------------------------------------

wheel: setup ## Build the wheel, install it alone, and print both sizes
	$(BIN)/uv build --quiet --wheel --out-dir dist
	$(BIN)/python -m tests.tools.wheel dist

bench: setup ## The benchmark's table, on both databases
	$(BIN)/python -m tests.bench

screenshots: setup ## Every page, light and dark, into web/screenshots
	tests/tools/ensure-browser
	$(BIN)/python -m tests.tools.screenshots $(only)

audit: setup ## Known holes in dependencies; needs the advisory services
	$(BIN)/uv tool run pip-audit --strict --requirement requirements/runtime.lock
	cd web && npm audit

clean: ## Remove everything that was built
	rm -rf $(VENV) $(MARKS) web/dist web/node_modules dist

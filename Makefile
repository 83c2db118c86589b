# Everything here needs nothing but Python >= 3.11 and a package index.
PYTHON ?= python3
PORT ?= 8080
UV := .venv/bin/uv
RUN := $(UV) run --frozen --no-sync

.PHONY: demo run install install-dev check format test bench chaos clean

demo: install ## the bot and a Telegram of our own, in the browser
	PORT=$(PORT) .venv/bin/python -m bot demo

run: install ## the bot on Telegram itself; needs BOT_TOKEN
	.venv/bin/python -m bot run

install: .venv/.run
install-dev: .venv/.dev

$(UV):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kinerja Bot needs Python 3.11 or newer; say which with make PYTHON=...")'
	$(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.run: uv.lock pyproject.toml | $(UV)
	$(UV) sync --frozen --no-dev --inexact --quiet
	@touch $@

.venv/.dev: uv.lock pyproject.toml | $(UV)
	$(UV) sync --frozen --inexact --quiet
	@touch $@ .venv/.run

check: install-dev ## exactly what CI runs before the tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: install-dev
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

test: install-dev
	.venv/bin/pytest -n auto --dist worksteal

bench: install-dev ## speed and memory, each beside a baseline of the same run
	.venv/bin/python -m tests.bench

chaos: install-dev ## everything goes wrong at once, about a quarter of an hour: nothing may be lost
	.venv/bin/python -m tests.chaos

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

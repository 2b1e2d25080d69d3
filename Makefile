# Thin: each target is one command; on a machine without make, `python -m jianbao` does the same.
.DEFAULT_GOAL := help
.PHONY: help briefs documents test lab demo open bundle lock environment acceptance golden docs mutants torture mutated check clean

PYTHON ?= python3
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null)
INSTALL := $(if $(UV),$(UV) pip install --compile-bytecode --python $(PY),$(PY) -m pip install --disable-pip-version-check --quiet)
LOCK := .venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

briefs: .venv/.runtime  ## make the briefs: REGION= SECTOR= PERIOD= JOBS= narrow it; AUDIENCE=public WITH=word,excel
	$(PY) -m jianbao build $(if $(REGION),--region $(REGION)) $(if $(SECTOR),--sector $(SECTOR)) $(if $(PERIOD),--period $(PERIOD)) $(if $(JOBS),--jobs $(JOBS)) $(if $(AUDIENCE),--audience $(AUDIENCE)) $(if $(WITH),--with $(WITH))

documents: .venv/.runtime  ## make the documents of a cadence: DUE=month, quarter, year or now; PERIOD= REGION= WITH=
	$(PY) -m jianbao build --due $(or $(DUE),month) $(if $(REGION),--region $(REGION)) $(if $(PERIOD),--period $(PERIOD)) $(if $(JOBS),--jobs $(JOBS)) $(if $(AUDIENCE),--audience $(AUDIENCE)) $(if $(WITH),--with $(WITH))

test: .venv/.dev  ## run the tests; ARGS= goes to pytest
	$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

lab: .venv/.runtime  ## open JupyterLab on notebooks/
	JUPYTER_PREFER_ENV_PATH=1 $(PY) -m jianbao lab --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(if $(filter 0,$(shell id -u)),--allow-root) $(ARGS)

demo: .venv/.runtime  ## make the modelled enterprise file
	$(PY) -m jianbao demo

open: .venv/.runtime  ## open the newest edition in the browser
	$(PY) -m jianbao open

bundle: .venv/.runtime  ## write dist/jianbao-bundle for a machine without internet; PLATFORM=win_amd64 for Windows
	$(PY) -m jianbao.bundle $(if $(PLATFORM),--platform $(PLATFORM))

lock: .venv/.dev .venv/bin/uv  ## renew both locks from pyproject.toml
	$(LOCK) --upgrade --extra build -o requirements.lock
	$(LOCK) --upgrade --all-extras -c requirements.lock -o requirements-dev.lock
	$(PY) -m jianbao.environment

environment: .venv/.runtime  ## write environment.yml from pyproject.toml and the lock
	$(PY) -m jianbao.environment

acceptance: .venv/.dev  ## run the tests on the full source files: SHARED=folder
	$(if $(SHARED),,$(error say where the source files are: make acceptance SHARED=folder))
	JIANBAO_SHARED=$(abspath $(SHARED)) $(PY) -m pytest -m acceptance $(ARGS)

golden: .venv/.dev  ## rewrite the visible text of the small place's briefs; read the diff as prose
	GOLDEN=write $(PY) -m pytest tests/brief/test_brief_text.py

docs: .venv/.dev  ## write docs/indicators.md and docs/coverage.md
	$(PY) docs/make_indicators.py
	$(PY) docs/make_coverage.py

mutants: .venv/.dev  ## mutation test of the indicator library: ARGS= names modules, SAMPLE= so many of all
	SAMPLE=$(SAMPLE) $(PY) tests/indicators/mutants.py $(ARGS)

torture: .venv/.dev  ## kill N builds at random instants and see what is left
	N=$(N) $(PY) tests/run/torture.py

mutated: .venv/.dev  ## take in N spoilt files and see what becomes of each (1,000; SEED= FIRST=1)
	N=$(N) SEED=$(SEED) FIRST=$(FIRST) $(PY) tests/intake/mutate.py

check: .venv/.dev  ## lint code and notebooks
	$(PY) -m ruff check .
	$(PY) -m nbstripout --verify --keep-id notebooks/*.ipynb

clean:  ## delete what can be made again: outputs, panel, bundle
	rm -rf outputs data/panel dist build .pytest_cache .ruff_cache .hypothesis

# Set-up runs once: a stamp is older than its lock only when the lock has changed since.
.venv/.runtime: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation -e .
	@touch .venv/.runtime $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "jianbao needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv .venv

.venv/bin/uv: | .venv/bin/python
	$(INSTALL) uv

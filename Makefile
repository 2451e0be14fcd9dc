# Every target sets itself up in .venv on a machine with nothing but Python 3.11 or later; `make PYTHON=...` chooses which.

PYTHON ?=
export PYTHON
PY := .venv/bin/python
CORES := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
PYTEST := $(PY) -m pytest -n $(CORES) --dist loadgroup --no-loadscope-reorder
REPLICATES ?= 200
OUT ?= out/demo

# One's own organisation: make demo PEOPLE=people.csv TIES=ties.csv TEAM=office
PEOPLE ?=
TIES ?=
TEAM ?=
OWN := $(if $(PEOPLE),--set "organisation.people=$(PEOPLE)") $(if $(TIES),--set "organisation.ties=$(TIES)") \
	$(if $(TEAM),--set "organisation.team=$(TEAM)")

.PHONY: help demo test quick lint format odd bench clean
.DEFAULT_GOAL := help

help:
	@echo "make demo   compare rotation with the baseline; figure and report in out/demo"
	@echo "            (your own organisation: make demo PEOPLE=people.csv TIES=ties.csv TEAM=office)"
	@echo "make test   lint, types and tests"
	@echo "make quick  of the tests those that take at most seconds; neither Chromium nor Slurm"
	@echo "make lint   lint and types only"
	@echo "make format put the code into its usual form"
	@echo "make odd    renew the generated parts of ODD.md and README.md, and the schemas of files"
	@echo "make bench  how fast both engines are here, beside a Mesa model, and what large jobs cost; about half an hour, on an idle machine"
	@echo "make clean  remove .venv and whatever was made"

demo:
	@.ci/venv
	@$(PY) -m mi_abm compare scenarios/baseline.yaml scenarios/rotation.yaml --replicates $(REPLICATES) $(OWN) --out $(OUT)
	@echo "Report: $(OUT)/report.html   figures: $(OUT)/figures"

test: lint
	@mkdir -p out
	$(PYTEST) --junitxml out/tests.xml

quick:
	@.ci/venv test
	$(PYTEST) -m "not slow and not browser and not cluster"

lint:
	@.ci/venv test
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

format:
	@.ci/venv test
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

odd:
	@.ci/venv
	$(PY) -m mi_abm.describe ODD.md README.md
	$(PY) -m mi_abm schema --out scenarios/schema.json
	$(PY) -m mi_abm schema --experiments --out experiments/schema.json

bench:
	@.ci/venv bench
	$(PY) -m benchmarks
	$(PY) -m benchmarks.cost

clean:
	rm -rf .venv build dist out *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

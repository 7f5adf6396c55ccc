# make            sets up what is missing and builds every essay of source/ into build/
# make test       sets up what the tests need besides, and runs them
# make test-all   the slower proofs: a book of 300 pages, five megabytes, the wheel in an empty environment
# make check      format, lint, types and the house's rules
# make bench      figures of speed, against the same work by hand; with CORPUS=FOLDER also of finding and recovering links
# make calibrate  CORPUS=FOLDER: the weights and thresholds of recovery anew
# make lock       the locks anew, from pyproject.toml
# make clean      takes away what was made; `make distclean` the virtual environment too

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: all test test-all check bench calibrate lock clean distclean system
.DELETE_ON_ERROR:

all: $(VENV)/ready
	@$(BIN)/footlight build

# What Debian has to bring: WeasyPrint's libraries, and Python's own venv, which Debian keeps apart.
system:
	@sh .ci/system libpango-1.0.so.0=libpango-1.0-0 libpangoft2-1.0.so.0=libpangoft2-1.0-0 \
	  libharfbuzz-subset.so.0=libharfbuzz-subset0 python:ensurepip=python3-venv

$(VENV)/ready: requirements.lock pyproject.toml | system
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Footlight needs Python 3.11 or newer.' >&2; exit 1; }
	@echo 'Setting up $(VENV) …'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q footlight
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo 'Setting up what the tests need …'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n 2 -m 'not slow' $(PYTEST)

test-all: $(VENV)/ready-dev
	$(BIN)/python -m pytest -n 2 -m slow $(PYTEST)

check: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -m 'not slow' tests/test_house.py

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks "$(CORPUS)"

# The one thing that needs numpy and scipy, so they get an environment of their own, laid over .venv.
$(VENV)-calibrate/ready: requirements-calibrate.lock $(VENV)/ready-dev
	@test -x $(VENV)-calibrate/bin/python || $(PYTHON) -m venv $(VENV)-calibrate
	@$(VENV)-calibrate/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-calibrate.lock
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(VENV)-calibrate/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/footlight.pth"
	@touch $@

calibrate: $(VENV)-calibrate/ready
	PYTHONPATH=. $(VENV)-calibrate/bin/python -m benchmarks.calibrate_recovery "$(CORPUS)" --write

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --group pyproject.toml:build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --group pyproject.toml:dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --group pyproject.toml:calibrate -o requirements-calibrate.lock

clean:
	find build -mindepth 1 ! -name README.md -delete

distclean: clean
	rm -rf $(VENV) $(VENV)-calibrate .mypy_cache .ruff_cache .pytest_cache

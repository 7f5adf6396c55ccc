# make            sets up what is missing and builds every essay of source/ into build/
# make test       sets up what the tests need besides, and runs them
# make test-all   the slower proofs: a book of 300 pages, five megabytes, the wheel on an empty machine, and books
#                 in real reading systems; installs Chromium, Ace and calibre where it may
# make check      format, lint, types and the house's rules
# make bench      figures of speed, against the same work by hand; with CORPUS=FOLDER also of finding and recovering links
# make torture    commands killed a thousand times, and what each kill left; KILLS=N for another number (docs/robustness.md)
# make calibrate  CORPUS=FOLDER: the tables of `links find` anew, from other authors' prose; with rot.py and score.py in the
#                 folder also the weights and thresholds of recovery
# make docs       docs/findings.md, docs/schemas/, and the tables of docs/configuration.md and docs/printing.md, from the rows in
#                 footlight/
# make gallery    the pictures of docs/themes.md: the specimen in every theme
# make site       these docs as a site that is read and searched without a network, into build/site/
# make manual     the same as a book, PDF and EPUB, made by Footlight itself, into build/manual/
# make fuzz       the readers fuzzed, ten minutes each
# make sbom       what Footlight is made of (CycloneDX), into build/; `make licences` and `make audit`: licences, known faults
# make lock       the locks anew, from pyproject.toml
# make clean      takes away what was made; `make distclean` the virtual environment too

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READERS := tests/readers
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: all test test-all check docs site manual gallery bench torture calibrate lock clean distclean system system-all fuzz sbom licences audit
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
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q footlight
	@touch $@

$(VENV)/ready-dev: requirements-dev.lock $(VENV)/ready
	@echo 'Setting up what the tests need …'
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

# A real web archive for the tests (GPL, with pins of its own: never a part of Footlight). Where it cannot be had, the
# tests that need it say so and are skipped.
.venv-pywb/ready:
	@echo 'Setting up .venv-pywb …'
	@rm -rf .venv-pywb && $(PYTHON) -m venv .venv-pywb \
	  && .venv-pywb/bin/python -m pip --disable-pip-version-check --quiet install pywb==2.10.0 \
	  && touch $@ || echo 'pywb cannot be installed here; the tests that ask it are skipped.' >&2

test: $(VENV)/ready-dev .venv-pywb/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not slow' $(PYTEST)

# Other people's programs, for the slower proofs. What may not be installed is skipped there, and said.
system-all:
	-@sh .ci/system debootstrap=debootstrap gs=ghostscript qpdf=qpdf mutool=mupdf-tools pdftoppm=poppler-utils \
	  chromium=chromium ebook-convert=calibre node=nodejs npm=npm \
	  /usr/share/fonts/opentype/ipafont-mincho=fonts-ipafont-mincho

test-all: $(VENV)/ready-dev .venv-pywb/ready | system-all
	-@$(MAKE) --no-print-directory $(READERS)/node_modules/ready
	-@$(MAKE) --no-print-directory $(VENV)-docs/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'slow or property' --hypothesis-profile=thorough $(PYTEST)

# What the slower proofs drive; where it may not be installed, the tests say what they skip.
$(READERS)/node_modules/ready: $(READERS)/package-lock.json
	@echo 'Setting up reading systems and Ace …'
	@cd $(READERS) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

check: $(VENV)/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python -m pytest -q tests/test_repository.py

docs: $(VENV)/ready
	$(BIN)/python -m footlight.findings.findings_page > docs/findings.md
	$(BIN)/python -m footlight.settings.configuration_page docs/configuration.md
	$(BIN)/python -m footlight.press.printing_page docs/printing.md
	$(BIN)/python -m footlight.cli.schema docs/schemas
	$(BIN)/python -m footlight.workflows.limits_page > docs/limits.md

# Sphinx has nothing to do with the program, so it gets an environment of its own.
$(VENV)-docs/ready: requirements-docs.lock
	@test -x $(VENV)-docs/bin/python || $(PYTHON) -m venv $(VENV)-docs
	@$(VENV)-docs/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-docs.lock
	@touch $@

site: $(VENV)-docs/ready
	@$(VENV)-docs/bin/python tests/documentation.py site build/site
	@echo 'build/site/index.html'

manual: $(VENV)/ready
	@$(BIN)/python tests/documentation.py manual build/manual
	@ls build/manual/footlight-manual.*

gallery: $(VENV)/ready-dev
	$(BIN)/python tests/gallery.py docs

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks "$(CORPUS)"

KILLS ?= 1000
torture: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks.torture --kills $(KILLS)

# The one thing that needs numpy and scipy, so they get an environment of their own, laid over .venv.
$(VENV)-calibrate/ready: requirements-calibrate.lock $(VENV)/ready-dev
	@test -x $(VENV)-calibrate/bin/python || $(PYTHON) -m venv $(VENV)-calibrate
	@$(VENV)-calibrate/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements-calibrate.lock
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(VENV)-calibrate/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/footlight.pth"
	@touch $@

calibrate: $(VENV)-calibrate/ready
	PYTHONPATH=. $(VENV)-calibrate/bin/python -m benchmarks.gap_training "$(CORPUS)" --write
	test ! -f "$(CORPUS)/rot.py" || PYTHONPATH=. $(VENV)-calibrate/bin/python -m benchmarks.calibrate_recovery "$(CORPUS)" --write

# What building does not import, and pandoc, for those who have one: docs/installation.md, "A light installation".
LIGHT := $(addprefix --no-emit-package=,pypandoc-binary feedparser feedparser-sgmllib httpcore2 truststore h11 \
  protego warcio six starlette uvicorn anyio click shtab rich typing-extensions)
# Ten minutes of fuzzing for each reader (MINUTES=…), in an environment of its own laid over .venv; tests/fuzz says how.
MINUTES ?= 10
FUZZED  ?= front-matter ledger toml marks addresses warc epub svg opds questionnaire cdx memento page feeds

$(VENV)-fuzz/ready: $(VENV)/ready
	@test -x $(VENV)-fuzz/bin/python || $(PYTHON) -m venv $(VENV)-fuzz
	@$(VENV)-fuzz/bin/python -m pip --disable-pip-version-check --quiet install "atheris>=3,<4"
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > "$$($(VENV)-fuzz/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/footlight.pth"
	@touch $@

fuzz: $(VENV)-fuzz/ready
	@mkdir -p build/fuzz
	@cd tests && for target in $(FUZZED); do echo "$$target …"; \
	  PYTHONPATH=.. nice ../$(VENV)-fuzz/bin/python -m fuzz $$target $$(($(MINUTES) * 60)) ../build/fuzz > ../build/fuzz/$$target.log 2>&1; done
	@cat build/fuzz/runs.jsonl
	@ls build/fuzz/*.input 2> /dev/null || echo 'No fault.'

# What Footlight is made of, for those who pass it on.
sbom: $(VENV)/ready
	@mkdir -p build && $(BIN)/python .ci/sbom.py > build/sbom.json && echo build/sbom.json

licences: $(VENV)/ready
	@$(BIN)/python .ci/sbom.py --licences

# Known vulnerabilities of the pins. It asks the network.
audit:
	@test -x $(VENV)-audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)-audit && $(VENV)-audit/bin/python -m pip --quiet install pip-audit; }
	$(VENV)-audit/bin/pip-audit --no-deps --disable-pip --requirement requirements.lock

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --group pyproject.toml:make -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml $(LIGHT) -o requirements-light.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --group pyproject.toml:dev -o requirements-dev.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --group pyproject.toml:calibrate -o requirements-calibrate.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --group pyproject.toml:docs -o requirements-docs.lock

clean:
	find build -mindepth 1 ! -name README.md -delete

distclean: clean
	rm -rf $(VENV) $(VENV)-audit $(VENV)-fuzz $(VENV)-calibrate $(VENV)-docs .venv-pywb .mypy_cache .ruff_cache .pytest_cache

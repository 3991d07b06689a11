# `make demo` to try it, `make check` at every step, `make test` before a push. `make help` lists the rest.
VENV  ?= .venv
BIN   := $(VENV)/bin
DEMO  ?= demo/onrecord.db
SETUP := sh tools/setup.sh $(VENV)

.PHONY: help demo check quick test lint floors bench lock docs version wheels model clean

help:
	@echo "make demo    set up, read the example reports, show the record"
	@echo "make check   lint, and the tests that need no browser and no process of their own"
	@echo "make test    set up, run every test (browser tests where there is Chromium)"
	@echo "make lint    ruff, mypy --strict, import contracts"
	@echo "make floors  quick quality floors (bench/floors.json)"
	@echo "make bench   every figure of bench/ (needs ../shared/data)"
	@echo "make docs    write the command reference anew"
	@echo "make version compute the extractor's version anew (after a change of reading/ or lexicon/)"
	@echo "make wheels  fetch all packages into wheels/, to set up without a network:"
	@echo "             PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels make demo"
	@echo "make model   train the tagger anew: CORPUS=polnear NEWS=articles.jsonl OUT=folder"
	@echo "make lock    resolve the dependencies anew, with hashes"

$(VENV)/.demo: requirements/runtime.txt pyproject.toml tools/setup.sh
	@$(SETUP) runtime
	@touch $@

$(VENV)/.test: requirements/dev.txt pyproject.toml tools/setup.sh
	@$(SETUP) dev
	@touch $@ $(VENV)/.demo

$(VENV)/.bench: requirements/bench.txt $(VENV)/.test
	@$(SETUP) bench
	@touch $@

demo: $(VENV)/.demo
	@mkdir -p $(dir $(DEMO))
	@$(BIN)/onrecord --record $(DEMO) read examples/reports; test $$? -le 1
	@$(BIN)/onrecord --record $(DEMO) summary
	@echo
	@echo "Open the page:  $(BIN)/onrecord --record $(DEMO) serve"
	@echo "Ask it:         $(BIN)/onrecord --record $(DEMO) statements --act deny"

test: $(VENV)/.test
	@sh tools/chromium.sh
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(VENV)/.test
	@$(MAKE) --no-print-directory -j 2 -O lint quick

quick: $(VENV)/.test
	$(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not slow and not browser"

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

floors: $(VENV)/.test
	$(BIN)/python -m bench.floors

bench: $(VENV)/.bench
	$(BIN)/python -m bench.read
	$(BIN)/python -m bench.attribution
	$(BIN)/python -m bench.annotators
	$(BIN)/python -m bench.ablation
	$(BIN)/python -m bench.cost
	$(BIN)/python -m bench.page
	$(BIN)/python -m bench.people
	$(BIN)/python -m bench.time
	$(BIN)/python -m bench.identity

docs: $(VENV)/.test
	$(BIN)/python -m docs.make_cli_reference
	$(BIN)/python -m docs.console

version: $(VENV)/.test
	$(BIN)/python -m tools.extractor_version

wheels:
	@$(SETUP) none
	$(BIN)/pip download -q -d wheels --require-hashes -r requirements/dev.txt

model: requirements/training.txt
	@sh tools/training.sh $(VENV)-training
	$(VENV)-training/bin/python -m training.attribution.recipe --corpus $(CORPUS) --news $(NEWS) --out $(OUT)

lock:
	@$(SETUP) none
	$(BIN)/pip install -q uv
	sh tools/lock.sh $(BIN)/uv

clean:
	rm -rf $(VENV) demo out

# Two commands: `make run` starts everything, `make test` checks everything.
# A machine needs python3 (3.11 or later) and make; the rest is fetched by hash into .venv.
PYTHON ?= python3
VENV = .venv/bin

.PHONY: help run test soak soak-kills soak-pictures soak-load soak-mutation check unit integration flows browser postgres15 assets catalogues locks wheel clean

help:
	@echo "make run          install, start the servers, migrate, load the demo company, serve"
	@echo "make test         every check and test (under 15 minutes on two cores)"
	@echo "make soak         what takes longer (about 22 minutes on two cores), each part also alone:"
	@echo "  soak-kills      many kills of every program, races repeated (5 minutes)"
	@echo "  soak-pictures   every page at four widths in both themes, pictures in build/pictures (10 minutes)"
	@echo "  soak-load       people at work against a started server, then the books proved (1 1/2 minutes)"
	@echo "  soak-mutation   small changes of pure functions that the unit tests must notice (5 minutes)"
	@echo "make check        lint, types, import contracts"
	@echo "make unit | integration | flows | browser | postgres15     one kind of test"
	@echo "make assets       browser assets from the npm lock       make wheel    build dist/*.whl"
	@echo "make catalogues   bring the catalogues of other languages up to date"
	@echo "make locks        write the hashed locks anew            make clean    what can be made again"

run:
	@$(PYTHON) scripts/bootstrap.py run
	@exec $(VENV)/erp up

test:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python scripts/checks.py all

soak:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python scripts/checks.py soak

soak-kills soak-pictures soak-load soak-mutation check unit integration flows browser postgres15:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python scripts/checks.py $@

assets:
	@$(PYTHON) scripts/bootstrap.py assets

wheel:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python -m pip wheel --no-deps --no-build-isolation --wheel-dir dist .

catalogues:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python scripts/catalogues.py

locks:
	@$(PYTHON) scripts/bootstrap.py test
	@$(VENV)/python scripts/locks.py

clean:
	rm -rf node_modules erp/web/static/vendor dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

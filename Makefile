# Every command a person needs; `make` alone lists them. The work itself is in scripts/.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup build release demo test deb deb-check systemd lint format bench accuracy torture pressure history surfaces losses fleet objects desk desk-check proxy-check openapi samples fuzz clean

# One configuration for building and testing, so that nothing is compiled twice.
SOURCES := Package.swift Sources Tests

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install the Debian packages that are missing
	@scripts/setup.sh

build: setup ## build everything, tests included (debug; arithmetic is optimised all the same)
	swift build --build-tests

release: setup ## build intoned and intone as they are shipped
	swift build -c release --static-swift-stdlib --disable-local-rpath --product intoned
	swift build -c release --static-swift-stdlib --disable-local-rpath --product intone

demo: setup ## two sample interviews through the daemon, with explained scores; ends by itself
	@scripts/demo.sh

test: setup ## every test
	swift test --disable-xctest

deb: setup ## the Debian package, into .build/deb
	@packaging/build-deb.sh

deb-check: ## install, upgrade, purge and break the package on a fresh Debian (needs root)
	@packaging/check-deb.sh .build/deb/intone_*.deb
	@packaging/check-breakages.sh .build/deb/intone_*.deb

systemd: build ## the unit under a real systemd, as PID 1 in namespaces of its own (needs root)
	@scripts/systemd-check.sh .build/debug

lint: ## formatting and house style; silent when all is well
	swift format lint --strict --recursive --parallel $(SOURCES)

format: ## put the formatting right
	swift format --in-place --recursive --parallel $(SOURCES)

bench: setup ## speed and memory, with the peers in the same run
	@scripts/bench.sh

accuracy: setup ## measures against the truth, with the peers in the same run
	@scripts/accuracy.sh

torture: build ## kills the daemon 10,000 times, with faults around it; SEED=… plays a run again, STORE=postgres on a server
	@python3 Tests/Torture/torture.py --verbose $(if $(STORE),--store $(STORE)) $(if $(CYCLES),--cycles $(CYCLES))
	@python3 Tests/Torture/power.py

pressure: setup ## 100,000 recordings at once, while the daemon is down and while it runs
	@$(MAKE) release
	@python3 Tests/Torture/pressure.py

history: setup ## a million past answers imported with kills, exported, and imported again
	@$(MAKE) release
	@python3 Tests/Torture/history.py

losses: build ## kills during retention, rescoring, backup and restore; moves, zones, clocks, a million events
	@python3 Tests/Torture/losses.py .build/debug

fleet: build ## two cities, a primary and a standby in network namespaces, and what happens to them (needs root); ROUNDS=200, SEED=…
	@python3 Tests/Fleet/fleet.py --rounds $(or $(ROUNDS),200) $(if $(SEED),--seed $(SEED))

objects: build ## recordings in a store of objects: moto's S3 behind a door that checks signatures (moto and boto3 from PyPI); SEED=…
	@python3 -m venv .build-venv-objects && .build-venv-objects/bin/pip install --quiet --disable-pip-version-check 'moto[s3,server]==5.2.1'
	@.build-venv-objects/bin/python Tests/Objects/objects.py .build/debug

surfaces: release ## what local users must not be able to do, tried as those users (needs root)
	@python3 Tests/Surfaces/surfaces.py .build/release

desk: setup ## the demo, which goes on and serves the desk's pages
	@DESK=1 scripts/demo.sh

desk-check: setup build ## the desk in a real browser, by keyboard, without script, with axe (installs chromium)
	@scripts/desk-check.sh .build/debug

proxy-check: setup build ## the desk behind nginx and Caddy, with the configurations that the package ships
	@scripts/proxy-check.sh .build/debug

openapi: build ## requests made up from the OpenAPI document (needs schemathesis from PyPI)
	@python3 Tests/Torture/openapi.py

samples: setup ## make the sample recordings again and compare them with those committed
	@samples/make-samples.sh

fuzz: setup ## hostile bytes into our own parsers; SECONDS=180 and RUNS=10000000 a harness, NAMES="Ogg Transcripts" for some
	@Tests/Fuzz/fuzz.sh $(or $(SECONDS),180) $(or $(RUNS),10000000) $(NAMES)

clean: ## remove what was built
	rm -rf .build .build-venv .build-venv-objects

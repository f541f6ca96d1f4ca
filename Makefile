# The commands of the README. The work is done by scripts/, each of which says what it does.
#
# Variables, given as `make run LISTEN=127.0.0.1:9000`:
LISTEN ?= 127.0.0.1:8080
DATA ?= data
PREFIX ?= /usr/local
export LISTEN DATA PREFIX

.DEFAULT_GOAL := help
SHELL := bash
.PHONY: help setup run dev build install test check deny bench screenshots clean

help: ## show this
	@echo 'Bayplan: make TARGET [VARIABLE=value]'
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{ printf "%-14s%s\n", $$1, $$2 }'
	@echo
	@echo '  LISTEN      address that run listens on        (127.0.0.1:8080)'
	@echo '  DATA        folder that run keeps designs in   (data)'
	@echo '  PREFIX      install puts bin/bayplan there     (/usr/local)'
	@echo '  CHROMIUM    browser for test and screenshots   (chromium or google-chrome on PATH)'
	@echo '  BAYPLAN_CACHE  tools that setup installs, and build results   (~/.cache/bayplan)'

run: ## install what is missing, build, and serve on http://127.0.0.1:8080
	@scripts/setup build
	@scripts/build
	@exec scripts/run

test: ## install what is missing, build, and run every test, in a real browser too
	@scripts/setup test
	@scripts/build
	@scripts/test

dev: ## serve with live reload on http://127.0.0.1:8081
	@scripts/setup build
	@exec scripts/dev

setup: ## install what is missing to build, test and check
	@scripts/setup test check

build: ## build the release binary, front end included
	@scripts/setup build
	@scripts/build

install: build ## build, and install PREFIX/bin/bayplan: one file that needs nothing else
	@scripts/install

check: ## formatting, lints, licences
	@scripts/setup check
	@scripts/check

deny: ## licences and, from the network, security advisories of all dependencies
	@scripts/setup check
	@. scripts/env.sh && cargo deny --all-features check

bench: ## measure the release build in the browser
	@scripts/setup test
	@scripts/build
	@scripts/bench

screenshots: ## retake the screenshots of the README from the running product
	@scripts/setup test
	@scripts/build
	@node tests/e2e/screenshots.mjs

clean: ## remove what was built; the tools stay (remove BAYPLAN_CACHE to be rid of them)
	@scripts/clean

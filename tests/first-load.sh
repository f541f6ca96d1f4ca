#!/usr/bin/env bash
# What a browser downloads until a design is drawn, in brotli: at most the budget. What is loaded after that, and what
# only some visits need, does not count. Needs the release build in dist/.
set -euo pipefail
cd "$(dirname "$0")/.."

BUDGET=300000
exec node tests/first-load.mjs dist "$BUDGET"

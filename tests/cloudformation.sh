#!/usr/bin/env bash
# The templates that the designs export to, in the eyes of cfn-lint, which has CloudFormation's own schemas: of each
# environment and each record of each design, as YAML and as JSON. Skipped, with status 77, without a cfn-lint that knows
# properties as new as those that the designs have.
set -euo pipefail
cd "$(dirname "$0")/.."

lint=$(command -v cfn-lint) || {
    echo "skipped: cfn-lint is not on PATH (pip install cfn-lint)"
    exit 77
}
needed=1.58.0
version=$("$lint" --version | sed 's/.* //')
printf '%s\n' "$needed" "$version" | sort --version-sort --check=quiet || {
    echo "skipped: cfn-lint $version is older than $needed (pip install --upgrade cfn-lint)"
    exit 77
}

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
cargo run --quiet --package bayplan-model --example cloudformation -- "$out" \
    public/examples/*.json tests/fixtures/designs/*.json >"$out/remarks.txt"

echo "cfn-lint $version: $(find "$out" -name '*.yaml' -o -name '*.json' | wc -l) templates"
"$lint" --regions eu-west-1 -- "$out"/*.yaml "$out"/*.json

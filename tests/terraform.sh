#!/usr/bin/env bash
# The Terraform that the designs export to, in the eyes of the real `terraform`: formatted as
# `terraform fmt` does and, where the offline checker is at hand, valid, and planned twice without a
# second difference. Needs the release binary (BAYPLAN); skipped, with status 77, without terraform.
set -euo pipefail
cd "$(dirname "$0")/.."

bayplan=${BAYPLAN:?the path of the release binary}
terraform=$(command -v terraform) || {
    echo "skipped: terraform is not on PATH"
    exit 77
}

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$bayplan" export terraform public/examples/matabit.json -o "$out/6/matabit"
# Both styles of container definitions, for both versions of the provider.
cargo run --quiet --package bayplan-model --example terraform -- "$out" \
    public/examples/*.json tests/fixtures/designs/*.json >"$out/remarks.txt"

echo "terraform fmt -check ($("$terraform" version | head -n 1))"
"$terraform" fmt -check -diff -recursive "$out"

checker=${BAYPLAN_SHARED:-}/tfcheck
if [ -x "$checker/tfcheck" ]; then
    echo "validate, plan, apply, plan again"
    "$checker/setup.sh"
    for provider in 5.100.0 6.66.0; do
        # Every folder that holds configuration is a configuration of its own.
        find "$out/${provider%%.*}" -name '*.tf' -exec dirname {} + | sort -u |
            xargs "$checker/tfcheck" --plan --apply --pretty --aws "$provider" >"$out/report.json" || {
            cat "$out/report.json"
            exit 1
        }
        echo "provider $provider: $(find "$out/${provider%%.*}" -name versions.tf | wc -l) configurations"
    done
else
    echo "validate and plan skipped: no offline checker beside the checkout"
fi

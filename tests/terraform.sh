#!/usr/bin/env bash
# The Terraform that the example exports to, in the eyes of the real `terraform`: formatted as
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
"$bayplan" export terraform public/examples/matabit.json -o "$out/matabit"

echo "terraform fmt -check ($("$terraform" version | head -n 1))"
"$terraform" fmt -check -diff -recursive "$out"

checker=${BAYPLAN_SHARED:-}/tfcheck
if [ -x "$checker/tfcheck" ]; then
    echo "validate, plan, apply, plan again"
    "$checker/setup.sh"
    # Every folder that holds configuration is a configuration of its own.
    find "$out" -name '*.tf' -exec dirname {} + | sort -u |
        xargs "$checker/tfcheck" --plan --apply --pretty >"$out/report.json" || {
        cat "$out/report.json"
        exit 1
    }
else
    echo "validate and plan skipped: no offline checker beside the checkout"
fi

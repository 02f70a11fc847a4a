#!/usr/bin/env bash
# Runs examples/onboarding.sh with bin/unictl first in PATH, in a home that is
# removed again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/isolate.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

isolate "$scratch"
export PATH="$PWD/bin:$PATH"
bash examples/onboarding.sh "$@"

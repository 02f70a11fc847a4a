#!/usr/bin/env bash
# Runs the examples, or the one that is named, with bin/unictl first in PATH, in a
# home that is removed again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/isolate.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

isolate "$scratch"
export PATH="$PWD/bin:$PATH"
for example in "${@:-onboarding account tokens staging bulk}"; do
    for name in $example; do
        printf '\n######## examples/%s.sh\n' "$name"
        sh "examples/$name.sh"
    done
done
cat <<'NEXT'

######## Next
bin/unictl ixon users list --context sandbox   # try it yourself: nothing to configure
make install                                   # put unictl into your PATH
unictl init                                    # set up your own service, and try it
NEXT

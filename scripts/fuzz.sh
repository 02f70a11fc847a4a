#!/usr/bin/env bash
# Runs every fuzz target of the module for FUZZTIME (30s), one after the other.
# A crasher is left in that package's testdata/fuzz: commit it with the fix.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# go test -list prints the names of a package's targets and then its "ok" line.
listed=$(go test -list '^Fuzz' ./...)
targets=$(awk '/^Fuzz/ { names[n++] = $1 }
    $1 == "ok" { for (i = 0; i < n; i++) print $2, names[i]; n = 0 }' <<<"$listed")
if [ -z "$targets" ]; then
    echo "no fuzz targets found" >&2
    exit 1
fi

while read -r package target; do
    echo "+ $package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-30s}" "$package" </dev/null
done <<<"$targets"

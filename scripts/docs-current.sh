#!/usr/bin/env bash
# Fails when docs/reference is not what the commands would generate now.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

echo "+ go run ./cmd/gendocs (compared with docs/reference)"
go run ./cmd/gendocs "$fresh/reference"
if ! diff -ru docs/reference "$fresh/reference"; then
    echo "docs/reference is out of date: run make docs" >&2
    exit 1
fi

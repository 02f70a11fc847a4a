#!/bin/sh
# Look after the Devo tokens of an account: what is about to end, what reaches
# too far, and replace one that ends soon.
#
#   examples/tokens.sh
#
# It runs against the sandbox unless UNICTL_CONTEXT says otherwise; there it only
# reports. Every command's exit code is checked.
set -eu

: "${UNICTL_CONTEXT:=sandbox}"
export UNICTL_CONTEXT

say() { printf '\n== %s\n' "$1"; }

# expect CODE COMMAND… runs a command that must end with this exit code.
expect() {
	wanted=$1
	shift
	code=0
	"$@" || code=$?
	if [ "$code" -ne "$wanted" ]; then
		echo "exit code $code instead of $wanted: $*" >&2
		exit 1
	fi
}

say "tokens that end within 30 days (exit code 8: there are some)"
code=0
unictl devo tokens list --active --expiring-within 30d --exit-code --columns id,name,user,expiration || code=$?
[ "$code" -eq 0 ] || [ "$code" -eq 8 ] || exit "$code"

say "tokens that reach all tables"
expect 0 unictl devo tokens list --all-tables --columns id,name,user,scope

[ "$UNICTL_CONTEXT" = sandbox ] || exit 0

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

say "replace the token 'firewall ingest': the new value is on disk before the old token is disabled"
expect 0 unictl devo tokens rotate "firewall ingest" --name "firewall ingest 2" --value-file "$folder/value" --yes
[ -s "$folder/value" ] || exit 1
expect 0 unictl devo tokens list --scope-contains firewall --columns id,name,active,expiration

say "an empty name is refused: Devo would answer OK and change nothing"
expect 2 unictl devo tokens rename "firewall ingest 2" " "

say "the token in use cannot be deleted by mistake"
expect 4 unictl devo tokens delete unictl --yes

say "done"

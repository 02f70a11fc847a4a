#!/bin/sh
# Stage an application from one Intrexx portal to another: import its package,
# look into the target's diagnosis whether it came, change a setting, and create
# a user with a password and groups.
#
#   examples/staging.sh [PACKAGE]
#
# It runs against the sandbox unless UNICTL_CONTEXT says otherwise; TARGET names
# the portal to stage to, GROUP the id of the user's group there. The
# Administration API exports nothing: PACKAGE is the zip that an export of the
# source portal made. Without it a small one is made.
# Every command's exit code is checked.
set -eu

: "${UNICTL_CONTEXT:=sandbox}" "${TARGET:=staging}" "${GROUP:=4}"
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

# target runs a command on the portal that is staged to.
target() { unictl intrexx "$@" --portal "$TARGET"; }

# small_package is a zip with one empty member, orders.lax.
small_package() {
	printf 'PK\003\004\024\0\0\0\0\0\0\0\041\0\0\0\0\0\0\0\0\0\0\0\0\0\012\0\0\0orders.lax'
	printf 'PK\001\002\024\0\024\0\0\0\0\0\0\0\041\0\0\0\0\0\0\0\0\0\0\0\0\0\012\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0orders.lax'
	printf 'PK\005\006\0\0\0\0\001\0\001\0\070\0\0\0\050\0\0\0\0\0'
}

# unpacked writes what is in a zip, with what there is to read one.
unpacked() {
	if command -v unzip >/dev/null; then
		unzip -p "$1"
	elif command -v bsdtar >/dev/null; then
		bsdtar -xOf "$1"
	else
		python3 -c 'import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
for name in z.namelist(): sys.stdout.buffer.write(z.read(name))' "$1"
	fi
}

umask 077
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
package=${1:-$folder/orders.zip}
[ "$#" -gt 0 ] || small_package >"$package"
name=$(basename "$package")

say "import $name into the portal $TARGET; what would be sent is shown first"
expect 0 target applications import "$package" --dry-run
expect 0 target applications import "$package"

say "it has come: the diagnosis of $TARGET names it"
expect 0 target diagnosis download "$folder/diagnosis.zip"
if [ "$UNICTL_CONTEXT" = sandbox ]; then # what the real one holds is not public
	unpacked "$folder/diagnosis.zip" | grep "\"package\":\"$name\"" >/dev/null ||
		{ echo "the diagnosis does not name $name" >&2; exit 1; }
fi

say "a newer package replaces the application: only with --yes, since data can be lost"
expect 2 target applications overwrite "$package" </dev/null
expect 0 target applications overwrite "$package" --yes

say "sessions in $TARGET end after an hour and a half; a second time there is nothing to change"
expect 0 target settings set --session-timeout-sek 90m --dry-run
expect 0 target settings set --session-timeout-sek 90m
expect 0 target settings set --session-timeout-sek 90m

say "a user who tries it out; the id is known from creating alone"
od -An -tx1 -N16 /dev/urandom | tr -d ' \n' >"$folder/password"
user=$(target users create --first-name Test --last-name Person --login-username "test.person.$$" \
	--password-file "$folder/password" -o name)
expect 0 target groups get "$GROUP"
expect 0 target users groups add "$user" "$GROUP"
expect 0 target users groups list "$user"

if [ "$UNICTL_CONTEXT" = sandbox ]; then
	say "and is removed again"
	expect 2 target users delete "$user" </dev/null
	expect 0 target users delete "$user" --yes
	expect 5 target users get "$user"
fi

say "done"

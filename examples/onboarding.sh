#!/bin/sh
# Invite the people of a list to an IXON company, and take them out again.
#
#   examples/onboarding.sh [LIST]
#
# It runs against the sandbox unless UNICTL_CONTEXT says otherwise. A list has a
# line for each person: e-mail address, group, role, and the day the access
# ends or "-"; blanks in a group's name are written as _.
#
# Every command's exit code is checked: the script stops at the first one that
# is not what it expects.
set -eu

list=${1:-$(dirname "$0")/people.txt}
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

# invite_all invites everybody on the list who is neither a member nor invited.
invite_all() {
	grep -v -e '^#' -e '^[[:space:]]*$' "$list" | while read -r email group role until; do
		group=$(echo "$group" | tr _ ' ')
		grant="$group=$role"
		[ "$until" = - ] || grant="$grant@$until"
		expect 0 unictl ixon users invite "$email" --grant "$grant" --if-absent \
			-o json --jq '"\(.target): " + (if .changed then "invited" else .reason end)' </dev/null
	done
}

people() { grep -v -e '^#' -e '^[[:space:]]*$' "$list" | cut -d' ' -f1; }
first=$(people | sed -n 1p)
second=$(people | sed -n 2p)

say "invite the people of $list"
invite_all

if [ "$UNICTL_CONTEXT" = sandbox ]; then
	say "$first accepts"
	expect 0 unictl sandbox accept "$first" -q
	expect 0 unictl ixon users get "$first" --columns name,emailAddress,memberships
fi

say "who has temporary access, and until when"
expect 0 unictl ixon access list --columns user,emailAddress,group,role,expiresOn --sort expiresOn --limit 5

say "run the same list again: nobody is invited twice"
invite_all
expect 6 unictl ixon users invite "$first" --grant company=Viewer

say "invitations that wait"
expect 0 unictl ixon invites list --columns emailAddress,expiresOn,memberships

say "withdraw the one of $second"
expect 0 unictl ixon invites revoke "$second" --yes
expect 5 unictl ixon invites get "$second"

if [ "$UNICTL_CONTEXT" = sandbox ]; then
	say "remove $first again"
	expect 2 unictl ixon users remove "$first" </dev/null
	expect 0 unictl ixon users remove "$first" --yes
	expect 5 unictl ixon users get "$first"
fi

say "done"

#!/bin/sh
# Invite somebody to an account of the Open IoT Service Platform, send the
# invitation again, withdraw it; let a second person accept, and remove them.
#
#   examples/account.sh
#
# It runs against the sandbox. Every command's exit code is checked.
set -eu

UNICTL_CONTEXT=sandbox
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

say "invite grace@example.com; a second time is found before anything is sent"
expect 0 unictl iot invites create grace@example.com
expect 6 unictl iot invites create grace@example.com
expect 0 unictl iot invites resend grace@example.com

say "withdraw: judged by the list, since the service answers 404 when it worked"
expect 0 unictl iot invites withdraw grace@example.com --yes
expect 5 unictl iot invites withdraw grace@example.com --yes

say "withdrawing a member is refused: the service would remove the person"
expect 6 unictl iot invites withdraw bram.visser@example.com --yes

robin=robin.peeters@example.com
say "$robin was invited and accepts"
expect 0 unictl iot invites mine --user "$robin"
invitation=$(unictl iot invites mine --user "$robin" -o name --limit 1)
expect 0 unictl iot invites accept "$invitation" --user "$robin"
expect 0 unictl iot accounts list --user "$robin"

say "and is removed again"
account=$(unictl iot accounts list --user "$robin" -o name --limit 1)
expect 0 unictl iot members remove "$robin" --yes --account "$account"

say "done"

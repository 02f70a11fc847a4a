#!/bin/sh
# Invite the people of a CSV file, be interrupted, and go on.
#
#   examples/bulk.sh [FILE]
#
# Without FILE it makes up 200 people, and runs in the sandbox. With one it runs
# where UNICTL_CONTEXT says; `unictl ixon users invite --print-template` prints a
# file to start from.
#
# Every command's exit code is checked: the script stops at the first one that
# is not what it expects.
set -eu

: "${UNICTL_CONTEXT:=sandbox}"
export UNICTL_CONTEXT
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

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

people=${1:-$scratch/people.csv}
if [ $# -eq 0 ]; then
	say "200 people, and one whose role is misspelt"
	{
		echo 'email;group;role;expires'
		i=1
		while [ "$i" -le 200 ]; do
			echo "person$i@example.com;company;Engineer;90d"
			i=$((i + 1))
		done
		echo 'last@example.com;company;Enginer;'
	} >"$people"
	head -3 "$people"

	say "the whole file is checked before anything is sent (exit code 2)"
	expect 2 unictl ixon users invite --from "$people"
	grep -v Enginer "$people" >"$people.new"
	mv "$people.new" "$people"
fi

say "invite them; it is stopped after a moment (exit code 130)"
# In the sandbox --rate keeps it slow enough for that.
if [ "$UNICTL_CONTEXT" = sandbox ]; then
	unictl ixon users invite --from "$people" --rate 20 --report "$scratch/report.csv" -q &
	running=$!
	tries=0
	until [ "$(unictl bulk list --columns done -o csv --no-header | head -1)" -ge 25 ] 2>/dev/null; do
		tries=$((tries + 1))
		[ "$tries" -le 300 ] || { echo "nobody is invited after half a minute" >&2; exit 1; }
		sleep 0.1
	done
	kill -TERM "$running"
	code=0
	wait "$running" || code=$?
	[ "$code" -eq 130 ] || { echo "exit code $code instead of 130" >&2; exit 1; }
	echo "$(grep -c ,done, "$scratch/report.csv") are done, $(grep -c ,skipped, "$scratch/report.csv") were not tried"

	say "the same command does not begin anew by accident (exit code 2)"
	expect 2 unictl ixon users invite --from "$people"
	expect 0 unictl bulk list --columns stage,verb,rows,done,failed

	say "go on: nobody is invited twice"
	expect 0 unictl ixon users invite --from "$people" --resume --report "$scratch/report.csv" -q
else
	expect 0 unictl ixon users invite --from "$people" --continue --report "$scratch/report.csv" -q
fi
head -3 "$scratch/report.csv"
echo "$(grep -c -e ,done, -e ,unchanged, "$scratch/report.csv") people are invited"

say "run it again: all of them are unchanged"
expect 0 unictl ixon users invite --from "$people" -o csv --columns status --no-header -q >"$scratch/again"
sort "$scratch/again" | uniq -c

if [ "$UNICTL_CONTEXT" = sandbox ]; then
	say "withdraw the invitations of all of them"
	cut -d';' -f1 "$people" | sed 1d >"$scratch/people.txt"
	expect 2 unictl ixon invites revoke --from "$scratch/people.txt" </dev/null
	expect 0 unictl ixon invites revoke --from "$scratch/people.txt" --yes -q
fi

say "done"

#!/usr/bin/env bash
# Measures unictl beside its yardsticks and prints the ratios, which hold from
# machine to machine where times do not. Nothing of the user's is read or written.
#
#   UNICTL  the binary to measure (bin/unictl)
#   RUNS    turns of the short commands (40); LISTS of the long lists (5)
#   USERS   users in the long lists (100000); LARGE in the one that must stay flat (1000000)
#   CALLS   users in the list that is compared with curl (25)
#   BYTES   size of the zip that goes up and comes down (500000000)
#   ROWS    rows of a change from a file (10000); DONE in one that is gone on with
#           (100000), CHECKED in one that is only checked (1000000)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/isolate.sh

unictl=${UNICTL:-$PWD/bin/unictl}
runs=${RUNS:-40} lists=${LISTS:-5}
users=${USERS:-100000} large=${LARGE:-1000000} few=${CALLS:-25} bytes=${BYTES:-500000000}
rows=${ROWS:-10000} finished=${DONE:-100000} checked=${CHECKED:-1000000}

scratch=$(mktemp -d)
background=()
finish() {
    if [ ${#background[@]} -gt 0 ]; then
        kill "${background[@]}" 2>/dev/null || true
        wait "${background[@]}" 2>/dev/null || true
    fi
    rm -rf "$scratch"
}
trap finish EXIT

if [ ! -x "$unictl" ]; then
    echo "$unictl is not there: run make build, or name one in UNICTL" >&2
    exit 1
fi
for program in hello timing server bare barebulk archive; do
    CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$scratch/$program" "./scripts/bench/$program"
done
# The yardstick of start-up in both ways of building: without C, as unictl is,
# and as the go command builds where it finds a C compiler.
CGO_ENABLED=1 go build -trimpath -ldflags '-s -w' -o "$scratch/hello-c" ./scripts/bench/hello
isolate "$scratch"

# compare RUNS YARDSTICK… ::: COMMAND… leaves what timing prints in $measured.
compare() {
    measured=$("$scratch/timing" -runs "$@")
}
field() { awk -F '\t' -v row="$1" -v column="$2" 'NR == row { print $column }' <<<"$measured"; }

# row WHAT OURS YARDSTICK RATIO TARGET compares the ratio, or without one OURS,
# with the target. A peak of 0 means that the system does not tell.
row() {
    awk -v what="$1" -v ours="$2" -v yardstick="$3" -v ratio="$4" -v target="$5" 'BEGIN {
        value = ratio == "" ? ours + 0 : ratio + 0
        limit = target; gsub(/[^0-9.]/, "", limit)
        verdict = target == "" ? "" : value == 0 ? "unknown" : value <= limit + 0 ? "met" : "MISSED"
        printf "%-44s %12s %26s %7s %10s  %s\n", what, ours, yardstick, ratio, target, verdict
    }'
}
# times WHAT YARDSTICK TARGET prints the second command of $measured beside the first.
times() { row "$1" "$(field 2 1) ms" "$(field 1 1) ms $2" "$(field 2 2)" "${3:+<= $3 x}"; }
# peak WHAT TARGET [YARDSTICK] prints the memory of the last command of $measured;
# an empty TARGET is none.
peak() {
    local last beside=
    last=$(awk 'END { print NR }' <<<"$measured")
    if [ $# -gt 2 ]; then beside="$(field 1 3) MiB $3"; fi
    row "$1" "$(field "$last" 3) MiB" "$beside" "" "${2:+<= $2 MiB}"
}

# listen OPTION… starts the server; its address is in $scratch/url.
listen() {
    : >"$scratch/url"
    "$scratch/server" "$@" >"$scratch/url" &
    background+=($!)
    local wait
    for wait in $(seq 100); do
        if [ -s "$scratch/url" ]; then break; fi
        sleep 0.05
    done
}

# serve COUNT OPTION… points unictl at a server with so many users.
serve() {
    listen -users "$@"
    UNICTL_IXON_URL=$(<"$scratch/url")
    export UNICTL_IXON_URL
    export UNICTL_IXON_APPLICATION=Bench0000001 UNICTL_IXON_COMPANY=1111-2222-3333-4444-5555
    export UNICTL_IXON_TOKEN=BenchTokenBenchTokenBenchToken12
}

startup() {
    local words yardstick
    for yardstick in hello-c hello; do
        for words in version --help '__complete ixon users '; do
            if [ "$words" = version ] || [ "$words" = --help ]; then
                compare "$runs" "$scratch/$yardstick" version ::: "$unictl" "$words"
            else
                compare "$runs" "$scratch/$yardstick" version ::: "$unictl" __complete ixon users ""
            fi
            times "$words" "$yardstick" 1.7
        done
    done
    peak "__complete: memory" "" "hello"
}

# A few users from the sandbox, the same URL and headers for curl as for unictl:
# its own trace tells the URL.
against_curl() {
    unset "${!UNICTL_@}" # what the long lists were pointed at
    "$unictl" sandbox serve --seed-size "$few" >"$scratch/serve.log" 2>&1 &
    local serving=$!
    background+=("$serving")
    local wait exports=
    for wait in $(seq 100); do
        if exports=$("$unictl" sandbox env 2>"$scratch/env.log") && [ -n "$exports" ]; then break; fi
        if ! kill -0 "$serving" 2>/dev/null; then break; fi
        sleep 0.1
    done
    if [ -z "$exports" ]; then
        echo "the sandbox does not serve:" >&2
        cat "$scratch/serve.log" "$scratch/env.log" >&2
        return 1
    fi
    eval "$exports"
    local url
    url=$("$unictl" ixon users list --debug 2>&1 >/dev/null | awk '/^> GET http/ && !url { url = $3 } END { print url }')
    if [ -z "$url" ]; then
        echo "no GET in the trace of: unictl ixon users list --debug" >&2
        return 1
    fi
    (
        umask 077
        printf '%s\n' silent fail globoff "output = /dev/null" "url = \"$url\"" 'header = "Api-Version: 2"' \
            "header = \"Api-Application: $UNICTL_IXON_APPLICATION\"" "header = \"Api-Company: $UNICTL_IXON_COMPANY\"" \
            "header = \"Authorization: Bearer $UNICTL_IXON_TOKEN\"" >"$scratch/curlrc"
    )
    compare "$runs" curl -q -K "$scratch/curlrc" ::: "$unictl" ixon users list
    times "users list, $few users, sandbox" "curl" 1.0
    compare "$runs" "$scratch/hello" version ::: "$unictl" ixon users list
    times "users list, $few users, sandbox" "hello-cobra" ""
}

long_lists() {
    local format
    serve "$users"
    for format in jsonl csv table; do
        compare "$lists" "$scratch/bare" ::: "$unictl" ixon users list --rate 0 -o "$format"
        times "users list, $users users, $format" "bare net/http" 3
        peak "users list, $users users, $format: memory" 24 "bare net/http"
    done
    compare 1 -warmup 0 "$unictl" ixon users list --rate 0 -o json
    peak "users list, $users users, json: memory" 250
    compare 1 -warmup 0 "$unictl" ixon users list --rate 0 -o jsonl --sort name
    peak "users list, $users users, sorted: memory" 250
    serve "$large"
    compare 1 -warmup 0 "$unictl" ixon users list --rate 0 -o jsonl
    peak "users list, $large users, jsonl: memory" 24
}

# A zip up and down, beside curl with the same request. curl neither looks into
# the zip nor brings what came down safely to disk; unictl does.
transfers() {
    unset "${!UNICTL_@}"
    "$scratch/archive" -bytes "$bytes" >"$scratch/app.zip"
    listen -archive "$scratch/app.zip"
    UNICTL_INTREXX_URL=$(<"$scratch/url")
    export UNICTL_INTREXX_URL UNICTL_INTREXX_PORTAL=intranet UNICTL_INTREXX_USER=bench UNICTL_INTREXX_PASSWORD=bench-password
    local authorization='Authorization: Bearer BenchTokenBenchTokenBenchToken12'
    compare "$lists" curl -q -fsS -o /dev/null -H "$authorization" -F "files=@$scratch/app.zip;type=application/zip" "$UNICTL_INTREXX_URL/intranet/applications" \
        ::: "$unictl" intrexx applications import "$scratch/app.zip"
    times "upload, $bytes bytes" curl 1.11
    peak "upload, $bytes bytes: memory" 32 curl
    compare "$lists" curl -q -fsS -o "$scratch/down-curl.zip" -H "$authorization" "$UNICTL_INTREXX_URL/intranet/diagnosis" \
        ::: "$unictl" intrexx diagnosis download "$scratch/down.zip" --overwrite
    times "download, $bytes bytes" curl 1.11
    peak "download, $bytes bytes: memory" 32 curl
    cmp "$scratch/app.zip" "$scratch/down.zip"
    rm -f "$scratch/app.zip" "$scratch/down.zip" "$scratch/down-curl.zip"
}

# cpu WHAT YARDSTICK TARGET is times for the time of all processors.
cpu() { row "$1: CPU" "$(field 2 4) ms" "$(field 1 4) ms $2" "$(field 2 5)" "<= $3 x"; }

# people COUNT EXTRA… makes a file of so many people, and some more.
people() {
    awk -v count="$1" 'BEGIN { print "email"; for (i = 1; i <= count; i++) print "person" i "@example.com" }'
    shift
    if [ $# -gt 0 ]; then printf '%s\n' "$@"; fi
}

# invite FILE OPTION… is the change that is measured.
invite=("$unictl" ixon users invite --grant company=Engineer --rate 0 --jobs 16 -q --from)

# Changes from a file: beside net/http without a journal where the server takes no
# time, and where it takes 20 ms, there also beside a curl for each row.
bulk() {
    unset "${!UNICTL_@}"
    people "$rows" >"$scratch/rows.csv"
    serve 0
    compare "$lists" "$scratch/barebulk" "$scratch/rows.csv" ::: "${invite[@]}" "$scratch/rows.csv"
    times "$rows rows" "bare net/http" 1.4
    cpu "$rows rows" "bare net/http" 1.9
    peak "$rows rows: memory" 24 "bare net/http"
    curl -q -fsS "$UNICTL_IXON_URL/traffic" >/dev/null
    "${invite[@]}" "$scratch/rows.csv"
    # One of them is that of the question itself.
    row "$rows rows: connections" "$(curl -q -fsS "$UNICTL_IXON_URL/traffic" | awk '{ print $1 - 1 }')" "" "" "<= 24"

    people 1000 >"$scratch/rows.csv"
    serve 0 -delay 20ms
    compare "$lists" "$scratch/barebulk" "$scratch/rows.csv" ::: "${invite[@]}" "$scratch/rows.csv"
    times "1000 rows at 20 ms" "bare net/http" 1.05
    (
        umask 077
        printf '%s\n' silent fail globoff 'header = "Api-Version: 2"' 'header = "Content-Type: application/json"' \
            "header = \"Api-Application: $UNICTL_IXON_APPLICATION\"" "header = \"Api-Company: $UNICTL_IXON_COMPANY\"" \
            "header = \"Authorization: Bearer $UNICTL_IXON_TOKEN\"" >"$scratch/curlrc"
    )
    export CURLRC="$scratch/curlrc"
    compare 2 -warmup 1 sh -c 'tail -n +2 "$1" | xargs -P16 -I{} curl -q -K "$CURLRC" -d "[{\"emailAddress\":\"{}\"}]" "$UNICTL_IXON_URL/invites"' sh "$scratch/rows.csv" \
        ::: "${invite[@]}" "$scratch/rows.csv"
    times "1000 rows at 20 ms (2.3 times faster)" "xargs -P16 curl" 0.435
    unset CURLRC
}

# What is done is neither sent nor looked up again, and a file is checked before
# anything is sent: both are told in seconds, not in ratios.
bulk_again() {
    unset "${!UNICTL_@}"
    people "$finished" refused@example.com >"$scratch/rows.csv"
    serve 0
    "${invite[@]}" "$scratch/rows.csv" >/dev/null 2>&1 || true # one row is refused
    curl -q -fsS "$UNICTL_IXON_URL/traffic" >/dev/null
    compare 1 -warmup 0 sh -c '"$@" 2>/dev/null; [ $? -eq 3 ]' sh "${invite[@]}" "$scratch/rows.csv" --resume -o jsonl
    row "$finished finished rows, gone on with" "$(field 1 1) ms" "" "" "<= 2000 ms"
    row "$finished finished rows: rows sent" "$(curl -q -fsS "$UNICTL_IXON_URL/traffic" | awk '{ print $2 }')" "" "" "<= 1"
    people "$checked" nobody >"$scratch/rows.csv"
    compare 1 -warmup 0 sh -c '"$@" 2>/dev/null; [ $? -eq 2 ]' sh "${invite[@]}" "$scratch/rows.csv"
    row "$checked rows checked" "$(field 1 1) ms" "" "" "<= $((checked * 1000 / 150000)) ms"
    peak "$checked rows checked: memory" 64
    rm -f "$scratch/rows.csv"
}

printf '%-44s %12s %26s %7s %10s\n' what ours yardstick ratio target
startup
long_lists
against_curl
transfers
bulk
bulk_again

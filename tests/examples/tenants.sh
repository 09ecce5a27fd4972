#!/bin/sh
# SPDX-FileCopyrightText: 2026 the librbpf authors
# SPDX-License-Identifier: MIT

# usage: tenants.sh PROGRAM THERMOMETER_C PEER CLIENT
# The device of two tenants is asked for its sensor's value by libcoap's CLIENT and by PEER: both have
# to get what the readings say, which average.sh works out of them in another way.
set -eu

program=$1
thermometer=$2
peer=$3
client=$4
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2> /dev/null || :; rm -rf "$work"' EXIT

fail() {
    echo "tenants.sh: $1"
    cat "$work/output" "$work/errors"
    exit 1
}

# The port, once it listens; the program ends if it cannot.
find_port() {
    port=
    while [ -z "$port" ]; do
        port=$(sed -n 's|^serving coap://127.0.0.1:\([0-9]*\)/.*|\1|p' "$work/output")
        [ -n "$port" ] || kill -0 "$server" 2> /dev/null || fail "it has ended"
        [ -n "$port" ] || sleep 0.05
    done
}

# serve READINGS: until end.
serve() {
    : > "$work/output"
    "$program" --ticks "$1" --seconds 3600 > "$work/output" 2> "$work/errors" &
    server=$!
    find_port
}

end() {
    kill "$server"
    wait "$server" || fail "it ends badly"
    server=
    [ ! -s "$work/errors" ] || fail "it complains"
}

for readings in 1 3 8 9 24 30; do
    serve $readings
    got=$("$client" -m get -B 60 "coap://127.0.0.1:$port/sensor/average" 2>&1) || fail "$client: $got"
    end
    expected=$(sh "$here/average.sh" "$thermometer" $readings)
    echo "after $readings readings: $got"
    [ "$got" = "$expected" ] || fail "expected $expected"
    grep -q "^reader *ben *timer *$readings " "$work/output" || fail "the reader ran as often"
done

serve 13
"$peer" "$port" "$(sh "$here/average.sh" "$thermometer" 13)" || fail "$peer"
end

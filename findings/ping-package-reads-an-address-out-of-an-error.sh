#!/usr/bin/env bash
# ping 0.4.4 (npm) with iputils' ping: for a host name that does not resolve, the result has the numeric address "am" and
# the host "no.such.host.invalid:", both read out of the message "ping: no.such.host.invalid: Name or service not known".
# `packetLoss` is the text "unknown", so a check `Number(packetLoss) > 0` does not see the failure: NaN compares false.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
export LC_ALL=C
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts ping@0.4.4
cat > run.mjs <<'X'
import ping from 'ping'
const { alive, host, numeric_host, packetLoss, avg } = await ping.promise.probe('no.such.host.invalid', { min_reply: 1 })
console.log(JSON.stringify({ alive, host, numeric_host, packetLoss, avg }), Number(packetLoss) > 0)
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = '{"alive":false,"host":"no.such.host.invalid:","numeric_host":"am","packetLoss":"unknown","avg":"unknown"} false' ] || { echo 'changed'; exit 1; }

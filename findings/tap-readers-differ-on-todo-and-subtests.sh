#!/usr/bin/env bash
# One TAP 14 document with a subtest and a failing TODO, which TAP 14 says is not a failure of the run.
# tap-parser 18.3.4: the run is ok, the TODO is listed as such.
# tap-junit 5.0.4: the TODO is a <failure>; skipped="0" for the test that is skipped inside of the subtest, which is lost.
# tap-xunit 2.4.1: the TODO is <skipped/>, and so is a TODO that passes; the subtest is lost too.
# For whoever writes TAP: a result that only warns is red, grey or green by the reader.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts tap-parser@18.3.4 tap-junit@5.0.4 tap-xunit@2.4.1
cat > run.tap <<'X'
TAP version 14
1..3
# Subtest: Network
    1..2
    ok 1 - answers ping
    ok 2 - port open # SKIP the gate is closed
ok 1 - Network
not ok 2 - speed # TODO inconclusive
ok 3 - share # TODO inconclusive
X
cat > ok.mjs <<'X'
import { createReadStream } from 'node:fs'
import { Parser } from 'tap-parser'
const parser = new Parser((result) => console.log('tap-parser', result.ok, 'todo', result.todo))
createReadStream('run.tap').pipe(parser)
X
count() { grep -o "$1" | wc -l; }
seen=$(node ok.mjs
junit=$(npx tap-junit < run.tap || true); xunit=$(npx tap-xunit < run.tap || true)
for each in junit xunit; do echo "$each testcase $(count '<testcase' <<<"${!each}") failure $(count '<failure' <<<"${!each}") skipped $(count '<skipped' <<<"${!each}")"; done)
echo "$seen"
[ "$seen" = $'tap-parser true todo 2\njunit testcase 3 failure 1 skipped 0\nxunit testcase 3 failure 0 skipped 2' ] || { echo 'changed'; exit 1; }

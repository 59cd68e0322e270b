#!/usr/bin/env bash
# test-results-parser 0.4.6 (npm; the reader of testbeats and test-results-reporter): a JUnit file says tests="3"
# skipped="1". The parsed result has total 2 beside skipped 1: skipped tests are taken out of the total, which the JUnit
# attribute includes. Of a test case with two <failure> elements the first is kept, the second is dropped.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts test-results-parser@0.4.6
cat > report.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="run" tests="3" failures="1" errors="0" skipped="1" time="2">
  <testsuite name="Network" tests="3" failures="1" errors="0" skipped="1" time="2">
    <testcase name="port open" classname="n" time="1"/>
    <testcase name="answers ping" classname="n" time="1"><failure message="loss of 100 %">lost 10 of 10</failure><failure message="no round trip">no data</failure></testcase>
    <testcase name="serves its model" classname="n" time="0"><skipped message="gate closed"/></testcase>
  </testsuite>
</testsuites>
X
cat > run.mjs <<'X'
import parser from 'test-results-parser'
const result = parser.parse({ type: 'junit', files: ['report.xml'] })
console.log(result.total, result.skipped, result.suites[0].total)
console.log(JSON.stringify(result).includes('loss of 100 %'), JSON.stringify(result).includes('no round trip'))
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'2 1 2\ntrue false' ] || { echo 'changed'; exit 1; }

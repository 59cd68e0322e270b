#!/usr/bin/env bash
# junit-to-ctrf 0.0.14 (npm): of a test with two <failure> elements the first alone arrives, of a skipped one the reason
# is lost, <property> elements are, and the start of a suite (`timestamp`) becomes 0; nothing of it is said.
# Seen: message "first", no message for the skipped test, summary.start 0.
# For whoever writes JUnit: one failure a test, with all that matters in it.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund junit-to-ctrf@0.0.14
cat > in.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="S" tests="2" failures="1" skipped="1" time="1" timestamp="2026-11-29T01:00:00">
    <testcase name="a" classname="c" time="1"><properties><property name="k" value="v"/></properties><failure message="first"/><failure message="second"/></testcase>
    <testcase name="b" classname="c" time="0"><skipped message="the reason"/></testcase>
  </testsuite>
</testsuites>
X
npx junit-to-ctrf in.xml -o out.json >/dev/null
seen=$(node -p "const { summary, tests } = require('./out.json').results; JSON.stringify([summary.start, tests[0].message, tests[1].status, tests[1].message ?? null, JSON.stringify(tests).includes('second')])")
echo "$seen"
[ "$seen" = '[0,"first","skipped",null,false]' ] || { echo 'changed: more of it arrives'; exit 1; }

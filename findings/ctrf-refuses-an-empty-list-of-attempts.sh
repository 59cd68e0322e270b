#!/usr/bin/env bash
# ctrf 0.3.0 (npm), the reference library of the Common Test Report Format: a test that was not retried must leave
# `retryAttempts` out; with an empty list, which says the same, the report is invalid.
# Seen: valid without it, `minItems` with [].
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund ctrf@0.3.0
cat > run.mjs <<'X'
import { validate } from 'ctrf'
const report = (test) => ({
  reportFormat: 'CTRF',
  specVersion: '0.0.0',
  results: {
    tool: { name: 'x' },
    summary: { tests: 1, passed: 1, failed: 0, pending: 0, skipped: 0, other: 0, start: 1, stop: 2 },
    tests: [{ name: 'a', status: 'passed', duration: 1, ...test }],
  },
})
for (const test of [{}, { retryAttempts: [] }]) {
  const { valid, errors = [] } = validate(report(test))
  console.log(valid, errors.map(({ keyword }) => keyword).join())
}
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'true \nfalse minItems' ] || { echo 'changed: see the lines above'; exit 1; }

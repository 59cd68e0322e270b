#!/usr/bin/env bash
# loadtest 8.2.1 (npm), with the defaults: a server that answers half of the requests well after 100 ms and the other half
# at once with HTTP 500. The result counts the 500s under the error code -1 instead of 500, and their latencies are part
# of the histogram, the mean and the percentiles: the mean of the good requests is 100 ms and more, the reported mean is about half of it.
# `rps` counts the failed requests as well. A server that fails fast thus looks faster.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts loadtest@8.2.1
cat > run.mjs <<'X'
import http from 'node:http'
import { loadTest } from 'loadtest'
let count = 0
const server = http.createServer((_, response) => {
  if (++count % 2) { response.writeHead(500); response.end('bad') } else setTimeout(() => response.end('ok'), 100)
}).listen(0, '127.0.0.1')
await new Promise((resolve) => server.once('listening', resolve))
const result = await loadTest({ url: `http://127.0.0.1:${server.address().port}/`, maxRequests: 100, concurrency: 10, quiet: true })
console.log('errors', result.totalErrors, JSON.stringify(result.errorCodes))
console.log('mean below the fastest good request:', result.meanLatencyMs < 95)
console.log('min below it:', result.minLatencyMs < 95)
process.exit()
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'errors 50 {"-1":50}\nmean below the fastest good request: true\nmin below it: true' ] || { echo 'changed'; exit 1; }

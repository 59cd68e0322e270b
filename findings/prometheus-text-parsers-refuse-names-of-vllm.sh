#!/usr/bin/env bash
# exposition 1.2.0 and prom2javascript 0.2.0 (npm): the colon in `vllm:num_requests_running`, which the Prometheus text
# format allows in names, is too much for them: the first drops the sample without a word, the second throws.
# Seen: a family without metrics, and "Unable to parse metric"; with `_` in place of the colon both read it.
# For whoever scrapes vLLM or SGLang from Node.js: neither of these.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund exposition@1.2.0 prom2javascript@0.2.0
cat > a.mjs <<'X'
import Exposition from 'exposition'
import prom from 'prom2javascript'
const line = (name) => `# TYPE ${name} gauge\n${name}{model_name="m"} 3\n`
for (const name of ['vllm:num_requests_running', 'vllm_num_requests_running']) {
  console.log(name, 'exposition:', Exposition.parse(line(name))[0].metrics.length)
  const read = prom.getMetricsFromIterator(line(name).split('\n').values())
  console.log(name, 'prom2javascript:', await read.then((all) => all[name].data.length, (error) => error.message.split(' [')[0]))
}
X
seen=$(node a.mjs); echo "$seen"
[ "$seen" = 'vllm:num_requests_running exposition: 0
vllm:num_requests_running prom2javascript: Unable to parse metric
vllm_num_requests_running exposition: 1
vllm_num_requests_running prom2javascript: 1' ] || { echo 'changed: a name with a colon is read now, or both are'; exit 1; }

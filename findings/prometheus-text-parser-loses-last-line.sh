#!/usr/bin/env bash
# parse-prometheus-text-format 1.1.1 (npm): a sample on a last line without a line end is dropped, its family stays;
# and histograms of one name that differ in a label beside `le` become one, without their labels, sums and counts.
# Seen: family b with no metric; one histogram with the buckets of the second worker alone.
# For whoever reads a scrape with it: end the text with a line feed, and read histograms with labels series by series.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund parse-prometheus-text-format@1.1.1
cat > a.mjs <<'X'
import parse from 'parse-prometheus-text-format'
const families = parse('# TYPE a gauge\na 1\n# TYPE b gauge\nb 2')
console.log(JSON.stringify(families.map(({ name, metrics }) => [name, metrics.length])))
const lines = ['one', 'two'].flatMap((worker, index) => [
  `t_bucket{worker="${worker}",le="1"} ${index + 1}`,
  `t_bucket{worker="${worker}",le="+Inf"} ${index + 5}`,
  `t_sum{worker="${worker}"} ${index + 1}`,
  `t_count{worker="${worker}"} ${index + 5}`,
])
const [histogram] = parse(`# TYPE t histogram\n${lines.join('\n')}\n`)
console.log(JSON.stringify(histogram.metrics))
X
seen=$(node a.mjs); echo "$seen"
[ "$seen" = $'[["a",1],["b",0]]\n[{"buckets":{"1":"2","+Inf":"6"}}]' ] || { echo 'changed: it keeps what it dropped, or shows it otherwise'; exit 1; }

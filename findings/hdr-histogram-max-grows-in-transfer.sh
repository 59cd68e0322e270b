#!/usr/bin/env bash
# hdr-histogram-js 3.0.1 (npm): the histogram in memory knows its exact smallest and largest value, its encoded form
# does not. After encodeIntoCompressedBase64 and decodeFromCompressedBase64 the maximum is larger than anything that was
# recorded, and the minimum smaller (the ends of their buckets); count and the rest are as they were.
# Seen, with 3 digits: 1234567 and 7654321 recorded; 1233920 and 7655423 decoded.
# For whoever sends histograms from several load generators to one place: send min, max and sum beside them.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund hdr-histogram-js@3.0.1
cat > run.mjs <<'X'
import * as hdr from 'hdr-histogram-js'
const histogram = hdr.build({ bitBucketSize: 'packed', numberOfSignificantValueDigits: 3, highestTrackableValue: 3_600_000_000 })
histogram.recordValue(1_234_567)
histogram.recordValue(7_654_321)
const decoded = hdr.decodeFromCompressedBase64(hdr.encodeIntoCompressedBase64(histogram))
for (const each of [histogram, decoded]) console.log(each.totalCount, each.minNonZeroValue, each.maxValue)
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'2 1234567 7654321\n2 1233920 7655423' ] || { echo 'changed: other values'; exit 1; }

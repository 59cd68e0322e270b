#!/usr/bin/env bash
# parse-sse 0.1.0 (npm): an event whose blank line never came, since the connection ended, is delivered like a whole one,
# and an event with an empty data field is not delivered at all. The HTML standard says the reverse of both: an incomplete
# event at the end is discarded, `data:` with no value dispatches an event whose data is the empty string.
# eventsource-parser 3.1.1 follows the standard.
# For whoever counts events as tokens: a stream that was cut counts one too many, an empty token one too few.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm i --silent --no-audit --no-fund --ignore-scripts parse-sse@0.1.0 eventsource-parser@3.1.1
cat > run.mjs <<'X'
import { createParser } from 'eventsource-parser'
import { parseServerSentEvents } from 'parse-sse'
const text = 'data: one\n\ndata:\n\ndata: cut off\n'
const events = []
for await (const event of parseServerSentEvents(new Response(text, { headers: { 'content-type': 'text/event-stream' } }))) events.push(event.data)
console.log('parse-sse', JSON.stringify(events))
const others = []
createParser({ onEvent: (event) => others.push(event.data) }).feed(text)
console.log('eventsource-parser', JSON.stringify(others))
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'parse-sse ["one","cut off"]\neventsource-parser ["one",""]' ] || { echo 'changed'; exit 1; }

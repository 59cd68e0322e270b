#!/usr/bin/env bash
# fetch-event-stream 0.1.6 (npm): all white space at the front of an event's data is removed. The HTML standard removes
# one space after the colon and no more, so ` world` sent as `data:  world` loses the space that separates two tokens.
# An event that has only an id is delivered too, without data; the standard dispatches none.
# eventsource-parser 3.1.1 follows the standard. JSON in the data hides the first difference, plain text tokens do not.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm i --silent --no-audit --no-fund --ignore-scripts fetch-event-stream@0.1.6 eventsource-parser@3.1.1
cat > run.mjs <<'X'
import { createParser } from 'eventsource-parser'
import { events } from 'fetch-event-stream'
const text = 'id: 7\n\ndata: Hello\n\ndata:  world\n\n'
const data = []
for await (const event of events(new Response(text))) data.push(event.data ?? null)
console.log('fetch-event-stream', JSON.stringify(data))
const others = []
createParser({ onEvent: (event) => others.push(event.data) }).feed(text)
console.log('eventsource-parser', JSON.stringify(others))
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'fetch-event-stream [null,"Hello","world"]\neventsource-parser ["Hello"," world"]' ] || { echo 'changed'; exit 1; }

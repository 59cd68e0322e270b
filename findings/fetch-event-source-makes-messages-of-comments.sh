#!/usr/bin/env bash
# @microsoft/fetch-event-source 2.0.1: a comment of Server-Sent Events (a line that begins with a colon, which gateways
# send to keep a connection open while a model loads) followed by a blank line is delivered as a message with empty data.
# The HTML standard dispatches no event there; eventsource-parser 3.1.1 delivers none.
# For whoever takes the first message as the first token: a keep-alive is earlier than any token.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null
npm i --silent --no-audit --no-fund --ignore-scripts @microsoft/fetch-event-source@2.0.1 eventsource-parser@3.1.1
cat > run.mjs <<'X'
import { getBytes, getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js'
import { createParser } from 'eventsource-parser'
const text = ': keep-alive\n\n: keep-alive\n\ndata: first token\n\n'
const messages = []
await getBytes(new Response(text).body, getLines(getMessages(() => {}, () => {}, (message) => messages.push(message.data))))
console.log('fetch-event-source', JSON.stringify(messages))
const events = []
createParser({ onEvent: (event) => events.push(event.data) }).feed(text)
console.log('eventsource-parser', JSON.stringify(events))
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'fetch-event-source ["","","first token"]\neventsource-parser ["first token"]' ] || { echo 'changed'; exit 1; }

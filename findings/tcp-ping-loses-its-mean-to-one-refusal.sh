#!/usr/bin/env bash
# tcp-ping 0.1.1 (npm): three attempts, of which the first is refused since the server starts a moment later. The two
# attempts that connected are in `results` and in `min` and `max`, but `avg` is NaN, as it is for three refusals of three;
# the callback gets no error in either case. A condition `avg > limit` is false for NaN: it passes.
set -euo pipefail
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; cd "$dir"
npm init -y >/dev/null; npm i --silent --no-audit --no-fund --ignore-scripts tcp-ping@0.1.1
cat > run.mjs <<'X'
import net from 'node:net'
import tcpp from 'tcp-ping'
// A free port, closed again.
const probe = net.createServer().listen(0, '127.0.0.1')
await new Promise((resolve) => probe.once('listening', resolve))
const { port } = probe.address()
await new Promise((resolve) => probe.close(resolve))
const ping = (attempts) => new Promise((resolve) => tcpp.ping({ address: '127.0.0.1', port, attempts }, (error, data) => resolve({ error, data })))
const show = ({ error, data }) => console.log(error, String(data.avg), typeof data.min, data.results.map((each) => each.err?.code ?? 'connected').join(' '))
show(await ping(3))
const server = net.createServer((socket) => socket.end())
const pending = ping(3)
server.listen(port, '127.0.0.1')
show(await pending)
server.close()
X
seen=$(node run.mjs); echo "$seen"
[ "$seen" = $'undefined NaN undefined ECONNREFUSED ECONNREFUSED ECONNREFUSED\nundefined NaN number ECONNREFUSED connected connected' ] || { echo 'changed'; exit 1; }

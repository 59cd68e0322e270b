// The load generator beside autocannon and wrk, against the same servers.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { measureInFlight } from './in-flight.mjs'
import { measureRates } from './rates.mjs'

const all = ['wrk', 'autocannon', 'direct', 'undici', 'balancer']
const more = ['sockets', 'direct before', 'balancer before', 'openai', 'eventsource-parser']
const help = `Usage: node bench/load/run.mjs [options]
Needs two cores, nginx, wrk and taskset; takes about 15 minutes. The server has the first core, the client the second.
  --scene NAMES       of plain, whole, chunks, held; default all
  --only NAMES        of ${all.join(', ')}, which are the default, and ${more.join(', ')};
                      sockets makes and reads nothing, which is the least that Node.js needs; those
                      before are of the build in BENCH_BEFORE, the last two read streams
  --connections N     of the first three; default 50
  --held N,...        requests in flight of the last one; default 1000,10000
  --seconds N         that a candidate is measured for; default 4
  --rounds N          default 7
  --requests N        in place of seconds, where a machine is busy: the CPU time that so many take; not for wrk
  --wait N            seconds that a quiet machine is waited for, before each measurement; default 60
`
const { values } = parseArgs({
  options: {
    scene: { type: 'string', default: 'plain,whole,chunks,held' },
    only: { type: 'string', default: all.join() },
    connections: { type: 'string', default: '50' },
    held: { type: 'string', default: '1000,10000' },
    seconds: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '7' },
    requests: { type: 'string' },
    wait: { type: 'string', default: '60' },
    help: { type: 'boolean' },
  },
})

if (values.help) {
  process.stdout.write(help)
} else {
  const [processor] = cpus()
  report(`Node ${process.version}, ${cpus().length} × ${processor.model}, ${today()}`)
  for (const scene of values.scene.split(',')) await run(scene)
}

async function run(scene) {
  const options = {
    names: values.only.split(','),
    rounds: Number(values.rounds),
    seconds: Number(values.seconds),
    requests: values.requests && Number(values.requests),
    waitSeconds: Number(values.wait),
    progress,
  }
  if (scene === 'held') {
    report(await measureInFlight({ ...options, inFlight: values.held.split(',').map(Number) }))
  } else {
    report(await measureRates(scene, { ...options, connections: Number(values.connections) }))
  }
}

function today() {
  return new Date().toISOString().slice(0, 10)
}

function report(text) {
  process.stdout.write(`\n${text}\n`)
}

function progress(what) {
  process.stderr.write(`${what} (load ${loadavg()[0].toFixed(1)})\n`)
}

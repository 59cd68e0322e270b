// The built-in balancer beside nginx and HAProxy, over the same simulated workers.
import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { candidateNames } from './candidates.mjs'
import { compareIn } from './compare.mjs'
import { measureHop } from './hop.mjs'
import { measureMemory } from './memory.mjs'
import { sceneTable } from './report.mjs'
import { scenes } from './scenes.mjs'
import { measureStreams } from './streams.mjs'
import { measureThroughput } from './throughput.mjs'

const help = `Usage: node bench/balancer/run.mjs [options]
A scene takes 6 to 12 minutes, all of them about 40.
  --scene NAMES        of equal, slow, tail, dying, hop, throughput, memory, streams; default all
  --concurrency N,...  requests at once in the first four; default 15,30
  --seconds N          that a candidate is measured for; default 12
  --rounds N           default 3
  --only NAMES         candidates, for instance 'in process,haproxy'; default all
  --requests N         of memory; default 1000000
  --streams N          default 10000
`
const { values } = parseArgs({
  options: {
    scene: {
      type: 'string',
      default: [...Object.keys(scenes), 'hop,throughput,memory,streams'].join(),
    },
    concurrency: { type: 'string', default: '15,30' },
    seconds: { type: 'string', default: '12' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    requests: { type: 'string', default: '1000000' },
    streams: { type: 'string', default: '10000' },
    help: { type: 'boolean' },
  },
})
const wanted = values.only?.split(',') ?? candidateNames
/** The selected items of a list that the build has. */
const among = (names) =>
  names.filter((name) => wanted.includes(name) && candidateNames.includes(name))
const usual = among(['in process', 'serve', 'serve before', 'nginx', 'haproxy'])
const bare = among(['node:http'])

/** What is not one of the scenes: the title and how it is measured. */
const others = {
  hop: [
    'Latency added to one request at a time',
    () => measureHop({ rounds: 60, names: [...usual, ...bare] }),
  ],
  throughput: [
    'Requests that a core of the server passes on, 50 connections',
    () =>
      measureThroughput({
        rounds: Number(values.rounds),
        seconds: Number(values.seconds),
        names: [...usual, ...bare].filter((name) => name !== 'in process'),
      }),
  ],
  memory: [
    'Memory over many requests',
    () => measureMemory({ requests: Number(values.requests), progress }),
  ],
  streams: [
    'Streams open at once',
    () => measureStreams({ streams: Number(values.streams), names: usual, progress }),
  ],
}

if (values.help) {
  process.stdout.write(help)
} else {
  report(
    `Node ${process.version}, ${cpus().length} cores, ${new Date().toISOString().slice(0, 10)}`,
  )
  for (const name of values.scene.split(',')) await runPart(name)
}

async function runPart(name) {
  if (others[name]) {
    const [title, measure] = others[name]
    report(`### ${title}\n\n${await measure()}`)
    return
  }
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene \`${name}\`\n${help}`)
  for (const concurrency of values.concurrency.split(',').map(Number)) {
    const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
    const outcome = await compareIn(name, {
      concurrency,
      seconds,
      rounds,
      names: among(scene.candidates),
      progress,
    })
    const title = `### ${scene.title}, ${concurrency} requests at once`
    report(`${title}\n\n${sceneTable(outcome, scene)}`)
  }
}

function report(text) {
  process.stdout.write(`\n${text}\n`)
}

function progress(what) {
  process.stderr.write(`${what} (load ${loadavg()[0].toFixed(1)})\n`)
}

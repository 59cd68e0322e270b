// Verdicts on real engines, whose truth is known: llama.cpp processes (tests/engine), one of which has a part of a
// core by a quota of the kernel. Nothing is simulated. As root, on a quiet machine; some quarter of an hour.
// npm install --prefix tests/engine --no-save --omit=optional --ignore-scripts
// npm run build && node bench/verdicts/real-engines.mjs [--runs 20] [--only equal,slower,below,above]
import { existsSync, mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { execa } from 'execa'
import { importSources } from '../../scripts/build/source-modules.mjs'
import { percentWithin, print } from './tables.mjs'
import { measureSpeedup, spreadOf } from './whole-benchmark.mjs'

const [{ parseCluster }, { parseSource }] = await importSources(
  'lib/cluster/load-cluster',
  'lib/source/document',
)

const slots = 2

/** Who is compared, and `share`: how much of a core the limited engine has; the others have one each. */
const questions = {
  equal: {
    title: 'two engines alike',
    baseline: 'one',
    candidate: 'two',
    share: 1,
    truth: 1,
    condition: '>= 0.95x',
    right: 'pass',
  },
  slower: {
    title: 'one 10 % slower',
    baseline: 'one',
    candidate: 'limited',
    share: 1 / 1.1,
    truth: 1 / 1.1,
    condition: '>= 0.95x',
    right: 'fail',
  },
  below: {
    title: '2.4 times as fast',
    baseline: 'limited',
    candidate: 'one',
    share: 1 / 2.4,
    truth: 2.4,
    condition: '>= 2.5x',
    right: 'fail',
  },
  above: {
    title: '2.6 times as fast',
    baseline: 'limited',
    candidate: 'one',
    share: 1 / 2.6,
    truth: 2.6,
    condition: '>= 2.5x',
    right: 'pass',
  },
}

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    only: { type: 'string', default: Object.keys(questions).join(',') },
  },
})
const runs = Number(values.runs)
const folder = mkdtempSync(join(tmpdir(), 'clustergate-engines-'))
const group = cpuGroup()
const engines = new Map()
try {
  const model = join(folder, 'tiny-random.gguf')
  await execa(process.execPath, [engineFile('write-model.mjs'), model])
  for (const name of ['one', 'two', 'limited']) engines.set(name, await startEngine(model))
  group.add(engines.get('limited').pid)
  const rows = []
  for (const name of values.only.split(',')) rows.push(await ask(name, questions[name]))
  print(
    `Benchmarks on llama.cpp, at most 30 repetitions, at 99 %: ${runs} a row, in % with the 95 % interval:`,
    [
      ...['engines', 'true speedup', 'measured', 'condition', 'right', 'wrong', 'inconclusive'],
      ...['of these unfit', 'repetitions', 'seconds'],
    ],
    rows,
  )
} finally {
  for (const { subprocess } of engines.values()) subprocess.kill('SIGTERM')
  await Promise.all([...engines.values()].map(({ subprocess }) => subprocess))
  group.remove()
  rmSync(folder, { recursive: true, force: true })
}

async function ask(name, { title, share, truth, condition, right, ...sides }) {
  group.limit(share)
  const cluster = clusterOf([sides.baseline, sides.candidate])
  const found = []
  for (let run = 0; run < runs; run++) {
    found.push(await measure(cluster, { ...sides, condition }))
    const { status, speedup, seconds, unfit } = found.at(-1)
    const reported = [status, `${speedup?.toFixed(3)}x`, `${seconds.toFixed(1)} s`, ...unfit].join(
      ', ',
    )
    process.stderr.write(`${name}, ${run + 1} of ${runs}: ${reported}\n`)
  }
  const wrong = right === 'pass' ? 'fail' : 'pass'
  const share99 = (status) =>
    percentWithin(found.filter((each) => each.status === status).length, runs)
  const mean = (value) => found.reduce((sum, each) => sum + value(each), 0) / runs
  return [
    ...[title, `${truth.toFixed(3)}x`, spreadOf(found.map(({ speedup }) => speedup))],
    ...[`\`${condition}\``, share99(right), share99(wrong), share99('inconclusive')],
    found.filter(({ unfit }) => unfit.length > 0).length,
    mean(({ repetitions }) => repetitions).toFixed(1),
    mean(({ seconds }) => seconds).toFixed(1),
  ]
}

function measure(cluster, { baseline, candidate, condition }) {
  const text = `suite: Real engines
stage: perf
tests:
  - name: as fast as its like
    timeout: 120s
    benchmark: { requests: 24, concurrency: ${slots}, max_tokens: 16, compare: { baseline: [${baseline}], candidate: [${candidate}] } }
    expect: { speedup: "${condition}" }
`
  const file = new URL('real-engines.yaml', import.meta.url).pathname
  return measureSpeedup(text, { cluster, file })
}

function clusterOf(names) {
  const workers = names.map((id) => ({
    id,
    host: '127.0.0.1',
    port: engines.get(id).port,
    type: 'openai',
    model: 'tiny-random',
    max_concurrent_requests: slots,
  }))
  const file = new URL('real-engines.json', import.meta.url).pathname
  return parseCluster(parseSource(JSON.stringify({ workers }), file), {})
}

function engineFile(name) {
  return new URL(`../../tests/engine/${name}`, import.meta.url).pathname
}

/** A llama.cpp process with one thread, when its model is loaded. */
async function startEngine(model) {
  const options = ['--port=0', `--slots=${slots}`, '--threads=1']
  const subprocess = execa(process.execPath, [engineFile('server.mjs'), model, ...options], {
    reject: false,
    buffer: false,
    stdin: 'ignore',
  })
  let output = ''
  for await (const chunk of subprocess.stdout) {
    output += chunk
    const [, port] = /listening on http:\/\/[\d.]+:(\d+)\n/.exec(output) ?? []
    if (port) return { subprocess, pid: subprocess.pid, port: Number(port) }
  }
  throw new Error(`the engine ended: ${output}`)
}

/** A control group of Linux for the time on a CPU, of version 1 or 2, made for this run alone. */
function cpuGroup() {
  const isFirst = existsSync('/sys/fs/cgroup/cpu')
  const path = join(isFirst ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup', `clustergate-${process.pid}`)
  mkdirSync(path)
  // Short, so that a request meets many of them.
  const periodUs = 5_000
  const write = (file, value) => writeFileSync(join(path, file), String(value))
  return {
    add: (pid) => write('cgroup.procs', pid),
    limit(share) {
      const quotaUs = share === 1 ? undefined : Math.round(periodUs * share)
      if (!isFirst) return write('cpu.max', `${quotaUs ?? 'max'} ${periodUs}`)
      write('cpu.cfs_period_us', periodUs)
      write('cpu.cfs_quota_us', quotaUs ?? -1)
    },
    remove: () => rmdirSync(path),
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder } from '../balancer/processes.mjs'
import { body, contentType, path } from './answers.mjs'
import { clientCore, cpuSeconds, memoryKb } from './cores.mjs'

const script = join(folder, 'post.lua')
writeFileSync(
  script,
  `wrk.method = 'POST'
wrk.headers['content-type'] = '${contentType}'
wrk.body = '${body}'
`,
)

/** One thread of wrk, which reads no bodies; its CPU time begins with its process. */
export async function runWrk({ host, port, connections, seconds }) {
  const { children: before } = cpuSeconds('self')
  const args = ['-t1', `-c${connections}`, `-d${seconds}`, '--timeout', '30', '-s', script]
  const url = `http://${host}:${port}${path}`
  const limits = 'ulimit -n "$(ulimit -Hn)" && exec "$0" "$@"'
  const command = ['-c', limits, 'setpriv', '--pdeathsig', 'KILL', 'taskset', '-c', clientCore]
  const child = spawn('sh', [...command, 'wrk', '--latency', ...args, url])
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  let [firstKb, peakKb] = [undefined, 0]
  const sampler = setInterval(() => {
    peakKb = memoryKb(child.pid).peak || peakKb
    firstKb ??= peakKb
  }, 50)
  await once(child, 'close')
  clearInterval(sampler)
  const found = (pattern) => pattern.exec(output)
  const done = found(/(\d+) requests in ([\d.]+)(m?s)/)
  if (!done) throw new Error(`wrk: ${output}`)
  const errors = found(/Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/)
  const refused = found(/Non-2xx or 3xx responses: (\d+)/)
  return {
    requests: Number(done[1]),
    failed: sum(errors?.slice(1)) + sum(refused?.slice(1)),
    seconds: Number(done[2]) / (done[3] === 'ms' ? 1_000 : 1),
    cpuSeconds: cpuSeconds('self').children - before,
    p50Ms: milliseconds(found(/50%\s+([\d.]+)(us|ms|s)/)),
    p99Ms: milliseconds(found(/99%\s+([\d.]+)(us|ms|s)/)),
    beforeKb: firstKb,
    peakKb,
  }
}

function sum(numbers = []) {
  return numbers.reduce((total, each) => total + Number(each), 0)
}

function milliseconds([, value, unit]) {
  return Number(value) * { us: 0.001, ms: 1, s: 1_000 }[unit]
}

import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { cpuSeconds } from './load/cores.mjs'

/** Runs a command to its end: wall and CPU seconds, and the peak of the resident memory of its whole process tree in MB. */
export function measure(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint()
    const { children: cpuBefore } = cpuSeconds('self')
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let peakKb = 0
    let output = ''
    const sampler = setInterval(() => {
      peakKb = Math.max(peakKb, treeKb(child.pid))
    }, 250)
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    const deadline = setTimeout(() => child.kill('SIGKILL'), 300_000)
    child.once('error', reject)
    child.once('close', (exitCode) => {
      clearInterval(sampler)
      clearTimeout(deadline)
      const seconds = Number(process.hrtime.bigint() - started) / 1e9
      const cpu = cpuSeconds('self').children - cpuBefore
      resolve({ seconds, cpu, peakMb: peakKb / 1024, exitCode, output })
    })
  })
}

/**
 * Alternates the candidates, so that drift of the machine affects all of them equally; one round is not
 * counted.
 */
export async function compare(candidates, rounds) {
  const results = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(candidates)) {
      const result = await run()
      if (result.exitCode !== 0)
        throw new Error(`${name} ended with ${result.exitCode}:\n${result.output}`)
      if (round >= 0) results[name].push(result)
    }
  }
  return results
}

export function table(results, baseline) {
  const base = median(results[baseline].map(({ seconds }) => seconds))
  const baseCpu = median(results[baseline].map(({ cpu }) => cpu))
  const rows = Object.entries(results).map(([name, runs]) => {
    const seconds = runs.map((run) => run.seconds)
    const cpu = median(runs.map((run) => run.cpu))
    const peak = median(runs.map((run) => run.peakMb))
    const spread = `${Math.min(...seconds).toFixed(2)} to ${Math.max(...seconds).toFixed(2)}`
    return `| ${name} | ${median(seconds).toFixed(2)} | ${spread} | ${(median(seconds) / base).toFixed(2)} | ${cpu.toFixed(2)} | ${(cpu / baseCpu).toFixed(2)} | ${peak.toFixed(0)} |`
  })
  return [
    '| what | median s | range s | ratio | CPU s | ratio | peak MB |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Resident memory of a process and all its descendants, from /proc. */
function treeKb(root) {
  const parents = new Map()
  const resident = new Map()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]))
      resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0))
    } catch (error) {
      // A process that has just ended is not counted.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error
    }
  }
  const belongs = (pid) => {
    for (let each = pid; each; each = parents.get(each)) if (each === root) return true
    return false
  }
  return [...resident].reduce((sum, [pid, kb]) => sum + (belongs(pid) ? kb : 0), 0)
}

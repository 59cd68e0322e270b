import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { HistoryError } from '../../history/history-error.ts'
import { loadSqlite } from '../../history/sqlite.ts'
import { HostCpus } from '../../load/client/host-cpus.ts'
import { pingHost } from '../../probes/icmp.ts'
import type { CheckUp } from './finding.ts'

/** The properties of this machine that runs need. */
export async function lookAtMachine(folder: string, signal: AbortSignal): Promise<CheckUp[]> {
  const found = await Promise.all([
    nodeVersion(process.versions.node),
    vitestVersion(folder),
    icmp(signal),
    openFiles(),
    history(),
    otherLoad(),
  ])
  return found.map((finding) => ({ area: 'machine', ...finding }))
}

type Found = Omit<CheckUp, 'area'>

function nodeVersion(version: string): Found {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19))
    return { status: 'ok', words: `Node.js ${version}` }
  return {
    status: 'problem',
    words: `Node.js ${version}: Clustergate needs 20.19 or later`,
    remedy: 'install a newer Node.js: https://nodejs.org',
  }
}

/** Majors of Vitest that this version is tested with. */
const vitestMajors = [4, 5]

function vitestVersion(folder: string): Found {
  const install = 'install it: `npm i -D vitest`'
  let version: string
  try {
    version = createRequire(join(folder, 'package.json'))('vitest/package.json').version
  } catch {
    // Not installed where this project would find it.
    return { status: 'problem', words: 'Vitest is not installed here', remedy: install }
  }
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (vitestMajors.includes(major) && minor >= 1)
    return { status: 'ok', words: `Vitest ${version}` }
  return {
    status: 'problem',
    words: `Vitest ${version}: Clustergate needs ${vitestMajors.map((each) => `${each}.1 or later ${each}.x`).join(', or ')}`,
    remedy: install,
  }
}

async function icmp(signal: AbortSignal): Promise<Found> {
  const { received, failure } = await pingHost({
    host: '127.0.0.1',
    count: 1,
    intervalMs: 200,
    sizeBytes: 56,
    timeoutMs: 2_000,
    deadlineMs: 5_000,
    signal,
  })
  if (received !== undefined && received > 0) return { status: 'ok', words: 'ping sends ICMP' }
  const why = failure?.detail ?? 'no response from 127.0.0.1'
  return {
    status: 'warning',
    words: `no ICMP from this machine: ${why}; the check \`ping\` measures by TCP instead`,
    remedy:
      'Debian, Ubuntu: `apt install iputils-ping`; in a container: `--cap-add NET_RAW`; else `sudo setcap cap_net_raw+ep $(command -v ping)`',
  }
}

/** Fewer would end a load of some hundred requests at once. */
const minFiles = 1_024

async function openFiles(): Promise<Found> {
  const limit = await fileLimit()
  if (limit === undefined)
    return { status: 'ok', words: 'open files: this system reports no limit' }
  const words = `at most ${limit} open files`
  if (limit >= minFiles) return { status: 'ok', words }
  return {
    status: 'warning',
    words: `${words}, one for each request in flight`,
    remedy: 'raise it in the shell that starts the run: `ulimit -n 65536`',
  }
}

/** As a child process has it: Node.js raises its own to the system's limit. */
async function fileLimit(): Promise<number | undefined> {
  if (process.platform === 'win32') return undefined
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', 'ulimit -n'], { timeout: 5_000 })
  const text = stdout.trim()
  return text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text)
}

async function history(): Promise<Found> {
  try {
    await loadSqlite()
    return { status: 'ok', words: 'the history of runs can be stored' }
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error
    return {
      status: 'warning',
      words: 'the history of runs cannot be stored',
      remedy: error.message.replace(/^nothing is stored: /, ''),
    }
  }
}

/** Above it, a load from this machine measures the machine too. */
const maxOtherLoad = 0.3

async function otherLoad(): Promise<Found> {
  const cpus = new HostCpus()
  await sleep(1_000)
  const load = cpus.load()
  if (!load) return { status: 'ok', words: 'other load: this system does not count CPU time' }
  const words = `other processes take ${Math.round(load.otherLoad * 100)}% of the CPUs`
  if (load.otherLoad <= maxOtherLoad) return { status: 'ok', words }
  return {
    status: 'warning',
    words: `${words}: results of loads may be void`,
    remedy: 'see which with `top`; close them, or run the load from a separate machine',
  }
}

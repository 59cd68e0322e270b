import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** Starts a command of Clustergate and resolves with the match of `ready` in its output. */
export async function startCommand(cli, args, ready) {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { text: '', errors: '' }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output.text = keepEnd(output.text + text)
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output.errors = keepEnd(output.errors + text)
  })
  const ended = new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? code))
  })
  let exit
  void ended.then((code) => {
    exit = code
  })
  const deadline = performance.now() + 30_000
  let found = ready(output)
  while (found === undefined) {
    if (exit !== undefined || performance.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`clustergate ${args[0]} did not start (${exit}): ${output.errors}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
    found = ready(output)
  }
  const stop = async () => {
    if (exit === undefined) child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 40_000)
    const code = await ended
    clearTimeout(late)
    return code
  }
  return { pid: child.pid, found, output, ended, stop, kill: () => child.kill('SIGKILL') }
}

/** Only the output at the start is read. */
const keepEnd = (text) => (text.length > 100_000 ? text.slice(-50_000) : text)

/** Resident memory in MB and open sockets of a process. */
export function usageOf(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const rssMb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024
  let sockets = 0
  for (const descriptor of readdirSync(`/proc/${pid}/fd`)) {
    if (isSocket(`/proc/${pid}/fd/${descriptor}`)) sockets += 1
  }
  return { rssMb, sockets }
}

function isSocket(link) {
  try {
    return readlinkSync(link).startsWith('socket:')
  } catch (error) {
    // Closed since it was listed.
    if (error.code === 'ENOENT') return false
    throw error
  }
}

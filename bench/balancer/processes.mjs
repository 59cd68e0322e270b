// Every process of the benchmark is started here, so that none outlives it: not after an error, not
// after Ctrl-C, and not when the benchmark itself is killed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const running = new Set()
export const folder = mkdtempSync(join(tmpdir(), 'balancer-bench-'))

process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})
// Not `once`: a second Ctrl-C must not end it in the middle of this.
process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))

/** Thousands of connections need as many file descriptors as allowed; `$0` becomes the command itself. */
const withFiles = ['sh', '-c', 'ulimit -n "$(ulimit -Hn)" && exec "$0" "$@"']
/** A process without a channel to its parent is killed by the kernel when its parent exits. */
const notAlone = ['setpriv', '--pdeathsig', 'KILL']

/** Starts a command that runs until it is stopped. */
export function startProgram(command, args, name = command) {
  const child = launch([...notAlone, command, ...args], ['ignore', 'pipe', 'pipe'])
  let output = ''
  const keep = (chunk) => (output = `${output}${chunk}`.slice(-10_000))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  child.once('exit', (code, signal) => {
    if (!running.delete(child)) return
    process.stderr.write(`${name} ended by itself (${code ?? signal}):\n${output}\n`)
    process.exit(1)
  })
  return { pid: child.pid, stop: () => stop(child) }
}

/**
 * Starts one of the scripts beside this file, which takes commands (`commands.mjs`).
 * @returns `ask(name, input)`, which resolves to the response, and `stop()`
 */
export function startScript(script, { nodeOptions = [], env = process.env } = {}) {
  const path = join(import.meta.dirname, script)
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc']
  const child = launch([process.execPath, ...nodeOptions, path], stdio, env)
  const pending = new Map()
  let asked = 0
  child.on('message', ({ id, result, error }) => {
    const { resolve, reject } = pending.get(id)
    pending.delete(id)
    if (error) reject(new Error(`${script}: ${error}`))
    else resolve(result)
  })
  child.once('exit', (code, signal) => {
    if (!running.delete(child)) return
    for (const { reject } of pending.values()) {
      reject(new Error(`${script} ended by itself (${code ?? signal})`))
    }
  })
  const ask = (name, input) =>
    new Promise((resolve, reject) => {
      const id = asked++
      pending.set(id, { resolve, reject })
      child.send({ id, name, input })
    })
  return { pid: child.pid, ask, stop: () => stop(child) }
}

function launch(command, stdio, env = process.env) {
  const [file, ...args] = [...withFiles, ...command]
  const child = spawn(file, args, { stdio, env, serialization: 'advanced' })
  running.add(child)
  child.once('error', (error) => {
    throw error
  })
  return child
}

async function stop(child) {
  if (!running.delete(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const deadline = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await ended
  clearTimeout(deadline)
}

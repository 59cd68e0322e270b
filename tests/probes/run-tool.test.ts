import { describe, expect, test } from 'vitest'
import { runTool } from '../../lib/probes/run-tool.ts'

const never = new AbortController().signal
const options = { timeoutMs: 10_000, signal: never, killSignal: 'SIGINT' } as const
const shell = (script: string, more = {}) => runTool('sh', ['-c', script], { ...options, ...more })

describe('a tool of the system', () => {
  test('is run in English, and its output and exit code are kept', async () => {
    expect(await shell('echo "$LC_ALL"; echo wrong >&2; exit 3')).toMatchObject({
      stdout: 'C',
      stderr: 'wrong',
      exitCode: 3,
      timedOut: false,
      isCanceled: false,
    })
  })

  test('that does not exist is an error with its code', async () => {
    const run = await runTool('no-such-tool-here', [], options)
    expect(run).toMatchObject({ code: 'ENOENT', stdout: '' })
    expect(run.exitCode).toBeUndefined()
  })

  test('is ended at its deadline, with what it has printed until then', async () => {
    const script = `process.on('SIGINT', () => { console.log('last'); process.exit(0) })
      console.log('first'); setTimeout(() => undefined, 30_000)`
    const run = await runTool(process.execPath, ['-e', script], { ...options, timeoutMs: 2_000 })
    expect(run).toMatchObject({ stdout: 'first\nlast', timedOut: true, isCanceled: false })
  })

  test('that ignores the first signal is killed', async () => {
    const run = await runTool('sleep', ['30'], { ...options, timeoutMs: 100, killSignal: 'SIGINT' })
    expect(run).toMatchObject({ timedOut: true })
    const deaf = await runTool(
      process.execPath,
      ['-e', `process.on('SIGINT', () => undefined); setTimeout(() => undefined, 30_000)`],
      { ...options, timeoutMs: 500 },
    )
    expect(deaf).toMatchObject({ timedOut: true })
    expect(deaf.exitCode).toBeUndefined()
  })

  test('is ended by the signal of its caller, and not started after it', async () => {
    const stop = new AbortController()
    const run = runTool('sleep', ['30'], { ...options, signal: stop.signal })
    setTimeout(() => stop.abort(), 50)
    expect(await run).toMatchObject({ isCanceled: true, timedOut: false })
    expect(await runTool('sleep', ['30'], { ...options, signal: stop.signal })).toMatchObject({
      isCanceled: true,
      stdout: '',
    })
  })

  test('is over although a process of its own holds its output', async () => {
    const run = await shell('sleep 50 & echo $!; wait', { timeoutMs: 300 })
    expect(run).toMatchObject({ stdout: expect.stringMatching(/^\d+$/), timedOut: true })
    // It still runs.
    expect(process.kill(Number(run.stdout))).toBe(true)
  })

  test('that prints without end is cut', async () => {
    const run = await shell('exec yes', { timeoutMs: 300, killSignal: 'SIGKILL' })
    expect(run.timedOut).toBe(true)
    expect(run.stdout.length).toBeLessThan(1_200_000)
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../e2e/free-port.ts'

// The build, which `npm test` makes before: Node 20 runs no TypeScript.
const command = join(import.meta.dirname, '../../dist/lib/cli/main.js')

describe('the command line', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clustergate-cli-'))
    const worker = {
      id: 'w1',
      host: '127.0.0.1',
      port: await freePort(),
      type: 'openai',
      model: 'm',
      api_key: 'sk-live-1',
    }
    await writeFile(join(folder, 'dead.json'), JSON.stringify({ workers: [worker] }))
    await writeFile(
      join(folder, 'bad.json'),
      '{ "workers": [{ "id": "w1", "hots": "a", "port": 1 }] }',
    )
    await writeFile(
      join(folder, 'good.spec.yaml'),
      'suite: S\nstage: network\ntests:\n  - { name: t, tcp: {}, expect: { open: true } }\n',
    )
    await writeFile(
      join(folder, 'bad.spec.yaml'),
      'suite: S\nstage: network\ntests:\n  - { name: t, tcp: {}, expect: { opened: true } }\n',
    )
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const run = (...args: string[]) =>
    execa(process.execPath, [command, ...args], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      env: { NO_COLOR: '1', CLUSTERGATE_CLUSTER: undefined },
    })

  test('`--help` names the subcommands and the exit codes', async () => {
    const { stdout, exitCode } = await run('--help')
    expect(stdout).toMatch(/validate[\s\S]*lint[\s\S]*Exit codes/)
    expect(exitCode).toBe(0)
  })

  test('`validate` opens the gate on the embedded cluster', async () => {
    const { stdout, exitCode } = await run('validate')
    expect(stdout).toMatch(/✓ answers ping › sim-1[\s\S]*gate open: 13 network tests passed/)
    expect(exitCode).toBe(0)
  })

  test('`validate` reports that it pings by TCP on a machine without `ping`', async () => {
    const { stdout, exitCode } = await execa(process.execPath, [command, 'validate'], {
      cwd: folder,
      reject: false,
      timeout: 30_000,
      env: { NO_COLOR: '1', CLUSTERGATE_CLUSTER: undefined, PATH: '/nowhere' },
    })
    expect(stdout).toContain('ping by TCP: this machine has no `ping`')
    expect(exitCode).toBe(0)
  })

  test('`validate` exits with 3 if a worker is dead, with cause and remedy and without its key', async () => {
    const { stdout, stderr, exitCode } = await run('validate', '--config', 'dead.json')
    expect(stdout).toMatch(/✗ port open › w1[\s\S]*refused[\s\S]*remedy:[\s\S]*gate closed/)
    expect(stdout + stderr).not.toContain('sk-live-1')
    expect(exitCode).toBe(3)
  })

  test('`validate --json` prints the verdicts for machines', async () => {
    const { stdout, exitCode } = await run('validate', '-c', 'dead.json', '--json')
    const { results } = JSON.parse(stdout)
    expect(results.find(({ test: name }: { test: string }) => name === 'port open')).toMatchObject({
      workerId: 'w1',
      verdict: { status: 'fail', diagnosis: { code: 'connection_refused' } },
    })
    expect(stdout).not.toContain('sk-live-1')
    expect(exitCode).toBe(3)
  })

  test('`validate` stopped by Ctrl-C exits at once with 130, and shows the results so far', async () => {
    const silent = createServer((socket) => {
      socket.on('error', () => socket.destroy())
      // The request for the models, whose response would be awaited for thirty seconds.
      socket.once('data', () => child.kill('SIGINT'))
    })
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    const worker = { id: 'w1', host: '127.0.0.1', port, type: 'openai', model: 'm' }
    await writeFile(join(folder, 'silent.json'), JSON.stringify({ workers: [worker] }))
    const child = run('validate', '-c', 'silent.json')
    const { exitCode, stdout } = await child
    silent.close()
    expect(exitCode).toBe(130)
    expect(stdout).toContain('✓ port open › w1')
  })

  test('a bad cluster file is reported with its position and without our stack frames', async () => {
    const { stderr, exitCode } = await run('validate', '-c', 'bad.json')
    expect(stderr).toMatch(/^bad\.json:1:\d+: unknown key `hots`[\s\S]*did you mean `host`/)
    expect(stderr).not.toContain('    at ')
    expect(exitCode).toBe(2)
  })

  test('`lint` distinguishes a good spec from a bad one', async () => {
    expect(await run('lint', 'good.spec.yaml')).toMatchObject({
      exitCode: 0,
      stdout: '1 spec file is valid; target: embedded cluster, 3 simulated workers',
    })
    const { stderr, exitCode } = await run('lint', 'good.spec.yaml', 'bad.spec.yaml')
    expect(stderr).toMatch(
      /bad\.spec\.yaml:4:\d+: unknown metric `opened`[\s\S]*did you mean `open`/,
    )
    expect(exitCode).toBe(2)
  })

  test.each([
    ['an unknown command', ['validat'], 'validate', 'clustergate --help'],
    ['an unknown option', ['validate', '--confg', 'x'], '--config', 'clustergate validate --help'],
    [
      'an option of a subcommand',
      ['baseline', 'accept', '--al'],
      '--all',
      'clustergate baseline accept --help',
    ],
  ])(
    '%s exits with 2 and three lines: the error, the nearest name, where the help is',
    async (_, args, nearest, help) => {
      const { exitCode, stderr } = await run(...args)
      expect(exitCode).toBe(2)
      expect(stderr.split('\n').filter(Boolean)).toEqual([
        expect.stringMatching(/^error: unknown/),
        `(Did you mean ${nearest}?)`,
        `See \`${help}\`.`,
      ])
    },
  )
})
